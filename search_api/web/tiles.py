"""The base map's pictures, fetched by us and kept on disk, so that no browser asks another host. Only of the capital region, only where `TILES_URL` is set."""

from __future__ import annotations

import math
import tempfile
import time
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from schemas.errors import DirectoryError

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


def tile(address: str, folder: Path, wanted: Tile, *, agent: str) -> tuple[bytes, str]:
    """The picture and its media type: the one kept, else fetched from `address` ({z}, {x}, {y}). Raises TileRefused."""
    if not wanted.is_ours():
        raise TileRefused(404, "no such tile here")
    path = folder / str(wanted.z) / str(wanted.x) / str(wanted.y)
    if path.is_file() and time.time() - path.stat().st_mtime < KEPT_S:
        picture = path.read_bytes()
        return picture, _media_type(picture)
    picture = _fetch(address.format(z=wanted.z, x=wanted.x, y=wanted.y), agent)
    media_type = _media_type(picture)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(picture)
    Path(file.name).replace(path)
    return picture, media_type


def _fetch(url: str, agent: str) -> bytes:
    try:
        with urlopen(Request(url, headers={"User-Agent": agent}), timeout=TIMEOUT_S) as answer:  # noqa: S310  # the setting allows only http(s)
            picture: bytes = answer.read(MAX_BYTES + 1)
    except (URLError, HTTPException, OSError) as error:
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
