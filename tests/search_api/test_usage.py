"""How the search is used: counts of codes by month, from ten on; and a client whose words, address and point are nowhere afterwards."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from indexer.ledger import Ledger
from indexer.usage_rows import LEAST, Cell, UsageRows
from liiku.context import Context
from schemas.errors import LedgerError
from schemas.query import SearchQuery, read_query
from search_api.usage.codes import DIMENSIONS, codes_of
from search_api.usage.counting import Usage
from search_api.web.themes import THEMES
from tests.conftest import client_of
from tests.crawler.upstreams import Directory
from tests.search_api.stewards import Office, town_with_a_held_run, words

NOW = datetime.fromisoformat("2026-11-24T09:00:00+02:00")
NOVEMBER = "2026-11"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    found = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    found.migrate()
    yield found
    found.close()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(town_with_a_held_run(tmp_path / "town"), tmp_path)


def counts(ledger: Ledger) -> dict[Cell, int]:
    with ledger.usage() as rows:
        return rows.all()


def codes(given: dict[str, Any], total: int = 5) -> set[tuple[str, str]]:
    query = SearchQuery.model_validate(given)
    return set(codes_of(query, (), total, districts=lambda: {"kallio": "Kallio", "berghäll": "Kallio"}))


def flush(client: TestClient) -> None:
    app: Any = client.app
    app.state.deps.usage.flush(app.state.deps.ledger, at=app.state.deps.now())


def test_a_search_is_counted_by_each_of_its_codes_and_by_none_of_its_words() -> None:
    assert codes({"q": "Matti", "category": ["sports/swimming"], "cost": ["free"], "accessibility": ["wheelchair,lift"]}) == {
        ("searches", "all"), ("searches", "with_words"), ("need", "water"), ("category", "sports/swimming"), ("cost", "free"),
        ("accessibility", "wheelchair"), ("accessibility", "lift"),
    }  # fmt: skip


def test_what_found_nothing_is_counted_by_need_and_by_category() -> None:
    found = codes({"category": ["sports/swimming"]}, total=0)
    assert found >= {("searches", "found_nothing"), ("nothing_need", "water"), ("nothing_category", "sports/swimming")}


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"district": ["Testikatu 1 A 5"]}, id="an address for a district"),
        pytest.param({"category": ["Matti"]}, id="words for a category"),
        pytest.param({"language": ["matti"]}, id="a language"),
        pytest.param({"age": 97}, id="an age"),
        pytest.param({"lat": 60.18412, "lon": 24.94961, "radius_m": 733}, id="a point"),
        pytest.param({"bbox": (24.9, 60.1, 25.0, 60.2)}, id="a box"),
        pytest.param({"max_price": 3.37}, id="a price"),
        pytest.param({"open_at": "2026-11-24T10:00:00+02:00"}, id="a moment"),
    ],
)
def test_what_is_on_no_closed_list_has_no_code(given: dict[str, Any]) -> None:
    assert {dimension for dimension, _ in codes(given)} == {"searches"}


def test_a_district_is_counted_by_the_trays_own_name_for_it_in_whatever_language_it_was_asked() -> None:
    assert ("district", "Kallio") in codes({"district": ["Berghäll"]}) & codes({"district": ["KALLIO"]})


def test_every_starting_point_is_known_again_by_its_filters() -> None:
    for theme in THEMES.values():
        found = set(codes_of(read_query(theme.filters), (), 5, districts=dict))
        assert ("need", theme.id) in found
        assert {dimension for dimension, _ in found} <= set(DIMENSIONS)


def test_nine_searches_never_reach_the_ledger_and_the_tenth_brings_them(ledger: Ledger) -> None:
    usage = Usage()
    for _ in range(LEAST - 1):
        usage.count([("cost", "free")], at=NOW)
    usage.flush(ledger, at=NOW)
    assert counts(ledger) == {}
    usage.count([("cost", "free")], at=NOW)
    usage.flush(ledger, at=NOW)
    usage.flush(ledger, at=NOW)
    assert counts(ledger) == {Cell(NOVEMBER, "cost", "free"): LEAST}
    usage.count([("cost", "free")], at=NOW)
    usage.flush(ledger, at=NOW)
    assert counts(ledger) == {Cell(NOVEMBER, "cost", "free"): LEAST + 1}


def test_what_did_not_become_ten_in_its_month_is_forgotten_with_the_month(ledger: Ledger) -> None:
    usage, later = Usage(), NOW + timedelta(days=30)
    for _ in range(LEAST - 1):
        usage.count([("cost", "free")], at=NOW)
    usage.flush(ledger, at=later)
    usage.count([("cost", "free")], at=NOW)
    usage.flush(ledger, at=later)
    assert counts(ledger) == {}


def test_a_month_ends_at_midnight_in_helsinki(ledger: Ledger) -> None:
    usage, last = Usage(), datetime.fromisoformat("2026-11-30T22:30:00+00:00")
    for _ in range(LEAST):
        usage.count([("cost", "free")], at=last)
    usage.flush(ledger, at=last)
    assert [cell.month for cell in counts(ledger)] == ["2026-12"]


def test_what_a_busy_ledger_did_not_take_is_kept_for_the_next_time(ledger: Ledger, tmp_path: Path) -> None:
    usage, closed = Usage(), Ledger(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    for _ in range(LEAST):
        usage.count([("cost", "free")], at=NOW)
    with pytest.raises(LedgerError):
        usage.flush(closed, at=NOW)
    closed.close()
    usage.flush(ledger, at=NOW)
    assert counts(ledger) == {Cell(NOVEMBER, "cost", "free"): LEAST}


def test_pages_and_the_interface_count_a_search_once_and_its_next_pages_not_at_all(office: Office) -> None:
    client = client_of(office.directory.context)
    first = client.post("/v1/search", json={"kind": ["event"], "cost": ["free", "unknown"], "limit": 2}).json()
    for _ in range(LEAST):
        client.post(
            "/v1/search",
            json={"kind": ["event"], "cost": ["free", "unknown"], "limit": 2, "cursor": first["next_cursor"]},
        )
    for _ in range(LEAST - 1):
        assert client.post("/", data={"cost": "free"}).status_code == 200
    flush(client)
    found = {(cell.dimension, cell.code): times for cell, times in counts(office.directory.context.ledger).items()}
    assert found[("searches", "all")] == LEAST
    assert found[("cost", "free")] == LEAST
    assert ("cost", "unknown") not in found


def test_nothing_is_counted_where_the_settings_say_so(office: Office) -> None:
    settings = office.directory.context.settings.model_copy(update={"usage": False})
    client = client_of(Context(settings))
    for _ in range(LEAST):
        client.post("/v1/search", json={"cost": ["free"]})
    flush(client)
    assert counts(office.directory.context.ledger) == {}


def test_the_application_brings_its_counts_to_the_ledger_when_it_ends(office: Office) -> None:
    with client_of(office.directory.context) as client:
        for _ in range(LEAST):
            client.post("/v1/search", json={"cost": ["free"]})
    assert (
        counts(office.directory.context.ledger)[Cell(f"{client.app.state.deps.now():%Y-%m}", "cost", "free")] == LEAST
    )  # type: ignore[attr-defined]  # FastAPI


def test_a_steward_reads_the_counts_on_a_page_and_as_a_sheet(office: Office) -> None:
    with office.directory.context.ledger.writing() as connection:
        rows = UsageRows(connection)
        rows.add(Cell(NOVEMBER, "accessibility", "wheelchair:partly"), 1234)
        rows.add(Cell(NOVEMBER, "need", "water"), 12)
        assert not rows.add(Cell(NOVEMBER, "need", "make"), 9)
    shown = words(office.steward.page("/steward/usage?lang=en"))
    assert "Wheelchair: partly accessible 1\u202f234" in shown or "Wheelchair: partly accessible 1 234" in shown
    assert "I move in water 12" in shown
    assert "I make something" not in shown
    told = office.steward.get("/steward/usage.csv?lang=en").text
    assert f"{NOVEMBER};need;water;I move in water;12" in told
    assert client_of(office.directory.context).get("/steward/usage").status_code == 404


def _everything_kept(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


def test_a_clients_words_address_and_point_are_nowhere_after_a_search(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="liiku")
    monkeypatch.setattr(logging.getLogger("liiku"), "propagate", True)  # the command line ends its way to the root
    directory = Directory(town_with_a_held_run(tmp_path / "town").context.settings.data_dir)
    word, street, lat, lon = "zyxmarkeri", "Qvarkkikatu 77", 60.187654, 24.912345
    with client_of(directory.context) as client:
        for _ in range(LEAST + 2):
            client.post("/v1/search", json={"q": f"{word} {street}", "lat": lat, "lon": lon, "district": [word]})
            client.post("/", data={"q": word, "near": street, "lat": str(lat), "lon": str(lon), "category": word})
            client.post("/v1/pins", json={"q": word, "lat": lat, "lon": lon})
            client.post("/v1/suggest", json={"q": word})
            client.post("/v1/places", json={"q": street})
            client.get("/v1/search", params={"q": word, "lat": lat, "lon": lon})
            client.get(f"/nowhere/{word}", params={"near": street})
        figures = client.get("/metrics").text
    assert counts(directory.context.ledger)
    marks = [word, "qvarkkikatu", "60.1876", "24.9123"]
    logged = " ".join(one.getMessage() for one in caplog.records if not one.name.startswith(("httpx", "asyncio")))
    assert "POST /v1/search 200" in logged
    said = "".join(capfd.readouterr()) + logged + figures + repr(counts(directory.context.ledger))
    assert [mark for mark in marks if mark in said.lower()] == []
    kept = list(_everything_kept(tmp_path))
    assert any(path.name == "ledger.sqlite" for path, _ in kept)
    assert [(path.name, mark) for path, body in kept for mark in marks if mark.encode() in body.lower()] == []
