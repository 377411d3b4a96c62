"""In what form, with whom, how hard and with what one takes part: judged sentences in three languages."""

from __future__ import annotations

import pytest

from schemas.normalise.companion import companion_in
from schemas.normalise.equipment import equipment_in
from schemas.normalise.form import form_in
from schemas.normalise.intensity import intensity_in
from schemas.service import Lang

FORM = """
fi | Ohjattu ryhmä ikääntyneille. | group
fi | Ryhmäliikuntaa aikuisille | group
fi | Keskusteluryhmä kokoontuu joka toinen viikko. | group
fi | Henkilökohtainen ohjaus kuntosalilla ajanvarauksella. | individual
fi | Yksilöohjausta digilaitteiden käyttöön | individual
fi | Omatoimista harjoittelua kuntosalissa. | self_guided
fi | Itsenäinen harjoittelu kuntosalissa ja uima-altaassa N+M | self_guided
fi | Avoin ryhmä, johon voi tulla suoraan paikalle. | drop_in
fi | Drop-in: tule milloin vain klo 10–14! | drop_in
fi | Tarjoamme sekä yksilö- että ryhmäohjausta. | unknown
fi | Konsertti kirkossa. | unknown
fi | Kuuden hengen ukuleleryhmä soittaa. | unknown
fi | Villingin saariryhmä sijaitsee lähellä. | unknown
fi | Ryhmät voivat varata opastuksen erikseen. | unknown
fi | Ikäryhmä 7–9 v. | unknown
fi | Kirjaston omatoimiaika alkaa klo 7. | unknown
fi | Työryhmän uusin teos | unknown
fi | Teatteriryhmä Kipinä esittää joulunäytelmän. | unknown
sv | Gruppträning för seniorer | group
sv | Individuell handledning | individual
sv | Självständig träning i konditionssalen | self_guided
sv | Drop-in, ingen förhandsanmälan. | drop_in
en | Peer support group for parents | group
en | One-to-one guidance by appointment | individual
en | A self-guided walking route | self_guided
en | The target group is adults. | unknown
"""
COMPANION = """
fi | Avustaja pääsee maksutta. | free
fi | Henkilökohtaisen avustajan osallistuminen on ilmaista. | free
fi | EU:n vammaiskortilla avustaja sisään ilmaiseksi. | free
fi | Voit tulla avustajan tai tukihenkilön kanssa. | welcome
fi | Oma avustaja on tervetullut mukaan. | welcome
fi | Tarvittaessa ota mukaan oma avustaja. | welcome
fi | Avustaja maksaa normaalin pääsymaksun. | welcome
fi | Liikuntaa kuulovammaisille ja heidän avustajilleen. | welcome
fi | Ota ystävä mukaan! | unknown
fi | Avustajakoirat ovat tervetulleita. | unknown
fi | Ryhmässä on ohjaaja ja kaksi avustajaa. | unknown
fi | Emme voi tarjota avustajaa osallistujille. | unknown
fi | Sinulla ei tarvitse olla avustajaa. | unknown
fi | Avustajat eivät pääse maksutta. | unknown
sv | Assistenten kommer in gratis. | free
sv | Ledsagare har fritt inträde. | free
sv | Du kan ta med din egen stödperson. | welcome
sv | Assistenter är välkomna. | welcome
sv | Ta med en vän! | unknown
en | Personal assistants enter free of charge. | free
en | You are welcome to bring a support person. | welcome
en | Bring a friend! | unknown
"""
INTENSITY = """
fi | Kevytjumppa N+M | light
fi | KEVYT KESÄJUMPPA | light
fi | Kevyttä liikuntaa tuolilla istuen. | light
fi | Matalatehoinen kuntoilutunti | light
fi | Kävelemme rauhalliseen tahtiin merenrantaa pitkin. | light
fi | Lempeää joogaa aloittelijoille | light
fi | Tehojumppa | vigorous
fi | Tehokas lihaskuntotreeni koko keholle. | vigorous
fi | HIIT-treeni | vigorous
fi | Hikinen ja rankka treeni kokeneille. | vigorous
fi | Keskitehoinen jumppa | moderate
fi | Jumppa (kevyt) M + N | light
fi | Kävelyllä on rauhallinen tempo. | light
fi | Kevyt lounas tarjotaan. | unknown
fi | Kevyen liikenteen väylä kulkee rannassa. | unknown
fi | Intensiivikurssi suomen kielessä. | unknown
fi | Tehokas tapa oppia kieliä. | unknown
fi | Tunti ei ole kevyt. | unknown
fi | Tarjolla kevyttä ja tehokasta jumppaa. | unknown
fi | Opiskelemme rauhalliseen tahtiin suomea. | unknown
fi | Luento kevyen liikunnan hyödyistä | unknown
sv | Lättgympa för seniorer | light
sv | Lugn yoga | light
sv | Gymnastik i lugn takt | light
sv | Högintensiv träning | vigorous
sv | En lätt lunch serveras. | unknown
sv | Medelintensiv motion | moderate
en | Gentle exercise for older people | light
en | Low impact aerobics | light
en | High-intensity interval training | vigorous
en | A light snack is included. | unknown
"""
EQUIPMENT = """
fi | Ota mukaan oma jumppamatto. | yes
fi | Varaa mukaan pyyhe ja vesipullo. | yes
fi | Välineet saa lainaksi paikan päältä. | yes
fi | Mailoja saa lainaan myös kurssilta. | yes
fi | Tenniskursseille voi ottaa oman mailan mukaan. | yes
fi | Kaikki tarvikkeet sisältyvät hintaan. | yes
fi | Omat luistimet ja kypärä mukaan. | yes
fi | Suksia voi vuokrata ulkoilumajalta. | yes
fi | Et tarvitse omia välineitä. | yes
fi | Kirjastosta voi lainata liikuntavälineitä. | yes
fi | Retki sisältää opastuksen ja varusteet. | yes
fi | Maksuttomat lainavälineet käytössä. | yes
fi | Rannasta saa kanootin vesille ja autoja varten on vuokrattavana paikkoja. | no
fi | Ravintolasta saa ruokaa oman maun mukaan. | no
fi | Ota ystävä mukaan! | no
fi | Lähde mukaan kävelylle! | no
fi | Ota yhteyttä ohjaajaan. | no
fi | Ota mukaan hyvä mieli. | no
fi | Kirjastosta voi lainata kirjoja ja lehtiä. | no
fi | Ota henkilökortti mukaan. | no
fi | Tila on varustettu induktiosilmukalla. | no
sv | Ta med egen matta och handduk. | yes
sv | Redskap finns att låna på plats. | yes
sv | Du behöver inga egna redskap. | yes
sv | Ta gärna med en vän. | no
sv | Ta kontakt med läraren. | no
en | Bring your own mat and a water bottle. | yes
en | All equipment is provided. | yes
en | Skates can be borrowed or rented at the rink. | yes
en | Bring the whole family! | no
"""


