"""What is free beside taking part is never taken for a free offering: things, loans, calls, prizes, titles, people of one kind."""

from __future__ import annotations

import pytest

from schemas.normalise.cost import cost_of_offers, cost_of_price_text, cost_of_text
from schemas.normalise.fee_things import is_thing

PRINT_AND_APPS = """Saat mukaasi maksuttoman esitteen.|Maksuton digituki-opas on noudettavissa aulasta.|Ilmainen Liikkuva seniori -lehti jaetaan kaikille.
Maksuton Liikkeelle-opas jaetaan kaikille mukaan.|Tutustu maksuttomaan Helsinki-sovellukseen.|Lataa ilmainen sovellus puhelimeesi.|Uutiskirje on ilmainen.
Free brochure for all participants.|Pick up a free copy of our magazine.|The app is free.|Free newsletter.|Free maps available at the info desk.
Gratis broschyr delas ut till deltagarna.|Appen är gratis.|Tidningen är gratis.|Läromedlen är gratis.|Käytämme maksutonta GIMP-ohjelmaa.|Create a free account."""
LOANS = """Mailat lainataan ilmaiseksi.|Rullalautoja lainataan ilmaiseksi.|Välineiden käyttö on maksutonta.|Tietokoneiden käyttö on maksutonta.|Matot ovat ilmaisia.
Pyörätuoleja lainataan maksutta.|Kypärän saa käyttöön maksutta.|Rackets can be borrowed free of charge.|Free use of equipment.|Equipment is free to use.
Racketar lånas ut gratis.|Utrustningen är gratis.|Skridskor utan kostnad.|Hiekkaleluja saa lainata maksutta."""
CALLS_AND_BOOKING = """Soita maksuttomaan palvelunumeroon 0800 123 456.|Maksuton neuvontalinja.|Puhelu on soittajalle maksuton.|Our helpline is free of charge.|Avgiftsfri rådgivningstelefon.
Ringa oss gratis på 0800 12345.|Lippujen nouto on maksuton.|Lipun vaihto on maksuton.|Ticket collection is free.|Biljetterna kan hämtas avgiftsfritt.|Free delivery.
Ilmoittautuminen on maksuton.|Registration is free.|Anmälan är kostnadsfri.|Varaa paikka maksutta.|Peruutus on maksuton 24 tuntia ennen.|Palvelukeskuskortti on maksuton.
Asiakkuus on maksuton.|Postikulut 0 €|Ennakkovaraus 0 €|Kuljetus on osallistujille maksuton.|Kuljetuspalvelu on maksuton.|Maksuton kyyti tapahtumaan."""
NOT_ASKED_FOR = """Pysäköinnistä ei peritä maksua.|Kahvista ei peritä maksua.|Emme peri maksua kahvista.|Lainavälineistä ei peritä maksua.|Kahvi ei maksa mitään.
Mailat eivät maksa mitään.|No charge for parking.|There is no charge for equipment.|Lockers cost nothing.|Ingen avgift för parkering.|Parkering utan avgift.|Kaffet kostar ingenting.
Peruuttamisesta ei aiheudu kuluja.|Pysäköinti ei ole maksullista.|Kaikki ryhmät eivät ole maksullisia.|Emme peri jäseniltä maksua.|Pysäköinti on ilmaista kirjaston pihalla.
Saunasta vapaaehtoinen maksu.|Pulla ja kahvi, vapaaehtoinen maksu.|Frivillig avgift för kaffe."""
THINGS_OF_TWO_WORDS = """The car park is free of charge.|Car park and cloakroom are free.|A shuttle service is free of charge.|Our delivery service is free."""
ENTRY_TO_THINGS = """Vapaa pääsy museokauppaan.|Museokauppaan on vapaa pääsy.|Vapaa pääsy wifi-verkkoon.|Free access to our digital collections.|Fritt inträde till museibutiken.|Free entry to the museum shop."""
TITLES_AND_TOPICS = """Kirja "Ilmainen liikunta" julkaistaan tilaisuudessa.|Boken "Gratis motion" presenteras.|Näytelmä "Ilmainen lounas" saa ensi-iltansa.|Ilmainen lounas -näytelmä kiertueella.
Elokuva Vapaa pääsy kotiin kertoo nuorista.|Luennon aiheena on maksuton varhaiskasvatus."""
PRIZES_AND_TERMS = """Voita ilmainen kurssi!|Win free tickets!|Vi lottar ut en gratis kurs.|Arvonnassa voit voittaa ilmaisen konserttilipun.|Kymmenes kerta ilmainen.|Second visit free.
Kaveri mukaan maksutta!|Ta med en vän gratis.|Free ticket with every coffee.|Kurssi on maksuton, jos olet työtön.|Jos saat palvelusetelin, kurssi on maksuton.|20 ensimmäiselle maksuton.
Opettajille maksuton.|Koulutus on maksuton vapaaehtoisille.|Skolgrupper gratis.|Helsinki Cardilla pääset ilmaiseen näyttelyyn.|Sisäänpääsylippu oikeuttaa ilmaiseen opastukseen.
Osallistumismaksu 7 €, kolehti kerätään lisäksi.|Ensimmäinen tapaaminen on maksuton.|Ilmainen tutustumistunti.|Gratis provträning.|Itsenäisyyspäivänä vapaa pääsy.
Museoiden yönä ilmainen sisäänpääsy.|Free entry on Independence Day.|Vapaa pääsy viimeisen tunnin ajan.|Free and paid activities.|Många evenemang är gratis.
Kahvilaan pääsee maksutta, museoon lipulla.|Emme voi tarjota kurssia maksutta.|We cannot offer this for free."""

