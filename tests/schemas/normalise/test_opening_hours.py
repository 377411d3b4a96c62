"""Opening hours from free text: read whole or not at all. The expected rules were written before the reader."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise.hours_reading import rule_in, rule_of_text
from schemas.normalise.opening_hours import is_open_at, is_rule
from schemas.service import Lang

READ: list[tuple[Lang, str, str]] = [
    ("fi", "avoinna ma-to 08-20, pe 08-18, su 12-18, suljettu la", "Mo-Th 08:00-20:00; Fr 08:00-18:00; Su 12:00-18:00"),
    ("fi", "Ma–pe 8–16", "Mo-Fr 08:00-16:00"),
    ("fi", "Aukioloajat: ma-pe klo 8.00-16.00", "Mo-Fr 08:00-16:00"),
    ("fi", "Avoinna maanantaista torstaihin klo 9–20, perjantaisin klo 9–18 ja lauantaisin klo 10–16.",
     "Mo-Th 09:00-20:00; Fr 09:00-18:00; Sa 10:00-16:00"),
    ("fi", "ma - su 8.00 - 22.00", "Mo-Su 08:00-22:00"),
    ("fi", "avoinna joka päivä 06-22", "Mo-Su 06:00-22:00"),
    ("fi", "Päivittäin klo 7–21", "Mo-Su 07:00-21:00"),
    ("fi", "suljettu joka päivä", "off"),
    ("fi", "Avoinna ympäri vuorokauden", "24/7"),
    ("fi", "Avoinna 24/7.", "24/7"),
    ("fi", "Ma 10–18\nTi 10–18\nKe 12–20\nTo 10–18\nPe 10–16\nLa suljettu\nSu suljettu",
     "Mo-Tu,Th 10:00-18:00; We 12:00-20:00; Fr 10:00-16:00"),
    ("fi", "ma\n12.00–20.00\nke, pe\n6.30–20.00", "Mo 12:00-20:00; We,Fr 06:30-20:00"),
    ("fi", "arkisin 8–18, viikonloppuisin 10–16", "Mo-Fr 08:00-18:00; Sa-Su 10:00-16:00"),
    ("fi", "Auki tiistaisin ja torstaisin klo 13–17", "Tu,Th 13:00-17:00"),
    ("fi", "ma, ke ja pe klo 9-11 ja 13-15", "Mo,We,Fr 09:00-11:00,13:00-15:00"),
    ("fi", "Olemme avoinna: ma-to 10-19; pe 10-17", "Mo-Th 10:00-19:00; Fr 10:00-17:00"),
    ("fi", "pe-la 18-02", "Fr-Sa 18:00-02:00"),
    ("fi", "to 18–01, pe 10–20", "Th 18:00-01:00, Fr 10:00-20:00"),
    ("fi", "ma-su 0-24", "24/7"),
    ("fi", "ma–pe 8–20, la–su ja pyhäpäivinä 10–18", "Mo-Fr 08:00-20:00; Sa-Su 10:00-18:00; PH 10:00-18:00"),
    ("fi", "ma–pe 8–20, la 10–15. Suljettu sunnuntaisin ja juhlapyhinä.", "Mo-Fr 08:00-20:00; Sa 10:00-15:00; PH off"),
    ("fi", "Suljettu: ma. Avoinna: ti-su 11-17", "Tu-Su 11:00-17:00"),
    ("fi", "Talo on avoinna arkisin klo 8:00–21:00.", "Mo-Fr 08:00-21:00"),
    ("fi", "klo 9–15 ma–to", "Mo-Th 09:00-15:00"),
    ("fi", "Aukioloajat\nMaanantai 9.00-17.00\nTiistai 9.00-17.00\nKeskiviikko suljettu", "Mo-Tu 09:00-17:00"),
    ("fi", "la-ma 10-14", "Mo,Sa-Su 10:00-14:00"),
    ("fi", "Ma-pe 7–20 la 9–15 su suljettu", "Mo-Fr 07:00-20:00; Sa 09:00-15:00"),
    ("fi", "Avoinna arkisin 9-17 ja la 10-14, sunnuntaisin suljettu", "Mo-Fr 09:00-17:00; Sa 10:00-14:00"),
    ("fi", "ma-to 8.00-20.00 pe 8.00-15.45", "Mo-Th 08:00-20:00; Fr 08:00-15:45"),
    ("fi", "joka päivä ympäri vuorokauden", "24/7"),
    ("sv", "Alla dagar 7–22", "Mo-Su 07:00-22:00"),
    ("en", "Mon - Fri: 7:30 AM - 9:00 PM, Sat: 9 AM - 5 PM", "Mo-Fr 07:30-21:00; Sa 09:00-17:00"),
    ("en", "Mon–Fri 12–8 pm", "Mo-Fr 12:00-20:00"),
    ("en", "Mon 8.30am-12.30pm & 1-4pm", "Mo 08:30-12:30,13:00-16:00"),
    ("sv", "öppet mån-tor 08-20, fre 08-18, sön 12-18, stängt lör", "Mo-Th 08:00-20:00; Fr 08:00-18:00; Su 12:00-18:00"),
    ("sv", "Öppettider: må–fr kl. 8–16", "Mo-Fr 08:00-16:00"),
    ("sv", "öppet varje dag 06-22", "Mo-Su 06:00-22:00"),
    ("sv", "stängt varje dag", "off"),
    ("sv", "Måndag till torsdag kl 10–19, fredag kl 10–17", "Mo-Th 10:00-19:00; Fr 10:00-17:00"),
    ("sv", "tisdagar och torsdagar 13.30–17", "Tu,Th 13:30-17:00"),
    ("sv", "vardagar 8–20, lördag–söndag 10–18", "Mo-Fr 08:00-20:00; Sa-Su 10:00-18:00"),
    ("sv", "må-to 9-20, fr 9-18, lö-sö stängt", "Mo-Th 09:00-20:00; Fr 09:00-18:00"),
    ("sv", "Öppet dygnet runt", "24/7"),
    ("sv", "ons 12–20, lör 10–16, stängt på helgdagar", "We 12:00-20:00; Sa 10:00-16:00; PH off"),
    ("en", "open Mon-Thu 08-20, Fri 08-18, Sun 12-18, closed Sat", "Mo-Th 08:00-20:00; Fr 08:00-18:00; Su 12:00-18:00"),
    ("en", "Opening hours: Mon–Fri 8 am–8 pm", "Mo-Fr 08:00-20:00"),
    ("en", "Monday to Friday 9:00 to 17:30", "Mo-Fr 09:00-17:30"),
    ("en", "open every day 06-22", "Mo-Su 06:00-22:00"),
    ("en", "closed every day", "off"),
    ("en", "Tuesdays and Thursdays 1–5 p.m.", "Tu,Th 13:00-17:00"),
    ("en", "Weekdays from 8 a.m. to 12 noon", "Mo-Fr 08:00-12:00"),
    ("en", "Open 24 hours", "24/7"),
    ("en", "Sat and Sun 10 am to 4 pm; closed on public holidays", "Sa-Su 10:00-16:00; PH off"),
]  # fmt: skip
"""Without the closing `PH unknown` of a rule that says nothing of public holidays."""

UNREAD: list[tuple[Lang, str]] = [
    ("fi", ""),
    ("fi", "Aukioloajat"),
    ("fi", "Avoinna klo 8–16"),
    ("fi", "Kausi\nma - su 8.00 - 22.00\nYleisövuoro sunnuntaisin klo 9.00–11.30"),
    ("fi", "ma-pe 8-16, kesällä suljettu"),
    ("fi", "ma-pe 8-16, poikkeukset mahdollisia"),
    ("fi", "Aukioloajat vaihtelevat, katso verkkosivut"),
    ("fi", "ma–pe 9–15 sopimuksen mukaan"),
    ("fi", "Asiakaspalvelu ma–pe 9–15, sali ma–su 6–22"),
    ("fi", "Puhelinaika ma-pe 9-11"),
    ("fi", "1.6.–31.8. ma–pe 10–16"),
    ("fi", "1. kerros ma-pe 8-20, 2. kerros ma-pe 13-20"),
    ("fi", "Kirjasto on avoinna ma-to 10-19"),
    ("fi", "Naiset ma 12-20, miehet ti 6.30-20"),
    ("fi", "ma-pe 8-16 ja 9-17 ma"),
    ("fi", "ma 8–16, ma 10–18"),
    ("fi", "ma-pe klo 8 alkaen"),
    ("fi", "ma-pe 16-8"),
    ("fi", "ma-pe 8-25"),
    ("fi", "la 10.10-15.10"),
    ("fi", "ma-pe 8-16. Sisäänpääsy päättyy 15.30."),
    ("fi", "Avoinna ma-pe"),
    ("fi", "ma–pe 8–16 (ei heinäkuussa)"),
    ("fi", "ma-pe 8-16, lounas 11-13"),
    ("fi", "Poikkeusaukioloajat:\n24.6.–26.6. Suljettu"),
    ("fi", "parillisten viikkojen maanantaisin 10–12"),
    ("fi", "joka toinen tiistai klo 17-19"),
    ("fi", "Avoinna auringonnoususta auringonlaskuun"),
    ("fi", "ma-pe 8-16 tai sovittaessa"),
    ("fi", "ei avoinna ma-pe 8-16"),
    ("fi", "ma–pe 10–17, aattoina 10–14"),
    ("fi", "Uimahalli suljetaan remontin vuoksi"),
    ("fi", "Suljettu ma-pe 8-16"),
    ("fi", "la, su 12-18 suljettu"),
    ("fi", "Palvelemme ma–pe 9–16"),
    ("fi", "ma 9-18, ti-pe 9-16 (kassa suljetaan 30 min aiemmin)"),
    ("fi", "Kesäaukiolo 1.6.-31.8. ma-pe 9-15, muulloin ma-pe 9-17"),
    ("fi", "Uimahalli: ma-pe 6-21"),
    ("fi", "ma-pe 8-16\nVesijumppa ke 10-11"),
    ("fi", "ma-pe 8-16 lauantaisin 10-14 joka toinen viikko"),
    ("sv", "Biblioteket är öppet må–to 10–19"),
    ("en", "Mon-Fri 9-17 (July 10-15)"),
    ("sv", "Öppettiderna varierar"),
    ("sv", "må–fr 8–16, stängt i juli"),
    ("sv", "må–fr 8–16 enligt överenskommelse"),
    ("sv", "varannan tisdag 17–19"),
    ("sv", "Telefontid må-fr 9-11"),
    ("sv", "helger 10–16"),
    ("en", "Mon–Fri 8–16, by appointment"),
    ("en", "Mon-Fri 8-16 except in July"),
    ("en", "Dawn to dusk"),
    ("en", "First Monday of the month 10-12"),
    ("en", "Mon-Fri 10-4"),
    ("en", "Tue 1-5"),
    ("en", "Not open Mon-Fri 8-16"),
]


def in_full(rule: str) -> str:
    return rule if rule in ("24/7", "off") or "PH" in rule else f"{rule}; PH unknown"


@pytest.mark.parametrize(("lang", "words", "rule"), READ, ids=lambda one: one[:40])
def test_a_text_that_is_read_whole_gives_its_rule(lang: Lang, words: str, rule: str) -> None:
    assert rule_in(words, lang) == in_full(rule)


@pytest.mark.parametrize(("lang", "words"), UNREAD, ids=lambda one: one[:40])
def test_a_text_with_a_part_that_is_not_understood_gives_none(lang: Lang, words: str) -> None:
    assert rule_in(words, lang) is None


def test_languages_that_agree_give_a_rule() -> None:
    assert rule_of_text({"fi": "ma-pe 8-16", "sv": "må–fr kl. 8.00–16.00"}) == "Mo-Fr 08:00-16:00; PH unknown"


@pytest.mark.parametrize("other", ["må–fr 8–17", "må–fr 8–16, stängt i juli"])
def test_languages_that_differ_or_are_not_read_give_none(other: str) -> None:
    assert rule_of_text({"fi": "ma-pe 8-16", "sv": other}) is None


def test_no_text_gives_none() -> None:
    assert rule_of_text({}) is None


@pytest.mark.parametrize("rule", sorted({in_full(rule) for _, _, rule in READ}))
def test_every_rule_can_be_evaluated(rule: str) -> None:
    assert is_rule(rule)


@pytest.mark.parametrize("rule", ["", "by the weather", "Mo-Xx 08:00-16:00", "Mo-Fr 8-16"])
def test_what_is_no_rule_is_seen(rule: str) -> None:
    assert not is_rule(rule)


@pytest.mark.parametrize(
    ("rule", "moment", "expected"),
    [
        ("Mo-Fr 08:00-16:00; PH unknown", "2026-11-24T08:00:00+02:00", "yes"),
        ("Mo-Fr 08:00-16:00; PH unknown", "2026-11-24T16:00:00+02:00", "no"),
        ("Mo-Fr 08:00-16:00; PH unknown", "2026-11-24T06:00:00Z", "yes"),
        ("Mo-Fr 08:00-16:00; PH unknown", "2026-11-28T12:00:00+02:00", "no"),
        ("Mo-Fr 08:00-16:00; PH unknown", "2026-12-25T12:00:00+02:00", "unknown"),
        ("Mo-Fr 08:00-16:00; PH unknown", "2026-12-24T12:00:00+02:00", "unknown"),
        ("Mo-Fr 08:00-16:00; PH off", "2026-12-25T12:00:00+02:00", "no"),
        ("Mo-Su 08:00-24:00; PH unknown", "2026-11-24T23:59:59+02:00", "yes"),
        ("Mo-Su 08:00-24:00; PH unknown", "2026-11-25T00:00:00+02:00", "no"),
        ("Th 18:00-02:00, Fr 10:00-20:00; PH unknown", "2026-11-27T01:30:00+02:00", "yes"),
        ("Th 18:00-02:00, Fr 10:00-20:00; PH unknown", "2026-11-27T02:00:00+02:00", "no"),
        ("Sa 20:00-06:00; PH unknown", "2026-10-25T00:30:00Z", "yes"),
        ("Su 00:00-03:30; PH unknown", "2026-10-25T00:15:00Z", "yes"),
        ("Su 00:00-03:30; PH unknown", "2026-10-25T01:15:00Z", "yes"),
        ("Su 00:00-03:30; PH unknown", "2026-10-25T01:30:00Z", "no"),
        ("Su 04:00-10:00; PH unknown", "2026-03-29T01:00:00Z", "yes"),
        ("24/7", "2026-12-25T12:00:00+02:00", "yes"),
        ("off", "2026-11-24T12:00:00+02:00", "no"),
        ("24/7", "9999-12-31T23:59:59-12:00", "unknown"),
        ("24/7", "0001-01-01T00:00:00+12:00", "unknown"),
    ],
)
def test_a_rule_is_taken_by_the_clocks_and_holidays_of_helsinki(rule: str, moment: str, expected: str) -> None:
    assert is_open_at(rule, datetime.fromisoformat(moment)) == expected


@given(st.text(alphabet="maetiokplsu0123456789 -–.,:;\nvx", max_size=40), st.sampled_from(["fi", "sv", "en"]))
def test_any_text_has_a_rule_that_can_be_evaluated_or_none(words: str, lang: Lang) -> None:
    rule = rule_in(words, lang)
    assert rule is None or is_rule(rule)
