"""What a sentence says about a fee without naming an amount: free for all, free for some, a fee, or pay as you like.

"Free" counts only where it is said of taking part: coffee, Wi-Fi, parking and drinks bottles are free in many places that are
not. What is free for some people, on some days or in part is told as that, never as free.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from schemas.normalise.fee_phrases import (
    ANY_NOT,
    BOUGHT,
    CUE,
    EXPRESS,
    FEE,
    FEE_CUES,
    FREE,
    GENERAL,
    INCLUDED,
    LEFT_END,
    LIMITED,
    NOT,
    NOT_REALLY_BEFORE,
    NOT_REALLY_FREE,
    RECURS,
    RIGHT_END,
    SOFT_FEE,
    SOLD,
    TICKET_EXTRA,
    TICKET_EXTRA_CUES,
    VERB_TAKING_PART,
    VOLUNTARY,
    VOLUNTARY_CUES,
    WITH_TICKET,
)
from schemas.normalise.price_labels import PAYERS, senses_in
from schemas.normalise.price_words import Sense, senses_of
from schemas.normalise.sentences import sentences, words


class Says(StrEnum):
    FREE = "free"
    PARTLY_FREE = "partly_free"
    PAID = "paid"
    VOLUNTARY = "voluntary"
    TICKET_EXTRA = "ticket_extra"


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing said about the fee, the sentence, and who is named. `is_general`: of taking part as such, not of one thing of many."""

    says: Says
    sentence: str
    senses: frozenset[Sense] = frozenset()
    is_general: bool = False


_ACTIVITY_AUDIENCE: Final = PAYERS - {Sense.MEMBER, Sense.COMPANION, Sense.KAIKU}


def sayings_in(text: str, *, is_price_text: bool) -> list[Saying]:
    """What a text says about the fee, sentence by sentence.

    >>> [s.says.value for s in sayings_in("Osallistuminen on maksutonta. Kahvio on maksullinen.", is_price_text=False)]
    ['free']
    >>> [s.says.value for s in sayings_in("Museoon on vapaa pääsy perjantaisin klo 16-18", is_price_text=False)]
    ['partly_free']
    """
    out: list[Saying] = []
    heading = ""
    for sentence in sentences(text):
        if CUE.search(sentence) and not sentence.endswith("?"):
            out.extend(_sayings_of_sentence(sentence, heading, is_price_text=is_price_text))
        elif len(sentence) < 60 and not sentence.endswith((".", "!")):
            heading = sentence
    return out


def _sayings_of_sentence(sentence: str, heading: str, *, is_price_text: bool) -> list[Saying]:
    low = sentence.lower()
    voluntary = VOLUNTARY.search(sentence) if _has(low, VOLUNTARY_CUES) else None
    if voluntary:
        if Sense.EXTRA in senses_in(voluntary[0]):
            rest = f"{sentence[: voluntary.start()]};{sentence[voluntary.end() :]}"
            return _sayings_of_sentence(rest, heading, is_price_text=is_price_text)
        return [Saying(Says.VOLUNTARY, sentence)]
    if _has(low, TICKET_EXTRA_CUES) and TICKET_EXTRA.search(sentence):
        return [Saying(Says.TICKET_EXTRA, sentence)]
    out = []
    previous = 0
    free_spans = []
    for found in FREE.finditer(sentence):
        free_spans.append(found.span())
        saying = _free(sentence, found, previous, heading, is_price_text=is_price_text)
        previous = found.end()
        if saying is not None:
            out.append(saying)
    for fee in FEE.finditer(sentence) if _has(low, FEE_CUES) else ():
        if any(start <= fee.start() < end for start, end in free_spans):
            continue
        if free_spans and SOFT_FEE.search(fee[0]):
            continue
        if not is_price_text and SOFT_FEE.search(fee[0]) and not SOLD.search(sentence):
            continue
        if _asks_a_fee(sentence, fee):
            out.append(Saying(Says.PAID, sentence))
            break
    return out


def _has(low: str, cues: tuple[str, ...]) -> bool:
    """A quick look before a slow pattern: most sentences hold none of its words."""
    return any(cue in low for cue in cues)