STILL_FREE = """Maksuton Kallion kirjaston runoilta.|Tervetuloa maksuttomaan karttakurssiin tutustumaan!|Maksuton tietokoneopastus joka maanantai.|Kolehti. Kahvit tarjotaan.
Ulkokuntosalin käyttö on ilmaista.|Kentän käyttö on maksutonta.|Retki on osallistujille ilmainen.|Keskustelu on maksuton.|Neuvontapalvelu on maksuton.|Tilaisuuteen pääsee maksutta.
Maksuton Digitaidot tutuksi -kurssi alkaa.|Osallistu maksuttomaan Muisti kuntoon -luentoon.|Maksuton runokirjan julkistamistilaisuus.|Maksuton karttarasti-iltapäivä.
Book your place on our free course.|Boka plats till vår gratis kurs.|Learn Finnish in our free course.|Free concert in the park.|The sculpture park is free of charge.|Free admission to the concert hall.
Vapaa pääsy Senaatintorille.|Näyttely on avoinna ma–pe, vapaa pääsy.|Tapahtuma on maksuton kaikenikäisille.|Maksuton tapahtuma, pysäköinti 2 €/h.|Konsertti ja kahvit, vapaaehtoinen maksu.
Osallistumisesta ei aiheudu kustannuksia.|Toiminnasta ei veloiteta.|Ryhmästä ei peritä mitään maksua.|Kursen är inte avgiftsbelagd.|The course is not subject to a fee.|Deltagandet medför inga kostnader.
Osallistumismaksuton ilta.|Ilmaislippu noudettava ennakkoon.|Retki on ilmainen, kaupunki kustantaa liput.|Föreningen betalar inträdesbiljetterna, utflykten är gratis.
Ilmoittaudu mukaan maksuttomalle kurssille!|Soita ja varaa aika maksuttomaan neuvontaan.|Ryhmä kokoontuu maanantaisin ja on maksuton.|Don't miss our free concert!|Maksuton konsertti itsenäisyyspäivänä.
Välineet lainataan paikalta, toiminta on maksutonta.|Ryhmä on maksuton palvelukeskuskortin haltijoille.|Free with a service centre card.|Toimintaan ei liity kustannuksia."""

NOT_FREE = [
    PRINT_AND_APPS,
    LOANS,
    CALLS_AND_BOOKING,
    NOT_ASKED_FOR,
    ENTRY_TO_THINGS,
    THINGS_OF_TWO_WORDS,
    TITLES_AND_TOPICS,
    PRIZES_AND_TERMS,
]


def _lines(table: str) -> list[str]:
    return [part for part in table.replace("\n", "|").split("|") if part]


@pytest.mark.parametrize("text", [text for table in NOT_FREE for text in _lines(table)])
def test_something_free_beside_taking_part_is_not_a_free_offering(text: str) -> None:
    assert cost_of_text(text).cost_class != "free"
    assert cost_of_price_text({"fi": text}).cost_class != "free"
    assert cost_of_offers([{"is_free": False, "price": {"fi": text}}]).cost_class != "free"


@pytest.mark.parametrize("text", _lines(STILL_FREE))
def test_taking_part_that_is_free_stays_free_beside_such_words(text: str) -> None:
    assert cost_of_text(text).cost_class == "free"


@pytest.mark.parametrize(
    "word",
    ["uutiskirje", "kuljetuspalvelu", "palvelunumero", "rådgivningstelefon", "pyörätuoleja", "kanta-asiakasohjelma"],
)
def test_the_last_part_of_a_compound_tells_a_thing(word: str) -> None:
    assert is_thing(word)


@pytest.mark.parametrize(
    "word",
    ["kolehti", "neuvontapalvelu", "tilaisuuteen", "workshop", "improv", "pride", "puhelinopastus", "korttipeli"],
)
def test_a_word_that_only_looks_like_a_thing_is_none(word: str) -> None:
    assert not is_thing(word)
