"""The command line: flat verbs over the rooms below. Every command says what it did in words; `--json` where something is listed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from indexer.catch_up import catch_up, rebuild
from indexer.faults import told_plainly
from indexer.sheet import sheet
from liiku import stewards
from liiku.compare import comparison_of, comparison_text
from liiku.completeness import completeness_rows, completeness_table
from liiku.context import Context
from liiku.corrections import correction_row, correction_table, end_correction, listed, make_correction
from liiku.crawl import TOLD_THE_UNITS, CrawlOptions, crawl, exit_code, outcome, publish_and_index
from liiku.due import crawl_due, next_words
from liiku.duplicates import STATES, found_pairs, pair_row, report, settle_pair, steward
from liiku.logs import set_up_logging
from liiku.show import error_table, print_json, quarantine_rows, run_table, show_run, source_rows
from liiku.webhook import announce
from liiku.worker import work
from schemas.errors import ConfigError, DirectoryError, RunUnknown
from schemas.run import Run, RunState
from schemas.settings import load_settings
from schemas.source import Lifecycle

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="LiiKu-tarjotin: Helsinki's service tray.",
    pretty_exceptions_enable=False,
)
Json = Annotated[bool, typer.Option("--json", help="machine-readable output")]


def context() -> Context:
    return Context(load_settings())


def _finish(runs: list[Run], as_json: bool, *, failed: bool = False) -> None:
    if as_json:
        print_json([run.model_dump(mode="json") for run in runs])
    for run in runs:
        print(outcome(run), file=sys.stderr if as_json else sys.stdout)
    codes = {exit_code(run) for run in runs}
    raise typer.Exit(1 if failed or 1 in codes else 3 if 3 in codes else 0)


@app.command("crawl")
def crawl_command(
    sources: Annotated[list[str] | None, typer.Argument(help="names of sources")] = None,
    all_sources: Annotated[bool, typer.Option("--all", help="every active source")] = False,
    base_url: Annotated[str | None, typer.Option(help="another server of the same shape (one source only)")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="stop after so many rows")] = None,
    full: Annotated[bool, typer.Option("--full", help="a full run even where an increment would do")] = False,
    no_publish: Annotated[bool, typer.Option("--no-publish", help="leave the run for `liiku publish`")] = False,
    due: Annotated[
        bool, typer.Option("--due", help="every source whose schedule says so, as a cron line asks")
    ] = False,
    as_json: Json = False,
) -> None:
    """Crawl sources, publish, index. Example: liiku crawl palvelukartta linkedevents"""
    here = context()
    set_up_logging(here.settings)
    if due:
        if sources or all_sources or base_url or limit or full or no_publish:
            raise typer.BadParameter("--due chooses sources and how by itself; give it alone")
        _crawl_due(here, as_json)
    names = list(sources or [])
    if all_sources:
        every = [
            n for n, s in here.sources.items() if s.lifecycle is Lifecycle.ACTIVE and not s.is_list and n not in names
        ]
        names += sorted(every, key=lambda name: here.sources[name].spider in TOLD_THE_UNITS)
    if not names:
        raise typer.BadParameter(f"name a source ({', '.join(here.sources)}), or give --all or --due")
    if base_url and len(names) != 1:
        raise typer.BadParameter("--base-url points one source at another server; name one source")
    for name in names:
        here.source(name)
    runs = []
    errors = []
    options = CrawlOptions(base_url=base_url, limit=limit, full=full, no_publish=no_publish, shows_progress=True)
    for name in names:
        try:
            runs.append(crawl(here, name, options))
        except ConfigError:
            raise
        except DirectoryError as error:
            errors.append(str(error))
    _tell(here, runs, errors, as_json)


def _crawl_due(here: Context, as_json: bool) -> None:
    runs, errors = crawl_due(here, shows_progress=True)
    if not runs and not errors:
        print(next_words(here, now=here.settings.clock()), file=sys.stderr if as_json else sys.stdout)
    _tell(here, runs, errors, as_json)


def _tell(here: Context, runs: list[Run], errors: list[str], as_json: bool) -> None:
    """What came of a crawl, for whoever asked and for the stewards."""
    announce(here, now=here.settings.clock())
    for sentence in errors:
        print(sentence, file=sys.stderr)
    _finish(runs, as_json, failed=bool(errors))


def _narrator(as_json: bool) -> Callable[[str], None]:
    """Who prints what is said on the way: beside machine-readable output it goes to stderr."""
    return lambda sentence: print(sentence, file=sys.stderr if as_json else sys.stdout)


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="CSV by the template, or JSON Lines (.jsonl)")],
    source: Annotated[str, typer.Option(help="whose list it is: a source with `spider: file`, or ilmonet")],
    partial: Annotated[bool, typer.Option("--partial", help="rows that the file does not have are kept")] = False,
    as_json: Json = False,
) -> None:
    """Import a steward's own list as a run like any other. Example: liiku import kerhot.csv --source kerhot"""
    from liiku.imports import import_file

    here = context()
    set_up_logging(here.settings)
    run = import_file(here, file, source, partial=partial, tell=_narrator(as_json), shows_progress=True)
    _tell(here, [run], [], as_json)


