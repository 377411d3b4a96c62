"""The three-minute task in a real browser: a free, step-free group for a 70-year-old Swedish speaker near an address, this week in daytime;
three on the list, and on paper. By mouse, by keyboard alone and without JavaScript; the way back; and no trace of what was asked.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest

from liiku.context import Context
from liiku.logs import PlainLines
from search_api.facet_labels import LABELS
from search_api.web.views import WORDS
from tests.browser import SCREENSHOTS, WIDE, WIDTHS, drawn, needs_browser, served, sheets_of, sideways, violations

pytestmark = needs_browser
ADDRESS, LANGS = "Helsinginkatu 26", ("fi", "sv", "en")
ADDRESS_IN = {"fi": ADDRESS, "sv": "Helsingegatan 26", "en": ADDRESS}
WORD_IN = {"fi": "ryhmä", "sv": "grupp", "en": "group"}
TRACES = re.compile(
    r"helsing\w*katu|helsingegatan|ryhm|grupp|group|60[.,]1|24[.,]9|[?&;](?:q|near|lat|lon|age|need)=", re.IGNORECASE
)
"""What may stand in no address, history entry or log line: the place, the words, the point, what was asked."""


TICKS = ("f-cost-free", "f-need-wheelchair", "f-language-sv", "f-daypart-morning", "f-daypart-afternoon")
KEYS: list[tuple[str, list[tuple[str, list[str]]]]] = [
    ("", [("f-cost-free", ["Space"])]),
    ("access", [("f-need-wheelchair", ["Space"])]),
    (
        "when",
        [("within", ["ArrowDown", "ArrowDown"]), ("f-daypart-morning", ["Space"]), ("f-daypart-afternoon", ["Space"])],
    ),
    ("whom", [("age", ["7", "0", "Enter"])]),
    ("language", [("f-language-sv", ["Space"])]),
]
"""Group by group, the controls in the order of the page and the keys that each takes."""


class Heard(logging.Handler):
    """The log as it is written, line by line."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(PlainLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(scope="module")
def heard() -> Iterator[Heard]:
    handler, loggers = Heard(), [logging.getLogger(), logging.getLogger("liiku")]
    levels = [one.level for one in loggers]
    for one in loggers:
        one.addHandler(handler)
        one.setLevel(logging.INFO)
    yield handler
    for one, level in zip(loggers, levels, strict=True):
        one.removeHandler(handler)
        one.setLevel(level)


@pytest.fixture(scope="module")
def address(sample: Context, heard: Heard) -> Iterator[str]:  # the log is listened to before the first request
    with served(sample) as found:
        yield found


