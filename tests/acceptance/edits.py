"""Edits of many works: drafts that are waiting, published through the administration one by one or
together, and what must be true of the index afterwards."""

from __future__ import annotations

import json
import secrets
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.rounds import rounds
from tests.running import ROOT, Portal

from .reading import Reader

ADMINISTRATOR = "coordinator"
#: Seconds within which a portal has found its way back: beat looks every 20.
RECOVERED = 120
#: How many of the edited works are looked for by their own titles.
LOOKED_FOR = rounds(4, 40)

_DRAFTS = """
import json, sys
from cms.network.models import WorkPage
asked = json.load(sys.stdin)
rows = WorkPage.objects.live().select_related("locale").order_by("pk")
if asked["one_edition"]:
    rows = rows.filter(locale__language_code="en")
for page, word in zip(rows.specific(), asked["words"]):
    draft = page.get_latest_revision_as_object()
    draft.title = f"Promenade {asked['word']} {word}"
    draft.summary = f"What is told of {word}, and of {asked['word']}."
    draft.save_revision()
    print(json.dumps([page.pk, str(page.work.pk), page.locale.language_code, page.url, word]))
"""
_TITLES = """
import json
from cms.network.models import WorkPage
rows = WorkPage.objects.live().order_by("pk").values_list("pk", "title", "summary")
print(json.dumps(list(rows)))
"""
_RESTORE = """
import json, sys
from cms.network.models import WorkPage
before = {key: words for key, *words in json.load(sys.stdin)}
for page in WorkPage.objects.filter(pk__in=before).specific():
    if [page.title, page.summary] != before[page.pk]:
        draft = page.get_latest_revision_as_object()
        draft.title, draft.summary = before[page.pk]
        draft.save_revision().publish()
"""


@dataclass(frozen=True)
class Edit:
    """A draft of an edition. Its title and summary hold a word of its own, and `shared`, that all
    drafts made together hold."""

    page: int
    work: str
    lang: str
    path: str
    word: str
    shared: str


def drafts(portal: Portal, number: int, one_edition: bool = True) -> list[Edit]:
    """So many drafts, at most one of each work unless told else."""
    shared = secrets.token_hex(4)
    words = [secrets.token_hex(4) for _ in range(number)]
    asked = {"word": shared, "words": words, "one_edition": one_edition}
    lines = _python(portal, _DRAFTS, asked).splitlines()
    made = [Edit(*json.loads(line), shared) for line in lines]
    assert len(made) == number, "the sample has fewer editions"
    return made


def publish(editor: Reader, edits: Sequence[Edit]) -> None:
    """Publishes drafts in the administration, all in one transaction."""
    ids = "&".join(f"id={edit.page}" for edit in edits)
    path = f"/admin/bulk/wagtailcore/page/publish/?{ids}"
    assert editor.get(path).status_code == 200
    answer = editor.post(path, {"next": "/admin/"})
    assert answer.status_code == 200, answer.text[:500]


@contextmanager
def titles_kept(portal: Portal) -> Iterator[None]:
    """Gives all works the titles and summaries again that they had before."""
    before = json.loads(_python(portal, _TITLES, None))
    yield
    _python(portal, _RESTORE, before)
    until(lambda: not waiting(portal), "the old titles are written")


def waiting(portal: Portal) -> set[str]:
    """Works with changes on their way into the index, asked of the database itself: it is quick."""
    question = "SELECT DISTINCT work FROM search_outbox WHERE phase = 'words' AND NOT parked"
    return {work for (work,) in _asked(portal, question)}


def being_built(portal: Portal) -> tuple[str, str] | None:
    """Name of the generation being built, and the work that it has come to."""
    rows = _asked(portal, "SELECT name, cursor FROM search_generation WHERE state = 'building'")
    return (rows[0][0], rows[0][1]) if rows else None


def agrees(portal: Portal) -> None:
    """`search_check` finds no difference and nothing that failed."""
    told = portal.manage("search_check")
    assert "agrees with the database" in told, told
    assert "Failed three times" not in told and "Differences" not in told, told


def found(reader: Reader, edits: Sequence[Edit]) -> None:
    """Search finds every work that was edited, with the words that it has now."""
    hits: set[str] = set()
    for page in range(1, len(edits) // 20 + 3):
        answer = reader.search(edits[0].shared, page=page)
        assert answer["limited"] == ""
        hits |= {hit["id"] for hit in answer["hits"]}
    # Vectors still come in and move works from page to page: those missed are asked for too.
    missed = [edit for edit in edits if edit.work not in hits]
    for edit in [*missed, *edits[:LOOKED_FOR]]:
        answer = reader.search(edit.word, lang=edit.lang)
        told = {hit["id"]: hit["evidence"]["text"] for hit in answer["hits"] if hit["evidence"]}
        assert edit.word in told.get(edit.work, ""), (edit, answer["hits"][:3])


def until(holds: Callable[[], object], what: str, seconds: float = RECOVERED) -> None:
    """Waits until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.2)


def _python(portal: Portal, code: str, asked: object) -> str:
    """Runs code within the portal's settings, with data on its standard input."""
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", code],
        cwd=ROOT,
        env=portal.environment,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def _asked(portal: Portal, question: str) -> list[tuple]:
    address = portal.environment.get("DATABASE_URL", "")
    if not address:
        file = f"{portal.environment['MEDINA_STATE_DIR']}/medina.sqlite3"
        connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=20)
        try:
            return connection.execute(question).fetchall()
        finally:
            connection.close()
    import psycopg

    with psycopg.connect(address, autocommit=True) as asking:
        return asking.execute(question).fetchall()
