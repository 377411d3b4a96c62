"""What happens when the machine fails us: each fault leaves what was published as it was, is said in a sentence, and is named by the doctor."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from indexer.catch_up import rebuild
from indexer.engines.generations import Generations
from indexer.ledger import Ledger
from indexer.publish import DONE, publish
from indexer.run_folder import RawResponse, RunFolder
from liiku.cli import main
from liiku.context import Context
from liiku.doctor import examine
from schemas.errors import DirectoryError, EngineUnavailable, FolderDamaged, LedgerError, LedgerLocked
from schemas.run import Run, RunState
from tests.conftest import client_of
from tests.feeds.towns import NOW
from tests.liiku.towns import Town, offers, settings_of

NOBODY = 65534
CHECKOUT = Path(__file__).parents[2]
SERVICE = "/v1/services/{}"
FEED = "/feeds/services?afterChangeNumber=0&limit=500"
SEARCH = "/v1/search?q=satutuokio"


@pytest.fixture
def town(tmp_path: Path) -> Town:
    made = Town(tmp_path / "town")
    made.publish("kulke", *range(1, 31))
    return made


def findings(context: Context, level: str = "wrong") -> dict[str, str]:
    """What the doctor finds, by check."""
    found: dict[str, str] = {}
    for name, one in examine(Context(context.settings)):
        if one.level == level:
            found[name] = f"{found.get(name, '')} {one.what} {one.do}"
    return found


def opened_impatiently(town: Town) -> Context:
    """The town opened by somebody who waits a tenth of a second for a lock."""
    here = Context(town.context.settings)
    here.ledger = Ledger(here.settings.ledger(), wait_s=0.1)
    return here


@contextmanager
def smallest_files(size: int) -> Iterator[None]:
    """No file may grow beyond this size, as on a full disk."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a small disk can only be mounted by root")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


# a full disk


def test_a_publication_that_finds_the_disk_full_changes_nothing_and_goes_through_when_there_is_room(town: Town) -> None:
    before, position = town.bodies(), town.context.ledger.position()
    folder = town.crawled("opisto", *(offers("opisto", number, "Lukupiiri" * 40) for number in range(40, 140)))
    size = (town.folder / "ledger.sqlite-wal").stat().st_size
    with smallest_files(size + 30_000), pytest.raises(Exception) as raised:  # noqa: PT011  # what the machine raises; told in words by the command line
        publish_quietly(town, folder)
    assert "disk" in str(raised.value).lower() or "large" in str(raised.value).lower()
    assert (town.bodies(), town.context.ledger.position()) == (before, position)
    assert publish_quietly(town, folder).state is RunState.PUBLISHED


def publish_quietly(town: Town, folder: RunFolder) -> Run:
    return publish(town.context.ledger, folder, town.context.sources, now=town.context.settings.clock())


def fill_up(ballast: Path) -> None:
    """Write until the disk has no room."""
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as stream:
        while stream.write(b"x" * 65536):
            pass
    with contextlib.suppress(OSError), ballast.open("ab", buffering=0) as stream:
        while stream.write(b"x"):
            pass


