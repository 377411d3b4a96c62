"""What a sentence says about a fee without naming an amount: free for all, free for some, a fee, or pay as you like.

"Free" counts only where it is said of taking part: coffee, Wi-Fi, parking and drinks bottles are free in many places that are
not. What is free for some people, on some days or in part is told as that, never as free.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from schemas.normalise.fee_asked import asks_a_fee
from schemas.normalise.fee_audience import for_everybody, without_audience
from schemas.normalise.fee_bounds import is_for_some, is_limited, others_pay, recurs
from schemas.normalise.fee_denied import is_denied_elsewhere, is_denied_for_some
from schemas.normalise.fee_limits import is_free_within
from schemas.normalise.fee_phrases import (
    AGE_OR_CARD,
    AGED,
    ANY_NOT,
    BY_CARD,
    CUE,
    EXPRESS,
    FEE,
    FEE_CUES,
    FREE,
    GENERAL,
    INCLUDED,
    JOINED,
    LEFT_END,
    LIKE_ALL,
    NOT,
    NOT_REALLY_BEFORE,
    NOT_REALLY_FREE,
    RIGHT_END,
    SERVICE_CARD,
    SOFT_FEE,
    SOLD,
    TICKET_EXTRA,
    TICKET_EXTRA_CUES,
    VOLUNTARY,
    VOLUNTARY_CUES,
)
from schemas.normalise.fee_subjects import (
    Said,
    ending_of,
    ends_in_copula,
    groups_before,
    is_bare,
    is_basic_form,
    is_before_a_noun,
    is_of_taking_part,
    is_plural_some,
    nearest,
    nearest_following,
)
from schemas.normalise.fee_things import is_entry_to_a_thing, is_fee_of_a_thing, is_given, is_prize, is_title_or_topic
from schemas.normalise.fee_tickets import presupposes_ticket
from schemas.normalise.price_labels import PAYERS, senses_in
from schemas.normalise.price_words import Sense
from schemas.normalise.sentences import sentences


class Says(StrEnum):
    FREE = "free"
    PARTLY_FREE = "partly_free"
    PAID = "paid"
    VOLUNTARY = "voluntary"
    TICKET_EXTRA = "ticket_extra"


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing said about the fee, the sentence, and who is named. `is_general`: of taking part as such; `clause`: where it is free."""

    says: Says
    sentence: str
    senses: frozenset[Sense] = frozenset()
    is_general: bool = False
    clause: str = ""
    word: str = ""


_GETS_IN: Final = re.compile(r"\bpääs(?:ee|et)\s*\Z", re.IGNORECASE)
_ADVERBS: Final = {"maksutta", "ilmaiseksi", "veloituksetta", "for free", "free of charge", "kuluitta"}
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
            for it in _sayings_of_sentence(for_everybody(sentence, text), heading, is_price_text=is_price_text):
                bounded = it.says is Says.FREE and is_free_within(it.sentence, it.clause, it.word, text)
                out.append(replace(it, says=Says.PARTLY_FREE) if bounded else it)
        elif len(sentence) < 60 and not sentence.endswith((".", "!")):
            heading = sentence
    return out


def _sayings_of_sentence(sentence: str, heading: str, *, is_price_text: bool) -> list[Saying]:
    sentence = SERVICE_CARD.sub("palvelukeskuskortilla", LIKE_ALL.sub("kaikille", sentence))
    low = sentence.lower()
    voluntary = VOLUNTARY.search(sentence) if _has(low, VOLUNTARY_CUES) else None
    if voluntary:
        left = LEFT_END.split(sentence[: voluntary.start()])[-1]
        left = left if left.strip() else sentence[: voluntary.start()]
        if Sense.EXTRA in senses_in(voluntary[0]) or is_fee_of_a_thing(
            voluntary[0], left, sentence[voluntary.end() :], nearest(left)
        ):
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
        if asks_a_fee(sentence, fee):
            out.append(Saying(Says.PAID, sentence))
            break
    return out


