"""When a source is crawled: a cron expression in Helsinki's wall time, as a Debian cron reads it. Pure.

On the night that lacks an hour, a slot in that hour comes right after it; on the night that has one twice, a slot comes once.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

ZONE = ZoneInfo("Europe/Helsinki")
SLOTS_COMPARED = 8
NEVER = "never"
"""The schedule of a list that people bring by hand."""


def read_cron(expression: str) -> str:
    """The expression itself, or `never`. Raises ValueError that says what is wrong with it."""
    if expression == NEVER:
        return expression
    try:
        next(CronSim(expression, datetime(2026, 1, 1, tzinfo=UTC)))
    except (CronSimError, StopIteration) as error:
        raise ValueError(
            f"not a cron expression (minute hour day month weekday): {error or 'it never comes'}"
        ) from error
    return expression


def next_slot(expression: str, after: datetime) -> datetime:
    """The first slot later than a moment, in UTC.

    In an hour that comes twice the simulator begins again with the first: what is not later is passed over.
    """
    slots = (slot.astimezone(UTC) for slot in CronSim(expression, after.astimezone(ZONE)))
    return next(slot for slot in slots if slot > after)


def longest_gap(expression: str, around: datetime) -> timedelta:
    """The longest time between two slots of those that come next."""
    slots = [slot.astimezone(UTC) for slot in islice(CronSim(expression, around.astimezone(ZONE)), SLOTS_COMPARED)]
    return max(later - earlier for earlier, later in pairwise(slots))
