"""Enrolment as a text says it: judged sentences in three languages, and the fields beside them. Nothing is open because nothing says closed."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise.enrolment import enrolment_in
from schemas.service import LANGS, Enrolment, EnrolmentState, Lang
from schemas.settings import HELSINKI

STARTS = date(2026, 12, 14)
FINNISH = """
Ryhmä on täynnä. | full
Kurssi täynnä | full
# Vesijumppa seniorit – TÄYNNÄ! | full
# Kässäkerho (täynnä) | full
# TÄYNNÄ: Savityöpaja aikuisille | full
Kurssi on valitettavasti jo täynnä, mutta peruutuspaikkoja voi tiedustella toimistosta. | full
Ryhmä on täynnä. Voit ilmoittautua jonotuslistalle. | waiting_list
Kaikki paikat on varattu. | full
Vapaita paikkoja ei enää ole. | full
Retkelle ei mahdu enää uusia osallistujia. | full
Konsertti on loppuunmyyty. | full
# Stand up -ilta, LOPPUUNMYYTY | full
Liput loppu! | full
Ilmoittautuminen on päättynyt. | closed
Hakuaika ryhmään on umpeutunut. | closed
Ilmoittautuminen on suljettu. | closed
Emme ota enää vastaan uusia ilmoittautumisia. | closed
Ryhmään ei oteta tällä hetkellä uusia osallistujia. | closed
Jos ryhmä on täynnä, voit jättää yhteystietosi jonoon. | -
Kun kurssi on täynnä, seuraavat ilmoittautuneet siirtyvät varasijalle. | -
Mikäli kaikki paikat on varattu, otamme yhteyttä. | -
Ryhmä ei ole vielä täynnä. | -
Ilta on täynnä iloa, musiikkia ja tanssia. | -
Syksyn ryhmä on täynnä, kevään ryhmään voi vielä hakea. | -
Kurssi täyttyy yleensä nopeasti. | -
Paikat täytetään ilmoittautumisjärjestyksessä. | -
Ilmoittautumisia otetaan vastaan, kunnes ryhmä on täynnä. | -
Onko ryhmä täynnä? Kysy peruutuspaikkoja. | -
Viime vuonna kurssi oli täynnä jo elokuussa. | -
Bändi on kiertänyt loppuunmyytyjä saleja ympäri Eurooppaa. | -
Maanantain ryhmä on täynnä, keskiviikkona on vielä tilaa. | -
Ilmoittautuminen käynnissä! | open
Ilmoittautuminen on auki verkkosivuillamme. | open
Ilmoittautuminen on alkanut. | open
Ilmoittautuminen alkaa 5.12. klo 10. | opens=2026-12-05T10:00
Ilmoittaudu viimeistään 12.12. | closes=2026-12-12T23:59
Ilmoittautuminen 1.–12.12.2026 osoitteessa ilmonet.fi. | opens=2026-12-01T00:00 closes=2026-12-12T23:59
Ilmoittautumiset 10.12. mennessä puh. 09 310 12345. | closes=2026-12-10T23:59
Ilmoittautuminen avautuu maanantaina 16.11.2026 kello 9.00. | opens=2026-11-16T09:00
Viimeinen ilmoittautumispäivä on 30. marraskuuta. | closes=2026-11-30T23:59
Sitovat ilmoittautumiset perjantaihin 4.12. klo 12 mennessä. | closes=2026-12-04T12:00
Ilmoittautuminen ei ole vielä alkanut. | not_open
Ilmoittautuminen avataan myöhemmin. | not_open
Ilmoittaudu kurssille, joka alkaa 14.12. klo 17. | -
Kurssi alkaa 5.1. klo 10. | -
Vapaita paikkoja 4. | seats=4
Kurssilla on vielä 3 paikkaa vapaana. | seats=3
Vapaita paikkoja: 0 | full seats=0
Enää jonopaikkoja jäljellä. | waiting_list
Voit ilmoittautua nyt varasijalle. | waiting_list
# Maalauskurssi – vain jonotuslista | waiting_list
Ryhmään mahtuu 12 osallistujaa. | -
Varasijoilta nousseille ilmoitetaan sähköpostitse. | -
Ilmoittautumisen päätyttyä lähetämme vahvistuksen. | -
Sali on täynnä valoa ja väriä. | -
Ilmoittautuminen on sitova ja päättyy viikkoa ennen kurssin alkua. | -
Ilmoittautuminen päättyi 1.12. | closed closes=2026-12-01T23:59
Ilmoittautumisaika on 16.–27.11. | opens=2026-11-16T00:00 closes=2026-11-27T23:59
Tilaa on vielä, tervetuloa mukaan! | -
Ilmoittautuminen helsinkiläisille alkaa 1.12. ja muille 8.12. | -
Kurssi on tupaten täynnä ilmoittautuneita. | -
Ryhmämme ovat tällä hetkellä täynnä. | full
# Tuolijumppa TÄYNNÄ | full
# Tuolijumppa - kurssi on täynnä | full
# Täynnä! Digineuvonta ikäihmisille | full
Kevään 2027 ryhmät ovat jo täynnä. | -
Kaikki kurssipaikat on nyt varattu. | full
Leirin kaikki paikat ovat menneet. | full
Ryhmään ei enää mahdu. | full
Emme voi ottaa enää lisää osallistujia. | closed
Ilmoittautuminen kurssille on sulkeutunut. | closed
Haku ryhmään on päättynyt 30.11. | closed closes=2026-11-30T23:59
Kurssi on peruttu, koska ilmoittautumisia ei tullut riittävästi. | -
Ilmoittautuminen sulkeutuu, kun kurssi on täynnä. | -
Kurssi toteutuu, jos ilmoittautuneita on vähintään 8. | -
Jos kurssi on jo täynnä, pääset jonoon. | -
Voit ilmoittautua jonotuslistalle, mikäli kurssi on täynnä. | -
Mukaan mahtuu 15 ensimmäistä. | -
Huoneessa on 20 paikkaa. | -
Jäljellä 2 paikkaa! | seats=2
Kurssilla on 5 vapaata paikkaa. | seats=5
Vapaita paikkoja on jäljellä. | -
Kurssille on vielä muutama paikka vapaana. | -
Ilmoittautuminen avautuu 1.12. klo 9.00 verkossa. | opens=2026-12-01T09:00
Ilmoittautumiset viimeistään to 10.12. sähköpostitse. | closes=2026-12-10T23:59
Ilmoittaudu mukaan 30.11. mennessä! | closes=2026-11-30T23:59
Ilmoittautuminen päättyy 11.12.2026 klo 15.00. | closes=2026-12-11T15:00
Hakuaika: 2.11.–22.11. | opens=2026-11-02T00:00 closes=2026-11-22T23:59
Ilmoittautumisaika 1.11. klo 9 – 30.11. klo 16. | opens=2026-11-01T09:00 closes=2026-11-30T16:00
Ryhmä kokoontuu 14.12.–31.5., ilmoittautumiset ohjaajalle. | -
Ilmoittaudu Maijalle, puh. 09 310 12345, klo 9.12–10. | -
Peru osallistumisesi viimeistään 10.12. | -
Ilmoittautuminen on sitova 10.12. jälkeen. | -
Maksuton. Ilmoittautuminen 7.12. alkaen. | opens=2026-12-07T00:00
Tilaisuus on loppuunvarattu. | full
Elokuvanäytös, loppuunmyyty | full
Konsertti on lähes loppuunmyyty. | -
Pakohuone on täynnä arvoituksia. | -
Täynnä toimintaa koko päivä! | -
Ohjelma on täynnä. | -
Kalenterimme on täynnä tapahtumia. | -
Ilmoittautumislista on täynnä. | full
Kurssilla on tilaa vain varasijoilla. | waiting_list
Ryhmään on jonoa. | -
Jonotuslista on täynnä. | -
Ilmoittautuminen on nyt auki! | open
Ilmoittautuminen on avoinna. | open
Ilmoittautumisen avautumisesta tiedotetaan myöhemmin. | -
# Kuntosalistartti (ryhmä täynnä) | full
# TÄYNNÄ Kevytjumppa | full
Huomioithan, että ryhmä on täynnä! | full
Leiri on nyt täysi. | full
Vapaita paikkoja ei valitettavasti ole. | full
Retken kaikki paikat ovat täynnä, ilmoittaudu varasijalle. | waiting_list
Kurssin ilmoittautuminen on päättynyt. | closed
Ilmoittautumiset ovat päättyneet. | closed
Ilmoittautuminen on toistaiseksi suljettu. | closed
Hakuaika on umpeutunut, seuraava haku on keväällä. | closed
Jollei ryhmä ole täynnä, mukaan voi tulla kesken kauden. | -
Ryhmän täytyttyä voit jäädä jonoon. | -
Kun kaikki paikat on varattu, ilmoittautuminen suljetaan. | -
Voit tulla mukaan, vaikka kurssi olisi täynnä. | -
Kurssi alkaa 14.12. Ilmoittaudu 7.12. mennessä. | closes=2026-12-07T23:59
Ilmoittautuminen 10.11. klo 10 alkaen puhelimitse. | opens=2026-11-10T10:00
Viimeinen ilmoittautumispäivä: 4.12.2026 | closes=2026-12-04T23:59
Ilmoittaudu ennen 5.12. | closes=2026-12-04T23:59
Esitys 5.12. klo 18, ilmoittautuminen paikan päällä. | -
Vielä ehdit mukaan! | -
"""
SWEDISH = """
Gruppen är full. | full
# Vattengymnastik – FULLBOKAD | full
Kursen är tyvärr fullbokad, men du kan anmäla dig till kölistan. | waiting_list
Föreställningen är slutsåld. | full
Anmälan har stängts. | closed
Anmälningstiden har gått ut. | closed
Anmälan senast 5.12. | closes=2026-12-05T23:59
Anmälan öppnar den 1 december kl. 9. | opens=2026-12-01T09:00
Anmäl dig senast fredagen den 4 december kl. 12. | closes=2026-12-04T12:00
Anmälan pågår 16–27 november. | opens=2026-11-16T00:00 closes=2026-11-27T23:59
Om gruppen är full kan du ställa dig i kö. | -
När kursen är fullbokad stängs anmälan. | -
Kvällen är full av musik och skratt. | -
Kursen är inte fullbokad ännu. | -
4 platser kvar. | seats=4
Inga lediga platser. | full
Anmälan är öppen. | open
Anmälan har inte öppnat ännu. | not_open
Gruppen tar emot högst 10 deltagare. | -
Höstens grupp är full, men till våren finns det platser. | -
# Keramikkurs (kölista) | waiting_list
Kursen är full. | full
# FULLT! Pilates för nybörjare | full
# Slutsålt: Lucia-konsert | full
Resan är fulltecknad. | full
Alla platser är redan tagna. | full
Platserna är slut. | full
Anmälningen är avslutad. | closed
Anmälningstiden är slut. | closed
Kursen blir snabbt full. | -
Ifall kursen redan är fullbokad hamnar du i kö. | -
Det finns 3 lediga platser. | seats=3
Anmälningar senast den 10 december till Anna. | closes=2026-12-10T23:59
Anmälan 16.11–4.12. | opens=2026-11-16T00:00 closes=2026-12-04T23:59
Anmälan börjar 1.12 kl. 10. | opens=2026-12-01T10:00
Du kan ställa dig på väntelistan. | waiting_list
Huset är fullt av liv. | -
Avanmälan senast 10.12. | -
Gruppen är fulltalig. | full
Det går inte längre att anmäla sig. | closed
Anmälan till kursen har avslutats. | closed
Vi har tyvärr inga platser kvar. | full
Anmäl dig före 5.12. | closes=2026-12-04T23:59
Så länge det finns lediga platser kan du anmäla dig. | -
"""
ENGLISH = """
This course is fully booked. | full
# Yoga for beginners – SOLD OUT | full
The group is now full. You can join the waiting list. | waiting_list
Registration has closed. | closed
Sign up by 3 December. | closes=2026-12-03T23:59
Registration opens on 1 December at 10 am. | opens=2026-12-01T10:00
Registration is now open. | open
If the class is full, you will be placed on a waiting list. | -
A day full of music and dance. | -
Only 2 places left! | seats=2
Registration is not open yet. | not_open
Registration closes once the group is full. | -
Please register no later than December 10th. | closes=2026-12-10T23:59
The band returns after a sold-out tour. | -
The workshop is now fully booked! | full
# Pottery class - FULL | full
# Full of Life exhibition | -
Tickets are sold out. | full
The trip is fully booked, but you can sign up for the waiting list. | waiting_list
Registration is now closed. | closed
Sign-up closes on 9 December at 4 pm. | closes=2026-12-09T16:00
The course may be full. | -
Classes fill up quickly. | -
There are still 6 places available. | seats=6
Registration by email by December 4. | closes=2026-12-04T23:59
Enrolment starts on 1.12.2026 at 12:00. | opens=2026-12-01T12:00
We are no longer accepting registrations. | closed
Cancel by 10 December to avoid a fee. | -
All spots are taken. | full
Sorry – this event is sold out! | full
Registration ended on 1 December. | closed closes=2026-12-01T23:59
Places are filled in order of registration. | -
"""


def judged(lang: Lang, lines: str) -> list[tuple[Lang, str, str]]:
    """Each line is a text and what it says; # marks a title."""
    return [(lang, *(part.strip() for part in line.rsplit("|", 1))) for line in lines.strip().splitlines()]  # type: ignore[misc]


