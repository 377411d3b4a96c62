"""Where things are: WGS84 points, checked, with how precise they are. Swapped, zero and impossible points are not points."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

from schemas.normalise.projection import to_degrees
from schemas.service import Precision

Point = tuple[float, float]
"""(lat, lon), WGS84 degrees."""

SANITY_BOX = (19.0, 59.0, 32.0, 71.0)
"""west, south, east, north in degrees: Finland. Outside it a coordinate is a mistake."""
EUROPE = (-11.0, 35.0, 42.0, 71.5)
"""The same for a place whose own locality says that it is elsewhere: never used to guess, numbers here are not put right."""
MUNICIPALITIES = {91: "Helsinki", 49: "Espoo", 92: "Vantaa", 235: "Kauniainen"}
CENTROIDS = {"matko:732"}
"""Places that are the middle of the city, not somewhere to go."""
ONLINE = {"helsinki:internet"}
METRES_FROM = 30_000.0
"""Numbers beyond this are metres of some grid, not degrees."""
_CITY = r"(?:helsin(?:ki|gin|gissä|kiä|gfors)|helsingfors|espoo|esbo|vantaa|vanda|kauniainen|grankulla|pääkaupunkiseu(?:tu|dulla|dun)|huvudstadsregionen|uusimaa|nyland|suomi|finland)"
_NO_ONE_SPOT = re.compile(
    rf"\W*(?:(?:koko |hela |all of |around |runt om i |olika håll i |ympäri )?{_CITY}(?:a|ssa|ssä|n?(?: (?:kanta|ydin)?keskusta| kaupunki| alue| kantakaupunki)| stad| city| area| region| centrum)?"
    rf"|(?:city of|helsingin kaupunki|helsingfors stad) ?{_CITY}?"
    r"|.*\b(?:eri puoli(?:lla|llä)?|ympäri (?:kaupunkia|helsinkiä)|koko kaupun(?:ki|gin|gissa)"
    r"|(?:eri|usea(?:t|ssa|ita|lla)?|useissa|useilla|useita|monessa|monta|monia|vaihtelevissa|vaihteleva|kaikissa|kaikki) (?:\w+ )?(?:paik|kohtei|toimipai|toimipist|kirjasto|tapahtumapaik|sijain|alue)\w*"
    r"|(?:olika|flera|varierande|alla) (?:platser|ställen|håll|bibliotek|evenemangsplatser|verksamhetsställen)|runt om i (?:staden|helsingfors)|hela staden"
    r"|(?:various|several|multiple|different|many|all) (?:\w+ )?(?:places|locations|venues|sites|libraries|parts)|(?:around|across|all over) (?:the city|helsinki|town)|citywide|paikka vaihtelee|platsen varierar|location varies)\b.*)\W*",
    re.IGNORECASE,
)


def read_number(value: object) -> float | None:
    """A finite number, also from a string with a dot or a comma."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        number = float(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def check_point(lat: object, lon: object) -> Point | None:
    """(lat, lon) in degrees when it lies in Finland; swapped numbers are put right; anything else is None.

    >>> check_point(60.18, 24.95), check_point("24.95", "60.18"), check_point(0, 0)
    ((60.18, 24.95), (60.18, 24.95), None)
    """
    north, east = read_number(lat), read_number(lon)
    if north is None or east is None:
        return None
    for a, b in ((north, east), (east, north)):
        if SANITY_BOX[1] <= a <= SANITY_BOX[3] and SANITY_BOX[0] <= b <= SANITY_BOX[2]:
            return a, b
    return None


def read_point(lat: object, lon: object, *, is_abroad: bool = False) -> Point | None:
    """(lat, lon) in degrees from degrees or from metres (EPSG:3067, 3879 and its sister zones), told apart by magnitude.

    `is_abroad`: the place itself says that it is outside Finland, so a point elsewhere in Europe is kept as it is.

    >>> read_point("60.18", "24.95"), read_point(6672831, 25496611), read_point(0, 0)
    ((60.18, 24.95), (60.168351, 24.938955), None)
    """
    found = check_point(lat, lon)
    if found is not None:
        return found
    north, east = read_number(lat), read_number(lon)
    if north is None or east is None:
        return None
    if abs(north) > METRES_FROM and abs(east) > METRES_FROM:
        degrees = to_degrees(north, east)
        return check_point(round(degrees[0], 6), round(degrees[1], 6)) if degrees else None
    if is_abroad and EUROPE[1] <= north <= EUROPE[3] and EUROPE[0] <= east <= EUROPE[2] and (north, east) != (0, 0):
        return north, east
    return None


def read_geojson_point(value: object, *, is_abroad: bool = False) -> Point | None:
    """(lat, lon) of a GeoJSON Point, whose order is lon, lat; metres and swapped pairs are told by their size."""
    if not isinstance(value, Mapping):
        return None
    pair = value.get("coordinates")
    if not isinstance(pair, (list, tuple)) or len(pair) < 2:
        return None
    return read_point(pair[1], pair[0], is_abroad=is_abroad)


def is_no_one_spot(names: Iterable[str]) -> bool:
    """Whether a place's name says that it is a whole city or several places: its point is then only a middle.

    >>> is_no_one_spot(["Eri puolilla Helsinkiä"]), is_no_one_spot(["Helsinki"]), is_no_one_spot(["Helsingin taidemuseo"])
    (True, True, False)
    """
    return any(_NO_ONE_SPOT.fullmatch(name) for name in names)


def precision_of(
    place_id: str, *, has_point: bool, manual: bool | None = None, names: Iterable[str] = (), is_area: bool = False
) -> Precision:
    """How precise a place's point is: an address-register place or a point that nobody set by hand is at its address.

    `names` may tell that it is several places, `is_area` that it was drawn as a polygon or a route.
    """
    if not has_point or place_id in ONLINE:
        return Precision.NONE
    if is_area or place_id in CENTROIDS or is_no_one_spot(names):
        return Precision.AREA
    if place_id.startswith("osoite:") or manual is False:
        return Precision.ADDRESS
    return Precision.EXACT
