"""The command line: flat verbs over the rooms below. Every command says what it did in words; `--json` where something is listed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from indexer.catch_up import catch_up, rebuild
from liiku.completeness import completeness_rows, completeness_table
from liiku.context import Context
from liiku.crawl import CrawlOptions, crawl, exit_code, outcome, publish_and_index
from liiku.explain import explain_lines
from liiku.show import print_json, quarantine_rows, run_table, show_run, source_rows
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


def _finish(runs: list[Run], as_json: bool) -> None:
    if as_json:
        print_json([run.model_dump(mode="json") for run in runs])
    for run in runs:
        print(outcome(run), file=sys.stderr if as_json else sys.stdout)
    codes = {exit_code(run) for run in runs}
    raise typer.Exit(1 if 1 in codes else 3 if 3 in codes else 0)


@app.command("crawl")
def crawl_command(
    sources: Annotated[list[str] | None, typer.Argument(help="names of sources")] = None,
    all_sources: Annotated[bool, typer.Option("--all", help="every active source")] = False,
    base_url: Annotated[str | None, typer.Option(help="another server of the same shape (one source only)")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="stop after so many rows")] = None,
    full: Annotated[bool, typer.Option("--full", help="a full run even where an increment would do")] = False,
    no_publish: Annotated[bool, typer.Option("--no-publish", help="leave the run for `liiku publish`")] = False,
    as_json: Json = False,
) -> None:
    """Crawl sources, publish, index. Example: liiku crawl palvelukartta linkedevents"""
    here = context()
    names = list(sources or [])
    if all_sources:
        names += [n for n, s in here.sources.items() if s.lifecycle is Lifecycle.ACTIVE and n not in names]
    if not names:
        raise typer.BadParameter(f"name a source ({', '.join(here.sources)}) or give --all")
    if base_url and len(names) != 1:
        raise typer.BadParameter("--base-url points one source at another server; name one source")
    for name in names:
        here.source(name)
    runs = []
    errors = []
    for name in names:
        try:
            runs.append(
                crawl(here, name, CrawlOptions(base_url=base_url, limit=limit, full=full, no_publish=no_publish))
            )
        except ConfigError:
            raise
        except DirectoryError as error:
            errors.append(str(error))
    for sentence in errors:
        print(sentence, file=sys.stderr)
    if errors and not runs:
        raise typer.Exit(1)
    if errors:
        runs.sort(key=exit_code)
        for run in runs:
            print(outcome(run))
        raise typer.Exit(1)
    _finish(runs, as_json)


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


@app.command()
def approve(run: str, as_json: Json = False) -> None:
    """Publish a held run in spite of its guards. Example: liiku approve 20261122T120000Z-linkedevents-1a2b"""
    here = context()
    row = here.ledger.get_run(run)
    if row.state is not RunState.HELD:
        raise RunUnknown(f"run {run} is {row.state.value}, not held")
    _finish([publish_and_index(here, here.run_folder(run), approved=True)], as_json)


@app.command()
def reject(run: str, why: Annotated[str, typer.Option(help="the reason, for whoever asks later")]) -> None:
    """Refuse a held run. Example: liiku reject 20261122T120000Z-linkedevents-1a2b --why "upstream lost its courses" """
    here = context()
    row = here.ledger.get_run(run)
    if row.state is not RunState.HELD:
        raise RunUnknown(f"run {run} is {row.state.value}, not held")
    here.ledger.put_run(row.model_copy(update={"state": RunState.REJECTED, "note": f"{row.note}; rejected: {why}"}))
    print(f"{row.source}: run {run} rejected; what was published stays")


@app.command()
def replay(run: str, as_json: Json = False) -> None:
    """Normalise a run's kept responses again, as a new run, without fetching. Example: liiku replay 20261122T120000Z-palvelukartta-1a2b"""
    here = context()
    folder = here.run_folder(run)
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


@app.command("completeness")
def completeness_command(source: Annotated[str | None, typer.Argument()] = None, as_json: Json = False) -> None:
    """In how many offerings each value is stated, derived or unknown, and why unknown. Example: liiku completeness linkedevents"""
    rows = completeness_rows(context(), source)
    if as_json:
        print_json(rows)
    else:
        print(completeness_table(rows))


@app.command()
def quarantine(source: Annotated[str | None, typer.Argument()] = None, as_json: Json = False) -> None:
    """Rows that could not be read in each source's last run, and why. Example: liiku quarantine linkedevents"""
    rows = quarantine_rows(context(), source)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(
            f"{row['source']}  {row['source_id'] or '(page)'}  {row['code']}  {row['path'] or '/'}  {row['value']}  {row['url']}"
        )
    if not rows:
        print("nothing is in quarantine")


@app.command()
def sources(as_json: Json = False) -> None:
    """The sources, their licences and their last runs. Example: liiku sources --json"""
    rows = source_rows(context())
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(f"{row['name']:<14} {row['lifecycle']:<8} {row['licence']:<28.28} {row['last_run'] or 'never crawled'}")


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


@app.command()
def explain(
    kind: Annotated[str, typer.Argument(help="accessibility, age, audience_language, cost, location or registration")],
) -> None:
    """Say what the normalisers read in a snippet, and from what: JSON Lines on stdin. Example: liiku explain cost < snippets.jsonl"""
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
