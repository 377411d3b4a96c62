"""For whom, as a text says it: words of audiences in three languages. A place, a theme or a person told of is no audience."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from schemas.normalise.age import ages_in
from schemas.normalise.memo import read_once
from schemas.service import LANGS, Audience, Gender, Lang

_GIRLS: Final = r"\btytö(?:t|ille)\b|\btyttöjen\b|\bflickor\w*|\bgirls\b"
_BOYS: Final = r"\bpojat\b|\bpojille\b|\bpoikien\b|\bpojkar\w*|\bboys\b"
_WORDS: Final[dict[Audience, str]] = {
    Audience.CHILDREN: rf"\blap(?:set|sille|sia|silla|sien)\b|\blapsi(?=-aikuinen|\b)|\b(?:erityis|pien|koulu)?lasten\b|\b(?:erityis|pikku)?laps(?:et|ille)\b|\blasten(?=jumppa|kerho|ryhm|tapahtum|konsert|liikun|leiri|tanssi|teatteri|esity|työpaj|uimak)\w*|\berityislast\w+|\bvauva(?!n\b|sta\b|perhe)\w*|\bvauvo\w+|\btaapero\w*|{_GIRLS}|{_BOYS}|\bkoululai\w+|\balakoululai\w+|\bleikki-ikäi\w+|\bpäiväkoti(?:uin|ryhm|-)\w*|\beskari(?:t|lais|ikä)\w*|\besikoululai\w+|\balle kouluikäi\w+|\bkouluikäi\w+|\b(?:små|skol)?barn\b|\bbarnens?\b|\bbab(?:y|ies|ysim)\w*|\btoddlers?\b|\bkids\b|\bchildren(?:'s)?\b|\b[1-6]\s?\.?\s*(?:lk\b|-?luokkalai)|\båk [1-6]\b",
    Audience.YOUTH: r"\b(?:\w+kaari|erityis)?nuor(?:et|ille|isolle)\b(?! aikui)|\b(?:\w+kaari|erityis)?nuorten\b(?! aikui)|\bnuortenilta\w*|\bteini(?:t|lle|en|-ikä)\w*|\bteineille\b|\bungdom(?:ar|arna|ars)?\b|\bunga\b(?! vuxna)|\byouths?\b|\bteen(?:s|agers?)?\b|\byoung people\b|\byläkoululai\w+|\blukiolai\w+",
    Audience.YOUNG_ADULTS: r"\bnuor\w+ aikui(?:s|n)\w*|\bunga vuxna\b|\byoung adults?\b",
    Audience.ADULTS: r"(?<!nuoret )(?<!nuorille )(?<!nuorten )\baikui(?:set|sille|sten)\b|\btyöikäi\w+|(?<!unga )\bvuxna\b|(?<!young )(?<!older )(?<!with )\badults\b|\bi arbetsför ålder|\barbetsföra\b|\bworking[- ]age",
    Audience.SENIORS: r"\b(?:\w+kaari|yli|super)?senior(?!i?(?:keskuk|keskus|tal|-?info))\w*|\bikäihmi\w+|\bikäänty\w+|\biäkkä\w+|\beläkeläi\w+|\beläkkeellä\b|\bvanhu(?:kset|ksille|sten)\b|\b(?:sota)?veteraani\w*|\bkrigsveteran\w*|\bpensionär\w*|(?<!och )(?<!eller )\bäldre\b|\belderly\b|\bolder (?:people|adults|persons)\b|\bpensioners?\b|\bretire(?:d|es)\b|\bikämie\w+|\bikänai\w+",
    Audience.FAMILIES: r"\bkoko perhe\w*|\b(?:lapsi|vauva|pikkulapsi|sateenkaari)?perhe(?:et|ille|iden|itä)\b|\b(?:lapsi|vauva)perhe\w*|\bperhe(?:aamu|kahvila|liikun|hulin|palloil|retk|päiv|kerho|jump|tapahtum|klubi|uin|lauantai|sunnuntai|jooga|ilta|ryhm|treeni|konsert|työpaj|lii|pyykki|tanssi|temppu|leiri|teatteri|brunssi|aika|tunti|-)\w*|\blapsi-aikuinen|\bheidän vanhemmil\w+|\b(?:barn|små ?barns)?famil(?:j|jer|jen|jerna)\b|\bfamilje(?:café|kafé|dag|gympa|klubb|träff)\w*|\bfamil(?:y|ies)\b",
    Audience.IMMIGRANTS: r"\bmaahanmuutta\w+|\bmaahan muuttane\w+|\bpakolais(?:ille|et|ten)\b|\bpakolaiset\b|\bturvapaikanhaki\w+|\bkotoutuj\w+|\binvandrar(?:e|na|es|grupp\w*)?\b|\binvandrade\b|\bflykting(?:ar)?\b|\bnyanlända\b|\bimmigrants?\b|\brefugees?\b|\bnewcomers\b|\basylum seekers",
    Audience.UNEMPLOYED: r"\btyöttöm(?:ät|ille|ien|iä|änä)\b|\btyönhakij\w+|\barbetslösa?\b|\barbetssökande\b|\bunemployed\b|\bjob ?seekers?\b",
    Audience.DISABLED: r"\b(?:\w{2,14})?vammai(?:set|sille|sten|sia|se|nen|s)\b|\bkehitysvamma\w*|\bkuulovamm\w*|\bnäkövamm\w*|\bliikuntavamm\w*|\bvammai(?!spalv|sneuv)\w*|\b(?:liikunta|liikkumis|toiminta|aisti|näkö|kuulo)rajoittei\w+|\btoimintarajoi\w+|\bhuonokuuloi\w+|\bkuuro(?:t|ille|jen)\b|\berityis(?:laps|last|lapset|ryhm|nuor|uim|liikun)\w*|\bpyörätuolin?[ -]?käyttäj\w*|\bpyörätuolilla\b|\bavh\b|\baivohalvaa\w+|\baivoverenkierto\w+|\bneurologi(?:set|sille|sten)\b|\bsoveltava\w* liikun\w+|\bautis\w+|\bafaatik\w+|\bfunktions(?:nedsätt|hind|variation|varier)\w+|\bsynskad\w+|\bhörselskad\w+|\brörelsehind\w+|\butvecklingsstör\w+|\bdöva\b|\bdisabilit\w+|\bdisabled\b|\bwheelchair users\b|\b(?:visually|hearing) impaired\b|\bdeaf\b|\bspecial needs\b",
    Audience.MENTAL_HEALTH: r"\bmielenterveysk\w*|\bmielenterveysongelm\w*|\bmielenterveysasiakk\w*|\bmielenterveyden (?:häiriö|haaste|ongelm)\w*|\bpsyykki\w+ (?:sairau|oirei)\w*|\bmental ?health (?:recover|rehab|problem|issue|client|service user|challenge|patient)\w*|\bpsykisk ohälsa|\bmentalvårds?(?:klient|rehab)\w*|\bklienter inom mentalvården|\bi psykisk rehab\w*|\b(?:masennu\w+|ahdistu\w+|uupumu\w+|psykoos\w+|syömishäiriö\w+)\s(?:toipu|kärsi|sairasta|kuntoutu)\w+|\bsom lider av (?:depression|ångest)\w*|\bmental(?:hälso)?rehab\w*",
    Audience.SUBSTANCE_RECOVERY: r"\bpäihde(?:k|ongelm|riippuv|toip|taust|asiak)\w*|\bpäihteistä (?:toipu|kuntoutu)\w*|\bpäihdetoipu\w+|\bmissbruk(?:are|sproblem|srehab)\w*|\bsubstance (?:abuse|use|misuse)\b|\bin recovery\b|\baddict(?:s|ion recovery)\b",
    Audience.CARERS: r"\bomaishoit\w+|\bnärståendevårdar\w*|\banhörigvårdar\w*|\b(?:family )?(?:carers|caregivers)\b|\bfamily carer\b",
    Audience.WOMEN: rf"\bnai(?:set|sille|sten)\b(?! (?:historia|asem|oike|vuoro tais))|\bnais(?:ryhm|porukk|jump|vuor)\w*|\bdam(?:er|erna)\b|\bkvinnor\w*|\bwomen(?:'s)?\b|\bladies\b|{_GIRLS}",
    Audience.MEN: rf"\bmie(?:het|hille|sten)\b|\bmies(?:ryhm|porukk|jump|vuor)\w*|\bäij(?:ä|i)\w*|\bherrar\w*|\bmän\b|\bmen's\b|\bfor men\b|\bmen only\b|\bmen and women\b|\bwomen and men\b|{_BOYS}",
    Audience.EVERYONE: r"\bkaikille(?=\s*(?:avoi|sopi|tarkoi|soveltu|halukk|kiinnost|ilmai|maksut|yhtei|iästä|ikäi|asukk|[.,!)]|$))|\bavoi(?:n|nna|met) (?:\w+ )?kaikille\b|\bsopii kaikille\b|\bkaikki (?:ovat )?(?:lämpimästi )?tervetul\w+|\bkaikenikäi\w+|\bvauvasta vaariin|\b(?:öppet|öppen|öppna|passar|lämpar sig) för alla\b|(?<!inte )\bför alla(?=\s*(?:[.,!)]|$|som|åldrar|intress))|\balla (?:är )?(?:hjärtligt )?välkom\w+|\bopen (?:to|for) (?:all|everyone|everybody|anyone)\b|\bfor (?:everyone|everybody)\b|\beveryone(?: is)? welcome|\ball (?:are )?welcome|\ball ages\b",
}
_READERS: Final = {audience: re.compile(words) for audience, words in _WORDS.items()}


def _alternatives(pattern: str) -> Iterator[str]:
    """What stands between a pattern's outermost bars."""
    begin = depth = 0
    is_class = False
    pieces = re.finditer(r"\\.|.", pattern)
    for piece in pieces:
        match piece[0]:
            case "[" | "]":
                is_class = piece[0] == "["
            case "(" | ")" if not is_class:
                depth += 1 if piece[0] == "(" else -1
            case "|" if not is_class and not depth:
                yield pattern[begin : piece.start()]
                begin = piece.end()
    yield pattern[begin:]


