"""A fee that is denied: of everybody it is free, of some people, times or things it says nothing of the others."""

from __future__ import annotations

import pytest

from schemas.normalise.cost import cost_of_text

NOBODY_PAYS = """
Osallistumisesta ei peritä mitään.
Kerhosta ei koidu osallistujille kuluja.
Emme pyydä osallistujilta maksua.
Mukaan tulijoilta ei koskaan peritä maksua.
Kursseista ei makseta mitään.
Kukaan ei maksa mitään.
Ryhmästä ei aiheudu sinulle kustannuksia.
Osallistujat eivät maksa mitään.
Sinun ei tarvitse maksaa mitään.
Mitään maksua ei peritä.
Emme kanna pääsymaksua.
Ohjauksesta emme laskuta mitään.
Maksua ei kerätä osallistujilta.
Emme peri keneltäkään osallistumismaksua.
Ryhmään voi osallistua ilman mitään kuluja.
Kurssi ei ole maksullinen.
Deltagarna betalar ingenting.
Du betalar ingenting för att delta.
Det tas inte ut någon avgift för deltagande.
Deltagaravgift tas inte ut.
Kursen kostar dig inget.
Du behöver inte betala något.
Ingen betalar något.
Vi uppbär aldrig någon deltagaravgift.
Gruppen medför inga kostnader för deltagarna.
Vi tar inget betalt för kursen.
Participants pay nothing.
You pay nothing to take part.
We never charge for participation.
Nobody has to pay.
There is nothing to pay.
No payment is required.
You won't be charged.
It won't cost you anything.
We do not charge a participation fee.
Everyone can come along without paying anything.
"""
SOME_DO_NOT_PAY = """
Opettajilta ei peritä maksua.
Lapsilta ei peritä pääsymaksua.
Ryhmänvetäjiltä ei veloiteta mitään.
Jäsenet eivät maksa mitään.
Opettajat eivät maksa mitään.
Ryhmän vetäjä ei maksa mitään.
Kaveri ei maksa mitään.
Avustaja pääsee ilman maksua.
Alle 7-vuotiailta ei veloiteta mitään.
Kaikukortilla ei makseta mitään.
Medlemmar betalar inget.
Lärare betalar ingenting.
Av lärare tas ingen avgift.
För ledsagare debiteras ingen avgift.
Members pay nothing.
Teachers are not charged.
There is no charge for teachers.
Your assistant comes in without paying.
"""
NOT_THIS_TIME_OR_THING = """
Ennakkoon ei makseta mitään.
Ei tarvitse maksaa etukäteen.
Jos peruutat ajoissa, maksua ei peritä.
Peruutuksesta ei veloiteta mitään.
Ilmoittautumisesta ei peritä maksua.
Varauksesta ei veloiteta mitään.
Pysäköinnistä ei peritä maksua.
Välineistä ei koidu kuluja.
Materiaaleista ei peritä maksua.
Ensimmäisestä kerrasta ei veloiteta mitään.
Torstaisin ei peritä pääsymaksua.
Ei lisäkuluja.
Tämä ei maksa mitään lisää.
Ei maksa paljon mitään.
Maksua ei palauteta.
Du behöver inte betala i förväg.
För garderoben tas ingen avgift.
Första gången kostar inget.
På onsdagar tas ingen inträdesavgift.
Inga avgifter återbetalas.
You do not have to pay in advance.
You will not be charged if you cancel in time.
There is no charge for the audio guide.
We don't charge for parking.
You pay nothing extra.
On Fridays you pay nothing.
Pääsymaksua ei peritä kesäkuussa.
Inträde uppbärs inte i juli.
"""


def _lines(block: str) -> list[str]:
    return block.strip().splitlines()


@pytest.mark.parametrize("text", _lines(NOBODY_PAYS))
def test_what_nobody_pays_for_is_free(text: str) -> None:
    assert cost_of_text(text).cost_class == "free"


@pytest.mark.parametrize("text", _lines(SOME_DO_NOT_PAY))
def test_that_some_people_do_not_pay_is_not_free(text: str) -> None:
    assert cost_of_text(text).cost_class in {"unknown", "paid"}


@pytest.mark.parametrize("text", _lines(NOT_THIS_TIME_OR_THING))
def test_no_fee_in_advance_for_a_thing_or_at_times_is_not_free(text: str) -> None:
    assert cost_of_text(text).cost_class in {"unknown", "paid"}
