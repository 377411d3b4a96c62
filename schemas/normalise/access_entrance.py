"""Whether one gets in without steps, from one sentence: steps, thresholds over 2 cm, and claims of step-free access to the premises.

The route to the entrance, the toilet's own door, pools and terraces are not the entrance. Steps with a ramp beside them are in doubt.
"""

from __future__ import annotations

import re
from enum import Enum

from schemas.normalise.access_limits import NOT_FOR_VISITORS, PART_ONLY, is_not_now
from schemas.normalise.access_words import DOUBT, ELSEWHERE, HEDGE, NEG, RESERVED, ROUTE
from schemas.normalise.clauses import clauses_in

HIGHEST_THRESHOLD_CM = 2.0

ENTRANCE = re.compile(
    r"sisäänkäyn\w+|sisääntul\w+|ulko-?ov\w+|\bpääov\w+|\betuov\w+|ingång(?:en|ar|arna|s\w*)?\b|huvudingång\w*|\bentré\w*|\bentren?\b|ytterdörr\w*|\bentrances?\b|\bentry\b|front door|main door|(?:^|[,.] |\bja |\bmutta |valitettavasti )ovelle\b|(?<!\w )\btill dörren\b(?! till)|\btill dörren\b(?= (?:leder|går|finns|är|utan))|\b(?:upp|fram) till dörren\b(?! till)|\b(?:up|lead|leads|steps) to the door\b(?! of)"
)
NOT_THIS_ENTRANCE = re.compile(
    r"\bwc\b|wc:|toalett|toilet|leikkikato|leikkipuisto|lekpaviljong|canopy|sauna|bastu|pukutil|pukuhuone|omklädning|dressing|terass|terrace|altaa|allas|bassäng|\bpool|kabinet|cabinet"
    r"|byggnaden, som|building that has|rakennuksessa, jonka|parkkihal|pysäköintihal|kerrokse(?:en|ssa) \d|katsomo|läktar|opastaul|informationstavl|information board"
)
_LANDMARK = re.compile(
    r"(?:samassa kerroksessa|same floor|samma plan|samma våning)|(?:etäisyy|distans|distance|yli \d+ m\b|över \d+ m\b|over \d+ m\b)"
)
_STEPS = re.compile(
    r"\b(?:kierre|ulko|kivi|betoni)?porras(?!hiss|treen|luisk|nost)\w*|\b(?:kierre|ulko|kivi)?porta(?:at|ita|iden|ikko|ikon|illa|issa|ilta)\b|\brapu(?:t|ssa|illa)\b|\brappu(?:set|sia|jen|ja|ista)?\b|\baskelm(?!at(?:on|tom))\w*"
    r"|\b(?:sten|betong)?trappsteg\w*|\btrapp(?:a|an|or|orna)\b|\bspiraltrapp\w*|\bsteps?\b(?!-| free)|\bstairs?\b(?!-| free)|\bstaircases?\b|\bstairway\b"
)
_THRESHOLD = re.compile(
    r"kynny(?!ksetön|ksettöm)\w+|\btasoero\w*|nivåskillnad\w*|level difference|tröskel(?!fri)\w*|trösklar\w*|\bthresholds?\b(?!-free| free)"
)
_HEIGHT = re.compile(
    r"(\byli|över|mer än|over|more than|above)?\s*(\d+(?:[.,]\d+)?)\s*-?\s*(cm|mm|sent\w*|centimet\w*|millimet\w*)"
)
_HIGH = re.compile(r"(?<!liian )\bkorke(?:a|at|ita|ampi)\b|\bhög(?:a|t)?\b|\bhigh\b")
_RAMP = re.compile(r"luisk|\bramp|hiss(?:i|en\b|\b)|nostin|nostime|\blift\b|elevator")
_NO_RAMP = re.compile(
    r"(?:\bei(?:kä)?|ilman|ingen|utan|\bno|without|not have an?)\b.{0,14}(?:luisk|ramp|hiss|lift|elevator)|(?:luisk\w+|hissi\w+) ei ole|ramp saknas|\bsaknar (?:\w+ )?(?:ramp|hiss)"
)
_BAD_RAMP = re.compile(r"jyrk|käsijoh|brant|räck|steep|handrail|railing")

_STRIPES = re.compile(r"kontrast|contrast")
"""Stairs without a handrail or stripes are stairs: that "without" does not deny them."""

