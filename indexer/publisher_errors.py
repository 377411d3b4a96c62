"""What publishers should put right at the source: one row an error, with who publishes it. Nothing here is ours to mend.

Rows that were refused or odd in the runs since the last full one, contradictions and places without a point in what is published now,
and fields of an upstream that nobody reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import orjson

from indexer.completeness import CONTRADICTION
from indexer.ledger import Ledger
from indexer.naming import first_words
from indexer.places import wanted_address
from indexer.raw_rows import raw_name, raw_publisher, raw_rows
from indexer.report_page.words import field_word, word
from indexer.run_folder import RunFolder
from indexer.sheet import sheet
from schemas.identity import service_id
from schemas.normalise.text import shorten
from schemas.record import Refusal, Remark
from schemas.run import Mode, Run, RunState
from schemas.service import Organisation, Service
from schemas.source import Source

NOBODY = "ei tiedossa"
COLUMNS = ("publisher", "source", "source_id", "name", "what is wrong", "field", "value", "url")
DONE = (RunState.PUBLISHED, RunState.UNCHANGED)
_Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PublisherError:
    """One error. `code` is what is wrong; `path` where in the upstream's row, or in our record; `url` where one can see it."""

    publisher_id: str
    publisher: str
    source: str
    source_id: str
    name: str
    code: str
    path: str
    value: str
    url: str


def publisher_errors(
    ledger: Ledger, runs_dir: Path, sources: Mapping[str, Source], *, publisher: str | None = None
) -> list[PublisherError]:
    """Every error, by publisher. `publisher`: only of those whose id is this, or whose name contains it."""
    found: list[PublisherError] = []
    for name, source in sources.items():
        found += _of_rows(ledger, runs_dir, name)
        found += _of_fields(ledger, source)
    found += _of_services(ledger)
    named = _with_one_name(found)
    if publisher:
        wanted = publisher.casefold()
        named = [one for one in named if wanted == one.publisher_id.casefold() or wanted in one.publisher.casefold()]
    return sorted(
        named, key=lambda one: (one.publisher == NOBODY, one.publisher.casefold(), one.source, one.source_id, one.code)
    )


def errors_sheet(errors: Iterable[PublisherError]) -> str:
    """The errors as a sheet for Excel, in Finnish words."""
    return sheet(COLUMNS, (_cells(one) for one in errors))


def error_row(error: PublisherError) -> dict[str, str]:
    """One error as plain data."""
    return asdict(error) | {"what": word("code", error.code)}


def _cells(error: PublisherError) -> dict[str, object]:
    field = field_word(error.path)
    where = field if field == error.path.strip("/") else f"{field} ({error.path})"
    return {
        "publisher": error.publisher, "source": error.source, "source_id": error.source_id, "name": error.name,
        "what is wrong": word("code", error.code), "field": where, "value": error.value, "url": error.url,
    }  # fmt: skip


def _since_full(ledger: Ledger, source: str) -> list[Run]:
    """The runs from the last full one on, the oldest first."""
    found = []
    for run in ledger.runs(source):
        found.append(run)
        if run.mode is Mode.FULL and run.complete and run.state in DONE:
            break
    return found[::-1]


def _of_rows(ledger: Ledger, runs_dir: Path, source: str) -> list[PublisherError]:
    """Refused and odd rows; one that came again later counts as it came last."""
    open_: dict[_Row, list[PublisherError]] = {}
    for run in _since_full(ledger, source):
        folder = RunFolder(runs_dir / run.id)
        if not folder.path.is_dir():
            continue
        for key in _seen(folder):
            open_.pop(key, None)
        for key, error in _of_run(ledger, folder, source):
            open_.setdefault(key, []).append(error)
    return [error for errors in open_.values() for error in errors]


def _seen(folder: RunFolder) -> Iterator[_Row]:
    if folder.items_path.exists():
        with folder.items_path.open("rb") as stream:
            for line in stream:
                if line.endswith(b"\n"):
                    item = orjson.loads(line)
                    yield item["collection"], item["key"]
    for refusal in folder.refusals():
        yield refusal.collection, refusal.source_id or refusal.url


