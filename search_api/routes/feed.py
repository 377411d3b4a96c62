"""`/feeds/services`: the change feed in RPDE 1.0. `/dump/…`: the whole of it as files. Open for reading to everybody."""

from __future__ import annotations

from email.utils import format_datetime

from fastapi import APIRouter, Request, Response
from starlette.responses import FileResponse

from indexer.dumps import GEOJSON, JSONL, dump_folder, ready_dump
from search_api.deps import deps_of
from search_api.feeds.coding import coded, is_known, not_modified, takes_gzip
from search_api.feeds.describe import FEED, dump_description
from search_api.feeds.rpde import page_json, page_tag, read_position
from search_api.reading import query_parameters

router = APIRouter(tags=["open data"])
PATH = "/feeds/services"
LAST_PAGE = "public, max-age=8"
"""New changes come to light after so many seconds at most."""
FULL_PAGE = "public, max-age=3600"
"""An older copy of a page loses nobody anything: what moved on from it comes again later."""
JSON_LINES, GEO_JSON = "application/jsonl", "application/geo+json"


@router.get(PATH, summary="What changed after a change number (RPDE 1.0)", openapi_extra=FEED)
def feed(request: Request) -> Response:
    deps = deps_of(request)
    base = f"{deps.settings.public_url.rstrip('/')}{PATH}"
    position = read_position(query_parameters(request), base=base, query=request.url.query)
    with deps.ledger.feed() as found:
        is_sample = found.is_sample()
        if "if-none-match" in request.headers:
            count, last = found.last_of_page(position.after, position.limit)
            tag = page_tag(position, count=count, last=last, is_sample=is_sample)
            if is_known(request, tag):
                return not_modified({"ETag": tag, "Cache-Control": FULL_PAGE if count else LAST_PAGE})
        rows = found.page(position.after, position.limit)
    tag = page_tag(position, count=len(rows), last=rows[-1].seq if rows else 0, is_sample=is_sample)
    headers = {"ETag": tag, "Cache-Control": FULL_PAGE if rows else LAST_PAGE}
    body = page_json(rows, following=position.following(rows), is_sample=is_sample)
    return coded(request, body, media_type="application/json", headers=headers)


@router.get(
    "/dump/services.jsonl",
    summary="Every offering of the feed, one a line",
    openapi_extra=dump_description(JSON_LINES, "Rows {id, modified, data}; go on from X-Change-Number"),
)
def dump_jsonl(request: Request) -> Response:
    return _file(request, JSONL, JSON_LINES)


@router.get(
    "/dump/services.geojson",
    summary="Every offering of the feed as GeoJSON (RFC 7946)",
    openapi_extra=dump_description(GEO_JSON, "A FeatureCollection"),
)
def dump_geojson(request: Request) -> Response:
    return _file(request, GEOJSON, GEO_JSON)


def _file(request: Request, name: str, media_type: str) -> Response:
    """The file of the dump in force, made now where there is none."""
    deps = deps_of(request)
    folder = dump_folder(deps.settings.data_dir)
    dump = ready_dump(deps.ledger, folder, public_url=deps.settings.public_url.rstrip("/"), now=deps.now())
    is_packed = takes_gzip(request.headers)
    tags = [f'"{dump.folder}"', f'"{dump.folder}-gz"']
    tag = tags[is_packed]
    headers = {
        "ETag": tag,
        "Last-Modified": format_datetime(dump.written_at, usegmt=True),
        "Cache-Control": "public, max-age=60",
        "X-Change-Number": str(dump.number),
        "Vary": "Accept-Encoding",
    }
    if known := next((one for one in tags if is_known(request, one)), None):  # the same rows, packed or not
        return not_modified(headers | {"ETag": known})
    is_as_old = request.headers.get("if-modified-since") == headers["Last-Modified"]
    if is_as_old and "if-none-match" not in request.headers:
        return not_modified(headers)
    if is_packed:
        headers["Content-Encoding"] = "gzip"
    path = folder / dump.folder / (f"{name}.gz" if is_packed else name)
    return FileResponse(path, media_type=media_type, headers=headers)
