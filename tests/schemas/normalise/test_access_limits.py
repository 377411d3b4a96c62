"""What undoes a claim of accessibility: "no" or nothing behind a label, what is locked, gone or to come, and another part that one cannot reach."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from schemas.normalise.accessibility_explain import explain

_SAID = """
Sopii rollaattorille: ei | rollator=shortcomings
Soveltuu rollaattorilla liikkuville – ei. | rollator=shortcomings
Soveltuu pyörätuolille: kyllä, soveltuu näkövammaisille: ei | wheelchair=no_known_shortcomings visually_impaired=shortcomings
Lämplig för barnvagnar: nej. | stroller=shortcomings
Suitable for pushchairs (no). | stroller=shortcomings
Soveltuu pyörätuolille: - |
Soveltuu pyörätuolille: kyllä | wheelchair=no_known_shortcomings
Hissejä: 0 kpl | lift=no
Inva-wc: nolla. Hissejä: 2 | accessible_toilet=no lift=yes
Hörselslinga: – |
Accessible parking spaces: 0 | accessible_parking=no
Hissi – |
Hissi kerroksesta 0. | lift=yes
Inva-wc sijaitsee kerroksessa 0. | accessible_toilet=yes
Rattailla pääsee kioskille, laiturille ei. | stroller=partly
Rollaattorilla pääsee kahvioon. Juhlasaliin johtavat portaat. | rollator=partly
Liikuntarajoitteiset pääsevät aulaan, mutta eivät parvelle. | reduced_mobility=partly
Pyörätuolilla pääsee aulaan, saliin vie luiska ja kaksi porrasta. | wheelchair=no_known_shortcomings
Polku soveltuu lastenrattaille kilometrin matkalta. | stroller=partly
Hissi on jumissa. |
The elevator is undergoing repairs. |
Hissen är reserverad för varor. |
Talon hissi on varattu tavarankuljetukseen. |
Inva-wc on lukittu. |
Inva-wc on lukossa, avain on kahviossa. | accessible_toilet=yes
Inva-wc on muutettu siivousvarastoksi. |
Toalettien yhteydessä ollut inva-wc on purettu. |
Den tillgängliga toaletten används som förråd. |
The elevator was removed last spring. |
Inva-wc avataan elokuussa. |
Hissi tulee 2028. |
Talossa on hissi asiakkaiden käyttöön. | lift=yes
The hearing loop will open in May. |
Hissin ovi avataan painikkeella. | lift=yes
Invapysäköinti on kielletty. |
Sisäänkäynti on esteetön, kun ramppi on laskettu. |
Sisäänkäynti on esteetön ja ovi aukeaa napista. | step_free_entrance=yes
Esteetön sisäänkäynti on lukittu talvisin. |
Step-free entrance for deliveries only. |
Step-free access to the foyer only. |
Rampen vid ingången repareras, trappfri ingång från bakgården. | step_free_entrance=yes
Hörslingan tas i bruk på begäran. | induction_loop=yes
Olympic weight lifting and lift platforms. |
Juna-aseman hissi on kadun päässä. |
"""


def _known(got: Mapping[str, object]) -> set[str]:
    said = {
        f"{n}={a['state']}" for n, a in got.items() if isinstance(a, dict) and a.get("state", "unknown") != "unknown"
    }
    features = got["features"]
    assert isinstance(features, dict)
    return said | {f"{name}={value}" for name, value in features.items() if value != "unknown"}


@pytest.mark.parametrize("row", _SAID.strip().splitlines())
def test_what_is_denied_gone_or_to_come_is_never_told_as_there(row: str) -> None:
    text, _, wanted = row.partition(" |")
    assert _known(explain({"shape": "sentence", "text": text})[0]) == set(wanted.split())
