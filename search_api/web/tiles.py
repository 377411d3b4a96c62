"""The base map's pictures, fetched by us and kept on disk, so that no browser asks another host. Only of the capital region, only where `TILES_URL` is set."""

from __future__ import annotations

import logging
import math
import tempfile
import time
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.request import Request

from indexer.outside import AddressRefused, open_outside, server_of
from schemas.errors import DirectoryError

log = logging.getLogger("liiku.tiles")
REGION = (24.0, 59.8, 25.9, 60.6)
"""west, south, east, north in degrees: beyond it nothing is fetched, so that this is nobody's open proxy."""
MIN_ZOOM, MAX_ZOOM = 9, 18
MAX_BYTES = 500_000
KEPT_S = 30 * 86_400
TIMEOUT_S = 5.0
_PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}


class TileRefused(DirectoryError):
    """A picture that is not ours to fetch (404), or that the server did not give (502)."""

    def __init__(self, status: int, detail: str) -> None:
        self.status = status
        super().__init__(detail)


@dataclass(frozen=True, slots=True)
class Tile:
    z: int
    x: int
    y: int

    def is_ours(self) -> bool:
        """Whether the tile exists and touches the region."""
        if not MIN_ZOOM <= self.z <= MAX_ZOOM:
            return False
        west, south, east, north = REGION
        (left, top), (right, bottom) = _at(west, north, self.z), _at(east, south, self.z)
        return left <= self.x <= right and top <= self.y <= bottom


def _at(lon: float, lat: float, z: int) -> tuple[int, int]:
    """The tile (x, y) that a point lies in (web Mercator)."""
    n = 2**z
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int((lon + 180) / 360 * n), int(y * n)


def tile(address: str, folder: Path, wanted: Tile, *, agent: str, may_be_private: bool = False) -> tuple[bytes, str]:
    """The picture and its media type: the one kept, else fetched from `address` ({z}, {x}, {y}). Raises TileRefused.

    `may_be_private`: whether the server of `address`, and no other, may lie in a network of our own.
    """
    if not wanted.is_ours():
        raise TileRefused(404, "no such tile here")
    path = folder / str(wanted.z) / str(wanted.x) / str(wanted.y)
    if path.is_file() and time.time() - path.stat().st_mtime < KEPT_S:
        picture = path.read_bytes()
        return picture, _media_type(picture)
    picture = _fetch(address.format(z=wanted.z, x=wanted.x, y=wanted.y), agent, may_be_private=may_be_private)
    media_type = _media_type(picture)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(picture)
    Path(file.name).replace(path)
    return picture, media_type


def _fetch(url: str, agent: str, *, may_be_private: bool) -> bytes:
    asked = Request(url, headers={"User-Agent": agent})  # noqa: S310  # open_outside takes http and https alone
    try:
        server = server_of(url)
        allowed = server if may_be_private else None
        with open_outside(asked, timeout_s=TIMEOUT_S, allowed=allowed, known_ports=(server[1],)) as answer:
            picture: bytes = answer.read(MAX_BYTES + 1)
    except AddressRefused as error:
        log.warning("base map: %s; a server in a network of your own: LIIKU_TILES_PRIVATE=true", error)
        raise TileRefused(502, "the base map's server is not asked") from error
    except (HTTPException, OSError) as error:
        raise TileRefused(502, f"the base map did not answer ({type(error).__name__})") from error
    if len(picture) > MAX_BYTES:
        raise TileRefused(502, f"the picture is larger than {MAX_BYTES} bytes")
    return picture


def _media_type(picture: bytes) -> str:
    """By its first bytes; whatever else came is no picture. Raises TileRefused."""
    for start, media_type in _PICTURES.items():
        if picture.startswith(start):
            return media_type
    raise TileRefused(502, "the base map did not send a picture")