def judged(lines: str) -> list[tuple[Lang, str, str]]:
    """Each line is a language, a sentence and what it says."""
    return [tuple(part.strip() for part in line.split("|")) for line in lines.strip().splitlines()]  # type: ignore[misc]


@pytest.mark.parametrize(("lang", "text", "want"), judged(FORM))
def test_in_what_form_one_takes_part(lang: Lang, text: str, want: str) -> None:
    found, sentence = form_in({}, {lang: text})
    assert (found.value, sentence) == (want, text if want != "unknown" else None)


@pytest.mark.parametrize(("lang", "text", "want"), judged(COMPANION))
def test_whether_an_assistant_may_come(lang: Lang, text: str, want: str) -> None:
    found, sentence = companion_in({lang: text})
    assert (found.value, sentence) == (want, text if want != "unknown" else None)


@pytest.mark.parametrize(("lang", "text", "want"), judged(INTENSITY))
def test_how_hard_it_is(lang: Lang, text: str, want: str) -> None:
    found, sentence = intensity_in({lang: text})
    assert (found.value, sentence) == (want, text if want != "unknown" else None)


@pytest.mark.parametrize(("lang", "text", "want"), judged(EQUIPMENT))
def test_what_to_bring_or_what_is_lent_is_the_sentence_itself(lang: Lang, text: str, want: str) -> None:
    assert equipment_in({lang: f"Tervetuloa! {text} Ohjaajana Maija."}) == ({lang: text} if want == "yes" else {})


@pytest.mark.parametrize(
    ("title", "want"),
    [
        ("Runoryhmä", "group"),
        ("Miesten ryhmä", "group"),
        ("Support group for carers", "group"),
        ("Tervola Group: runoilta", "unknown"),
        ("Teatteriryhmä Kipinä", "unknown"),
        ("Konsertti", "unknown"),
    ],
)
def test_a_title_names_a_group_in_which_one_takes_part_and_not_one_that_performs(title: str, want: str) -> None:
    assert form_in({"fi": title}, {})[0].value == want


def test_a_group_to_which_one_may_just_come_is_dropping_in() -> None:
    assert form_in({"fi": "Muistiryhmä"}, {"fi": "Voit tulla suoraan paikalle."})[0].value == "drop_in"
