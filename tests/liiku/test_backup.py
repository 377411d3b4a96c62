"""A backup is made beside a publication and brings everything back, byte by byte; what is not whole, not ours or not wanted is refused."""

from __future__ import annotations

import io
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from liiku.backup import MANIFEST, STEWARDS, backup, last_backup
from liiku.checks.finding import Finding
from liiku.context import Context
from liiku.doctor import CHECKS
from liiku.restore import restore
from schemas.errors import BackupRefused
from schemas.run import RunState
from tests.conftest import client_of
from tests.liiku.towns import Town, bodies, counted, seen_from_outside, settings_of

CHECKOUT = Path(__file__).parents[2]
PUBLISHER = """
import sys
from pathlib import Path
from tests.liiku.towns import Town
town = Town(Path(sys.argv[1]))
town.runs = 50
print("begun", flush=True)
for number in range(int(sys.argv[2])):
    town.publish("kulke", *range(1, 8), title=("Tanssi", "Kuoro")[number % 2])
    print("published", flush=True)
"""
"""A process that publishes again and again: each time every offering of one publisher has another name."""


@pytest.fixture
def town(tmp_path: Path) -> Town:
    made = Town(tmp_path / "town")
    made.fill()
    return made


def names_in(file: Path) -> set[str]:
    with tarfile.open(file) as tar:
        return set(tar.getnames())


def repacked(file: Path, to: Path, *, change: str = "", drop: str = "", add: str = "", link: str = "") -> Path:
    """The same backup with one file changed, dropped or added."""
    with tarfile.open(file) as old, tarfile.open(to, "w:gz") as new:
        for member in old:
            stream = old.extractfile(member)
            assert stream
            text = stream.read()
            if member.name == drop:
                continue
            if member.name == change:
                text = text.replace(b"a", b"b", 1)
            new.addfile(member, io.BytesIO(text))
        if add:
            info = tarfile.TarInfo(add)
            info.size = 4
            new.addfile(info, io.BytesIO(b"evil"))
        if link:
            info = tarfile.TarInfo(link)
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            new.addfile(info)
    return to


def test_feed_and_searches_are_the_same_bytes_after_backup_and_restore(town: Town, tmp_path: Path) -> None:
    town.count_searches()
    before = seen_from_outside(town.context)
    made = backup(town.context, tmp_path / "b.tar.gz")
    back = Context(settings_of(tmp_path / "back"))
    manifest, behind = restore(back, tmp_path / "b.tar.gz")
    assert (manifest, behind) == (made, "")
    assert seen_from_outside(back) == before
    assert bodies(back) == town.bodies()
    assert counted(back) == counted(town.context) == {"2026-10": 41, "2026-11": 12}
    assert [run.state for run in back.ledger.runs()] == [run.state for run in town.context.ledger.runs()]
    with back.ledger.decisions() as mine, town.context.ledger.decisions() as theirs:
        assert mine.listed() == theirs.listed() != []
    last = last_backup(town.context)
    assert last is not None
    assert last.position == town.context.ledger.position()


def test_a_restored_tray_goes_on_a_held_run_can_be_approved_in_it(town: Town, tmp_path: Path) -> None:
    backup(town.context, tmp_path / "b.tar.gz")
    back = Context(settings_of(tmp_path / "back"))
    restore(back, tmp_path / "b.tar.gz")
    held = next(run for run in back.ledger.runs() if run.state is RunState.HELD)
    assert back.desk.approve(held.id, who="Maija", why="it is so").state is RunState.PUBLISHED


def test_a_backup_beside_a_publishing_process_is_one_moment_whole(town: Town, tmp_path: Path) -> None:
    client = client_of(town.context)
    command = [sys.executable, "-c", PUBLISHER, str(town.folder), "12"]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as publisher:
        assert publisher.stdout
        publisher.stdout.readline()
        made = []
        for number in range(4):
            publisher.stdout.readline()
            made.append(backup(town.context, tmp_path / f"{number}.tar.gz").position)
            assert client.get("/v1/search?limit=1").status_code == 200
        assert publisher.wait(100) == 0
    assert made == sorted(made)
    assert len(set(made)) > 1
    for number in (0, 3):
        back = Context(settings_of(tmp_path / f"back{number}"))
        restore(back, tmp_path / f"{number}.tar.gz")
        names = [body for source_id, body in bodies(back).values() if source_id.startswith("kulke:")]
        assert len({("Tanssi" in body, "Kuoro" in body) for body in names}) == 1
        assert back.ledger.position() == made[number]