def _has(low: str, cues: tuple[str, ...]) -> bool:
    """A quick look before a slow pattern: most sentences hold none of its words."""
    return any(cue in low for cue in cues)


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
        if word == "free" and re.match(r"\s(?:of|from)\b(?! charge)", right):
            return None
        if word == "ilmaisen" and not left.strip() and not right.strip():
            return None
        if word == "ilmaista" and EXPRESS.match(right):
            return None
    if not found["nofee"]:
        if NOT.search(left):
            return None if nearest(NOT.sub("", left)) is Sense.EXTRA else Saying(Says.PAID, sentence)
        if ANY_NOT.search(left.rpartition(":")[2]):
            return Saying(Says.PARTLY_FREE, sentence)
    if INCLUDED.search(left) or (INCLUDED.search(right) and not found["nofee"] and re.search(r"hintaan|huone", right)):
        return None
    if BY_CARD.match(sentence):
        return Saying(Says.PARTLY_FREE, sentence, senses_in(left) & (PAYERS | {Sense.CARD}))
    if presupposes_ticket(sentence, f"{left} {right}"):
        return Saying(Says.PARTLY_FREE, sentence)
    is_attribute = False
    subject = nearest(left)
    clause = f"{left} {word} {right}"
    if is_prize(clause):
        return None
    if found["nofee"]:
        if is_denied_elsewhere(clause) or is_fee_of_a_thing(found[0], left, right, subject):
            return None
        if is_denied_for_some(without_audience(left), found[0], without_audience(right)):
            return Saying(Says.PARTLY_FREE, sentence, senses_in(f"{left} {found[0]}") & PAYERS)
    if (is_entry or _GETS_IN.search(left)) and is_entry_to_a_thing(left, right):
        return None
    if found["event"]:
        is_attribute = True
    elif found["adj"] and word not in _ADVERBS:
        following = nearest_following(right, english=word == "free", ending=ending_of(word), agrees=is_basic_form(word))
        if ends_in_copula(left) and subject in {Sense.EXTRA, Sense.MATERIAL}:
            return None
        if following in {Sense.EXTRA, Sense.MATERIAL}:
            return None
        if following is Sense.TAKING_PART and not is_plural_some(word):
            is_attribute = True
        elif following is Sense.TAKING_PART and subject is None:
            aged = senses_in(right) & PAYERS if AGED.search(right) else frozenset()
            return Saying(Says.PARTLY_FREE, sentence, aged)
    is_of_unknown = bool(found["adj"]) and not is_attribute and is_before_a_noun(word, right)
    if found["adj"] and not is_attribute and is_given(clause, word):
        return None
    if is_title_or_topic(sentence, *found.span(), left if is_of_unknown else ""):
        return None
    joined = JOINED.search(left)
    if joined and subject is Sense.TAKING_PART:
        left = joined[0]
    meant = senses_in(left) & _ACTIVITY_AUDIENCE
    left, right = without_audience(left), without_audience(right)
    meant -= senses_in(left)
    whom = senses_in(left) | senses_in(right)
    said = Said(sentence, heading, found, left, right, lead, word, is_price_text=is_price_text)
    if not (is_entry or found["nofee"] or is_attribute or is_of_taking_part(said, subject, whom)):
        return None
    payers = (senses_in(left) | (senses_in(found[0]) if found["nofee"] else frozenset())) & PAYERS
    if is_attribute:
        payers = (payers | senses_in(right) & PAYERS) - (
            frozenset() if AGE_OR_CARD.search(f"{left} {right}") else _ACTIVITY_AUDIENCE
        )
    else:
        payers |= senses_in(right) & PAYERS
    payers |= groups_before(lead) & PAYERS
    cards = whom & {Sense.CARD, Sense.KAIKU}
    if (
        payers
        or cards
        or recurs(said, is_attribute=is_attribute, is_entry=is_entry)
        or is_limited(said)
        or others_pay(sentence[found.end() :])
        or is_for_some(said, is_attribute=is_attribute)
    ):
        return Saying(Says.PARTLY_FREE, sentence, frozenset(payers | cards))
    is_general = (
        (is_bare(left) and is_bare(right))
        or (is_entry and not left.strip())
        or bool(GENERAL.search(left + " " + right))
    )
    return Saying(
        Says.FREE, sentence, whom & {Sense.SERVICE_CARD} | meant, is_general=is_general, clause=clause, word=word
    )
