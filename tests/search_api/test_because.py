"""Wherever a page shows a worked-out value, it says from what, in words of its language."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import orjson
import pytest

from liiku.context import Context
from schemas.service import LANGS
from search_api.web.because import RULES, because, rule_words

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def test_every_rule_in_the_sample_city_has_words_in_three_languages(sample: Context) -> None:
    rules = {note["by"] for row in sample.ledger.live_services() for note in orjson.loads(row.body)["derived"]}
    assert len(rules) > 8
    assert [rule for rule in sorted(rules) if rule_words(rule, "fi") == rule] == []
    assert [rule for rule, words in RULES.items() if set(words) != set(LANGS)] == []


@pytest.mark.parametrize("lang", LANGS)
def test_each_derived_value_that_the_page_shows_has_its_evidence_beside_it(
    client: TestClient, sample: Context, lang: str
) -> None:
    row = next(
        r for r in sample.ledger.live_services() if '"accessibility.sentences"' in r.body and '"/cost"' in r.body
    )
    body = orjson.loads(row.body)
    page = unescape(client.get(f"/services/{row.id}", params={"lang": lang}).text)
    for pointer in ("/cost", "/accessibility"):
        notes = because(body, [pointer], lang)
        assert notes
        assert [note["rule"] for note in notes if note["rule"] not in page] == []


def test_a_card_of_the_results_says_from_what_its_values_were_worked_out(client: TestClient) -> None:
    page = client.post("/", data={"q": "jumppa", "lang": "en"}).text
    assert page.count('class="card"') <= page.count('<details class="why">')


def test_notes_of_another_value_are_not_shown() -> None:
    body = {"derived": [{"pointer": "/min_age", "by": "age.title", "from": "7–9 v", "confidence": "certain"}]}
    assert because(body, ["/cost"], "fi") == []
    assert because(body, ["/min_age"], "en") == [
        {"rule": "Read from the text", "evidence": "7–9 v", "confidence": "certain"}
    ]
