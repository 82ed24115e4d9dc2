"""Keeping traces: what has been told of each work, when it changed, and that it went.

A trace follows its work after the commit of each change (`cms.exchange.signals`) and in any
case with the periodic sweep. What is told of a work that is public is always read afresh;
the trace only says since when it has been so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from django.db import transaction
from django.utils import timezone

from cms.core import works
from cms.core.access import PUBLIC
from cms.core.models import Work

from .items import Item, names, read
from .models import Trace, TraceAddress, TraceSet

#: works that are read at once
BATCH = 200


def follow(ids: Iterable[int]) -> int:
    """Brings the traces of works up to date; returns how many changed."""
    wanted = sorted(set(ids))
    changed = 0
    for start in range(0, len(wanted), BATCH):
        with transaction.atomic():
            changed += _follow(wanted[start : start + BATCH])
    return changed


def sweep() -> int:
    """The same for every work there is: makes up for messages that were lost."""
    ids = Work.objects.order_by("pk").values_list("pk", flat=True)
    return follow(ids.iterator(chunk_size=2000))


def _follow(ids: Sequence[int]) -> int:
    Trace.objects.bulk_create([Trace(work_id=pk) for pk in _existing(ids)], ignore_conflicts=True)
    rows = Trace.objects.select_for_update().filter(work__in=ids).order_by("pk")
    traces = {trace.pk: trace for trace in rows}
    found = Work.objects.in_bulk(list(traces))
    items = read(found.values(), PUBLIC)
    live = _live(found.values())
    now = timezone.now().replace(microsecond=0)
    changed = [
        trace
        for pk, trace in traces.items()
        if _note(trace, found[pk], items.get(pk), pk in live, now)
    ]
    fields = [
        "titles",
        "public",
        "digest",
        "modified",
        "withdrawn",
        "seen",
        "harvest",
        "datestamp",
    ]
    Trace.objects.bulk_update(changed, fields)
    _keep_sets(changed, items)
    _keep_addresses(items)
    return len(changed)


def _existing(ids: Sequence[int]) -> list[int]:
    without = Work.objects.filter(pk__in=ids, trace=None)
    return list(without.order_by("pk").values_list("pk", flat=True))


def _live(found: Iterable[Work]) -> set[int]:
    """Those of the works of which somebody may read an edition."""
    live: set[int] = set()
    for each, group in works.by_kind([work.pk for work in found]).items():
        by_key = {work.key: work.pk for work in group}
        rows = each.live().filter(**{f"{each.key_column}__in": by_key})
        live |= {by_key[key] for key in rows.values_list(each.key_column, flat=True)}
    return live


def _note(trace: Trace, work: Work, item: Item | None, live: bool, now: datetime) -> bool:
    """Writes into a trace what is so now; says whether anything changed."""
    before = (trace.digest, trace.public, trace.seen, trace.withdrawn, trace.harvest)
    trace.public = item is not None
    trace.seen = trace.seen or live
    if live:
        trace.withdrawn = None
    elif trace.seen and trace.withdrawn is None and work.merged_into_id is None:
        trace.withdrawn = now
    digest = digest_of(item) if item else ""
    if item:
        trace.titles = dict(item.titles)
    if item and digest != trace.digest:
        # A trace that begins takes the date of the work itself.
        first = item.modified.replace(microsecond=0) if item.modified else now
        trace.modified = now if trace.digest else min(first, now)
    _note_harvest(trace, item, digest, now)
    if item:
        trace.digest = digest
    return before != (trace.digest, trace.public, trace.seen, trace.withdrawn, trace.harvest)


def _note_harvest(trace: Trace, item: Item | None, digest: str, now: datetime) -> None:
    if item is not None and item.harvestable:
        if trace.harvest != Trace.Harvest.LIVE or digest != trace.digest:
            trace.harvest, trace.datestamp = Trace.Harvest.LIVE, now
    elif trace.harvest == Trace.Harvest.LIVE:
        trace.harvest, trace.datestamp = Trace.Harvest.DELETED, now


def _keep_sets(traces: Sequence[Trace], items: dict[int, Item]) -> None:
    """Sets of those that are harvested; what was deleted keeps those it was in."""
    now = {trace.pk: sets_of(items[trace.pk]) for trace in traces if trace.harvest == "live"}
    before = TraceSet.objects.filter(trace__in=now)
    before.delete()
    rows = [TraceSet(trace_id=pk, spec=spec) for pk, specs in now.items() for spec in specs]
    TraceSet.objects.bulk_create(rows)


def _keep_addresses(items: Mapping[int, Item]) -> None:
    """Notes the addresses that are new; those of before stay, for who has written them down."""
    told = {(pk, address_digest(path)) for pk, item in items.items() for path in item.paths}
    rows = TraceAddress.objects.filter(trace__in=items)
    new = told - set(rows.values_list("trace_id", "digest"))
    TraceAddress.objects.bulk_create(
        [TraceAddress(trace_id=pk, digest=digest) for pk, digest in sorted(new)],
        ignore_conflicts=True,
    )


def address_digest(path: str) -> str:
    """The fingerprint of a path, percent-encoded or not."""
    return hashlib.sha256(unquote(path).encode()).hexdigest()[:32]


def sets_of(item: Item) -> list[str]:
    """The sets of an item: its kind and its themes."""
    return [
        f"kind:{item.kind.name}",
        *sorted({f"theme:{theme.slug}" for theme in item.to("themes")}),
    ]


def digest_of(item: Item) -> str:
    """A fingerprint of everything that is told of an item."""
    told: dict[str, Any] = {
        "kind": item.kind.name,
        "titles": item.titles,
        "summaries": item.summaries,
        "addresses": item.addresses,
        "date": item.date,
        "licence": item.licence,
        "authors": item.authors,
        "publisher": names(item.publisher) if item.publisher else "",
        "modified": item.modified.isoformat() if item.modified else "",
        "related": {
            relation: [(row.pk, names(row)) for row in rows]
            for relation, rows in item.related.items()
        },
        "files": [(file.pk, file.title, file.licence) for file in item.files],
    }
    if item.codes:
        told["codes"] = [(code.scheme, code.code) for code in item.codes]
    blob = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(blob.encode()).hexdigest()[:32]
