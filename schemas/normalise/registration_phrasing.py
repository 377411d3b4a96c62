"""One phrasing out of many: how staff write of registering, put into the words that registration_words knows. It says nothing new.

A list under one "not" ("et tarvitse ajanvarausta, lähetettä tai kokemusta") becomes a "not" for each of its words that matter here;
what was once asked ("aiemmin vaadittiin…, mutta nyt") goes, where something is said of now.
"""

from __future__ import annotations

import re
from typing import Final

_WRITTEN: Final = (
    # what must stand in the sentence, as people write it, as it is known here
    (", ", re.compile(r", (että|att) "), r" \1 "),
    ("ei", re.compile(r"\b(mutt|vaikk|jott)ei\b"), r"\1a ei"),
    ("ilmott", re.compile(r"ilmottau"), "ilmoittau"),
    ("tar", re.compile(r"\btart(?:te|tee|tis|vi|vii)\b|\btarvii\b"), "tarvitse"),
    (" medi", re.compile(r"\b(?:sosiaali(?:sen|sessa|sten|sesta) medi\w+|social(?:a)? medi(?:a|er(?:na)?))\b"), "some"),
    # who must sign has a duty, a list or a form: "ilmoittautumispakkoa ei ole", "ei ilmoittautumislistoja"
    (
        "a",
        re.compile(
            r"\b(?:ennakko|etukäteis|pakko|osallistumis|ryhmä|kurssi)?-?(?:ilmoittautumis|ajanvaraus|ennakkovaraus|varaus)-?(?:pakkoa|velvollisuutta|velvoitetta|vaatimusta|käytäntöä|menettelyä|järjestelyä|järjestelmää|listaa|listoja|lomaketta|lomakkeita|kaavaketta|kaavakkeita|vihkoa)\b"
        ),
        "ilmoittautumista",
    ),
    ("rekister", re.compile(r"\brekisteröitymi(nen\b|se|st|ss|si|s)"), r"ilmoittautumi\1"),
    ("mistä", re.compile(r"\bilmoittautumistä\b"), "ilmoittautumista"),
    ("rekister", re.compile(r"\brekisteröidy|\brekisteröitykää"), "ilmoittaudu"),
    ("rekister", re.compile(r"\b(tulee|pitää|täytyy|voi|voit) (?:\w+ )?rekisteröityä\b"), r"\1 ilmoittautua"),
    ("rekister", re.compile(r"\brekisteröitymättä\b"), "ilmoittautumatta"),
    ("n vara", re.compile(r"\b(?:ajan|paikan|vuoron) vara(?:aminen|us)\b(?: (?:etukäteen|ennakkoon))?"), "ajanvaraus"),
    ("n vara", re.compile(r"\b(?:ajan|paikan|vuoron) varaamista\b(?: (?:etukäteen|ennakkoon))?"), "ajanvarausta"),
    (
        "anmälnings",
        re.compile(
            r"\banmälnings-?(?:plikt\w*|tvång\w*|krav\w*|skyldighet\w*|list[ao]\w*|blankett\w*|formulär\w*|förfarande\w*)"
        ),
        "anmälan",
    ),
    (
        "n",
        re.compile(
            r"\b(no|without an?|any) (sign[ -]?up|registration|booking) (?:sheets?|lists?|forms?|requirements?|process|procedure)\b"
        ),
        r"\1 \2",
    ),
    (
        "ilm",
        re.compile(r"\b(ei|ilman|eikä) (?:ennakko|etukäteis)?-?ilm(?:oa|oja|oo|\.|(?=[,!)]|$))"),
        r"\1 ilmoittautumista",
    ),
    ("ilm", re.compile(r"\bilm(?:\.:?|:) (?=ja (?:lisä)?tied|\S+@)"), "ilmoittautuminen "),
    (
        " ",
        re.compile(
            r"\b(?:anm\.:?|anm:|o\.\s?s\.\s?a\.?:?|osa(?= senast))\s+(?=senast|till|via|per|tel|hos|före|den|\d)"
        ),
        "anmälan ",
    ),
)
_FILLERS: Final = re.compile(
    r"\s+(?:siis|lainkaan|ollenkaan|suinkaan|myöskään|mitenkään|kuitenkaan|varsinaisesti|missään vaiheessa|tällä (?:kertaa|kaudella)|tänä (?:vuonna|syksynä|keväänä|kesänä|lukuvuonna)"
    r"|tietenkään|alls|alltså|naturligtvis|över huvud taget|överhuvudtaget|den här gången|den här terminen|at all|whatsoever|this time)\b"
)
_NO_LONGER: Final = (
    (re.compile(r"\b(ei|et|eivät)\s+enää\s+(?=tarv|vaadi|edelly|ole (?:tarp|pakol|välttäm))"), r"\1 "),
    (re.compile(r"\benää\s+(ei|et|eivät)\s+(?=tarv|vaadi|edelly|ole (?:tarp|pakol|välttäm))"), r"\1 "),
    (re.compile(r"\bno longer (?=required|needed|necessary|mandatory|compulsory)"), "not "),
    (re.compile(r"\b((?:behöv\w+|kräv\w+|är)\s(?:\w+\s)?(?:inte|ej|ingen)) längre\b"), r"\1"),
)
_TAKEN: Final = r"\w*(?:ilmoittautumisia|ilmoittautumista|varauksia)"
_DENYING: Final = re.compile(
    r"\b(?:ei|eikä|et|etkä|eivät|emme|ette|ilman|ingen|inga|inget|utan|inte|ej|varken|no|nobody|never|not|neither|nor|without|onödig)\b|n't\b|matta|ksetta|taan?kin\b|tart|nej"
)
_FIRST_PERSON: Final = (
    (re.compile(r"\bemme\s+(?:vaadi|edellytä|kysy|pyydä|käytä|tarvitse)\b"), "ei vaadita"),
    (
        re.compile(
            rf"\b(?:emme|ei)\s+(?:ota|oteta|pidä|pidetä|kerää|kerätä|tee|tehdä)\s+(?:vastaan\s+)?({_TAKEN})(?:\s+vastaan)?(?=\s*(?:[.!,;)]|$)|\s+(?:etukäteen|ennakkoon))"
        ),
        r"ei \1",
    ),
    (
        re.compile(
            rf"\b({_TAKEN})\s+(?:ei|emme)\s+(?:ota|oteta|pidä|pidetä|kerää|kerätä|tee|tehdä)(?:\s+vastaan)?(?=\s*(?:[.!,;)]|$))"
        ),
        r"ei \1",
    ),
    (
        re.compile(
            r"\bemme varaa paikkoja\b|\bpaikkoja ei (?:varata|voi varata)\b(?= (?:ennakkoon|etukäteen|ennalta))"
        ),
        "ei paikkavarausta",
    ),
    (
        re.compile(r"\bvi tar (?:inte|ej) emot (\w*(?:bokningar|anmälningar))(?=\s*(?:[.!,;)]|$))"),
        r"ingen \1",
    ),
    (
        re.compile(
            r"\bwe (?:do not|don't) take ((?:advance )?(?:bookings|reservations|registrations))(?=\s*(?:[.!,;)]|$))"
        ),
        r"no \1",
    ),
    (re.compile(r"\bei (?=(?:tarpeen|pakolli|välttämät|tarpeelli))"), "ei ole "),
    (re.compile(r"\bei ole (?:\w+ )?(?:edellytys|ehto|vaatimus)\b"), "ei ole tarpeen"),
    (re.compile(r"\b(is not|isn't) (?:an? )?(?:requirement|condition|prerequisite)\b"), r"\1 required"),
    (re.compile(r"\bär (inte|ej) (?:ett |något )?(?:krav|villkor)\b"), r"är \1 nödvändig"),
    (re.compile(r"\b(?:det )?är (?:inte|ej) nödvändigt att\b|\binget behov (?:av )?att\b"), "du behöver inte"),
    (re.compile(r"\beikä \w+(?:aan|een|ään|hen|iin|nne|lle) (?=ole|tarvita|vaadita|edellytetä)"), "eikä "),
    (re.compile(r"\b(is|are) never (?=required|needed|necessary)"), r"\1 not "),
    (re.compile(r"\bwon't need to\b"), "don't need to"),
    (re.compile(r"\b(ilmoittautumatta|ajanvarauksetta|varauksetta)kin\b"), r"myös \1"),
    (
        re.compile(
            r"\b((?:ilman|utan|without) (?:\w+ ){1,3}?)(?:ja|tai|sekä|och|eller|and|or) (?=(?:ilman|utan|without) \w)"
        ),
        r"\1, ",
    ),
    (re.compile(r"\b(?:nobody|no one) (?:needs|has) to\b"), "you do not need to"),
    (re.compile(r"\b(?:inget krav på|ingen obligatorisk) (?=\w*anmäl|\w*bokning)"), "ingen "),
    (re.compile(r"\bbehöver (?:inte|ej) göras\b"), "behövs inte"),
)
IS_FULL: Final = re.compile(
    r"\btäynnä\b|\btäyttyn|\bpäättyn|\bumpeutun|\bloppuun(?:varattu| varattu)|\bfullbokad|\bfullsatt|\bfulltecknad|\b(?:är|now|is|already) full\b|\bfully booked\b|\bclosed\b|\bstängd"
)
"""Full or closed: then "no bookings are taken" is no freedom from booking."""

