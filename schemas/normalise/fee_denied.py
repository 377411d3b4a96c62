"""A fee that is denied in so many words: nobody asks, collects or pays one. A grammar of three languages, not a list of phrases.

What is denied is a fee or "anything"; the verb is one of asking, arising or paying. Who does not pay is judged in `is_for_some_only`.
"""

from __future__ import annotations

import re
from typing import Final

from schemas.normalise.price_words import Sense, senses_of
from schemas.normalise.sentences import words

_END: Final = r"(?=\s*(?:[.,;:!)]|$|[-–—]\s|(?:ja|eikä|vaan|mutta|och|men|utan|and|but|for|för|att|to|at all|alls)\b))"
_GAP: Final = r"(?:(?!(?:muut?a|muita|lisä|ylimäär|erikse|erilli|enemp|vain|vielä|yli|heti|etukät|ennakk|kuin)|mitään\b)[^\W\d_]+ )"
_NOT_FI: Final = r"(?:ei|eikä|eivät|eivätkä|emme|emmekä)(?: (?:koskaan|kuitenkaan|myöskään|siis|lainkaan|ollenkaan|enää|tietenkään))?"
_FEE_FI: Final = r"(?:(?:minkäänlaista|minkäänlaisia|mitään|yhtään) )?(?:(?:pääsy|sisäänpääsy|osallistumis|osanotto|kurssi|käyttö|kierros|tapahtuma|ohjaus|opetus|toiminta|kerho|ryhmä|harrastus|asiakas|näyttely|konsertti|kävijä)?(?:maksu(?:a|ja))|kuluja|kulua|kustannuksia|kustannusta|maksettavaa|veloitusta)\b(?! kort)"
_ANY_FI: Final = r"(?:(?:yhtään )?mitään|senttiäkään|euroakaan|penniäkään|rahaa)\b"
_ASK_FI: Final = r"(?:peritä|peri|veloiteta|veloita|kerätä|kerää|kanneta|kanna|oteta|ota|pyydetä|pyydä|laskuteta|laskuta|makseta|vaadita|rahasteta)"
_ARISE_FI: Final = r"(?:koidu|koituisi|aiheudu|aiheuta|synny|tule|muodostu|kerry|seuraa|lankea|ole)"
_FINNISH: Final = (
    rf"{_NOT_FI} {_GAP}{{0,3}}(?:{_ASK_FI}|{_ARISE_FI}) {_GAP}{{0,2}}{_FEE_FI}"
    rf"|{_NOT_FI} {_GAP}{{0,3}}{_ASK_FI} {_GAP}{{0,2}}{_ANY_FI}(?! (?:muuta|lisää|ylimäär\w+))"
    rf"|(?:{_FEE_FI}|(?:mitään|senttiäkään|euroakaan)) {_NOT_FI} {_GAP}{{0,2}}(?:{_ASK_FI}|{_ARISE_FI}){_END}"
    rf"|(?:eikä|ei) [^\W\d_]+st[aä] (?:makseta|veloiteta|laskuteta|rahasteta){_END}"
    rf"|[^\W\d_]+st[aä] (?:ei|emme|eikä) (?:tarvitse maksaa|makseta|maksa|rahasteta)(?: mitään)?{_END}"
    rf"|{_NOT_FI} maksa (?:{_GAP}{{0,2}}{_ANY_FI})"
    rf"|(?:eivät|eivätkä) maksa{_END}|kukaan ei maksa(?: mitään)?{_END}"
    rf"|{_NOT_FI} (?:sinun |kenenkään |osallistujien |kävijöiden )?tarvitse maksaa(?: {_GAP}{{0,2}}(?:{_ANY_FI}|{_FEE_FI}))?{_END}"
    r"|ilman (?:mitään |minkäänlaisia |minkäänlaista )?(?:(?:pääsy|sisäänpääsy|osallistumis|kurssi|käyttö)?maksuja|kustannuksia|kuluja|veloitusta|korvausta)\b"
)
_FEE_SV: Final = r"(?:(?:inträdes|deltagar|deltagande|kurs|användnings|entré|medverkans|besöks)?avgift(?:en|er|erna)?|kostnad(?:er)?|betalning|inträde)\b"
_GAP_SV: Final = r"(?:(?!(?:annan|andra|övrig|extra|ytterligare|mer|tilläggs))[^\W\d_]+ )"
_NO_SV: Final = (
    r"(?:ingen|inga|inget|ingenting|inte (?:någon|några|något)|aldrig (?:någon|några|något)|ej någon|inte|ej)"
)
_SWEDISH: Final = (
    rf"(?:uppbärs|uppbär|tas|tar|debiteras|debiterar|krävs|kräver|begärs|begär|samlas|samlar|uppstår|tillkommer|medför|innebär|orsakar) {_GAP_SV}{{0,2}}?{_NO_SV} (?:(?:ut|in|upp) )?(?:någon |några |något |som helst )?{_FEE_SV}"
    rf"|(?:någon |några )?{_FEE_SV} (?:uppbärs|uppbär vi|debiteras|debiterar vi|tas|tar vi|krävs|begärs|uppstår|samlas) {_GAP_SV}?(?:inte|ej|aldrig)(?: (?:ut|in))?{_END}"
    rf"|kostar {_GAP_SV}{{0,2}}?(?:inget|ingenting|inte {_GAP_SV}{{0,2}}(?:något|någonting|ett öre|en cent)|inte ett öre){_END}"
    rf"|(?:tar|tas) (?:vi )?(?:inget|aldrig|inte) betalt\b|(?:betalar|betala|debiteras) {_GAP_SV}{{0,1}}?(?:inget|ingenting|inte något|inte någonting|ingen avgift){_END}|ingen (?:behöver betala|betalar)(?: något| någonting)?{_END}"
    rf"|behöver (?:\w+ )?(?:inte|aldrig) betala(?: något| någonting| någo[nt] {_FEE_SV}| för \w+)?{_END}|inget att betala{_END}"
    rf"|utan (?:några |någon )?(?:avgift|avgifter|kostnad|kostnader|betalning|ersättning){_END}"
)
_FEE_EN: Final = (
    r"(?:(?:entrance |entry |admission |participation |course |attendance )?(?:fees?|charges?|costs?)|payment|money)\b"
)
_WHO_EN: Final = r"(?:you|participants|visitors|anyone|anybody|attendees|guests)"
_ENGLISH: Final = (
    rf"costs? (?:{_WHO_EN} )?(?:absolutely )?nothing|(?:not|never|[a-z]+n't) (?:cost|charge) (?:{_WHO_EN} )?(?:anything|a thing|a penny|a cent|a euro|any money)\b|(?:do not|don't|never|will not|won't) charge (?:(?:an? |any ){_FEE_EN}|{_WHO_EN}|for (?:participation|participating|taking part|entry|admission|attending|joining)){_END}"
    rf"|(?:not|never|[a-z]+n't) (?:be |have to be |going to be )?(?:asked|required|expected|made|obliged) to pay(?: anything| any {_FEE_EN}| an? {_FEE_EN}| for (?:it|this|participation|entry|taking part|attending))?{_END}"
    rf"|(?:not|never|[a-z]+n't|no one is|nobody is) (?:be )?charged(?: anything| any {_FEE_EN}| an? {_FEE_EN}| for (?:participation|entry|taking part|attending|joining))?{_END}"
    rf"|(?:do not|don't|never|need not|needn't|does not|doesn't|not) (?:(?:have|need) to )?pay(?: anything| any {_FEE_EN}| an? {_FEE_EN})?{_END}|(?:nobody|no one|no-one) (?:pays?|has to pay|needs to pay)(?: anything)?{_END}"
    rf"|pays? (?:absolutely )?nothing{_END}|(?:ask for|require|take|collect) no (?:payment|money)\b|nothing to pay{_END}|nothing is charged{_END}|no (?:payment|money)(?: is)? (?:needed|required|taken|asked|collected|necessary|expected|charged|changes hands)|without (?:paying|payment|any payment|any cost|cost|having to pay)(?: anything| an? {_FEE_EN})?{_END}"
)
DENIED: Final = rf"{_FINNISH}|{_SWEDISH}|{_ENGLISH}"

