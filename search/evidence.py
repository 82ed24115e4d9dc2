"""The sentence that answers, cut from a passage, with the words that matched marked."""

from __future__ import annotations

import re

from . import analysis
from .engines.base import Candidate
from .ranking import Scored
from .request import Evidence

#: Characters of evidence: at most so many, and so many are aimed at.
MOST, ENOUGH = 320, 160

_BREAK = re.compile(r"(?<=[.!?؟])[\"»”’)\]]*\s+|\s*\n\s*")

Span = tuple[int, int]


def evidence_of(scored: Scored) -> Evidence:
    """The sentence of a passage that holds most of what matched, with those after it as
    far as there is room. The title is left out where a summary follows: it is shown anyway."""
    candidate = scored.candidate
    text = candidate.text
    found = [
        (token.start, token.end, token.stem)
        for token in analysis.tokens(text, candidate.lang)
        if token.stem in scored.words
    ]
    start, end = _chosen(text, found, after=_title_end(candidate))
    marks = tuple((a - start, b - start) for a, b, _stem in found if a >= start and b <= end)
    return Evidence(candidate.lang, text[start:end], marks, candidate.file, candidate.page or None)


def _title_end(candidate: Candidate) -> int:
    """Where the title of a first passage ends, if a summary follows."""
    return candidate.text.find("\n") + 1 if candidate.page == 0 else 0


def _chosen(text: str, found: list[tuple[int, int, str]], after: int) -> Span:
    spans = [span for span in _sentences(text) if span[0] >= after]
    if not spans:
        return 0, 0
    held = [len({stem for a, _b, stem in found if start <= a < end}) for start, end in spans]
    best = held.index(max(held))
    start, end = spans[best]
    for _start, further in spans[best + 1 :]:
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
