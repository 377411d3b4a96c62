"""The three geocoders over real HTTP: what is asked and with which headers, what an answer is worth, and what counts as a failure."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler.replay.server import Fault, Handler, serving
from crawler.replay.upstream import Upstream
from indexer.geocoder_door import MAX_BYTES
from indexer.geocoders import AddressGeocoder, Timing, open_geocoder
from schemas.errors import ConfigError, GeocoderFailed
from schemas.normalise.address import Address, read_address
from schemas.service import Precision
from schemas.settings import Settings

PROVIDERS = ("servicemap", "nominatim", "pelias")
HERE = (60.19, 24.95)
Asked = tuple[str, dict[str, str], dict[str, str]]


class Loopback:
    """A server that answers every request with `status` and `body`, and remembers (path, query, headers)."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.bodies: list[Any] = []
        self.status = 200
        self.root = ""

    def __call__(self, handler: Handler, path: str, query: dict[str, str]) -> bool:
        self.asked.append((path, query, {name.lower(): value for name, value in handler.headers.items()}))
        body = self.bodies.pop(0) if len(self.bodies) > 1 else self.bodies[0]
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        handler.send(self.status, raw, "application/json")
        return True

    def opened(self, provider: str, **settings: Any) -> AddressGeocoder:
        found = open_geocoder(
            Settings.model_validate(
                {
                    "geocoder": provider,
                    "geocoder_url": self.root,
                    "geocoder_private": True,
                    "contact": "me@example.org",
                }
                | settings
            )
        )
        assert found is not None
        return found


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    with running() as one:
        yield one


@contextmanager
def running() -> Iterator[Loopback]:
    one = Loopback()
    with serving(Upstream(), fault=one) as server:
        one.root = server.root
        yield one


def address(text: str = "Mäkelänkatu 45 B 12, 00550 Helsinki") -> Address:
    found = read_address(text)
    assert found is not None
    return found


def row(
    street: str, number: str, *, at: tuple[float, float] = HERE, letter: str | None = None, city: Any = "helsinki"
) -> Any:
    return {
        "street": {"id": 1, "name": {"fi": street, "sv": f"{street} på svenska"}, "municipality": city},
        "number": number, "number_end": None, "letter": letter, "municipality": city,
        "location": {"type": "Point", "coordinates": [at[1], at[0]]},
    }  # fmt: skip


def answer(
    provider: str, street: str = "", number: str = "", *, city: str = "Helsinki", at: tuple[float, float] = HERE
) -> Any:
    """What a provider says of one house, or of a street without a number; nothing where there is no street."""
    if provider == "servicemap":
        return {"count": 1, "results": [row(street, number, at=at, city=city.lower())] if street else []}
    if provider == "nominatim":
        parts = {"road": street, "city": city} | ({"house_number": number} if number else {})
        label = f"{number}, {street}, {city}, Suomi"
        return [{"lat": str(at[0]), "lon": str(at[1]), "display_name": label, "address": parts}] if street else []
    layer = "address" if number else "street"
    properties = {"layer": layer, "name": f"{street} {number}".strip(), "street": street, "localadmin": city, "label": f"{street} {number}, {city}"}  # fmt: skip
    feature = {"geometry": {"type": "Point", "coordinates": [at[1], at[0]]}, "properties": properties | ({"housenumber": number} if number else {})}  # fmt: skip
    return {"geocoding": {}, "features": [feature] if street else []}


# What is asked


def test_servicemap_is_asked_for_street_number_municipality_and_language(loopback: Loopback) -> None:
    loopback.bodies = [answer("servicemap", "Mäkelänkatu", "45")]
    loopback.opened("servicemap").ask(address(), timeout_s=5)
    ((path, query, headers),) = loopback.asked
    assert path == "/address/"
    assert query == {"street": "Mäkelänkatu", "number": "45", "municipality": "helsinki", "language": "fi"}
    assert "me@example.org" in headers["user-agent"]