def test_on_a_full_disk_commands_say_so_in_a_sentence_and_searches_go_on(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    town = Town(small_disk / "town")
    town.publish("kulke", 1, 2, 3)
    held = town.crawled("opisto", *(offers("opisto", number, "Lukupiiri") for number in range(40, 400)))
    fill_up(small_disk / "ballast")
    for name, value in (
        ("DATA_DIR", town.folder),
        ("SOURCES_DIR", town.folder.parent / "sources"),
        ("NOW", NOW.isoformat()),
    ):
        monkeypatch.setenv(f"LIIKU_{name}", str(value))
    assert main(["publish", held.path.name]) == 1
    told = capsys.readouterr().err
    assert "disk is full" in told
    assert "Traceback" not in told
    assert client_of(town.context).get(SEARCH).status_code == 200
    assert "free" in findings(town.context)["data"]
    (small_disk / "ballast").unlink()
    assert main(["publish", held.path.name]) == 0


# a disk that cannot be written


@contextmanager
def seen_read_only(disk: Path, at: Path) -> Iterator[Path]:
    """A disk as it is where it is mounted read-only; it lies as after a power cut, while its writer has it open elsewhere."""
    at.mkdir()
    bound = subprocess.run(["mount", "--bind", str(disk), str(at)], capture_output=True, check=False)
    if bound.returncode:
        pytest.skip("a disk cannot be mounted a second time here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(at)], capture_output=True, check=True)
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)


def test_on_a_read_only_disk_all_that_reads_goes_on_and_the_doctor_names_it(small_disk: Path, tmp_path: Path) -> None:
    town = Town(small_disk / "town")
    town.publish("kulke", 1, 2, 3)
    with seen_read_only(small_disk, tmp_path / "view") as view:
        here = Context(settings_of(view / "town"))
        reads_on_and_writes_nothing(here, town)
        here.ledger.close()


@contextmanager
def without_rights() -> Iterator[None]:
    """This process as a user who may read everything here and write nothing."""
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another user")
def test_where_the_user_of_the_process_may_not_write_all_that_reads_goes_on_and_the_doctor_names_it() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        town = Town(Path(folder) / "town")
        town.publish("kulke", 1, 2, 3)
        client_of(town.context).get(SEARCH)  # what Python reads the first time, it reads as root
        for path in Path(folder).rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        here = Context(settings_of(town.folder))
        with without_rights():
            reads_on_and_writes_nothing(here, town)
        here.ledger.close()
        town.context.ledger.close()


def reads_on_and_writes_nothing(here: Context, town: Town) -> None:
    before = town.bodies()
    client = client_of(here)
    for path in (SEARCH, FEED, SERVICE.format(next(iter(before)))):
        assert client.get(path).status_code == 200, path
    with pytest.raises(DirectoryError) as raised:
        here.desk.crawl_now("kulke", who="Maija")
    assert "read-only" in str(raised.value)
    assert "Traceback" not in str(raised.value)
    found = findings(here)
    assert "cannot be written" in found["data"]
    assert "cannot be written" in found["file"]
    assert town.bodies() == before


# a ledger that somebody holds, or that is gone


def test_while_another_process_holds_the_ledger_it_is_503_with_retry_after_and_afterwards_all_is_well(
    town: Town,
) -> None:
    one = next(iter(town.bodies()))
    town.context.ledger.close()
    here = opened_impatiently(town)
    client = client_of(here)
    here.ledger.close()
    with closing(sqlite3.connect(town.folder / "ledger.sqlite", isolation_level=None)) as other:
        other.execute("pragma locking_mode = exclusive")
        other.execute("begin exclusive")
        for path in (FEED, SERVICE.format(one), "/ready"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "10"), path
            assert answer.headers["content-type"] == "application/problem+json"
            assert "sqlite" not in answer.text.lower()
        other.execute("rollback")
    assert client.get(FEED).status_code == 200


def test_a_publisher_that_meets_a_held_ledger_changes_nothing_and_the_doctor_names_it(town: Town) -> None:
    here = opened_impatiently(town)
    with closing(sqlite3.connect(town.folder / "ledger.sqlite", isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(LedgerLocked):
            here.desk.crawl_now("kulke", who="Maija")
        assert "another process" in findings(town.context, "note")["file"]
        assert client_of(here).get(FEED).status_code == 200
        other.execute("rollback")
    assert here.desk.crawl_now("kulke", who="Maija").state == "queued"
    assert "file" not in findings(town.context, "note")


def test_a_damaged_ledger_is_named_with_what_to_do(
    town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    town.context.ledger.close()
    path = town.folder / "ledger.sqlite"
    with path.open("r+b") as stream:
        stream.seek(4096)
        stream.write(os.urandom(path.stat().st_size - 4096))
    assert "rebuild --from-runs" in findings(town.context)["file"]
    for name, value in (("DATA_DIR", town.folder), ("SOURCES_DIR", town.folder.parent / "sources")):
        monkeypatch.setenv(f"LIIKU_{name}", str(value))
    assert main(["runs"]) == 1
    assert "Traceback" not in capsys.readouterr().err


# an engine that is gone


def test_without_its_engine_pages_of_services_and_the_feed_go_on_and_ready_says_no(town: Town) -> None:
    one = next(iter(town.bodies()))
    here = Context(settings_of(town.folder, engine="meilisearch", meili_url="http://127.0.0.1:9"))
    client = client_of(here)
    assert client.get(SERVICE.format(one)).status_code == 200
    assert client.get(FEED).status_code == 200
    assert client.get("/health").status_code == 200
    for path in (SEARCH, "/ready"):
        answer = client.get(path)
        assert (answer.status_code, "Retry-After" in answer.headers) == (503, True), path
    assert client.get("/ready").json()["engine"]["ok"] is False
    assert "127.0.0.1:9" in findings(here)["meilisearch"]


# an index half written


def test_a_half_written_generation_is_never_read_is_named_and_is_swept_away(town: Town) -> None:
    generations = Generations(town.folder / "index")
    half = generations.begin()
    (half / "text" / "segment").write_bytes(b"half")
    assert len(client_of(Context(town.context.settings)).get(SEARCH).json()["hits"]) > 0
    assert half.name in findings(town.context, "note")["index"]
    town.publish("opisto", 41)
    assert "index" not in findings(town.context, "note")


@pytest.mark.parametrize("lost", ["meta.json", "id.npy", "*"])
def test_an_index_that_lost_a_file_is_503_is_named_and_is_made_again(town: Town, lost: str) -> None:
    current = Generations(town.folder / "index").current()
    assert current is not None
    for path in [*current.glob(lost)] or [*current.glob("*.npy")][:1]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    here = Context(town.context.settings)
    assert client_of(here).get(SEARCH).status_code == 503
    assert "liiku index" in findings(here)["engine"]
    rebuild(here.ledger, here.engine)
    assert client_of(here).get(SEARCH).status_code == 200


# a run folder that is not as it was


def test_a_run_whose_items_were_cut_or_changed_fails_and_changes_nothing(town: Town) -> None:
    before = town.bodies()
    for damage in (lambda text: text[:-40], lambda text: text.replace(b"Satu", b"Tuta", 1)):
        folder = town.crawled("opisto", *(offers("opisto", number) for number in range(40, 45)))
        folder.items_path.write_bytes(damage(folder.items_path.read_bytes()))
        run = publish_quietly(town, folder)
        assert (run.state, "items.ndjson" in run.note) == (RunState.FAILED, True)
    assert town.bodies() == before


def test_a_kept_response_that_was_cut_is_named_by_replay_and_by_the_doctor(town: Town) -> None:
    items = [offers("kulke", number) for number in range(1, 31)]
    folder = town.crawled("kulke", *items)
    folder.keep(RawResponse("http://127.0.0.1/x", 200, {}, b"answer " * 500))
    folder.finish(folder.stats())  # type: ignore[arg-type]
    assert publish_quietly(town, folder).state is RunState.UNCHANGED
    (raw,) = (folder.path / "raw").glob("*.gz")
    raw.write_bytes(raw.read_bytes()[:-9])
    with pytest.raises(FolderDamaged, match=raw.name):
        folder.kept()
    assert folder.path.name in findings(town.context)["folders"]
    assert "crawl" in findings(town.context)["folders"]


def test_a_folder_without_readable_numbers_is_refused_in_words(town: Town) -> None:
    folder = town.crawled("opisto", offers("opisto", 41))
    folder.stats_path.write_text('{"run": ', "utf-8")
    with pytest.raises(FolderDamaged, match=r"stats\.json"):
        publish_quietly(town, folder)


# clocks


def test_a_clock_that_jumps_ahead_and_back_removes_nothing_and_no_age_is_negative(town: Town) -> None:
    before = town.bodies()
    for jump in (timedelta(days=400), timedelta(days=-400), timedelta(0)):
        there = Town(town.folder, now=NOW + jump)
        there.runs = town.runs = town.runs + 1
        folder = there.crawled("kulke", *(offers("kulke", number) for number in range(1, 31)))
        run = publish_quietly(there, folder)
        assert (run.state in DONE, run.counts.expired, run.counts.removed_absent) == (True, 0, 0)
        assert publish_quietly(there, there.crawled("kulke")).state is RunState.HELD
        assert set(there.bodies()) == set(before)
        ready = client_of(there.context).get("/ready").json()
        assert all(one["age_seconds"] is None or one["age_seconds"] >= 0 for one in ready["sources"].values())


def test_a_clock_that_is_fixed_or_was_ahead_is_named(town: Town) -> None:
    assert "LIIKU_NOW" in findings(town.context)["clock"]


# what only the ledger knows


def test_a_journal_that_cannot_be_written_is_named_and_the_act_stands(town: Town) -> None:
    path = town.folder / "journal.ndjson"
    path.unlink()
    path.mkdir()
    town.context.desk.crawl_now("kulke", who="Maija")
    town.publish("opisto", 41)
    path.rmdir()
    assert "journal lacks" in findings(town.context)["journal"]
    town.publish("opisto", 41, 42)
    assert "journal" not in findings(town.context)


def test_a_lost_data_directory_is_no_silent_emptiness(town: Town) -> None:
    town.context.ledger.close()
    client = client_of(town.context)
    shutil.rmtree(town.folder)
    answer = client.get("/ready")
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    with pytest.raises((LedgerError, EngineUnavailable, DirectoryError)):
        town.context.desk.crawl_now("kulke", who="Maija")
