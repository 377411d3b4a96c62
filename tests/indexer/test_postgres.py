"""The ledger in PostgreSQL: what only a server has, moving there, and that everything comes out as it does in SQLite. Tests of other folders run again over it in tests/on_postgres."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from indexer import ledger as ledgers
from indexer.catch_up import catch_up
from indexer.dumps import GEOJSON, JSONL, dump_folder, ready_dump
from indexer.ledger import Ledger
from indexer.tables import metadata
from liiku.cli import main
from liiku.context import Context
from liiku.move_ledger import copy_ledger, digest
from schemas.errors import LedgerError, LedgerLocked
from tests.conftest import SAMPLE_NOW, client_of
from tests.feeds.towns import NOW, Town, offering
from tests.postgres import Server

SECRET = "hyshys"
NOWHERE = f"postgresql+psycopg://liiku:{SECRET}@127.0.0.1:1/tarjotin"


@pytest.fixture
def ledger(postgres: Server) -> Iterator[Ledger]:
    found = Ledger(postgres.url(postgres.new()))
    yield found
    found.close()


def migrated(url: str) -> Ledger:
    ledger = Ledger(url)
    ledger.migrate()
    return ledger


def everything(ledger: Ledger) -> dict[str, tuple[int, str]]:
    """Of each table the number of its rows and their hash."""
    with ledger.engine.connect() as connection:
        found = [digest(table, connection) for table in metadata.sorted_tables]
    return {one.table: (one.rows, one.sha256) for one in found}


# The tables


def test_text_is_of_any_length_and_ordered_by_its_bytes_and_change_numbers_are_wide(ledger: Ledger) -> None:
    statement = (
        "select table_name, column_name, data_type, collation_name from information_schema.columns"
        " where table_schema = current_schema() and table_name <> 'alembic_version'"
    )
    with ledger.engine.connect() as connection:
        rows = connection.execute(text(statement)).all()
    assert [row for row in rows if row.data_type == "character varying"] == []
    assert [row for row in rows if row.data_type == "text" and row.collation_name != "C"] == []
    wide = {(row.table_name, row.column_name) for row in rows if row.data_type == "bigint"}
    assert wide >= {("service", "seq"), ("change", "seq"), ("counter", "value")}
    assert {row.table_name for row in rows} == set(metadata.tables)


def test_several_machines_may_start_at_once_on_an_empty_database(postgres: Server) -> None:
    machines = [Ledger(postgres.url(postgres.empty()))]
    machines += [Ledger(machines[0].url.render_as_string(hide_password=False)) for _ in range(2)]
    wrongs: list[BaseException] = []

    def start(machine: Ledger) -> None:
        try:
            machine.migrate()
        except BaseException as error:
            wrongs.append(error)

    threads = [threading.Thread(target=start, args=(machine,)) for machine in machines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrongs == []
    assert [machine.position() for machine in machines] == [0, 0, 0]
    for machine in machines:
        machine.close()


# One publisher


def test_a_second_publisher_waits_and_then_says_that_another_is_at_work(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledgers, "WAIT_S", 0.05)
    with (
        ledger.publishing(),
        pytest.raises(LedgerLocked, match="another publisher is at work"),
        ledger.publishing(),
    ):
        pass
    with ledger.publishing() as publication:
        publication.set_meta("sample", "no")
    assert ledger.meta("sample") == "no"


def test_readers_see_a_whole_publication_or_nothing_of_it(ledger: Ledger) -> None:
    with ledger.publishing() as publication:
        publication.set_meta("sample", "no")
        assert ledger.meta("sample") is None
    assert ledger.meta("sample") == "no"


def test_a_publisher_that_is_killed_leaves_no_lock_and_nothing_half_written(ledger: Ledger) -> None:
    program = (
        "import sys, time; from indexer.ledger import Ledger\n"
        f"with Ledger({ledger.url.render_as_string(hide_password=False)!r}).publishing() as publication:\n"
        "    publication.set_meta('sample', 'yes'); print('in', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as one:
        assert one.stdout is not None
        assert one.stdout.readline() == b"in\n"
        os.kill(one.pid, signal.SIGKILL)
    with ledger.publishing() as publication:
        assert publication.meta("sample") is None


def test_a_server_that_was_restarted_under_us_is_asked_again(ledger: Ledger, postgres: Server) -> None:
    assert ledger.position() == 0
    postgres.run(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{ledger.url.database}'")
    assert ledger.position() == 0


# An address that cannot be


@pytest.mark.parametrize(("address", "said"), [
    (NOWHERE, "cannot be reached"),
    (f"postgresql+psycopg://@127.0.0.1:1/tarjotin?user=liiku&password={SECRET}", "cannot be reached"),
    (f"postgresql://liiku:{SECRET}@127.0.0.1/tarjotin", "'postgresql' cannot be used"),
    (f"mysql://liiku:{SECRET}@127.0.0.1/tarjotin", "'mysql' cannot be used"),
    (f"liiku:{SECRET}@127.0.0.1", "no address of a database"),
    (f"postgresql+psycopg://liiku:{SECRET}@127.0.0.1:port/tarjotin", "no address of a database"),
])  # fmt: skip
def test_an_address_that_cannot_be_used_is_one_sentence_without_the_password(
    address: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LIIKU_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LIIKU_LEDGER_URL", address)
    assert main(["runs"]) == 1
    [sentence] = capsys.readouterr().err.strip().splitlines()
    assert said in sentence
    assert SECRET not in sentence


def test_a_database_that_cannot_hold_every_letter_is_refused(postgres: Server) -> None:
    postgres.run("create database latin encoding 'LATIN1' locale_provider libc locale 'C' template template0")
    postgres.made.append("latin")
    with pytest.raises(LedgerError, match="holds text as LATIN1"):
        migrated(postgres.url("latin"))


# Moving


@pytest.fixture
def town(tmp_path: Path) -> Town:
    town = Town(tmp_path / "town")
    town.publish("kulke", *(offering("kulke", n, "Ääniä Örössä 🎻") for n in range(1, 6)))
    town.publish("opisto", offering("opisto", 1, "Ääniä Örössä 🎻"), offering("opisto", 6))
    town.publish("kulke", gone=["kulke:3"])
    with town.ledger.deciding() as decisions:
        decisions.put("crawl", "kulke 1", who="Maija", why="", at=NOW)
    return town


def test_a_moved_ledger_holds_the_same_in_every_table_and_goes_on_from_there(town: Town, ledger: Ledger) -> None:
    copied = copy_ledger(town.ledger, ledger)
    assert everything(ledger) == everything(town.ledger) == {one.table: (one.rows, one.sha256) for one in copied}
    newest = town.ledger.position()
    with ledger.deciding() as decisions:
        assert decisions.put("crawl", "kulke 2", who="Maija", why="", at=NOW) == 2
    town.ledger = ledger
    town.publish("seura", offering("seura", 7))
    assert ledger.position() == newest + 1


def test_it_can_be_moved_back(town: Town, ledger: Ledger, tmp_path: Path) -> None:
    copy_ledger(town.ledger, ledger)
    home = Ledger(f"sqlite:///{tmp_path / 'home' / 'ledger.sqlite'}")
    copy_ledger(ledger, home)
    assert everything(home) == everything(town.ledger)
    home.close()


def test_nothing_is_moved_into_a_ledger_that_holds_something(town: Town, ledger: Ledger) -> None:
    with ledger.publishing() as publication:
        publication.set_meta("sample", "no")
    with pytest.raises(LedgerError, match=r"is not empty \(meta\)"):
        copy_ledger(town.ledger, ledger)
    assert ledger.position() == 0


def test_what_comes_out_otherwise_than_it_went_in_is_not_kept(town: Town, ledger: Ledger) -> None:
    with ledger.engine.begin() as connection:
        connection.execute(
            text("create function lose() returns trigger language plpgsql as 'begin new.why = ''?''; return new; end'")
        )
        connection.execute(text("create trigger lose before insert on decision for each row execute function lose()"))
    with pytest.raises(LedgerError, match="decision: 1 rows were copied and 1 read back, and they are not the same"):
        copy_ledger(town.ledger, ledger)
    assert ledger.position() == 0


def test_the_command_moves_a_ledger_and_says_what_it_moved(
    town: Town, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LIIKU_DATA_DIR", str(town.folder))
    assert main(["copy-ledger", ledger.url.render_as_string(hide_password=False)]) == 0
    assert "service" in capsys.readouterr().out
    assert everything(ledger) == everything(town.ledger)
    assert main(["copy-ledger", ledger.url.render_as_string(hide_password=False)]) == 1


# The sample city


def served_from(url: str, sample: Context, folder: Path) -> Context:
    """The sample city out of a ledger, with an index of its own."""
    context = Context(sample.settings.model_copy(update={"data_dir": folder, "ledger_url": url}))
    catch_up(context.ledger, context.engine)
    return context


def test_the_sample_city_is_served_from_postgresql_byte_for_byte_as_from_sqlite(
    sample: Context, ledger: Ledger, tmp_path: Path
) -> None:
    copy_ledger(sample.ledger, ledger)
    cities = [
        served_from(one.url.render_as_string(hide_password=False), sample, tmp_path / one.url.get_backend_name())
        for one in (sample.ledger, ledger)
    ]
    files = []
    for context in cities:
        folder = dump_folder(context.settings.data_dir)
        dump = ready_dump(context.ledger, folder, public_url=context.settings.public_url, now=SAMPLE_NOW)
        files.append([(folder / dump.folder / name).read_bytes() for name in (JSONL, GEOJSON)])
    assert files[0] == files[1]
    here, there = (client_of(context) for context in cities)
    [known] = here.get("/v1/search", params={"limit": 1}).json()["hits"]
    for path in (
        "/v1/search?q=uinti&limit=20", "/v1/search?cost=free&accessibility=wheelchair&facets=cost&limit=20",
        "/v1/pins", "/v1/facets", f"/v1/services/{known['id']}", "/feeds/services", "/hsds/services?per_page=10", "/v1/suggest?q=jum&lang=fi",
    ):  # fmt: skip
        one, other = here.get(path), there.get(path)
        assert (one.status_code, one.content) == (200, other.content), path