_AHEAD: Final = re.compile(
    r"\b(?:ovella|paikan päällä|etukäteen|ennakkoon|ilmoittautuessa\w*|varatessa\w*|vielä|heti|peru\w+|poisjään\w*|lisä(?:maksu|kulu|kustannu)\w*|jälkikäteen|käteisellä|kortilla|vid dörren|på plats|i förväg|i förskott|på förhand|direkt|kontant|avbok\w*|uteblir|at the door|on site|on the day|on arrival|in advance|up ?front|beforehand|(?:right |just )?yet|in cash|by card|cancel\w*|no-show|until|again|twice|extra|additional\w*|more|återbetal\w*|palaut\w+|refund\w*|lisää|paljo\w*|muuta|muita|ylimääräi\w+|enempää|annat|mer|ytterligare)\b",
    re.IGNORECASE,
)


def is_denied_elsewhere(clause: str) -> bool:
    """Not at the door, not in advance, not when cancelling, nothing more: a fee may be asked all the same."""
    return bool(_AHEAD.search(clause))


_EVENING: Final = re.compile(r"[aou-]ilta\Z|\Ailta\Z|i-ilta\Z")
_WHOM: Final = re.compile(r"[^\W\d_]{3,}(?:lta|ltä|ille|jalle|jälle|selle)\Z")
_ALL: Final = re.compile(
    r"(?:aikui|osallistu|kävij|asiakka|asiakkai|kaupunkilais|kuntalais|yleisö|vierai|katsoj|kuulij|kiinnostun|ikäis|halukka|ryhmäläi|tulij|liikkuj|harrastaj|käyttäj|kurssilais|soittaj|laulaj|tanssij|pelaaj|lukij|kaikil|kaikki|jokai|kene|sinu|teil|teidän|mei|tältä|siltä|niiltä|tunni|kerra|käynni|ovel|kukaan|opiskelupaik|mukaan)"
)
_SUBJECTS: Final = frozenset(
    "du ni man vi ingen alla deltagare deltagarna kursdeltagarna besökare besökarna besökaren gästerna publiken deltagaren it det den this that "
    "you participants visitors guests attendees nobody everyone everybody we people they no one entry admission audience callers "
    "osallistujat se tämä täällä sinulle siellä kävijät vieraat kukaan asiakkaat harrastajat kaikki kurssilaiset ryhmäläiset katsojat kuulijat he".split()
)
_PERSONAL: Final = re.compile(
    r"(?:ei|eivät|eivätkä|emme) (?:maksa|tarvitse)|betala|\bpay|debiteras|charged", re.IGNORECASE
)
_LINKS: Final = frozenset(
    "will would do does are is have need needs to be not never shall can därför alltså här och and ja so then there's must should has ever in order".split()
)