def test_nominatim_is_asked_by_parts_under_a_name_with_a_contact(loopback: Loopback) -> None:
    loopback.bodies = [answer("nominatim", "Mäkelänkatu", "45")]
    loopback.opened("nominatim").ask(address(), timeout_s=5)
    ((path, query, headers),) = loopback.asked
    assert path == "/search"
    expected = {"street": "Mäkelänkatu 45 b", "city": "Helsinki", "postalcode": "00550", "countrycodes": "fi"}
    assert expected.items() <= query.items()
    assert headers["user-agent"].startswith("liiku-tarjotin/")
    assert "me@example.org" in headers["user-agent"]


@pytest.mark.parametrize("path", ["", "/v1", "/geocoding/v1/"])
def test_pelias_gets_its_key_in_a_header_and_never_in_the_address(loopback: Loopback, path: str) -> None:
    loopback.bodies = [answer("pelias", "Mäkelänkatu", "45")]
    loopback.opened("pelias", geocoder_url=loopback.root + path, geocoder_key="s3cret").ask(address(), timeout_s=5)
    ((asked, query, headers),) = loopback.asked
    assert asked == f"{path.rstrip('/').removesuffix('/v1')}/v1/search"
    assert headers["digitransit-subscription-key"] == "s3cret"
    assert "s3cret" not in str(query)
    assert query["text"] == "Mäkelänkatu 45 b, 00550, Helsinki"
    assert float(query["boundary.rect.min_lat"]) < 60.2 < float(query["boundary.rect.max_lat"])


@pytest.mark.parametrize(
    ("provider", "name"), [("servicemap", "language"), ("nominatim", "accept-language"), ("pelias", "lang")]
)
def test_a_swedish_street_is_asked_for_in_swedish(loopback: Loopback, provider: str, name: str) -> None:
    loopback.bodies = [answer(provider)]
    loopback.opened(provider).ask(address("Backasgatan 45, 00550 Helsingfors"), timeout_s=5)
    assert loopback.asked[0][1][name] == "sv"


# What an answer is worth


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_house_that_was_asked_for_is_an_address(loopback: Loopback, provider: str) -> None:
    loopback.bodies = [answer(provider, "Mäkelänkatu", "45")]
    found = loopback.opened(provider).ask(address(), timeout_s=5)
    assert found is not None
    assert (found.lat, found.lon, found.precision) == (*HERE, Precision.ADDRESS)
    assert "Mäkelänkatu" in found.label


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_street_alone_is_an_area_and_never_an_address(loopback: Loopback, provider: str) -> None:
    loopback.bodies = [answer(provider, "Mäkelänkatu", "47" if provider == "servicemap" else "")]
    found = loopback.opened(provider).ask(address(), timeout_s=5)
    assert found is not None
    assert found.precision is Precision.AREA


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "given",
    [
        pytest.param({}, id="nothing found"),
        pytest.param({"street": "Mäkelänkatu", "number": "45", "city": "Espoo"}, id="the wrong municipality"),
        pytest.param({"street": "Mäkelänrinne", "number": "45"}, id="another street"),
        pytest.param({"street": "Mäkelänkatu", "number": "45", "at": (61.5, 23.8)}, id="outside the capital region"),
    ],
)
def test_what_does_not_match_is_a_miss(loopback: Loopback, provider: str, given: dict[str, Any]) -> None:
    loopback.bodies = [answer(provider, **given)]
    assert loopback.opened(provider).ask(address(), timeout_s=5) is None


def test_a_part_of_the_city_is_a_miss_though_pelias_falls_back_to_it(loopback: Loopback) -> None:
    loopback.bodies = [answer("pelias", "Vallila")]
    loopback.bodies[0]["features"][0]["properties"] |= {"layer": "neighbourhood", "street": None}
    assert loopback.opened("pelias").ask(address(), timeout_s=5) is None