_PAST: Final = re.compile(
    r"\b(?:vaati|vaadittiin|edellytti|edellytettiin|piti|täytyi|tarvittiin|ilmoittauduttiin|tarvinnut|vaadittu|sai|saivat|oli pakollis\w*|oli (?:ilmoittauduttava|varattava)"
    r"|krävdes|krävde|behövdes|behövde|was (?:not )?(?:required|needed|mandatory|necessary)|were (?:not )?(?:required|needed)|used to|had to|needed to|did not need|didn't need)\b"
)
_TURN: Final = re.compile(r"\s*[,;–]\s*(?:mutta|men|but)?\s+|\s+(?:mutta|men|but)\s+")

_WANTED_FI: Final = re.compile(
    r"(?:ennakko|etukäteis|paikka|asiakas|ajan|osallistumis)?-?(?:ilmoittautumis(?:ta|ia)|varausta|varauksia|lähete(?:ttä)?|lähetteitä|maksusitoumusta|palvelupäätöstä|päätöstä)"
)
_WANTED_SV: Final = re.compile(
    r"(?:för(?:hands)?)?anmälan|(?:förhands)?anmälning(?:ar)?|(?:tids|förhands|plats)?bokning(?:ar)?|tidsbeställning|(?:läkar)?remiss(?:er)?"
)
_WANTED_EN: Final = re.compile(
    r"(?:pre-?)?registrations?|(?:pre-?)?bookings?|appointments?|reservations?|sign-?ups?|enrol?lments?|referrals?"
)
_ITEM_FI: Final = r"(?:[\w-]+ ){0,2}?[\w-]*[aä]\b(?! \w*(?:ilmoittautumis|varau|lähete))"
_NEG_FI: Final = r"ilman|(?:ei|eikä|et|etkä|eivät|ette)(?: (?:tarvi\w*|vaadi\w*|edelly\w+|ole|erikseen))*"
_BEFORE_FI: Final = re.compile(
    rf"\b(?P<no>{_NEG_FI}) (?P<items>{_ITEM_FI}(?:, {_ITEM_FI}){{0,4}},? (?:tai|eikä|ja|saati) {_ITEM_FI})"
)
_AFTER_FI: Final = re.compile(
    rf"(?:(?<=, )|^)(?P<items>(?:{_ITEM_FI}(?:, {_ITEM_FI}){{0,4}},? (?:tai|eikä) {_ITEM_FI})|[\w-]+[aä] ja [\w-]+[aä])"
    r" (?:(?:ei|et) (?:ole|tarvi\w*|tarvetta|vaadi\w*|edelly\w+|kysytä)|ei(?=[.!,;]|$)|tarvita|vaadita|tarvitse|edellytetä)\b"
)
_ITEM: Final = r"(?:an? |any |a )?[\w'-]+(?: [\w'-]+){0,2}?"
_LIST_SV: Final = re.compile(
    rf"\b(?:behöver (?:du |man |ni )?)?(?:ingen|inga|inget|utan|varken) (?P<items>{_ITEM}(?:, {_ITEM}){{0,4}},? eller {_ITEM})(?=[ .,!;)]|$)"
)
_LIST_EN: Final = re.compile(
    rf"\b(?:no|without|neither|(?:not|n't|need) (?:need|require|have|neither)) (?P<items>{_ITEM}(?:, {_ITEM}){{0,4}},? n?or {_ITEM})(?=[ .,!;)]|$)"
)
_PARTS: Final = re.compile(r",? (?:tai|eikä|ja|saati|eller|n?or) |, ")
_NO_ITEM: Final = re.compile(
    r"\b(?:ilman|mutta|vaan|että|jos|kun|on|voi|vain|ota|varaa|tule|soita|hae|käy|kysy|täytä|lähetä|katso|saavu|muista|maksa|ilmoittaudu|liity|men|but|kan|can|is|är|in|per|via|by|ring|boka|anmäl|kom|betala|hämta|call|book|register|sign|come|contact|bring|just|pay)\b"
)
_BARS: Final = re.compile(
    r"\s*(?:ei|et|emme|eivät|ette)\b(?! (?:tarvi|vaadi|edelly|ole))|\s+(?:kan|får|släpps|tas|you (?:can|will)|we (?:can|will))\b"
)