@app.command("worker")
def worker_command() -> None:
    """Crawl what is due and what stewards ask for, one source at a time, until SIGTERM. Example: liiku worker"""
    here = context()
    set_up_logging(here.settings)
    work(here)


@app.command("publish")
def publish_command(run: str, as_json: Json = False) -> None:
    """Publish a finished run. Example: liiku publish 20261122T120000Z-linkedevents-1a2b"""
    here = context()
    row = _row_of(here, run)
    if row is not None and row.state not in (RunState.CRAWLED, RunState.FAILED):
        raise RunUnknown(
            f"run {run} is {row.state.value}; only a crawled run can be published (a held one: `liiku approve {run}`)"
        )
    _finish([publish_and_index(here, here.run_folder(run))], as_json)


Why = Annotated[str, typer.Option(help="the reason, for whoever asks later")]
By = Annotated[str | None, typer.Option(help="who decides; unset: the user of this machine")]


@app.command()
def approve(run: str, why: Why = "", by: By = None, as_json: Json = False) -> None:
    """Publish a held run in spite of its guards. Example: liiku approve 20261122T120000Z-linkedevents-1a2b"""
    _finish([context().desk.approve(run, who=steward(by), why=why)], as_json)


@app.command()
def reject(run: str, why: Why, by: By = None) -> None:
    """Refuse a held run. Example: liiku reject 20261122T120000Z-linkedevents-1a2b --why "upstream lost its courses" """
    row = context().desk.reject(run, who=steward(by), why=why)
    print(f"{row.source}: run {run} rejected; what was published stays")


@app.command()
def replay(run: str, as_json: Json = False) -> None:
    """Normalise a run's kept responses again, as a new run, without fetching. Example: liiku replay 20261122T120000Z-palvelukartta-1a2b"""
    from liiku.imports import is_import, replay_import

    here = context()
    folder = here.run_folder(run)
    if is_import(folder):
        _tell(here, [replay_import(here, folder, tell=_narrator(as_json))], [], as_json)
    job = json.loads(folder.job_path.read_bytes())
    options = CrawlOptions(
        base_url=job["base_url"], limit=job["limit"], full=True, sample=job["sample"], replay_of=folder.path
    )
    _finish([crawl(here, job["source"], options)], as_json)


@app.command()
def runs(source: Annotated[str | None, typer.Argument()] = None, as_json: Json = False) -> None:
    """List runs, newest first. Example: liiku runs linkedevents"""
    here = context()
    if source:
        here.source(source)
    found = here.ledger.runs(source)
    if as_json:
        print_json([run.model_dump(mode="json") for run in found])
    else:
        print(run_table(found))


@app.command()
def show(run: str, as_json: Json = False) -> None:
    """One run: its numbers, its guards, what changed. Example: liiku show 20261122T120000Z-linkedevents-1a2b"""
    here = context()
    found = here.ledger.get_run(run)
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        print(show_run(here, found))


@app.command("compare")
def compare_command(a: str, b: str, as_json: Json = False) -> None:
    """Two runs of one source: what only one has, what changed by field. Example: liiku compare 20261121T120000Z-linkedevents-1a2b 20261122T120000Z-linkedevents-3c4d"""
    found = comparison_of(context(), a, b)
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        print(comparison_text(found))


@app.command("completeness")
def completeness_command(source: Annotated[str | None, typer.Argument()] = None, as_json: Json = False) -> None:
    """In how many offerings each value is stated, derived or unknown, and why unknown. Example: liiku completeness linkedevents"""
    rows = completeness_rows(context(), source)
    if as_json:
        print_json(rows)
    else:
        print(completeness_table(rows))


@app.command()
def quarantine(
    source: Annotated[str | None, typer.Argument()] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="a sheet for Excel")] = False,
    as_json: Json = False,
) -> None:
    """Rows that could not be read in each source's last run, and why. Example: liiku quarantine linkedevents"""
    rows = quarantine_rows(context(), source)
    if as_csv:
        sys.stdout.write(sheet(("run", "source", "source_id", "code", "path", "value", "url"), rows))
        return
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(
            f"{row['source']}  {row['source_id'] or '(page)'}  {row['code']}  {row['path'] or '/'}  {row['value']}  {row['url']}"
        )
    if not rows:
        print("nothing is in quarantine")


