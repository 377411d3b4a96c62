"""A real browser for tests: Debian's Chromium by Playwright, axe-core with every rule, the application on a port of this machine.

`LIIKU_BROWSER` names another Chromium; with `LIIKU_SCREENSHOTS` (a folder, `docs/` for those shown there) tests leave pictures.
"""

from __future__ import annotations

import os
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


def picture(page: Any, name: str) -> None:
    """Leaves a picture of the whole page when pictures are asked for."""
    if SCREENSHOTS:
        page.screenshot(path=str(Path(SCREENSHOTS) / f"{name}.png"), full_page=True)
