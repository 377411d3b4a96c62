"""What a "not" of a sentence on registering reaches, and who books while others just come: families of wordings, with those beside them."""

from __future__ import annotations

import pytest

from schemas.normalise.registration import registration_in


def state(text: str) -> str:
    return registration_in({"fi": text})[0].value


@pytest.mark.parametrize(
    "text",
    [
        "Käynnistä sovitaan puhelimitse ohjaajan kanssa.",
        "Neuvontaan sovitaan aika etukäteen.",
        "Sovi opastusaika kirjaston tiskillä.",
        "Tiden avtalas med handledaren.",
        "Besök avtalas i förväg.",
        "Visits are agreed on by phone in advance.",
        "Reserve a 30-minute slot online.",
        "Reserve a half-hour session with the trainer.",
        "Choose a time slot in advance.",
    ],
)
def test_an_appointment_that_is_agreed_or_a_slot_that_is_picked_is_a_duty(text: str) -> None:
    assert state(text) == "required"


@pytest.mark.parametrize(
    "text",
    [
        "Ryhmän säännöt sovitaan yhdessä ensimmäisellä kerralla.",
        "Ryhmän kokoontumisajat sovitaan yhdessä.",
        "Retken kohde sovitaan yhdessä.",
        "Opastusajat löytyvät verkkosivuilta.",
        "Reserve about 45 minutes for the tour.",
        "We reserve the right to make changes.",
    ],
)
def test_what_a_group_agrees_on_and_time_to_set_aside_are_no_duty(text: str) -> None:
    assert state(text) == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        "Ilmoittautumista ei tarvita, vain iloista mieltä.",
        "Ei vaadi ilmoittautumista, vain intoa ja sisäpelikengät.",
        "Ei tarvitse ilmoittautua, vain tulla paikalle.",
        "Ingen förhandsanmälan krävs, endast gott humör.",
        "No registration needed, only comfortable clothes.",
    ],
)
def test_things_asked_instead_do_not_bound_a_denial(text: str) -> None:
    assert state(text) == "none"


@pytest.mark.parametrize(
    "text",
    [
        "Ei ilmoittautumista, vain jäsenille.",
        "Ei ilmoittautumista, vain lauantaisin.",
        "Ei ilmoittautumista, vain haastattelu.",
        "Ilmoittautumista ei tarvita jäseniltä, vain muilta.",
        "Ei ilmoittautumista paikan päällä, vain verkossa.",
        "Ei varauksia sähköpostitse, ainoastaan puhelimitse.",
        "Inga anmälningar per telefon, endast via blanketten.",
        "No sign-ups at the door, online only.",
        "Bookings are not taken by phone, only online.",
    ],
)
def test_whom_when_and_by_which_way_only_bound_it(text: str) -> None:
    assert state(text) != "none"


@pytest.mark.parametrize(
    "text",
    [
        "Paikan voi varata, mutta pakko ei ole.",
        "Ei pakollista, mutta mahdollista ilmoittautua etukäteen.",
        "Ilmoittautuminen ei ole pakollista, mutta se on mahdollista.",
        "Du kan anmäla dig på förhand, men det är inget tvång.",
        "Booking is not compulsory but possible.",
        "You can book a place, but you don't have to.",
        "Päiväkotiryhmät ilmoittautuvat etukäteen, muut voivat tulla ilman ilmoittautumista.",
        "Skolklasser bokar tid, övriga är välkomna utan anmälan.",
        "School groups must book, everyone else may simply turn up.",
    ],
)
def test_possible_but_not_compulsory_and_groups_that_book_leave_a_choice(text: str) -> None:
    assert state(text) == "optional"


@pytest.mark.parametrize(
    "text",
    [
        "Ilmoittautuminen on pakollista, mutta sitova se ei ole.",
        "Ilmoittaudu lomakkeella, puhelinnumeron antaminen ei ole pakollista.",
        "Ilmoittaudu etukäteen, aiempi kokemus ei ole välttämätön.",
        "Anmäl dig via blanketten, det är inte obligatoriskt att uppge telefonnummer.",
        "Register online; previous experience is not required.",
        "Anmälan krävs, men det är inget krav att vara medlem.",
        "Ilmoittautuminen vaaditaan, mutta jäsenyys ei ole edellytys.",
        "Koululuokat varaavat ajan puhelimitse, perheet verkossa.",
        "Ryhmät ja muut kävijät varaavat ajan etukäteen.",
        "Those who have not signed up will not be admitted.",
        "Nobody who hasn't booked gets in.",
        "Vi släpper inte in någon som inte har bokat.",
    ],
)
def test_another_thing_that_is_not_compulsory_and_those_who_are_barred_leave_the_duty(text: str) -> None:
    assert state(text) == "required"


@pytest.mark.parametrize(
    "text",
    [
        "Ryhmään pääsee sosiaaliohjaajan ohjauksessa.",
        "Ryhmään tullaan kuntoutustyöntekijän ohjaamana.",
        "Puhu omalle hoitajallesi, hän ohjaa sinut ryhmään.",
        "Kontakta din egen skötare, hen bedömer om gruppen passar och skickar dig vidare.",
        "Participants come through the guidance of a professional.",
        "Contact your own nurse, who assesses whether the group suits you and sends you on.",
    ],
)
def test_a_professional_who_sends_one_on_is_a_referral(text: str) -> None:
    assert state(text) == "referral"


@pytest.mark.parametrize(
    "text",
    [
        "Jumppa fysioterapeutin ohjaamana.",
        "Kuntosaliharjoittelua ammattilaisen ohjaamana torstaisin.",
        "Fysioterapeutti ohjaa sinut oikeisiin asentoihin.",
        "Ota yhteyttä ohjaajaan, hän kertoo lisää.",
        "Group exercise with the guidance of a professional instructor.",
    ],
)
def test_a_professional_who_leads_the_group_is_no_referral(text: str) -> None:
    assert state(text) == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        "Kuntosalille ei pääse ilman fysioterapeutin lähetettä.",
        "Ilman lähetettä mukaan ei oteta.",
        "Ingen kommer med utan remiss.",
        "Nobody is let in without a nurse's referral.",
    ],
)
def test_who_is_barred_without_a_referral_needs_one(text: str) -> None:
    assert state(text) == "referral"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Piiriin ei vaadita hoitajan lähetettä. Ilmoittaudu kirjastossa.", "required"),
        ("Voit tulla ilman lääkärin lähetettä ja ajanvarausta.", "none"),
        ("Du får komma utan remiss, ingen anmälan behövs.", "none"),
        ("Ei ilmoittautumista, paikalle voi vain tulla.", "none"),
        ("Ingen anmälan, du kan bara komma.", "none"),
    ],
)
def test_whose_referral_it_would_be_and_just_coming_bound_no_denial(text: str, expected: str) -> None:
    assert state(text) == expected
