"""Languages used or practised, plain language and low threshold, as a text says them. A country or a people is no language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from schemas.normalise.memo import read_once
from schemas.service import LANGS, Lang

_FINNISH: Final = {
    "fi": "suomi suome", "sv": "ruotsi ruotsi", "en": "englanti englanni", "ru": "venäjä venäjä", "ar": "arabia arabia",
    "uk": "ukraina ukraina", "et": "viro viro", "so": "somali somali somalia", "de": "saksa saksa", "fr": "ranska ranska",
    "es": "espanja espanja", "zh": "kiina kiina", "ku": "kurdi kurdi", "fa": "persia persia farsi dari", "tr": "turkki turki",
    "it": "italia italia", "ja": "japani japani", "pt": "portugali portugali", "vi": "vietnam vietnami", "th": "thai thai",
    "sq": "albania albania", "pl": "puola puola", "se": "saame saame pohjoissaame", "hi": "hindi hindi", "ko": "korea korea",
}  # fmt: skip
_SWEDISH: Final = {
    "fi": "finska", "sv": "svenska", "en": "engelska", "ru": "ryska", "ar": "arabiska", "uk": "ukrainska", "et": "estniska",
    "so": "somaliska somali", "de": "tyska", "fr": "franska", "es": "spanska", "zh": "kinesiska", "ku": "kurdiska",
    "fa": "persiska dari farsi", "tr": "turkiska", "it": "italienska", "ja": "japanska", "pl": "polska", "se": "samiska",
    "pt": "portugisiska", "sq": "albanska", "vi": "vietnamesiska", "th": "thailändska", "hi": "hindi", "ko": "koreanska",
}  # fmt: skip
_ENGLISH: Final = {
    "fi": "finnish", "sv": "swedish", "en": "english", "ru": "russian", "ar": "arabic", "uk": "ukrainian", "et": "estonian",
    "so": "somali", "de": "german", "fr": "french", "es": "spanish", "zh": "chinese mandarin", "ku": "kurdish",
    "fa": "persian farsi dari", "tr": "turkish", "it": "italian", "ja": "japanese", "pl": "polish", "se": "sami sámi",
    "pt": "portuguese", "sq": "albanian", "vi": "vietnamese", "th": "thai", "hi": "hindi", "ko": "korean",
}  # fmt: skip


def _codes(table: Mapping[str, str]) -> dict[str, str]:
    return {word: code for code, words in table.items() for word in words.split()}


_FI, _SV, _EN = _codes(_FINNISH), _codes(_SWEDISH), _codes(_ENGLISH)
_SV_ADJECTIVE: Final = {word.removesuffix("a"): code for word, code in _SV.items()}
_CODES: Final = {**_FI, **_SV, **_EN}


def _any(words: Mapping[str, str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_FI_ANY, _SV_ANY, _EN_ANY = _any(_FI), _any(_SV), _any(_EN)
_EVERY: Final = _any(_CODES)
_JOIN: Final = r"(?:\s*(?:,|/|&|\+|-|–|\bja\b|\bsekä\b|\btai\b|\boch\b|\beller\b|\bsamt\b|\band\b|\bor\b)\s*)"
_PRACTICE: Final = r"(?:kieli|keskustelu|alkeet|alkeis|kielikahvil|kielikerho|jutustelu|puhe)"
_STATED: Final = re.compile(
    "|".join(
        (
            # "englanniksi", "suomenkielinen", "arabian kielen", "suomen- ja ruotsinkielinen", "selkosuomeksi"
            rf"\b(?:selko)?(?P<fi>{_FI_ANY})(?:ksi\b|n?[ -]?kiel(?!etty|to)\w*|n-(?=\s*(?:,|ja|sekä|tai))|n (?:keskustelu|alkeet|alkeis|kielikahvil)\w*)",
            r"\bselko(?P<selko>suom|ruots|englan)\w*",
            # "suomi-arabia-kielikahvila", "espanja-keskusteluryhmä"
            rf"\b(?P<pair>(?:{_FI_ANY})(?:\s?[-–/]\s?(?:{_FI_ANY}))*)\s?[-–]\s?{_PRACTICE}\w*",
            rf"(?:\bopetuskiel\w+|\b(?:ryhmä|ohjaus|käyttö|keskustelu|palvelu|tapahtuma|pää|työ)?kiel(?:i|et|inä|enä)|\b(?:undervisnings)?språk(?:en|et)?|\blanguages?(?: of instruction)?)\s*(?:on|ovat|är|is|are)?\s*[:\-–]?\s*(?P<list>(?:{_EVERY})\b(?:{_JOIN}(?:{_EVERY})\b)*)",
            # "kaksikielinen: suomi ja ruotsi", "tvåspråkig: finska och svenska"
            rf"\b(?:(?:kaksi|kolmi|moni)kieli\w+|(?:två|tre|fler)språkig\w*|(?:bi|tri|multi)lingual)\s*(?:\w+\s*)?[:(–-]\s*(?P<many>(?:{_EVERY})\b(?:{_JOIN}(?:{_EVERY})\b)*)",
            # "puhumme suomea ja englantia"
            rf"\b(?:puhu\w*|harjoit\w+|opet\w+|opisk\w+|jutus\w+|keskust\w+)\s+(?:\w+\s+)?(?P<fis>(?:{_FI_ANY})(?:a|ä|ta|tä)\b(?:{_JOIN}(?:{_FI_ANY})(?:a|ä|ta|tä)\b)*)",
            rf"\bpå\s+(?:lättläst |lätt |enkel |klar |både )?(?P<sv>(?:{_SV_ANY})\b(?:{_JOIN}(?:på )?(?:{_SV_ANY})\b)*)",
            rf"\b(?P<svs>{_any(_SV_ADJECTIVE)})(?:a?språki\w+|talande\b)",
            rf"\b(?:lättläst |lätt |öva |prata |talar? )(?P<sv2>{_SV_ANY})\b",
            rf"\bin\s+(?:easy |plain |simple |simplified |both |clear )?(?P<en>(?:{_EN_ANY})\b(?:{_JOIN}(?:in )?(?:{_EN_ANY})\b)*)(?!\s+(?:history|society|literature|cinema))",
            rf"\b(?P<ens>{_EN_ANY})(?:[- ](?:speaking|language|speakers?|conversation|spoken)\b)",
            rf"\b(?:easy|plain|simple|speak|practi[sc]e|learn) (?P<en2>{_EN_ANY})\b",
            r"(?P<fss>\bsuomenruotsalai\w+ viittomakiel\w+|\bfinlandssvenskt? teckenspråk\w*)",
            r"(?P<fse>\bviittomakiel\w*|\bviitoten\b|\bteckenspråk\w*|\bsign language\b)",
        )
    )
)
_NAME: Final = re.compile(rf"\b(?:{_EVERY})(?:\b|(?=[-–/]))")
_PARTITIVE: Final = re.compile(rf"\b({_FI_ANY})(?:a|ä|ta|tä)\b")
_SELKO: Final = {"suom": "fi", "ruots": "sv", "englan": "en"}
_PLAIN: Final = re.compile(
    r"\bselko(?:kiel|suom|ruots|engl|ryhm|opast|kirj|luk|uuti|esit|-)\w*|\blättläst\w*|\blätt (?:svenska|finska)\b|\blättsvenska\b|\benkel (?:svenska|finska)\b"
    r"|\b(?:easy|plain|simple|simplified) (?:finnish|swedish|english|language)\b|\beasy[- ]to[- ]read\b|\bhelpolla suomella\b|\bhelppoa suomea\b"
)
_THRESHOLD: Final = re.compile(
    r"\bmatal\w* kynny\w+|\bmatalakynny\w+|\bkynny\w+ (?:osallistua|tulla|lähteä)\w*[^.]{0,20}\bmatal\w+|\blåg(?:a|t)?[ -]?trösk\w+|\blow(?:er)?[- ]threshold\b"
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


def _stated(text: str) -> list[str]:
    found: list[str] = []
    for match in _STATED.finditer(text):
        kind, words = match.lastgroup, match[0]
        if kind is None:
            continue
        if kind in ("fse", "fss"):
            found.append(kind)
        elif kind == "selko":
            found.append(_SELKO[match[kind]])
        elif kind == "svs":
            found.append(_SV_ADJECTIVE[match[kind]])
        elif kind == "fis":
            found.extend(_FI[name] for name in _PARTITIVE.findall(words))
        elif kind in ("fi", "sv2", "ens", "en2"):
            found.append(_CODES[match[kind]])
        else:
            found.extend(_CODES[name] for name in _NAME.findall(words))
    return found
