"""`liiku try SOURCE`: a few rows crawled into a folder that is thrown away, and what each would become. The ledger is not even opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crawler.job import Job
from crawler.launch import is_loopback, launch
from indexer.completeness import VALUES
from indexer.compose import compose, owner_key
from indexer.run_folder import RunFolder
from liiku.context import Context
from schemas.errors import SourceError
from schemas.record import Item, Record, RecordKey, Refusal
from schemas.run import CrawlStats, Mode
from schemas.service import Place, Schedule, Service
from schemas.source import Source

SHOWN_SENTENCE = 90


@dataclass(frozen=True, slots=True)
class Tried:
    """What a try saw: the offerings as they would be published by themselves, what was refused, and what nobody reads."""

    source: str
    stats: CrawlStats
    services: list[Service] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    left_out: list[Item] = field(default_factory=list)


def try_source(context: Context, name: str, *, limit: int, base_url: str | None = None) -> Tried:
    """Crawl at most `limit` rows of a source, whatever its lifecycle. Raises SourceError when not even a row could be read."""
    source = context.source(name)
    context.refuse_to_crawl_lists(source)
    settings = context.settings
    key = settings.ilmonet_key if source.needs_key else None
    if source.needs_key and not key:
        raise SourceError(f"{name} needs LIIKU_{source.needs_key}; without it nothing is fetched")
    now = datetime.now(UTC)
    with TemporaryDirectory(prefix="liiku-try-") as place:
        folder = RunFolder(Path(place) / RunFolder.new_id(name, now))
        folder.create()
        job = Job(
            run=folder.path.name,
            run_dir=folder.path,
            sources_dir=context.sources_dir,
            source=name,
            base_url=base_url or source.root,
            mode=Mode.FULL,
            now=settings.clock(),
            started_at=now,
            limit=limit,
            cache_dir=Path(place) / "httpcache",
            user_agent=f"liiku-tarjotin/0.1 (+{settings.public_url}; contact: {settings.contact})",
            delay_seconds=0.0 if is_loopback(base_url or source.root) else source.politeness.delay_seconds,
            allow_private=base_url is not None or source.private,
            key=key,
        )
        code = launch(job)
        stats = folder.stats()
        if stats is None:
            raise SourceError(f"{name}: the crawl's process ended with {code} before it was done")
        items = list(folder.items())
        return Tried(
            source=name,
            stats=stats,
            services=list(_composed(items, source, limit)),
            refusals=list(folder.refusals()),
            left_out=[item for item in items if item.op == "out_of_scope"],
        )


def _composed(items: list[Item], source: Source, limit: int) -> Iterable[Service]:
    """The offerings that the records of one run make by themselves, series with their sessions."""
    found: dict[RecordKey, Record] = {item.record.identity(): item.record for item in items if item.record is not None}
    mains = [record for key, record in found.items() if key.collection == source.main and record.offering is not None]
    parents = {record.key: record for record in mains if record.is_series}
    children: dict[str, list[Record]] = {}
    for record in mains:
        owner = owner_key(record, parents)
        if owner != record.key:
            children.setdefault(owner, []).append(record)
    shown = [record for record in mains if record.in_scope and owner_key(record, parents) == record.key]
    for record in shown[:limit]:
        yield compose(record, children.get(record.key, ()), found, {source.name: source}).service


def as_data(tried: Tried) -> dict[str, Any]:
    """The try as plain data."""
    return {
        "source": tried.source,
        "base_url": tried.stats.base_url,
        "rows": tried.stats.collections[tried.stats.main_collection].rows,
        "records": [
            {
                "source_id": one.provenance.source_id,
                "name": one.name,
                "kind": one.kind.value,
                "state": one.state.value,
                "cost": one.cost.model_dump(mode="json", by_alias=True),
                "places": [place.model_dump(mode="json") for place in one.places],
                "times": times_of(one),
                "unknown": unknown_of(one),
                "url": one.provenance.source_url,
            }
            for one in tried.services
        ],
        "refused": [one.model_dump(mode="json") for one in tried.refusals],
        "out_of_scope": [{"source_id": item.key, "rule": item.rule, "url": item.url} for item in tried.left_out],
        "unmapped": tried.stats.unmapped,
        "faults": tried.stats.faults,
    }


def as_words(tried: Tried) -> str:
    """The try in words, an offering a block."""
    rows = tried.stats.collections[tried.stats.main_collection].rows
    lines = [f"{tried.source}: {rows} rows read from {tried.stats.base_url}; nothing was published and nothing is kept"]
    for one in tried.services:
        lines += [
            f"\n{next(iter(one.name.values()))}  ({one.kind.value}, {one.provenance.source_id})",
            f"  cost     {_cost_words(one)}",
            f"  place    {_place_words(one)}",
            f"  times    {times_of(one)}",
            f"  unknown  {', '.join(unknown_of(one)) or 'nothing'}",
        ]
        if one.state.value != "active":
            lines.append(f"  state    {one.state.value}")
    if tried.refusals:
        lines.append(f"\nrefused: {len(tried.refusals)}")
        lines += [f"  {r.source_id or '(page)'}  {r.code}  {r.path or '/'}  {r.value}  {r.url}" for r in tried.refusals]
    if tried.left_out:
        lines.append(f"\nout of scope: {len(tried.left_out)}")
        lines += [f"  {item.key}  {item.rule}" for item in tried.left_out]
    if tried.stats.unmapped:
        lines.append("\nfields that nobody reads: " + ", ".join(f"{k} ({n})" for k, n in tried.stats.unmapped.items()))
    lines += [f"\nfault: {fault}" for fault in tried.stats.faults]
    return "\n".join(lines)


def unknown_of(service: Service) -> list[str]:
    """The names of the values that nobody stated and nobody could work out."""
    return [value.name for value in VALUES if not value.is_known(service)]


def times_of(service: Service) -> str:
    """When, in one line."""
    schedule: Schedule = service.schedule
    if schedule.sessions:
        first = schedule.sessions[0]
        written = f"{first.start:%Y-%m-%d}" if first.all_day else f"{first.start:%Y-%m-%d %H:%M}"
        return written if len(schedule.sessions) == 1 else f"{len(schedule.sessions)} sessions from {written}"
    if schedule.starts or schedule.ends:
        return f"{schedule.starts or '…'} – {schedule.ends or '…'}" + (f", {schedule.rrule}" if schedule.rrule else "")
    hours = next(iter(service.opening_hours.text.values()), "").replace("\n", "; ")
    return f"open {hours[:SHOWN_SENTENCE]}" if hours else "unknown"


def _cost_words(service: Service) -> str:
    cost = service.cost
    euros = "" if cost.min_eur is None else f" {cost.min_eur:g}" + (f"–{cost.max_eur:g}" if cost.max_eur != cost.min_eur else "") + " €"  # fmt: skip
    notes: Mapping[str, str] = {note.pointer: note.evidence for note in service.derived}
    evidence = notes.get("/cost", "")
    return f"{cost.cost_class.value}{euros}" + (f"  ({evidence[:SHOWN_SENTENCE]})" if evidence else "")


def _place_words(service: Service) -> str:
    if service.online:
        return "online"
    return "; ".join(_one_place(place) for place in service.places) or "unknown"


def _one_place(place: Place) -> str:
    parts = [*list(place.name.values())[:1], *list(place.address.values())[:1], place.municipality or ""]
    point = f"{place.lat:.5f} {place.lon:.5f} ({place.precision.value})" if place.lat is not None else "no point"
    return ", ".join(part for part in [*dict.fromkeys(parts), point] if part)
