"""What is free only for the people, the hours or the first try that a sentence names, or besides a fee that the place asks."""

from __future__ import annotations

import re
from typing import Final

from schemas.normalise.months import MONTHS_EN, MONTHS_FI, MONTHS_SV

_EVERYBODY: Final = re.compile(
    r"\b(?:kaik(?:ki|en)|jokai|kuka|osallistuj|kävij|asiakka|kaupunkilais|kuntalais|yleisö|vierai|halukka|kiinnostun|ihmiset|ihmisiä|aikuiset|ryhmäläi|harrastaj|käyttäj|tulij|he\b|te\b|ne\b"
    r"|alla\b|du\b|ni\b|man\b|vi\b|de\b|deltag|besökare|vem\b|vuxna|allmänhet|publik"
    r"|you\b|every|any(?:one|body)|all\b|participants|visitors|guests|people|adults|public|they\b|we\b)",
    re.IGNORECASE,
)
_SPECTATORS: Final = re.compile(
    r"\b(?:katsoj(?:ille|at|ia)|katsomaan|katsomoon|seuraamaan|seurata|åskådar\w*|spectators?)\b", re.IGNORECASE
)
_SUBJECT: Final = re.compile(
    r"\b(?:pääsevät|uivat|osallistuvat|käyvät|matkustavat|harjoittelevat|luistelevat)\b"
    r"|\A\W*(?:[^\W\d_]+n )?[^\W\d_]+(?:nen|ja|jä|ri|as|es|mies|lapsi|oppilas) pääsee\b|\bensimmäistä [^\W\d_]+ pääsee\b"
    r"|\b(?!får|och|som|att|kan|det|här|där)[^\W\d_]{3,} (?:kommer|går|släpps|slipper) (?:alltid |också )?in\b"
    r"|\A\W*[^\W\d_]+(?:r|re|rna) (?:tränar|simmar|deltar|åker)\b"
    r"|\b(?:[^\W\d_]+s|staff|personnel|children|men|women) (?:can |may |always )?(?:get in|enter|go in|come in|swim|skate|attend|participate|join|visit|train)\b",
    re.IGNORECASE,
)
"""A person or people of one kind who get in."""
_TRIES: Final = re.compile(
    r"\b(?:kokeile\w*|kokeilla\w*|kokeilemaan|kahdesti|tutustumaan|(?:kerran|kaksi kertaa|kolme kertaa) (?:maksutta|ilmaiseksi)|(?:yhdelle|kahdelle|kolmelle) (?:tunnille|kerralle)|lainatun\w+)\b|\btutustu\w* (?:uuteen )?(?:lajiin|toimintaan|ryhmään|kurssiin|tuntiin|harrastukseen|saliin|kuntosaliin)\b"
    r"|\b(?:prova|pröva|provar|testa)\b|\b(?:två|tre) gånger\b|\btry\b|\b(?:first|two|three) (?:\w+ )?(?:sessions|classes|times|visits|lessons)\b|\bintroductory\b",
    re.IGNORECASE,
)
_TRYING_IS_ALL: Final = re.compile(
    r"tapahtum|\blajeja\b|lajikokeilu|evenemang|grenar|\bsports\b|\bevents?\b|kokeilupäiv|päiväss", re.IGNORECASE
)
_MOSTLY: Final = re.compile(
    r"\b(?:valtaosa\w*|pääosa\w*|suuri osa|runsaasti|i huvudsak|huvudsakligen|för det mesta|mestadels|merparten|en (?:stor )?del av|till största delen|mainly|largely|majority|for the most part|limited number)\b|\bmyös (?:maksut|ilmai)|\b(?:även|också) (?:gratis|avgiftsfri|kostnadsfri)|\balso (?:includes )?free\b",
    re.IGNORECASE,
)
_DAYS_SV: Final = r"(?:måndags|tisdags|onsdags|torsdags|fredags|lördags|söndags)(?:kväll|förmiddag|eftermiddag)\w*"
_WHEN: Final = (
    r"(?:(?:maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai|arki)-?(?:iltaisin|aamuisin|iltana|iltapäivisin)|(?:keskiviikon|torstain|perjantain|sunnuntain)(?= vapaa)|päivisin|aamupäivisin|iltapäivisin|päiväaikaan|jouluna|pääsiäisenä|juhannuksena|vappuna|[^\W\d_]*loma(?:lla|viikolla|viikoilla)|avajais\w+na|avajaisissa|pilotin (?:ajan|aikana)|kokeilun (?:ajan|aikana)"
    rf"|(?:{MONTHS_FI})kuussa|(?:{MONTHS_FI})kuun"
    rf"|{_DAYS_SV}|(?:på )?(?:veckoslut(?:en)?|helger(?:na)?|kvällar(?:na)?|vardagar(?:na)?(?: före kl\. \d+)?)|under (?:[^\W\d_]*(?:lovet|helgen|sommaren|vintern|pilot\w*|invigning\w*)|(?:jul|påsk)en)|på (?:konstens natt|invigning\w*)|i (?:{MONTHS_SV})"
    rf"|(?:on |at )?(?:weekends|weekdays|weekday evenings|(?:mon|tues|wednes|thurs|fri|satur|sun)day (?:evening|morning|afternoon)s?)|in (?:the )?(?:evenings?|mornings?|afternoons?|summer|winter|spring|autumn|{MONTHS_EN})|during (?:the )?(?:[^\W\d_]+ )?(?:holidays?|break|weekend|summer|winter|pilot|opening \w+))"
)
_WHEN_BEHIND: Final = re.compile(
    rf"\s*(?:lapsille )?(?:{_WHEN}\b|(?:fram )?till(?: och med)? (?:kl\w*\.? ?)?\d|t\.o\.m\.|(?:kl\.|klo|mellan|between|from) ?(?:kl\. ?)?\d{{1,2}}(?:[.:]\d\d)?(?: ?(?:am|pm))? ?(?:[-–—]|och|and|to) ?\d|(?:från|efter|före) kl\w*\.? ?\d|(?:from|after|until|before) \d+(?:[.:]\d\d)? ?(?:am|pm)|\d{{1,2}}\.(?:\d{{1,2}}\.)? ?(?:asti|saakka)|\d{{1,2}}\.\d{{1,2}}\.\s?[-–]\s?\d)",
    re.IGNORECASE,
)
_WHEN_LEAD: Final = re.compile(
    rf"(?:\A|[.;:]\s)\W*{_WHEN}\s(?:(?:on|är|is|museoon|uimahalliin)\s)?(?:(?![^\W\d_]*(?:leiri|kerho|kurssi|paja|tapahtum|konsert|läger|kurs|camp|course|workshop|club))[^\W\d_]+\s){{0,2}}(?:on |ovat |är |is |are )?(?:[^\W\d_]*(?:inträdet|deltagandet)\s)?\Z",
    re.IGNORECASE,
)
_USE: Final = re.compile(
    r"\s*(?:[^\W\d_]*(?:leiri|kerho|kurssi|paja|tapahtum|konsert|ohjelm|toimin|esity|jump|ryhm|kokeilu|elokuv|retk|läger|kurs|verkst|evenemang|program|camp|course|workshop|club|concert|event|activit|class|session|jooga|yoga|gymnastik|träff|dans|tanss)\w*)",
    re.IGNORECASE,
)
"""A camp or a concert that is free is free, whenever it is held."""
_BARRED: Final = re.compile(
    r"pääsy (?:\w+ )?kielletty|(?:liput|paikat|ilmaisliput|vapaaliput)\b[^.;]{0,12}\b(?:ovat loppu|on jaettu|loppuunvar|loppu\b)|tickets (?:are |have )?(?:sold out|all gone|been given)|biljetterna (?:är|har) (?:slut|tagit)",
    re.IGNORECASE,
)
_AMENITY: Final = re.compile(
    r"\b(?:saunat?|pukukaapit|säilytyslokerot|lokerot|keittiö|wi-?fi)\b[^.;,]{0,25} käytössä\b", re.IGNORECASE
)
_MUST_PAY: Final = re.compile(
    r"\b(?:uima)?halli-?maksu\b(?! ei)[^.;]{0,25}\b(?:perit|maksettava|maksetaan)|\bmaksa(?:a|vat)\b[^.;]{0,15}\b(?:uintimaksu|pääsymaksu|hallimaksu|uimahallimaksu|sisäänpääsyn)\w*|\bnormaali(?:t|n|hintainen)? (?:sisäänpääsy\w*|kassahinta|pääsylippu|lippu|uintimaksu)"
    r"|\b(?:musei|inträdes|entré)biljett(?:en)? (?:behövs|krävs)\b(?! (?:inte|ej))|\blös(?:er|a) (?:en )?(?:inträdes|musei|entré)biljett|\binträde\w* (?:till [^\W\d_]+ )?(?:ska|måste|bör) betalas|\bnormalt inträde\b|\binträdesavgift till\b|\bingår i (?:museibiljetten|inträdet|museets inträde)"
    r"|\badmission(?: (?:fees?|prices?|charges?))? (?:to the [^\W\d_]+ )?appl(?:y|ies)\b|\b(?:museum|admission|entrance) ticket is (?:needed|required)|\bincluded in (?:the )?(?:museum |exhibition )?(?:admission|ticket|entrance)|\bpay for their own (?:tickets?|admission|entry)|\bsisältyy (?:museon |näyttelyn )?(?:näyttely|museo|pääsy)?lippuun|\b(?:laitteisiin|laitteet)\b[^.;]{0,15}ranneke|\brannekkeella laitteisiin"
    r"|\b(?:materiaal|tarvik|raaka-?ain)[^\W\d_]* (?:[^\W\d_]+ )?(?:perit|laskutet|veloitet|maksetaan)[^\W\d_]*|\bperitään (?:[^\W\d_]+ )?(?:materiaali|tarvike|raaka-aine)[^\W\d_]*|\bbetalar (?:själva? )?material\w*|\bmaterials (?:are|will be) charged|\bpay for (?:the |their own )?materials"
    r"|\bjäsenyys vaaditaan|\bedellyttää [^\W\d_ ]{0,12} ?jäsenyyttä|\bmedlemskap krävs|\bmembership is required|\b(?:jäsenmaksu|medlemsavgift|membership fee)\w* \d",
    re.IGNORECASE,
)
"""A fee that stands beside what is called free: the pool's, the museum's, that of the material."""
FEE_SIGN: Final = re.compile(
    r"\bkerta-?lip\w+|\b(?:kausi|sarja|museo|vuosi|kuukausi)-?(?:kortti|lippu)\b|\bhinnasto\w*|\bprislista\w*|\bprice list\b|\b(?:musei|säsongs|års)kort\b|\bmuseum card\b|\bseason (?:ticket|card)\b|\bnormaali(?:hintainen)? (?:sisäänpääsy|hinta|pääsymaksu|lippu)|\b(?:tarkista|kysy) hin\w+|\bask for (?:the )?price",
    re.IGNORECASE,
)
"""Words of a price where a price is written, without an amount."""


