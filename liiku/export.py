"""The open data as static files, for a CDN or an open-data portal: feed pages, dumps, dataset page, schemas, sitemap, HSDS.

They are made by what the application itself answers with. Feed pages are named by where they begin; a position that an earlier export gave out
stays a page in every later one, so that its readers go on from there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from indexer.dumps import LICENCE, NAMES, dump_folder, write_dump
from indexer.feed_rows import FeedRows
from liiku.context import Context
from schemas.errors import ConfigError
from schemas.generate import schemas
from schemas.service import LANGS
from search_api.deps import Deps
from search_api.feeds.dataset import dataset_ld, look_at
from search_api.feeds.rpde import MAX_LIMIT, page_json
from search_api.feeds.sitemap import ROBOTS, sitemaps
from search_api.hsds.files import hsds_files
from search_api.hsds.lists import Lists
from search_api.routes.dataset import dataset_html
from search_api.routes.hsds import shelf_of

MARK = "liiku-export.json"
"""Stands in a folder that an export made, which the next one may replace."""


@dataclass(frozen=True, slots=True)
class Exported:
    files: int
    pages: int
    change_number: int


def export(context: Context, deps: Deps, folder: Path) -> Exported:
    """Write the open data into a folder, whole or not at all. Raises ConfigError when the folder holds something else."""
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / MARK).is_file())):
        raise ConfigError(f"{folder} holds something else than an earlier export; name a new or an empty folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with context.ledger.publishing() as publication:
        publication.settle_feed(context.sources, at=context.settings.clock())
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
        making = Path(beside) / "new"
        making.mkdir()
        found = _write(context, deps, making, known=_positions(folder))
        if folder.exists():
            folder.rename(Path(beside) / "old")
        making.rename(folder)
    return found


def _positions(folder: Path) -> list[int]:
    """Where the pages of an earlier export begin, in order."""
    return sorted(int(path.stem.removeprefix("after-")) for path in folder.glob("feeds/services/after-*.json"))


def _write(context: Context, deps: Deps, folder: Path, *, known: list[int]) -> Exported:
    settings = context.settings
    base = settings.public_url.rstrip("/")
    files: dict[str, bytes] = {f"schemas/{name}": text.encode() for name, text in schemas().items()}
    files |= sitemaps(context.ledger, context.ledger.position(), base)
    files["robots.txt"] = ROBOTS.format(base=base).encode()
    for lang in LANGS:
        files[f"dataset/{lang}.html"] = dataset_html(deps, lang).encode()
    files["dataset/index.html"] = files["dataset/fi.html"]
    files["dataset.jsonld"] = orjson.dumps(dataset_ld(look_at(deps), deps, "fi"))
    with context.ledger.feed() as feed:
        pages = 0
        for name, page in _feed_pages(feed, base, known, is_sample=deps.is_sample()):
            _put(folder / "feeds" / "services" / name, page)
            pages += 1
    files |= hsds_files(Lists(context.ledger, shelf_of(context.ledger).now(), base))
    for name, body in files.items():
        _put(folder / name, body)
    dump = write_dump(context.ledger, dump_folder(settings.data_dir), public_url=base, now=settings.clock())
    (folder / "dump").mkdir()
    for name in NAMES:
        for twin in (name, f"{name}.gz"):
            shutil.copyfile(dump_folder(settings.data_dir) / dump.folder / twin, folder / "dump" / twin)
    told = {
        "change_number": dump.number,
        "license": LICENCE,
        "continue_at": f"{base}/feeds/services?afterChangeNumber={dump.number}",
    }
    _put(folder / "dump" / "services.json", orjson.dumps(told))
    _put(folder / MARK, orjson.dumps(told | {"pages": pages}))
    count = sum(len(names) for _, _, names in os.walk(folder))
    return Exported(count, pages, dump.number)


def _feed_pages(feed: FeedRows, base: str, known: list[int], *, is_sample: bool) -> Iterator[tuple[str, bytes]]:
    """The pages by file name: `index.json`, then `after-<number>.json`; the last one is empty and its next is itself."""
    after, name = 0, "index.json"
    while True:
        rows = feed.page(after, MAX_LIMIT)
        end = next((number for number in known if number > after), None)
        if end is not None and (len(rows) < MAX_LIMIT or rows[-1].seq > end):
            rows, following = [row for row in rows if row.seq <= end], end
        else:
            following = rows[-1].seq if rows else after
        is_last = following == after
        address = f"{base}/feeds/services/{name if is_last else f'after-{following}.json'}"
        yield name, page_json(rows, following=address, is_sample=is_sample)
        if is_last:
            return
        after, name = following, f"after-{following}.json"


def _put(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
