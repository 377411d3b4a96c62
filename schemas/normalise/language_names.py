"""Names of languages in Finnish, Swedish and English, and what some languages call themselves and Finnish. Data for `language`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

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


FI, SV, EN = _codes(_FINNISH), _codes(_SWEDISH), _codes(_ENGLISH)
SV_ADJECTIVE: Final = {word.removesuffix("a"): code for word, code in SV.items()}
CODES: Final = {**FI, **SV, **EN}


def any_of(words: Mapping[str, str]) -> str:
    """The words as alternatives of a pattern, longest first.

    >>> any_of({"dari": "fa", "persiska": "fa"})
    'persiska|dari'
    """
    return "|".join(sorted(words, key=len, reverse=True))


FI_ANY, SV_ANY, EN_ANY = any_of(FI), any_of(SV), any_of(EN)
EVERY: Final = any_of(CODES)
_OWN: Final = {
    "es": "español española castellano", "fr": "français française", "de": "deutsch deutsche", "it": "italiano", "pt": "português",
    "fi": "finés finlandés finnois finnisch finlandese suomi soome финский финском фински фінська фінською", "et": "eesti",
    "ru": "русский русском русская", "uk": "українська українською українській", "pl": "polski polsku", "tr": "türkçe", "sq": "shqip",
    "sv": "sueco suédois schwedisch rootsi шведский шведском", "en": "inglés anglais englisch inglese inglise английский английском англійська",
}  # fmt: skip
SCRIPTS: Final = {
    "по-русски": "ru", "по-фински": "fi", "по-английски": "en", "українською": "uk", "العربية": "ar", "عربي": "ar", "فارسی": "fa",
    "الفنلندية": "fi", "中文": "zh", "汉语": "zh", "日本語": "ja", "ภาษาไทย": "th", "tiếng việt": "vi", "한국어": "ko",
}  # fmt: skip
OWN: Final = _codes(_OWN)
SHORT: Final = {
    "fi": "fi", "fin": "fi", "sv": "sv", "sve": "sv", "swe": "sv", "en": "en", "eng": "en", "ru": "ru", "rus": "ru", "et": "et",
    "est": "et", "ar": "ar", "so": "so", "uk": "uk", "ukr": "uk", "es": "es", "de": "de", "fr": "fr",
}  # fmt: skip
