"""Languages used or practised, plain language and low threshold, as a text says them. A country or a people is no language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from schemas.normalise.language_names import (
    CODES,
    EN_ANY,
    EVERY,
    FI,
    FI_ANY,
    OWN,
    SCRIPTS,
    SHORT,
    SV_ADJECTIVE,
    SV_ANY,
    any_of,
)
from schemas.normalise.memo import read_once
from schemas.service import LANGS, Lang

_ADJECTIVES, _OWN, _SCRIPT, _SHORT = any_of(SV_ADJECTIVE), any_of(OWN), any_of(SCRIPTS), any_of(SHORT)
_JOIN: Final = r"(?:\s*(?:,|/|&|\+|-|–|\bja\b|\bsekä\b|\btai\b|\boch\b|\beller\b|\bsamt\b|\band\b|\bor\b)\s*)"
_PRACTICE: Final = r"(?:kieli|keskustelu|alkeet|alkeis|kielikahvil|kielikerho|jutustelu|puhe)"
_COURSE: Final = r"(?:keskustelu|alkeet|alkeis|jatko(?:kurs|ryhm|\b)|kielikahvil|kielikerho|jutustelu|kurss(?:i|it|eja|ille|illa)\b|(?:perus|intensiivi|verkko|tehd|kesä|ilta|puhe)kurss|opinnot|opiskelu|oppitun|tunnit\b|opetus|ääntämi|kieliop|perusteet)"
_CAFE: Final = r"(?:språk(?:ca|ka|gr|kl|kv|tr|kurs)|samtal|konversation|diskussion|prat|sago(?:stund|tim)|boksamtal|bokcirkel|läsecirkel|läskrets|läsestund)"
_CLASS: Final = r"(?:speaking|language|speakers?|conversation|spoken|discussion|chat|talk (?:group|club)|lessons?|class(?:es)?|courses?|story ?times?|story hour|storytelling|(?:book|reading) (?:club|circle|group)|practice|for (?:beginners|immigrants|newcomers|foreigners|everyone|work|adults|children)|pronunciation|study (?:group|circle)|learners?|literacy|skills)\b"
_BESIDE: Final = rf"(?:{EVERY})\b(?:{_JOIN}(?:{EVERY})\b)*"
_DOES: Final = r"puhu\w*|harjoit\w+|harjaan\w+|opi|opit|opita\w*|opimme|oppi\w*|opet\w+|opisk\w+|jutus\w+|jutel\w+|jutte\w+|keskust\w+|kertaa\w*|treena\w+|käyt(?:ämme|etään|ettävä)"
_TO_SAY: Final = r"tala\w*|prata\w*|pratar|öva\w*|träna\w*|läs\w*|lär(?:a|er)? (?:dig|oss|sig)|studera\w*|använd\w+"
_OWN_CAFE: Final = r"caf[eé]|club|conversación|conversation|grupo|groupe|taller|cuentacuentos|curso|cours|clases?|tertulia|intercambio|gruppe|клуб|курсы?|кружок|группа|сказки"
_STATED: Final = re.compile(
    "|".join(
        (
            # "englanniksi", "suomenkielinen", "arabian kielen", "suomen- ja ruotsinkielinen", "selkosuomeksi"
            rf"(?<!ei-)\b(?:selko)?(?P<fi>{FI_ANY})(?:ksi\b|n?[ -]?kiel(?!etty|to)\w*|n-(?=\s*(?:,|ja|sekä|tai))|n {_COURSE}\w*)",
            r"\bselko(?P<selko>suom|ruots|englan)\w*",
            r"\b(?P<s2>s2)[- ]?(?:suom|opetu|kurs|ryhm|opis|keskus)\w*",
            # "suomi-arabia-kielikahvila", "espanja-keskusteluryhmä"
            rf"\b(?P<pair>(?:{FI_ANY})(?:\s?[-–/]\s?(?:{FI_ANY}))*)\s?[-–]\s?{_PRACTICE}\w*",
            r"\b(?P<second>suomi|ruotsi) (?:toisena|vieraana) kiele\w+",
            # "kielinä toimivat suomi ja englanti", "språk: finska", "kielet: fi / en"
            rf"(?:\b\w*(?:kiel(?:i|et|inä|enä)|språk(?:en|et)?)|\blanguages?(?: of instruction)?)\s*(?:on|ovat|är|is|are|toimi\w*|käytet\w+)?\s*(?:pääasiassa |pääosin |sekä |joko |mm\. |både |both |mainly )?[:\-–]?\s*(?P<list>{_BESIDE})",
            rf"(?:\b\w*kiel(?:i|et)|\bspråk(?:en|et)?|\blanguages?)\s*:\s*(?P<short>(?:{_SHORT})\b(?:{_JOIN}(?:{_SHORT})\b)*)",
            # "kaksikielinen: suomi ja ruotsi", "tvåspråkig: finska och svenska"
            rf"\b(?:(?:kaksi|kolmi|moni)kieli\w+|(?:två|tre|fler)språkig\w*|(?:bi|tri|multi)lingual)\s*(?:\w+\s*)??[:(–-]?\s*(?P<many>{_BESIDE})",
            # "puhumme suomea ja englantia", "suomea laulaen", "suomea maahanmuuttajille"
            rf"\b(?:{_DOES})\s+(?:\w+\s+){{0,2}}?(?P<fis>(?:{FI_ANY})(?:a|ä|ta|tä)\b(?:{_JOIN}(?:{FI_ANY})(?:a|ä|ta|tä)\b)*)",
            rf"\b(?P<doing>{FI_ANY})(?:a|ä|ta|tä) (?:(?!kier|matk|katse|lois|läp)\w+(?<!s)(?:aen|ien|uen|llen|oen)\b|vasta-alkaj\w+|aloittel\w+|\w+jille\b|(?:seniore|aikuis|laps|nuor|perhe|eläkeläis|nais|mieh|työttöm|ikäihmis|vauvo)i?lle\b|alkeista|arkeen|työelämään|yhdessä|rennosti|helposti|(?:opit|opet|harjoit|puhu|jutel|osaav)\w+)",
            rf"\bpå\s+(?:lättläst |lätt |enkel |klar |både )?(?P<sv>(?:{SV_ANY})\b(?:{_JOIN}(?:på )?(?:{SV_ANY})\b)*)",
            rf"(?<!icke-)\b(?P<svs>{_ADJECTIVES})(?:a?språki\w+|talande\b)",
            rf"\b(?P<svpair>(?:{_ADJECTIVES})(?:t?[-–/ ](?:och )?(?:{_ADJECTIVES}))*)(?:t|a)? (?:\w+ )?{_CAFE}\w*",
            rf"\b(?:lättläst|lätt|{_TO_SAY}) (?:\w+ ){{0,2}}?(?P<sv2>(?:{SV_ANY})\b(?:{_JOIN}(?:{SV_ANY})\b)*)",
            rf"\b(?:\w*kurs\w*|lektion\w*|undervisning\w*|{_CAFE}\w*|grunder\w*|nybörjare|kunskaper|övning\w*) i (?:lätt |enkel |vardags)?(?P<sv3>(?:{SV_ANY})\b(?:{_JOIN}(?:i )?(?:{SV_ANY})\b)*)",
            rf"\b(?P<sv4>{SV_ANY}) (?:för (?:nybörjare|invandrare|utlänningar|nyanlända|vardag\w*|arbetsliv\w*)|som andraspråk)",
            rf"\bin\s+(?:easy |plain |simple |simplified |both |clear |either )?(?P<en>(?:{EN_ANY})\b(?:{_JOIN}(?:in )?(?:{EN_ANY})\b)*)(?!\s+(?:history|society|literature|cinema|art|culture|politics|cities|museums|forests?))",
            rf"\b(?<!non-)(?P<ens>(?:{EN_ANY})(?:{_JOIN}(?:{EN_ANY}))*)(?:[- ]{_CLASS})",
            rf"\b(?:easy|plain|simple|speak|speaking|practi[sc]\w+|learn|learning|improve|study|studying|teach\w*|(?:your|basic|some|everyday)) (?:your |some |basic |everyday |a little )?(?P<en2>(?:{EN_ANY})\b(?:{_JOIN}(?:{EN_ANY})\b)*)(?!\s+(?:history|culture|food|art|dance|cooking|music|cinema|literature))",
            r"\b(?P<en3>english)(?= clubs?\b)",
            # "café español y finés", "auf deutsch", "eestikeelne", "на русском"
            rf"\b(?:(?:en|auf|in|po|на|em|à)|(?:{_OWN_CAFE})(?: de| en| на)?) (?P<own>(?:{_OWN})\b(?:(?: y | et | und | e | и | ja |\s?[-–/]\s?)(?:{_OWN})\b)*)",
            rf"\b(?P<keel>{_OWN})[ -]?(?:keel\w*|язы\w+|мов\w+)",
            rf"(?P<script>{_SCRIPT})",
            r"\b(?P<ruski>русскоязычн)\w*",
            r"(?P<fss>\bsuomenruotsalai\w+ viittomakiel\w+|\bfinlandssvenskt? teckenspråk\w*)",
            r"(?P<fse>\bviittomakiel\w*|\bviitoten\b|\bteckenspråk\w*|\bsign language\b)",
        )
    )
)
_MAY_STATE: Final = re.compile(
    rf"{EVERY}|{'|'.join(SV_ADJECTIVE)}|{_OWN}|{_SCRIPT}|selko|\bs2\b|kiel|språk|langu|viitto|tecken|русск"
)
_CLAUSE: Final = re.compile(
    r"[.!?;:()\n]+|,\s|\s[–-]\s|\b(?:mutta|vaan|sillä|koska|kun taas|men|eftersom|men|but|because|since|utan (?=på|i\b))\b|\b(?=eikä\b|and not\b|och inte\b)"
)
_NO: Final = re.compile(
    r"\b(?:ei|et|en|emme|ette|eivät|eikä|ilman|vailla|inte|ej|inga|ingen|inget|utan(?! (?:på|i)\b)|not|no|without|needn't|cannot|none)\b|n't\b"
)
_NOT_ONLY: Final = re.compile(
    r"\b(?:ei|eivät|inte|not) (?:\w+ )?(?:vain|ainoastaan|pelkästään|bara|endast|enbart|only|just)\b"
)
_MASTERY: Final = re.compile(
    rf"\b(?:{FI_ANY})(?:a|ä|ta|tä|n(?:[ -]?kiel(?:en|tä))?)(?: \w+)?? ?(?:taito|taid|osaami|osaa|hallin|puhu|ymmär|tarvi|vaadi)\w*|\b(?:osa(?:a|ta|isi)|puhu|hallit|ymmär|tarvi|vaadi|edelly)\w* (?:\w+ )?(?:{FI_ANY})(?:a|ä|ta|tä|n ?kiel\w+)\b(?: taito\w*)?"
    rf"|\b(?:\w*kunskaper?|färdighet\w*|kan|kunna|tala\w*|prata\w*|behärska\w*|förstå\w*|behöv\w*|kräv\w*) (?:\w+ ){{0,2}}(?:i |på )?(?:{SV_ANY})\b|\b(?:{SV_ANY}) (?:behövs|krävs|är)\b|\b(?:{_ADJECTIVES})a?kunskaper"
    rf"|\b(?:{EN_ANY})(?:{_JOIN}(?:{EN_ANY}))?(?: language)? (?:skills?|knowledge|proficiency|fluency|is|required|needed|necessary)\b|\b(?:speak\w*|know\w*|understand\w*|fluen\w* in|knowledge of|skills? in|command of|proficien\w+ in|need\w*|requir\w+) (?:\w+ ){{0,2}}(?:{EN_ANY})\b"
)
_NOT_IN: Final = re.compile(
    rf"(?:\b(?:ei|eivät|eikä|emme|inte|ej|inga|ingen|inget|utan(?! (?:på|i)\b)|not|no|without|none)\b|n't\b)(?: \w+){{0,4}}? (?:(?:{FI_ANY})(?:ksi|n ?kielis[tiä]+\w*|n kielellä)|(?:på|i) (?:{SV_ANY})|in (?:{EN_ANY})|(?:{EN_ANY}) (?:translation|interpretation|subtitles|version))\b"
    rf"|\b(?:{FI_ANY})ksi (?:sitä )?(?:ei|eivät)(?: \w+){{0,2}}$"
)
_OTHERS: Final = re.compile(
    rf"\b(?:muille|muut|muiden) kuin (?:{FI_ANY})n\w*|\bei-(?:{FI_ANY})nkiel\w+|\bnon-(?:{EN_ANY})\b|\bicke-(?:{_ADJECTIVES})\w+|\b(?:andra|annat) än (?:{_ADJECTIVES})\w*|\bother than (?:{EN_ANY})"
)
_NAME: Final = re.compile(rf"\b(?:{EVERY})(?:\b|(?=[-–/]))")
_ADJECTIVE: Final = re.compile(rf"(?:{_ADJECTIVES})(?![a-zåäö]{2})")
_OWN_NAME: Final = re.compile(rf"(?:{_OWN})")
_PARTITIVE: Final = re.compile(rf"\b({FI_ANY})(?:a|ä|ta|tä)\b")
_SELKO: Final = {"suom": "fi", "ruots": "sv", "englan": "en"}
_PLAIN: Final = re.compile(
    r"\bselko(?:kiel|suom|ruots|engl|ryhm|opast|kirj|luk|uuti|esit|-)\w*|\blättläst\w*|\blätt (?:svenska|finska)\b|\blättsvenska\b|\benkel (?:svenska|finska)\b"
    r"|\b(?:easy|plain|simple|simplified) (?:finnish|swedish|english|language)\b|\beasy[- ]to[- ]read\b|\bhelpolla suomella\b|\bhelppoa suomea\b"
)
_TAKING_PART: Final = (
    r"(?:osallistumi|mukaan ?tulo|tulemi|aloittami|liikkumi|lähtemi|harrastami|mukaan ?lähtö|liittymi|kokeilemi)\w*"
)
_TO_TAKE_PART: Final = r"(?:osallistu|tulla|lähte|aloitta|kokeil|liikku|harrast|liitty|läht)\w*"
_THRESHOLD: Final = re.compile(
    r"\bmatal\w* kynny\w+|\bmatalakynny\w+|\bkynny\w+ (?:osallistua|tulla|lähteä)\w*[^.]{0,20}\bmatal\w+|\blåg(?:a|t)?[ -]?trösk\w+|\blow(?:er)?[- ]threshold\b"
    rf"|\b(?:osallistumis|aloitus|aloittamis|lähtö|tulo)kynny\w+[^.]{{0,40}}\bmatal\w+|\b{_TAKING_PART} kynny\w+[^.]{{0,40}}\bmatal\w+|\bkynny\w+ (?:\w+ ){{0,2}}{_TO_TAKE_PART}[^.]{{0,40}}\bmatal\w+|\bmadal\w+ (?:\w+ )?kynny\w+ (?:\w+ ){{0,2}}{_TO_TAKE_PART}"
    r"|\btrösk(?:el|eln) (?:för |till )?att (?!öppna)[^.]{0,50}\blåg(?:a|t)?\b|\b(?:håller|hålla|hållit) (?:en |vår )?trösk(?:el|eln) (?:så )?låg|\bsänk\w+ tröskeln\b"
    r"|\bthresholds? (?:for|to|of) (?:join|tak|particip|attend|com|start|get)\w*[^.]{0,40}\blow\b|\bkeep(?:s|ing)? the threshold (?:\w+ )?low\b|\blower(?:s|ing)? the threshold (?:for|to|of) \w+"
)
_SILL: Final = re.compile(
    r"\bov(?:i|en|essa|ella|et|issa|ien)\b|\b\w*ovessa\b|\b(?:sisään|ulos)käyn\w+|\bcm\b|\bmm\b|\bdörr\w*|\bentré\w*|\bdoor\w*|\bentrance\b|\bwc\b|\bramp\w*|\bluisk\w*|\bhissi\w*"
)
_END: Final = re.compile(r"[.!?\n;]+\s*")


@read_once
def languages_in(texts: Mapping[Lang, str]) -> list[str]:
    """Codes of the languages that the texts say are used or practised, sorted; `fse` is Finnish Sign Language.

    >>> languages_in({"fi": "Suomi-arabia-kielikahvila"}), languages_in({"fi": "Ukrainan itsenäisyyspäivän konsertti"})
    (['ar', 'fi'], [])
    """
    return sorted({code for lang in LANGS if (text := texts.get(lang)) for code in _stated(text.lower())})


@read_once
def plain_language_in(texts: Mapping[Lang, str]) -> bool:
    """Whether a text promises selkokieli, lättläst or easy language.

    >>> plain_language_in({"sv": "På lättläst svenska."})
    True
    """
    return any(_PLAIN.search(texts[lang].lower()) for lang in LANGS if texts.get(lang))


@read_once
def low_threshold_in(texts: Mapping[Lang, str]) -> bool:
    """Whether a text names low threshold as its principle; a low door sill is none.

    >>> low_threshold_in({"fi": "Matalan kynnyksen ryhmä"}), low_threshold_in({"fi": "Ovessa on matala kynnys."})
    (True, False)
    """
    for lang in LANGS:
        for sentence in _END.split((texts.get(lang) or "").lower()):
            if _THRESHOLD.search(sentence) and not _SILL.search(sentence):
                return True
    return False


def _said(text: str) -> str:
    """A text without the languages that it denies: "suomen kielen taitoa ei tarvita", "not in English"."""
    text = _OTHERS.sub(" ", text.replace("’", "'"))
    if not _NO.search(text):
        return text
    pieces, start = [], 0
    for end in [*(cut.start() for cut in _CLAUSE.finditer(text) if cut.start()), len(text)]:
        clause = text[start:end]
        if _NO.search(clause) and not _NOT_ONLY.search(clause):
            clause = _NOT_IN.sub(" ", _MASTERY.sub(" ", clause))
        pieces.append(clause)
        start = end
    return "".join(pieces)


def _stated(text: str) -> list[str]:
    if not _MAY_STATE.search(text):
        return []
    found: list[str] = []
    for match in _STATED.finditer(_said(text)):
        kind = match.lastgroup
        if kind is None:
            continue
        words = match[kind]
        match kind:
            case "fse" | "fss":
                found.append(kind)
            case "selko":
                found.append(_SELKO[words])
            case "s2":
                found.append("fi")
            case "ruski":
                found.append("ru")
            case "svs":
                found.append(SV_ADJECTIVE[words])
            case "svpair":
                found.extend(SV_ADJECTIVE[name] for name in _ADJECTIVE.findall(words))
            case "fis":
                found.extend(FI[name] for name in _PARTITIVE.findall(words))
            case "fi" | "doing":
                found.append(CODES[words])
            case "own" | "keel":
                found.extend(OWN[name] for name in _OWN_NAME.findall(words))
            case "script":
                found.append(SCRIPTS[words])
            case "short":
                found.extend(SHORT[name] for name in re.findall(r"\w+", words) if name in SHORT)
            case _:
                found.extend(CODES[name] for name in _NAME.findall(words))
    return found
