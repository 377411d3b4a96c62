"""Times as upstreams write them: dates without a clock, absurd years, ends before starts, and cancellations that stand only in a title."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise.schedule import (
    daypart,
    is_cancelled_in_title,
    is_long_row,
    is_moment,
    is_part_cancelled_in_title,
    period_of,
    read_last_day,
    read_moment,
    read_session,
    weekdays_and_dayparts,
)
from schemas.service import Daypart, Session, Weekday
from schemas.settings import HELSINKI


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-24T15:30:00Z", "2026-11-24T15:30:00+00:00"),
        ("2026-11-24T17:30:00+02:00", "2026-11-24T17:30:00+02:00"),
        ("2026-11-24T17:30:00", "2026-11-24T17:30:00+00:00"),
        (" 2026-11-24T15:30:00.123Z ", "2026-11-24T15:30:00.123000+00:00"),
        ("2026-11-24", "2026-11-24T00:00:00+02:00"),
        ("2026-07-01", "2026-07-01T00:00:00+03:00"),
        ("2026-11-24T24:00:00Z", "2026-11-25T00:00:00+00:00"),
        ("2026-12-31T24:00+02:00", "2027-01-01T00:00:00+02:00"),
    ],
)
def test_a_moment_is_aware(value: str, expected: str) -> None:
    found = read_moment(value)
    assert found is not None
    assert (found[0].isoformat(), found[1]) == (expected, len(value) == 10)
    assert is_moment(value)


@pytest.mark.parametrize("value", [None, 0, 1e9, [], "", "tänään", "0026-09-23", "0026-09-23T10:00:00Z", "9999-12-31T23:59:59Z", "2026-13-01",
                                   "2026-02-30", "2026-11-24T25:00:00Z", "2026-11-24T24:30:00Z", "24.11.2026", "1899-01-01"])  # fmt: skip
def test_what_is_no_moment_or_an_absurd_one_is_not_known(value: object) -> None:
    assert read_moment(value) is None


def test_a_naive_moment_is_taken_in_the_zone_of_its_source() -> None:
    found = read_moment("2026-11-24 17:30", zone=HELSINKI)
    assert found is not None
    assert found[0].astimezone(UTC).hour == 15


def session(start: str, end: str | None = None) -> Session:
    found = read_session(start, end)
    assert found is not None
    return found


def test_a_session_is_in_helsinki_time() -> None:
    found = session("2026-11-24T15:30:00Z", "2026-11-24T16:30:00Z")
    assert (found.start.isoformat(), found.all_day) == ("2026-11-24T17:30:00+02:00", False)


def test_a_start_without_a_clock_is_all_day_and_lasts_that_day() -> None:
    found = session("2026-11-24")
    assert found.all_day
    assert found.end is not None
    assert found.end - found.start == timedelta(days=1)


def test_a_last_day_without_a_clock_is_inclusive() -> None:
    found = session("2026-11-24", "2026-11-26")
    assert found.end is not None
    assert found.end.isoformat() == "2026-11-27T00:00:00+02:00"


@pytest.mark.parametrize("end", ["2026-11-23T10:00:00Z", "0026-09-23", "", None, 5])
def test_an_end_before_the_start_or_an_unreadable_one_is_not_known(end: object) -> None:
    found = read_session("2026-11-24T15:30:00Z", end)
    assert found is not None
    assert found.end is None


def test_an_end_without_a_clock_on_the_day_of_the_start_is_not_known() -> None:
    assert session("2026-11-24T15:30:00Z", "2026-11-24").end is None
    assert session("2026-11-24T22:30:00Z", "2026-11-25").end is None


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-10-24T20:00:00Z", "2026-10-25T04:00:00Z", 8),
        ("2026-10-25T00:30:00Z", "2026-10-25T01:10:00Z", 2 / 3),
        ("2026-03-28T20:00:00Z", "2026-03-29T04:00:00Z", 8),
        ("2026-11-24T20:00:00Z", "2026-11-24T24:00:00Z", 4),
    ],
    ids=["an autumn night", "within the hour that comes twice", "a spring night", "to midnight"],
)
def test_a_session_over_night_lasts_as_long_as_it_does(start: str, end: str, hours: float) -> None:
    found = session(start, end)
    assert found.end is not None
    assert (found.end.timestamp() - found.start.timestamp()) / 3600 == hours


@pytest.mark.parametrize(
    ("end", "expected"),
    [("2026-11-24T15:00:00Z", date(2026, 11, 24)), ("2026-11-24", date(2026, 11, 24)), ("2026-11-24T22:00:00Z", date(2026, 11, 24)),
     ("0026-11-24", None), (None, None)],
)  # fmt: skip
def test_the_last_day_is_known_where_only_the_end_is(end: object, expected: date | None) -> None:
    assert read_last_day(end) == expected


def test_without_a_start_there_is_no_session() -> None:
    assert read_session(None, "2026-11-24T10:00:00Z") is None
    assert read_session("0026-09-23", "2026-11-24") is None


def test_a_row_over_weeks_is_a_period_with_inclusive_dates() -> None:
    exhibition = session("2026-11-01T08:00:00Z", "2026-12-31T16:00:00Z")
    assert is_long_row(exhibition)
    assert not is_long_row(session("2026-11-24T08:00:00Z", "2026-11-24T16:00:00Z"))
    assert (period_of(exhibition).starts, period_of(exhibition).ends) == (date(2026, 11, 1), date(2026, 12, 31))


def test_a_period_of_bare_dates_ends_on_its_last_day() -> None:
    assert period_of(session("2026-11-01", "2026-11-30")).ends == date(2026, 11, 30)


@pytest.mark.parametrize(
    "title",
    ["Killer (PERUTTU)", "Peruttu: jumppa", "PERUUTETTU! Lukupiiri", "Jumppa - peruttu", "Inställt: motion", "INSTÄLLD", "Cancelled: yoga", "Yoga (canceled)",
     "Kurssi on peruttu", "Jumppa – PERUUNTUNUT", "Kurserna är inställda", "AVLYST: körsång", "Jumppa (3.3. peruttu)"],
)  # fmt: skip
def test_a_cancellation_in_a_title_is_seen(title: str) -> None:
    assert is_cancelled_in_title(title)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Peruttomat kirjat",
        "Perustaidot",
        "Perutaan huolet",
        "Inställning",
        "Uncancelledness",
        "Peruuttamaton",
        "Peruutuspaikat",
        "Siirretty: jumppa",
        "Postponed: yoga",
        "Framflyttad konsert",
        "Jumppaa ei ole peruttu",
        "Jumppa, ei peruttu!",
        "Yoga (not cancelled)",
        "Inte inställt",
    ],
)
def test_other_words_are_no_cancellation(title: str) -> None:
    assert not is_cancelled_in_title(title)


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("Jumppa (3.3. peruttu)", True),
        ("Jumppa maanantaisin, PERUTTU 3.3.", True),
        ("Gympa, inställt vecka 42", True),
        ("Yoga, cancelled on 3.3.2026", True),
        ("Jumppa 1.9.–8.12. PERUTTU", False),
        ("PERUTTU: jumppa 1.9. - 8.12.", False),
        ("Jumppa klo 10 PERUTTU", False),
        ("PERUTTU jumppa 3–5 v.", False),
    ],
)
def test_a_title_may_cancel_one_day_only(title: str, part: bool) -> None:
    assert is_cancelled_in_title(title)
    assert is_part_cancelled_in_title(title) is part


@pytest.mark.parametrize(
    ("clock", "expected"),
    [("00:00", "morning"), ("11:59", "morning"), ("12:00", "afternoon"), ("16:59", "afternoon"), ("17:00", "evening"), ("23:59", "evening")],
)  # fmt: skip
def test_the_part_of_the_day_is_that_of_the_start_in_helsinki(clock: str, expected: str) -> None:
    local = datetime.fromisoformat(f"2026-11-24T{clock}:00+02:00")
    assert daypart(local.astimezone(UTC)) == Daypart(expected)


def test_weekdays_come_from_scheduled_sessions_and_dayparts_only_from_those_with_a_clock() -> None:
    cancelled = read_session("2026-11-25T15:30:00Z", None, cancelled=True)
    assert cancelled is not None
    sessions = [session("2026-11-24T22:30:00Z"), session("2026-11-27"), cancelled]
    assert weekdays_and_dayparts(sessions) == ([Weekday.WED, Weekday.FRI], [Daypart.MORNING])


@given(
    st.text() | st.datetimes().map(str) | st.dates().map(str),
    st.none() | st.text() | st.datetimes().map(str) | st.integers(),
)
def test_any_times_are_a_session_that_ends_no_earlier_than_it_starts_or_none(start: object, end: object) -> None:
    found = read_session(start, end)
    assert found is None or found.end is None or found.end >= found.start
