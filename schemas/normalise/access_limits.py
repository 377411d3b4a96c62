"""What undoes a claim of accessibility: a label with "no", zero or a dash for its value, and words of what is not there to be used now.

Finnish, Swedish and English. `access_words.DOUBT` has the commoner doubts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from schemas.normalise.access_words import MENTIONS
from schemas.normalise.months import MONTHS_FI
from schemas.service import Feature, Profile

_END = r"(?=\s*(?:$|[.;/|)!]|,(?!\d)))(?!\.\d)"
_WORDS = r"^[a-zåäö]*(?: [a-zåäö]+){0,2}?"
_STOREY = r"(?!(?: ?[a-zåäö]+){0,2}? ?(?:kerro|krs|taso|vån|plan|floor|level|storey))"
_ZERO = re.compile(rf"^{_STOREY}{_WORDS}\s*[:=(–—-]?\s*(?:0|nolla|noll|zero)(?: ?(?:kpl|st|pcs)\b\.?)?{_END}")
_BLANK = re.compile(rf"{_WORDS}\s*(?::\s*|=\s*|\(|\s)[-–—]+{_END}|^[a-zåäö]*\s*:\s*$")
_MAY_BE_NOTHING = re.compile(r"\b0\b|noll|zero|[-–—:]\s*(?:$|[.,;/|)!])")
_NO_VALUE = re.compile(rf"{_WORDS}\s*(?:[:=(]|\s[–—-])\s*(?:ei|nej|no|none|0|nolla|noll|zero){_END}")


def features_labelled_nothing(sentence: str, near: Sequence[Feature]) -> dict[Feature, bool]:
    """The features whose label has no value: True for zero, which is a no, and False for a dash, which says nothing.

    >>> features_labelled_nothing("hissejä: 0", [Feature.LIFT]), features_labelled_nothing("hissi: -", [Feature.LIFT])
    ({<Feature.LIFT: 'lift'>: True}, {<Feature.LIFT: 'lift'>: False})
    """
    found: dict[Feature, bool] = {}
    for feature in near if _MAY_BE_NOTHING.search(sentence) else ():
        for match in MENTIONS[feature].finditer(sentence):
            value = sentence[match.end() :]
            if _ZERO.search(value) or _BLANK.search(value):
                found[feature] = bool(_ZERO.search(value))
    return found


def profiles_labelled_no(sentence: str, groups: Mapping[Profile, re.Pattern[str]]) -> dict[Profile, bool]:
    """The profiles whose label says no: True for "ei" or zero, False for a dash.

    >>> from schemas.normalise.access_profiles import GROUPS
    >>> profiles_labelled_no("soveltuu lastenvaunuille: kyllä / pyörätuolille: ei", GROUPS)
    {<Profile.WHEELCHAIR: 'wheelchair'>: True}
    """
    found: dict[Profile, bool] = {}
    for profile, pattern in groups.items():
        for match in pattern.finditer(sentence):
            value = sentence[match.end() :]
            if _NO_VALUE.search(value) or _BLANK.search(value):
                found[profile] = bool(_NO_VALUE.search(value))
    return found


_SOON = rf"(?:{MONTHS_FI}|kevä|syksy|talve|ensi |pian|myöhemmin|vuonna|vuoden|vapun|vappu|juhannu|\d{{1,2}}\.\d|20\d\d)"
_SOON_SV = r"(?:(?:i|på|under|nästa|först|senare|till) ?(?:jan|feb|mars|april|maj|juni|juli|aug|sept|okt|nov|dec|vår|somm|höst|vint|år)|nästa|senare|20\d\d)"
_SOON_EN = r"(?:(?:in|on|next|this|during) (?:jan|feb|mar|apr|may|june|july|aug|sep|oct|nov|dec|spring|summer|autumn|winter|year|month|20\d\d)|next|soon|later|20\d\d)"
_NOT_NOW = re.compile(
    r"pysäytet|\bhajalla|\bjumissa|rikkoutu|hissi(?:t)? seiso|undergoing|under (?:repair|maintenance)|reparera|under reparation|repairs?\b"
    r"|\blukossa\b(?!.*avai)|\blukit(?:tu|aan|ut)\b(?!.*avai)|\b(?:wc|hissit?|vessa|käymälä|toaletti|paikat|sisäänkäynti) (?:on |ovat )?kiinni\b(?! \w+(?:ss|st|ll)[aä])|\blåst(?:a|s)?\b(?!.*nyck)|(?<!un)\blocked\b(?!.*\bkey)"
    r"|\bpure(?:ttu|taan|ttiin|tut)\b|\bmuutet(?:tu|tiin|aan) (?!esteet|inva|kulku)|varasto(?:na|ksi|käyt|til)|tagits bort|tas bort|borttag|som förråd|till (?:ett )?förråd|som lager|as (?:a )?storage|converted (?:in)?to (?!an? (?:access|step|barrier))"
    r"|(?:lifts?|elevators?|toilets?|wcs?|loops?|spaces?|parking|entrance) (?:\w+ ){0,3}?(?:removed|dismantled|demolished)"
    rf"|(?:avataan|avautuu|aukeaa|käyttöön|merkitään|tulee)\b.{{0,25}}?\b{_SOON}|\btilattu\b|\botetaan (?:pian |myöhemmin )?käyttöön"
    rf"|(?:öppnas|öppnar|målas|kommer)\b.{{0,20}}?\b{_SOON_SV}|\btas i bruk\b(?! på begäran| vid behov| av )|\bbeställd|will (?:open|come|arrive|get)\b|(?:opens?|opening|coming) {_SOON_EN}|\bon order\b"
    r"|pysäköin\w+ (?:on )?kielletty|paikoit\w+ (?:on )?kielletty|parkering\w* (?:är )?förbjud|parking (?:is )?(?:prohibited|forbidden|not allowed)"
    r"|\bloops? (?:user|training|courses?)\b"
)
"""Out of order, locked, removed, turned into something else, not there yet or forbidden."""
_NOT_NOW_STEMS = tuple(
    "pysäyt hajal jumis rikkou seiso under repa luko luki kiinni lås lock pure muutet varasto tagits tas bort förråd lager storage conver remov dismant demol avataan avautuu aukea käyttöön merkit tulee tilattu öppna mål kommer bestäl will open coming order kiellet förbj prohib forbid not loop".split()
)


def is_not_now(text: str) -> bool:
    """Whether a lower-case text tells of what is out of order, locked, removed or still to come.

    >>> is_not_now("inva-wc on lukossa."), is_not_now("inva-wc on aulassa.")
    (True, False)
    """
    return any(stem in text for stem in _NOT_NOW_STEMS) and bool(_NOT_NOW.search(text))


PART_ONLY = re.compile(
    r"\baccess (?:in)?to (?:\w+ ){1,3}only\b|,(?: mutta)? [\w:-]+(?:lle|seen|ihin|hin|oon|aan|ään|een) ei(?: pääse)?\W*$"
    r"|\bkun (?:\w+ )?(?:luiska|ramppi)\b|\bnär (?:rampen|en ramp)\b|\bwhen (?:the|a) (?:portable )?ramp\b"
)
"""Step-free into a part and no further, or only while a ramp is laid."""
NOT_FOR_VISITORS = re.compile(
    r"(?:för|av|till) personal\b|\b(?:vain|ainoastaan|yksinomaan|tarkoitettu|varattu|endast|bara|enbart|avsedd|reserverad|only|solely|reserved|intended)\b.{0,30}(?:tavar|varutrans|\bvaror\b|gods\b|goods|freight|deliver|leverans|huoltoliiken|jakelu|kuljetuk|\bstaff|henkilökun|personal\b|työnteki|employee)"
    r"|(?:goods|freight|deliver\w+|cargo|staff) only"
)
OTHERS_LIFT = re.compile(
    r"metroasem|juna-?asem|rautatieasem|ratikkapys|raitiovaunupys|metrosta|tunnelbanestation|metrostation|(?:metro|railway|train|underground) station|kauppakeskuksen hiss"
    r"|\d{3,} ?m(?:etrin|eters?|etres?|eter)?\b.{0,12}?(?:päässä|bort|away)|(?:weight|power)[- ]?lifting|painonnosto|tyngdlyft|\blift platforms?\b"
)
"""A lift of a station or far away, or the word in another meaning."""
