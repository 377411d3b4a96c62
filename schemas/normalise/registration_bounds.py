"""What keeps "no registration" and "drop in" from being said of everyone: other parts, roles, ways and times, a step to take first. Words only."""

from __future__ import annotations

import re
from typing import Final

from schemas.normalise.registration_phrasing import IS_FULL
from schemas.normalise.registration_words import CLAUSE_END, NONE, WITHOUT

_DROP: Final = r"(?:drop|walk)[ -]?ins?\b"
_DROPS: Final = re.compile(_DROP)
_NO: Final = r"(?:ei|eivät|emme|inte|ej|ingen|inga|not|no|never|cannot)"
_NO_DROP_IN: Final = re.compile(
    rf"(?:(?<!why )\b{_NO}|n't)(?:\s+(?!hesitate|need|tarvi|§)[\w-]+){{0,5}}?\s+{_DROP}"
    rf"|{_DROP}[\w -]{{0,40}}?\b(?:ei|eivät)\s+(?:\w+\s+)?(?:mahdolli|käytö|käy\b|järjest|onnistu|tarjo|hyväksy|ote|sallit|toimi|ole[\s.!]*$)"
    rf"|{_DROP}[\w -]{{0,40}}?(?:\b(?:inte|ej|not|cannot)\b|n't)"
)
_BOUGHT: Final = re.compile(
    r"\b(?:oste|osta|lunast|hanki|vahvist|varmist|köp|sold|bought|buy|purchas)|\b(?:etukäteen|ennakkoon|soittamalla|på förhand|i förväg|in advance|sovelluksessa|via the app)\b"
)
_ENDED: Final = re.compile(
    r"\b(?:lopetettu|päättyi|päätty(?:nyt|neet)|suljettu|tauolla|peruttu|keskeytetty|toistaiseksi|upphört|stängd|inställd\w*|tills vidare|discontinued|ended|cancelled|closed|suspended|until further notice)\b"
)
_PART_FI: Final = r"(?:\w+\s+){0,2}?(?!etukäteen|ennakkoon|mukaan|kuitenkaan|kuitenkin)\w+(?:lle|[aeiouyäö]n)\b"
_OTHER_PART: Final = re.compile(
    rf"(?:,|\bmutta|\bvaan)\s+(?:mutta\s+)?{_PART_FI}\s+(?:kyllä(?:kin)?|on|ei|tarvitsee|tarvitaan|pitää|täytyy)[\s.!]*$|\btoisin kuin\b"
    r"|\bbut (?:yes )?(?:for|to) (?:the )?\w+(?: \w+){0,2}(?: (?:yes|you do|it is|they are))?[\s.!]*$|\bbut (?:you do|not) (?:for|on|to|in)\b|\bunlike\b"
    r"|\bmen (?:nog )?(?:till|för) \w+(?: \w+){0,2} (?:ja|nog|behövs|krävs)\b|\bmen (?:inte|det behövs) (?:till|på|för)\b|\btill skillnad från\b"
)
_WAY_OR_TIME: Final = re.compile(
    r"\bei\s+(?:\w+\s+)?\w*(?:ilmoittautumi|varau)\w+\s+(?:tapahtumapäiv|samana|kesken|\w+n alettua|\w+n kautta|viikonlop|arkisin)"
    r"|\bno\s+(?:\w+\s+)?(?:registrations?|bookings?|sign[ -]?ups?|appointments?|enrol?ments?)\s+(?:(?:on|at|from|during|in) the (?:day|venue|same|spot|season|term|course|middle)|on the day|mid-?|via\b|through\b|during\b|at weekends|on weekends)"
    r"|\bing(?:en|a)\s+\w*(?:anmäl|bokning)\w*\s+(?:mitt i|på plats|samma dag|via\b|under\b|på evenemangsdag|på veckoslut)"
)
_ROLE: Final = re.compile(
    r"\bmui(?:lta|den|lla|lle) kuin\b|\b(?:avustaj|saattaj|seuralai|omai[ns]|sisaru|opettaj|tulk[ie]|tulkk|huoltaj|vanhempi|jatkav|ryhmäläis|katsoj|oppilai|vauvo)\w*\s+(?:ei|eivät)\b|\bryhmässä olevien\b|\b(?:katsojaksi|katsomaan|yleisö)\b"
    r"|(?:assistent|ledsagar|följeslagar|anhörig|syskon|tolk|lärar|föräldr|vårdnadshavar|åskådar)\w*\s+(?:behöver|måste)\s+(?:inte|ej)\b|\bde som fortsätter\b|\bdeltagare från\b"
    r"|\b(?:(?:assistant|companion|carer|escort|interpreter|sibling|teacher|parent|spectator)s?|(?:accompanying|returning|continuing|current|existing) \w+|participants from \w+(?: \w+)?)\s+(?:do(?:es)? not|do(?:es)?n't|need not|needn't)\b"
)
_BY_OTHERS: Final = re.compile(
    r"\b(?:ilmoittautua|varata|tehdä)\b(?:\s+(?!voit\b|saat\b)\w+){0,3}\s+itse\b|\bitse (?:ilmoittautua|varata)\b|\bboka (?:\w+ )?själv\b|\banmäla (?:dig|sig) själv\b|\b(?:appointment|book|register) yourself\b"
    r"|\b(?:koulu|opettaja|päiväko\w+|neuvola) (?:ilmoitta|vara)\w*|\bpuolestasi\b|\bkutsuu osallistuj\w+|\blähet(?:ämme|tää) (?:\w+ ){0,3}(?:aja[nt]|kutsu\w*)\b|\b(?:saat|saatte) (?:\w+ )?(?:kutsu|aja[nt]\b)\w*|\bvalmi(?:s|in) a(?:ika|jan)\b|\bkutsukirj\w+|\bkutsutaan kirje\w+"
    r"|\bkallelse\w*|\bfärdig tid\b|\bskickar (?:\w+ ){0,3}tid\b|\bsend you (?:an? )?(?:\w+ )?(?:invitation|time|appointment)|\bwill arrange it\b"
)
_PROFESSIONAL: Final = (
    r"(?:päivystyksen|(?:terveyden|sairaan)?hoitajan|lääkärin|terveysaseman|sosiaali\w+n|neuvolan|kotihoidon)"
)
_DECIDED: Final = re.compile(
    rf"\b{_PROFESSIONAL} (?:ohjaamana|ohjauks\w+(?: perusteella)?|kehotuksesta|suosituksesta|lähettämänä)|\bpäätöksen (?:saa\w+|jälkeen)"
    r"|\b(?:när|efter|sedan|om)\b[^.,]{0,40}\b(?:beslut|kallelse|inbjudan|remiss)|\b(?:after|once|when|if)\b[^.,]{0,50}\b(?:decision|referr\w+|invit\w+)"
)
_PROVIDED: Final = re.compile(
    r"\b(?:kunhan|kun|jos|mikäli) (?:\w+ ){0,3}(?:sopi[it]|sopinut|soit|ilmoit|ottaa|otat|saanut|päätö|tehty|ohjannut|kutsut|varmist|haastattel|alkuhaastattel)\w*|\bhaastattelu\w* (?:jälkeen|kautta)\b|\b(?:ottamalla yhteyttä|soittamalla|sopimalla)\b"
    r"|\b(?:as long as|provided) (?:\w+ ){1,3}(?:agree|call|ask|arrange|inform|email|contact)|\bbara (?:du|man) (?:\w+ )?(?:kommer överens|ringer|avtalar|kontaktar)"
)
_ASKS: Final = r"(?:soita(?:than|kaa)?|(?:ota|otathan|ottakaa) (?:\w+ )?yhteyttä|ring|kontakta|call|phone|contact|(?:e-?mail|send) (?:us|the)|send us)"
_FIRST: Final = r"(?:ensin|ennen (?:tulo|ensimmäis|käynti)\w*|etukäteen|först|före|innan|på förhand|i förväg|first|before|in advance|beforehand)"
_STEP: Final = re.compile(
    rf"\b{_ASKS}\b(?! (?:lisätie|för mer|for more))[^.?]{{0,50}}\b{_FIRST}\b|\bota ensin yhteyttä\b|\bsovi (?:\w+ ){{0,2}}(?:kerra|käynni|ohjaajan|hoitajan|työntekijän)\w*|\bkysy (?:vapaita )?paikkoja\b|\bkutsutaan kirje\w+|\bvalmis aika\b"
)
FEE_ONLY: Final = re.compile(r"\b(?:ingen|inga|utan)\s+(?:av)?(?:boknings|anmälnings)avgift\w*")
"""No fee for booking: nothing is said of booking itself."""
_NO_MORE: Final = re.compile(r"\benää\b|\blängre\b|\bany ?more\b|\bno longer\b")
ASKS_WITHOUT: Final = re.compile(
    r"(?:(?:voi|pääse|saa)\w*k(?:o|ö)|voinko|can|could|may|kan|får)\b[^?]*\b(?:ilman|utan|without|ilmoittautumatta|varauksetta)\b[^?]*\?"
)
_ANSWERED_NO: Final = re.compile(
    r"(?:(?:valitettavasti|ikävä kyllä|unfortunately|sorry|i'm afraid|tyvärr),?\s+)?(?:ei|et|emme|nej|inte|ej|no|not)\b(?!.*(?:ongelm|hätä|haitta|problem|tarvi|need|behöv))|tyvärr[\s.!]*\Z"
)