_FREE_FI = r"(?:portaaton(?:ta)?|portaattom\w+|kynnyksetön(?:tä)?|kynnyksettöm\w+|askelmaton|esteetön(?:tä)?|esteettöm(?:än|iä|ät|ien|ästi))"
_FREE_SV = r"(?:trappfri|tröskelfri|stegfri|steglös|nivåfri|hinderfri|rullstolsanpassa|tillgänglighetsanpassa|handikappanpassa)\w*"
_FREE_EN = r"(?:step[- ]?free|stepless|stair[- ]free|threshold[- ]free|barrier[- ]free|wheelchair[- ]accessible|wheelchair[- ]friendly)"
_IN_FI = r"(?:(?:pää|sivu)?sisäänkäyn\w+|sisäänpääsy\w*|sisääntulo\w*|ulko-ov\w+|pääov\w+)"
_IN_SV = r"(?:(?:huvud)?ingång\w*|entré\w*)"
_INTO_FI = (
    r"(?:sisään\b|sisälle\b|sisätiloihin|(?<![a-zåäö])(?:toimi|liike|näyttely|kokous|juhla|kerho|ryhmä|asiakas|yleisö|koulutus|tapahtuma)?tiloihin|(?<![a-zåäö])(?:toimi|liike|näyttely|juhla|kerho)?tilaan|rakennukseen|kiinteistöön"
    r"|\w*taloon|\w*talolle|\w*kirjastoon|\w*kahvilaan|\w*ravintolaan|\w*museoon|\w*galleriaan|\w*teatteriin|\w*(?<!pysäköinti)(?<!parkki)halliin|\w*keskukseen|toimipaikkaan|toimipisteeseen|toimistoon|huoneistoon"
    r"|\w*kouluun|\w*kirkkoon|\w*liikkeeseen|myymälään|kohteeseen|\w*paviljonkiin|\w*opistoon|\w*studioon|näyttelyyn|\w*uimalaan|asiointipisteeseen)"
)
_INTO_SV = r"(?:till|in i) (?:\w*lokal\w*|byggnaden|huset|\w*bibliotek\w*|kafé\w*|caf[eé]\w*|\w*museet|verksamhetsställ\w*|restaurang\w*|galleri\w*|teater\w*|\w*hallen|\w*huset|\w*centret|utrymmena)"
_INTO_EN = r"(?:to|into) (?:the |our |all )?(?:premises|building|facilit\w+|venue|indoor \w+|library|museum|caf[eé]|restaurant|gallery|theatre|theater|house|centre|center|hall|shop|church|school|cultural \w+|exhibition\w*)"
_YES = re.compile(
    rf"\b{_FREE_FI} (?:\w+ )?{_IN_FI}|\b{_IN_FI}(?: \w+){{0,4}}? (?:on|ovat) (?:täysin |kokonaan |myös |aivan )?{_FREE_FI}"
    rf"|\b(?:esteetön|portaaton|kynnyksetön) (?:pääsy|kulku|käynti)(?: \w+){{0,2}} {_INTO_FI}|{_INTO_FI}(?: \w+){{0,3}}? (?:on|saa) (?:myös |täysin )?(?:esteetön|portaaton|kynnyksetön) (?:pääsy|kulku|käynti|sisäänpääsy)"
    rf"|\b(?:pääsy|kulku|käynti) {_INTO_FI} on (?:täysin |kokonaan )?{_FREE_FI}|{_INTO_FI} (?:pääsee|voi tulla|pääset) (?:\w+ )?(?:esteettömästi|portaitta|kynnyksettä)|esteettömästi {_INTO_FI}"
    rf"|\besteetön sisäänpääsy|\b{_FREE_SV} (?:huvud)?(?:ingång|entré)\w*|\btillgänglig (?:huvud)?(?:ingång|entré)\w*|\b{_IN_SV}(?: \w+){{0,3}}? är (?:helt |fullt |även |också )?{_FREE_SV}"
    rf"|\b{_IN_SV}(?: \w+){{0,3}}? är (?:helt |fullt )?tillgänglig(?= för (?:rull|rörel|perso|alla)|\W*$)|(?:{_FREE_SV}|tillgängligt?|obehindrat?) (?:tillträde|passage|åtkomst|väg) {_INTO_SV}"
    rf"|\b{_FREE_EN} (?:main |front )?(?:entrances?|entry)\b|\baccessible (?:main |front )?entrances?\b|\blevel (?:access|entrance|entry)\b(?! to)|\b(?:step[- ]free|barrier[- ]free|level|accessible|unobstructed|wheelchair) access {_INTO_EN}|\bstep[- ]?free access\b(?! to)"
    rf"|\bentrances?(?: \w+){{0,3}}? (?:is|are) (?:also |fully |completely )?(?:{_FREE_EN}|level(?! \w)|accessible(?= (?:to|for|by|with) (?:a )?(?:wheel|disab|people|person|all|every)|\W*$))"
)
_NO_CLAIM = re.compile(
    rf"\b{_IN_FI}(?: \w+){{0,4}}? (?:ei|eivät)(?: \w+)? (?:ole )?(?:\w+ )?(?:esteet|portaat|kynnykset)|\b(?:ei|eivät)(?: ole)? (?:\w+ )?{_FREE_FI} (?:\w+ )?{_IN_FI}|{_IN_FI}(?: \w+){{0,2}}? on esteellinen"
    rf"|\besteet(?:öntä|tömiä) {_IN_FI} ei ole|{_INTO_FI} ei (?:\w+ )?(?:ole )?(?:\w+ )?esteet(?:öntä|tömästi)|\b(?:pääsy|kulku|käynti) {_INTO_FI} ei (?:\w+ )?ole (?:\w+ )?esteetön|\bei (?:ole )?esteetöntä (?:pääsyä|kulkua|sisäänpääsyä|sisäänkäyntiä)(?: \w+)? ?(?:{_INTO_FI})?$"
    rf"|\bingen (?:{_FREE_SV}|tillgänglig) {_IN_SV}|\b{_IN_SV}(?: \w+){{0,3}}? är (?:inte|ej) (?:\w+ )?(?:{_FREE_SV}|tillgänglig)|\b(?:no|not have an?|without an?) (?:{_FREE_EN}|accessible|level) (?:main )?(?:entrance|entry|access {_INTO_EN})"
    rf"|\bentrances?(?: \w+){{0,3}}? (?:is not|isn't|are not|aren't) (?:\w+ )?(?:{_FREE_EN}|accessible|level)|\binaccessible entrance|\b(?:no|without|not have(?: an?| any)?|lacks) (?:step[- ]?free|level|barrier[- ]free|wheelchair) (?:access|entrance|entry)"
)
_NO_STEPS = re.compile(
    r"\b(?:ei|eikä|ilman)(?: ole)? (?:\w+ ){0,1}?(?:porras|porta|askelm|rappu|rapu)\w*|\b(?:portaita|porrasta|askelmia|porrasaskelmia|rappusia|rappuja) ei ole|\b(?:inga|ingen|utan|saknar|inte (?:några?|något)) (?:(?:trösk|nivåskill)\w+ (?:och|eller) |\w+ )?(?:trapp\w*|steg\b)|\b(?:no|without|without any|not have any|any) (?:(?:thresholds?|level differences?) (?:and|or|nor) )?(?:steps?|stairs?)\b(?!-| free)"
)
_NOT_WITHOUT = re.compile(r"\b(?:inte|ej|ei|eikä|not|isn't)\b (?:\w+ ){0,2}?(?:utan|ilman|without)\b")
_ONLY_BY_STEPS = re.compile(
    rf"(?:{_INTO_FI})(?: \w+){{0,3}}? (?:vain |ainoastaan )?(?:jyrk\w+ |useita |\d+ )?(?:portaita|portaat|rappusia|raput|porrasta)\b(?: pitkin)?|(?:only|solely) (?:by|via|up) (?:the )?(?:stairs|steps)|(?:endast|bara) via (?:trapp\w+)"
)

