"""`liiku import FILE --source NAME`: a list that a steward brings, as a run like any other. A file that cannot be read leaves no run."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from crawler.sources.filelist import KEPT, Brought, ListRun, bring, look, read_list
from indexer.publish import refuse_mixing
from indexer.run_folder import RunFolder
from liiku.context import Context
from liiku.crawl import next_start, note_crashed, publish_and_index, unseen
from liiku.locks import only_one
from liiku.progress import progress_of
from schemas.errors import ConfigError, SourceError
from schemas.run import Mode, Run
from schemas.source import Lifecycle, Source

HOW_TO_MAKE_ONE = """there is no source {name!r}. A list needs a YAML that says whose it is, {name}.yaml in {where}:

name: {name}
title: What the list is
spider: file
licence: CC BY 4.0
licence_url: https://creativecommons.org/licenses/by/4.0/
attribution: Who made the list
contact: somebody@example.org

docs/import.md says more. Lists and courses that can be imported now: {known}"""


def importable(context: Context, name: str) -> Source:
    """The source that a file is imported into. Raises ConfigError with what to do when there is none, or it is crawled."""
    known = [n for n, source in context.sources.items() if source.is_list or source.course_list]
    if name not in context.sources:
        where = "LIIKU_SOURCES_DIR" if context.settings.sources_dir else "crawler/sources (or in LIIKU_SOURCES_DIR)"
        raise ConfigError(HOW_TO_MAKE_ONE.format(name=name, where=where, known=", ".join(known) or "none"))
    source = context.sources[name]
    if name not in known:
        raise ConfigError(
            f"{name} is crawled; a list imported under its name would take the place of what it says. "
            f"Import under a name of its own: {', '.join(known) or 'make a YAML with `spider: file`'}"
        )
    if source.lifecycle is not Lifecycle.ACTIVE:
        raise SourceError(
            f"{name} is {source.lifecycle.value}: set `lifecycle: active` in {name}.yaml to import into it"
        )
    return source


def import_file(
    context: Context, path: Path, name: str, *, partial: bool, tell: Callable[[str], None], shows_progress: bool = False
) -> Run:
    """One run of a list. `partial`: rows that it does not have are not absent. `tell` hears how the file was read.

    Raises ConfigError (no such source), FileRefused (no run was begun), SourceLocked, SampleMixed.
    """
    source = importable(context, name)
    mode = Mode.INCREMENTAL if partial else Mode.FULL
    return _run(
        context,
        source,
        mode,
        lambda kept: bring(path, kept, most_bytes=source.limits.response_bytes),
        tell=tell,
        shows_progress=shows_progress,
    )


def is_import(folder: RunFolder) -> bool:
    """Whether a run's rows came in a file."""
    return (folder.path / KEPT).exists()


def replay_import(context: Context, folder: RunFolder, *, tell: Callable[[str], None]) -> Run:
    """Read the kept list of an earlier import again, as a new run. Raises as `import_file` does."""
    job = json.loads(folder.job_path.read_bytes())
    source = importable(context, job["source"])
    file = job["file"]

    def again(kept: Path) -> Brought:
        shutil.copyfile(folder.path / KEPT, kept)
        return Brought(file["name"], file["sha256"], file["bytes"])

    return _run(context, source, Mode(job["mode"]), again, tell=tell, replay_of=folder.path.name)


def _run(
    context: Context,
    source: Source,
    mode: Mode,
    fetch: Callable[[Path], Brought],
    *,
    tell: Callable[[str], None],
    shows_progress: bool = False,
    replay_of: str | None = None,
) -> Run:
    refuse_mixing(context.ledger.meta("sample"), is_sample=False)
    context.runs_dir.mkdir(parents=True, exist_ok=True)
    with (
        only_one(context.locks_dir, source.name, what="an import"),
        tempfile.TemporaryDirectory(prefix="import-", dir=context.settings.data_dir) as place,
    ):
        for lost in note_crashed(context, source.name):
            tell(f"{source.name}: run {lost.id} before this one did not end by itself: {lost.note}")
        kept = Path(place) / KEPT.name
        brought = fetch(kept)
        form = look(kept, brought, source)
        tell(
            f"{source.name}: {brought.name} is {form.words()} ({brought.size:,} bytes, SHA-256 {brought.sha256[:12]}…)"
        )
        started_at = next_start(context.ledger, source.name)
        folder = RunFolder(context.runs_dir / RunFolder.new_id(source.name, started_at))
        folder.create()
        shutil.move(kept, folder.path / KEPT)
        asked = ListRun(folder.path.name, mode, context.settings.clock(), started_at, replay_of)
        with progress_of(source.name, context.settings) if shows_progress else nullcontext(unseen) as see:
            read_list(folder, source, asked, brought, form, see=see)
        return publish_and_index(context, folder)
