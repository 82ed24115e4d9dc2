"""The stages of `benchmarks/search.py`, each a process of its own with the portal's settings.

    python -m benchmarks.stages corpus|index|ask|wagtail|forget …

A stage prints one line of JSON. What is timed is the portal's own code: documents built from the
database, analysed, put into a generation, and searched.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import django

from . import asking
from .asking import IN_PROCESS, LONGEST
from .baseline import ROWS
from .memory import resident_of

#: Works indexed at a time.
TOGETHER = 100


def main() -> None:
    """Runs one stage and prints what it measured."""
    parser = argparse.ArgumentParser()
    parser.add_argument("stage", choices=["corpus", "index", "ask", "wagtail", "forget"])
    parser.add_argument("--works", type=int, default=0)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--queries", type=int, default=0)
    parser.add_argument("--clients", default="1")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    django.setup()
    if given.stage == "corpus":
        done = corpus(given.works, given.queries, given.questions)
    elif given.stage == "index":
        done = index()
    elif given.stage == "forget":
        done = forget()
    else:
        asked = [tuple(each) for each in json.loads(given.questions.read_text())]
        clients = [int(number) for number in given.clients.split(",")]
        done = ask(asked, clients) if given.stage == "ask" else wagtail(asked, clients)
    print(json.dumps(done))


def corpus(works: int, queries: int, questions: Path) -> dict[str, Any]:
    """The database with the sample library and so many works more, and the queries."""
    from cms.sample import vectors

    from . import corpus as library
    from .words import source

    started = time.perf_counter()
    library.begin()
    vectors.load()
    words = library.make(works)
    questions.write_text(json.dumps(library.questions(words, queries)))
    return {"seconds": time.perf_counter() - started, "words": source()}


def index() -> dict[str, Any]:
    """A new generation with every work of the database, made live."""
    from django.utils import timezone

    from search import generations, indexing
    from search.batches import batched
    from search.documents import AUDIENCES
    from search.engines import engine
    from search.sources import source

    taken = dict.fromkeys(("build", "analyse", "put"), 0.0)
    works = passages = 0
    generation = generations.begin()
    name = generation.index(AUDIENCES[0])
    for ids in batched(source().ids(), TOGETHER):
        at = [time.perf_counter()]
        documents = source().build(ids, AUDIENCES[0])
        at.append(time.perf_counter())
        made = [
            work
            for work, _complete in indexing.index_documents(generation, AUDIENCES[0], documents)
        ]
        at.append(time.perf_counter())
        engine().put(name, made)
        at.append(time.perf_counter())
        for part, start, end in zip(taken, at, at[1:], strict=False):
            taken[part] += end - start
        works += len(made)
        passages += sum(len(work.passages) for work in made)
    generation.backfilled = timezone.now()
    generation.save(update_fields=["backfilled"])
    generations.swap(generation)
    return {"works": works, "passages": passages, "index": name, **taken, "rss": resident_of()}


def forget() -> dict[str, Any]:
    """Drops what the engine in use holds of this library."""
    from django.conf import settings

    from search import generations
    from search.models import Generation

    for generation in Generation.objects.filter(engine=settings.SEARCH_ENGINE):
        generations.forget(generation)
    return {}


def ask(questions: Sequence[tuple[str, str]], clients: Sequence[int]) -> dict[str, Any]:
    """Seconds of searches in one process: the search itself, its hits and facets as shown."""
    from search import presentation
    from search.query import search
    from search.request import SearchRequest

    def once(lang: str, words: str) -> int:
        request = SearchRequest(text=words, lang=lang, page_size=ROWS)
        response = search(request)
        if response.limited == "database":
            raise RuntimeError("the engine did not answer")
        presentation.facets(request, response.facets)
        return len(presentation.shown_hits(request, response.hits))

    return measured(once, questions, clients)


def wagtail(questions: Sequence[tuple[str, str]], clients: Sequence[int]) -> dict[str, Any]:
    """Wagtail's own search over title, summary and text of the same works: a page of rows
    and the total. `any` word counts, as in the portal's search, or `all` must be there, as
    Wagtail has it usually: then nineteen queries in twenty find nothing, which is quick."""
    from django.core.management import call_command
    from modelsearch.backends import get_search_backend

    from .baseline.search import found

    if os.environ["BASELINE_BACKEND"] not in type(get_search_backend()).__module__:
        raise RuntimeError(f"Wagtail searches by {get_search_backend()}")
    started = time.perf_counter()
    call_command("rebuild_modelsearch_index", stdout=open(os.devnull, "w"))  # noqa: SIM115
    taken = time.perf_counter() - started

    def asked(operator: str) -> dict[str, Any]:
        def once(_lang: str, words: str) -> int:
            results = found(words, operator)
            shown = list(results[:ROWS])
            return results.count() and len(shown)

        return measured(once, questions, clients)

    return {"indexing": taken, "any": asked("or"), "all": asked("and")}


def measured(
    once: Callable[[str, str], int],
    questions: Sequence[tuple[str, str]],
    clients: Sequence[int],
) -> dict[str, Any]:
    """Seconds of each question by the number of clients, after some that warm up, the
    share of questions with hits, and the memory of the process. What is slow is asked less:
    after `LONGEST` seconds nothing more is."""
    from django.db import connection

    def timed(question: tuple[str, str]) -> tuple[float, int] | None:
        started = time.perf_counter()
        if started > deadline:
            return None
        found = once(*question)
        return time.perf_counter() - started, found

    deadline = time.perf_counter() + LONGEST
    for question in asking.warming(questions, clients):
        timed(question)
    gc.collect()
    gc.freeze()
    seconds: dict[str, list[float]] = {}
    found = 0.0
    for number in clients:
        if asking.slow(seconds):
            break
        deadline = time.perf_counter() + LONGEST
        with ThreadPoolExecutor(number) as pool:
            part = asking.asked(questions, clients, IN_PROCESS, number)
            answers = [answer for answer in pool.map(timed, part) if answer]
            list(pool.map(lambda _: connection.close(), range(number)))
        seconds[str(number)] = [taken for taken, _found in answers]
        found = sum(bool(count) for _taken, count in answers) / len(answers)
    return {"seconds": seconds, "found": found, "rss": resident_of()}


if __name__ == "__main__":
    main()