def is_free_within(sentence: str, clause: str, word: str, text: str = "") -> bool:
    """Whether the `clause` in which a sentence says free (by `word`) names who, when or how often it is, or it or its `text` what one pays besides.

    >>> is_free_within("Palomiehet pääsevät maksutta", "Palomiehet pääsevät maksutta", "maksutta")
    True
    >>> is_free_within("Kaikki pääsevät maksutta", "Kaikki pääsevät maksutta", "maksutta")
    False
    """
    if _SUBJECT.search(clause) and not _EVERYBODY.search(re.sub(r"ensimmäistä \w+", "", clause)):
        return True
    if _TRIES.search(clause) and not word.endswith(("aan", "een", "iin")) and not _TRYING_IS_ALL.search(sentence):
        return True
    if any(limit.search(clause) for limit in (_SPECTATORS, _MOSTLY)):
        return True
    if any(limit.search(sentence) for limit in (_BARRED, _AMENITY)) or asks_besides(text or sentence):
        return True
    at = sentence.lower().find(word.lower())
    if at < 0:
        return False
    behind = sentence[at + len(word) :]
    if _WHEN_BEHIND.match(behind):
        return True
    return bool(_WHEN_LEAD.search(sentence[:at])) and not _USE.match(behind)


def asks_besides(text: str) -> bool:
    """Whether a text asks for a fee of the place or the material, without an amount.

    >>> asks_besides("A museum ticket is required."), asks_besides("No ticket is required.")
    (True, False)
    """
    return bool(_MUST_PAY.search(text))
