"""A website with JSON-LD over real HTTP: which pages are read, what becomes of what they say, and what is refused, left out, or not known."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.replay.server import Fault, Handler, serving
from crawler.replay.upstream import Upstream
from crawler.sources.webpage_links import canonical_url
from crawler.sources.webpage_things import read_page
from liiku.crawl import CrawlOptions, crawl
from schemas.run import Run, RunState
from schemas.service import AccessState, Audience, CostClass, Feature, Kind, Known, Registration, Service, State
from tests.crawler.upstreams import Directory, adds_up, body, only
from tests.crawler.websites import NAME, SITE, page_of, small_website, website_of, website_sources


def site_key(path: str) -> str:
    return f"{SITE}{path}"


class Crawled:
    """A data directory into which a website is crawled."""

    def __init__(self, folder: Path, *, change: tuple[str, str] = ("", "")) -> None:
        self.directory = Directory(folder / "data", sources_dir=website_sources(folder / "sources", change=change))

    def crawl(self, upstream: Upstream, *, robots: str = "", fault: Fault | None = None) -> Run:
        with serving(upstream, robots=robots, fault=fault) as server:
            run = crawl(self.directory.context, NAME, CrawlOptions(base_url=server.base_url("webpage")))
            self.asked = list(server.asked)
        assert adds_up(run), run.counts
        return run

    def service(self, path: str) -> Service:
        return self.directory.service(NAME, site_key(path))

    def refused(self) -> list[tuple[str, str, str]]:
        rows = json.loads(self.directory.liiku("quarantine", NAME, "--json").out)
        return [(row["code"], row["path"], row["url"].removeprefix(SITE)) for row in rows]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Crawled, Run]:
    done = Crawled(tmp_path_factory.mktemp("website"))
    return done, done.crawl(small_website())


@pytest.fixture
def site(tmp_path: Path) -> Crawled:
    return Crawled(tmp_path)


def test_every_page_is_accounted_for_with_its_reason(small: tuple[Crawled, Run]) -> None:
    done, run = small
    assert (run.state, run.complete) == (RunState.PUBLISHED, True)
    assert (run.counts.fetched, run.counts.added, run.counts.quarantined) == (12, 6, 2)
    assert run.out_of_scope == {"no_json_ld": 1, "no_offering": 1, "other_municipality": 1, "outside_window": 1}
    assert sorted(done.refused()) == [
        ("missing_field", "/name", "ohjelma/nimeton"),
        ("not_json", "/", "ohjelma/rikki"),
    ] or sorted(done.refused()) == [("missing_field", "/name", "ohjelma/nimeton"), ("not_json", "", "ohjelma/rikki")]


def test_an_unchanged_rerun_writes_nothing(site: Crawled) -> None:
    site.crawl(small_website())
    again = site.crawl(small_website())
    assert (again.state, again.counts.unchanged, again.seq) == (RunState.UNCHANGED, 6, None)


def test_a_weekly_event_has_its_sessions_without_the_day_that_is_excepted(small: tuple[Crawled, Run]) -> None:
    service = small[0].service("ohjelma/tuolijumppa")
    starts = [f"{one.start:%Y-%m-%dT%H:%M%z}" for one in service.schedule.sessions]
    assert starts == ["2026-11-24T10:00+0200", "2026-12-01T10:00+0200", "2026-12-15T10:00+0200"]
    assert (service.cost.cost_class, service.min_age, service.registration) == (CostClass.FREE, 65, Registration.NONE)
    assert Audience.SENIORS in service.audiences
    place = service.places[0]
    assert (place.address, place.postal_code, place.lat, place.lon) == (
        {"fi": "Hiekkarannantie 9"}, "00100", 60.1741, 24.9068
    )  # fmt: skip
    assert {note.pointer for note in service.derived} >= {"/cost", "/schedule", "/audiences", "/registration"}


def test_an_amenity_that_is_there_is_told_and_one_that_is_not_tells_nothing(small: tuple[Crawled, Run]) -> None:
    features = small[0].service("ohjelma/tuolijumppa").accessibility.features
    assert (features[Feature.ACCESSIBLE_TOILET], features[Feature.LIFT]) == (Known.YES, Known.UNKNOWN)
    assert small[0].service("tilat/sali").accessibility.features[Feature.LIFT] is Known.YES
    assert small[0].service("tilat/sali").accessibility.wheelchair.state is AccessState.UNKNOWN


def test_no_persons_name_or_number_comes_in(small: tuple[Crawled, Run]) -> None:
    texts = [row.body for row in small[0].directory.context.ledger.services_after(0, 100)]
    assert not any(
        word in text for text in texts for word in ("Kukaan Ei", "040 1234567", "Opettaja Oma", "050 7654321")
    )
    assert [one.value for one in small[0].service("ohjelma/tuolijumppa").contacts] == [
        "09 1234567",
        "toimisto@meripuisto.example",
    ]


def test_a_course_an_exhibition_and_a_hall_are_what_they_are(small: tuple[Crawled, Run]) -> None:
    course, exhibition, hall = (
        small[0].service(path) for path in ("ohjelma/tanssikurssi", "ohjelma/nayttely", "tilat/sali")
    )
    assert (course.kind, course.cost.cost_class, course.cost.unit) == (Kind.ACTIVITY, CostClass.LOW, "course")
    assert (str(course.schedule.starts), str(course.schedule.ends)) == ("2027-01-11", "2027-03-15")
    assert (exhibition.kind, exhibition.cost.cost_class) == (Kind.EVENT, CostClass.FREE)
    assert (exhibition.places[0].municipality, str(exhibition.schedule.ends)) == ("Helsinki", "2027-01-10")
    assert exhibition.categories == ["culture/visual_arts"]
    assert (hall.kind, hall.cost.cost_class) == (Kind.VENUE, CostClass.UNKNOWN)
    assert hall.opening_hours.rule == "Mo-Fr 09:00-20:00; Sa 10:00-15:00"


def test_what_is_cancelled_is_not_found_and_what_is_online_has_no_place(small: tuple[Crawled, Run]) -> None:
    assert small[0].service("ohjelma/konsertti").state is State.CANCELLED
    online = small[0].service("ohjelma/natverk")
    assert (online.online, online.places, online.name) == (True, [], {"sv": "Stolgymnastik på nätet"})
    found = {hit.id for hit in small[0].directory.search().hits}
    assert small[0].directory.row(NAME, site_key("ohjelma/konsertti")).id not in found
    assert online.id in found


def event_page(**fields: Any) -> str:
    return page_of(json.dumps({"@type": "Event", "name": "Kävely", "startDate": "2026-12-01T12:00"} | fields))


COSTS: dict[str, tuple[dict[str, Any], tuple[str, float | None]]] = {
    "nothing said": ({}, ("unknown", None)),
    "not free, the amount is not said": ({"isAccessibleForFree": False}, ("unknown", None)),
    "free in words": ({"isAccessibleForFree": "True"}, ("free", 0)),
    "an amount beats the tick": ({"isAccessibleForFree": True, "offers": {"price": "7,50"}}, ("low", 7.5)),
    "zero but not free": ({"isAccessibleForFree": False, "offers": {"price": 0}}, ("unknown", None)),
    "zero euros": ({"offers": {"price": 0, "priceCurrency": "EUR"}}, ("free", 0)),
    "another currency": ({"offers": {"price": 12, "priceCurrency": "USD"}}, ("unknown", None)),
    "a range": ({"offers": {"lowPrice": 12, "highPrice": 20, "priceCurrency": "EUR"}}, ("paid", 12)),
    "in its specification": ({"offers": {"priceSpecification": {"price": 8, "priceCurrency": "EUR"}}}, ("low", 8)),
    "words beat a zero": ({"offers": {"price": "0"}, "description": "Osallistumismaksu 15 €."}, ("paid", 15)),
}


def test_the_cost_is_what_the_offers_say_and_never_free_by_default(site: Crawled) -> None:
    pages = {f"ohjelma/{n}": event_page(name=f"Kävely {n}", **fields) for n, (fields, _) in enumerate(COSTS.values())}
    site.crawl(website_of(pages))
    costs = {name: site.service(f"ohjelma/{n}").cost for n, name in enumerate(COSTS)}
    assert {name: (cost.cost_class.value, cost.min_eur) for name, cost in costs.items()} == {
        name: expected for name, (_, expected) in COSTS.items()
    }


def test_a_time_that_is_none_is_refused_and_no_time_is_not_known(site: Crawled) -> None:
    run = site.crawl(
        website_of({"ohjelma/a": event_page(startDate="ensi tiistaina"), "ohjelma/b": event_page(startDate=None)})
    )
    assert (run.counts.added, run.counts.quarantined) == (1, 1)
    assert site.refused() == [("bad_value", "/startDate", "ohjelma/a")]
    assert site.service("ohjelma/b").schedule.sessions == []


def test_a_postponed_event_has_no_time_till_it_has_a_new_one(site: Crawled) -> None:
    site.crawl(website_of({"ohjelma/a": event_page(eventStatus="https://schema.org/EventPostponed")}))
    service = site.service("ohjelma/a")
    assert (service.state, service.schedule.sessions) == (State.ACTIVE, [])


def test_the_things_of_a_list_page_are_all_read_and_one_thing_on_many_pages_is_one(tmp_path: Path) -> None:
    site = Crawled(tmp_path, change=("page_pattern: '^/(?:ohjelma|tilat)/'", ""))
    museum = {"@type": "Museum", "name": "Pieni museo"}
    listed = {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "item": {"@type": "Event", "name": f"Opastus {n}", "url": f"/opastus/{n}"}}
            for n in (1, 2)
        ],
    }
    first = page_of(json.dumps([museum, listed]))
    second = page_of(
        json.dumps([museum, {"@type": "Event", "name": "Työpaja"}, {"@type": "Event", "name": "Iltatyöpaja"}])
    )
    run = site.crawl(website_of({"a": first, "b": second}))
    assert (run.counts.fetched, run.counts.added) == (5, 5)
    assert site.directory.live() == {f"{SITE}{key}" for key in ("opastus/1", "opastus/2", "a", "b", "b#iltatyöpaja")}


def test_a_thing_that_another_page_tells_of_is_taken_from_there(site: Crawled) -> None:
    teaser = {"@type": "Event", "name": "Kävely", "url": f"{SITE}ohjelma/b/"}
    first = page_of(json.dumps([{"@type": "Event", "name": "Juoksu"}, teaser]))
    run = site.crawl(website_of({"ohjelma/a": first, "ohjelma/b": event_page(description="Kokonaan kerrottu.")}))
    assert (run.counts.added, run.counts.quarantined) == (2, 0)
    assert site.service("ohjelma/b").description == {"fi": "Kokonaan kerrottu."}


def test_only_the_sites_own_host_is_asked(site: Crawled) -> None:
    pages = website_of({"ohjelma/a": event_page(), "ohjelma/b": "301 https://elsewhere.example/ohjelma/b"})
    pages.website["sitemap.xml"] = pages.website["sitemap.xml"].replace(
        "</urlset>", "<url><loc>https://elsewhere.example/ohjelma/c</loc></url></urlset>"
    )
    run = site.crawl(pages)
    assert (run.complete, run.counts.added) == (True, 1)
    assert any("leads to another site" in fault for fault in run.faults)
    assert [path for path in site.asked if "elsewhere" in path] == []


def test_robots_txt_is_obeyed(site: Crawled) -> None:
    pages = website_of({"ohjelma/a": event_page(), "ohjelma/salainen": event_page()})
    run = site.crawl(pages, robots="User-agent: *\nDisallow: /website/ohjelma/salainen\n")
    assert site.directory.live() == {site_key("ohjelma/a")}
    assert not any("salainen" in path for path in site.asked)
    assert any("1 pages were not reached" in fault for fault in run.faults)


def test_a_page_that_fails_is_not_absent_and_one_that_is_gone_goes_at_once(site: Crawled) -> None:
    pages = website_of({f"ohjelma/{name}": event_page(name=name) for name in "abc"})
    site.crawl(pages)
    pages.website["ohjelma/b"] = "410"
    run = site.crawl(pages, fault=only("/ohjelma/c", body("", status=403)))
    assert (run.complete, run.counts.missing, run.counts.removed_upstream) == (True, 0, 1)
    assert site.directory.live() == {site_key("ohjelma/a"), site_key("ohjelma/c")}


def test_a_page_that_left_the_sitemap_goes_after_two_complete_runs(site: Crawled) -> None:
    site.crawl(website_of({"ohjelma/a": event_page(), "ohjelma/b": event_page(name="Toinen kävely")}))
    fewer = website_of({"ohjelma/a": event_page()})
    assert (site.crawl(fewer).counts.missing, len(site.directory.live())) == (1, 2)
    assert (site.crawl(fewer).counts.removed_absent, len(site.directory.live())) == (1, 1)


def test_a_redirected_page_and_a_canonical_address_lead_to_one_id(site: Crawled) -> None:
    canonical = event_page().replace("<head>", '<head><link rel="canonical" href="/ohjelma/uusi/">')
    site.crawl(website_of({"ohjelma/vanha": "301 /website/ohjelma/uusi", "ohjelma/uusi": canonical}))
    assert site.directory.live() == {site_key("ohjelma/uusi")}


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(body("<urlset><url><loc>x</loc>"), id="cut off"),
        pytest.param(body("", status=500), id="an error"),
        pytest.param(body('<!DOCTYPE x [<!ENTITY a "b">]><urlset></urlset>'), id="entities"),
        pytest.param(body(gzip.compress(b"<urlset>" * 20)[:30], kind="application/gzip"), id="a broken archive"),
    ],
)
def test_a_broken_sitemap_changes_nothing(tmp_path: Path, answer: Callable[[Handler], None]) -> None:
    site = Crawled(tmp_path, change=("limits: {details: 300}", "limits: {details: 300, retries: 0}"))
    site.crawl(website_of({"ohjelma/a": event_page()}))
    run = site.crawl(website_of({}), fault=only("sitemap.xml", answer))
    assert not run.complete
    assert (run.counts.missing, site.directory.live()) == (0, {site_key("ohjelma/a")})


def test_an_index_of_packed_sitemaps_is_read_whole(site: Crawled) -> None:
    pages = website_of({"ohjelma/a": event_page()})
    inner = pages.website["sitemap.xml"]
    pages.website["sitemap.xml"] = f"<sitemapindex><sitemap><loc>{SITE}osa.xml.gz</loc></sitemap></sitemapindex>"
    packed = only("osa.xml.gz", body(gzip.compress(inner.encode()), kind="application/gzip"))
    assert site.crawl(pages, fault=packed).counts.added == 1


def test_a_listing_page_and_those_after_it_lead_to_pages(tmp_path: Path) -> None:
    site = Crawled(tmp_path, change=("{path: sitemap.xml}", "{path: lista}"))
    pages = {
        "lista": page_of(
            "", body='<a href="/website/ohjelma/a">A</a> <a href="/muu">Muu</a> <a rel="next" href="?sivu=2">2</a>'
        ),
        "ohjelma/a": event_page(name="A"),
        "ohjelma/b": event_page(name="B"),
    }
    second = page_of("", body=f'<a href="{SITE}ohjelma/b#ylos">B</a>')
    run = site.crawl(website_of(pages), fault=only("/lista", body(second, kind="text/html"), sivu="2"))
    assert (run.complete, site.directory.live()) == (True, {site_key("ohjelma/a"), site_key("ohjelma/b")})


def test_a_script_in_a_text_stays_out_and_a_page_without_end_stays_bounded(site: Crawled) -> None:
    deep = '{"@graph":' * 3000 + "[]" + "}" * 3000
    run = site.crawl(
        website_of({"ohjelma/a": event_page(name="Kävely <img src=x onerror=alert(1)>"), "ohjelma/b": page_of(deep)})
    )
    assert site.service("ohjelma/a").name == {"fi": "Kävely"}
    assert run.counts.fetched == 2


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://Example.org/a/", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&b=1#c", "https://example.org/a?b=1"),
        ("https://example.org", "https://example.org/"),
        ("mailto:a@b.c", None),
        ("http://[", None),
    ],
)
def test_a_page_has_one_spelling(given: str, expected: str | None) -> None:
    assert canonical_url(given) == expected


def test_json_ld_in_comments_with_line_breaks_in_its_strings_is_read() -> None:
    page = read_page(
        '<script type="application/ld+json; charset=utf-8"><!-- {"@type":"Event","name":"A\nB"} --></script>'
    )
    assert (len(page.things), page.broken) == (1, [])