def phrased(sentence: str) -> str:
    """A lower-case sentence in the phrasing that the words of registering are known by.

    >>> phrased("et tarvitse ajanvarausta, lähetettä tai aiempaa kokemusta."), phrased("ilmoittautumispakkoa ei tällä kertaa ole")
    ('et tarvitse ajanvarausta, et tarvitse lähetettä kokemusta.', 'ilmoittautumista ei ole')
    """
    sentence = " ".join(sentence.replace("\u00ad", "").replace("’", "'").split())
    for hint, pattern, written in _WRITTEN:
        if hint in sentence:
            sentence = pattern.sub(written, sentence)
    sentence = _of_now(sentence)
    if _DENYING.search(sentence) is None:
        return sentence
    sentence = _FILLERS.sub("", sentence)
    for pattern, written in _NO_LONGER:
        sentence = pattern.sub(written, sentence)
    if IS_FULL.search(sentence) is None:
        for pattern, written in _FIRST_PERSON:
            sentence = pattern.sub(written, sentence)
    return _unlisted(sentence)


def _of_now(sentence: str) -> str:
    """The sentence without the clauses of an earlier time, where it has others."""
    if _PAST.search(sentence) is None:
        return sentence
    clauses = [clause for clause in _TURN.split(sentence) if clause]
    kept = [clause for clause in clauses if _PAST.search(clause) is None]
    return ", ".join(kept) if kept else sentence