_FOR: Final = re.compile(
    r"\b(?:for|from|av|för|från) (?:the |our |any |all |alla |er |this |that |these |samtliga |varje |each |every )?([^\W\d_]+)",
    re.IGNORECASE,
)
_NAMED: Final = frozenset(
    {Sense.FILLER, Sense.TAKING_PART, Sense.COURSE, Sense.VISIT, Sense.SEASON, Sense.ADULT, Sense.PRICE}
)


def _is_everybody(word: str) -> bool:
    """A word for taking part or for all who do."""
    known = senses_of(word) | senses_of(word.removesuffix("s"))
    return (
        bool(known & _NAMED) or word in _SUBJECTS or word in {"att", "taking", "it", "oss", "dig", "er", "vår", "våra"}
    )


def is_denied_for_some(left: str, phrase: str, right: str = "") -> bool:
    """Whether the words say who does not pay, and these are not everybody who takes part: "opettajilta ei peritä maksua".

    >>> is_denied_for_some("", "osallistujilta ei peritä maksua"), is_denied_for_some("opettajilta ", "ei peritä maksua")
    (False, True)
    """
    for word in words(f"{left} {phrase}"):
        if not _WHOM.match(word) or _ALL.match(word):
            continue
        stem = word[:-3]
        own = senses_of(word) if _EVENING.search(word) or not word.endswith(("ilta", "iltä")) else frozenset()
        if not (own | senses_of(stem) | senses_of(stem.removesuffix("i"))) & {
            Sense.FILLER, Sense.TAKING_PART, Sense.COURSE, Sense.VISIT,
        }:  # fmt: skip
            return True
    if any(not _is_everybody(named[1].lower()) for named in _FOR.finditer(f"{left} {phrase} {right}")):
        return True
    if not _PERSONAL.search(phrase) or phrase.lower().startswith("without"):
        return False
    subject = next((word for word in reversed(words(left)) if word not in _LINKS), None)
    if subject is None or subject in _SUBJECTS or Sense.TAKING_PART in senses_of(subject):
        return False
    return not (
        phrase.lower().startswith(("ingen ", "kukaan ", "nobody ", "no ", "nothing ", "inget ")) or _ALL.match(subject)
    )