def _of_run(ledger: Ledger, folder: RunFolder, source: str) -> Iterator[tuple[_Row, PublisherError]]:
    odd: list[Refusal | Remark] = [*folder.refusals(), *folder.remarks()]
    told = [(r.collection, r.source_id or "", r.code, r.path, r.value, r.url) for r in odd]
    ids = {key for _, key, *_ in told if key}
    services = {row.source_id: row for row in ledger.services(service_id(source, key) for key in ids).values()}
    rows = raw_rows(folder, {url for *_, url in told}, ids)
    for collection, key, code, path, value, url in told:
        organisation, name, page = Organisation(), "", url
        if key in rows:
            organisation, name = raw_publisher(rows[key]), raw_name(rows[key])
        if key in services:
            service = Service.model_validate_json(services[key].body)
            page = service.provenance.source_url or url
            name = name or first_words(service.name)
            organisation = organisation if organisation.id or organisation.name else service.organisation
        yield (collection, key or url), _error(organisation, source, key, name, code, path, value, page)


def _of_fields(ledger: Ledger, source: Source) -> Iterator[PublisherError]:
    """The fields of an upstream that nobody reads."""
    runs = ledger.runs(source.name)
    full = next((run for run in runs if run.mode is Mode.FULL and run.state in DONE), None)
    for name, count in sorted(full.unmapped.items()) if full else ():
        value = f"{count} riviä"
        yield _error(
            Organisation(name={"fi": source.title}),
            source.name,
            "",
            "",
            "unmapped_field",
            f"/{name}",
            value,
            source.root,
        )


def _of_services(ledger: Ledger) -> Iterator[PublisherError]:
    """Contradictions, and places with an address but without a point: each place once, however many offerings are there."""
    with ledger.geocodes() as geocodes:
        answers = geocodes.all()
    asked = {one.key for one in answers}
    places: set[tuple[str, str]] = set()
    for row in ledger.live_services():
        service = Service.model_validate_json(row.body)
        page = service.provenance.source_url or ""
        name = first_words(service.name)
        for note in service.derived:
            if note.by.endswith(CONTRADICTION):
                yield _error(
                    service.organisation,
                    row.source,
                    row.source_id,
                    name,
                    "contradiction",
                    note.pointer,
                    note.evidence,
                    page,
                )
        for number, place in enumerate(service.places):
            address = first_words(place.address)
            key = (place.source_id or row.source_id, address)
            if not address or place.lat is not None or key in places:
                continue
            places.add(key)
            wanted = wanted_address(place)
            code = "address_not_found" if wanted is not None and str(wanted) in asked else "no_point"
            where = first_words(place.name) or name
            yield _error(
                service.organisation, row.source, key[0], where, code, f"/places/{number}/address", address, page
            )


def _error(
    organisation: Organisation, source: str, key: str, name: str, code: str, path: str, value: str, url: str
) -> PublisherError:
    said = first_words(organisation.name)
    return PublisherError(
        publisher_id=organisation.id or "", publisher=said, source=source, source_id=key, name=shorten(name),
        code=code, path=path, value=shorten(value), url=url,
    )  # fmt: skip


def _with_one_name(errors: list[PublisherError]) -> list[PublisherError]:
    """The errors with one label a publisher: its most frequent name and its id."""
    names: dict[str, Counter[str]] = {}
    for one in errors:
        if one.publisher_id and one.publisher:
            names.setdefault(one.publisher_id, Counter())[one.publisher] += 1
    return [replace(one, publisher=_label(one, names.get(one.publisher_id))) for one in errors]


def _label(error: PublisherError, names: Counter[str] | None) -> str:
    if not error.publisher_id:
        return error.publisher or NOBODY
    name = min(names.items(), key=lambda pair: (-pair[1], pair[0]))[0] if names else error.publisher
    return f"{name} ({error.publisher_id})" if name else error.publisher_id
