"""The week of a row that is one long period, from its words: values of an offering's fields, with the sentence that they came from."""

from __future__ import annotations

from crawler.taking_part import Read, note
from schemas.normalise.weekly import weekly_of
from schemas.service import Schedule, Text

BY = "schedule.weekly"


def read_week(told: Text, schedule: Schedule) -> Read:
    """The schedule with what the words say of its week. Where sessions are listed, or nothing is known of the period, words add nothing."""
    values: dict[str, object] = {"schedule": schedule}
    weekly = None if schedule.sessions or not (schedule.starts or schedule.ends) else weekly_of(told, schedule)
    if weekly is None:
        return Read(values)
    values |= {"schedule": weekly.schedule, "weekdays": weekly.weekdays, "dayparts": weekly.dayparts}
    pointers = {
        "/schedule/sessions": weekly.schedule.sessions,
        "/schedule/rrule": weekly.schedule.rrule,
        "/weekdays": weekly.weekdays,
        "/dayparts": weekly.dayparts,
    }
    notes = [note(at, BY, weekly.evidence, is_sure=False) for at, value in pointers.items() if value]
    return Read(values, notes)
