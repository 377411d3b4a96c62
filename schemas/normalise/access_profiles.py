"""For whom a place is accessible according to prose: judged only where the group is named and something is said of getting there.

A bare "esteetön" judges nobody; so do seats, prices, classes for a group, room in a lift, and what is only planned. Never a count: prose
does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from schemas.normalise.access_limits import is_not_now, profiles_labelled_no
from schemas.normalise.access_words import CARS_FI, DOUBT, HEDGE, NEG, WC_EN, WC_FI, WC_SV
from schemas.normalise.clauses import clauses_in, sentences_in
from schemas.service import AccessState, Profile

GROUPS: dict[Profile, re.Pattern[str]] = {
    Profile.WHEELCHAIR: re.compile(
        r"pyörätuol(?!ipaik)|rullstol(?!splats)|wheelchairs?\b(?! (?:spaces?|seats?|places?|spots?))"
    ),
    Profile.REDUCED_MOBILITY: re.compile(
        r"(?:liikunta|liikkumis|liikunnalli\w+ )-?(?:rajoit|estei|estee|vamma)|liikuntakyvyltään|rörelsehindra|rörelsenedsatt|rörelseförmåga|nedsatt rörlighet|rörelsebegräns"
        r"|(?:reduced|limited|impaired|restricted) mobility|mobility[- ](?:impair|disab|restrict|challeng|limit)|physically (?:disabled|impaired)|physical disabilit"
    ),
    Profile.ROLLATOR: re.compile(r"rol+aat+or|r[ou]l+ator|walking frame|zimmer|wheeled walker"),
    Profile.STROLLER: re.compile(
        r"(?:lasten|vauvan)-?vaunu|lastenratt|\brattai(?:lla|den|siin|ta|lle|neen)|\brattaat\b|\bvaunuilla\b|\bvaunujen kanssa|barnvagn|sittvagn|stroller|\bprams?\b|pushchair|baby carriage|baby bugg"
    ),
    Profile.VISUALLY_IMPAIRED: re.compile(
        r"näkö-?(?:vamma|rajoit|estei)|heikkonäkö|\bsokei|\bsokeat|synskad|synnedsatt|synsvag|\bblinda?\b|visually impaired|visual impair|sight impair|partially sighted|\bblind\b"
    ),
    Profile.HEARING_AID: re.compile(
        r"kuulo-?(?:vamma|rajoit|lait|koje)|kuulokoj|huonokuulo|hörselskad|hörselnedsatt|hörapparat|hörselsvag|hearing[- ]impair|hard of hearing|hearing aids?\b"
    ),
}
_ANY_GROUP = re.compile("|".join(pattern.pattern for pattern in GROUPS.values()))

_REACHES = re.compile(
    r"\bpääs(?:ee|e|evät|et|ette|emme|y|yä|tä|isi|tävissä)\b|\bsisäänpääsy|esteet(?:ön|tö|tömä)|helppokulku|helppo kulkea|kulkukelpoi|\bsovel(?:tuu|tuvat|lu|tuva|tuvaa|tuvia)|\bsop(?:ii|ivat|iva|ivaa|ivia|imaton)\b|\bsovi\b|käytettäviss|saavutettav"
    r"|\bkulk(?:ea|u|emaan|ukelpoinen)\b|\bonnistuu|mahdollista? (?:kulk|pääs|liikk|saapu)|liikk(?:ua|uminen)\b.{0,25}(?:helppo|vaivato|mahdol|onnist|hankal|vaike)|voi (?:kulkea|liikkua|tulla|saapua)|pystyy (?:kulke|liikku|pääse)|kuljettav"
    r"|tillgängli(?:g|gt|ga|ghets|gt)|\blämp(?:ar|lig|ligt|liga)|\bpassar\b|\banpassa|framkomlig|lättframkom|\b(?:kan|går att|lätt att|enkelt att|smidigt att) (?:\w+ )?(?:ta sig|komma|nå|åka|röra sig|användas)|\bkommer (?:man )?(?:in|fram|åt)|\bnås\b|hinderfri"
    r"|accessib|\bsuitable|suited|\b(?:can|cannot|can't|can not|easy to) (?:\w+ )?(?:be (?:reached|accessed|used|entered)|get|reach|access|enter|move)|friendly|\baccess\b|barrier[- ]free|step[- ]free|navigable|passable"
)
_HARD = re.compile(
    r"vaike(?:a|akul|aa|sti)|hankal|haasta(?:va|vaa)|huonosti|heikosti|ei suositella|esteelli|mahdoton|sopimaton|soveltumaton|svår(?:t|a|tillg|fram)?\b|svårtill|svårfram|besvärlig|knepig|jobbig|dåligt|olämplig|omöjlig|otillgäng|difficult|\btricky|hard to|challenging|poorly|unsuitable|inaccessible|impossible|not recommended|too (?:narrow|steep|low|high|small|cramped)|\bför (?:låg|hög|brant|smal|trång)\b|liian (?:jyrk|kape|ahdas|matal|korke)"
)
_PARTLY = re.compile(
    r"\b(?:vain|ainoastaan|paitsi|lukuun ottamatta|osa|osaan|osassa|osalle|osaksi|endast|bara|förutom|en del|undantag|only|except|apart from|some of|parts? of)\b"
    r"|ensimmäis\w+ (?:taso|kerro)|ala(?:kerra|kerto|taso|tasan)|alimma|juurelle|matkalta|maastokelp|maastopyörät|sähköpyörät|pohjakerro|katutaso|(?:1|2|3)\. (?:kerro|taso)|första (?:vån|plan)|bottenvån|first (?:floor|level)|ground floor|kesäisin|kesällä|kuivalla|poutasää|loppuosa|alkuosa|alkumatka|sommar|\bin summer|dry weather"
)
_NOT_ABOUT_PLACE = re.compile(
    r"maksut|ilmai(?:s|n)|alenn|\blip(?:pu|u)|hinta|hinnat|€|euro|gratis|biljett|rabatt|free of charge|free entry|in for free|\bin free|discount|ticket|companion|avustaja (?:pääs|saa)|asioi|ilmoita|ilmoittau|ota(?:than)? yhteyttä|tiedustel|kontakta|meddela|\bplease (?!note|be aware|remember|observe|be advised)|let us know|contact us"
    r"|kurssi|\bkurs(?:en|er)?\b|\bcourse|tunti|tunnit|ryhmä|\bgrupp|\bgroup|\bclass(?:es)?\b|jumppa|jumpat|ohjaus|ohjat|harjoit|treeni|voimistelu|gymnastik|träning|\btraining|tanssi|laji\b|vertaistuki|järjestö|yhdisty|tapaami|leiri|näytö"
    r"|paikkoja|paikkaa|paikat\b|istum|\bseats?\b|sittplats|suihku|dusch|shower|pesutil|pukutil|pukuhuone|omklädning|dressing|changing room|lainat|vuokrat|låna|hyra|borrow|\brent|lainaus"
)
_OTHER_THING = re.compile(
    rf"\b{WC_FI}|\b{WC_SV}|\b{WC_EN}|(?:{CARS_FI})|parkering|bilplats|p-plats|parking|\bir-|infra(?:puna|röd|red)|induktio|induktion|silmuk|slinga|\bloop\b|näkymä|utsikt"
)
_EQUIPMENT = re.compile(
    r"pöyt|pöyd|\btables?\b|\bbord\b|barnbord|\btiski|\bdisk|servicedisk|palvelutiski|\bdesk|kaluste|möbler|furniture|opastaul|informationstavl|information board|äänesty|röstning|voting|sandlåd|hiekkalaati|sandbox|sandpit|keinu|gunga|\bswing|liukumäki|liukumäe|spots for"
)
"""A table or a board that one cannot use is a shortcoming of that thing; how many there are the register counts."""
_RELATIVE = re.compile(
    r"(?:joka|jonka|jossa|johon|jolla|jolle|josta|joihin|joissa|jotka|som|där|dit|that|which|where)\b"
)
_ROOM = re.compile(r"tilaa\b|utrymme|\broom\b|\bspace\b|\bmahtu|ryms|ryms|\bfits?\b|leve(?:ä|ys)|ahdas|trång")
_NOT_THERE = re.compile(
    r"^(?:ei|eikä|eivät|eivätkä|inte|ej|not)(?: \w+){0,2}? (?:\w+(?:lle|seen|hin|aan|ään|oon|uun|iin)|(?:till|i|på|to|in|into) (?:\w+ )?\w+|upstairs)$"
)
_NOT_REACHED = re.compile(
    r"^(?:\w+ ){0,2}[\w:-]*(?:lle|seen|hin|hen|aan|ään|oon|uun|iin|yyn|öön) (?:ei|eivät)(?: pääse)?\W*$|\b(?:cannot|can't|can not) be (?:reached|entered|accessed)\W*$|^\w+(?: \w+)? (?:nås inte|kan inte nås)\W*$"
)
"""What follows of another part: "parvelle ei pääse", "torniin ei"."""
_BEYOND_STEPS = re.compile(
    r"\b(?:on|ovat|johta\w+|vie|vievät|vain|finns|leder|är|endast|bara|there (?:is|are)|leads?|only|via|by|has|have)\b(?: \w+){0,3}? (?:portaat|portaita|porrasta|portaikko|rappuset|rappusia|raput|kynnyksiä|kynnykset|jyrk\w+|trapp\w*|trösklar|brant\w*|stairs|steps|thresholds|steep)\b"
)
_BY_RAMP = re.compile(r"luisk|ramp|hiss|lift|elevator|nostin|nostime")
_REACHED = re.compile(
    r"^(?:\w+ ){0,2}\w*(?:lle|seen|hin|aan|ään|oon|uun|iin|yyn|öön) (?:kyllä )?pääsee\W*$|^(?:the |our )?\w+(?: \w+)? can(?: be (?:reached|entered|accessed))?\W*$|^\w+(?: \w+)? (?:nås|kan nås)\W*$"
)
"""What follows of another part behind a "not": "pihalle pääsee"."""
_FOR_GROUP_FREE = re.compile(
    r"\b(?:inte|not) (?:helt|fullt|alla|all|fully|entirely|completely)\b|\bei (?:täysin|kokonaan|kaikilta osin|kaikkialle|kaikkiin)\b"
)


def profiles_in(texts: Iterable[str]) -> tuple[dict[Profile, AccessState], dict[Profile, tuple[str, ...]]]:
    """Each profile's state as prose tells it, and the sentences that tell it. Yes and no of different parts together: partly.

    >>> states, evidence = profiles_in(["Torniin pääsevät myös liikuntarajoitteiset."])
    >>> states[Profile.REDUCED_MOBILITY], states[Profile.WHEELCHAIR]
    (<AccessState.NO_KNOWN_SHORTCOMINGS: 'no_known_shortcomings'>, <AccessState.UNKNOWN: 'unknown'>)
    """
    found: dict[Profile, dict[AccessState, list[str]]] = {}
    for text in texts:
        for profile, state, sentence in read_prose(text):
            found.setdefault(profile, {}).setdefault(state, []).append(sentence)
    states = {profile: _together(found.get(profile, {})) for profile in Profile}
    evidence = {
        profile: tuple(dict.fromkeys(sentence for sentences in said.values() for sentence in sentences))
        for profile, said in found.items()
        if states[profile] is not AccessState.UNKNOWN
    }
    return states, evidence


def _together(said: dict[AccessState, list[str]]) -> AccessState:
    if AccessState.UNKNOWN in said or not said:
        # a doubt ("remontissa", "jos") spoils what is said beside it
        return AccessState.UNKNOWN if AccessState.SHORTCOMINGS not in said else AccessState.SHORTCOMINGS
    return next(iter(said)) if len(said) == 1 else AccessState.PARTLY


@lru_cache(maxsize=2048)
def read_prose(text: str) -> tuple[tuple[Profile, AccessState, str], ...]:
    """What each sentence says of each group that it names."""
    if not _ANY_GROUP.search(text.lower()):
        return ()
    found: list[tuple[Profile, AccessState, str]] = []
    said_of: list[Profile] = []
    for sentence in sentences_in(text):
        if said_of and not _ANY_GROUP.search(sentence) and (other := _of_another_part(sentence)) is not None:
            found.extend((profile, other, sentence) for profile in said_of)
        said_of = []
        if not _ANY_GROUP.search(sentence) or (not _REACHES.search(sentence) and not _HARD.search(sentence)):
            continue
        said_before: list[Profile] = []
        denied = profiles_labelled_no(sentence, GROUPS)
        if not _NOT_ABOUT_PLACE.search(sentence):
            states = {True: AccessState.SHORTCOMINGS, False: AccessState.UNKNOWN}
            found.extend((profile, states[is_no], sentence) for profile, is_no in denied.items())
        for clause in clauses_in(sentence):
            reaches, hard = _REACHES.search(clause), _HARD.search(clause)
            named = [profile for profile, pattern in GROUPS.items() if profile not in denied and pattern.search(clause)]
            state = None
            if named and (reaches or hard):
                state = _state(clause, sentence, is_hard=bool(hard))
            elif named and said_before and NEG.search(clause) and not _ROOM.search(clause):
                # "sopii vaunuille, mutta ei pyörätuoleille": the verb of the first clause serves the second
                state = _state(clause, sentence, is_hard=True)
            elif not named and _NOT_THERE.search(clause) and not DOUBT.search(sentence):
                # "pääsee alakertaan, mutta ei parvelle"
                found.extend((profile, AccessState.SHORTCOMINGS, sentence) for profile in said_before)
            elif not named and said_before and not DOUBT.search(sentence) and (other := _of_another_part(clause)):
                found.extend((profile, other, sentence) for profile in said_before)
            if reaches and named:
                said_before = named
            if state is not None:
                found.extend((profile, state, sentence) for profile in named)
                said_of = named
    return tuple(found)


def _of_another_part(clause: str) -> AccessState | None:
    """What a clause that names no group says of another part of the place, of those named before it."""
    if _NOT_REACHED.search(clause):
        return AccessState.SHORTCOMINGS
    if _BEYOND_STEPS.search(clause) and not (NEG.search(clause) or _BY_RAMP.search(clause)):
        return AccessState.SHORTCOMINGS
    return AccessState.NO_KNOWN_SHORTCOMINGS if _REACHED.search(clause) else None


def _state(clause: str, sentence: str, *, is_hard: bool) -> AccessState | None:
    if _NOT_ABOUT_PLACE.search(clause) or (_OTHER_THING.search(clause) and not is_hard):
        return None
    if _EQUIPMENT.search(sentence):
        return None
    if _RELATIVE.match(clause) and NEG.search(sentence):
        return None
    if DOUBT.search(sentence) or is_not_now(sentence):
        return AccessState.UNKNOWN
    if _FOR_GROUP_FREE.search(clause):
        return AccessState.PARTLY
    if NEG.search(clause) or is_hard:
        if _ROOM.search(clause) and not _REACHES.search(clause):
            return None
        return AccessState.SHORTCOMINGS
    if _ROOM.search(clause) and not re.search(r"pääs|sovel|sopi|esteet|tillgäng|accessib|suitab", clause):
        return None
    if HEDGE.search(sentence) or _PARTLY.search(clause):
        return AccessState.PARTLY
    return AccessState.NO_KNOWN_SHORTCOMINGS
