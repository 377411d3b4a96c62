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
Ovelle vie neljä askelmaa eikä luiskaa ole. | step_free_entrance=no
Ovelle johtaa kaksi porrasta, joiden vieressä on luiska. |
Saunan ovelle johtaa kolme porrasta. |
Five stone steps lead up to the door, with no ramp beside them. | step_free_entrance=no
Entrén har tre trappsteg och saknar ramp. | step_free_entrance=no
Ingången från gatan saknar trösklar och trappsteg. | step_free_entrance=yes
The entrance from the yard has no thresholds or steps. | step_free_entrance=yes
Ingången är inte utan trappsteg. |
Toaletten är utan trösklar. |
Esteettömiä saniteettitiloja ei ole. | accessible_toilet=no
Talossa on esteettömät saniteettitilat. | accessible_toilet=yes
Handikapptoalett: nej | accessible_toilet=no
Tyvärr saknas handikapptoalett. | accessible_toilet=no
Accessible WC: not available here, the nearest one is in the library. | accessible_toilet=no
Wheelchair-accessible toilet: n/a |
Lift: none | lift=no
Lift – no need to book. |
Accessible toilet: no key needed. |
Accessible parking: none on site | accessible_parking=no
Med rollator är det besvärligt att röra sig i parken. | rollator=shortcomings
Rullatorilla on vaikea kulkea. | rollator=shortcomings
Det är lätt att ta sig fram med rullstol. | wheelchair=no_known_shortcomings
Torniin ei pääse pyörätuolilla, pihalle pääsee. | wheelchair=partly
Wheelchair users can get into the hall; the attic cannot be reached. | wheelchair=partly
Pyörätuolilla pääsee ensimmäiseen kerrokseen. Parvelle ei pääse. | wheelchair=partly
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