@app.command("errors")
def errors_command(
    name: Annotated[str | None, typer.Argument(help="one publisher: its id, or a part of its name")] = None,
    by_publisher: Annotated[bool, typer.Option("--publisher", help="a sheet for Excel, one row an error")] = False,
    as_json: Json = False,
) -> None:
    """What publishers should put right at the source, by publisher. Example: liiku errors --publisher ahjo:u48040050 > virheet.csv"""
    from indexer.publisher_errors import error_row, errors_sheet, publisher_errors

    here = context()
    found = publisher_errors(here.ledger, here.runs_dir, here.sources, publisher=name)
    if as_json:
        print_json([error_row(one) for one in found])
    elif by_publisher:
        sys.stdout.write(errors_sheet(found))
    else:
        print(error_table(found))


@app.command()
def duplicates(
    state: Annotated[str | None, typer.Option(help="open (waits for a steward), joined or separate")] = None,
    as_json: Json = False,
) -> None:
    """Pairs of offerings that are one, may be one, or belong to one centre, and why. Example: liiku duplicates --state open"""
    if state is not None and state not in STATES:
        raise typer.BadParameter(f"{state!r}; allowed: {', '.join(STATES)}", param_hint="--state")
    found = found_pairs(context(), state)
    if as_json:
        print_json([pair_row(view) for view in found])
    else:
        print(report(found))


Offering = Annotated[str, typer.Argument(help="our id, or the source's own (tprek:8215)")]


@app.command()
def join(one: Offering, other: Offering, why: Why, by: By = None) -> None:
    """Say that two offerings are one: the first of them by rule stays, the other leads there. Example: liiku join kulke:62001 lippupiste:11874402 --why "the same show" """
    _decide((one, other), "joined", why=why, by=by)


@app.command()
def separate(one: Offering, other: Offering, why: Why, by: By = None) -> None:
    """Say that two offerings are two, whatever a rule says. Example: liiku separate helsinki:a helsinki:b --why "two rooms" """
    _decide((one, other), "separate", why=why, by=by)


@app.command("undo-match")
def undo_match(one: Offering, other: Offering) -> None:
    """Take back what was decided about two offerings; the rules count again. Example: liiku undo-match helsinki:a helsinki:b"""
    print(settle_pair(context(), (one, other), "undone", who=steward(None), why=""))


def _decide(ids: tuple[str, str], decision: Literal["joined", "separate"], *, why: str, by: str | None) -> None:
    who = steward(by)
    if not why.strip() or not who:
        raise typer.BadParameter("say why, and who decides: a decision without them helps nobody later")
    print(settle_pair(context(), ids, decision, who=who, why=why.strip()))


@app.command()
def correct(
    offering: Annotated[str | None, typer.Argument(help="our id, or the source's own (tprek:8215)")] = None,
    pointer: Annotated[str | None, typer.Argument(help="where in the record, such as /cost")] = None,
    value: Annotated[str | None, typer.Argument(help="what is so; JSON for what has parts; null: not known")] = None,
    why: Why = "",
    until: Annotated[str, typer.Option(help="the last day, at most a year from now: 2027-06-30")] = "",
    end: Annotated[str | None, typer.Option(help="end the correction with this number instead")] = None,
    by: By = None,
) -> None:
    """Say what is so where the source is wrong, until a day. Example: liiku correct tprek:8215 /cost free --why "asked at the hall" --until 2027-06-30"""
    if end is not None:
        if offering is not None:
            raise typer.BadParameter("--end takes the number of a correction and nothing beside it but --why")
        print(end_correction(context(), end, who=steward(by), why=why))
        return
    if offering is None or pointer is None or value is None or not why.strip() or not until:
        raise typer.BadParameter("name the offering, the pointer and the value, and give --why and --until")
    print(make_correction(context(), offering, pointer, value, who=steward(by), why=why, until=until))


@app.command()
def corrections(as_json: Json = False) -> None:
    """What stewards corrected, until when, and where the source has caught up. Example: liiku corrections --json"""
    found = listed(context())
    if as_json:
        print_json([correction_row(one) for one in found])
    else:
        print(correction_table(found))


