"""The steward pages in a real browser, without JavaScript of ours: the whole way of a held run, a pair and a correction, at two widths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import WIDE, WIDTHS, needs_browser, picture, served, sideways, violations
from tests.search_api.stewards import HALL, Office, town_with_a_held_run

PAGES = ("", "/sources", "/runs", "/quarantine", "/duplicates", "/services?q=uimahalli", f"/services/{HALL}",
         f"/services/{HALL}/correct?pointer=/cost", f"/services/{HALL}/correct?pointer=/audiences", "/corrections", "/contradictions",
         "/stale", "/completeness", "/errors", "/decisions")  # fmt: skip
SHOWN = {"": "home", "/sources": "sources", "/quarantine": "quarantine", "/duplicates": "duplicates"}
"""The pages whose pictures stand in docs/; the held run's and the run report's beside them."""

pytestmark = needs_browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(town_with_a_held_run(tmp_path_factory.mktemp("town")), tmp_path_factory.mktemp("stewards"))


@pytest.fixture(scope="module")
def address(office: Office) -> Iterator[str]:
    with served(office.steward.context) as found:
        yield found


def log_in(page: Any, office: Office) -> None:
    page.goto("/steward")
    page.get_by_label("Tunnisteesi").fill(office.steward.token)
    page.get_by_role("button", name="Kirjaudu").click()
    page.get_by_text("Kirjautuneena: Maija").wait_for()


def test_every_page_fits_a_narrow_and_a_wide_window_and_is_accessible(page: Any, office: Office) -> None:
    log_in(page, office)
    run = f"/runs/{office.held().id}"
    found = []
    for path in (*PAGES, run):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"/steward{path}")
            assert sideways(page) <= 0, (path, width)
            found += [(path, width, *one) for one in violations(page)]
            shown = "run" if path == run else SHOWN.get(path)
            if shown and width == WIDE:
                picture(page, f"steward-{shown}")
    assert found == []


def test_the_report_of_a_run_fits_a_narrow_and_a_wide_window_and_is_accessible(page: Any, office: Office) -> None:
    report = office.steward.context.settings.data_dir / "runs" / office.held().id / "report.html"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(report.as_uri())
        assert sideways(page) <= 0, width
        assert violations(page) == []
    picture(page, "run-report")


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
    picture(page, "steward-corrections")
    page.get_by_role("button", name="Päätä korjaus").click()
    page.get_by_text("Korjaus on päättynyt.").wait_for()
    page.goto(f"/services/{HALL}")
    assert page.get_by_text("Maksuton").count() == 0

    page.goto("/steward")
    page.get_by_role("button", name="Kirjaudu ulos").click()
    page.goto("/steward/decisions")
    page.get_by_label("Tunnisteesi").wait_for()


def test_the_reports_of_mistakes_fit_a_narrow_and_a_wide_window_and_are_accessible(page: Any, office: Office) -> None:
    page.goto(f"/services/{HALL}/mistake?fact=price&lang=fi")
    page.locator("input[name=kind]").first.check()
    page.locator("form button[type=submit]").click()
    page.get_by_text("Kiitos").wait_for()
    log_in(page, office)
    page.goto("/steward/mistakes")
    assert page.locator("form[action*=mistakes]").count() > 0
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert sideways(page) <= 0, width
        assert violations(page) == []
