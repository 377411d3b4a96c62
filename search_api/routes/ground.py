"""What the map of the search page lies on: outlines of districts, and the base map where one is set. Nothing of a question is in these addresses."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from search_api.deps import deps_of
from search_api.problems import Refused
from search_api.web.ground import edition, outlines
from search_api.web.tiles import Tile, TileRefused, tile

router = APIRouter(prefix="/map", tags=["pages"])
HOUR = "public, max-age=3600"
DAY = "public, max-age=86400"


@router.get("/districts.json")
def districts(request: Request) -> Response:
    deps = deps_of(request)
    crawl = edition(deps.ledger)
    headers = {"ETag": f'"{crawl}"', "Cache-Control": HOUR if crawl else "no-store"}
    if headers["ETag"] in [one.strip() for one in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(outlines(deps.ledger, crawl), media_type="application/geo+json", headers=headers)


@router.get("/tiles/{z:int}/{x:int}/{y:int}")
def base_map(request: Request, z: int, x: int, y: int) -> Response:
    settings = deps_of(request).settings
    if settings.tiles_url is None:
        raise Refused(404, "there is no base map here")
    try:
        picture, media_type = tile(
            settings.tiles_url,
            settings.data_dir / "tiles",
            Tile(z, x, y),
            agent=f"LiiKu-tarjotin ({settings.contact})",
            may_be_private=settings.tiles_private,
        )
    except TileRefused as error:
        raise Refused(error.status, str(error)) from error
    return Response(picture, media_type=media_type, headers={"Cache-Control": DAY})