@app.command("steward")
def steward_command(
    what: Annotated[Literal["add", "remove", "list"], typer.Argument(help="what to do")],
    name: Annotated[str | None, typer.Argument(help="who; stands in the log of decisions")] = None,
) -> None:
    """Who may use the steward pages; a new token is printed once. Example: liiku steward add "Maija Meikäläinen" """
    here = context()
    if (name is None) != (what == "list"):
        raise typer.BadParameter("add and remove take a name, list none")
    if name is None:
        print("\n".join(stewards.names(here)) or "nobody is a steward yet")
    else:
        print(stewards.added(here, name) if what == "add" else stewards.removed(here, name))


@app.command()
def sources(as_json: Json = False) -> None:
    """The sources, their licences and their last runs. Example: liiku sources --json"""
    rows = source_rows(context())
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(
            f"{row['name']:<14} {row['health']['state']:<8} {row['licence']:<28.28} {row['last_run'] or 'never crawled'}"
        )
        if row["health"]["state"] not in ("ok", "never"):
            print(f"{'':<14} {row['health']['cause']}")


@app.command("new-source")
def new_source_command(name: str, url: str) -> None:
    """Look at an address and write the YAML of a source that reads it, paused. Example: liiku new-source kulttuuritalo https://www.example.org/sitemap.xml"""
    from liiku.new_source import new_source

    here = context()
    path, found = new_source(here.settings, here.sources_dir, name, url)
    print(
        f"{found.why}.\n{path} is written, paused. Look at it, then at `liiku try {name}`; then set `lifecycle: active`."
    )


@app.command("try")
def try_command(
    source: str,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="rows to read at most")] = 20,
    base_url: Annotated[str | None, typer.Option(help="another server of the same shape")] = None,
    as_json: Json = False,
) -> None:
    """Crawl a few rows and say what each would become; nothing is published or kept. Example: liiku try lipas --limit 5"""
    from liiku.try_source import as_data, as_words, try_source

    tried = try_source(context(), source, limit=limit, base_url=base_url)
    if as_json:
        print_json(as_data(tried))
    else:
        print(as_words(tried))
    raise typer.Exit(0 if tried.stats.collections[tried.stats.main_collection].rows else 1)


@app.command()
def index(
    rebuild_all: Annotated[bool, typer.Option("--rebuild", help="fill a new index and swap it in")] = False,
) -> None:
    """Bring the search index up to the ledger. Example: liiku index --rebuild"""
    here = context()
    count = rebuild(here.ledger, here.engine) if rebuild_all else catch_up(here.ledger, here.engine)
    print(
        f"{here.engine.name}: {count} services {'indexed' if rebuild_all else 'brought up to date'}, position {here.engine.position()}"
    )


@app.command("copy-ledger")
def copy_ledger_command(
    to: Annotated[str, typer.Argument(help="the address of an empty database; a password may stay in PGPASSWORD")],
    from_: Annotated[str | None, typer.Option("--from", help="unset: the ledger of the settings")] = None,
    as_json: Json = False,
) -> None:
    """Copy the whole ledger into another database, all or nothing, and compare both. Example: liiku copy-ledger postgresql+psycopg://liiku@db.example.org/liiku"""
    from liiku.move_ledger import move

    copied = move(from_ or load_settings().ledger(), to)
    if as_json:
        print_json([{"table": one.table, "rows": one.rows, "sha256": one.sha256} for one in copied])
    else:
        print("\n".join(f"{one.table:<14} {one.rows:>9}  {one.sha256[:16]}" for one in copied))
        print("Both ledgers hold the same. Now set LIIKU_LEDGER_URL to the new one, for every process.")


@app.command("doctor")
def doctor_command(as_json: Json = False) -> None:
    """What is wrong with this installation, why it matters and what to do; 0 when nothing is. Example: liiku doctor --json"""
    from liiku.doctor import as_data, as_words, examine, is_well

    found = examine(context())
    if as_json:
        print_json(as_data(found))
    else:
        print(as_words(found))
    raise typer.Exit(0 if is_well(found) else 1)


@app.command("backup")
def backup_command(
    file: Annotated[Path, typer.Argument(help="the file to write, such as liiku-2026-11-22.tar.gz")],
    with_runs: Annotated[bool, typer.Option("--with-runs", help="every run folder, with every kept response")] = False,
    with_stewards: Annotated[
        bool, typer.Option("--with-stewards", help="the stewards' file too: names and hashed tokens")
    ] = False,
) -> None:
    """Write everything that cannot be fetched again into one file, while others serve and publish. Example: liiku backup /srv/backup/liiku-2026-11-22.tar.gz"""
    from liiku.backup import backup

    made = backup(context(), file, with_runs=with_runs, with_stewards=with_stewards)
    print(
        f"{file}: {len(made.files)} files, the ledger at change {made.position}. `liiku restore {file}` brings it back"
    )