class Desk:
    """A professional at the page, in one language. `addresses` holds every address that was asked for."""

    def __init__(self, browser: Any, address: str, lang: str, *, has_scripts: bool = True) -> None:
        self.lang = lang
        self.context = browser.new_context(
            base_url=address,
            locale=f"{lang}-FI",
            viewport={"width": WIDE, "height": 1000},
            java_script_enabled=has_scripts,
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.addresses: list[str] = []
        self.page.on("request", lambda one: self.addresses.append(one.url))
        self.page.goto(f"/?lang={lang}")

    def say(self, key: str) -> str:
        return WORDS[key][self.lang]

    def entries(self) -> list[str]:
        """The addresses in the history of the tab."""
        history = self.context.new_cdp_session(self.page).send("Page.getNavigationHistory")
        return [one["url"] for one in history["entries"]]

    def names(self) -> list[str]:
        return [str(one) for one in self.page.locator("#cards h3 a").all_inner_texts()]

    def settled(self, change: Callable[[], object]) -> None:
        """Does what changes the results, and waits for them."""
        with self.page.expect_response(lambda one: one.request.method == "POST") as answer:
            change()
        assert answer.value.status == 200
        self.page.locator(".htmx-request").first.wait_for(state="detached")

    def tab_to(self, selector: str) -> None:
        """Goes on with the tab key to the next element of a selector."""
        for _ in range(150):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("one => document.activeElement.matches(one)", selector):
                return
        raise AssertionError(f"the tab key does not lead to {selector}")

    def results(self) -> None:
        """Waits for results."""
        self.page.locator("#answer").wait_for()

    def show(self, step: str, *, at: str | None = None) -> None:
        """Leaves a picture of the window, when pictures are asked for: of every step in Finnish, of the results and the paper in all languages."""
        if not SCREENSHOTS or (self.lang != "fi" and step not in ("3-found", "6-paper")):
            return
        drawn(self.page)
        self.page.evaluate("one => one ? document.querySelector(one).scrollIntoView() : scrollTo(0, 0)", at)
        self.page.screenshot(
            path=str(Path(SCREENSHOTS) / f"three-minutes-{self.lang}-{step}.png"), full_page=step == "6-paper"
        )

    def traces(self) -> list[str]:
        """The addresses of requests, of the page and of the history that tell what was asked."""
        told = [*self.addresses, self.page.url, *self.entries()]
        return [one for one in told if not one.startswith("data:") and TRACES.search(unquote_plus(one))]


def by_mouse(desk: Desk) -> None:
    page = desk.page
    page.locator("#near").click()
    page.keyboard.type(ADDRESS_IN[desk.lang])
    page.locator("#q").click()
    page.keyboard.type(WORD_IN[desk.lang])
    desk.show("1-question")
    desk.settled(page.locator(".asked-for button[name=search]").click)
    desk.show("2-results")
    for key in ("access", "when", "whom", "language"):
        page.locator(f"#g-{key} > summary").click()
    desk.settled(lambda: page.locator("#within").select_option("week"))
    for tick in TICKS:
        desk.settled(page.locator(f"label[for={tick}]").click)
    page.locator("#age").fill("70")
    desk.settled(page.locator("#filters > .go button").click)
    desk.show("3-found")
    page.locator("#cards h3 a").nth(1).click()
    page.wait_for_url("**/services/**")
    desk.show("4-service")
    page.get_by_role("link", name=desk.say("back")).click()
    desk.results()
    for one in page.locator("#cards [data-shortlist-add]").all():
        one.click()
    desk.show("5-list")
    page.locator(".list-print").click()


def by_keyboard(desk: Desk) -> None:
    page, press = desk.page, desk.page.keyboard.press
    desk.tab_to("#near")
    page.keyboard.type(ADDRESS_IN[desk.lang])
    desk.tab_to("#q")
    page.keyboard.type(WORD_IN[desk.lang])
    desk.settled(lambda: press("Enter"))
    for group, steps in KEYS:
        if group:
            desk.tab_to(f"#g-{group} > summary")
            press("Enter")
        for control, keys in steps:
            desk.tab_to(f"#{control}")
            for key in keys:
                if key.isdigit():
                    press(key)
                else:
                    desk.settled(lambda key=key: press(key))  # type: ignore[misc]  # one key, one answer
    for _ in range(3):
        desk.tab_to("#cards [data-shortlist-add]")
        press("Space")
    desk.tab_to(".list-print")
    press("Enter")


def without_scripts(desk: Desk) -> None:
    page = desk.page
    page.locator("#near").fill(ADDRESS_IN[desk.lang])
    page.locator("#q").fill(WORD_IN[desk.lang])
    page.locator(".asked-for button[name=search]").click()
    for key in ("access", "when", "whom", "language"):
        page.locator(f"#g-{key} > summary").click()
    page.locator("#within").select_option("week")
    for tick in TICKS:
        page.locator(f"label[for={tick}]").click()
    page.locator("#age").fill("70")
    page.locator("#filters > .go button").click()
    for one in page.locator("#cards .take label").all():
        one.click()
    page.get_by_role("button", name=desk.say("print_picked")).click()


WAYS = {"mouse": by_mouse, "keyboard": by_keyboard, "no-scripts": without_scripts}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("lang", LANGS)
def test_three_free_step_free_groups_in_swedish_are_found_listed_and_printed(
    browser: Any, address: str, heard: Heard, lang: str, way: str
) -> None:
    desk = Desk(browser, address, lang, has_scripts=way != "no-scripts")
    WAYS[way](desk)
    desk.page.wait_for_url("**/print?**")
    sheet = desk.page.locator(".entry")
    assert sheet.count() == 3
    for entry in sheet.all_inner_texts():
        assert LABELS["cost"]["free"][lang] in entry
        assert WORD_IN[lang] in entry.casefold()
    assert desk.page.locator("html").get_attribute("lang") == lang
    desk.show("6-paper")
    assert sheets_of(desk.page) == 1
    assert desk.traces() == []
    assert desk.context.cookies() == []
    if way != "no-scripts":
        assert desk.page.evaluate("localStorage.length") == 0
    assert any("POST / 200" in line for line in heard.lines)
    assert [line for line in heard.lines if TRACES.search(unquote_plus(line))] == []
    desk.context.close()


def test_what_a_trace_is_would_be_seen() -> None:
    for one in (
        "/?q=jumppa",
        "/?lang=fi&near=x",
        "/v1/places?text=Helsinginkatu+26",
        "POST / ryhm%C3%A4",
        "lat 60.187",
    ):
        assert TRACES.search(unquote_plus(one)), one
    assert not TRACES.search("/print?ids=3455ed11-0004-53b6-9eba-a1dee2e08610&lang=fi")


def asked(browser: Any, address: str, lang: str = "fi") -> Desk:
    """A desk with free groups near the address on the screen, and one of them on the list."""
    desk = Desk(browser, address, lang)
    desk.page.locator("#near").fill(ADDRESS_IN[lang])
    desk.page.locator("#q").fill(WORD_IN[lang])
    desk.settled(desk.page.locator(".asked-for button[name=search]").click)
    desk.settled(desk.page.locator("label[for=f-cost-free]").click)
    desk.page.locator("#cards [data-shortlist-add]").first.click()
    return desk


def open_second(desk: Desk) -> str:
    """Opens the second service of the list; its name."""
    name = desk.names()[1]
    desk.page.locator("#cards h3 a").nth(1).click()
    desk.page.wait_for_url("**/services/**")
    return name


def kept(page: Any) -> list[str]:
    """What our scripts keep in the tab."""
    return list(page.evaluate("Object.keys(sessionStorage).filter((one) => one.startsWith('liiku.'))"))


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def test_the_way_back_shows_the_same_results_again(browser: Any, address: str) -> None:
    desk = asked(browser, address)
    page, names = desk.page, desk.names()
    for go_back in (page.get_by_role("link", name=desk.say("back")).click, page.go_back):
        name = open_second(desk)
        go_back()
        desk.results()
        page.locator("#cards :focus").wait_for()
        assert (desk.names(), focused(page)) == (names, name)
        assert page.locator("#near").input_value() == ADDRESS
        assert page.locator("#f-cost-free").is_checked()
    page.reload()
    desk.results()
    assert desk.names() == names
    page.get_by_role("link", name=WORDS["title"]["fi"]).click()
    page.locator("#themes").wait_for()
    assert page.locator("#near").input_value() == ""
    assert desk.traces() == []
    desk.context.close()


@pytest.mark.parametrize("page_of", ["print", "tray"])
def test_the_way_back_from_paper_shows_the_same_results_again(browser: Any, address: str, page_of: str) -> None:
    desk = asked(browser, address)
    page, names = desk.page, desk.names()
    if page_of == "print":
        page.locator(".list-print").click()
    else:
        page.get_by_role("link", name=desk.say("tray")).click()
    page.wait_for_url(f"**/{page_of}?**")
    page.get_by_role("link", name=desk.say("back"), exact=True).click()
    desk.results()
    assert desk.names() == names
    assert (page.locator("#near").input_value(), page.locator("#q").input_value()) == (ADDRESS, WORD_IN["fi"])
    assert page.locator("#f-cost-free").is_checked()
    assert desk.traces() == []
    desk.context.close()


def test_the_way_back_to_a_page_that_came_by_a_post_asks_nothing_and_keeps_its_language(
    browser: Any, address: str
) -> None:
    desk = asked(browser, address)
    page = desk.page
    warned: list[str] = []

    def warn(dialog: Any) -> None:
        warned.append(dialog.type)
        dialog.accept()

    page.on("dialog", warn)
    page.get_by_role("button", name="Svenska", exact=True).click()
    page.locator("html[lang=sv] #answer").wait_for()
    names = desk.names()
    open_second(desk)
    assert warned == []
    page.go_back()
    page.locator("html[lang=sv] #answer").wait_for()
    assert desk.names() == names
    desk.context.close()


def test_finishing_with_the_client_and_starting_over_leave_no_search_to_come_back_to(
    browser: Any, address: str
) -> None:
    desk = asked(browser, address)
    page = desk.page
    page.locator("#list-finish").click()
    page.get_by_role("button", name=desk.say("list_finish_yes")).click()
    page.locator("#themes").wait_for()
    assert kept(page) == []
    assert page.locator("#near").input_value() == ""
    page.reload()
    page.locator("#themes").wait_for()
    assert (page.locator("#answer").count(), page.locator("#near").input_value()) == (0, "")
    desk.context.close()

    desk = asked(browser, address)
    desk.page.get_by_role("link", name=desk.say("start_over")).click()
    desk.page.locator("#themes").wait_for()
    assert kept(desk.page) == ["liiku.shortlist"]
    desk.context.close()


def test_a_quick_exit_leaves_no_search_to_come_back_to(browser: Any, address: str) -> None:
    desk = asked(browser, address)
    page = desk.page
    page.route("https://www.hel.fi/", lambda route: route.fulfill(body="hel.fi"))
    open_second(desk)
    page.locator("[data-exit]").click()
    page.wait_for_url("https://www.hel.fi/")
    page.go_back()
    page.locator("#themes").wait_for()
    assert page.locator("#near").input_value() == ""
    assert kept(page) == []
    desk.context.close()


def test_without_scripts_the_link_back_bears_the_language_alone(browser: Any, address: str) -> None:
    desk = Desk(browser, address, "sv", has_scripts=False)
    desk.page.locator("#q").fill(WORD_IN["sv"])
    desk.page.locator(".asked-for button[name=search]").click()
    open_second(desk)
    back = desk.page.get_by_role("link", name=desk.say("back"))
    assert back.get_attribute("href") == "/?lang=sv"
    back.click()
    assert desk.page.locator("#q").input_value() == ""
    assert desk.traces() == []
    desk.context.close()


def test_results_with_a_list_fit_and_are_accessible(browser: Any, address: str) -> None:
    desk = asked(browser, address)
    page = desk.page
    for one in page.locator("#cards [data-shortlist-add]").all()[1:3]:
        one.click()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert sideways(page) <= 0
        assert violations(page) == []
    page.locator("#list-finish").click()
    assert violations(page) == []
    desk.context.close()