def test_the_letter_that_was_asked_for_comes_before_the_house_without_one(loopback: Loopback) -> None:
    rows = [row("Mäkelänkatu", "45", letter=letter, at=(60.19 + i / 1000, 24.95)) for i, letter in enumerate("ab")]
    loopback.bodies = [{"results": [row("Mäkelänkatu", "45", at=(60.2, 24.95)), *rows]}]
    found = loopback.opened("servicemap").ask(address(), timeout_s=5)
    assert found is not None
    assert (found.lat, found.label) == (60.191, "Mäkelänkatu 45 b, Helsinki")


@pytest.mark.parametrize(("numbers", "near"), [(("3", "49", "90"), "49"), (("3", "99"), None)])
def test_a_house_that_servicemap_lacks_is_where_its_near_neighbour_is_as_an_area(
    loopback: Loopback, numbers: tuple[str, ...], near: str | None
) -> None:
    street = [row("Mäkelänkatu", one, at=(60.19 + int(one) / 10_000, 24.95)) for one in numbers]
    loopback.bodies = [{"results": []}, {"results": street}]
    found = loopback.opened("servicemap").ask(address(), timeout_s=5)
    assert len(loopback.asked) == 2
    assert (found and (found.label, found.precision)) == (near and (f"Mäkelänkatu {near}, Helsinki", Precision.AREA))


@pytest.mark.parametrize(("end", "is_found"), [(60.195, True), (60.23, False)])
def test_a_street_without_a_number_is_its_middle_only_when_it_is_short(
    loopback: Loopback, end: float, is_found: bool
) -> None:
    loopback.bodies = [{"results": [row("Uutelantie", "1"), row("Uutelantie", "9", at=(end, 24.95))]}]
    found = loopback.opened("servicemap").ask(address("Uutelantie, Helsinki"), timeout_s=5)
    assert (found is not None) is is_found


# What is a failure


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 502, 503])
def test_an_error_of_the_server_is_a_failure_and_no_miss(loopback: Loopback, provider: str, status: int) -> None:
    loopback.bodies, loopback.status = [{"detail": "no"}], status
    with pytest.raises(GeocoderFailed) as failed:
        loopback.opened(provider).ask(address(), timeout_s=5)
    assert failed.value.counts


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "body", [b"<html>maintenance</html>", b"", b"null", {}, {"results": None, "features": None}, [1], "x"]
)
def test_an_answer_that_cannot_be_read_is_a_failure_and_no_miss(loopback: Loopback, provider: str, body: Any) -> None:
    loopback.bodies = [body]
    with pytest.raises(GeocoderFailed):
        loopback.opened(provider).ask(address(), timeout_s=5)


def test_an_error_inside_of_pelias_answer_is_a_failure(loopback: Loopback) -> None:
    loopback.bodies = [{"geocoding": {"errors": ["timeout"]}, "features": []}]
    with pytest.raises(GeocoderFailed):
        loopback.opened("pelias").ask(address(), timeout_s=5)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_question_that_is_not_taken_says_nothing_of_the_server(loopback: Loopback, provider: str) -> None:
    loopback.bodies, loopback.status = [{"detail": "no such municipality"}], 400
    with pytest.raises(GeocoderFailed) as failed:
        loopback.opened(provider).ask(address(), timeout_s=5)
    assert not failed.value.counts


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_refused_connection_is_a_failure(provider: str) -> None:
    with running() as gone:
        geocoder = gone.opened(provider)
    with pytest.raises(GeocoderFailed):
        geocoder.ask(address(), timeout_s=5)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_geocoder_whose_name_leads_within_is_asked_only_where_the_settings_say_so(
    loopback: Loopback, monkeypatch: pytest.MonkeyPatch, provider: str
) -> None:
    loopback.bodies = [[] if provider == "nominatim" else {"results": [], "features": []}]
    port = urlsplit(loopback.root).port
    monkeypatch.setattr(
        "socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", port))]
    )  # a name server that lies
    named = f"http://geocoder.example.org:{port}"
    with pytest.raises(GeocoderFailed, match="not an address of the open internet"):
        loopback.opened(provider, geocoder_url=named, geocoder_private=False).ask(address(), timeout_s=5)
    assert loopback.asked == []
    assert loopback.opened(provider, geocoder_url=named).ask(address(), timeout_s=5) is None
    assert loopback.asked


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_geocoder_leads_nobody_to_another_server_within(provider: str) -> None:
    with serving(Upstream(), fault=redirect_to("http://127.0.0.1:9/secret")) as server:
        settings = {"geocoder": provider, "geocoder_url": server.root, "geocoder_private": True}
        geocoder = open_geocoder(Settings.model_validate(settings))
        assert geocoder is not None
        with pytest.raises(GeocoderFailed, match="port 9"):
            geocoder.ask(address(), timeout_s=5)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_answer_without_end_is_read_to_a_limit(loopback: Loopback, provider: str) -> None:
    loopback.bodies = [b'["' + b"x" * (MAX_BYTES + 1) + b'"]']
    with pytest.raises(GeocoderFailed, match="larger than"):
        loopback.opened(provider).ask(address(), timeout_s=5)


