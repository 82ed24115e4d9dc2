"""The sentence that answers, cut from a passage, with the words that matched marked."""

from __future__ import annotations

import re
from collections.abc import Collection

from . import analysis
from .engines.base import Candidate
from .request import Evidence

#: Characters of evidence, apart from what marks a cut: at most so many, and so many are
#: aimed at.
MOST, ENOUGH = 320, 160
#: Stands where evidence begins or ends within a sentence.
CUT = "…"

_BREAK = re.compile(r"(?<=[.!?؟])[\"»”’)\]]*\s+|\s*\n\s*")

Span = tuple[int, int]


def evidence_of(candidate: Candidate, words: Collection[str]) -> Evidence:
    """The sentence of a passage that holds most of the stems that matched, with those after it as
    far as there is room. The title is left out where a summary follows: it is shown anyway.
    A sentence that is not whole is marked by an ellipsis, and a whole one preferred to it."""
    text = candidate.text
    found = [
        (token.start, token.end, token.stem)
        for token in analysis.tokens(text, candidate.lang, words)
    ]
    spans = [span for span in _sentences(text) if span[0] >= _title_end(candidate)]
    if not spans:
        return _evidence(candidate, "", ())
    first = _best(spans, found, candidate)
    start, end = _extended(text, spans, first, found)
    begins = {span[0] for span in spans if span[0] or candidate.opens}
    ends = {span[1] for span in spans[:-1]} | ({spans[-1][1]} if candidate.closes else set())
    before = "" if start in begins else f"{CUT} "
    after = "" if end in ends else f" {CUT}"
    shift = len(before) - start
    marks = tuple((a + shift, b + shift) for a, b, _stem in found if a >= start and b <= end)
    shown = before + text[start:end] + after
    return _evidence(candidate, shown, marks)


def _evidence(candidate: Candidate, text: str, marks: tuple[Span, ...]) -> Evidence:
    edition = candidate.edition or candidate.lang
    return Evidence(candidate.lang, text, marks, candidate.file, candidate.page or None, edition)


def _title_end(candidate: Candidate) -> int:
    """Where the title of a first passage ends, if a summary follows."""
    return candidate.text.find("\n") + 1 if candidate.page == 0 else 0


def _best(spans: list[Span], found: list[tuple[int, int, str]], candidate: Candidate) -> int:
    """The place of the sentence that holds most of what matched; of equals a whole one, and
    the first of those."""

    def worth(place: int) -> tuple[int, bool, int]:
        start, end = spans[place]
        held = len({stem for a, _b, stem in found if start <= a < end})
        cut = (start == 0 and not candidate.opens) or (
            place == len(spans) - 1 and not candidate.closes
        )
        return held, not cut, -place

    return max(range(len(spans)), key=worth)


def _extended(text: str, spans: list[Span], first: int, found: list[tuple[int, int, str]]) -> Span:
    """From a sentence on, as far as there is room."""
    start, end = spans[first]
    for _start, further in spans[first + 1 :]:
        if end - start >= ENOUGH or further - start > MOST:
            break
        end = further
    if end - start > MOST:
        start, end = _around(text, start, end, [a for a, _b, _stem in found])
    return start, end


def _sentences(text: str) -> list[Span]:
    """Where the sentences and lines of a text stand, without the space around them."""
    spans, start = [], 0
    for gap in _BREAK.finditer(text):
        end = gap.start() + len(gap.group().rstrip())
        spans.append((start, end))
        start = gap.end()
    spans.append((start, len(text.rstrip())))
    return [(start, end) for start, end in spans if text[start:end].strip()]


def _around(text: str, start: int, end: int, matches: list[int]) -> Span:
    """A part of a long sentence, whole words only, from shortly before its first match."""
    first = next((at for at in matches if start <= at < end), start)
    if first - start > ENOUGH:
        start = text.rfind(" ", start, first - ENOUGH // 2) + 1 or first
    if end - start > MOST:
        end = text.rfind(" ", start, start + MOST)
        end = end if end > start else start + MOST
    return start, end
