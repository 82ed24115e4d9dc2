"""What is told of an import: what it changed, and what it refused."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from ..models.concepts import lines
from .reading import Unreadable


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a concept with what stood there and what stands there now; several values are
    one a line."""

    field: str
    before: str
    after: str

    def __str__(self) -> str:
        before, after = (" | ".join(lines(text)) for text in (self.before, self.after))
        return f"{self.field}: “{before}” → “{after}”"


@dataclass
class Report:
    """What an import did, or would do: identifiers of concepts, and notes for people.

    `left_out` maps a reason to how often it occurred. `absent` are concepts of the file's
    schemes that the portal has and the file does not name; they stay as they are. `refused`
    maps a concept or scheme to what is wrong with it.
    """

    schemes: list[str] = field(default_factory=list)
    created: list[str] = field(default_factory=list)
    changed: dict[str, list[Change]] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    refused: dict[str, list[str]] = field(default_factory=dict)

    def refuse(self, uri: str, reason: str) -> None:
        """Notes what is wrong with a concept or scheme."""
        reasons = self.refused.setdefault(uri, [])
        if reason not in reasons:
            reasons.append(reason)


class Refused(Unreadable):
    """Some concepts or schemes of a file are refused; the message names each with every reason,
    `report` holds them."""

    def __init__(self, report: Report) -> None:
        self.report = report
        rows = [f"  {uri}: {why}" for uri, whys in sorted(report.refused.items()) for why in whys]
        super().__init__("\n".join([f"Refused, {len(report.refused)} in number:", *rows]))
