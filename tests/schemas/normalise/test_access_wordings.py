"""Accessibility in other words than the register's: what a sentence says, and what stays unknown beside it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from schemas.normalise.accessibility_explain import explain

_SAID = """
Hissin painikkeet eivät ole kohokuvioituja. | lift=yes
Hissin korin koko on 1,1 x 1,4 m. | lift=yes
Hissens knappar kan inte läsas med fingrarna. | lift=yes
The floor numbers in the lift cannot be felt. | lift=yes
Hissin rakentaminen ei ole mahdollista. |
Hissin painikkeet ovat epäkunnossa. |
Rinteen hissin kapula on raskas. |
Esteetön autopaikka on yksityinen. |
Private accessible parking for residents. |
Teleslinga saknas. | induction_loop=no
Hörapparatsslinga finns i kyrksalen. | induction_loop=yes
Kuulosilmukkaa ei ole käytettävissä. | induction_loop=no
Salissa on kuulolaitesilmukka. | induction_loop=yes
The hall has a hearing loop system. | induction_loop=yes
Yläkertaan pääsee vain portaita pitkin. |
Näyttelyyn pääsee vain portaita pitkin. | step_free_entrance=no
Portaat ilman luiskaa sisäänkäynnillä. | step_free_entrance=no
Please note: the hall is not accessible by wheelchair. | wheelchair=shortcomings
Please contact us if you use a wheelchair. |
Pyörätuolilla pääsee alakertaan, mutta ei parvelle. | wheelchair=partly
Pyörätuolilla pääsee sisään, ei ilmoittautumista. | wheelchair=no_known_shortcomings
"""


def _known(got: Mapping[str, object]) -> set[str]:
    features, said = got["features"], set()
    assert isinstance(features, dict)
    said |= {f"{name}={value}" for name, value in features.items() if value != "unknown"}
    for name, access in got.items():
        if name != "features" and isinstance(access, dict) and access["state"] != "unknown":
            said.add(f"{name}={access['state']}")
    return said


@pytest.mark.parametrize("row", _SAID.strip().splitlines())
def test_a_sentence_says_what_it_says_and_no_more(row: str) -> None:
    text, _, wanted = row.partition(" |")
    assert _known(explain({"shape": "sentence", "text": text})[0]) == set(wanted.split())


@pytest.mark.parametrize("key", ["accessibility-categorized", "accessibilityCategorized"])
def test_a_routes_prose_by_group_of_visitors_is_read(key: str) -> None:
    prose = {"mobility-impaired": {"fi": "Polku sopii rollaattorille."}, "hearing-impaired": {"fi": "Hiljainen alue."}}
    site = {"activities": {"hiking": {"routes": [{key: prose}]}}}
    assert _known(explain({"shape": "lipas_site", "site": site})[0]) == {"rollator=no_known_shortcomings"}
