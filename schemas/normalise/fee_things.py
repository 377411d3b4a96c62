"""What is given free beside taking part: brochures, parking, helplines, apps, loans, prizes; and "free" inside a title or a topic."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from schemas.normalise.price_words import Sense, head_of, part_head, senses_of
from schemas.normalise.sentences import words

_HEADS: Final = re.compile(
    r"(?:esit(?:e|teen|teet|teitä|teestä|teeseen)|opas|opaskirja\w*|vihko(?:nen|set|sia|a)?|(?<!ko)lehti(?:nen|sen|set|siä)?|lehde(?:n|t|stä)|lehteä|lehteen|kirje(?:en|et|itä|eseen)?|juliste(?:en|et|ita)?|kartta|kartan|kartat|karttoja|karttaa|"
    r"sovellu(?:s|kse\w*|ksi\w*|sta)|ohjelmisto\w*|verkosto|verkkosivu\w*|verkkomateriaal\w*|verkkoon|sivusto\w*|kotisivu\w*|video(?:t|ita|iden|n)?|podcasti\w*|tallen(?:ne|teet|teen|teita)|"
    r"palvelunumero\w*|puhelinnumero\w*|puhelin|puhelimen|puhelimeen|puhelinlinja\w*|puhelu\w*|toimitu(?:s|kset|ksen|sta)|postitu(?:s|kset|ksen|sta)|peru(?:minen|utus|utukset|utuksen|misesta|uttaminen|uttamisesta)|asiakkuu(?:s|den)|jäsenyy(?:s|den)|"
    r"kort(?:ti|it|in|tia)|kyy(?:ti|din|dit|tiä)|kyydity(?:s|ksen)|taksi\w*|asiakasohjelm\w*|(?:posti|toimitus|lähetys|varaus)kulu\w*|vakuutu(?:s|ksen|kset)|aineisto(?:n|t|ja)?|tekstivies\w*|saattaja|kuljetu(?:s|ksen|kset)|paikoitu(?:s|ksen|sta)|tulk(?:ki|it|in|kaus|kauksen|kausta)|lastenhoi(?:to|don|toa)|lapsiparkki\w*|tuotenäyt\w*|maistiai\w*|"
    r"tietoko(?:ne|neen|neet|neiden|neita)|tulosti(?:n|men|met|mien)|pyörätuol\w*|rollaattori\w*|rattai(?:ta|den)|rattaat|mat(?:ot|toja|tojen)|suks(?:et|ia|ien)|mono(?:t|ja|jen)|sauvat|kelkat|kelkkoja|lumike(?:ngät|nkiä)|rullalau\w+|sup-lau\w+|luisti(?:met|mia|nten)|kypär\w*|"
    r"kaup(?:pa|paan|an|assa)|museopuo\w+|takapiha\w*|oppikirja\w*|kirjan|laukku|laukun|paket(?:ti|in)|siemen(?:et|iä)|ämpäri\w*|henkari\w*|turvaliiv\w*|"
    r"broschyr\w*|tidning(?:en|ar|arna)?|nyhetsbrev\w*|häfte\w*|kartor|leverans\w*|telefon\w*|telefonnum\w*|anmälan|avbokning\w*|medlemskap\w*|kort|kortet|skjuts\w*|parkering\w*|tolkning\w*|varuprov\w*|läromed\w*|böcker|boken|textmeddelande\w*|försäkring(?:en)?|barnpassning\w*|datorer\w*|datorn|skrivare\w*|racket\w*|skridskor\w*|skidor\w*|stavar\w*|rullstol\w*|butik\w*|hjälm\w*|nätverk\w*|webbplats\w*|servering\w*)\Z"
)
_WHOLE: Final = re.compile(
    r"(?:chat|chatti|insurance|certificates?|försäkring(?:en)?|verkko|verkon|verkot|appi|apit|aula|aulan|aulaan|tili|numero|numeron|numeroon|linja|nou(?:to|don)|vaih(?:to|don)|palautu(?:s|ksen)|näyt(?:e|teen|teet|teitä)|juomat?|pullo\w*|soit(?:to|ot|taminen)|kyyditys|lau(?:dat|toja)|taim(?:et|ia)|hytti|"
    r"app|apps|appen|appar|brev|karta|kartan|numret|nummer|linje|linjen|prov|provet|tolk|tolken|pulka|pulkor|nätet|bokningen|registreringen|"
    r"brochures?|leaflets?|flyers?|magazines?|newsletters?|newspapers?|booklets?|guidebooks?|handbooks?|maps?|posters?|software|website|websites|videos?|podcasts?|downloads?|helplines?|hotlines?|phone|calls?|number|delivery|shipping|postage|collection|collections|pick-?up|exchange|refunds?|memberships?|accounts?|cards?|rides?|shuttle|taxi|interpret(?:er|ers|ation|ing)|childcare|samples?|tasters?|computers?|printers?|printing|wheelchairs?|prams?|pushchairs?|mats|skis|poles|sledges?|snowshoes|boards|skates|helmets?|rackets?|racquets?|gear|shop|store|gift-shop|network|internet|archives?|e-?books?|copy|copies|bags?|balls?|seeds|plants?|giveaways?|merchandise|wardrobe)\Z"
)
_PROCESSES: Final = re.compile(
    r"(?:ennakko|paikan)?(?:ilmoittautuminen|rekisteröityminen|rekisteröinti|varaaminen|varaus|anmälan|anmälningen|registration|registering|booking|bookings|cancelling|cancellations?|cancell?ation|reservation)\Z"
)
_USES: Final = re.compile(
    r"(?:käyttö|käytön|käyttöä|käytöstä|käyttämi(?:nen|sestä)|laina(?:us|aminen|amisesta|uksesta)?|vuokra(?:us|aminen)?|use|using|lending|användning\w*|användandet|bruk)\Z"
)


@lru_cache(maxsize=50_000)
def is_thing(word: str) -> bool:
    """Whether a lower-case word names something beside taking part: an extra, material, print, a call, a loan.

    >>> is_thing("esite"), is_thing("neuvontapuhelin"), is_thing("puhelinneuvonta"), is_thing("konsertti")
    (True, True, False, False)
    """
    if senses_of(word) & {Sense.EXTRA, Sense.MATERIAL}:
        return True
    if word == "kort" or "asiakasohjelm" in word:
        return word != "kort"
    served = _SERVICE.fullmatch(word)
    if served:
        return is_thing(served[1].rstrip("-"))
    head, part = head_of(_HEADS, word), part_head(word)
    if head is not None and (part is None or head >= part):
        return True
    return bool(_WHOLE.match(word)) and part is None


_SERVICE: Final = re.compile(r"([^\W\d_]{3,}-?)(?:palvelu(?:t|n|mme|ita|jen)?|tjänst(?:en|er)?)")
"""A service is what it serves with: kuljetuspalvelu is a ride, neuvontapalvelu is advice."""


def is_process(word: str) -> bool:
    """Registering, booking or cancelling, in the nominative: free to do, which says nothing of taking part."""
    return bool(_PROCESSES.match(word))


def use_of_a_thing(before: tuple[str, ...], at: int) -> bool:
    """ "Välineiden käyttö": using a thing is not taking part; "kuntosalin käyttö" is."""
    return at > 0 and bool(_USES.match(before[at])) and is_thing(before[at - 1])


def is_thing_of_two_words(before: tuple[str, ...], at: int) -> bool:
    """ "Car park", "shuttle service": an English thing whose last word alone would be a place or taking part."""
    return at > 0 and before[at] in _LAST_WORDS and (before[at - 1] in _VEHICLES or is_thing(before[at - 1]))


_LAST_WORDS: Final = frozenset({"park", "parks", "service", "services", "pass", "passes", "shop", "station", "point"})
_VEHICLES: Final = frozenset(
    {"car", "cars", "bike", "bicycle", "coach", "vehicle", "trailer", "advice", "advisory", "support", "lending"}
)


_GIVING: Final = re.compile(
    r"\b(?:laina(?:taan|ta|amme|an|at|ttavi\w+|ksi|tavi\w+|amaan|a(?=\s))|lainaksi|lainassa|jaetaan|jaamme|jaossa|jakoon|lähetetään|lähetämme|postitetaan|toimitetaan|noudet(?:aan|tavissa)|noutaa|ladattavi\w+|ladata|lataa|lataat|tilattavi\w+|soita\b|soittaa|vaihtaa|vaihdetaan|palauttaa|palautetaan|varata|varaa|varaat|ilmoittaud(?:u|utaan)|ilmoittautua|rekisteröi(?:dy|tyä)|vakuutettu|tarjoillaan|katsottavissa|luettavissa|kuunneltavissa|liity|perua|peru(?:uttaa|utettavissa)?|pysäköi\w*|parkkeera\w*|jättää"
    r"|lånas?|låna|lånar|delas ut|delar ut|skickas|levereras|hämtas?|ladda ner|laddas ner|ring\b|ringa|avbokas?|boka|bokas|registrera|anmäl|serveras|parkera\w*"
    r"|borrow\w*|lent|lend|loaned|handed out|hand out|given away|give away|delivered|shipped|posted|mailed|collect(?:ed)?|picked up|download\w*|call us|book|booked|register|sign up|registered|served|exchanged?|cancel(?:led)?|park (?:your|the|for))\b",
    re.IGNORECASE,
)
"""Verbs of lending, handing out, sending, fetching, calling, cancelling and parking: what is free with them is no taking part."""
_ADVERBS: Final = frozenset(
    {"maksutta", "ilmaiseksi", "veloituksetta", "for free", "free of charge", "kuluitta", "gratis", "free"}
)
_ADVERB: Final = re.compile(r"(?:avgifts|kostnads)fritt\Z")


def is_given(clause: str, word: str) -> bool:
    """ "Mailat lainataan maksutta", "biljetterna kan hämtas avgiftsfritt": the adverb is of the giving."""
    return (word in _ADVERBS or bool(_ADVERB.match(word))) and bool(_GIVING.search(clause))


_PRIZE: Final = re.compile(
    r"\b(?:voita|voittaa|voittaja\w*|palkin\w+|arvo(?:mme|taan|nta|nnassa|nnan|ntaan|lla)|arvonnalla|win|wins|winners?|raffle\w*|lottery|vinn|vinna|vinnare\w*|lotta[rs]? ut|utlott\w*|utlotteri\w*)\b",
    re.IGNORECASE,
)
_TOPIC: Final = re.compile(
    r"\b(?:aiheena|aiheina|aihe on|teemana|aihe:|teema:|teema on|käytämme|käytössä(?:mme)? on|käytetään|käyttämään|käyttää|hyödynnetään|hyödynnämme|opimme|opitaan|oppia|opettelemme|opetellaan|opit|keskustelemme|keskustellaan|puhumme|puhutaan|pohdimme|pohditaan|kertoo|esitellään|käsittelemme|käsitellään|tutustutaan"
    r"|temat är|handlar om|diskutera[rs]?|vi använder|använda|används|lär dig|lära sig|berättar om|presenteras"
    r"|topic is|theme is|discuss\w*|we use|using|learn\w*|talk about|is about|tells? the story)\b",
    re.IGNORECASE,
)
_USING: Final = re.compile(
    r"\b(?:käytämme|käytetään|käytössämme on|hyödynnämme|vi använder|använder vi|används|we use|we are using)\s\Z",
    re.IGNORECASE,
)
_WORK: Final = re.compile(
    r"\b(?:elokuva|dokumentti|näytelmä|kirja|romaani|teos|levy|kappale|laulu|runo|komedia|luento|keskustelu|boken|filmen|pjäsen|romanen|sången|föreläsningen|the (?:film|book|play|novel|song)|film|book|play|novel|movie)\s?:?\s\Z",
    re.IGNORECASE,
)
_QUOTE: Final = re.compile(r"[\"”“„«»]([^\"”“„«»]{3,120})[\"”“„«»]")
_HYPHENED: Final = re.compile(r"\s[-–]([^\W\d_]{3,})")


def is_title_or_topic(sentence: str, start: int, end: int, left: str) -> bool:
    """Whether the free word between `start` and `end` stands in a title ("Ilmainen lounas -näytelmä") or is what the talk is about, by what stands to its `left`."""
    for quote in _QUOTE.finditer(sentence):
        inside = quote.start(1) <= start and end <= quote.end(1)
        if (
            inside
            and len(words(quote[1])) > len(words(sentence[start:end]))
            and len(quote[0]) < len(sentence.rstrip(" .!"))
        ):
            return True
    if sentence[start].isupper() and _WORK.search(sentence[:start]):
        return True
    head = _HYPHENED.search(sentence, end, min(len(sentence), end + 60))
    if head and not re.search(r"[.,;:!?()]", sentence[end : head.start()]):
        is_outside = sentence[end:].lstrip()[:1].isupper() or sentence[start].islower()
        if is_thing(head[1].lower()) or not is_outside:
            return True
    return bool(_TOPIC.search(left)) or bool(_USING.search(sentence[:start]))


def is_prize(clause: str) -> bool:
    """A free course that somebody wins."""
    return bool(_PRIZE.search(clause))


_OF_TAKING_PART: Final = re.compile(
    r"(?:pääsy|osallistumis|osanotto|kurssi|tapahtuma|ohjaus|kausi)maksu|(?:inträdes|deltagar|deltagande|kurs|entré)avgift|(?:entrance|entry|admission|participation|course|attendance) (?:fee|charge)",
    re.IGNORECASE,
)
_ELATIVE: Final = re.compile(r"[^\W\d_]{3}(?:st[aä])\Z")
_PROCESS_OF: Final = re.compile(
    r"(?:ennakko|paikan|lipun)?(?:ilmoittautumi|rekisteröitymi|varauk|varaami|perumi|peruutuk|noutami)se?sta\Z"
)
_SMALL: Final = frozenset(
    "för for of on from the a an any av till to in into our your vår er våra vi i sinun siitä tästä itse extra additional".split()
)


def is_fee_of_a_thing(phrase: str, left: str, right: str, subject: Sense | None) -> bool:
    """ "Pysäköinnistä ei peritä maksua", "no charge for parking": the fee that is not asked is of something beside."""
    if _OF_TAKING_PART.search(phrase):
        return False
    if any(is_thing(word) for word in words(phrase)):
        return True
    before = words(left)
    if any(_PROCESS_OF.match(word) for word in words(phrase) + before[-2:]):
        return True
    beside = (
        *before[-3:],
        *(word[:-cut] for word in words(phrase) + before[-3:] if _ELATIVE.search(word) for cut in (3, 4)),
    )
    if subject is not Sense.TAKING_PART and any(is_thing(word) for word in beside):
        return True
    following = [word for word in words(right) if word not in _SMALL][:2]
    return bool(following) and is_thing(following[0])


def is_entry_to_a_thing(left: str, right: str) -> bool:
    """ "Vapaa pääsy museokauppaan", "free access to our digital collections"."""
    following = [word for word in words(right) if word not in _SMALL][:3]
    is_genitive = bool(following) and words(right)[0] == following[0] and bool(_GENITIVE.search(following[0]))
    if following and not is_genitive and (is_thing(following[0]) or _ONLINE.match(following[0])):
        return True
    if len(following) > 1 and re.match(r"\s*to\b", right) and is_thing(following[1]):
        return True
    before = [word for word in words(left) if word not in {"on", "är", "is", "pääsee", "pääset"}]
    return bool(before) and bool(_INTO.search(before[-1])) and is_thing(before[-1])


_ONLINE: Final = re.compile(r"online|digital|verkko|nätet")
_INTO: Final = re.compile(r"(?:aan|ään|een|iin|oon|uun|yyn|öön|h[aeiouyäö]n|lle)\Z")
_GENITIVE: Final = re.compile(r"(?<![aäeioöuy])[aäeioöuy]n\Z(?<!h[aeiouyäö]n)")
