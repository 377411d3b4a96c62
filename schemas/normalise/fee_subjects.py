"""What a "free" or a "fee" is said of: the noun beside it, the people before it, or something that is no taking part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from schemas.normalise.fee_phrases import RECURS, VERB_TAKING_PART
from schemas.normalise.fee_things import is_process, is_thing, is_thing_of_two_words, use_of_a_thing
from schemas.normalise.price_labels import PAYERS, senses_in
from schemas.normalise.price_words import Sense, senses_of
from schemas.normalise.sentences import words


def goes_on_about_something_else(left: str, right: str) -> bool:
    """ "Tapahtumassa jaetaan ilmaisia ämpäreitä": the adjective belongs to a noun that we do not know."""
    following = words(right)
    if not following or following[0] in _PREPOSITIONS or senses_of(following[0]) or _CLOCK.fullmatch(following[0]):
        return False
    if VERB_TAKING_PART.search(left) or following[0].endswith(
        ("lle", "ille", "llä", "lla", "ssa", "ssä", "na", "nä", "isin")
    ):
        return False
    before = words(left)
    has_copula = bool(before) and before[-1] in _COPULAS
    is_somewhere = any(word.endswith(("ssa", "ssä", "lla", "llä")) for word in before)
    return not has_copula or is_somewhere


def ends_in_copula(left: str) -> bool:
    """ "Pysäköinti on …": the free word is said of the subject."""
    before = words(left)
    return bool(before) and before[-1] in _COPULAS


_BASIC: Final = re.compile(r"maksut(?:on|onta|tomat|tomia)|ilmai(?:nen|sta|set|sia)|veloitukset(?:on|onta|tomat|tomia)")
_ADVERBS: Final = frozenset({"maksutta", "ilmaiseksi", "veloituksetta", "for free", "free of charge", "kuluitta"})


def is_basic_form(word: str) -> bool:
    """A Finnish adjective in the nominative or partitive, whose noun is in the same case."""
    return bool(_BASIC.fullmatch(word))


def is_before_a_noun(word: str, right: str) -> bool:
    """An adjective with words behind it that are no time, place or receiver."""
    following = words(right)
    return word not in _ADVERBS and bool(following) and following[0] not in _PREPOSITIONS and not is_bare(following[0])


_COPULAS: Final = frozenset("on ovat är is are olla aina täysin always alltid helt kokonaan".split())


def is_plural_some(word: str) -> bool:
    """ "Ilmaisia konsertteja": some concerts are free, not what the text is about."""
    return word in {"ilmaisia", "maksuttomia", "ilmaisten", "maksuttomien", "ilmaisiin", "maksuttomiin"}


def nearest(left: str) -> Sense | None:
    """What the words before speak of: the extra or the taking part that stands nearest."""
    before = words(left)
    for at in range(len(before) - 1, -1, -1):
        if _PEOPLE.fullmatch(before[at]):
            continue
        found = _senses_at(before, at)
        for sense in (Sense.EXTRA, Sense.MATERIAL, Sense.TAKING_PART):
            if sense in found:
                beside = at >= 2 and before[at - 1] in {"ja", "och", "and", "sekä"}
                return Sense.TAKING_PART if beside and Sense.TAKING_PART in _senses_at(before, at - 2) else sense
    return None


def _senses_at(before: tuple[str, ...], at: int) -> frozenset[Sense]:
    """What a word speaks of where it stands: of a thing beside taking part, never of taking part."""
    found = senses_of(before[at])
    ways = (use_of_a_thing(before, at), is_thing_of_two_words(before, at), is_process(before[at]))
    return found - {Sense.TAKING_PART} | {Sense.EXTRA} if is_thing(before[at]) or any(ways) else found


_PEOPLE: Final = re.compile(r"osallistuj\w+|kurssilais\w+|deltagar(?:e|na|nas|es)|participants?")
_ENDINGS: Final = re.compile(r"(?:ss|st|ll)[aä]\Z|lle\Z")


def ending_of(adjective: str) -> str:
    found = _ENDINGS.search(adjective)
    return found[0] if found else ""


def nearest_following(right: str, *, english: bool = False, ending: str = "", agrees: bool = False) -> Sense | None:
    """What the noun behind an adjective is: the first known one, in English the last before a preposition.

    `ending`: the adjective's case, in which its noun stands too ("maksuttomassa taidekerhossa"). `agrees`: a Finnish adjective
    in the nominative or partitive, whose noun is no genitive ("maksuton konsertin käsiohjelma") and no "tapahtumaan".
    """
    last: Sense | None = None
    following = words(right)
    for at, word in enumerate(following[:4]):
        if word in _PREPOSITIONS:
            break
        if agrees and _OTHER_CASE.search(word) and not word.endswith("nen"):
            continue
        found = senses_of(word)
        if (is_thing(word) and Sense.SERVICE_CARD not in found) or (
            word in {"use", "användning"} and any(is_thing(next_) for next_ in following[at + 1 : at + 4])
        ):
            found = found - {Sense.TAKING_PART} | {Sense.EXTRA}
        if ending and not found and ending_of(word).translate(_FRONT) == ending.translate(_FRONT):
            found = senses_of(word.removesuffix(ending_of(word)))
        for sense in (Sense.EXTRA, Sense.MATERIAL, Sense.TAKING_PART):
            if sense in found:
                if not english:
                    return sense
                last = sense
                break
    return last


_OTHER_CASE: Final = re.compile(r"(?:n|(?:ss|ll)[aä]|lle|ksi)\Z")
_FRONT: Final = str.maketrans("ä", "a")
_PREPOSITIONS: Final = frozenset(
    "of in at for with to on and is are by from during every each joka för på i med till om och som".split()
)


def is_bare(text: str) -> bool:
    """Nothing but words that name nobody and nothing ("kaikille", "aina", dates)."""
    return all(
        Sense.FILLER in senses_of(word) or word.isdigit() or len(word) == 1 or _CLOCK.fullmatch(word) is not None
        for word in words(text)
    )


_CLOCK: Final = re.compile(r"klo|kl|ma|ti|ke|to|pe|la|su|min|h|\d+\w*|noin|n")


def groups_before(lead: str) -> frozenset[Sense]:
    """The people listed right before ("opiskelijat, työttömät, … ilmaiseksi"), unless a price stands between."""
    if re.search(r"\d\s*(?:€|e\b|eur)", lead):
        lead = re.split(r"\d\s*(?:€|e\b|eur)", lead)[-1]
    parts = [part for part in re.split(r"[,;]", lead) if part.strip()]
    if not parts or len(words(parts[-1])) > 4:
        return frozenset()
    return senses_in(parts[-1])


def is_about_an_extra(lead: str, so_far: str) -> bool:
    part = re.split(r"[,;]", lead)[-1] if lead else ""
    found = senses_in(part)
    return Sense.EXTRA in found and Sense.TAKING_PART not in found and bool(so_far)


@dataclass(frozen=True, slots=True)
class Said:
    """A free word where it stands: the words of its clause on both sides, and what leads up to the clause."""

    sentence: str
    heading: str
    found: re.Match[str]
    left: str
    right: str
    lead: str
    word: str
    is_price_text: bool


def is_of_taking_part(said: Said, subject: Sense | None, whom: frozenset[Sense]) -> bool:
    """Whether "free" is said of taking part, and not of coffee, of a thing that we do not know, or of expressing oneself."""
    left, right, lead = said.left, said.right, said.lead
    if subject in {Sense.EXTRA, Sense.MATERIAL}:
        return False
    is_of_extra = said.found["adj"] and nearest_following(right) in {Sense.EXTRA, Sense.MATERIAL}
    if is_of_extra and not VERB_TAKING_PART.search(left):
        return False
    if goes_on_about_something_else(left, right):
        return False
    says_no_more = is_bare(left) and is_bare(right)
    if says_no_more:
        is_under_extra = Sense.EXTRA in senses_in(said.heading) - {Sense.TAKING_PART}
        if is_about_an_extra(lead, said.sentence[: said.found.start()]):
            return False
        return not (is_under_extra and not left.strip() and not lead.strip())
    ends_here = subject is Sense.TAKING_PART and not right.strip(" .!")
    if said.word == "ilmaista" and not said.is_price_text and not ends_here:
        if not re.search(r"\b(?:on|ovat|olla|täysin|aina|,)\s*\Z", left):
            return False
    if subject is Sense.TAKING_PART or VERB_TAKING_PART.search(left) or VERB_TAKING_PART.search(right):
        return True
    if (
        (whom | groups_before(lead)) & (PAYERS | {Sense.ADULT})
        or RECURS.search(left + right)
        or Sense.SERVICE_CARD in whom
    ):
        return True
    return said.is_price_text and any(_PLACE.fullmatch(word) for word in words(left))


_PLACE: Final = re.compile(
    r"tila|tilat|sali|salit|halli|hallit|talo|keskus|asiointi|lainaus|lainaaminen|vierailu\w*|[^\W\d_]*(?:ranta|rannat|polku|polut|uimahalli|urheilukentät?|maauimala|laavu|torni|puutarha|satama|asukastila|ulkoilu|uimapaikat?|talviuinti|avantouinti)|stranden|[^\W\d_]*(?:stigen|stigarna|friluftsbadet|utebadet|badstranden|isbanan|skridskobanan|parken|spåret|spåren|vandringsleden|trädgården|torget)|lokalen|lokalerna|huset|trail|path|rink|playground|beach|building|premises|hall"
)
"""Places and uses that a price field may call free in so many words."""