@app.command("restore")
def restore_command(file: Annotated[Path, typer.Argument(help="what `liiku backup` wrote")]) -> None:
    """Put a backup into an empty data directory and fill the index. Example: liiku restore liiku-2026-11-22.tar.gz"""
    from liiku.backup import STEWARDS
    from liiku.restore import restore

    here = context()
    found, behind = restore(here, file)
    print(
        f"{here.settings.data_dir}: {len(found.files)} files of {found.made_at:%Y-%m-%d %H:%M} UTC, the ledger at change {found.position}"
    )
    if STEWARDS in found.files:
        print(f"the stewards' file lies in it as {STEWARDS}; LIIKU_STEWARDS says where it is to be")
    if behind:
        print(f"the search is behind: {behind}", file=sys.stderr)
        raise typer.Exit(1)


@app.command("rebuild")
def rebuild_command(
    from_runs: Annotated[bool, typer.Option("--from-runs", help="make the ledger anew from the run folders")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="though there is a ledger; it stays under another name")
    ] = False,
    journal: Annotated[
        Path | None, typer.Option(help="another journal than the one beside the runs: journal.….ndjson")
    ] = None,
) -> None:
    """A lost or damaged ledger again from the run folders and the journal beside them, then the index. Example: liiku rebuild --from-runs --replace"""
    from liiku.rebuild import rebuild_from_runs

    if not from_runs:
        raise typer.BadParameter("say --from-runs; the index alone is made anew by `liiku index --rebuild`")
    done = rebuild_from_runs(context(), replace=replace, journal=journal)
    print(
        f"{done.runs} runs published again: {done.services} services, {done.decisions} decisions, {done.corrections} corrections. "
        "Restart what serves; readers of the feed will read everything once again"
    )
    if done.aside:
        print(f"the old ledger lies in {done.aside}")
    for name in done.unpublished:
        print(f"{name} was crawled and never published: `liiku publish {name}`")
    if not done.has_journal:
        print(
            "there is no journal: the order of the runs is that of their reports, and what stewards decided and corrected is lost",
            file=sys.stderr,
        )
    for name, why in done.lost.items():
        print(f"{name} could not be published again: {why}; crawl its source with --full", file=sys.stderr)
    raise typer.Exit(1 if done.lost or not done.has_journal else 0)


@app.command("export")
def export_command(
    folder: Annotated[Path, typer.Argument(help="a new folder, an empty one, or an earlier export")],
) -> None:
    """Write the open data as static files, for a CDN or a portal. Example: liiku export /srv/open-data"""
    from liiku.export import export
    from liiku.serving import deps_of

    here = context()
    done = export(here, deps_of(here), folder)
    print(f"{folder}: {done.files} files, {done.pages} feed pages, up to change number {done.change_number}")


@app.command()
def explain(
    kind: Annotated[str, typer.Argument(help="accessibility, age, audience_language, cost, location or registration")],
) -> None:
    """Say what the normalisers read in a snippet, and from what: JSON Lines on stdin. Example: liiku explain cost < snippets.jsonl"""
    from liiku.explain import explain_lines

    for line in explain_lines(kind, sys.stdin):
        print(line)


@app.command()
def serve(
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64)] = 1,
) -> None:
    """Serve the search, the pages and the feed. Example: liiku serve --port 8000"""
    from liiku.serving import run_server

    run_server(context(), host=host, port=port, workers=workers)


@app.command()
def up(
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="crawl and index only")] = False,
) -> None:
    """The sample city, end to end through the real crawler, then served. Example: liiku up --port 8000"""
    from liiku.up import bring_up

    raise typer.Exit(bring_up(port=port, serve=not no_serve))


def _row_of(here: Context, run: str) -> Run | None:
    try:
        return here.ledger.get_run(run)
    except RunUnknown:
        return None


def main(arguments: list[str] | None = None) -> int:
    """The entry point. Our own errors become one sentence: 2 for wrong usage or settings, 1 for the rest."""
    run: Callable[..., Any] = typer.main.get_command(app)
    try:
        with told_plainly():
            run(args=arguments, prog_name="liiku", standalone_mode=True)
    except ConfigError as error:
        print(f"liiku: {error}", file=sys.stderr)
        return 2
    except DirectoryError as error:
        print(f"liiku: {error}", file=sys.stderr)
        return 1
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def entry() -> None:
    sys.exit(main())


if __name__ == "__main__":
    entry()
