"""The steward pages in a real browser, without JavaScript of ours: the whole way of a held run, a pair and a correction, at two widths.

Needs Playwright and a Chromium (`LIIKU_BROWSER`, else the one on the path). With `LIIKU_AXE` (the path of axe.min.js) accessibility is checked too;
with `LIIKU_SCREENSHOTS` (a folder) it leaves pictures there.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from liiku.serving import make_app
from tests.search_api.stewards import HALL, Office, town_with_a_held_run

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed here")
BROWSER = os.environ.get("LIIKU_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
AXE = os.environ.get("LIIKU_AXE")
SCREENSHOTS = os.environ.get("LIIKU_SCREENSHOTS")
WIDTHS = (320, 1280)
PAGES = ("", "/sources", "/runs", "/quarantine", "/duplicates", "/services?q=uimahalli", f"/services/{HALL}",
         f"/services/{HALL}/correct?pointer=/cost", f"/services/{HALL}/correct?pointer=/audiences", "/corrections", "/contradictions",
         "/stale", "/completeness", "/errors", "/decisions")  # fmt: skip
NAMES = {"": "home", PAGES[6]: "record", PAGES[7]: "correct", PAGES[8]: "correct-many"}

pytestmark = pytest.mark.skipif(BROWSER is None, reason="there is no Chromium here")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(town_with_a_held_run(tmp_path_factory.mktemp("town")), tmp_path_factory.mktemp("stewards"))


@pytest.fixture(scope="module")
def address(office: Office) -> Iterator[str]:
    """The application on a port of this machine."""
    server = uvicorn.Server(uvicorn.Config(make_app(office.steward.context), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.05)
    [socket] = server.servers[0].sockets[:1]
    yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, address: str) -> Iterator[Any]:
    context = chromium.new_context(base_url=address, locale="fi-FI", viewport={"width": 1280, "height": 900})
    found = context.new_page()
    found.set_default_timeout(30_000)
    yield found
    context.close()


def log_in(page: Any, office: Office) -> None:
    page.goto("/steward")
    page.get_by_label("Tunnisteesi").fill(office.steward.token)
    page.get_by_role("button", name="Kirjaudu").click()
    page.get_by_text("Kirjautuneena: Maija").wait_for()


def picture(page: Any, name: str) -> None:
    if SCREENSHOTS:
        page.screenshot(path=str(Path(SCREENSHOTS) / f"steward-{name}.png"), full_page=True)


def test_every_page_fits_a_narrow_and_a_wide_window_and_is_accessible(page: Any, office: Office) -> None:
    log_in(page, office)
    run = f"/runs/{office.held().id}"
    found = []
    for path in (*PAGES, run):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"/steward{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            picture(page, f"{NAMES.get(path, 'run' if path == run else path.partition('?')[0][1:])}-{width}")
            if AXE:
                page.evaluate(Path(AXE).read_text("utf-8"))
                told = page.evaluate("axe.run()")
                assert told["passes"]
                found += [
                    (path, width, one["id"], [node["html"][:120] for node in one["nodes"]])
                    for one in told["violations"]
                ]
    assert found == []


def test_a_steward_approves_settles_and_corrects_and_takes_it_back(page: Any, office: Office) -> None:
    log_in(page, office)
    page.get_by_role("link", name="linkedevents").click()
    page.get_by_role("heading", name="Miksi ajo pysähtyi").wait_for()
    page.get_by_label("Perustelu").fill("kausi on ohi")
    page.get_by_role("button", name="Julkaise tämä ajo").click()
    page.get_by_text("Ajo on julkaistu.").wait_for()

    page.get_by_role("link", name="Kaksoiskappaleet").click()
    page.get_by_label("Perustelu").first.fill("eri salit")
    page.get_by_role("button", name="Eri palvelut").first.click()
    page.get_by_text("Päätös on kirjattu.").wait_for()
    assert page.get_by_text("Tuolijumppa").count() == 0
    page.get_by_role("link", name="Päätökset").click()
    page.get_by_role("button", name="Kumoa").first.click()
    page.get_by_text("Päätös on kumottu.").wait_for()
    page.get_by_role("link", name="Kaksoiskappaleet").click()
    assert page.get_by_text("Tuolijumppa").count() > 0

    page.get_by_role("link", name="Tietueet").click()
    page.get_by_label("Nimi, tunniste tai osoite").fill("tprek:1")
    page.get_by_role("button", name="Etsi").click()
    page.get_by_role("link", name="Uimahalli 1").click()
    page.get_by_role("link", name="Korjaa: Hinta").click()
    page.get_by_label("Maksuton").check()
    page.get_by_label("Perustelu").fill("kysytty hallista")
    page.get_by_role("button", name="Tallenna korjaus").click()
    page.get_by_text("Korjaus on voimassa.").wait_for()
    page.get_by_role("link", name="Julkinen sivu").click()
    page.get_by_text("Maksuton").first.wait_for()
    assert "kysytty hallista" in page.content()
    assert "Maija" not in page.content()
    page.goto("/steward/corrections")
    picture(page, "corrections-one-1280")
    page.get_by_role("button", name="Päätä korjaus").click()
    page.get_by_text("Korjaus on päättynyt.").wait_for()
    page.goto(f"/services/{HALL}")
    assert page.get_by_text("Maksuton").count() == 0

    page.goto("/steward")
    page.get_by_role("button", name="Kirjaudu ulos").click()
    page.goto("/steward/decisions")
    page.get_by_label("Tunnisteesi").wait_for()