def _unlisted(sentence: str) -> str:
    """The sentence with each list under one "not" taken apart."""
    if any(word in sentence for word in (" tai ", " eikä ", " ja ", " saati ")):
        sentence = _BEFORE_FI.sub(lambda m: _apart(m, _WANTED_FI, f"{m['no']} {{}}"), sentence)
        sentence = _AFTER_FI.sub(lambda m: _apart(m, _WANTED_FI, "{} ei tarvita"), sentence)
    if " eller " in sentence:
        sentence = _LIST_SV.sub(lambda m: _apart(m, _WANTED_SV, "ingen {}"), sentence)
    if " or " in sentence or " nor " in sentence:
        sentence = _LIST_EN.sub(lambda m: _apart(m, _WANTED_EN, "no {}"), sentence)
    return sentence


def _apart(listed: re.Match[str], wanted: re.Pattern[str], denied: str) -> str:
    """One denial for each item that is wanted here; the list as it is where it bars, or holds more than things."""
    items = _PARTS.split(listed["items"])
    heads = [item.split()[-1] for item in items]
    found = [head for head in heads if wanted.fullmatch(head)]
    if not found or any(_NO_ITEM.search(item) for item in items) or _BARS.match(listed.string, listed.end()):
        return listed[0]
    return ", ".join(denied.format(head) for head in found)
