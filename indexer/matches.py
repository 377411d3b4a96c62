"""How alike two offerings are: a score, the reasons in words, and a verdict. Pure and symmetric; it joins nothing by itself.

certain    a named rule says that they are one: `mirror` (a copy from another city's calendar), `same_session` (one publisher, one thing, two
           ids), `lipas_id` and `same_as` (one names the other)
candidate  alike enough to ask a person
related    different things to do at one centre: never joined
none       not alike, or something contradicts: another place, another group, level, age, language
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, hypot, radians
from typing import Literal

from indexer.contradictions import Reason, contradictions, doubts
from indexer.likeness import SITES, Likeness, Spot

Verdict = Literal["certain", "candidate", "related", "none"]
NEAR_M = 50.0
"""Two catalogues set the point of one place this far apart at most."""
CANDIDATE_AT_LEAST = 0.7
TITLE_AT_LEAST = 0.6
METRES_A_DEGREE = 111_195.0
"""Of latitude, on the sphere of the contract."""
LANGUAGE_NAMES = {"fi": "Finnish", "sv": "Swedish", "en": "English"}


@dataclass(slots=True)
class Match:
    """The judgement of a pair. `rule` names the rule of a certain one."""

    verdict: Verdict = "none"
    score: float = 0.0
    rule: str | None = None
    reasons: list[Reason] = field(default_factory=list)

    def says(self, code: str) -> bool:
        return any(reason.code == code for reason in self.reasons)

    def add(self, code: str, words: str) -> None:
        self.reasons.append(Reason(code, words))


def judge(one: Likeness, other: Likeness, *, named_once: bool = True) -> Match:
    """The match of two offerings. `named_once`: an id that one of them names is named by nobody else, and it names no other."""
    a, b = sorted((one, other), key=lambda likeness: likeness.id)
    if a.is_venue != b.is_venue:
        return Match()
    return _judge_venues(a, b, named_once=named_once) if a.is_venue else _judge_programmes(a, b)


# Venues


def _judge_venues(a: Likeness, b: Likeness, *, named_once: bool) -> Match:
    match = Match()
    named = next(((x, y) for x, y in ((a, b), (b, a)) if y.key in x.same_as), None)
    if named is not None:
        namer, twin = named
        match.rule = "lipas_id" if twin.source == SITES else "same_as"
        match.add(match.rule, f"{namer.key} names {twin.key} as the same place")
        match.score, match.verdict = 1.0, "certain"
        if not named_once:
            match.add("not_one_to_one", f"{namer.key} names several, or {twin.key} is named by several")
            match.score, match.verdict, match.rule = 0.8, "candidate", None
        return match
    title = _titles(a, b, match)
    place = _places(a, b, match, by_id=False)
    if place not in ("same", "near"):
        return match
    match.score = round(0.5 * title + 0.5, 2)
    if match.says("same_title"):
        match.verdict = "candidate"
    elif _is_part(a, b, match) or _is_part(b, a, match):
        match.verdict = "related"
    return match


def _is_part(whole: Likeness, part: Likeness, match: Match) -> bool:
    """Whether a venue's name begins with the whole name of the other, and goes on."""
    for lang in whole.titles.keys() & part.titles.keys():
        parent, child = whole.words(lang), part.words(lang)
        if len(child) > len(parent) and child[: len(parent)] == parent:
            match.add("name_contains", f"“{part.titles[lang]}” begins with “{whole.titles[lang]}”")
            return True
    return False


# Programmes


def _judge_programmes(a: Likeness, b: Likeness) -> Match:
    match = Match()
    title = _titles(a, b, match)
    time = _times(a, b, match)
    place = _places(a, b, match, by_id=True)
    against = contradictions(a, b)
    match.reasons += against
    if a.organiser and a.organiser == b.organiser:
        match.add("same_publisher", f"both from {a.organiser}")
    ends_alike = match.says("same_times")
    weights = {"same": 0.2, "near": 0.16, "unknown": 0.05, "different": 0.0}
    match.score = round(
        0.45 * title + 0.25 * time + weights[place] + 0.05 * match.says("same_publisher") + 0.05 * ends_alike, 2
    )
    if against or place == "different" or time == 0 or title < TITLE_AT_LEAST:
        return match
    if match.score >= CANDIDATE_AT_LEAST:
        match.verdict = "candidate"
        match.rule = _rule_of(a, b, place, match)
        match.verdict = "certain" if match.rule else "candidate"
    return match