def redirect_to(place: str) -> Fault:
    """A server that sends everybody elsewhere."""

    def answer(handler: Handler, _: str, __: dict[str, str]) -> bool:
        handler.send_response(302)
        handler.send_header("Location", place)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return True

    return answer


def test_what_was_asked_for_is_not_in_the_logs(loopback: Loopback, caplog: pytest.LogCaptureFixture) -> None:
    loopback.bodies, loopback.status = [{"detail": "Mäkelänkatu"}], 500
    with caplog.at_level(logging.DEBUG), pytest.raises(GeocoderFailed) as failed:
        loopback.opened("nominatim").ask(address(), timeout_s=5)
    assert "kelänkatu" not in caplog.text + str(failed.value)


# How fast, and with which settings


def test_the_public_nominatim_is_asked_at_most_once_a_second() -> None:
    waits: list[float] = []
    now = [100.0]

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    class Refused(Exception):
        """Raised instead of a request."""

    settings = Settings.model_validate({"geocoder": "nominatim", "contact": "me@example.org"})
    geocoder: Any = open_geocoder(settings, timing=Timing(clock=lambda: now[0], sleep=sleep))
    assert urlsplit(geocoder._geopy.api).netloc == "nominatim.openstreetmap.org"

    def refuse(*_: Any, **__: Any) -> None:
        raise Refused

    geocoder._geopy.adapter.get_json = refuse
    for _ in range(3):
        with pytest.raises(Refused):
            geocoder.ask(address(), timeout_s=5)
    assert waits == [1.0, 1.0]
    assert geocoder.requests == 3


def test_no_geocoder_is_opened_where_none_is_named() -> None:
    assert open_geocoder(Settings(geocoder="none")) is None


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"geocoder": "pelias"}, ["LIIKU_GEOCODER=pelias", "LIIKU_GEOCODER_URL"]),
        ({"geocoder": "servicemap", "geocoder_url": "api.hel.fi"}, ["LIIKU_GEOCODER_URL", "'api.hel.fi'", "http"]),
        (
            {"geocoder": "pelias", "geocoder_url": "http://10.1.2.3:4000"},
            ["LIIKU_GEOCODER_URL", "10.1.2.3", "LIIKU_GEOCODER_PRIVATE=true"],
        ),
        ({"geocoder": "nominatim", "geocoder_key": "x"}, ["LIIKU_GEOCODER_KEY", "pelias", "nominatim"]),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_allowed(given: dict[str, str], names: list[str]) -> None:
    with pytest.raises(ConfigError) as wrong:
        open_geocoder(Settings.model_validate(given))
    assert [name for name in names if name not in str(wrong.value)] == []


def test_an_unknown_geocoder_is_named_with_what_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    from schemas.settings import load_settings

    monkeypatch.setenv("LIIKU_GEOCODER", "google")
    with pytest.raises(ConfigError, match=r"LIIKU_GEOCODER: .*'servicemap', 'nominatim' or 'pelias'.*'google'"):
        load_settings()
