"""What keeps "no registration" and "drop in" from being said of everyone: families of wordings, with those that stay free."""

from __future__ import annotations

import pytest

from schemas.normalise.registration import registration_in


def state(text: str) -> str:
    return registration_in({"fi": text})[0].value


@pytest.mark.parametrize(
    "text",
    [
        "Konserttiin ei tarvitse ilmoittautua, mutta ruokailuun kyllä.",
        "Kerhoon voi tulla ilman ilmoittautumista, leirille ei.",
        "Avajaisiin ei tarvitse ilmoittautua, opastukselle tarvitsee.",
        "No booking for the concert, but for the dinner yes.",
        "Ingen anmälan behövs till konserten, men till middagen ja.",
    ],
)
def test_a_contrast_without_its_verb_leaves_it_open(text: str) -> None:
    assert state(text) != "none"


@pytest.mark.parametrize(
    "text",
    [
        "Jooga ei ole drop in.",
        "Drop-in-kertoja ei järjestetä.",
        "This is not a drop-in course.",
        "Please do not just drop in.",
        "Dansen är inte drop-in.",
        "Not open to drop-in guests.",
        "Drop-in-kerroille ostetaan lippu etukäteen.",
        "Drop-in-platser köps på förhand.",
        "Drop-in-neuvonta on suljettu elokuussa.",
    ],
)
def test_a_drop_in_that_is_denied_sold_beforehand_or_shut_is_none(text: str) -> None:
    assert state(text) != "none"


@pytest.mark.parametrize(
    "text",
    [
        "Voiko kerhoon tulla ilman ilmoittautumista? Ei.",
        "Voinko tulla ilman ajanvarausta? Valitettavasti et.",
        "Can I join without booking? Sorry, no.",
        "Kan man komma utan anmälan? Tyvärr inte.",
        "Can I come without an appointment? No, you must book.",
    ],
)
def test_coming_without_registering_asked_and_refused_is_a_duty(text: str) -> None:
    assert state(text) == "required"


@pytest.mark.parametrize(
    "text",
    [
        "Ei ilmoittautumista samana päivänä.",
        "Ei varauksia netin kautta.",
        "No bookings on the day.",
        "Ingen anmälan mitt i kursen.",
        "Saattajan ei tarvitse ilmoittautua.",
        "Kurssilla jatkavien ei tarvitse ilmoittautua.",
        "Companions do not need to book.",
        "Varata ei tarvitse itse, päiväkoti varaa paikat.",
        "Ajanvarausta ei tarvita: saat kutsun postissa.",
        "Voit tulla ilman ajanvarausta hoitajan ohjauksesta.",
        "You can come without an appointment once you have a decision.",
        "Mukaan voi tulla milloin vain, kunhan soitat ohjaajalle.",
        "Avoin ryhmä, mukaan voi tulla milloin vain. Soita ohjaajalle ennen ensimmäistä kertaa.",
        "Neuvonta ilman ajanvarausta on lopetettu.",
        "Utan bokningsavgift.",
        "Ilmoittautumista ei enää tarvita, ryhmä on täynnä.",
    ],
)
def test_a_denial_for_some_by_a_way_or_behind_a_step_is_not_said_of_everyone(text: str) -> None:
    assert state(text) != "none"


@pytest.mark.parametrize(
    "text",
    [
        "Drop-in-tunneille ei tarvitse ilmoittautua.",
        "Drop-in-verksamhet, ingen anmälan.",
        "Don't be shy, just drop in!",
        "Avoin ryhmä, mukaan voi tulla milloin vain.",
        "Omaisille tarkoitettuun ryhmään ei tarvitse ilmoittautua.",
        "Ei ilmoittautumista. Lisätietoja: soita ohjaajalle.",
        "Kahvila on suljettu juhannuksena. Ei ilmoittautumista.",
        "Ingen anmälan på förhand, kom bara.",
        "Can I come without an appointment? Yes, just drop in.",
        "Pitääkö ilmoittautua etukäteen? Ei.",
    ],
)
def test_what_is_free_for_everyone_stays_so(text: str) -> None:
    assert state(text) == "none"
