"""The starting points: filters only, three languages, something behind each, and no word that tells the client's illness or unit to the room."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from schemas.service import LANGS
from search_api.web.themes import THEMES, Theme

FORBIDDEN = (
    r"päihd|missbruk|substance|addict|alkohol|alcohol|psykoo|psykos|psychos|mielenterv|psykisk|mental|masen|depress|skitsofr|diabet|sairau|sjukdom|illness"
    r"|diagno|potila|patient|kuntoutu|rehab|terveysas|hälsosta|health st|sosiaali|social|klini|terapi|therap|lähete|remiss|referral|työtön|arbetslös|unemploy"
)
WORK = {"health stations", "adult social work", "youth social work", "social rehabilitation and work activities", "services for immigrants",
        "substance-use clinics and aftercare", "psychosis services", "physiotherapy", "occupational therapy"}  # fmt: skip


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_starting_point_finds_something_in_the_sample_city(client: TestClient, theme: Theme) -> None:
    assert client.get("/v1/search", params={**theme.filters, "limit": 1}).json()["total"] > 0


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_no_starting_point_is_named_by_an_illness_or_a_unit(theme: Theme) -> None:
    shown = " ".join([*theme.name.values(), *theme.hint.values()]).lower()
    assert re.findall(FORBIDDEN, shown) == []


def test_there_is_a_starting_point_for_the_work_of_every_unit() -> None:
    assert {one for theme in THEMES.values() for one in theme.work} == WORK


def test_a_starting_point_that_sets_anything_but_filters_or_lacks_a_language_is_refused() -> None:
    words = dict.fromkeys(LANGS, "x")
    good = {"id": "a", "group": "theme", "name": words, "hint": words, "filters": {"cost": ["free"]}}
    assert Theme.model_validate(good)
    for wrong in ({"filters": {"q": ["x"]}}, {"filters": {"cost": ["cheap"]}}, {"filters": {}}, {"name": {"fi": "x"}}):
        with pytest.raises(ValidationError):
            Theme.model_validate(good | wrong)


@pytest.mark.parametrize("lang", LANGS)
def test_the_front_page_offers_every_starting_point_and_never_says_whose_work_it_is_for(
    client: TestClient, lang: str
) -> None:
    page = client.get("/", params={"lang": lang}).text
    assert [theme.id for theme in THEMES.values() if theme.name[lang] not in page] == []
    assert "physiotherapy" not in page


def test_a_starting_point_keeps_the_address_that_was_typed_and_sets_its_filters(client: TestClient) -> None:
    page = client.post("/", data={"start": "water", "near": "Kallion kirjasto"}).text
    assert 'value="Kallion kirjasto"' in page
    assert re.search(r'value="sports/swimming" checked', page)