_NOT_BESIDE: Final = re.compile(r"\(\?<?!(?:[^()]|\([^()]*\))*\)")


def _is_of_several_words(alternative: str) -> bool:
    needed = _NOT_BESIDE.sub("", alternative)
    return " " in needed or r"\s" in needed


_PHRASES: Final = re.compile(
    "|".join(one for words in _WORDS.values() for one in _alternatives(words) if _is_of_several_words(one))
)
_GIRLS_OR_BOYS: Final = re.compile(f"(?P<girls>{_GIRLS})|(?P<boys>{_BOYS})")
_BOTH: Final = re.compile(r"\b(?:M\s*\+\s*N|N\s*\+\s*M|D\s*\+\s*H|H\s*\+\s*D)\b")
_ALONE: Final = re.compile(r"(?<=[\s,])([MNDH])(?=\s*(?:,|$))")
_NOT_FOR: Final = re.compile(
    r"\b(?:ei|eivät|inte|not)\s+(?:ole\s+)?(?:sovellu|sovi|suositella|tarkoitettu|lämplig|avsedd|suitable|recommended|intended)\w*(?:\s+(?:för|for))?\s+(?:\w+\s+)?\w+"
)
_ABOUT: Final = re.compile(r"\b(?:luento\w*|historia\w*|kirjallisuusil\w+|esitelm\w+|föreläsning\w*|lecture\w*)\b")
_OF: Final = re.compile(r"\b\w+(?:ten|den|jen|uus)\b|\bchildren\b|\bbarns\b")
"""In a lecture's title a genitive is what the lecture is about; "seniorien luento" is given up with it."""
_MINORS_COMPANY: Final = re.compile(
    r"\balle \S+ ?-?(?:vuotiaat )?lapset\b[^.]{0,30}(?:seura|kanssa|maks|ilma)\w*|\baikuisten seurassa"
)


