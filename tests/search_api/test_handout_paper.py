"""The handout on paper: one A4 page for six services, whatever they are called and cost; nothing smaller than 11 points; no price cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from liiku.context import Context
from schemas.service import LANGS, Condition, Restriction
from search_api.routes.handout import sheet_html
from search_api.web.handout import MOST, Handout, entry_of
from search_api.web.views import Page
from tests.browser import needs_browser, sheets_of

pytestmark = needs_browser
NAME = "Tasapainoa, voimaa ja hyvää mieltä ikääntyneille sekä heidän läheisilleen " * 4
ADDRESS = "Pohjoisen Liikuntapuiston Monitoimihalli ja Nuorisotila, B-siipi, toinen kerros, sali 4, Kustaa Vaasan tie 123 B 45"
NOTE = "Bussi 57 pysäkiltä Vallilan varikko kello 9.40, pyydä ovella Leilaa. Ota sisäkengät ja eväät."
SMALLEST_PT = 11


@pytest.fixture(scope="module")
def bodies(sample: Context) -> list[dict[str, Any]]:
    found = [orjson.loads(row.body) for row in sample.ledger.live_services()]
    return [one for one in found if one["state"] == "active"]


@pytest.fixture
def paper(page: Any, address: str) -> Iterator[Any]:
    """A page of the browser that shows any HTML as if it came from the application."""
    page.shown = ""
    page.route("**/paper", lambda route: route.fulfill(body=page.shown, content_type="text/html; charset=utf-8"))
    yield page
    page.unroute("**/paper")


def shown(paper: Any, html: str) -> Any:
    paper.shown = html
    paper.goto("/paper")
    return paper


def sheet(bodies: list[dict[str, Any]], lang: str, now: datetime, *, is_sample: bool = True) -> str:
    """The handout of these services."""
    page = Page(lang=lang, is_sample=is_sample, given={"ids": []})
    entries = [
        entry_of(one, page, address=f"https://liiku.example.org/services/{one['id']}?lang={lang}", now=now)
        for one in bodies
    ]
    return sheet_html(Handout(entries, [], is_gone=False), page, [], day=now.date())


def worst(body: dict[str, Any], now: datetime) -> dict[str, Any]:
    """A service that has everything, and everything long."""
    days = [now + timedelta(days=3, hours=1), now + timedelta(days=5, hours=5), now + timedelta(days=11, hours=7)]
    weeks = [day + timedelta(days=30 * n) for n in range(4) for day in days]
    sessions = [{"start": one.isoformat(), "end": None, "all_day": False, "state": "scheduled"} for one in weeks]
    place = body["places"][0] | {
        "name": {"fi": ADDRESS.partition(", K")[0]},
        "address": {"fi": ADDRESS[-26:]},
        "postal_code": "00610",
    }
    return body | {
        "name": {"fi": NAME[:300]},
        "places": [place, place | {"name": {"fi": "Toinen yhtä pitkäniminen paikka, jossa tavataan joka toinen kerta"}}],
        "schedule": body["schedule"] | {"sessions": sessions},
        "cost": body["cost"]
        | {"class": "low", "min_eur": 12.35, "max_eur": 145.75, "unit": "visit", "pay_up_front_eur": 148.05}
        | {"conditions": [one.value for one in list(Condition)[:5]]},
        "restricted_to": [one.value for one in list(Restriction)[:3]],
        "registration": "referral",
        "enrolment": body["enrolment"] | {"closes": (now + timedelta(days=2)).isoformat()},
        "contacts": [{"kind": "phone", "value": f"+358 9 310 4444{n}", "note": {}} for n in (1, 2)],
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_every_six_services_of_the_sample_city_are_one_page(
    paper: Any, sample: Context, bodies: list[dict[str, Any]], lang: str
) -> None:
    now = sample.settings.clock()
    sixes = [bodies[n : n + MOST] for n in range(0, len(bodies), MOST)]
    mains = [re.search(r"<main.*</main>", sheet(one, lang, now), re.DOTALL) for one in sixes]
    head = sheet(bodies[:1], lang, now).partition("<body>")[0]
    book = "".join(one.group() for one in mains if one)
    shown(paper, f"{head}<body>{book}</body></html>")
    paper.add_style_tag(content="main:not(:first-of-type) { break-before: page; }")
    assert sheets_of(paper) == len(sixes)
    paper.emulate_media(media="print")
    tall = paper.evaluate("[...document.querySelectorAll('main')].map((one) => one.getBoundingClientRect().height)")
    assert [sixes[n][0]["name"] for n, height in enumerate(tall) if height > 281 / 25.4 * 96] == []


@pytest.mark.parametrize("lang", LANGS)
def test_six_services_with_everything_long_are_one_page_and_no_price_is_cut(
    paper: Any, sample: Context, bodies: list[dict[str, Any]], lang: str
) -> None:
    now = sample.settings.clock()
    placed = [one for one in bodies if one["places"]]
    shown(paper, sheet([worst(one, now) for one in placed[:MOST]], lang, now, is_sample=False))
    assert sheets_of(paper) == 1
    paper.emulate_media(media="print")
    cut = "(one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1"
    assert (
        paper.evaluate(f"[...document.querySelectorAll('.price, .sum, .sign-up, .phone, .total')].filter({cut}).length")
        == 0
    )
    assert paper.locator(".price").count() == MOST
    assert paper.evaluate(f"[...document.querySelectorAll('.entry h2')].filter({cut}).length") == MOST


def test_nothing_that_a_client_reads_is_smaller_than_11_points(
    paper: Any, sample: Context, bodies: list[dict[str, Any]]
) -> None:
    now = sample.settings.clock()
    shown(paper, sheet([*bodies[:5], worst(next(one for one in bodies if one["places"]), now)], "fi", now))
    paper.emulate_media(media="print")
    sizes = paper.evaluate(
        "[...document.querySelectorAll('main *')].filter((one) => one.checkVisibility() && one.textContent.trim()).map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= SMALLEST_PT / 72 * 96 - 0.01


def test_own_notes_of_the_longest_kind_stay_on_the_page(
    paper: Any, sample: Context, bodies: list[dict[str, Any]]
) -> None:
    now = sample.settings.clock()
    for six in (bodies[n : n + MOST] for n in range(0, len(bodies) - MOST, 60)):
        shown(paper, sheet(six, "fi", now))
        paper.evaluate(
            "note => { for (const one of document.querySelectorAll('[data-note-for]')) { one.querySelector('span').textContent = note; one.hidden = false; } document.querySelector('main').classList.add('full'); }",
            NOTE,
        )
        assert sheets_of(paper) == 1, six[0]["name"]
