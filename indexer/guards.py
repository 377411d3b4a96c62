"""When a run is held for a person: the numbers, the limits, one sentence each. Pure; the limits stand in the source's YAML."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from indexer.diff import Diff
from schemas.run import Counts, CrawlStats, Guard, Mode
from schemas.source import GuardLimits

FILL_ROWS_AT_LEAST = 20
LEAP = timedelta(days=30)
"""Between two runs of a source. After a longer one so much may expire at once that either the clock is wrong or somebody should look."""
DOUBLED = 2.0


def is_filled(value: object, field: str) -> bool:
    """Whether a key field of an offering holds something."""
    match field:
        case "cost":
            return str(getattr(value, "cost_class", "unknown")) != "unknown"
        case "places":
            return isinstance(value, list) and any(place.lat is not None or place.name for place in value)
        case "accessibility":
            return bool(getattr(value, "sentences", None))
        case "schedule":
            return bool(getattr(value, "sessions", None) or getattr(value, "starts", None))
        case _:
            return bool(value)


def check(
    stats: CrawlStats,
    diff: Diff,
    counts: Counts,
    limits: GuardLimits,
    *,
    fill: Mapping[str, float],
    fill_before: Mapping[str, float],
    expiring: int = 0,
    leap: timedelta | None = None,
) -> list[Guard]:
    """The guards that a run trips. Absence, emptiness and filling are judged on complete full runs only.

    `expiring`: how many records of the tray would leave because they are long over; `leap`: the clock's way since the run before.
    """
    found = _clock_guards(stats, limits, known=diff.of(stats.main_collection).known, expiring=expiring, leap=leap)
    is_full = stats.mode is Mode.FULL and stats.complete
    if is_full and counts.fetched == 0 and not limits.zero_items_expected:
        found.append(Guard(code="zero_items", value=0, limit=1, note="the source gave no rows at all"))
    if counts.fetched:
        limit = max(limits.quarantined_at_least, limits.quarantined_share * counts.fetched)
        if counts.quarantined > limit:
            found.append(
                Guard(
                    code="quarantined",
                    value=counts.quarantined,
                    limit=limit,
                    note=f"{counts.quarantined} of {counts.fetched} rows could not be read",
                )
            )
    if is_full:
        for name, part in diff.by_collection.items():
            had = (
                part.known - len(part.aged)
                if name == stats.main_collection
                else len(part.unchanged) + len(part.changed) + part.absent
            )
            limit = max(limits.absent_at_least, limits.absent_share * had)
            if part.absent > limit:
                note = f"of {had} {name} records {part.absent} are absent"
                found.append(Guard(code="absent", about=name, value=part.absent, limit=limit, note=note))
    main = diff.of(stats.main_collection)
    limit = max(limits.changed_at_least, limits.changed_share * main.known)
    if main.known and len(main.changed) > limit:
        found.append(
            Guard(code="changed", value=len(main.changed), limit=limit, note=f"of {main.known} records changed at once")
        )
    if is_full and main.known and counts.fetched >= FILL_ROWS_AT_LEAST:
        for field, before in fill_before.items():
            drop = before - fill.get(field, 0.0)
            if drop > limits.fill_drop_points:
                note = f"{field} is filled in {fill.get(field, 0.0)} % of the records; it was {before} %"
                limit = limits.fill_drop_points
                found.append(Guard(code="fill_rate", about=field, value=round(drop, 1), limit=limit, note=note))
    if is_full and main.known and len(main.added) > main.known * (DOUBLED - 1) and main.known >= FILL_ROWS_AT_LEAST:
        grown = main.known + len(main.added)
        found.append(
            Guard(
                code="doubled",
                value=grown,
                limit=DOUBLED * main.known,
                holds=False,
                note="more than twice as many as before",
            )
        )
    return found


def _clock_guards(
    stats: CrawlStats, limits: GuardLimits, *, known: int, expiring: int, leap: timedelta | None
) -> list[Guard]:
    """What a wrong clock would do: ask for other days than these, and let go of what is not over."""
    found = []
    off_h = round((stats.clock_off_s or 0) / 3600, 1)
    if abs(off_h) > limits.clock_off_hours:
        way = "ahead of" if off_h > 0 else "behind"
        note = f"this machine's clock is {abs(off_h):.0f} hours {way} the source's own; set it, then crawl again"
        note += "; where the source's is wrong, approve, or raise clock_off_hours in its YAML"
        found.append(Guard(code="clock", value=off_h, limit=limits.clock_off_hours, note=note))
    limit = max(limits.expired_at_least, limits.expired_share * known)
    if leap is not None and leap > LEAP and expiring > limit:
        note = (
            f"{expiring} of {known} records would leave as long over: the clock is {leap.days} days after the run before;"
            " approve if it is right"
        )
        found.append(Guard(code="expired", value=expiring, limit=limit, note=note))
    return found
