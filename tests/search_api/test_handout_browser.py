"""The service page, the shortlist, the handout and the tray in a real browser: accessible at two widths, by keyboard, on paper; notes stay in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from liiku.context import Context
from tests.browser import NARROW, WIDE, WIDTHS, needs_browser, picture, served, sheets_of, sideways, violations
from tests.search_api.paper_town import BARE, GONE, LONG, paper_town

pytestmark = needs_browser
NOTE = "Bussi 57, pyydä Leilaa"


@pytest.fixture(scope="module")
def ids(sample: Context) -> list[str]:
    """Offerings with a name, of every kind of price."""
    return [row.id for row in sample.ledger.live_services() if orjson.loads(row.body)["state"] == "active"][::60][:7]


def add(page: Any, service: str) -> None:
    page.goto(f"/services/{service}?lang=fi")
    page.get_by_role("button", name="Lisää listalle").click()


def listed(page: Any) -> list[str]:
    return [str(a.get_attribute("href")).split("/")[2].partition("?")[0] for a in page.locator(".list-items a").all()]


def check(page: Any, path: str, name: str) -> list[Any]:
    found: list[Any] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path)
        assert sideways(page) <= 0, (path, width)
        found += [(path, width, *one) for one in violations(page)]
        if width == WIDE:
            picture(page, name)
    return found


def test_every_page_fits_a_narrow_and_a_wide_window_and_is_accessible(page: Any, ids: list[str]) -> None:
    found = check(page, f"/services/{ids[0]}?lang=fi", "service")
    found += check(page, f"/services/{ids[0]}/mistake?lang=fi", "mistake-facts")
    found += check(page, f"/services/{ids[0]}/mistake?fact=price&lang=fi", "mistake")
    found += check(page, f"/print?ids={','.join(ids)}&lang=fi", "handout")
    found += check(page, "/tray?lang=fi", "tray")
    found += check(page, "/accessibility?lang=fi", "accessibility")
    add(page, ids[0])
    add(page, ids[1])
    found += check(page, f"/services/{ids[0]}?lang=fi", "shortlist")
    assert found == []


def test_what_is_long_or_bare_or_gone_fits_too(browser: Any, tmp_path: Path) -> None:
    with served(paper_town(tmp_path).context) as address:
        page = browser.new_context(base_url=address).new_page()
        found = [
            one
            for path in (f"/services/{LONG}", f"/services/{BARE}", f"/print?ids={LONG},{GONE},{BARE}&lang=fi")
            for one in check(page, path, "odd")
        ]
        page.context.close()
    assert found == []


def test_a_shortlist_is_made_ordered_printed_with_notes_and_emptied(page: Any, ids: list[str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data or ''}"))
    for one in ids[:3]:
        add(page, one)
    status = page.locator(".list-status")
    assert "3/6" in status.text_content()
    assert listed(page) == ids[:3]
    page.locator(".list-items li").nth(2).get_by_role("button", name="Siirrä ylös").click()
    assert listed(page) == [ids[0], ids[2], ids[1]]
    assert page.evaluate("document.activeElement.dataset.act") == "up"
    page.locator(".list-items li").nth(1).get_by_role("button", name="Poista listalta").click()
    assert listed(page) == [ids[0], ids[1]]
    page.locator(".list-items textarea").first.fill(NOTE)
    page.get_by_role("link", name="Tee tuloste").click()
    page.locator(f"[data-note-for='{ids[0]}']").get_by_text(NOTE).wait_for()
    assert page.locator(f"[data-note-for='{ids[1]}']").is_hidden()
    page.go_back()
    page.get_by_role("button", name="Lopeta tämän asiakkaan kanssa").click()
    page.get_by_role("button", name="Kyllä, tyhjennä").click()
    assert listed(page) == []
    assert page.evaluate("sessionStorage.length") == 0
    assert [one for one in asked if "Leila" in one or "57" in one.partition("?")[2]] == []


def test_the_list_holds_six_and_says_so(page: Any, ids: list[str]) -> None:
    for one in ids:
        add(page, one)
    assert len(listed(page)) == 6
    assert "mahtuu 6" in page.locator(".list-status").text_content()


def test_the_list_works_by_keyboard_alone(page: Any, ids: list[str]) -> None:
    page.goto(f"/services/{ids[0]}?lang=fi")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.hasAttribute('data-shortlist-add')"):
            break
    page.keyboard.press("Enter")
    assert listed(page) == [ids[0]]
    page.locator("#list-finish").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Peruuta"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert listed(page) == []
    assert page.evaluate("document.activeElement.id") == "list-heading"


def test_leaving_warns_while_the_list_is_not_printed_and_our_own_links_do_not(page: Any, ids: list[str]) -> None:
    warned: list[str] = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    add(page, ids[0])
    page.get_by_role("link", name="Tietoa aineistosta").click()
    page.wait_for_url("**/about**")
    assert warned == []
    add(page, ids[1])
    page.goto("about:blank")
    assert warned[-1:] == ["beforeunload"]


def test_closing_the_tab_warns_while_the_list_is_not_printed_and_the_history_is_left_alone(
    page: Any, ids: list[str]
) -> None:
    warned: list[str] = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    page.goto(f"/services/{ids[0]}?lang=fi")
    before = page.evaluate("history.length")
    page.get_by_role("button", name="Lisää listalle").click()
    page.keyboard.press("Tab")
    page.evaluate("new Promise((done) => setTimeout(done, 50))")
    assert (page.evaluate("history.length"), page.evaluate("history.state")) == (before, None)
    with page.expect_event("dialog"):
        page.close(run_before_unload=True)
    assert warned == ["beforeunload"]


def test_without_javascript_a_service_is_printed_by_its_link(browser: Any, address: str, ids: list[str]) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/services/{ids[0]}?lang=fi")
    assert page.locator("[data-shortlist-add]").is_hidden()
    page.get_by_role("link", name="Tulosta tämä palvelu").click()
    assert page.locator(".entry").count() == 1
    context.close()


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_six_services_are_one_page_of_paper(page: Any, ids: list[str], lang: str) -> None:
    page.goto(f"/print?ids={','.join(ids[:6])}&lang={lang}")
    assert page.locator(".entry").count() == 6
    assert sheets_of(page) == 1


def test_targets_are_large_enough_to_hit(page: Any, ids: list[str]) -> None:
    page.set_viewport_size({"width": NARROW, "height": 900})
    add(page, ids[0])
    sizes = page.evaluate(
        "[...document.querySelectorAll('.list button, .list a')].map(e => e.getBoundingClientRect()).map(r => Math.min(r.width, r.height))"
    )
    assert min(sizes) >= 24
