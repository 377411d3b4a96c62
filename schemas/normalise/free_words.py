"""What a sentence says about a fee without naming an amount: free for all, free for some, a fee, or pay as you like.

"Free" counts only where it is said of taking part: coffee, Wi-Fi, parking and drinks bottles are free in many places that are
not. What is free for some people, on some days or in part is told as that, never as free.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from schemas.normalise.price_groups import PAYERS, senses_in
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


CUE: Final = re.compile(
    r"maks|ilmai|vapaa|veloit|lippu|lipu|lipp|tiketi|kolehti|kulu|hin(?:ta|na|noi)|gratis|\bfri|avgift|kostn|kosta|inträde|entré|betal|biljett|frivillig|\bfree|fee\b|fees\b|charge|cost|ticket|donation|pay\b|voluntary",
    re.IGNORECASE,
)
_ENTRY: Final = (
    r"vapaa(?:lla)? (?:sisään)?pääsy\w*|(?:sisään)?pääsy (?:on )?(?:aina )?vapaa\b|fri(?:tt)? (?:inträde|entr[ée]|tillträde|inpassering)|inträdet är fritt|fritt fram|"
    r"free (?:entry|admission|entrance|access)|(?:entry|admission|entrance) (?:is )?(?:always )?free"
)
_ADJECTIVE: Final = (
    r"maksuton(?:ta)?|maksuttom(?:a|an|at|aan|aksi|ia|ien|asti|alla|iin|ana)|ilmai(?:nen|sta|sen|set|seen|sia|sella|sten|siin)|veloituksetta|veloitukset(?:on|onta|tomat|tomia)|maksutta|ilmaiseksi|kuluitta|"
    r"gratis|fritt(?= för)|(?:kostnads|avgifts)fri(?:tt|a)?|free of charge|for free|cost-free|free"
)
_NO_FEE: Final = (
    r"(?:ei|eikä|eivät)(?: (?:ole|peritä|veloiteta|kerätä|tule|mitään|minkäänlaista))* (?:pääsy|sisäänpääsy|osallistumis|osanotto|kurssi|käyttö|kierros|tapahtuma|ohjaus|kausi|lukukausi|kurssi-)?maksu(?:a|ja|t)?\b(?! korti)|"
    r"(?:pääsy|sisäänpääsy|osallistumis|kurssi|käyttö|tapahtuma|ohjaus|kausi|lukukausi)?maksua ei (?:ole|peritä|kerätä|veloiteta|tarvita)|ilman (?:pääsy|sisäänpääsy|osallistumis|kierros|käyttö|kurssi|mitään )?maksua|ei maksa (?:\w+ )?mitään|ei (?:sinun )?tarvitse maksaa|"
    r"(?:ingen|inga|inget|utan) (?:inträdes|deltagar|deltagande|kurs|användnings|entré)?(?:avgift(?:er)?|kostnad(?:er)?|inträde)\b|(?:uppbärs|tas|debiteras) (?:det )?(?:ingen|inte någon) (?:\w*avgift)|kostar (?:inget|ingenting|inte något)|"
    r"(?:no|without(?: any| a)?) (?:entrance |entry |admission |participation |course |attendance |membership and )?(?:fees?|charge|costs?)\b|at no (?:cost|charge)|(?:costs|cost) nothing|(?:does not|doesn't) cost anything|no need to pay"
)
_FREE: Final = re.compile(
    rf"(?<![\w-])(?:(?P<entry>{_ENTRY})|(?P<nofee>{_NO_FEE})|(?P<adj>{_ADJECTIVE})|(?P<event>ilmais(?:tapahtuma|konsertti|esitys|näytös|luento)))(?![\w]|-(?!\s))",
    re.IGNORECASE,
)
_NOT_REALLY_FREE: Final = re.compile(
    r"\s*-?(?:form|flow|style|time|play|speech|space|from|hand|choice|movement|swim\w*|skat\w*|running|div\w*|weights?|jazz|writing|drawing|painting|improv\w*|text|software|spots?|places?|seats?|slots?|dance|will|lance\w*|range|standing|wifi|wi-fi|to (?!attend|join|enter|participate|all|everyone|use))\b",
    re.IGNORECASE,
)
_NOT_REALLY_BEFORE: Final = re.compile(
    r"(?:\b(?:feel|alcohol|sugar|gluten|barrier|step|smoke|tax|duty|lactose|drug|pain|stress|hands|fragrance|set|break|be|is it|are you|debt|symptom|obstacle|lapsi|smärt|alkohol|drog|rök)[ -])\Z",
    re.IGNORECASE,
)
_EXPRESS: Final = re.compile(
    r"\s*(?:itse\w*|ajatuk\w*|tunte\w*|mielipi\w*|omia|omaa|ideoi\w*|luovuu\w*|musiikin)\b", re.IGNORECASE
)
_NOT: Final = re.compile(
    r"(?:\b(?:ei|eivät|inte|ej|not|isn't|aren't|no longer)(?: (?:ole|enää|olla|täysin|kaikille|kokonaan|aina|kuitenkaan|valitettavasti|längre|helt|alltid|entirely|completely|always|fully|be|now|är|kostnadsfri|for everyone))*|\bär inte(?: \w+)?)\s*\Z",
    re.IGNORECASE,
)
_ANY_NOT: Final = re.compile(r"\b(?:ei|eivät|eikä|inte|ej|not|n't|never|ingen|inga)\b", re.IGNORECASE)
_LEFT_END: Final = re.compile(
    r"[,;!?.(](?!\d)|\s[–—-]\s|\b(?:mutta|men|but|muuten|muulloin|lisäksi|vaan|joten|eli)\b", re.IGNORECASE
)
_RIGHT_END: Final = re.compile(
    r"[,;!?:()](?!\d)|\.\s|\s[–—-]\s|\b(?:mutta|men|but|muuten|muulloin|lisäksi|joten|vaan|ja|och|and)\s", re.IGNORECASE
)
RECURS: Final = re.compile(
    r"\b(?:maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai|arki|viikonloppu|aamu|ilta|kesä|talv)(?:i)?sin\b|\bjoka (?:kuu|kuukau|\w+tai|keskiviikko|viikko|viikon)\w*|\b(?:kuun|kuukauden|viikon)\b|\b(?:ensimmäi|viimei|toi)\w+ (?:maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai)\w*|\bilmais(?:päiv|ilta|illa|perjanta|torsta|tiista|tunti)\w*"
    r"|\b(?:måndagar|tisdagar|onsdagar|torsdagar|fredagar|lördagar|söndagar|vardagar)\b|\b(?:varje|sista|första) (?:månad|\w+dag)\w*|\bvarje månad|\b(?:mon|tues|wednes|thurs|fri|satur|sun|week)days\b|\bevery (?:\w+day|month|week)|\b(?:first|last|second) (?:\w+day)\b|\b(?:klo|kl\.?|after|från kl\.?) ?\d{1,2}(?:[.:]\d\d)? (?:alkaen|jälkeen)|\bjälkeen\b|\bafter \d|\bmuina aikoina|\b(?:ma|ti|ke|to|pe|la|su)\s?[-–]\s?(?:ma|ti|ke|to|pe|la|su)\b|\bkesällä\b|\btalvella\b|\bpäivänä\b",
    re.IGNORECASE,
)
LIMITED: Final = re.compile(
    r"\bensimmäi\w+ (?:kerta|kerra\w*|käynti|tunti|kokeilu\w*|viikko|kuukausi)|\bensikerta\w*|\b1\. ?(?:kerta|kerra|kk|kuukau)\w*|\bensikäyn\w*|\balkukartoitu\w*|\balkuhaastat\w*|\bkokeile\b|\bvain\b|\bainoastaan\b|\bendast\b|\bonly\b|\bkutsu\w+|\w*ryhmille\b|\byhdistyksille\b|\bföreningar\b|\bföre\b|\binnan\b|\bbefore\b|\bkokeilukerta\w*|\bkokeilu(?:jakso|viikko|tunti)\w*|\btutustumiskerta\w*|\b(?:första|provgång)\w* ?(?:gången|gång|besök\w*|timmen)?|\bfirst (?:time|visit|session|lesson|class|month|week|hour)|\btrial\b|\bprova på\b"
    r"|\bosa(?:an|ssa|lle)?\b|\bosin\b|\bosittain\b|\buseim\w+|\bsuurin osa\w*|\bsuurimmaksi\b|\bpääosin\b|\bpääsääntöisesti\b|\bpääasiassa\b|\byleensä\b|\benimmäkseen\b|\blähes\b|\bmelkein\b|\bjot(?:kut|kin)\b|\bjo(?:issain|illekin|issakin)\b|\bmuutam\w+|\bmon(?:i|et|ia)\b|\bkerroksen\b|\bomakustan\w+|\balennettu\w*|\bmaksulli\w+"
    r"|\bmost(?:ly)?\b|\bsome\b|\busually\b|\bgenerally\b|\bpartly\b|\bnearly\b|\balmost\b|\bmany\b|\bde flesta\b|\bstörsta delen\b|\bdelvis\b|\boftast\b|\bvissa\b|\bnågra\b|\bi regel\b|\baiemmin\b|\bennen\b|\boli(?:vat)?\b|\btullut\b|\bjos\b|\bmikäli\b|\btidigare\b|\bom du\b|\bif\b|\bwas\b|\bwere\b|\bpreviously\b|\basti\b|\bsaakka\b|\buntil\b|\bkiintiö\w*|\bvapaaoppilas\w*"
    r"|\bkort(?:illa|in|eilla|et|itta)\b|\bcards?\b|\bmed kort\w*|\bkod(?:illa|in)\b|\bkupongilla\b|\bseurassa\b|\basukkai\w*|\bhelsinkiläi(?:sille|set)\b|\bhelsingforsare\b|\bresidents?\b|\bvantaalai\w*|\bespoolai\w*|\bmajoittu\w*|\bhenkilökunnalle\b|\bhotellin\b|\bvieraille\b|\bbased on\b|\bsopimuksen mukaan\b|\bjoskus\b|\btoisinaan\b|\bibland\b|\bsometimes\b|\bsyntymäpäivä\w*",
    re.IGNORECASE,
)
_WITH_TICKET: Final = re.compile(
    r"\b(?:pääsy|museo|näyttely|konsertti|teatteri|kulku|matka)?lip(?:ulla|un (?:hinna|osta|lunast|hank)\w*|puun|uilla)\b|\b(?:pääsy|sisäänpääsy|osallistumis)maksulla\b|\bostan\w+|\bmed (?:inträdes|museums?|musei)?biljett\w*|\bwith (?:a |an |the )?(?:\w+ )?(?:tickets?|admission|entry|purchase)\b|\bpääsymaksun maksane\w*",
    re.IGNORECASE,
)
_BOUGHT: Final = re.compile(r"\bosta(?:nee|nut|neille|jille)\w*|\bostat\b|\bwho (?:have )?(?:bought|buy)|\bsom (?:har )?köpt", re.IGNORECASE)
_INCLUDED: Final = re.compile(
    r"\bhintaan\b|\bhinnassa\b|\bsisälty\w*|\bsisältä\w*|\bsis\.|\bingår\b|\binkl\w*|\binclud\w*|\bhuonehin\w*",
    re.IGNORECASE,
)
_VERB_TAKING_PART: Final = re.compile(
    r"\b(?:pääs(?:ee|et|evät|emme|y|ette)|osallistu(?!j)\w*|mukaan|sisään|tutustu\w*|tule\b|tulla\b|käydä|vieraill\w*|delta\w*|komma in|kom med|in\b|join|attend|participate|enter|visit)\b",
    re.IGNORECASE,
)
_FEE: Final = re.compile(
    r"\bmaksulli(?:nen|sta|set|sia|seen)\b|\b(?:pääsy|sisäänpääsy|osallistumis|osanotto|kurssi|kausi|lukukausi|kerta|ohjaus|käyttö|kuukausi|ilmoittautumis|tarvike|materiaali)maksu\w*|\bpääsylip\w+|\bmuseolip\w+|\blip(?:ut|puja|un|pujen)\b|\blipunmyynti\w*|\blippu(?:palvelu|piste|kaup|kass)\w*|\btiketistä\b|\bticketmaster\w*"
    r"|\bavgiftsbelag\w+|\b(?:inträdes|deltagar|kurs|material)avgift\w*|\binträdesbiljett\w*|\bbiljetter\w*|\b(?:entrance|entry|admission|participation|course) (?:fee|charge)s?\b|\bfee applies\b|\bsubject to a (?:fee|charge)|\bcharges apply\b|\b(?:is|are) chargeable|\bthere is a (?:fee|charge)|\bfees? (?:is|are) charged|\btickets?\b|\bmot avgift|\bmaksua vastaan|\bhinnaston mukaan|\benligt prislista\w*|\baccording to the price list|\bhinnat?\b.{0,12}\b(?:liput|lippu)\w*|\bkostar pengar|\bomakustan\w+|\bomakustantei\w+|\bsjälvkostnad\w*|\bat cost price",
    re.IGNORECASE,
)
_SOFT_FEE: Final = re.compile(r"\blip|biljett|ticket", re.IGNORECASE)
_SOLD: Final = re.compile(
    r"\A\W*(?:liput|lippuja|biljetter|tickets|pääsylip\w+)\b|\bpääsylip|\bmuseolip|\binträdesbilj|\bovelta\b|\bmyyn|\bmyyd|\bosta\b|\bostaa\b|\bostet|\bhinta|\bhinna|\bsäljs|\bköp|\bvid dörren|\bsold\b|\bbuy\b|\bbought\b|\bat the door|\bavailable\b|\bon sale|\btickets from|\blipunmyyn|lippu(?:palvelu|piste|kaup|kass)|tiketi|ticketmaster|lippu\.fi",
    re.IGNORECASE,
)
_VOLUNTARY: Final = re.compile(
    r"\bvapaaehtoi(?:nen|sta|sella|seen|sen)\s(?:\w+\s)?(?:\w*maksu\w*|\w*raha|lahjoitu\w*|korvau\w*|kannatus\w*|hinta)|\bmaksu (?:on )?vapaaehtoi\w+|\bmaksa (?:sen )?(?:mitä|minkä|mikä|mielesi|oman|omantun|haluamasi|sopivaksi|kykysi)\w*|\boman harkinnan mukaan|\bkolehti|\blahjoitu(?:s|kset|ksella|spohjai\w+)\b|\bhaluamasi summa"
    r"|\bfrivillig(?:t|a)?\s(?:\w+\s)?(?:\w*avgift\w*|donation\w*|kollekt\w*|kaffeslant|slant|betalning|inträde\w*)|\bkollekt\b|\bbetala (?:vad|så mycket|det) du (?:vill|kan)|\bpay (?:what|as much as) you (?:want|can|wish|like)|\bpay-what-you-\w+|\bvoluntary (?:\w+ )?(?:fee|donation|payment|contribution|admission)s?|\b(?:by|suggested|optional) donation|\bdonations? (?:welcome|only|accepted)|\bdonation-based",
    re.IGNORECASE,
)
_TICKET: Final = r"(?:pääsylip\w*|pääsymaks\w*|sisäänpääs\w*|museolip\w*|museon pääsy\w*|näyttelylip\w*|museimässa|inträdes?\w*|museets inträde\w*|museum(?:'s)? (?:ticket|admission)|entrance(?: fee)?|admission(?: fee)?|entry(?: fee)?|museum ticket)\b"
_TICKET_EXTRA: Final = re.compile(
    rf"\b{_TICKET}\s*(?:\+|\bplus\b|lisäksi|utöver|ei sisälly|ingår inte|not included)|(?:\+|\bplus|\blisäksi|\butöver|\bin addition to|\bon top of|\bei sisällä|\bsekä)\s+(?:\w+\s)?{_TICKET}(?!\s*:?\s*(?:€|\d))",
    re.IGNORECASE,
)
_GENERAL: Final = re.compile(
    r"\b(?:osallistu\w*|pääsy\w*|sisäänpääsy\w*|toimin(?:ta|nan)\w*|käyttö\w*|tapahtuma|tilaisuus|kaikki|deltagan\w*|inträde\w*|verksamhet\w*|evenemang\w*|participation|admission|entry|entrance|activities|everything|event)\b",
    re.IGNORECASE,
)
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
    voluntary = _VOLUNTARY.search(sentence)
    if voluntary:
        if Sense.EXTRA in senses_in(voluntary[0]):
            rest = f"{sentence[: voluntary.start()]};{sentence[voluntary.end() :]}"
            return _sayings_of_sentence(rest, heading, is_price_text=is_price_text)
        return [Saying(Says.VOLUNTARY, sentence)]
    if _TICKET_EXTRA.search(sentence):
        return [Saying(Says.TICKET_EXTRA, sentence)]
    out = []
    previous = 0
    for found in _FREE.finditer(sentence):
        saying = _free(sentence, found, previous, heading, is_price_text=is_price_text)
        previous = found.end()
        if saying is not None:
            out.append(saying)
    free_spans = [(f.start(), f.end()) for f in _FREE.finditer(sentence)]
    for fee in _FEE.finditer(sentence):
        if any(start <= fee.start() < end for start, end in free_spans):
            continue
        if free_spans and _SOFT_FEE.search(fee[0]):
            continue
        if not is_price_text and _SOFT_FEE.search(fee[0]) and not _SOLD.search(sentence):
            continue
        if _asks_a_fee(sentence, fee):
            out.append(Saying(Says.PAID, sentence))
            break
    return out


def _asks_a_fee(sentence: str, fee: re.Match[str]) -> bool:
    before, after = sentence[: fee.start()], sentence[fee.end() :]
    left = _LEFT_END.split(before)[-1]
    if re.search(r"\b(?:ei|eivät|ilman|ingen|inga|inte|no|without|not|utan)\s(?:\w+\s)?\Z", left, re.IGNORECASE):
        return False
    if re.match(
        r"\s(?:ei|eivät)\s(?:ole|peritä|tarvita|tarvitse)|\s(?:uppbärs|tas) inte|\s(?:behövs|krävs) inte",
        after,
        re.IGNORECASE,
    ):
        return False
    if _SOFT_FEE.search(fee[0]) and re.match(r"\s*(?:ei|are not|behövs)\b", after, re.IGNORECASE):
        return False
    if fee[0].lower().startswith(("maksulli", "avgiftsbel")):
        subject = _nearest(left)
        following = _nearest_following(after)
        return subject is not Sense.EXTRA and following is not Sense.EXTRA
    return True


def _free(sentence: str, found: re.Match[str], previous: int, heading: str, *, is_price_text: bool) -> Saying | None:
    left_start = max((m.end() for m in _LEFT_END.finditer(sentence, 0, found.start())), default=0)
    right_match = _RIGHT_END.search(sentence, found.end())
    left = sentence[max(left_start, previous) : found.start()]
    right = sentence[found.end() : right_match.start() if right_match else len(sentence)]
    before = sentence[previous:left_start].rstrip(" ,;(")
    lead = before if left_start > previous else ""
    word = found[0].lower()
    is_entry = bool(found["entry"])
    if found["adj"]:
        if word == "free" and (_NOT_REALLY_FREE.match(right) or _NOT_REALLY_BEFORE.search(sentence[: found.start()])):
            return None
        if word == "ilmaista" and _EXPRESS.match(right):
            return None
    if not found["nofee"]:
        if _NOT.search(left):
            return None if _nearest(_NOT.sub("", left)) is Sense.EXTRA else Saying(Says.PAID, sentence)
        if _ANY_NOT.search(left.rpartition(":")[2]):
            return Saying(Says.PARTLY_FREE, sentence)
    if _INCLUDED.search(left) or (
        _INCLUDED.search(right) and not found["nofee"] and re.search(r"hintaan|huone", right)
    ):
        return None
    if _BOUGHT.search(sentence) or _WITH_TICKET.search(left + " " + right):
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
            and not _VERB_TAKING_PART.search(left)
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
        says_taking_part = bool(_VERB_TAKING_PART.search(left) or _VERB_TAKING_PART.search(right))
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
            r"\s(?:ja|och|and|tai|eller|or)\s(?:\w+\s)?(?:maksulli|omakust|avgiftsb)", sentence[found.end() :], re.IGNORECASE
        )
    )
    if payers or cards or is_recurring or is_limited:
        return Saying(Says.PARTLY_FREE, sentence, frozenset(payers | cards))
    is_general = (
        (_is_bare(left) and _is_bare(right))
        or (is_entry
        and not left.strip())
        or bool(_GENERAL.search(left + " " + right))
    )
    return Saying(Says.FREE, sentence, whom & {Sense.SERVICE_CARD}, is_general=is_general)


def _without_service_card(text: str) -> str:
    return re.sub(r"palvelukeskus-?kort\w*|servicecentral\w*|service centre cards?", "", text, flags=re.IGNORECASE)


def _goes_on_about_something_else(left: str, right: str) -> bool:
    """ "Tapahtumassa jaetaan ilmaisia ämpäreitä": the adjective belongs to a noun that we do not know."""
    following = words(right)
    if not following or following[0] in _PREPOSITIONS or senses_of(following[0]) or _CLOCK.fullmatch(following[0]):
        return False
    if _VERB_TAKING_PART.search(left) or following[0].endswith(("lle", "ille", "llä", "lla", "ssa", "ssä", "na", "nä")):
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
