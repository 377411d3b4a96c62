"""The search page in a real browser: every state at two widths under axe with no rule disabled, and what axe cannot see."""

from __future__ import annotations

import re
import statistics
from typing import Any

import pytest

from tests.browser import NARROW, WIDTHS, drawn, needs_browser, opened, picture, sideways, violations

pytestmark = needs_browser
MAX_FIRST_VIEW_BYTES = 300_000
ADDRESS, WORDS = "Kallion kirjasto", "ilmainen jumppa"


def search(page: Any, *, near: str = "", words: str = "") -> None:
    page.goto("/")
    page.get_by_label("Missä?").fill(near)
    page.get_by_label("Mitä etsit?").fill(words)
    page.locator(".asked-for button[name=search]").click()
    page.locator("#answer, #found .error").first.wait_for()
    page.wait_for_load_state("networkidle")


def changed(page: Any) -> str:
    """The status line after the next answer."""
    page.wait_for_load_state("networkidle")
    return str(page.locator("#status").inner_text())


STATES = {
    "front": {},
    "results": {"words": "jumppa"},
    "map-and-chips": {"near": ADDRESS, "words": WORDS},
    "lost": {"near": "Olematonkatu 999"},
    "nothing": {"words": "qqqqqqqq"},
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("state", STATES)
def test_every_state_fits_and_is_accessible(browser: Any, address: str, state: str, width: int) -> None:
    page = opened(browser, address, width=width)
    page.goto("/")
    if STATES[state]:
        search(page, **STATES[state])
    if state == "map-and-chips":
        page.locator("#map .pin").first.wait_for()
        assert page.locator(".chips button").count() > 0
        assert page.locator("#map .pin[title]").count() == page.locator("#map .pin").count()
    assert sideways(page) <= 0
    assert violations(page) == []
    picture(page, f"search-{state}-{width}")
    page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_all_filters_open_and_in_force_fit_and_are_accessible(browser: Any, address: str, width: int) -> None:
    page = opened(browser, address, width=width)
    page.goto(
        "/?accessibility=rollator&cost=free&cost=unknown&weekday=tue&unknown=include&age=70&date_from=2026-12-01&date_to=2026-11-01"
    )
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.get_by_role("alert").count() == 1
    assert sideways(page) <= 0
    assert violations(page) == []
    page.context.close()


def test_the_popup_of_the_map_is_accessible_and_leads_to_the_list(page: Any) -> None:
    search(page, near=ADDRESS, words="jumppa")
    page.locator("#map .pin").first.click()
    page.locator(".popup a").first.wait_for()
    assert violations(page) == []
    page.get_by_role("link", name="Siirry luettelossa tähän").first.click()
    assert page.evaluate("document.activeElement.closest('#cards > li') !== null")


def test_the_map_shows_what_the_list_shows_and_all_hits_when_asked(page: Any) -> None:
    search(page, near=ADDRESS, words="jumppa")
    listed = page.evaluate(
        "[...document.querySelectorAll('#cards > li[data-lat]')].map((one) => one.dataset.number + '. ' + one.dataset.name)"
    )
    marked = ", ".join(page.evaluate("[...document.querySelectorAll('#map .pin')].map((one) => one.title)"))
    assert [one for one in listed if one not in marked] == []
    names = page.evaluate("[...document.querySelectorAll('#map .pin')].map((one) => one.title)")
    assert len(set(names)) == len(names)
    page.locator("#map-all").click()
    page.get_by_text("Kartalla on nyt kaikki tulokset").wait_for()


def test_the_map_lies_on_the_outlines_of_districts(page: Any) -> None:
    search(page, near=ADDRESS, words="jumppa")
    drawn(page)
    inked = page.evaluate(
        "[...document.querySelectorAll('#map canvas')].some((one) => one.getContext('2d').getImageData(0, 0, one.width, one.height).data.some((value) => value > 0))"
    )
    assert inked


def test_districts_and_features_are_filters_with_counts_and_what_is_not_known(page: Any) -> None:
    search(page, words="")
    for group in ("district", "access"):
        page.locator(f"#g-{group} > summary").click()
    district, feature = page.locator("#g-district"), page.locator("#n-need-lift")
    assert re.fullmatch(r"Ei tiedossa: [1-9]\d*", district.locator("#u-district").inner_text())
    assert re.fullmatch(r"\([1-9]\d*; ei tiedossa: [1-9]\d*\)", feature.inner_text())
    kallio = int(re.sub(r"\D", "", page.locator("#n-district-Kallio").inner_text()))
    with page.expect_response(lambda one: one.request.method == "POST"):
        page.locator("label[for=f-district-Kallio]").click()
    page.get_by_text(f"{kallio} tulosta").first.wait_for()
    assert page.locator("[aria-labelledby=applied] button").inner_text().startswith("Kallio")
    lifts = int(re.sub(r"\D", "", feature.inner_text().partition(";")[0]))
    with page.expect_response(lambda one: one.request.method == "POST"):
        page.locator("label[for=f-need-lift]").click()
    page.get_by_text(re.compile(rf"^{lifts} tulos")).first.wait_for()
    assert violations(page) == []


def test_the_filters_name_nobody_by_an_illness(page: Any) -> None:
    page.goto("/?search=1")
    told = page.locator("#filters").text_content()
    assert "Tukea mielen hyvinvointiin" in told
    assert not re.search("kuntoutuj|päihdek|mielenterveys|psykoos", told, re.IGNORECASE)
    page.locator("#g-whom > summary").click()
    with page.expect_response(lambda one: one.request.method == "POST"):
        page.get_by_label("Tukea mielen hyvinvointiin").check()
    assert page.locator("input[name=audience]:checked").input_value() == "mental_health"


def test_a_filter_changes_the_results_the_status_and_the_counts_and_keeps_focus_and_address(page: Any) -> None:
    search(page, words="jumppa")
    before, url = page.locator("#status").inner_text(), page.url
    count = page.locator("#n-kind-event").text_content()
    with page.expect_response(lambda one: one.request.method == "POST"):
        page.get_by_label("Maksuton").first.check()
    page.wait_for_function("(was) => document.getElementById('status').innerText !== was", arg=before)
    assert page.locator("#status").get_attribute("role") == "status"
    assert re.match(r"\d+ tulos", changed(page))
    assert page.evaluate("document.activeElement.id") == "f-cost-free"
    assert page.url == url
    assert page.locator("#n-kind-event").text_content() != count
    assert page.evaluate("history.length") == 2  # about:blank and this page
    chip = page.locator("[aria-labelledby=applied] button")
    assert chip.count() == 1
    with page.expect_response(lambda one: one.request.method == "POST"):
        chip.click()
    page.wait_for_function("(was) => document.getElementById('status').innerText === was", arg=before)
    assert not page.get_by_label("Maksuton").first.is_checked()
    assert page.evaluate("document.activeElement.id") == "results"


def test_show_more_adds_cards_and_goes_to_the_first_of_them(page: Any) -> None:
    search(page, near="", words="ryhmä")
    first = page.locator("#cards > li").count()
    page.locator("#more button").click()
    page.locator(f"#cards > li:nth-child({first + 1})").wait_for()
    page.wait_for_function("document.activeElement.closest('#cards > li') !== null")
    assert (
        page.evaluate(
            "[...document.activeElement.closest('ol').children].indexOf(document.activeElement.closest('li'))"
        )
        == first
    )
    numbers = page.evaluate("[...document.querySelectorAll('#cards > li')].map((one) => Number(one.dataset.number))")
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_starting_point_and_a_change_of_language_keep_what_was_typed(page: Any) -> None:
    page.goto("/")
    page.get_by_label("Missä?").fill(ADDRESS)
    page.get_by_role("button", name="Liikun vedessä").click()
    page.locator("#answer").wait_for()
    assert page.locator("#near").input_value() == ADDRESS
    page.get_by_role("button", name="Svenska", exact=True).click()
    page.locator("html[lang=sv]").wait_for()
    assert page.locator("#near").input_value() == ADDRESS
    assert page.locator("#f-category-sports-swimming").is_checked()
    assert "?" not in page.url


def test_the_place_of_the_device_is_asked_for_by_the_button_alone_and_sent_rounded(browser: Any, address: str) -> None:
    page = opened(
        browser, address, geolocation={"latitude": 60.184123, "longitude": 24.949678}, permissions=["geolocation"]
    )
    page.goto("/")
    assert page.locator("input[name=lat]").input_value() == ""
    with page.expect_request(lambda one: one.method == "POST") as sent:
        page.get_by_role("button", name="Käytä sijaintiani").click()
    assert "lat=60.184&lon=24.950" in sent.value.post_data
    page.get_by_text("oma sijainti").wait_for()
    assert "60.1" not in page.url
    page.context.close()


def test_without_javascript_everything_is_a_form(browser: Any, address: str) -> None:
    page = opened(browser, address, java_script_enabled=False)
    page.goto("/")
    page.get_by_label("Missä?").fill(ADDRESS)
    page.get_by_label("Mitä etsit?").fill("jumppa")
    page.locator(".asked-for button[name=search]").click()
    page.locator(".group summary").filter(has_text="Kenelle").click()
    page.get_by_label("Ikä vuosina").fill("70")
    page.locator(".asked-for button[name=search]").click()
    page.get_by_role("button", name="Ikä: 70").click()
    assert page.locator("#age").input_value() == ""
    assert page.locator("#map-box").is_hidden()
    assert page.get_by_role("button", name="Lisää listalle").count() == 0
    page.get_by_label("Valitse tulosteeseen").first.check()
    page.get_by_role("button", name="Tee tuloste valituista").click()
    assert re.search(r"/print\?ids=[0-9a-f-]{36}&lang=fi$", page.url)
    page.context.close()


def test_by_keyboard_focus_goes_in_the_order_of_the_page_and_is_seen(page: Any) -> None:
    search(page, near=ADDRESS, words="jumppa")
    page.locator("body").evaluate("() => document.activeElement.blur()")
    page.goto("/?cost=free")
    order, unseen = [], []
    for _ in range(26):
        page.keyboard.press("Tab")
        seen = page.evaluate("""() => {
          const one = document.activeElement, style = getComputedStyle(one), label = one.labels?.[0];
          const of = (e, pseudo) => { const s = getComputedStyle(e, pseudo); return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none'; };
          const box = one.getBoundingClientRect();
          return {name: one.id || one.className || one.textContent.trim(), seen: of(one) || (label && of(label, '::before')), y: box.top + scrollY,
                  in: document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2).some((e) => one.contains(e) || e.contains(one))};
        }""")
        order.append(seen["name"])
        if not (seen["seen"] and seen["in"]):
            unseen.append(seen["name"])
    assert unseen == []
    assert order[0] == "skip"
    assert [name for name in order if name in ("near", "q", "f-cost-free", "radius_m")] == [
        "near",
        "q",
        "f-cost-free",
        "radius_m",
    ]


def test_the_skip_link_leads_to_the_results(page: Any) -> None:
    page.goto("/?cost=free")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "results"


@pytest.mark.parametrize("width", WIDTHS)
def test_every_target_is_at_least_24_pixels(browser: Any, address: str, width: int) -> None:
    page = opened(browser, address, width=width)
    search(page, near=ADDRESS, words=WORDS)
    page.locator("#map .pin").first.wait_for()
    small = page.evaluate("""() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary, .pin')]
      .filter((one) => one.checkVisibility() && !one.closest('p.from, dd') && !one.classList.contains('skip'))
      .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
      .filter(([, box]) => box.height < 23.5 || box.width < 23.5).map(([html, box]) => `${html} ${box.width}×${box.height}`)""")
    assert small == []
    page.context.close()


def test_parts_in_another_language_say_so(browser: Any, address: str) -> None:
    page = opened(browser, address, locale="sv-FI")
    page.goto("/?search=1&kind=event&limit=100")
    assert page.locator("html").get_attribute("lang") == "sv"
    assert page.locator("#cards h3 a[lang=fi]").count() > 0
    assert page.locator(".langs [lang=fi]").count() == 1
    page.context.close()


def test_at_400_percent_and_with_wide_text_nothing_is_lost_to_the_side(browser: Any, address: str) -> None:
    page = opened(browser, address, width=NARROW)
    search(page, near=ADDRESS, words="jumppa")
    page.evaluate("""() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('* { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important }');
      document.adoptedStyleSheets = [sheet]; document.querySelector('#cards h3 a').textContent = 'Rollaattorikävelykerho'.repeat(12); }""")
    assert sideways(page) <= 0
    page.context.close()


def test_in_forced_colours_ticks_can_be_told_from_empty_boxes(browser: Any, address: str) -> None:
    page = opened(browser, address, forced_colors="active")
    page.goto("/?cost=free")
    assert page.locator("#f-cost-free").evaluate("(one) => getComputedStyle(one).appearance") == "auto"
    assert violations(page) == []
    page.context.close()


def test_no_request_leaves_for_another_host_none_bears_a_question_and_the_first_view_is_light(
    browser: Any, address: str
) -> None:
    page = opened(browser, address)
    wrong: list[str] = []
    page.on("console", lambda one: wrong.append(one.text) if one.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    addresses: list[str] = []
    page.on("request", lambda one: addresses.append(one.url))
    sizes: list[int] = []
    page.on("response", lambda one: sizes.append(len(one.body())))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert sum(sizes) <= MAX_FIRST_VIEW_BYTES
    assert not any("leaflet" in one for one in addresses)
    search(page, near=ADDRESS, words=WORDS)
    page.locator("#map .pin").first.wait_for()
    page.get_by_label("Edullinen").first.check()
    page.wait_for_load_state("networkidle")
    assert {one.partition("://")[2].partition("/")[0] for one in addresses if not one.startswith("data:")} == {
        address.partition("://")[2]
    }
    assert [one for one in addresses if re.search(r"jumppa|Kallio|60\.1|24\.9|\?q=", one)] == []
    assert wrong == []
    page.context.close()


def test_5000_dots_are_drawn_and_the_map_still_answers(page: Any) -> None:
    def many(route: Any) -> None:
        pins = [
            [f"00000000-0000-5000-8000-{n:012d}", 60.15 + n % 100 / 1000, 24.8 + n // 100 / 100] for n in range(5000)
        ]
        route.fulfill(json={"total": 5000, "pins": pins})

    page.route("**/v1/pins", many)
    search(page, words="jumppa")
    page.locator("#map-all").click()
    page.get_by_text("joiden paikka tiedetään: 5000").wait_for()
    page.get_by_role("button", name="Lähennä karttaa").click()
    assert page.locator("#map canvas").count() >= 1
    assert page.locator("#map svg path").count() <= 1  # the starting place; no dot is an element
    assert page.locator("#map .pin").count() <= 20


def test_when_the_answer_does_not_come_it_is_said(page: Any) -> None:
    search(page, words="jumppa")
    page.route("**/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_label("Maksuton").first.check()
    page.get_by_text("Haku ei onnistunut").wait_for()


def test_the_server_says_how_long_each_page_took(page: Any) -> None:
    taken = []
    page.on(
        "response",
        lambda one: taken.append(one.headers.get("server-timing", "")) if one.request.method == "POST" else None,
    )
    search(page, near=ADDRESS, words=WORDS)
    durations = [float(one.partition("dur=")[2]) for one in taken]
    assert statistics.fmean(durations) > 0


@pytest.mark.parametrize("where", ["results", "service"])
def test_the_quick_exit_leaves_nothing_behind_in_the_tab(page: Any, where: str) -> None:
    page.route("https://www.hel.fi/", lambda route: route.fulfill(body="hel.fi"))
    search(page, words="jumppa")
    if where == "service":
        page.locator("#cards h3 a").first.click()
        page.wait_for_url("**/services/**")
        page.get_by_role("button", name="Lisää listalle").click()
    page.evaluate("sessionStorage.setItem('x', '1')")
    history = page.context.new_cdp_session(page)
    before = history.send("Page.getNavigationHistory")["entries"]
    page.get_by_role("link", name="Poistu nopeasti").click()
    page.wait_for_url("https://www.hel.fi/")
    after = history.send("Page.getNavigationHistory")["entries"]
    assert len(after) == len(before)
    assert [one["url"] for one in after if "/services/" in one["url"]] == []