def is_bounded(sentence: str) -> bool:
    """Whether a lower-case sentence that frees from registering frees only some, for a part, or after a step.

    >>> is_bounded("luennolle ei tarvitse ilmoittautua, mutta työpajaan kyllä."), is_bounded("tunti ei ole drop in.")
    (True, True)
    >>> is_bounded("luennolle ei tarvitse ilmoittautua."), is_bounded("drop-in-tunti, ei ilmoittautumista.")
    (False, False)
    """
    if any(
        words.search(sentence) for words in (_OTHER_PART, _WAY_OR_TIME, _ROLE, _BY_OTHERS, _DECIDED, _PROVIDED, _STEP)
    ):
        return True
    if IS_FULL.search(sentence) and _NO_MORE.search(sentence):
        return True
    return any(_is_shut(clause) for clause in CLAUSE_END.split(sentence) if clause)


def _is_shut(clause: str) -> bool:
    """Whether a clause denies dropping in, sells its places beforehand, or tells that coming without a booking has ended."""
    drops = _DROPS.search(clause) is not None
    if (drops or WITHOUT.search(clause)) and _ENDED.search(clause):
        return True
    rest = NONE.sub(" § ", clause) if drops else ""
    return drops and (_NO_DROP_IN.search(rest) is not None or _BOUGHT.search(rest) is not None)


def asks_a_step(sentence: str) -> bool:
    """Whether a lower-case text asks to call, agree or wait for an invitation before coming.

    >>> asks_a_step("soita ohjaajalle ennen ensimmäistä käyntiä."), asks_a_step("soita ja kysy lisää.")
    (True, False)
    """
    return _STEP.search(sentence) is not None


def is_refused(question: str, answer: str) -> bool:
    """Whether a lower-case question asks to come without registering and is answered "no".

    >>> is_refused("voiko tulla ilman ajanvarausta?", "ei."), is_refused("pitääkö ilmoittautua?", "ei.")
    (True, False)
    """
    return ASKS_WITHOUT.search(question) is not None and _ANSWERED_NO.match(answer) is not None