@read_once
def audiences_in(texts: Mapping[Lang, str]) -> list[Audience]:
    """The audiences that the texts name, in the order of our list; ages that leave no doubt name one too.

    >>> audiences_in({"fi": "SENIORI VESIJUMPPA, NAISET"})
    [<Audience.SENIORS: 'seniors'>, <Audience.WOMEN: 'women'>]
    >>> audiences_in({"fi": "Naistenklinikan historia -luento"})
    []
    """
    found: set[Audience] = set()
    for lang in LANGS:
        if text := texts.get(lang):
            found |= _named(text)
    return [audience for audience in Audience if audience in found]


def audiences_named(words: Sequence[str]) -> list[Audience]:
    """The same of some folded words of a query in a row. Words that name nobody one by one, and are no phrase of ours, name nobody together.

    >>> audiences_named(["unga", "vuxna"]), audiences_named(["kuntosali", "kallio"])
    ([<Audience.YOUNG_ADULTS: 'young_adults'>], [])
    """
    phrase = " ".join(words)
    if len(words) > 1 and not any(char.isdigit() for char in phrase):
        if not any(audiences_in({"fi": word}) for word in words) and not _PHRASES.search(phrase):
            return []
    return audiences_in({"fi": phrase})


@read_once
def gender_in(texts: Mapping[Lang, str]) -> Gender:
    """The one gender that the texts name; both, or neither, is unknown.

    >>> gender_in({"fi": "Vesijumppa Naiset"}), gender_in({"fi": "Vesijumppa M + N"})
    (<Gender.WOMEN: 'women'>, <Gender.UNKNOWN: 'unknown'>)
    """
    found = set(audiences_in(texts))
    if Audience.EVERYONE in found or {Audience.WOMEN, Audience.MEN} <= found:
        return Gender.UNKNOWN
    if Audience.WOMEN in found:
        return Gender.WOMEN
    return Gender.MEN if Audience.MEN in found else Gender.UNKNOWN


