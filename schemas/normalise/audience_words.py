"""For whom, as a text says it: words of audiences in three languages. A place, a theme or a person told of is no audience."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from schemas.normalise.age import ages_in
from schemas.normalise.audience_themes import of_participants
from schemas.normalise.memo import read_once
from schemas.service import LANGS, Audience, Gender, Lang

_GIRLS: Final = r"\btytö(?:t|ille)\b|\btyttöjen\b|\btyttö(?:kuoro|ryhm|kerho|jump|ilta|jooga|porukk|treen|vuoro)\w*|\bflickor\w*|\bflickgrupp\w*|\bgirls\b"
_BOYS: Final = r"\bpojat\b|\bpojille\b|\bpoikien\b|\bpoika(?:kuoro|ryhm|kerho|jump|ilta|porukk|treen|vuoro)\w*|\bpojkar\w*|\bpojk(?:grupp|kör)\w*|\bboys\b"
_DOING: Final = r"(?:ryhm|kuoro|porukk|jump|vuoro|kerho|piiri|tanss|joog|uin(?:ti|nin|nit|tia)|uima(?:k|r|v)|voimist|liikun|treen|harjoi|ilta|aamu|kahvil|olohuon|kurss|tapaami|toimin|tupa|leiri|retk|treff|klubi|pilate|kunto|peli-?il|paj|työpaj|kokki|käsityö|askart|sähly|futis|luistel|hiihto|sirkus|baleti|balett|lavis|latin|lattar|lattari|keskustel|bändi|muskar|satu|laulu|lukupiir|viikko|tunti|tunnit|disko|tapahtum|konsert|esity|temppu|seikkai|palloi|kino|sauna)"
"""How names of what people do together begin: behind "nais" or "lasten" they make a word that says for whom."""
_GRUPP: Final = r"(?:grupp|kör|gymp|gymnast|dans|klubb|träff|kurs|cirkel|yoga|läger|sim|fotboll|café|kafé|kväll|tur\b)"
_OPEN_TO: Final = r"(?!\s+(?!kiinnost|halukk|hals|ikäi|asukk|helsinki|kaupunk|kävij|vierai|osallis|avoi|ilmai|maksut|tervetul|sopiv)\w+ille\b)"
"""Open to all carers is not open to all."""
_WORDS: Final[dict[Audience, str]] = {
    Audience.CHILDREN: rf"\bдля (?:\w+ )?(?:детей|малышей|дітей)\b|\blap(?:set|sille|sia|silla|sien)\b|\blapsi(?=-aikuinen|\b)|\b(?:erityis|pien|koulu)?lasten\b|\b(?:erityis|pikku)?laps(?:et|ille)\b|\blasten(?!lauluj|musiik)(?={_DOING}|leik|teatte)\w+|\blapsi{_DOING}\w*|\berityislast\w+|\bvauva(?!n\b|sta\b|\w*perhe)\w*|\bvauvo(?!\w*ista\b)\w+|\btaapero(?!\w*perhe)\w*|{_GIRLS}|{_BOYS}|\bkoululai\w+|\balakoululai\w+|\balakouluikäi\w+|\balle kouluikäi\w+|\bleikki-ikäi\w+|\bpäiväkoti(?:uin|ryhm|laps|-)\w*|\besikoululai\w+|\beskari(?:t|lais|ikä)\w*|\bkouluikäi\w+|\bpienten (?:aamu|loru|jump|satu|muskar|liiku|leik|kino|temp|konsert)\w*|\b(?:skid|muks)(?:it|ut|ien|ujen|eille|uille)\b|\bekaluok\w+|\b(?:små|skol|dagis|förskole)?barn(?:en)?\b|\bbarnens?\b|\bbarn{_GRUPP}\w*|\bskolelev(?:er|erna)?\b|\blågstadieelev\w*|\bbab(?:y|ies|ysim)\w*|\bbebis\w*|\btoddlers?\b|\binfants?\b|\bpreschool(?:ers?| children)\b|\bschoolchildren\b|\bkids?\b|\bchildren(?:'s)?\b|\b[1-6]\s?\.?\s*(?:lk\b|-?luokkalai)|\båk [1-6]\b",
    Audience.YOUTH: rf"\bдля (?:подростков|молод[её]жи)\b|\b(?:\w+kaari|erityis)?nuor(?:et|ille|isolle)\b(?! (?:aikui|perhe|naise|naisi|miehe|miehi|äid))|\b(?:\w+kaari|erityis)?nuorten\b(?! (?:aikui|perhe|nais|mies|äit))|\bnuorten{_DOING}\w*|\bnuoriso{_DOING}\w*|\bteini(?:t|lle|en|-ikä|ikäi)\w*|\bteineille\b|\bteini{_DOING}\w*|\bmurrosikäi\w+|\bungdom(?:ar|arna|ars)?\b|\bungdoms{_GRUPP}\w*|\bunga\b(?! (?:vuxna|kvinnor|män|familjer))|\btonåring\w*|\bhögstadieelev\w*|\byouths?\b|\byoungsters\b|\badolescents?\b|\bteen(?:s|agers?)?\b|\byoung people\b|\byläkoululai\w+|\byläkouluikäi\w+|\blukiolai\w+",
    Audience.YOUNG_ADULTS: r"\bnuor\w+ aikui(?:s|n)\w*|\bunga vuxna\b|\byoung adults?\b",
    Audience.ADULTS: rf"\bдля взрослых\b|(?<!nuoret )(?<!nuorille )(?<!nuorten )\baikui(?:set|sille|sten)\b|\baikuis(?:ten)?{_DOING}\w*|\btyöikäi\w+|\btäysi-ikäi(?:set|sille|sten)\b|(?<!unga )(?<!med )(?<!av )\bvuxna\b|\bvuxen{_GRUPP}\w*|(?<!young )(?<!older )(?<!with )\badults\b|\badult (?:group|class|swim|ballet|beginner|learner|choir|course)\w*|\bi arbetsför ålder|\barbetsföra\b|\bworking[- ]age",
    Audience.SENIORS: r"\bдля (?:пожилых|пенсионеров|людей старшего возраста|літніх)\b|\b(?:\w+kaari|yli|super)?senior(?!i?(?:keskuk|keskus|tal|-?info))\w*|\bikäihmi\w+|\bikäänty(?!mi)\w+|\biäkkä\w+|\beläkeläi\w+|\beläkeikäi\w+|\beläkkeellä\b|\bvanhu(?:kset|ksille|sten)\b|\bvarttune(?:et|ille|iden)\b|\b(?:sota)?veteraani\w*|\bveteraaneille\b|\bkrigsveteran\w*|\bpensionär\w*|(?<!och )(?<!eller )\bäldre\b(?! (?:än|barn|skol|elev|ungdom|musik|film|histor))|\bälderstigna\b|\belderly\b|\bolder (?:people|adults|persons|men|women|residents)\b|\bpensioners?\b|\bretire(?:d|es)\b|\bikämie\w+|\bikänai\w+",
    Audience.FAMILIES: rf"\bдля (?:семей|родителей|мам)\b|\bkoko perhe\w*|\b\w*perhe(?:et|ille|iden|itä|eiden)\b|\b(?:lapsi|vauva|taapero)perhe\w*|\bperhe-\w*|\bperhe(?!n\b|en|est|ess|ell|elt|väkiv|neuvo|keskus|keskuks|palvel|oik|työ|hoi|taust|suht|kunta|kunti|kunna|yrity|vapa|rytm|asia|tied|sukul|terap|kuv|albumi|draama|romaani|trag|tilan|etu|etui|koko|huone|asu|hist|polit|arvo|muoto|murha|salai|jäsen|muisto|onni|piiri|lippu|lipu|potret|perint|tarin|saaga|side|sitei|inee|iss|ist|ill|ese|rinn|ruok|juhl|ravint|omist|saun|resept|tilo|tilall|kuntout|suunnit|tuk|talo|puisto|hotel|budj|auto|lomal|lomat|keskeis|lähei|päivähoi|vastaanot|sosiaal|ystäv|valmennuk|linja|nimi|eläke|kalleu|konfl)\w{{3,}}|\b(?:lapsi|vauva|taapero|äiti|isä|vanhempi|aikuinen|pappa|mamma|mummi)\s?[-–/&]\s?(?:lapsi|vauva|taapero|aikuinen|vauva)\w*|\bheidän vanhemmil\w+|\bvanhempain ?(?:ryhm|ilta|iltapäiv|kahvil)\w*|\byksinhuoltaj\w+|\bodottav\w+ äid\w+|\b(?:äideille|isille)\b|\b(?:äitien|isien) (?:ja \w+ )?{_DOING}|\b(?:äiti|isä){_DOING}\w*|\b(?:barn|små ?barns|spädbarns)?famil(?:j|jer|jen|jerna|jers|jernas)\b|\bfamiljens\b(?! (?:histor|namn|öde|liv))|\bfamilje(?!rådg|liv|rätt|våld|center|arbet|roman|histor|relat|medlem|företag|fot|drama|politik|ledig|band\b|namn|biljett|träd|terapi|vård|rehab|plan|daghem|dagvård|restaurang|hem\b|rum|läkar|förm|park|hus|vänlig|stöd)\w+|\bsmå ?barnsföräldra\w+|\bföräldra(?:grupp|träff|ca|ka|lediga)\w*|\b(?:för|och|till|åt|blivande|ensamstående) föräldrar(?:na)?\b|\bföräldrar (?:och|med|till) (?:\w+ )?(?:barn|bebis|unga|tonår)\w*|\b(?:mamma|pappa)(?:grupp|träff|gymp|lediga)\w*|\bfamil(?:y|ies)\b(?! (?:carers?|caregiv\w+|histor\w+|members?|trees?|names?|business\w*|doctors?|violence|research|tickets?))|\b(?:for|and|new|single|expecting|expectant|young|all) parents\b|(?<!his )(?<!her )(?<!their )\bparents (?:and|with|of|&) (?:\w+ )?(?:child|bab|todd|kid|teen|infan)\w*|\bparents'|\b(?:for|and|new|single|expecting|young) (?:mothers|fathers)\b|\bmothers (?:and|with) (?:bab|child)\w*|\b(?:mums|moms|dads)\b|\bparent[- ](?:and[- ])?(?:child|baby|toddler)\w*",
    Audience.IMMIGRANTS: r"\bmaahanmuutta\w+|\bmaahan muuttane\w+|\bulkomaalais(?:taust\w+|ille|et|ten)\b|\bpakolais(?:ille|et|ten|taust\w+|nais\w+|nuor\w+|perhe\w+)\b|\bpakolaiset\b|\bturvapaikanhaki\w+|\bkotoutu[jm]\w+|\buussuomalai\w+|\binvandrar(?!polit|frågor|verk)\w*|\binvandrade\b|\butländsk bakgrund|\bflykting(?:ar|arna|barn|kvinnor|familjer)?\b|\basylsökande\b|\bnyanlända\b|\bnyinflyttade\b|\bimmigrants?\b|\b(?<!bird )migrants?\b|\brefugees?\b|\bnewcomers\b|\basylum[- ]seekers|\bforeigners\b|\bforeign[- ]born\b",
    Audience.UNEMPLOYED: r"\b(?:pitkäaikais|nuoriso)?työttöm(?:ät|ille|ien|iä|änä)\b|\btyönhakij\w+|\btyötä vailla\b|\btyöelämän ulkopuolella\b|\b(?:långtids)?arbetslösa?\b|\barbetssökande\b|\butan (?:arbete|jobb)\b|\bunemployed\b|\bjob[- ]?seekers?\b|\bjobless\b|\bout of work\b",
    Audience.DISABLED: r"\b\w*vammai(?:set|sille|sten|sia|se|nen|s)\b|\bkehitysvamma\w*|\bkuulovamm\w*|\bnäkövamm\w*|\bliikuntavamm\w*|\bvammai(?!spalv|sneuv)\w*|\b(?:liikunta|liikkumis|toiminta|aisti|näkö|kuulo)rajoittei\w+|\b(?:liikunta|liikkumis)estei(?:set|sille|sten)\b|\btoimintarajoi\w+|\bhuonokuuloi\w+|\bheikkonäköi\w+|\bsokei(?:lle|den)\b|\bsokeat\b|\bkuuro(?:t|ille|jen|sokei\w*|utun\w+)\b|\berityistä tukea tarvitsev\w+|\berityisen tuen tarpeess\w+|\berityis(?:laps|last|lapset|ryhm|nuor|uim|liikun)\w*|\bpyörätuolin?[ -]?käyttäj\w*|\bpyörätuolilla\b|\bavh\b|\baivohalvaa\w+|\baivoverenkierto\w+|\bneurologi(?:set|sille|sten)\b|\bsoveltava\w* liikun\w+|\bautis\w+|\bafaatik\w+|\b(?:funktions|syn|hörsel|rörelse)(?:nedsätt|nedsatt|hind|variation|varier|svag|skad)\w*|\bnedsatt (?:syn|hörsel|rörlighet|rörelseförmåga|funktionsförmåga)\b|\butvecklingsstör\w+|\bdöv(?:a|blinda)\b|\bblinda\b|\brullstols(?:använd|bur)\w+|\bafatiker\w*|\bsärskilda behov|\bsärskilt stöd|\banpassad (?:motion|idrott|gymnastik|gympa|simning|träning)|\bdisabilit\w+|\bdisabled\b|\bwheelchair users\b|\b(?:visually|hearing|mobility)[- ]impaired\b|\b(?:visual|hearing|mobility|sight) impairments?\b|\bhard of hearing\b|\bdeaf(?:blind)?\b|\b(?:for|and) (?:the )?blind\b|\bblind (?:people|persons?|and)\b|\bspecial needs\b|\badapt(?:ed|ive) (?:sports?|exercise|swimming|physical|gym|yoga|dance)\w*",
    Audience.MENTAL_HEALTH: r"\bmielenterveysk(?!eskus|eskuks|äyn|ys|ort)\w*|\bmielenterveysongelm\w*|\bmielenterveysasiakk\w*|\bmielenterveys(?:toipu|potil|ryhm)\w*|\bmielenterveyden (?:häiriö|haaste|ongelm)\w*|\bpsyykki\w+ (?:sairau|sairai|oirei|haaste)\w*|\bpsyykkisesti (?:sairai|oirei)\w*|\bmental ?health (?:recover|rehab|problem|issue|client|service user|challenge|patient|condition)\w*|\bmental illness\w*|\bpsykisk(?:a|t)? (?:ohälsa|problem|sjuk)\w*|\bmentalvårds?(?:klient|rehab|patient)\w*|\bklienter inom mentalvården|\bi psykisk rehab\w*|\b(?:masennu\w+|ahdistu\w+|uupumu\w+|psykoos\w+|syömishäiriö\w+)\s(?:toipu|kärsi|sairasta|kuntoutu)\w+|\bmasentune\w+|\bsom lider av (?:depression|ångest)\w*|\bmental(?:hälso)?rehab\w*",
    Audience.SUBSTANCE_RECOVERY: r"\bpäihde(?:k|ongelm|riippuv|toip|taust|asiak|potil)\w*|\bpäihteistä (?:toipu|kuntoutu|irti)\w*|\bpäihdetoipu\w+|\bpäihteiden käyt\w+|\balkoholiriippuv\w+|\bmissbruk(?:are|sproblem|srehab|sklient)\w*|\brusmedels(?:problem|klient|rehab|beroende)\w*|\b(?:alkohol|drog)beroende\b|\b(?:från|i) missbruk(?:srehabilitering)?\b|\bsubstance (?:abuse|use|misuse)\b|\b(?:alcohol|drug) (?:addict|problem|dependen|recover|abuse)\w*|\bin recovery\b|\baddict(?:s|ion recovery)\b|\b(?:recovering from|overcoming) (?:an )?addictions?\b",
    Audience.CARERS: r"\bomaishoi(?:t|d)\w+|\b(?:läheistään|läheisiään) hoitav\w+|\bomai(?:sille|sten (?:ryhm|vertais|ilta|tuki|tapaa|kahvil)\w*)|\bomaisryhm\w*|\b(?:närstående|anhörig)vård(?!sstöd\b)\w*|\banhöriggrupp\w*|\bför anhöriga\b|\b(?:family )?(?:carers|caregivers?)\b|\b(?:family|informal) carers?\b|\bfamily caregiving\b",
    Audience.WOMEN: rf"\bдля (?:женщин|жінок|девочек)\b|\bjokainen nainen\b|\bvarje kvinna\b|\bevery woman\b|\b(?:maahanmuuttaja|turvapaikanhakija|opiskelija|\w+lais|\w+läis|seniori|ikä)?nai(?:set|sille|sten)\b(?! (?:historia|asem|oike|vuoro tais))|\bnais(?:ten)?{_DOING}\w*|\bmimm(?:it|ien|eille|ijump|iporuk|i-ilta|i-ilt)\w*|\brouv(?:at|ien|ille)\b|\bmammatreen\w*|\bdam(?:er|erna)\b|\bdam{_GRUPP}\w*|\b\w*kvinnor(?!\w*historia)\w*|\bkvinno{_GRUPP}\w*|\bwomen(?:'s)?\b|\bladies\b|{_GIRLS}",
    Audience.MEN: rf"\bдля (?:мужчин|чоловіків)\b|\b(?:maahanmuuttaja|turvapaikanhakija|opiskelija|\w+lais|\w+läis|seniori|ikä)?mie(?:het|hille|sten)\b|\bmies(?:ten)?{_DOING}\w*|\bäij(?:ä|i)\w*|\bherrar(?:na)?\b|\bherr{_GRUPP}\w*|\bmän\b|\binvandrarmän\b|\bmans{_GRUPP}\w*|\bmen's\b|\b(?:for|older|young|immigrant|migrant|retired|unemployed|elderly|refugee|adult) men\b|\bmen (?:only|over|aged)\b|\bmen and women\b|\bwomen and men\b|{_BOYS}",
    Audience.EVERYONE: rf"\bjok(?:ainen|a ikinen) (?:on )?(?:\w+sti )?tervetul\w+|\bvälkomna(?: med)? alla(?=\s*(?:[.,!)]|$))|\btervetul\w+ (?:mukaan )?(?:ihan |aivan )?(?:jokainen|kaikki)(?=\s*(?:[.,!)–-]|$|ikä|taus|kunno|taito|mukaan))|\b(?:mahtuu|pääsee|sopii|voi tulla|voi osallistua|saa tulla|saa osallistua) (?:mukaan )?(?:ihan |aivan )?(?:jokainen|kuka (?:vain|vaan|tahansa))\b|\b(?:mahtuvat|pääsevät|saavat tulla) (?:mukaan )?kaikki(?=\s*(?:[.,!)–-]|$|ikä|mukaan))|\bikään (?:tai|ja|sen enempää kuin) \w+ katsomatta\b|\b(?:tarkoitettu|sopii|avoin|avoinna) (?:\w+ )?jokaiselle\b{_OPEN_TO}|\bvem som helst (?:kan|får|är)\b|\bvar och en är (?:\w+t )?välkommen|\balla (?:får|kan) (?:vara med|delta|komma med)(?=\s*(?:[.,!)–-]|$|oavsett))|\bevery(?:one|body)(?:'s| is| are)? (?:\w+ly |very )?welcome|\b(?:anyone|anybody|everyone|everybody) (?:can|may) (?:join|take part|participate|attend|come along)\b|\bkaikille{_OPEN_TO}(?=\s*(?:avoi|sopi|tarkoi|soveltu|halukk|kiinnost|ilmai|maksut|yhtei|iästä|ikäi|asukk|kaupunkil|helsinkil|[.,!)]|$))|\bavoi(?:n|nna|met) (?:\w+ )?kaikille\b{_OPEN_TO}|\bsopii (?:\w+ )?kaikille\b{_OPEN_TO}|\bkaikki (?:ovat )?(?:lämpimästi )?tervetul\w+|\bkaiken ?ikäi(?!sille (?:laps|nais|mieh|omais))\w+|\bikään katsomatta\b|\biästä riippumatta\b|\bvauvasta vaariin|\b(?:öppet|öppen|öppna|öppnas|passar|lämpar sig) för alla\b(?! (?!som|åldrar|intress|och|i\b|klockan|kl|på|under|den|från|oavsett)\w+)|(?<!inte )\bför alla(?=\s*(?:[.,!)]|$|som|åldrar|intress))|\balla (?:är )?(?:hjärtligt )?välkom\w+|\balla åldrar\b|\bopen (?:to|for) (?:everyone|everybody|anyone)\b|\bopen (?:to|for) all\b(?! (?!ages|who|residents|interested|and|without|regardless|on\b|at\b|in\b|from|every)\w+)|\bfor (?:everyone|everybody)\b|\beveryone(?:'s| is)? welcome|\ball (?:are )?welcome|\ball ages\b",
}


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


_BEGINNING: Final = r"\b"


def _where_words_begin(alternatives: Iterable[str]) -> re.Pattern[str]:
    """One of these where a word begins. That is asked once and not by each alternative, which is what takes the time."""
    return re.compile(rf"\b(?:{'|'.join(one.removeprefix(_BEGINNING) for one in alternatives)})")


_NOT_BESIDE: Final = re.compile(r"\(\?<?!(?:[^()]|\([^()]*\))*\)")


def _is_of_several_words(alternative: str) -> bool:
    needed = _NOT_BESIDE.sub("", alternative)
    return " " in needed or r"\s" in needed


_READERS: Final = {audience: _where_words_begin(_alternatives(words)) for audience, words in _WORDS.items()}
_PHRASES: Final = _where_words_begin(
    one for words in _WORDS.values() for one in _alternatives(words) if _is_of_several_words(one)
)
_GIRLS_OR_BOYS: Final = re.compile(f"(?P<girls>{_GIRLS})|(?P<boys>{_BOYS})")
_BOTH: Final = re.compile(r"\b(?:M\s*\+\s*N|N\s*\+\s*M|D\s*\+\s*H|H\s*\+\s*D)\b")
_ALONE: Final = re.compile(r"(?<=[\s,])([MNDH])(?=\s*(?:,|$))")


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
        if not _PHRASES.search(phrase) and not any(audiences_in({"fi": word}) for word in words):
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
    words = of_participants(text.lower().replace("’", "'"))
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
