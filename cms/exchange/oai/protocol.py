"""What a harvester asks: verbs and their arguments, dates, resumption tokens, errors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.http import QueryDict

PREFIX = "oai_dc"
#: arguments of each verb: (required, optional, exclusive)
VERBS: Mapping[str, tuple[frozenset[str], frozenset[str], str]] = {
    "Identify": (frozenset(), frozenset(), ""),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"}), ""),
    "ListSets": (frozenset(), frozenset(), "resumptionToken"),
    "ListIdentifiers": (
        frozenset({"metadataPrefix"}),
        frozenset({"from", "until", "set"}),
        "resumptionToken",
    ),
    "ListRecords": (
        frozenset({"metadataPrefix"}),
        frozenset({"from", "until", "set"}),
        "resumptionToken",
    ),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset(), ""),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_SET = re.compile(r"[\w.!~*'()-]+(:[\w.!~*'()-]+)*", re.ASCII)
_PREFIX = re.compile(r"[\w.!~*'()-]+", re.ASCII)
_SALT = "medina.oai"


class ProtocolError(Exception):
    """An error of the protocol, by its code (section 3.6)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Selection:
    """What a list holds. `start` and `end` are the first and the last second it may hold;
    `after` is the last place already given (datestamp and number), `given` how many were."""

    set: str = ""
    start: datetime | None = None
    end: datetime | None = None
    after: tuple[datetime, int] | None = None
    given: int = 0


def arguments(data: QueryDict) -> dict[str, str]:
    """The arguments of a request with its verb. Raises ProtocolError."""
    verbs = data.getlist("verb")
    if len(verbs) != 1:
        raise ProtocolError("badVerb", "One argument “verb” is needed.")
    if verbs[0] not in VERBS:
        raise ProtocolError("badVerb", f"There is no verb “{plain(verbs[0])}”.")
    required, optional, exclusive = VERBS[verbs[0]]
    given = {name: data.getlist(name) for name in data if name != "verb"}
    for name, values in given.items():
        if name not in required | optional | {exclusive}:
            raise ProtocolError("badArgument", f"{verbs[0]} has no argument “{plain(name)}”.")
        if len(values) > 1:
            raise ProtocolError("badArgument", f"“{name}” may be given once.")
        if not values[0]:
            raise ProtocolError("badArgument", f"“{name}” has no value.")
    if exclusive and exclusive in given:
        if len(given) > 1:
            raise ProtocolError("badArgument", f"“{exclusive}” stands alone.")
    elif required - set(given):
        missing = ", ".join(sorted(required - set(given)))
        raise ProtocolError("badArgument", f"{verbs[0]} also needs: {missing}.")
    return {"verb": verbs[0], **{name: values[0] for name, values in given.items()}}


def plain(text: str) -> str:
    """What a client sent, short and as XML can carry it."""
    return "".join(c if c.isprintable() and c < "\ufffe" else "?" for c in text[:60])


def check_prefix(prefix: str) -> None:
    """Raises ProtocolError for a format that there is not."""
    if not _PREFIX.fullmatch(prefix):
        raise ProtocolError("badArgument", "This is no metadata prefix.")
    if prefix != PREFIX:
        raise ProtocolError("cannotDisseminateFormat", f"Records are given as {PREFIX} only.")


def selection(asked: Mapping[str, str]) -> Selection:
    """What the arguments of a list select. Raises ProtocolError."""
    if "resumptionToken" in asked:
        return read_token(asked["verb"], asked["resumptionToken"])
    check_prefix(asked["metadataPrefix"])
    start, end = asked.get("from"), asked.get("until")
    if start and end and len(start) != len(end):
        raise ProtocolError("badArgument", "“from” and “until” differ in granularity.")
    first = _date("from", start) if start else None
    last = _date("until", end) if end else None
    if last is not None and end is not None and _DAY.fullmatch(end):
        last += timedelta(days=1, seconds=-1)
    if first and last and first > last:
        raise ProtocolError("badArgument", "“from” is later than “until”.")
    chosen = asked.get("set", "")
    if chosen and not _SET.fullmatch(chosen):
        raise ProtocolError("badArgument", "This is no set.")
    return Selection(chosen, first, last)


def _date(name: str, text: str) -> datetime:
    """A day, or a second in UTC."""
    try:
        if _DAY.fullmatch(text):
            return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
        if _SECOND.fullmatch(text):
            return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        pass
    raise ProtocolError("badArgument", f"“{name}” is neither a day nor a second in UTC.")


def token(verb: str, chosen: Selection) -> str:
    """Where a list goes on: everything needed stands in the token, nothing is kept here.

    The same token gives what follows the same record, whatever has come or changed since.
    """
    assert chosen.after is not None
    stamp, number = chosen.after
    return signing.dumps(
        [
            verb,
            chosen.set,
            chosen.start and _seconds(chosen.start),
            chosen.end and _seconds(chosen.end),
            _seconds(stamp),
            number,
            chosen.given,
        ],
        salt=_SALT,
    )


def read_token(verb: str, text: str) -> Selection:
    """What a token selects. Raises ProtocolError."""
    try:
        of, chosen, start, end, stamp, number, given = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise ProtocolError("badResumptionToken", "This token was not given here.") from None
    if of != verb:
        raise ProtocolError("badResumptionToken", f"This token is for {of}.")
    return Selection(
        chosen,
        None if start is None else _moment(start),
        None if end is None else _moment(end),
        (_moment(stamp), number),
        given,
    )


def _seconds(moment: datetime) -> int:
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())


def _moment(seconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


def written(moment: datetime) -> str:
    """A moment as the protocol writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