_UPSTAIRS = re.compile(
    r"yläker|ylemp|ylim|alaker|kerro(?:s|kse)|\bkrs\b|parve|kellar|ullako|torni|näköala|vint|upstairs|upper|(?:second|third|top) (?:floor|level|stor)|övervån|övre|andra vån|källar|vinden|tornet|basement|cellar|attic|balcon|tower|downstairs"
)

_CLAIM_STEMS = tuple(
    "esteet esteel portaat kynnyks askelmat portaitta fri anpassa steglös obehind tillgäng free access level stepless".split()
)
_STEP_STEMS = tuple("port porra porras rap askelm tasoer nivåsk level trapp step stair kynny trösk thresh".split())


def may_be_of_entrance(sentence: str) -> bool:
    """Whether a lower-case sentence has any of the words without which nothing is said of steps or of getting in.

    >>> may_be_of_entrance("saunaan mahtuu yksi pyörätuoli.")
    False
    """
    return any(stem in sentence for stem in _CLAIM_STEMS) or any(stem in sentence for stem in _STEP_STEMS)


class Entrance(Enum):
    """What a sentence says of the entrance; the names are those of `access_sentences.Vote`."""

    YES = "yes"
    NO = "no"
    DOUBT = "doubt"


def is_of_entrance(heading: str) -> bool:
    """Whether a sentence group's heading names the entrance itself, not the route to it.

    >>> is_of_entrance("Pääsisäänkäynti"), is_of_entrance("Reitti pääsisäänkäynnille")
    (True, False)
    """
    heading = heading.lower()
    return bool(heading and ENTRANCE.search(heading) and not ROUTE.search(heading))


