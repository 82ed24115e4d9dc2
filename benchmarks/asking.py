"""Which questions are asked when. None is asked twice of one process in one way of asking or
another: a process remembers what the models and the index have told it of a query."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence

#: Questions that warm up, and the longest that the others are asked, in seconds.
WARM, LONGEST = 20, 60.0
#: What takes so many seconds is asked once: not by several clients, and not over HTTP.
SLOW = 10.0

#: The ways of asking: by a call, for a page, for one with facets, and as a program does.
IN_PROCESS, PAGE, FACETS, DATA = WAYS = ("in process", "HTTP, page", "HTTP, facets", "HTTP, data")

Question = tuple[str, str]


def needed(each: int, clients: Sequence[int]) -> int:
    """How many questions there must be to ask `each` in every way by every number of clients."""
    return each * (1 + len(WAYS) * len(clients))


def warming(questions: Sequence[Question], clients: Sequence[int]) -> Sequence[Question]:
    """Those that warm a process up."""
    return questions[: min(WARM, _each(questions, clients))]


def asked(
    questions: Sequence[Question], clients: Sequence[int], way: str, number: int
) -> Sequence[Question]:
    """Those that so many clients ask in a way: the same of the portal and of Wagtail."""
    each = _each(questions, clients)
    part = 1 + WAYS.index(way) * len(clients) + clients.index(number)
    return questions[part * each : (part + 1) * each]


def slow(seconds: Mapping[str, Sequence[float]]) -> bool:
    """Whether a question took too long, to judge by what was asked first."""
    return any(statistics.median(taken) > SLOW for taken in [*seconds.values()][:1])


def _each(questions: Sequence[Question], clients: Sequence[int]) -> int:
    return len(questions) // needed(1, clients)
