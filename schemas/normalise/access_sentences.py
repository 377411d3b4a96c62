"""Features of a venue from its accessibility sentences in Finnish, Swedish and English: yes, no, or nobody said.

A feature is yes only where a sentence states that it is there for visitors now. What is planned, broken, elsewhere, hedged or merely
"marked as accessible" is no yes; what contradicts itself is unknown. Sentences on the entrance's steps are read in `access_entrance`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from schemas.normalise.access_entrance import entrance_claim, is_of_entrance, may_be_of_entrance
from schemas.normalise.access_limits import NOT_FOR_VISITORS, OTHERS_LIFT, features_labelled_nothing, is_not_now
from schemas.normalise.access_words import (
    ANY_TOILET,
    BOTH_KINDS,
    DOUBT,
    ELSEWHERE,
    FINNISH,
    HEDGE,
    LIFT_PART,
    MARKED,
    MENTIONS,
    NEG,
    NOT_AFTER,
    NOT_BEFORE,
    PART,
    PREDICATES,
    PREDICATES_NOT,
    RESERVED,
    ROOMLESS,
    ROOMLESS_PARKING,
    ROUTE,
    RULE,
    SEATS,
    SLOPES,
    STEMS,
    finnish_case,
)
from schemas.normalise.clauses import clauses_in, sentences_in
from schemas.service import Feature, Known

_TRIGGER = re.compile(
    r"wc|vess|saniteet|inva|pysäk|rappu|askel|le-|rwc|toal|toil|käymäl|restroom|bathroom|lavator|hiss|lift|elevator|silmuk|sling|loop|t-coil|induktio|park|paik|plats|ruutu|p-"
    r"|isään|sisäl|tiloi|ingång|ntré|ntre|ntran|entry|acces|door|dörr|ovi|oven|ovel|ovessa|ovien|step|porta|trapp|kynny|esteet|tillg|rwc|hwc|#",
    re.IGNORECASE,
)
_REACHED_WITHOUT = re.compile(r"\b(?:tarvit|voi|saa|suositel|käyte(?!ttäviss)|need|required|behöv)")


class Vote(Enum):
    """What one statement says. NO_PART denies a part or one kind; DOUBT spoils a yes without being a no."""

    YES = "yes"
    NO = "no"
    NO_PART = "no in part"
    DOUBT = "doubt"


Claim = tuple[Feature, Vote]


@dataclass(frozen=True, slots=True)
class FeaturesRead:
    """The five features, and for each that is known the sentences that say so."""

    features: dict[Feature, Known]
    evidence: dict[Feature, tuple[str, ...]] = field(default_factory=dict)


def features_of(sentences: Iterable[Mapping[str, object]]) -> FeaturesRead:
    """The features that sentences state: `{"fi": …, "sv": …, "en": …}` each, or the record's `{"group": {…}, "text": {…}}`.

    Translations of one sentence count once each; a yes and a no anywhere leave the feature unknown, save that a no about a part
    (the pool area) does not deny a yes about the house.

    >>> read = features_of([{"fi": "Tilassa on esteetön wc."}, {"fi": "Allastiloissa ei ole esteetöntä wc:tä."}])
    >>> read.features[Feature.ACCESSIBLE_TOILET], read.evidence[Feature.ACCESSIBLE_TOILET]
    (<Known.YES: 'yes'>, ('Tilassa on esteetön wc.',))
    """
    votes: dict[Feature, dict[Vote, list[str]]] = {}
    for text, group in _texts(sentences):
        for feature, vote in read_claims(text, at_entrance=is_of_entrance(group)):
            votes.setdefault(feature, {}).setdefault(vote, []).append(text)
    features = dict.fromkeys(Feature, Known.UNKNOWN)
    evidence: dict[Feature, tuple[str, ...]] = {}
    for feature, found in votes.items():
        known = _verdict(found.keys())
        features[feature] = known
        if known is not Known.UNKNOWN:
            spoken = (Vote.YES,) if known is Known.YES else (Vote.NO, Vote.NO_PART)
            evidence[feature] = tuple(dict.fromkeys(text for vote in spoken for text in found.get(vote, ())))
    return FeaturesRead(features, evidence)


def _verdict(votes: Iterable[Vote]) -> Known:
    said = set(votes)
    if Vote.YES in said:
        return Known.UNKNOWN if said & {Vote.NO, Vote.DOUBT} else Known.YES
    return Known.NO if said & {Vote.NO, Vote.NO_PART} else Known.UNKNOWN


def _texts(sentences: Iterable[Mapping[str, object]]) -> Iterator[tuple[str, str]]:
    for one in sentences:
        if not isinstance(one, Mapping):
            continue
        nested, group = one.get("text"), one.get("group")
        texts = nested if isinstance(nested, Mapping) else one
        label = " ".join(v for v in group.values() if isinstance(v, str)) if isinstance(group, Mapping) else ""
        for lang in ("fi", "sv", "en"):
            text = texts.get(lang)
            if isinstance(text, str) and text.strip():
                yield text, label


@lru_cache(maxsize=8192)
def read_claims(text: str, *, at_entrance: bool = False) -> tuple[Claim, ...]:
    """Every claim of one text, in order. `at_entrance`: its heading says that it is about the entrance. Cached: the register repeats itself.

    >>> read_claims("Inva-wc:tä ei ole, mutta hissi löytyy.")
    ((<Feature.ACCESSIBLE_TOILET: 'accessible_toilet'>, <Vote.NO: 'no'>), (<Feature.LIFT: 'lift'>, <Vote.YES: 'yes'>))
    """
    if not _TRIGGER.search(text):
        return ()
    claims: list[Claim] = []
    has_toilet = False
    for sentence in sentences_in(text):
        near = [feature for feature, stems in STEMS.items() if any(stem in sentence for stem in stems)]
        at_steps = may_be_of_entrance(sentence)
        if not (near or at_steps) or RULE.search(sentence):
            continue
        entrance = entrance_claim(sentence, at_entrance=at_entrance) if at_steps else None
        if entrance is not None:
            claims.append((Feature.STEP_FREE_ENTRANCE, Vote[entrance.name]))
        if not near:
            continue
        blank = features_labelled_nothing(sentence, near)
        claims.extend((feature, Vote.NO if is_zero else Vote.DOUBT) for feature, is_zero in blank.items())
        near = [feature for feature in near if feature not in blank]
        spoils = bool(DOUBT.search(sentence) or is_not_now(sentence))
        for clause in clauses_in(sentence):
            claims.extend(_of_clause(clause, sentence, near, is_doubted=spoils))
        mentions_toilet = Feature.ACCESSIBLE_TOILET in near and bool(ANY_TOILET.search(sentence))
        if mentions_toilet and ROOMLESS.search(sentence) and not _NO_ROOM_ISSUE.search(sentence):
            is_named = has_toilet or any(p[Feature.ACCESSIBLE_TOILET].search(sentence) for p in (MARKED, MENTIONS))
            claims.append((Feature.ACCESSIBLE_TOILET, Vote.NO if is_named else Vote.NO_PART))
        has_toilet = has_toilet or mentions_toilet
        parking = MARKED[Feature.ACCESSIBLE_PARKING]
        if (
            Feature.ACCESSIBLE_PARKING in near
            and ROOMLESS.search(sentence)
            and (parking.search(sentence) or ROOMLESS_PARKING.search(sentence))
        ):
            claims.append((Feature.ACCESSIBLE_PARKING, Vote.NO))
    return tuple(dict.fromkeys(claims))


def _of_clause(clause: str, sentence: str, near: Sequence[Feature], *, is_doubted: bool) -> Iterator[Claim]:
    negation = NEG.search(clause)
    if _LIFTLESS.search(clause):
        yield Feature.LIFT, Vote.NO
    for feature in near:
        pattern = MENTIONS[feature]
        denied = PREDICATES_NOT.get(feature)
        if denied is not None and denied.search(clause):
            yield feature, Vote.NO
            continue
        if feature is Feature.LIFT and LIFT_PART.search(clause):
            if not SLOPES.search(sentence) and (vote := _positive(clause, sentence, feature, is_doubted=is_doubted)):
                yield feature, vote
            continue
        predicate = PREDICATES.get(feature)
        if predicate is not None and predicate.search(clause) and negation is None:
            vote = _positive(clause, sentence, feature, is_doubted=is_doubted)
            if vote is not None:
                yield feature, vote
            continue
        marked = MARKED.get(feature)
        match = pattern.search(clause)
        is_marked = False
        if marked is not None and (hedged := marked.search(clause)) is not None:
            match, is_marked = hedged, True
        if match is None:
            continue
        vote = _vote(feature, match, clause, sentence, is_denied=negation is not None, is_doubted=is_doubted)
        if vote is not None and not (is_marked and vote is Vote.YES):
            yield feature, vote


def _vote(
    feature: Feature, match: re.Match[str], clause: str, sentence: str, *, is_denied: bool, is_doubted: bool
) -> Vote | None:
    if feature is Feature.LIFT and SLOPES.search(sentence):
        return None
    if feature is Feature.ACCESSIBLE_TOILET and ROUTE.search(sentence):
        return None
    if feature is Feature.ACCESSIBLE_PARKING and "inva" in match.group() and SEATS.search(sentence):
        return None
    mention = match.group().strip()
    is_finnish = bool(FINNISH.search(mention)) and not _NOT_FINNISH.search(mention)
    case = finnish_case(mention) if is_finnish else ""
    if not is_denied:
        if is_finnish and case == "oblique":
            return Vote.DOUBT if is_doubted else None
        return _positive(clause, sentence, feature, is_doubted=is_doubted)
    if is_doubted:
        return Vote.DOUBT
    if is_finnish:
        if case != "partitive" and not _MISSING.search(clause):
            return None
        first = NEG.search(clause)
        gap = clause[first.end() : match.start()] if first else ""
        if ("," in gap and case != "partitive") or _REACHED_WITHOUT.search(clause):
            return None
    elif not _denied_nearby(clause, match):
        return None
    return Vote.NO_PART if PART.search(clause) and not BOTH_KINDS.search(clause) else Vote.NO


_PARKING_HALL = re.compile(r"(?:pysäköinti|parkki|parkerings)-?hal|parkeringshus|parking (?:hall|garage)|car park")
_NO_ROOM_ISSUE = re.compile(ROUTE.pattern + r"|kontrast|contrast|valais|light|belys")
_LIFTLESS = re.compile(r"\bhissit(?:ön|töm)\w*|\bhisslös\w*")
_NOT_FINNISH = re.compile(r"hiss(?:en|ar|arna|ens)?$|accessible|disabled|handicap|barrier|wheelchair|tillgäng|anpass")
_MISSING = re.compile(
    r"\bpuuttu(?:u|vat)\b|\bon 0\b|\bei[.!]?$|[:–-] ?(?:ei|nej|none)\b(?=\W*$|[.,;!)]| (?:ole|löydy|valit|tyvärr|on site))|\bsaknas\b|\bfinns inte\b"
)


def _denied_nearby(clause: str, match: re.Match[str]) -> bool:
    before, after = clause[: match.start()], clause[match.end() :]
    near = " ".join(before.split()[-6:])
    return bool(
        NOT_BEFORE.search(near) or NOT_BEFORE.search(near + " " + match.group().split()[0]) or NOT_AFTER.search(after)
    )


def _positive(clause: str, sentence: str, feature: Feature, *, is_doubted: bool) -> Vote | None:
    if is_doubted:
        return Vote.DOUBT
    if feature is Feature.ACCESSIBLE_TOILET and (ROUTE.search(sentence) or HEDGE.search(clause)):
        return None
    if RESERVED.search(sentence) or NOT_FOR_VISITORS.search(sentence) or ELSEWHERE.search(clause):
        return None
    if feature is Feature.LIFT and (OTHERS_LIFT.search(clause) or _PARKING_HALL.search(sentence)):
        return Vote.YES if "hissiyhtey" in clause and not OTHERS_LIFT.search(clause) else None
    return Vote.YES