def entrance_claim(sentence: str, *, at_entrance: bool = False) -> Entrance | None:
    """What one lower-case sentence says of getting in without steps; None when it does not say.

    >>> entrance_claim("sisäänkäynnin yhteydessä on yli 2 cm korkeita kynnyksiä.")
    <Entrance.NO: 'no'>
    >>> entrance_claim("ingången är trappfri."), entrance_claim("kulkureitillä on 1 porrasaskelma.")
    (<Entrance.YES: 'yes'>, None)
    """
    if NOT_THIS_ENTRANCE.search(sentence):
        return _beside_others(sentence)
    claims = [_of_clause(c, sentence, at_entrance=at_entrance) for c in clauses_in(sentence)]
    found = {claim for claim in claims if claim is not None}
    if not found:
        return None
    return found.pop() if len(found) == 1 else Entrance.DOUBT


def _beside_others(sentence: str) -> Entrance | None:
    """A sentence that names toilets, pools and such too: only the clauses that name the entrance and nothing else of these."""
    own = [c for c in clauses_in(sentence) if not NOT_THIS_ENTRANCE.search(c)]
    if len(own) == len(clauses_in(sentence)):
        return None
    found = {claim for c in own if (_YES.search(c)) and (claim := _of_clause(c, c, at_entrance=False)) is not None}
    return found.pop() if len(found) == 1 else None


def _of_clause(clause: str, sentence: str, *, at_entrance: bool) -> Entrance | None:
    is_claim = any(stem in clause for stem in _CLAIM_STEMS)
    if is_claim and _NO_CLAIM.search(clause):
        return Entrance.NO
    if is_claim and _YES.search(clause):
        if NEG.search(_NO_STEPS.sub("", clause)) or DOUBT.search(sentence) or HEDGE.search(sentence):
            return Entrance.DOUBT
        if _STEPS.search(_NO_STEPS.sub("", clause)) or (_THRESHOLD.search(sentence) and _is_too_high(sentence)):
            return Entrance.DOUBT
        if ELSEWHERE.search(clause) or RESERVED.search(sentence) or NOT_FOR_VISITORS.search(sentence):
            return None
        # a ramp under repair beside another, step-free entrance leaves that one as it is
        is_spoilt = any(is_not_now(piece) for piece in sentence.split(",") if not _RAMP.search(piece))
        return Entrance.DOUBT if is_spoilt or PART_ONLY.search(sentence) else Entrance.YES
    if not any(stem in clause for stem in _STEP_STEMS):
        return None
    if (
        _ONLY_BY_STEPS.search(clause)
        and not _UPSTAIRS.search(clause)
        and not _NO_STEPS.search(clause)
        and not _RAMP.search(sentence)
    ):
        return Entrance.NO
    if not (at_entrance or ENTRANCE.search(sentence)) or ROUTE.search(sentence) or _LANDMARK.search(clause):
        return None
    return _of_steps(clause, sentence)


def _of_steps(clause: str, sentence: str) -> Entrance | None:
    if _THRESHOLD.search(clause) and (height := _is_too_high(clause)) is not None:
        return Entrance.NO if height else None
    if _NO_STEPS.search(clause) and _NOT_WITHOUT.search(clause):
        return Entrance.DOUBT
    if _NO_STEPS.search(clause):
        return (
            Entrance.DOUBT
            if DOUBT.search(sentence)
            or HEDGE.search(sentence)
            or (_THRESHOLD.search(sentence) and _is_too_high(sentence))
            else Entrance.YES
        )
    if not _STEPS.search(clause) or (
        NEG.search(clause) and not (_BAD_RAMP.search(clause) or _STRIPES.search(clause) or _NO_RAMP.search(clause))
    ):
        return None
    if DOUBT.search(sentence):
        return Entrance.DOUBT
    has_ramp = _RAMP.search(sentence) and not _NO_RAMP.search(sentence)
    return Entrance.DOUBT if has_ramp and not _BAD_RAMP.search(sentence) else Entrance.NO


def _is_too_high(clause: str) -> bool | None:
    """Whether a threshold is higher than 2 cm; None when no height tells."""
    heights = []
    for over, number, unit in _HEIGHT.findall(clause):
        centimetres = float(number.replace(",", ".")) / (10 if unit.startswith(("mm", "milli")) else 1)
        heights.append(centimetres > HIGHEST_THRESHOLD_CM or (bool(over) and centimetres == HIGHEST_THRESHOLD_CM))
    if heights:
        return any(heights)
    if NEG.search(clause):
        return None
    return True if _HIGH.search(clause) else None
