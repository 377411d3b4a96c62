"""Weekly series that were entered as one row of many weeks: the week read from the words. Expected values were written before the reader."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from schemas.normalise.weekly import Weekly, weekly_of
from schemas.service import Lang, Schedule
from schemas.settings import HELSINKI

TERM = Schedule(starts=date(2026, 9, 1), ends=date(2026, 12, 8))
"""Tuesday to Tuesday, 15 Tuesdays; All Saints' is a Saturday and Independence Day a Sunday of it."""


def in_short(weekly: Weekly | None) -> str:
    """Weekdays, dayparts, number of sessions and their clock; "-" where nothing was read."""
    if weekly is None:
        return "-"
    clocks = {
        f"{one.start.astimezone(HELSINKI):%H:%M}" + (f"-{one.end.astimezone(HELSINKI):%H:%M}" if one.end else "")
        for one in weekly.schedule.sessions
    }
    parts = [
        ",".join(weekly.weekdays),
        ",".join(weekly.dayparts) or "?",
        str(len(weekly.schedule.sessions)),
        *sorted(clocks),
    ]
    return " ".join(parts)


CASES: list[tuple[Lang, str, str]] = [
    ("fi", "Keskusteluryhmä kokoontuu maanantaisin klo 10–11.30.", "mon morning 14 10:00-11:30"),
    ("fi", "Lukupiiri joka keskiviikko klo 13", "wed afternoon 14 13:00"),
    ("fi", "Tuolijumppa torstaisin klo 9.00-10.00", "thu morning 14 09:00-10:00"),
    ("fi", "Maanantaisin 1.9.–8.12. klo 10–11.30", "mon morning 14 10:00-11:30"),
    ("fi", "Ryhmä kokoontuu tiistaisin klo 17.30–19 ajalla 15.9.–24.11.2026.", "tue evening 11 17:30-19:00"),
    ("fi", "Kerho kokoontuu parillisten viikkojen perjantaisin klo 12–14.", "fri afternoon 7 12:00-14:00"),
    ("fi", "Ompelukerho parittomina viikkoina maanantaisin klo 17–19", "mon evening 7 17:00-19:00"),
    ("fi", "Jumppa maanantaisin klo 10–11. Ei kokoonnu viikolla 42.", "mon morning 13 10:00-11:00"),
    ("fi", "Jumppa maanantaisin klo 10–11, ei viikolla 42.", "mon morning 13 10:00-11:00"),
    ("fi", "Kuoro harjoittelee keskiviikkoisin klo 17–19 (paitsi 14.10.).", "wed evening 13 17:00-19:00"),
    ("fi", "Muistikahvila kokoontuu kuukauden ensimmäisenä tiistaina klo 13–15.", "tue afternoon 4 13:00-15:00"),
    ("fi", "Bingo joka kuukauden viimeinen perjantai klo 14", "fri afternoon 3 14:00"),
    ("fi", "Ryhmä kokoontuu kerran kuussa torstaisin klo 17–18.30.", "thu evening 0"),
    ("fi", "Ryhmä kokoontuu joka toinen tiistai klo 17–18.30.", "tue evening 8 17:00-18:30"),
    ("fi", "Ryhmä kokoontuu joka toinen torstai klo 17–18.30.", "thu evening 0"),
    ("fi", "Avoin harjoitus tiistaisin ja torstaisin klo 18–19.", "tue,thu evening 29 18:00-19:00"),
    ("fi", "Jumppaa maanantaisin klo 10–11 ja keskiviikkoisin klo 13–14.", "mon,wed morning,afternoon 28 10:00-11:00 13:00-14:00"),
    ("fi", "Kerho kokoontuu maanantaisin klo 16–17. Syyslomalla ei kerhoa.", "mon afternoon 0"),
    ("fi", "Kerho kokoontuu maanantaisin klo 16–17, poikkeuksista ilmoitetaan erikseen.", "mon afternoon 0"),
    ("fi", "Ryhmä kokoontuu maanantaisin.", "mon ? 0"),
    ("fi", "Ilmoittautuminen puhelimitse maanantaisin klo 9–11.", "-"),
    ("fi", "Ryhmä kokoontuu tiistaisin klo 13–15. Tiedustelut puh. 09 310 12345 arkisin klo 9–11.", "tue afternoon 15 13:00-15:00"),
    ("fi", "Näyttely on avoinna ti–su klo 11–17. Opastukset sunnuntaisin klo 13.", "-"),
    ("fi", "Avajaiset maanantaina 7.9. klo 18.", "-"),
    ("fi", "Syksyn teemana on arjen luovuus.", "-"),
    ("fi", "Alkeet maanantaisin klo 10–11.\nJatkoryhmä keskiviikkoisin klo 13–14.", "mon,wed morning,afternoon 0"),
    ("fi", "Päiväleiri ma–pe klo 9–15.", "mon,tue,wed,thu,fri morning 71 09:00-15:00"),
    ("fi", "Sunnuntaisin klo 12–13 perheliikuntaa.", "sun afternoon 13 12:00-13:00"),
    ("fi", "Ryhmä kokoontuu perjantaisin klo 10–12 alkaen 2.10.", "fri morning 10 10:00-12:00"),
    ("fi", "Ryhmä kokoontuu perjantaisin klo 10–12, 27.11. saakka.", "fri morning 13 10:00-12:00"),
    ("fi", "Ryhmä kokoontuu maanantaisin klo 10–11, kahdeksan kertaa.", "mon morning 0"),
    ("fi", "Ryhmä kokoontuu maanantaisin klo 10–11 (1.1.–31.5.2027).", "mon morning 0"),
    ("fi", "Ryhmä kokoontuu maanantaisin klo 10–11. 12.10. kokoonnutaan Malmitalossa.", "mon morning 0"),
    ("fi", "Maanantaijumppa on kaikille.", "-"),
    ("fi", "Ohjaaja on paikalla keskiviikkoisin klo 10–12.", "-"),
    ("fi", "Kurssi alkaa maanantaina 7.9. klo 17 ja jatkuu maanantaisin klo 17–19.", "mon evening 0"),
    ("fi", "Ryhmä kokoontuu tiistaisin klo 10–12 lukuun ottamatta syyslomaviikkoa.", "tue morning 0"),
    ("fi", "Ryhmä kokoontuu ti klo 10 tai to klo 13.", "tue,thu morning,afternoon 0"),
    ("fi", "Sulkapallovuoro torstaisin klo 18 alkaen", "thu evening 14 18:00"),
    ("fi", "Tapaamiset 7.9., 21.9., 5.10. ja 19.10. klo 17–19.", "-"),
    ("fi", "Harjoitukset maanantaisin ja torstaisin klo 16.30-18 sekä lauantaisin klo 10-12", "mon,thu,sat morning,afternoon 41 10:00-12:00 16:30-18:00"),
    ("fi", "Ryhmä kokoontuu joka kolmas keskiviikko klo 14.", "-"),
    ("fi", "Treenit tiistaisin 18:00-19:30", "tue evening 15 18:00-19:30"),
    ("fi", "Ei kokoonnu pyhinä. Kerho maanantaisin klo 9–10.", "mon morning 0"),
    ("fi", "Jooga keskiviikkoisin klo 7.30–8.30 (ei 28.10. eikä 4.11.)", "wed morning 0"),
    ("fi", "Ryhmä perjantaisin klo 13-15, viikot 36-48", "fri afternoon 0"),
    ("fi", "Lounas ma–pe klo 11–14", "-"),
    ("fi", "Tila on varattavissa ma–su klo 8–21.", "-"),
    ("fi", "Lauantaisin ei ole ohjausta.", "-"),
    ("fi", "Kerho on kiinni lauantaisin.", "-"),
    ("fi", "Ryhmä kokoontuu maanantaisin klo 10–11, ei syyslomalla.", "mon morning 0"),
    ("fi", "Jumppa perjantaisin klo 9–10. Ryhmään ei tarvita aiempaa kokemusta.", "fri morning 14 09:00-10:00"),
    ("sv", "Träning onsdagar kl. 18.30–20.00, start 9.9.", "wed evening 0"),
    ("sv", "Träffarna hålls varje tisdag kl 14-16 förutom 13.10.", "tue afternoon 14 14:00-16:00"),
    ("sv", "Språkkafé måndagar och onsdagar kl. 16–17.30", "mon,wed afternoon 28 16:00-17:30"),
    ("en", "Sessions are held every Wednesday from 6 pm to 8 pm.", "wed evening 14 18:00-20:00"),
    ("en", "Mondays 9-10 am and Thursdays 6-7 pm class", "mon,thu morning,evening 28 09:00-10:00 18:00-19:00"),
    ("en", "The course meets on Tuesdays 17–19 in September and October.", "tue evening 0"),
    ("sv", "Gruppen träffas torsdagar kl. 17–18.", "thu evening 14 17:00-18:00"),
    ("sv", "Varje måndag kl 10–11.30", "mon morning 14 10:00-11:30"),
    ("sv", "Kören övar på onsdagar klockan 18–20, inte vecka 42.", "wed evening 13 18:00-20:00"),
    ("sv", "Diskussionsgrupp varannan torsdag kl. 13–15.", "thu afternoon 0"),
    ("sv", "Läsecirkeln träffas första måndagen i månaden kl. 17.", "mon evening 4 17:00"),
    ("sv", "Gruppen träffas jämna veckor på fredagar kl. 12–14.", "fri afternoon 7 12:00-14:00"),
    ("sv", "Gruppen träffas tisdagar 1.9–24.11 kl. 13–14.30.", "tue afternoon 13 13:00-14:30"),
    ("sv", "Gruppen träffas måndagar kl. 10–11, uppehåll under sportlovet.", "mon morning 0"),
    ("sv", "Anmälan per telefon tisdagar kl. 9–10.", "-"),
    ("en", "Every Tuesday 10 am–12", "tue morning 15 10:00-12:00"),
    ("en", "The group meets on Mondays at 5 pm.", "mon evening 14 17:00"),
    ("en", "English conversation group meets Wednesdays 17:00–18:30.", "wed evening 14 17:00-18:30"),
    ("en", "Knitting club every other Friday at 13–15.", "fri afternoon 0"),
    ("en", "The choir meets on the first Monday of the month at 6 pm.", "mon evening 4 18:00"),
    ("en", "We meet Thursdays 5–6.30 p.m., except week 42.", "thu evening 13 17:00-18:30"),
    ("en", "We meet on Thursdays at 5 pm. No meeting on 15.10.", "thu evening 13 17:00"),
    ("en", "We meet on Thursdays at 5 pm except during school holidays.", "thu evening 0"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "words", "expected"), CASES, ids=lambda one: str(one)[:50])