def _rule_of(a: Likeness, b: Likeness, place: str, match: Match) -> str | None:
    """The rule by which they are one. Notes what speaks against it."""
    against = doubts(a, b)
    match.reasons += against
    if not match.says("same_title") or {reason.code for reason in against} - {"other_publisher"}:
        return None
    is_copied = (a.role == "mirror") != (b.role == "mirror")
    if is_copied and place in ("same", "near") and (match.says("same_times") or match.says("same_start")):
        copy = a if a.role == "mirror" else b
        match.add("mirror", f"{copy.key} is a copy from another city's calendar")
        return "mirror"
    is_same = place == "same" and match.says("same_times") and match.says("same_publisher")
    return "same_session" if is_same else None


def _titles(a: Likeness, b: Likeness, match: Match) -> float:
    """How alike the titles are, in the language in which they are least alike; 0 where they share no language."""
    least = 1.0
    shared = sorted(a.titles.keys() & b.titles.keys())
    for lang in shared:
        mine, yours = a.words(lang), b.words(lang)
        if mine == yours:
            continue
        one, two = set(mine), set(yours)
        likeness = len(one & two) / max(len(one | two), 1)
        if len(one & two) >= 2 and (one <= two or two <= one):
            likeness = max(likeness, 0.75)
        if likeness < least:
            least = likeness
        if likeness > 0:
            words = f"{likeness:.2f} in {LANGUAGE_NAMES[lang]}: “{a.titles[lang]}”, “{b.titles[lang]}”"
            match.add("title_token_jaccard", words)
    if not shared:
        match.add("no_shared_language", "their titles are in different languages")
        return 0.0
    if least == 1.0:
        names = ", ".join(LANGUAGE_NAMES[lang] for lang in shared)
        match.add("same_title", f"the same title in {names}: “{a.titles[shared[0]]}”")
    return least


def _times(a: Likeness, b: Likeness, match: Match) -> float:
    """How much of their times they share: 1 the same starts, less when one has others too, 0 none."""
    if not a.times and not b.times:
        if a.period and a.period == b.period:
            match.add("same_times", f"both from {' to '.join(a.period)}")
            return 1.0
        if a.period and a.period[:1] == b.period[:1]:
            match.add("same_start", f"both from {a.period[0]}")
            return 0.8
        return 0.0
    mine, yours = {start for start, _ in a.times}, {start for start, _ in b.times}
    shared = len(mine & yours)
    if a.times == b.times:
        match.add("same_times", f"the same {shared} start{'s' * (shared > 1)} and end{'s' * (shared > 1)}")
        return 1.0
    if mine == yours:
        match.add("same_start", f"the same {shared} start{'s' * (shared > 1)}, other or unknown ends")
        return 1.0
    if shared:
        match.add("shared_sessions", f"{shared} of {len(mine)} and of {len(yours)} sessions start at the same time")
        return 0.8 * shared / min(len(mine), len(yours))
    return 0.0


def _places(a: Likeness, b: Likeness, match: Match, *, by_id: bool) -> Literal["same", "near", "unknown", "different"]:
    """Whether they are at one place. `by_id`: two ids of one catalogue are two places, however near."""
    found = {_spots(x, y, by_id=by_id) for x in a.spots for y in b.spots}
    if "same" in found and len(a.spots) == len(b.spots) == 1:
        match.add("same_place", a.spots[0].id or b.spots[0].id or a.spots[0].name)
        return "same"
    if found & {"same", "near"}:
        words = next((s.address or s.name for s in a.spots if s.address or s.name), "within 50 m")
        match.add("near_place" if by_id else "same_address", words)
        return "near"
    if not found:
        return "different" if a.online != b.online else "unknown"
    return "unknown" if "unknown" in found else "different"


def _spots(a: Spot, b: Spot, *, by_id: bool) -> Literal["same", "near", "unknown", "different"]:
    if by_id and a.id and b.id:
        if a.id == b.id:
            return "same"
        if a.id.partition(":")[0] == b.id.partition(":")[0]:
            return "different"
    if a.address and a.address == b.address:
        return "near" if a.name != b.name or a.id or b.id else "same"
    if a.lat is not None and a.lon is not None and b.lat is not None and b.lon is not None:
        east = (a.lon - b.lon) * cos(radians(a.lat))
        return "near" if METRES_A_DEGREE * hypot(a.lat - b.lat, east) <= NEAR_M else "different"
    if a.address and b.address:
        return "different"
    return "near" if a.name and a.name == b.name else "unknown"