def _asks_a_fee(sentence: str, fee: re.Match[str]) -> bool:
    before, after = sentence[: fee.start()], sentence[fee.end() :]
    left = LEFT_END.split(before)[-1]
    if re.search(r"\b(?:ei|eivät|ilman|ingen|inga|inte|no|without|not|utan)\s(?:\w+\s)?\Z", left, re.IGNORECASE):
        return False
    if re.match(
        r"\s(?:ei|eivät)\s(?:ole|peritä|tarvita|tarvitse)|\s(?:uppbärs|tas) inte|\s(?:behövs|krävs) inte",
        after,
        re.IGNORECASE,
    ):
        return False
    if SOFT_FEE.search(fee[0]) and re.match(r"\s*(?:ei|are not|behövs)\b", after, re.IGNORECASE):
        return False
    if fee[0].lower().startswith(("maksulli", "avgiftsbel")):
        subject = _nearest(left)
        following = _nearest_following(after)
        return subject is not Sense.EXTRA and following is not Sense.EXTRA
    return True


def _free(sentence: str, found: re.Match[str], previous: int, heading: str, *, is_price_text: bool) -> Saying | None:
    left_start = max((m.end() for m in LEFT_END.finditer(sentence, 0, found.start())), default=0)
    right_match = RIGHT_END.search(sentence, found.end())
    left = sentence[max(left_start, previous) : found.start()]
    right = sentence[found.end() : right_match.start() if right_match else len(sentence)]
    before = sentence[previous:left_start].rstrip(" ,;(")
    lead = before if left_start > previous else ""
    word = found[0].lower()
    is_entry = bool(found["entry"])
    if found["adj"]:
        if word == "free" and (NOT_REALLY_FREE.match(right) or NOT_REALLY_BEFORE.search(sentence[: found.start()])):
            return None
        if word == "ilmaista" and EXPRESS.match(right):
            return None
    if not found["nofee"]:
        if NOT.search(left):
            return None if _nearest(NOT.sub("", left)) is Sense.EXTRA else Saying(Says.PAID, sentence)
        if ANY_NOT.search(left.rpartition(":")[2]):
            return Saying(Says.PARTLY_FREE, sentence)
    if INCLUDED.search(left) or (INCLUDED.search(right) and not found["nofee"] and re.search(r"hintaan|huone", right)):
        return None
    if BOUGHT.search(sentence) or WITH_TICKET.search(left + " " + right):
        return Saying(Says.PARTLY_FREE, sentence)
    is_attribute = False
    subject = _nearest(left)
    if found["event"]:
        is_attribute = True
    elif found["adj"] and word not in {
        "maksutta",
        "ilmaiseksi",
        "veloituksetta",
        "for free",
        "free of charge",
        "kuluitta",
    }:
        following = _nearest_following(right, english=word == "free")
        if following in {Sense.EXTRA, Sense.MATERIAL}:
            return None
        if following is Sense.TAKING_PART and not _is_plural_some(word):
            is_attribute = True
        elif following is Sense.TAKING_PART and subject is None:
            return Saying(Says.PARTLY_FREE, sentence)
    whom = senses_in(left) | senses_in(right)
    is_accepted = is_entry or bool(found["nofee"]) or is_attribute
    if not is_accepted:
        if subject in {Sense.EXTRA, Sense.MATERIAL}:
            return None
        if (
            found["adj"]
            and _nearest_following(right) in {Sense.EXTRA, Sense.MATERIAL}
            and not VERB_TAKING_PART.search(left)
        ):
            return None
        if _goes_on_about_something_else(left, right):
            return None
        is_bare = _is_bare(left) and _is_bare(right)
        if is_bare and _is_about_an_extra(lead, sentence[: found.start()]):
            return None
        if (
            is_bare
            and not left.strip()
            and not lead.strip()
            and Sense.EXTRA in senses_in(heading) - {Sense.TAKING_PART}
        ):
            return None
        says_taking_part = bool(VERB_TAKING_PART.search(left) or VERB_TAKING_PART.search(right))
        if (
            word == "ilmaista"
            and not is_bare
            and not re.search(r"\b(?:on|ovat|olla|täysin|aina|,)\s*\Z", left)
            and not is_price_text
        ):
            return None
        is_accepted = is_bare or subject is Sense.TAKING_PART or says_taking_part
        if not is_accepted:
            payers = (whom | _groups_before(lead)) & PAYERS
            if payers or RECURS.search(left + right) or Sense.SERVICE_CARD in whom or (is_price_text and words(left)):
                is_accepted = True
            else:
                return None
    payers = (senses_in(left) | (senses_in(right) if not is_attribute else frozenset())) & PAYERS
    if is_attribute:
        payers = (payers | senses_in(right) & PAYERS) - (
            _ACTIVITY_AUDIENCE if not re.search(r"\b(?:alle|under)\s\d", right) else frozenset()
        )
    payers |= _groups_before(lead) & PAYERS
    cards = whom & {Sense.CARD, Sense.KAIKU}
    around = f"{left} {right}"
    is_recurring = bool(RECURS.search(around)) and (
        not is_attribute or bool(re.search(r"pääsy|entr|inträde", around + word, re.IGNORECASE))
    )
    if heading == "" or left.strip():
        is_recurring = is_recurring or (is_entry and bool(RECURS.search(lead)))
    is_limited = bool(LIMITED.search(_without_service_card(around))) or bool(
        re.match(
            r"\s(?:ja|och|and|tai|eller|or)\s(?:\w+\s)?(?:maksulli|omakust|avgiftsb)",
            sentence[found.end() :],
            re.IGNORECASE,
        )
    )
    if payers or cards or is_recurring or is_limited:
        return Saying(Says.PARTLY_FREE, sentence, frozenset(payers | cards))
    is_general = (
        (_is_bare(left) and _is_bare(right))
        or (is_entry and not left.strip())
        or bool(GENERAL.search(left + " " + right))
    )
    return Saying(Says.FREE, sentence, whom & {Sense.SERVICE_CARD}, is_general=is_general)


