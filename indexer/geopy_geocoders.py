"""geopy's geocoders as we need them: servicemap, which geopy lacks; and two whose answers are lists or failures, with keys in headers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from geopy.exc import GeocoderParseError, GeocoderServiceError
from geopy.geocoders import Nominatim, Pelias
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from indexer.geocoder_answers import text_of

KEY_HEADER = "digitransit-subscription-key"


class Servicemap(Geocoder):  # type: ignore[misc]  # geopy is untyped
    """The address register of servicemap v2 (munigeo rows) as a geopy geocoder."""

    def __init__(self, root: str, **options: Any) -> None:
        super().__init__(scheme=urlsplit(root).scheme, **options)
        self.api = f"{root.rstrip('/')}/address/"

    def geocode(self, query: Mapping[str, str], *, timeout: float = 10) -> list[Location]:
        """The rows of a street (`street`, `municipality`, `language`), or of one house on it (`number`)."""
        rows: list[Location] = self._call_geocoder(f"{self.api}?{urlencode(query)}", self._locations, timeout=timeout)
        return rows

    @staticmethod
    def _locations(body: Any) -> list[Location]:
        if not isinstance(body["results"], list):
            raise GeocoderParseError("no list of results")
        found = []
        for row in body["results"]:
            lon, lat = row["location"]["coordinates"][:2]
            found.append(Location(text_of(row["street"]["name"], "fi", "sv"), (lat, lon), row))
        return found


class WholeNominatim(Nominatim):  # type: ignore[misc]  # geopy is untyped
    """Nominatim whose empty answer is an empty list: `{}` and `null` are no answers."""

    def _parse_json(self, places: Any, exactly_one: bool) -> Any:
        if not isinstance(places, list):
            raise GeocoderParseError("no list of places")
        return super()._parse_json(places, exactly_one)


class KeyedPelias(Pelias):  # type: ignore[misc]  # geopy is untyped
    """Pelias with its key in a header (in an address it would stand in every log on the way); its own errors are failures."""

    def __init__(self, domain: str, *, key: str | None, **options: Any) -> None:
        super().__init__(domain, api_key=None, **options)
        if key:
            self.headers[KEY_HEADER] = key

    def _parse_json(self, response: Any, exactly_one: bool) -> Any:
        if response.get("geocoding", {}).get("errors"):
            raise GeocoderServiceError("errors in the answer")
        if not isinstance(response["features"], list):
            raise GeocoderParseError("no list of features")
        return super()._parse_json(response, exactly_one)
