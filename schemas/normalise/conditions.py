"""Cards, concessions and restrictions that a text names. Only what is stated; an audience is not a concession."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from schemas.normalise.memo import read_once
from schemas.normalise.price_labels import senses_in
from schemas.normalise.price_roles import Claim, Role
from schemas.normalise.price_words import Sense
from schemas.service import Condition, Restriction

_OF_SENSE: Final = {
    Sense.STUDENT: Condition.STUDENT,
    Sense.UNEMPLOYED: Condition.UNEMPLOYED,
    Sense.PENSIONER: Condition.PENSIONER,
    Sense.CHILD: Condition.CHILD,
    Sense.MEMBER: Condition.MEMBERSHIP,
    Sense.KAIKU: Condition.KAIKUKORTTI,
    Sense.SERVICE_CARD: Condition.PALVELUKESKUSKORTTI,
}
_CARD_CUE: Final = re.compile(r"kor?t|card|lip(?:pu|ut|un)|pass|ticket", re.IGNORECASE)
_FREE_CUE: Final = re.compile(
    r"maks|ilmai|veloit|perit|lippua|kustannu|kostnad|biljett|betal|slipper|\bpay|ticket|0 ?(?:€|e\b)|gratis|avgift|frit|free|charge|pääsy",
    re.IGNORECASE,
)
_REACH: Final = 60
_KAIKU: Final = re.compile(r"\bkaiku-?\s?(?:kort\w*|card)", re.IGNORECASE)
_SERVICE_CARD: Final = re.compile(
    r"palvelukeskus-?kort\w+|servicecentral(?:s)?-?kort\w*|service cent(?:re|er) card", re.IGNORECASE
)
_HALF_CUE: Final = re.compile(r"puol(?:een|ella|et) hin|halva pris|half", re.IGNORECASE)
_REDUCED: Final = re.compile(
    r"(?:[^\W\d_][\w-]*,? ){0,4}(?:puoleen hintaan|puolella hinnalla|puolet hinnasta|(?:till )?halva priset|half[- ]price)(?: (?:för |for )?[^\W\d_][\w-]*){0,2}",
    re.IGNORECASE,
)
DISCOUNT: Final = re.compile(
    r"\b(?:alennu(?:s|kset|ksen saavat|sryhmät|shintaan)|alennet(?:tu|tuun)|rabatt(?:er)?|discounts?|concessions?)\b[^.;\n€\d]{0,80}",
    re.IGNORECASE,
)
"""A discount and whom it is for: "alennus: eläkeläiset"."""
_PERCENT: Final = re.compile(
    r"[^.;\n€\d%]{3,60}[-–−]?\s?\d{1,2}\s?(?:%|pros\w*|procent|percent)|\d{1,2}\s?(?:%|prosen\w*|procent|percent)[^.;\n€\d]{0,60}",
    re.IGNORECASE,
)
"""A discount in per cent: "opiskelijakortilla –20 %"."""
_BY_TIMES: Final = re.compile(r"€?\s?/\s?\d{1,2}\s?(?:krt|kertaa|kerran|x|gånger|ggr|times|visits)\b", re.IGNORECASE)
_NOT_ACCEPTED: Final = re.compile(
    r"\A\s*(?:ei (?:käy|kelpaa|tarvita)|gäller inte|is not (?:accepted|valid)|behövs inte)", re.IGNORECASE
)
_CARD_PRODUCT: Final = re.compile(
    r"\b(?:\w*sarja|kausi|kk-?|kuukausi|vuosi|museo|seniori|sportt?i|liikunta|uima|kymppi|kympin|viitos|erityisuima|puolivuosi|viikko|kesä)-?kort\w*|\b(?:sarja|kausi|kuukausi|vuosi)lip\w*|\b\d+ (?:kerran|krt|kertaa|uintikertaa|uintia|käyntiä) ?(?:\w*kort\w*)|\b\d+ ?x ?kort\w*|\b\d{2,3} päivän kort\w*|\b(?:viiden|kymmenen|kahdenkymmenen) (?:kerran|käynnin|uinnin) ?kort\w*"
    r"|\b(?:serie|säsongs?|månads?|års?|musei|klipp|senior|motions|tio|fem|10-?)-?kort\w*|\b\d+ gångers \w*kort\w*"
    r"|\b(?:season|serial|series|month(?:ly)?|annual|museum|multi-?visit|(?:ten|five|twenty)-visit|\d+-visit|\d+-day|punch) (?:card|ticket|pass)e?s?\b|\bmuseum card\b|\bhelsinki card(?:illa|et|s)?\b",
    re.IGNORECASE,
)
_COMPANION_FREE: Final = re.compile(
    r"\b(?:avustaj\w*|saattaj\w*|tukihenkilö\w*|(?:ryhmän )?hoitaja\w*|assistent\w*|ledsagare\w*|stödperson\w*|(?:personal )?assistants?|companions?|carers?)\b[^.;\n€]{0,60}?(?:maksut(?:ta|on)|ilmai\w+|veloituks\w+|ei(?:vät)? maksa|0 ?(?:€|e\b)|gratis|avgiftsfri\w*|kostnadsfri\w*|utan (?:avgift|kostnad|biljett|inträde\w*)|fritt|free|no charge|without (?:charge|a ticket|paying)|ilman (?:eri |omaa )?(?:maksua|lippua|pääsymaksua|pääsylippua|kustannuksia|veloitusta)|ei tarvitse (?:\w+ )?(?:lippua|pääsylippua|maksaa)|ei (?:peritä|veloiteta)|betalar (?:inget|ingenting|inte)|behöver inte (?:betala|biljett)|slipper betala|pays? nothing|(?:do|does)(?:n\'t| not) (?:pay|need (?:to pay|a ticket)))"
    r"|(?:maksuton|ilmainen|ilmaiseksi|maksutta|veloituksetta|vapaa pääsy|ei (?:peritä|veloiteta) (?:maksua )?|gratis|fritt inträde|free(?: entry| admission)?)\s(?:för |for |a |the |an |henkilökohtaiselle )*(?:avustaj\w*|saattaj\w*|tukihenkilö\w*|assistent\w*|ledsagare\w*|(?:personal )?assistants?|companions?|carers?)\b",
    re.IGNORECASE,
)
_REGISTER: Final = re.compile(
    r"\b(?:ennakko)?ilmoittaut\w*|\b(?:ennakko)?ilm\.(?=,? ?(?:ennakk|etukät|viim|pakol|osoit|puh|sähk|s-posti|linki|tästä|verko|netis|klo|\d))|\b(?:vaatii|vaaditaan|sitova|sitovat|pakollinen|edellyttää|ennakko-?) ?ilm\.|\b(?:förhands)?anm\.(?=,? ?(?:senast|på|via|till|tel|krävs|obl|\d))|\bobl(?:igatorisk|\.) anm\.|\breg\. (?:required|needed|by|in advance)|\bilmoittaud\w*|\bvarattava\b|\bvaraa\b|\bvaraathan\b|\bvaraamalla\b|\b(?:tulee|pitää|täytyy|voi|voit|kannattaa|etukäteen) varata\b|\bvarauks\w*|\bvaraus\b|\bajanvarau\w*|\b(?:förhands)?anmäl\w*|\bboka\w*|\bbokning\w*|\bregister\b|\bregistration\w*|\bsign up\b|\bbook(?:ing)? (?:in advance|ahead|required|your)|\bbookings?\b|\bpre-?registration\w*",
    re.IGNORECASE,
)
_NO_REGISTER: Final = re.compile(
    r"\b(?:ei|eikä|ilman|ingen|inga|inte|utan|no|without|not)\b[^.;,\n]{0,25}\Z|\b(?:peruut\w+|peru[at]\w*|avboka\w*|cancel\w*)\s(?:\w+\s)?\Z",
    re.IGNORECASE,
)
_NO_REGISTER_AFTER: Final = re.compile(r"\A\s*(?:ei|inte|is not|not)\b", re.IGNORECASE)
_NOT_REGISTERED: Final = re.compile(r"\bilmoittautumis-?maks|\banmälningsavgift|\bregistration fee", re.IGNORECASE)


def names_registration(text: str) -> bool:
    """Whether a text about cost says that one must or may register.

    >>> names_registration("Maksuton, vaatii ilmoittautumisen"), names_registration("Maksuton, ei ennakkoilmoittautumista")
    (True, False)
    """
    for found in _REGISTER.finditer(text):
        if _NO_REGISTER.search(text[max(0, found.start() - _REACH) : found.start()]) or _NO_REGISTER_AFTER.match(
            text[found.end() : found.end() + _REACH]
        ):
            continue
        if _NOT_REGISTERED.match(text, found.start()):
            continue
        return True
    return False


@read_once
def conditions_in(text: str) -> list[Condition]:
    """The city's cards that a text names as accepted or needed.

    >>> [c.value for c in conditions_in("Kaikukortilla 0 €")], conditions_in("Kaikukortti ei käy")
    (['kaikukortti'], [])
    """
    found: list[Condition] = []
    if not _CARD_CUE.search(text):
        return found
    for pattern, condition in ((_KAIKU, Condition.KAIKUKORTTI), (_SERVICE_CARD, Condition.PALVELUKESKUSKORTTI)):
        if any(not _NOT_ACCEPTED.match(text[match.end() : match.end() + _REACH]) for match in pattern.finditer(text)):
            found.append(condition)
    return found


def conditions_of(
    text: str, *, claims: Iterable[Claim] = (), partly_free_for: Iterable[Sense] = (), about_cost: str = ""
) -> list[Condition]:
    """All conditions: `text` names the cards, `about_cost` the sentences about cost, the claims and free parts their payers."""
    found = set(conditions_in(text))
    found |= {_OF_SENSE[sense] for sense in partly_free_for if sense in _OF_SENSE}
    for claim in claims:
        if claim.role is Role.CONCESSION or (claim.role is Role.PRICE and claim.senses):
            found |= {_OF_SENSE[sense] for sense in claim.senses if sense in _OF_SENSE}
    for reduced in _REDUCED.finditer(about_cost) if _HALF_CUE.search(about_cost) else ():
        found |= {_OF_SENSE[sense] for sense in senses_in(reduced[0]) if sense in _OF_SENSE}
    if _FREE_CUE.search(about_cost) and _COMPANION_FREE.search(about_cost):
        found.add(Condition.COMPANION_FREE)
    for discount in DISCOUNT.finditer(about_cost):
        found |= {_OF_SENSE[sense] for sense in senses_in(discount[0]) if sense in _OF_SENSE}
    for discount in _PERCENT.finditer(about_cost) if "%" in about_cost else ():
        found |= {_OF_SENSE[sense] for sense in senses_in(discount[0]) if sense in _OF_SENSE}
    if any(claim.is_visit for claim in claims) and _BY_TIMES.search(about_cost):
        found.add(Condition.CARD_PRODUCT)
    if (_CARD_CUE.search(about_cost) and _CARD_PRODUCT.search(about_cost)) or any(
        claim.role is Role.PRODUCT and claim.is_repeated for claim in claims
    ):
        found.add(Condition.CARD_PRODUCT)
    if about_cost and names_registration(about_cost):
        found.add(Condition.REGISTRATION)
    return sorted(found, key=list(Condition).index)


_ONLY_CARD: Final = re.compile(
    r"(?:palvelukeskus-?kort\w+|servicecentral\w*kort\w*|service cent(?:re|er) card|erityisuimakort\w+|kaikukort\w+)(?:in|et)?[^.;\n]{0,30}?(?:haltij\w*|omistaj\w*|innehavare\w*|holders?)|\b(?:edellyttää|vaatii|tarvitset|tarvitaan|kräver|förutsätter|requires?)\b[^.;\n]{0,40}?(?:palvelukeskus-?kort\w+|servicecentral\w*kort\w*|service cent(?:re|er) card)|(?:palvelukeskus-?kort\w+|servicecentral\w*kort\w*)\s(?:vaaditaan|tarvitaan|krävs|behövs|edellytetään)|\bmaksut\w+\s(?:vain\s)?palvelukeskus-?kortilla|\b(?:vain|ainoastaan|endast|bara|only)\b[^.;\n]{0,25}?(?:palvelukeskus-?kort|servicecentral\w*kort|service cent(?:re|er) card|kortinhaltij|kortilla)",
    re.IGNORECASE,
)
_ONLY_MEMBERS: Final = re.compile(
    r"\b(?:vain|ainoastaan|endast|bara|enbart|only)\b[^.;,\n]{0,25}?\b(?:jäsenille|jäseniltä|jäsenet|för medlemmar|medlemmar|(?:for )?members)\b|\bmembers[- ]only\b|\bjäsenille tarkoitet\w+|\btarkoitettu (?:\w+ ){0,2}jäsenille\b|\b(?:edellyttää|vaatii|förutsätter|requires?)\b[^.;\n]{0,20}?(?:jäsenyyt\w*|medlemskap|membership)",
    re.IGNORECASE,
)
_CLOSED: Final = re.compile(
    r"\bsuljet(?:tu|un|tuun|ussa) ryhm\w+|\bsuljettu vuoro\w*|\bsluten grupp\w*|\bslutna grupp\w*|\bclosed group\w*|\bryhmä on suljettu\b|\bgruppen är sluten\b|\bgroup is closed\b|\bei uusia osallistujia\b|\bryhmään ei (?:oteta|voi tulla) uusia\b",
    re.IGNORECASE,
)
_RESIDENTS: Final = re.compile(
    r"\b(?:vain|ainoastaan|endast|bara|only)\b[^.;,\n]{0,30}?\b(?:\w*laisille|asukkaille|talon asukkaille|kuntalaisille|invånare|helsingforsare|boende|residents)\b|\b(?:talon|palvelutalon|alueen|kerrostalon) asukkaille\b(?! ja)|\bresidents only\b|\basukkaiden oma\b",
    re.IGNORECASE,
)
_REFERRAL: Final = re.compile(
    r"\blähet(?:teellä|teen|että|e\b)|\blähetteen\b|\bmaksusitoumuk\w+|\bpalveluohjauksen kautta\b|\bpalvelupäätö\w+|\bammattilaisen (?:ohjaama\w*|suosituk\w*|arvio\w*)|\b(?:lääkärin|terveydenhuollon) (?:lähet\w+|suosituk\w+)|\bmed remiss\b|\bremiss (?:krävs|behövs)\b|\bbetalningsförbindelse\w*|\bby referral\b|\breferral (?:is )?(?:required|needed|only)\b|\brequires a referral\b",
    re.IGNORECASE,
)
_NEGATED: Final = re.compile(r"\b(?:ei|ilman|ingen|inte|utan|no|not|without)\b[^.;,\n]{0,20}\Z", re.IGNORECASE)
_NEEDLESS: Final = re.compile(
    r"\A\s*(?:ei (?:tarvita|vaadita|ole|edellytetä)|behövs inte|krävs inte|is not)", re.IGNORECASE
)
_RESTRICTIONS: Final = (
    (_ONLY_CARD, Restriction.CARD),
    (_ONLY_MEMBERS, Restriction.MEMBERS),
    (_CLOSED, Restriction.CLOSED_GROUP),
    (_RESIDENTS, Restriction.RESIDENTS),
    (_REFERRAL, Restriction.REFERRAL),
)


@read_once
def restrictions_in(text: str) -> list[Restriction]:
    """Who alone may come, by the text's own words.

    >>> [r.value for r in restrictions_in("Ryhmä on tarkoitettu palvelukeskuskortin haltijoille.")]
    ['card']
    >>> restrictions_in("Lähetettä ei tarvita. Kaikille avoin."), restrictions_in("Jäsenille maksuton, muille 5 €")
    ([], [])
    """
    found = []
    for pattern, restriction in _RESTRICTIONS:
        for match in pattern.finditer(text):
            if not _NEGATED.search(text[max(0, match.start() - _REACH) : match.start()]) and not _NEEDLESS.match(
                text[match.end() : match.end() + _REACH]
            ):
                found.append(restriction)
                break
    return found
