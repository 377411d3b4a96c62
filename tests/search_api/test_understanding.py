"""What words of a query ask for: chips in three languages, names of venues left alone, chips that can be taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from indexer.language.analyser import shared_analyser
from indexer.ledger import Ledger, ServiceWrite
from schemas.canonical import canonical, digest_bytes
from schemas.identity import service_id
from schemas.query import SearchQuery
from schemas.service import LANGS, Lang
from search_api.understanding.city_names import CityPlaces, city_names
from search_api.understanding.labels import chip_label
from search_api.understanding.lexicon import lexicon
from search_api.understanding.reading import Chip, Reader

if TYPE_CHECKING:
    from starlette.testclient import TestClient

TUESDAY = date(2026, 11, 24)


def place(district: dict[str, str], name: dict[str, str] | None = None) -> dict[str, Any]:
    return {"places": [{"district": district, "name": name or {}, "lat": 60.2, "lon": 25.0}]}


@pytest.fixture(scope="module")
def reader() -> Reader:
    analyser = shared_analyser()
    bodies = [
        place({"fi": "Kallio", "sv": "Berghäll"}, {"fi": "Kallion kirjasto"}),
        place({"fi": "Kontula", "sv": "Gårdsbacka"}), place({"fi": "Itä-Pasila", "sv": "Östra Böle"}, {"fi": "Kaapelitehdas"}),
    ]  # fmt: skip
    return Reader(analyser, lexicon(analyser), city_names(bodies, analyser))


def read(reader: Reader, text: str, lang: Lang = "fi", **options: Any) -> tuple[str, dict[str, str]]:
    found = reader.read(text, lang=lang, today=TUESDAY, **options)
    return found.text, {chip.facet: chip.value for chip in found.chips}


@pytest.mark.parametrize(
    ("lang", "text", "left", "chips"),
    [
        ("fi", "ilmainen jumppa senioreille Kalliossa", "jumppa", {"cost": "free", "audience": "seniors", "district": "Kallio"}),
        ("sv", "gratis simning för äldre i Berghäll", "simning", {"cost": "free", "audience": "seniors", "district": "Kallio"}),
        ("en", "free dance for young adults near Kontula", "dance", {"cost": "free", "audience": "young_adults", "near": "Kontula"}),
        ("fi", "suomen kurssi maahanmuuttajille iltaisin", "suomen kurssi", {"audience": "immigrants", "daypart": "evening"}),
        ("fi", "jooga suomeksi tiistaiaamuisin", "jooga tiistaiaamuisin", {"language": "fi"}),
        ("fi", "edullinen kuntosali yli 65-vuotiaille", "kuntosali", {"cost": "low", "age": "65–"}),
        ("fi", "tanssi 18–29", "tanssi", {"age": "18–29"}),
        ("sv", "vattengymnastik på torsdagar", "vattengymnastik", {"weekday": "thu"}),
        ("fi", "vesijumppaa pyörätuolilla", "vesijumppaa pyörätuolilla", {"accessibility": "wheelchair"}),
        ("fi", "kuoro ilman ilmoittautumista", "kuoro", {"registration": "none"}),
        ("en", "choir without registration tomorrow", "choir", {"registration": "none", "date": "tomorrow"}),
        ("fi", "uinti vain naisille", "uinti", {"gender": "women"}),
        ("fi", "senioritanssi", "senioritanssi", {"audience": "seniors"}),
        ("fi", "lukupiiri Itä-Pasilassa", "lukupiiri", {"district": "Itä-Pasila"}),
        ("fi", "käsityöt Kaikukortilla", "käsityöt", {"condition": "kaikukortti"}),
    ],
)  # fmt: skip
def test_what_is_asked_for_becomes_chips_and_the_subject_stays_words(
    reader: Reader, lang: Lang, text: str, left: str, chips: dict[str, str]
) -> None:
    assert read(reader, text, lang) == (left, chips)


@pytest.mark.parametrize(
    "text", ["uimahalli", "Kallion kirjasto", "suomen kurssi", "30 vuotta sotaa", "", "!!!", "a b c"]
)
def test_words_that_are_only_a_subject_stay_as_they_were_typed(reader: Reader, text: str) -> None:
    assert read(reader, text) == (text, {})


def test_the_name_of_a_venue_wins_over_the_district_in_it_and_the_rest_is_still_read(reader: Reader) -> None:
    assert read(reader, "ilmainen satutunti Kallion kirjastossa") == ("satutunti kallion kirjastossa", {"cost": "free"})


def test_a_chip_that_was_removed_puts_its_words_back(reader: Reader) -> None:
    assert read(reader, "ilmainen jumppa Kalliossa", as_words=["kalliossa"]) == ("jumppa kalliossa", {"cost": "free"})


def test_every_chip_sets_parameters_that_the_search_takes_and_has_words_in_three_languages() -> None:
    analyser = shared_analyser()
    for line in lexicon(analyser).meanings:
        SearchQuery.model_validate(dict(line.parameters))
        chip = Chip(line.facet, line.value, "x")
        assert all(chip_label(chip, lang) for lang in LANGS)
        assert len({chip_label(chip, lang) for lang in LANGS}) > 1 or line.facet == "condition"


# On the whole path


def ask(client: TestClient, q: str, **more: Any) -> dict[str, Any]:
    answer = client.post("/v1/search", json={"q": q, "limit": 50} | more)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_what_was_understood_ranks_and_hides_nothing(client: TestClient) -> None:
    wide, soft = ask(client, "jumppa"), ask(client, "ilmainen jumppa")
    assert soft["understood"] == [{"facet": "cost", "value": "free", "words": "ilmainen"}]
    assert (soft["text"], soft["total"]) == ("jumppa", wide["total"])
    classes = [hit["service"]["cost"]["class"] for hit in soft["hits"]]
    assert classes[0] == "free"
    assert "Maksuton" in [why["label"] for why in soft["hits"][0]["why"]]


def test_exact_makes_filters_of_what_was_understood(client: TestClient) -> None:
    exact = ask(client, "ilmainen jumppa", match="exact")
    assert {hit["service"]["cost"]["class"] for hit in exact["hits"]} == {"free"}
    assert exact["total"] == ask(client, "jumppa", cost=["free"])["total"]


def test_with_no_subject_left_a_hit_meets_at_least_one_wish_and_the_best_meet_all(client: TestClient) -> None:
    found = ask(client, "jotain ilmaista senioreille")
    assert found["text"] == ""
    first = found["hits"][0]["service"]
    assert (first["cost"]["class"], "seniors" in first["audiences"]) == ("free", True)
    for hit in found["hits"]:
        body = hit["service"]
        assert body["cost"]["class"] == "free" or {"seniors", "everyone"} & set(body["audiences"])


def test_without_understanding_nothing_is_read(client: TestClient) -> None:
    assert ask(client, "ilmainen jumppa", understand=False)["understood"] == []


def test_a_chip_on_the_page_can_be_removed_without_javascript(client: TestClient) -> None:
    page = client.post("/", data={"q": "ilmainen jumppa", "lang": "fi"}).text
    assert 'name="as_words" value="ilmainen"' in page
    again = client.post("/", data={"q": "ilmainen jumppa", "lang": "fi", "as_words": "ilmainen"}).text
    assert 'class="chip"' not in again


def test_a_misspelt_word_is_corrected_said_and_can_be_taken_as_typed(client: TestClient) -> None:
    found = ask(client, "jumpaa senioreille", match="exact")
    assert [one["from"] for one in found["corrections"]] == ["jumpaa"]
    assert found["understood"][0]["value"] == "seniors"
    assert found["total"] > 0
    assert ask(client, "jumpaa", as_words=["jumpaa"])["corrections"] == []
    page = client.post("/", data={"q": "jumpaa", "lang": "fi"}).text
    assert 'name="as_words" value="jumpaa"' in page


def test_what_is_online_only_is_not_what_somebody_in_a_district_asked_for(client: TestClient) -> None:
    hits = ask(client, "jumppa Kalliossa", limit=100)["hits"]
    online = [place for place, hit in enumerate(hits) if hit["service"]["online"] and not hit["service"]["places"]]
    assert online
    assert min(online) > 0


def test_a_search_that_began_before_a_publication_makes_nobody_read_the_ledger_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    ledger.migrate()
    places = CityPlaces(ledger, shared_analyser())
    _publish(ledger, "a", "Kallio", state="active")
    before = ledger.position()
    places.names(before)
    _publish(ledger, "b", "Malmi", state="active")
    places.names(ledger.position())
    read: list[int] = []
    services_after = ledger.services_after
    monkeypatch.setattr(ledger, "services_after", lambda seq, limit: read.append(seq) or services_after(seq, limit))
    assert {one.name for one in places.names(before).districts.values()} == {"Kallio", "Malmi"}
    assert read == []
    ledger.close()


def test_names_of_the_city_follow_the_ledger_without_reading_all_of_it_again(tmp_path: Path) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    ledger.migrate()
    places = CityPlaces(ledger, shared_analyser())
    assert not places.names().districts
    _publish(ledger, "a", "Kallio", state="active")
    _publish(ledger, "b", "Malmi", state="active")
    assert {one.name for one in places.names().districts.values()} == {"Kallio", "Malmi"}
    _publish(ledger, "a", "Pasila", state="active")
    _publish(ledger, "b", "Malmi", state="removed")
    assert {one.name for one in places.names().districts.values()} == {"Pasila"}
    ledger.close()


def _publish(ledger: Ledger, key: str, district: str, *, state: str) -> None:
    place = {"district": {"fi": district}, "name": {"fi": f"{district}n talo"}, "lat": 60.2, "lon": 25.0}
    body = canonical({"places": [place]})
    one = ServiceWrite(
        service_id("bench", key), "bench", key, "event", state, digest_bytes(body), body.decode(), "add", frozenset()
    )
    with ledger.publishing() as publication:
        publication.write_services([one], run="bench", at=datetime(2026, 11, 24, 8, tzinfo=UTC))
