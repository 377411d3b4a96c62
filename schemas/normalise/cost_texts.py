"""One text read for its cost: its prices, free words and conditions together."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from schemas.normalise.conditions import DISCOUNT, conditions_of, names_registration
from schemas.normalise.cost_reading import NOTHING, Reading, reworded
from schemas.normalise.cost_weighing import weigh
from schemas.normalise.fee_phrases import CUE
from schemas.normalise.free_words import Saying, Says, sayings_in
from schemas.normalise.price_groups import claims_in
from schemas.normalise.price_roles import Role
from schemas.normalise.price_words import Sense
from schemas.normalise.sentences import sentences
from schemas.service import Condition, CostClass

_ONE_PRICE: Final = re.compile(
    r"^\s*(?:€\s*)?(?P<eur>\d{1,4}(?:[.,]\d{1,2})?)(?:[,:]\s?[-–—])?\s*(?:€|e|eur|euro|euroa|euros)?\s*"
    r"(?:/\s*(?:hlö|henkilö|hlo|person|kerta|gång|kurssi|kurs|course|visit))?\s*\.?\s*$",
    re.IGNORECASE,
)
_BARE: Final = re.compile(
    r"^\s*\d{1,4}(?:[.,]\d{1,2})?(?:\s*[-–—/]\s*\d{1,4}(?:[.,]\d{1,2})?)*(?P<unit>\s*/\s*(?:hlö|henkilö|kerta|gång|person))?\s*\.?\s*$",
    re.IGNORECASE,
)
_MONEY_CUE: Final = re.compile(
    r"€|\d\s?(?:e\b|eur|snt|sent|cent|[,:]\s?[-–—](?!\d))|\beur|\bkort|\bcard|kort\w*\b|card\b", re.IGNORECASE
)
_SLANG_CUE: Final = re.compile(r"\bkymp|\bvii?to[ns]|\bfemma\b|\btia\b|\btenner\b|\bfiver\b", re.IGNORECASE)
TICKET_SHOP: Final = re.compile(
    r"(?:lippu|tiketti|ticketmaster|lippupiste|lippupalvelu|netticket|eventio|kide\.app|liveto|eventbrite|ticket\w*|biljett\w*|liput)(?:\.\w+|/|\b)",
    re.IGNORECASE,
)
REFUND: Final = re.compile(r"palautus|refund|återbetal|peruutu", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"^\s*(?:https?://|www\.)\S+\s*$", re.IGNORECASE)
LISTED_LIMIT: Final = 40


def one_price(text: str) -> float | None:
    """The price of a text that is one price and nothing else, in euros.

    >>> one_price("5,80 e"), one_price("12€/20€"), one_price("kk-kortti (30 pv) 46 e")
    (5.8, None, None)
    """
    found = _ONE_PRICE.match(text)
    return float(found["eur"].replace(",", ".")) if found else None


def says_money(text: str) -> bool:
    """Whether a text asks for money for taking part.

    >>> says_money("Materiaalimaksu 5 €"), says_money("Maksuton, kahvi 2 €")
    (True, False)
    """
    reading = read_cost(text)
    return reading.cost_class in {CostClass.LOW, CostClass.PAID} or reading.is_contradictory or reading.has_vague


@lru_cache(maxsize=8192)
def read_cost(text: str, *, is_course: bool = False, is_price_text: bool = False) -> Reading:
    """What one plain text says of the cost. `is_price_text`: it stands where a price belongs; `is_course`: of a whole course.

    >>> read_cost("Kertamaksu 6 €, 10 kerran kortti 46 €.").low, read_cost("Torstaisin vapaa pääsy").cost_class.value
    (6.0, 'unknown')
    """
    if is_price_text and _BARE.match(text):
        text = re.sub(r"(\d)(\s*(?:/\s*[^\W\d].*)?\.?\s*)$", r"\1 €\2", text.strip())
    has_words = bool(CUE.search(text))
    has_money = bool(_MONEY_CUE.search(text)) or (has_words and bool(_SLANG_CUE.search(text)))
    if not has_money and not has_words and not (is_price_text and DISCOUNT.search(text)):
        named = is_price_text and names_registration(text)
        return Reading(conditions=(Condition.REGISTRATION,), evidence=(text.strip(),)) if named else NOTHING
    if is_price_text and _ADDRESS.match(text):
        sold = bool(TICKET_SHOP.search(text)) and not REFUND.search(text)
        return Reading(CostClass.PAID if sold else CostClass.UNKNOWN, evidence=(text.strip(),))
    claims = claims_in(text, is_price_text=is_price_text) if has_money else []
    sayings = sayings_in(text, is_price_text=is_price_text) if has_words else []
    about = _about_cost(text, is_price_text=is_price_text)
    payers = {sense for said in sayings for sense in said.senses}
    single = len(claims) == 1 and not sayings
    conditions = tuple(
        conditions_of(
            text,
            claims=[c for c in claims if c.role is Role.CONCESSION or c.role is Role.PRODUCT or not single],
            partly_free_for=payers,
            about_cost=about,
        )
    )
    reading = weigh(
        claims,
        sayings,
        is_course=is_course,
        is_price_text=is_price_text,
        names_course=bool(claims) and bool(_COURSE.search(text)),
        times_up_front=_times_up_front(text) if claims else None,
    )
    evidence = tuple(part for part in about.split("\n") if part)[:LISTED_LIMIT]
    return reworded(reading, conditions=conditions, evidence=evidence, partly=any(_implies_payers(s) for s in sayings))


_COURSE: Final = re.compile(
    r"\bkurs(?:si|sin|sille|silla|sit|en|er)?\b|[^\W\d_]kurssi(?:n|lla|lle)?\b|\bcourse\b", re.IGNORECASE
)
_UP_FRONT: Final = re.compile(
    r"\b(?:maksetaan|peritään|laskutetaan|veloitetaan)\b[^.\n]{0,40}\b(?:kerralla|kerrallaan|kokonaan|ennakkoon|etukäteen)\b|\b(?:betalas|faktureras)\b[^.\n]{0,40}\b(?:på en gång|på förhand|i förskott)\b|\b(?:paid|charged|invoiced)\b[^.\n]{0,40}\b(?:in advance|up front|upfront|at once)\b",
    re.IGNORECASE,
)
_WHOLE: Final = re.compile(
    r"\b(?:kausi|kauden|lukukausi|koko kurssi|sarja|jakso|hela (?:terminen|kursen|säsongen)|whole (?:term|course|season))\b",
    re.IGNORECASE,
)
_TIMES: Final = re.compile(
    r"\b(\d{1,2})\s?(?:kertaa|krt|tapaamista|gånger|ggr|träffar|times|sessions|classes)\b", re.IGNORECASE
)


def _times_up_front(text: str) -> int | None:
    """How many times a whole term has that is paid at once: "8 €/kerta, koko kausi (10 kertaa) maksetaan etukäteen"."""
    if not _UP_FRONT.search(text) or not _WHOLE.search(text):
        return None
    times = _TIMES.findall(text)
    return int(times[0]) if len(times) == 1 else None


def _about_cost(text: str, *, is_price_text: bool) -> str:
    """The sentences about cost; of a short text or a price text all of it."""
    if is_price_text or len(text) <= 200:
        return text
    return "\n".join(s for s in sentences(text) if CUE.search(s) or "€" in s)


_FOR_TOWNSPEOPLE: Final = re.compile(
    r"helsinkiläi|asukka|kaupunkilai|helsingforsare|invånare|residents?\b|sopimuksen mukaan|enligt avtal", re.IGNORECASE
)


def _implies_payers(said: Saying) -> bool:
    """Free on Thursdays or for members: the others pay. A free companion or "for townspeople" does not say that."""
    if said.says is not Says.PARTLY_FREE or said.senses == frozenset({Sense.COMPANION}):
        return False
    return bool(said.senses) or not _FOR_TOWNSPEOPLE.search(said.sentence)