def test_the_doctor_remarks_what_a_default_backup_leaves_out_and_calls_it_not_wrong(town: Town, tmp_path: Path) -> None:
    town.publish("kulke", *range(1, 8), title="Kuoro")
    for name, with_runs in (("small", False), ("large", True)):
        backup(town.context, tmp_path / f"{name}.tar.gz", with_runs=with_runs)
    small, large = (Context(settings_of(tmp_path / name)) for name in ("small", "large"))
    for back in (small, large):
        restore(back, tmp_path / f"{back.settings.data_dir.name}.tar.gz")
    assert {one.level for one in run_findings(large)} == {"ok"}
    (left_out,) = [one for one in run_findings(small) if one.level != "ok"]
    assert left_out.level == "note"
    for word in ("--with-runs", "rebuild --from-runs", "replay"):
        assert word in f"{left_out.what} {left_out.why}"
    shutil.rmtree(max(small.runs_dir.iterdir()))
    assert any(one.level == "wrong" and "without a folder" in one.what for one in run_findings(small))


def run_findings(here: Context) -> list[Finding]:
    return list(CHECKS["runs"](Context(here.settings)))


def test_secrets_and_responses_go_in_only_when_asked_for(town: Town, tmp_path: Path) -> None:
    stewards = tmp_path / "stewards.yaml"
    stewards.write_text("- name: Maija\n", "utf-8")
    here = Context(settings_of(town.folder, stewards=stewards))
    run = here.ledger.runs()[-1].id
    (here.runs_dir / run / "raw" / "x.gz").write_bytes(b"x")
    backup(here, tmp_path / "small.tar.gz")
    backup(here, tmp_path / "large.tar.gz", with_runs=True, with_stewards=True)
    small, large = names_in(tmp_path / "small.tar.gz"), names_in(tmp_path / "large.tar.gz")
    assert {STEWARDS, f"runs/{run}/raw/x.gz"} <= large - small
    assert small < large
    assert (tmp_path / "small.tar.gz").stat().st_mode & 0o077 == 0
    restore(Context(settings_of(tmp_path / "back")), tmp_path / "large.tar.gz")
    assert (tmp_path / "back" / STEWARDS).read_text("utf-8") == "- name: Maija\n"


def test_a_backup_overwrites_nothing_and_leaves_nothing_beside_it(town: Town, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    backup(town.context, folder / "b.tar.gz")
    with pytest.raises(BackupRefused, match="there already"):
        backup(town.context, folder / "b.tar.gz")
    assert [path.name for path in folder.iterdir()] == ["b.tar.gz"]


def test_another_database_is_left_to_its_own_tool(tmp_path: Path) -> None:
    here = Context(settings_of(tmp_path / "x", ledger_url="postgresql+psycopg://liiku@127.0.0.1:9/liiku"))
    with pytest.raises(BackupRefused, match="pg_dump"):
        backup(here, tmp_path / "b.tar.gz")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"change": "journal.ndjson"}, "journal.ndjson is not as it was"),
        ({"change": "ledger.sqlite"}, "ledger.sqlite is not as it was"),
        ({"drop": "journal.ndjson"}, "journal.ndjson is not as it was"),
        ({"drop": MANIFEST}, "not whole"),
        ({"add": "runs/a/b"}, "stands where nothing may"),
        ({"add": "../outside"}, "no backup of ours"),
        ({"add": "/tmp/outside"}, "no backup of ours"),
        ({"add": "runs/../../outside"}, "no backup of ours"),
        ({"link": "runs/a/link"}, "no backup of ours"),
    ],
)
def test_what_is_damaged_or_leads_outside_is_refused_and_nothing_is_left(
    town: Town, tmp_path: Path, wrong: dict[str, str], told: str
) -> None:
    backup(town.context, tmp_path / "b.tar.gz")
    bad = repacked(tmp_path / "b.tar.gz", tmp_path / "bad.tar.gz", **wrong)
    with pytest.raises(BackupRefused, match=told):
        restore(Context(settings_of(tmp_path / "back")), bad)
    assert list((tmp_path / "back").iterdir()) == []
    assert not (tmp_path / "outside").exists()


def test_half_a_file_and_no_backup_at_all_are_refused(town: Town, tmp_path: Path) -> None:
    whole = tmp_path / "b.tar.gz"
    backup(town.context, whole)
    half = tmp_path / "half.tar.gz"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    (tmp_path / "text").write_text("hello", "utf-8")
    for file in (half, tmp_path / "text", tmp_path / "missing"):
        with pytest.raises(BackupRefused):
            restore(Context(settings_of(tmp_path / "back")), file)
    restore(Context(settings_of(tmp_path / "back")), whole)


def test_a_folder_that_holds_something_is_not_restored_into(town: Town, tmp_path: Path) -> None:
    backup(town.context, tmp_path / "b.tar.gz")
    before = town.bodies()
    with pytest.raises(BackupRefused, match="not empty"):
        restore(town.context, tmp_path / "b.tar.gz")
    assert town.bodies() == before


def test_a_backup_of_a_newer_program_is_refused(town: Town, tmp_path: Path) -> None:
    town.context.ledger.close()
    with closing(sqlite3.connect(town.folder / "ledger.sqlite")) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
        connection.commit()
    backup(town.context, tmp_path / "b.tar.gz")
    with pytest.raises(BackupRefused, match="9999"):
        restore(Context(settings_of(tmp_path / "back")), tmp_path / "b.tar.gz")