def test_a_week_is_read_from_words(lang: Lang, words: str, expected: str) -> None:
    assert in_short(weekly_of({lang: words}, TERM)) == expected


@pytest.mark.parametrize(
    ("words", "rrule"),
    [
        ("maanantaisin klo 10–11.30", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=10;BYMINUTE=0"),
        ("tiistaisin ja torstaisin klo 18.15", "FREQ=WEEKLY;BYDAY=TU,TH;BYHOUR=18;BYMINUTE=15"),
        ("joka toinen tiistai klo 17", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;BYHOUR=17;BYMINUTE=0"),
        ("kuukauden viimeinen perjantai klo 14", "FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=14;BYMINUTE=0"),
        ("maanantaisin klo 10 ja tiistaisin klo 11", None),
        ("maanantaisin klo 10, ei viikolla 42", None),
        ("parillisina viikkoina maanantaisin klo 10", None),
    ],
)
def test_the_rule_is_given_where_it_says_all_that_was_read(words: str, rrule: str | None) -> None:
    found = weekly_of({"fi": words}, TERM)
    assert found is not None
    assert found.schedule.rrule == rrule
    assert found.schedule.sessions


def test_sessions_keep_their_clock_when_summer_time_ends() -> None:
    found = weekly_of({"fi": "sunnuntaisin klo 10"}, TERM)
    assert found is not None
    assert {one.start.isoformat()[-6:] for one in found.schedule.sessions} == {"+03:00", "+02:00"}
    assert {one.start.hour for one in found.schedule.sessions} == {10}


def test_a_public_holiday_is_not_claimed() -> None:
    found = weekly_of({"fi": "lauantaisin klo 10"}, TERM)
    assert found is not None
    assert date(2026, 10, 31) not in {one.start.date() for one in found.schedule.sessions}


def test_languages_that_say_the_same_are_one_week() -> None:
    told = {"fi": "maanantaisin klo 10–11", "sv": "måndagar kl. 10–11", "en": "Come and join us!"}
    assert in_short(weekly_of(told, TERM)) == "mon morning 14 10:00-11:00"  # type: ignore[arg-type]  # languages


def test_languages_that_differ_give_no_sessions() -> None:
    told = {"fi": "maanantaisin klo 10–11", "sv": "tisdagar kl. 10–11"}
    assert in_short(weekly_of(told, TERM)) == "-"  # type: ignore[arg-type]  # languages


def test_an_exception_in_one_language_holds_for_all() -> None:
    told = {"fi": "maanantaisin klo 10–11, tauko syyslomalla", "sv": "måndagar kl. 10–11"}
    assert in_short(weekly_of(told, TERM)) == "mon morning 0"  # type: ignore[arg-type]  # languages


@pytest.mark.parametrize(
    "term", [Schedule(), Schedule(starts=TERM.starts), Schedule(ends=TERM.ends)], ids=["none", "no end", "no start"]
)
def test_without_both_ends_nothing_is_listed(term: Schedule) -> None:
    found = weekly_of({"fi": "maanantaisin klo 10–11"}, term)
    assert found is not None
    assert (found.schedule.sessions, [day.value for day in found.weekdays]) == ([], ["mon"])


def test_more_sessions_than_anybody_would_list_are_none() -> None:
    years = Schedule(starts=TERM.starts, ends=date(2026, 9, 1) + timedelta(days=5 * 365))
    found = weekly_of({"fi": "maanantaisin klo 10–11"}, years)
    assert found is not None
    assert (found.schedule.sessions, found.schedule.rrule) == ([], "FREQ=WEEKLY;BYDAY=MO;BYHOUR=10;BYMINUTE=0")


def test_the_sentence_that_was_read_is_the_evidence() -> None:
    found = weekly_of({"fi": "Tervetuloa mukaan! Ryhmä kokoontuu maanantaisin klo 10–11. Kahvitarjoilu."}, TERM)
    assert found is not None
    assert found.evidence == "Ryhmä kokoontuu maanantaisin klo 10–11."
