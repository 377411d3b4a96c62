"""A real browser for tests: Debian's Chromium by Playwright, axe-core with every rule, the application on a port of this machine.

`LIIKU_BROWSER` names another Chromium; with `LIIKU_SCREENSHOTS` (a folder, `docs/` for those shown there) tests leave pictures.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from liiku.context import Context
from liiku.serving import make_app
from search_api.web import vendor

BROWSER = os.environ.get("LIIKU_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
AXE = vendor.FOLDER / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = os.environ.get("LIIKU_SCREENSHOTS")
WIDTHS = (320, 1280)
NARROW, WIDE = WIDTHS
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
needs_browser = pytest.mark.skipif(BROWSER is None, reason="there is no Chromium here: apt-get install chromium")


@contextmanager
def served(context: Context) -> Iterator[str]:
    """The address of the application over a context, on a port of this machine."""
    server = uvicorn.Server(uvicorn.Config(make_app(context), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.05)
    [socket] = server.servers[0].sockets[:1]
    yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def chromium() -> Iterator[Any]:
    """A running browser. Skips where Playwright is missing."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed here")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser for the tests of a module."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def address(sample: Context) -> Iterator[str]:
    """The address of the application over the sample city."""
    with served(sample) as found:
        yield found


def opened(browser: Any, address: str, *, width: int = WIDE, **more: Any) -> Any:
    """An empty page of a browser of its own, Finnish and of a width. Close its `context`."""
    settings = {"locale": "fi-FI", "viewport": {"width": width, "height": 900}} | more
    page = browser.new_context(base_url=address, **settings).new_page()
    page.set_default_timeout(30_000)
    return page


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """An empty page for one test."""
    found = opened(browser, address)
    yield found
    found.context.close()


def sheets_of(page: Any) -> int:
    """How many sheets of paper a page is, printed."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def violations(page: Any) -> list[tuple[str, list[str]]]:
    """What axe-core finds wrong on a page, with no rule disabled: (rule, the first of the elements)."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed here: make install")
    page.evaluate(AXE.read_text("utf-8"))  # evaluate() works under a strict CSP, a script tag would not
    told = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS)
    assert told["passes"]
    return [(one["id"], [node["html"][:160] for node in one["nodes"][:5]]) for one in told["violations"]]


def sideways(page: Any) -> int:
    """By how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def drawn(page: Any) -> None:
    """Waits until the page, and the ground of its map where one is shown, is drawn."""
    page.wait_for_load_state("networkidle")
    page.locator("#map-box:not([hidden]) #map:not([data-ground])").wait_for(state="detached")


def picture(page: Any, name: str) -> None:
    """Leaves a picture of the whole page when pictures are asked for."""
    if SCREENSHOTS:
        drawn(page)
        page.screenshot(path=str(Path(SCREENSHOTS) / f"{name}.png"), full_page=True)
