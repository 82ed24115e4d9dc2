"""How long a search takes over HTTP, on a portal that runs.

    python benchmarks/http_search.py --url http://127.0.0.1:8000 [--n 200] [--clients 1]

Asks real questions in the four languages as a page and as data, and measures each answer from
the request to its last byte, after a round that warms up. The baseline is the same page without
words, which only browses: it is asked in turn with the others, so that all share the load of
the machine. Needs nothing but Python's standard library, and a portal that answers as often as it
is asked (API_REQUESTS_PER_MINUTE=0).
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import statistics
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode, urlsplit

#: (language of the interface, words)
QUERIES = (
    ("fr", "gestion des ressources humaines municipales"),
    ("fr", "comment réduire la fracture numérique entre quartiers"),
    ("fr", "Que faire quand le chiffre de départ n’a jamais été mesuré ?"),
    ("fr", "jumelage de villes à moindre coût"),
    ("en", "municipal human resources"),
    ("en", "geographic information system for water and sewers"),
    ("en", "How often should we check that an experience is still running?"),
    ("en", "decent work in the informal economy"),
    ("en", "Chefchaouan"),
    ("es", "recursos humanos municipales"),
    ("es", "¿Cómo contar un fracaso sin culpar a nadie?"),
    ("es", "servicios en línea para ciudadanos"),
    ("es", "plan de acción local con indicadores"),
    ("ar", "الموارد البشرية في البلديات"),
    ("ar", "من يحق له نشر صورة أحد السكان؟"),
    ("ar", "التنمية الاقتصادية المحلية"),
    ("ar", "نظم المعلومات الجغرافية"),
)
BASELINE = "browsing"


def paths(lang: str, words: str) -> dict[str, str]:
    """What is measured: a name and its path."""
    query = urlencode({"q": words})
    return {
        BASELINE: f"/{lang}/search/",
        "search page": f"/{lang}/search/?{query}",
        "search API": f"/api/v1/search?{query}&lang={lang}",
        "suggestions": f"/{lang}/search/suggest/?{urlencode({'q': words[:6]})}",
    }


def ask(connection: http.client.HTTPConnection, path: str) -> float:
    """Seconds until the whole answer is there. Raises RuntimeError unless it is 200."""
    started = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    taken = time.perf_counter() - started
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} for {path}")
    return taken


def measure(url: str, rounds: int, clients: int) -> dict[str, list[float]]:
    """Seconds by name: `rounds` of each, asked by so many clients at once."""
    host = urlsplit(url).netloc

    def client(queries: Sequence[tuple[str, str]]) -> dict[str, list[float]]:
        connection = http.client.HTTPConnection(host, timeout=60)
        times = defaultdict(list)
        for lang, words in queries:
            for name, path in paths(lang, words).items():
                times[name].append(ask(connection, path))
        connection.close()
        return times

    client(QUERIES)
    queries = list(itertools.islice(itertools.cycle(QUERIES), rounds))
    measured: dict[str, list[float]] = defaultdict(list)
    with ThreadPoolExecutor(clients) as pool:
        for times in pool.map(client, [queries[i::clients] for i in range(clients)]):
            for name, values in times.items():
                measured[name] += values
    return measured


def report(measured: Mapping[str, Sequence[float]]) -> str:
    """A table of p50, p95 and p99 in milliseconds, and of p50 and p95 against the baseline."""
    lines = [f"{'':14}{'n':>6}{'p50':>9}{'p95':>9}{'p99':>9}   p50/p95 against {BASELINE}"]
    quantiles = {
        name: [statistics.quantiles(times, n=100)[at - 1] * 1000 for at in (50, 95, 99)]
        for name, times in measured.items()
    }
    base = quantiles[BASELINE]
    for name, (p50, p95, p99) in quantiles.items():
        lines.append(
            f"{name:14}{len(measured[name]):>6}{p50:>6.0f} ms{p95:>6.0f} ms{p99:>6.0f} ms"
            f"   {p50 / base[0]:.2f} / {p95 / base[1]:.2f}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--n", type=int, default=200, help="requests of each sort")
    parser.add_argument("--clients", type=int, default=1, help="readers at once")
    arguments = parser.parse_args()
    print(report(measure(arguments.url, arguments.n, arguments.clients)))