def said(enrolment: Enrolment) -> str:
    """An enrolment in the words of the tables here."""
    parts = [enrolment.state.value] if enrolment.state is not EnrolmentState.UNKNOWN else []
    for name in ("opens", "closes"):
        moment: datetime | None = getattr(enrolment, name)
        if moment is not None:
            parts.append(f"{name}={moment.astimezone(HELSINKI):%Y-%m-%dT%H:%M}")
    if enrolment.seats_left is not None:
        parts.append(f"seats={enrolment.seats_left}")
    return " ".join(parts) or "-"


def read(lang: Lang, text: str, starts: date | None = STARTS) -> Enrolment:
    title = text.removeprefix("# ")
    titles: dict[Lang, str] = {lang: title if text.startswith("# ") else "Kurssi"}
    return enrolment_in(titles, {} if text.startswith("# ") else {lang: text}, starts=starts).enrolment


@pytest.mark.parametrize(
    ("lang", "text", "want"), [*judged("fi", FINNISH), *judged("sv", SWEDISH), *judged("en", ENGLISH)]
)
def test_what_a_sentence_says_of_enrolling(lang: Lang, text: str, want: str) -> None:
    assert said(read(lang, text)) == want


PIECES = st.sampled_from(
    "ryhmä kurssi on ei täynnä jos kun ilmoittautuminen anmälan registration auki öppen open päättynyt viimeistään senast by 12.12. 31.2. 5.1.2027 "
    "klo 24 klo 10 99.99. – , . ? jono kölista waiting list vapaita paikkoja 0 4 platser kvar \n TÄYNNÄ FULL".split(" ")
)


@given(st.lists(PIECES | st.text(max_size=6), max_size=14).map(" ".join), st.dates() | st.none())
def test_whatever_stands_there_is_read_and_open_only_with_a_word_of_being_open(text: str, starts: date | None) -> None:
    told = enrolment_in({"fi": text}, dict.fromkeys(LANGS, text), starts=starts)
    if told.enrolment.state is EnrolmentState.OPEN:
        assert any(word in text.lower() for word in ("auki", "öppen", "open"))
    if told.enrolment.opens and told.enrolment.closes:
        assert told.enrolment.opens <= told.enrolment.closes
    assert set(told.evidence) == {
        part for part, value in told.enrolment if value is not None and value is not EnrolmentState.UNKNOWN
    }