def _without_service_card(text: str) -> str:
    return re.sub(r"palvelukeskus-?kort\w*|servicecentral\w*|service centre cards?", "", text, flags=re.IGNORECASE)


def _goes_on_about_something_else(left: str, right: str) -> bool:
    """ "Tapahtumassa jaetaan ilmaisia ämpäreitä": the adjective belongs to a noun that we do not know."""
    following = words(right)
    if not following or following[0] in _PREPOSITIONS or senses_of(following[0]) or _CLOCK.fullmatch(following[0]):
        return False
    if VERB_TAKING_PART.search(left) or following[0].endswith(("lle", "ille", "llä", "lla", "ssa", "ssä", "na", "nä")):
        return False
    before = words(left)
    has_copula = bool(before) and before[-1] in _COPULAS
    is_somewhere = any(word.endswith(("ssa", "ssä", "lla", "llä")) for word in before)
    return not has_copula or is_somewhere


_COPULAS: Final = frozenset("on ovat är is are olla aina täysin always alltid helt kokonaan".split())


def _is_plural_some(word: str) -> bool:
    """ "Ilmaisia konsertteja": some concerts are free, not what the text is about."""
    return word in {"ilmaisia", "maksuttomia", "ilmaisten", "maksuttomien", "ilmaisiin", "maksuttomiin"}


def _nearest(left: str) -> Sense | None:
    """What the words before speak of: the extra or the taking part that stands nearest."""
    before = words(left)
    for at in range(len(before) - 1, -1, -1):
        found = senses_of(before[at])
        for sense in (Sense.EXTRA, Sense.MATERIAL, Sense.TAKING_PART):
            if sense in found:
                beside = at >= 2 and before[at - 1] in {"ja", "och", "and", "sekä"}
                return Sense.TAKING_PART if beside and Sense.TAKING_PART in senses_of(before[at - 2]) else sense
    return None


def _nearest_following(right: str, *, english: bool = False) -> Sense | None:
    """What the noun behind an adjective is: the first known one, in English the last before a preposition."""
    last: Sense | None = None
    for word in words(right)[:4]:
        if word in _PREPOSITIONS:
            break
        found = senses_of(word)
        for sense in (Sense.EXTRA, Sense.MATERIAL, Sense.TAKING_PART):
            if sense in found:
                if not english:
                    return sense
                last = sense
                break
    return last


_PREPOSITIONS: Final = frozenset(
    "of in at for with to on and is are by from during every each joka för på i med till om och som".split()
)


def _is_bare(text: str) -> bool:
    """Nothing but words that name nobody and nothing ("kaikille", "aina", dates)."""
    return all(
        Sense.FILLER in senses_of(word) or word.isdigit() or len(word) == 1 or _CLOCK.fullmatch(word) is not None
        for word in words(text)
    )


_CLOCK: Final = re.compile(r"klo|kl|ma|ti|ke|to|pe|la|su|min|h|\d+\w*|noin|n")


def _groups_before(lead: str) -> frozenset[Sense]:
    """The people listed right before ("opiskelijat, työttömät, … ilmaiseksi"), unless a price stands between."""
    if re.search(r"\d\s*(?:€|e\b|eur)", lead):
        lead = re.split(r"\d\s*(?:€|e\b|eur)", lead)[-1]
    parts = [part for part in re.split(r"[,;]", lead) if part.strip()]
    if not parts or len(words(parts[-1])) > 4:
        return frozenset()
    return senses_in(parts[-1])


def _is_about_an_extra(lead: str, so_far: str) -> bool:
    part = re.split(r"[,;]", lead)[-1] if lead else ""
    found = senses_in(part)
    return Sense.EXTRA in found and Sense.TAKING_PART not in found and bool(so_far)