def _named(text: str) -> set[Audience]:
    words = _MINORS_COMPANY.sub(" ", _NOT_FOR.sub(" ", text.lower().replace("’", "'")))
    if _ABOUT.search(words):
        words = _OF.sub(" ", words)
    found = {audience for audience, reader in _READERS.items() if reader.search(words)}
    if {Audience.WOMEN, Audience.MEN} <= found:
        kinds = {match.lastgroup for match in _GIRLS_OR_BOYS.finditer(words)}
        if len(kinds) == 2:
            # "flickor och pojkar" are children, not a gender
            found -= {Audience.WOMEN, Audience.MEN}
    if len(text) < 200:
        if _BOTH.search(text):
            found |= {Audience.WOMEN, Audience.MEN}
        for letter in _ALONE.findall(text):
            found.add(Audience.WOMEN if letter in "ND" else Audience.MEN)
        found |= _by_age(text)
    return found


def _by_age(text: str) -> set[Audience]:
    """ "7–9-vuotiaat" are children and "75+" seniors; an open or a wide range names nobody."""
    low, high = ages_in(text)
    if low is not None and low >= 60:
        return {Audience.SENIORS}
    if high is None or high > 17:
        return set()
    if high <= 13:
        return {Audience.CHILDREN}
    return {Audience.YOUTH} if low is not None and low >= 13 else {Audience.CHILDREN, Audience.YOUTH}
