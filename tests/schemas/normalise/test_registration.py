"""Registration from prose and fields: "none" only where it is said outright."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise.registration import registration_in, with_offers
from schemas.normalise.registration_explain import explain

CASES = {
    "none": "Ei ennakkoilmoittautumista.|Ei ajanvarausta.|Osallistuminen ei edellytä ilmoittautumista.|Ingen förhandsanmälan krävs.|No need to book|Et tarvitse lähetettä etkä ilmoittautumista."
    "|Kuoroon ei ilmoittauduta.|Pajaan ei tarvitse ilmoittautua, tule vain ovesta sisään!|Du får delta utan att anmäla dig.|Join the walk without signing up.|Varaukselle ei ole tarvetta, ilman varausta pääsee."
    "|Ilmoittautuminen: ei tarvita|Anmälan: nej|Registration: none|Bändikämpälle ei tartte ilmottautua.|Shakki-iltaan ei tarvitse tehdä mitään ilmoittautumista.|Vuoroa ei tarvitse varata.|Bookings are not taken.|No referral or appointment needed."
    "|Ingen avgift eller förhandsanmälan.|Join in without having to register.|Kutomapiiri on avoin, ilmoittautuminen on turhaa.|Vesijuoksuun et tarvitse varattua vuoroa.",
    "required": "Ei ilmoittautumisia puhelimitse.|Ilman ilmoittautumista ei pääse mukaan.|Älä unohda ilmoittautua!|Glöm inte att anmäla dig!|Ei jälki-ilmoittautumista.|Without registration you cannot attend.|Aiemmin ilmoittautuneiden ei tarvitse ilmoittautua uudelleen.|Vain ajanvarauksella.|Utan anmälan kan du inte delta.|Emme ota vastaan ilman ajanvarausta."
    "|Soutuvuorot ja opastukset on varattava ennen sunnuntaita.|Varaukset viimeistään torstaina sähköpostilla.|Teatteripajapaikan voi varata netistä.|Ei ilman ennakkovarausta.|Talveksi haku pajoihin päättyy perjantaina."
    "|Näyttelyyn pääsee vain ennakkoon varatuilla kierroksilla.|Platserna bokas i förväg.|Bokning per telefon.|Täytä hakulomake infossa."
    "|Varaathan soittotunnin etukäteen.|Ilm. 2.10. mennessä vahtimestarille|Kiertokävely vain ennakkoilmoituksella.|Melontaleirille haku 1.–20.4.|Endast för föranmälda.|For those who have registered in advance.|Spaces must be booked.|Varaukset puh. 09 310 00000"
    "|Vi tar emot dem som bokat tid.|Lapset ilmoitetaan mukaan naulakolla.|Ilmoittautumatta ei kannata tulla.|Utan föranmälan släpps ingen in.|Älä tule ilman ajanvarausta.|You can book an appointment without a referral.|Ajanvaraukseen ei tarvita lähetettä.|Varasijalle voi ilmoittautua.|Lägeranmälan sker på nätet.|Seats can only be reserved at the desk.",
    "optional": "Pajaan on hyvä varata paikka etukäteen.|Toivomme, että ilmoittaudut ennen lauantaita.|Koululuokkien tulee ilmoittautua, muut voivat tulla suoraan.|Ilmoittaudu tai tule vain paikalle.|Lautalle pääsee sekä ilman ennakkovarausta että ennakkovarauksella.|Vi hoppas att du anmäler dig.|We recommend booking ahead.|Suosittelemme ilmoittautumaan etukäteen.|Förhandsanmälan rekommenderas.|Registration recommended but not required."
    "|Aamulla ilman ajanvarausta, muulloin ajanvarauksella.|Ajanvarauksella tai ilman.|Med eller utan tidsbokning.|Voit varata ajan tai tulla jonottamaan.|Ennakkoilmoittautuminen eduksi.|Anmälan önskas men krävs inte.|Ilmoittautuminen ei ole pakollista, mutta auttaa meitä.|Registration is voluntary.|Ilmoittaudu mieluiten ennakkoon.|Anmäl dig om du vill.",
    "referral": "Vaatii lääkärin lähetteen.|Läkarremiss krävs.|Ryhmään pääsee sosiaalityöntekijän kautta."
    "|Kuntopiiriin ohjaa oma työntekijäsi.|Paikka myönnetään viranhaltijapäätöksellä.|Referred customers only."
    "|Hakeudu kerhoon oman hoitajasi kautta.|Till gruppen kommer man via socialarbetaren.|Vesiryhmään haetaan terveyskeskuksen kautta.|Edellyttää palvelutarpeen arviota.|Your nurse can refer you.",
    "unknown": "Jumppaa ohjaa fysioterapeutti.|Ei ilmoittautumismaksua|Kenttävaraukset Varaamosta|Kurssi on täynnä.|Varaa liput ajoissa.|"
    "|Anmälningstavlan hänger i trappan.|Bokning av motionssalar.|Saunat varataan huoltoyhtiöstä.|Lainattujen kirjojen varauksia noudetaan tiskiltä.|The register office is upstairs.|Varaa aikaa noin tunti."
    "|The mill is in the National Register, built in 1890.|She enrolled in an art school at sixteen.|Ilmoittautuneita oli viime vuonna sata.|Boka inte bort kvällen!|Anmälningsärenden tas upp sist.|The booking office was built in 1904.|No bookings after 5 May.|Anmäl klotter på spårvagnen.",
}


@pytest.mark.parametrize(("want", "text"), [(want, text) for want, texts in CASES.items() for text in texts.split("|")])
def test_what_a_sentence_says_of_registering(want: str, text: str) -> None:
    assert registration_in({"fi": text})[0].value == want


PHRASINGS = {
    "none": "Et tarvitse ajanvarausta, lähetettä tai jäsenkorttia.|Lähetettä tai ilmoittautumista ei kysytä, ilmoittautumista ei tarvita.|Ilman lähetettä, varausta tai maksua.|No appointment, referral or fee.|You need neither a referral nor an appointment."
    "|Du behöver varken remiss eller tidsbokning.|Ingen remiss, anmälan eller avgift behövs.|Ei ilmoittautumista eikä jonotuslistaa.|Kuoroon ei ole ilmoittautumispakkoa.|Varauslistaa ei ole.|Ilmoittautumislomakkeita ei ole.|Det finns ingen anmälningslista.|There is no sign-up sheet."
    "|Emme vaadi ilmoittautumista.|Emme kerää ilmoittautumisia.|Varauksia emme ota vastaan.|Vi tar inte emot bokningar.|We don't take bookings.|Ilmoittautumista ei enää tarvita.|Registration is no longer required.|Anmälan behövs inte längre."
    "|Rekisteröitymistä ei vaadita.|Viime keväänä piti ilmoittautua, nyt mukaan pääsee ilmoittautumatta.|Förr krävdes anmälan, men nu kan du komma utan anmälan.|Registration used to be required, but now there is no registration."
    "|Pitääkö pajaan ilmoittautua? Ei.|Do I need to book? No.|Måste jag anmäla mig? Nej.|Ilmoittautuminen: ei ilmoittautumista|Ilmoittautuminen ei tarpeen|Anmälan onödig.|Det är inte nödvändigt att anmäla sig.|Nobody needs to register."
    "|Soittokahvila kokoontuu ilman ilmoittautumista ja ilman maksua.|Ryhmät kokoontuvat ilman varausta.|Ilmoittautumista ei tarvita, mutta emme voi luvata kaikille istumapaikkaa.|Ilmoittautuminen ei ole osallistumisen ehto.|Lukupiiriin ei tarvitse ilmoittautua, tule milloin vain.",
    "required": "Ingen släpps in utan anmälan.|Inget inträde utan bokning.|Nobody gets in without registration.|Ei pääsyä ilman varausta.|Det går inte att delta utan anmälan.|Utan anmälan ryms du inte med.|Ethän tule ilman ajanvarausta.|Sisäänpääsy kielletty ilman varausta."
    "|Ilman varausta tulleet joutuvat poistumaan.|Without a booking you will not be let in.|Saunalautalle ei mahdu ilmoittautumatta.|Anmälan är inte längre möjlig.|Anmälan är inte bindande men nödvändig.|Ilmoittautuminen ei vaadi tunnuksia.|Ilmoittautumista ei tarvitse tulostaa."
    "|Last spring no registration was needed, but now you must register.|Ennen mukaan sai tulla ilmoittautumatta, mutta nyt vaaditaan ilmoittautuminen.|Kurssi on täynnä. Jätä nimesi jonoon.|Kursen är fullbokad. Det går att ställa sig i kö.|The choir is full. Join the waiting list."
    "|Kirjoita nimesi listaan kahviossa.|Rekisteröidy ennen torstaita.|Anm. senast 4.4. till kansliet|Ilm. ja lisätiedot: paja@example.fi|Vain varauksen tehneille.|Only those who have signed up can come.|Having registered, you get a link.|You don't need a referral, just register."
    "|Lähetettä tai maksusitoumusta ei tarvita, varaa aika.|Ei lähetettä, soita ja varaa aika.|Pajaan on ilmoittauduttava.|Besök enligt överenskommelse.|Tapaamiset sopimuksen mukaan.|You can register without a referral.|No walk-ins.|Some: sosiaalisen median kautta voi seurata. Ilmoittaudu torstaihin mennessä.",
    "optional": "Ilmoittautuminen ei ole pakollista, mutta ilman sitä emme voi luvata paikkaa.|Anmälan är inte obligatorisk, men utan den kan vi inte garantera plats.|Booking is not necessary, but we cannot promise a seat without it.|Tule käymään tai varaa aika.|Kom in eller boka tid.|Just walk in or make an appointment."
    "|Palvelemme ajanvarauksella tai jonottamalla.|Koululuokat ajanvarauksella, muut ilman.|Myös ilmoittautumattomat ovat tervetulleita.|It is a good idea to book.|Det lönar sig att boka.|Jos mahdollista, ilmoittaudu.|Ilmoittautuminen on mahdollista, muttei pakollista.|Ingen anmälan krävs men vi uppskattar om du anmäler dig.",
    "referral": "Terveydenhoitaja ilmoittaa nuoren kerhoon.|Ryhmään ilmoittaa kotihoito.|Hakeudu vesijumppaan hoitopaikkasi kautta.|Perheet tulevat kerhoon neuvolan lähettäminä.|Liikkumisreseptillä pääset kuntosalille.|Lääkäri kirjoittaa kulttuurireseptin.|Asiakkaat ohjataan ryhmään terveysasemalta.|Päätöksen tekee vammaispalvelu."
    "|Edellyttää sairaanhoitajan arviota.|Lääkärintodistus vaaditaan.|Yrkespersonen anmäler klienten till gruppen.|Verksamheten kräver beslut.|Motion på recept.|Access is through your social worker.|A nurse signs you up: the nurse enrols clients.|Exercise on prescription.",
    "unknown": "Seuraa meitä sosiaalisen median kautta.|Följ oss via sociala medier.|Jaamme illan keittoreseptit osallistujille.|Terveydenhoitaja kertoo liikkumisreseptistä.|Opas ohjaa ryhmän näyttelyyn.|Fysioterapeutti ohjaa tasapainojumpan.|Työntekijä ilmoittaa muutoksista verkossa.|Child welfare and service needs assessment"
    "|Kurssi on täynnä. Ilmoittautumisia ei oteta.|Tennisvuorot varataan seuran sivuilta.|Bastu bokas i receptionen.|The hall can be booked for parties.|Ilmo\u00aditustaulu on aulassa.|Varaa reilusti aikaa.|Ei ilmoittautumisia ennen 3.5.",
}


@pytest.mark.parametrize(
    ("want", "text"), [(want, text) for want, texts in PHRASINGS.items() for text in texts.split("|")]
)
def test_many_phrasings_say_one_thing(want: str, text: str) -> None:
    assert registration_in({"fi": text})[0].value == want


def test_an_offer_s_words_are_read_beside_the_event_s() -> None:
    offers = [{"is_free": True, "price": None, "description": {"fi": "Maksuton, vaatii ilmoittautumisen"}}, None, "x"]
    row = {"shape": "linkedevents_event", "name": {"fi": "Jooga"}, "offers": offers}
    assert explain(row)[0] == {"registration": "required"}
    assert with_offers({"fi": "Jooga"}, None) == {"fi": "Jooga"}


@pytest.mark.parametrize(
    "text",
    [
        "Ilmoittautumista ei tarvitse maksaa etukäteen.",
        "Ei tarvitse maksaa ilmoittautumisen yhteydessä.",
        "Ilmoittautumiseen ei tarvita tunnuksia.",
        "Et tarvitse tietokonetta ilmoittautumiseen, voit soittaa.",
        "Sinun ei tarvitse ilmoittautua itse, koulu ilmoittaa oppilaat.",
        "Ilmoittautuminen: ei vielä auki",
        "Anmälan: inte på webben",
        "Reservations are not accepted without a deposit.",
    ],
)
def test_a_denial_of_something_beside_registering_is_no_freedom_from_it(text: str) -> None:
    assert registration_in({"fi": text})[0].value != "none"


def test_languages_that_disagree_leave_it_unknown() -> None:
    assert registration_in({"fi": "Ei ilmoittautumista.", "en": "Registration required."})[0].value == "unknown"


def test_an_enrolment_period_is_a_duty_even_where_the_text_denies_it() -> None:
    row = {"shape": "linkedevents_event", "enrolment_end_time": "2026-01-01T10:00:00Z", "name": {"fi": "Drop-in"}}
    assert explain(row)[0] == {"registration": "required"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ("shape", "text", "name", "registration", "extension_course", "enrolment_end_time", "description")


@given(st.dictionaries(st.sampled_from(FIELDS), JSON | st.just("linkedevents_event")))
def test_any_row_gives_a_value(row: dict[str, object]) -> None:
    assert explain(row)[0]["registration"] in {"none", "optional", "required", "referral", "unknown"}
