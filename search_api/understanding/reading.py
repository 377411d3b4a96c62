"""What a query asks for beside its subject: deterministic, in three languages, nothing hidden. Each reading is a chip that can be removed.

Words are read in windows, longest first: the names of venues are left alone, then ages, the lexicon, districts and audiences. What was
read leaves the words searched for; words that the caller wants as words (a chip that was removed) are never read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

import orjson

from indexer.language.analyser import Analyser
from indexer.language.tokens import split_words
from schemas.normalise.age import ages_in
from schemas.normalise.audience_words import audiences_named
from schemas.normalise.hours_words import weekday_in
from schemas.query import SearchQuery
from schemas.service import LANGS, Audience, Lang, Weekday
from search_api.understanding.city_names import REMEMBERED, CityNames, base, district_in
from search_api.understanding.lexicon import LONGEST, Lexicon, Meaning

NEAR_M: Final = 2500
_REMEMBERED_WORDS: Final = 2
"""What is made of more words in a row is not remembered: they seldom come again, and may be somebody's own."""
SENIOR_FROM: Final = 60
_NEAR: Final = frozenset(
    "lähellä läheltä lähelle lähistöllä lähistöltä liepeillä vieressä near nearby close nära intill närheten".split()
)
_FILLER: Final = frozenset(
    "jotain jotakin joku jokin mitä missä mistä tekeminen tekemistä toiminta toimintaa ohjelma ohjelmaa palvelu palveluita palveluja paikka paikkoja "
    "haluan haluaisin etsin voi voiko voisi tehdä mennä käydä sopiva sopivaa kiva kivaa asiakas asiakkaalle henkilö henkilölle "
    "något någonting aktivitet aktiviteter verksamhet tjänst tjänster program plats ställe söker vill för till i på med vid "
    "something anything activity activities service services things thing place places to do for with in at the a an and or near find looking".split()
)
_BOUND: Final[Mapping[str, tuple[str, str, Mapping[str, Any]]]] = {
    "seniori": ("audience", "seniors", {"audience": ["seniors"]}),
    "ikäihminen": ("audience", "seniors", {"audience": ["seniors"]}),
    "eläkeläinen": ("audience", "seniors", {"audience": ["seniors"]}),
    "vauva": ("audience", "children", {"audience": ["children", "families"]}),
    "lapsi": ("audience", "children", {"audience": ["children"]}),
    "perhe": ("audience", "families", {"audience": ["families"]}),
    "nuoriso": ("audience", "youth", {"audience": ["youth"]}),
    "nainen": ("audience", "women", {"audience": ["women"]}),
    "mies": ("audience", "men", {"audience": ["men"]}),
    "maahanmuuttaja": ("audience", "immigrants", {"audience": ["immigrants"]}),
    "ilta": ("daypart", "evening", {"daypart": ["evening"]}),
    "aamu": ("daypart", "morning", {"daypart": ["morning"]}),
    "viikonloppu": ("weekday", "weekend", {"weekday": ["sat", "sun"]}),
}  # fmt: skip
"""First parts of Finnish compounds that say for whom or when (seniorijumppa, iltakurssi); the compound stays a word."""


_DAYS_BEGIN: Final = frozenset("ma ti ke to pe la su må on fr lö sö mo tu we th sa".split())
"""How words for weekdays begin, in all three languages."""
_PEOPLE: Final = ("ja", "jä", "lainen", "läinen", "ihminen", "henkilö")
"""How Finnish words for people end."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was understood: the facet and its value, the words it was read from, and the search parameters that it sets."""

    facet: str
    value: str
    words: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def public(self) -> dict[str, str]:
        return {"facet": self.facet, "value": self.value, "words": self.words}

    @property
    def query(self) -> SearchQuery:
        """The search for nothing but this."""
        return _query_of(orjson.dumps(self.parameters))


@lru_cache(maxsize=1000)
def _query_of(parameters: bytes) -> SearchQuery:
    return SearchQuery.model_validate(orjson.loads(parameters))


@dataclass(frozen=True, slots=True)
class Understood:
    """The chips, and the words that are left to search for."""

    chips: tuple[Chip, ...]
    text: str


class Reader:
    """Reads queries with one city's names."""

    def __init__(self, analyser: Analyser, lexicon: Lexicon, names: CityNames) -> None:
        self._analyser, self._lexicon, self._names = analyser, lexicon, names

    def districts(self) -> dict[str, str]:
        """The districts' names by the folded words of each of their spellings."""
        return {" ".join(words): district.name for words, district in self._names.districts.items()}

    def read(self, text: str, *, lang: Lang, today: date, as_words: Iterable[str] = ()) -> Understood:
        """What a query asks for. `as_words` are words that are not to be read."""
        words = split_words(text)[:40]
        literal = {word for one in as_words for word in split_words(one)}
        is_free = [word not in literal for word in words]
        self._protect_venues(words, is_free)
        langs = sorted(LANGS, key=lambda other: other != lang)
        chips: list[Chip] = []
        left: list[str] = []
        place = 0
        while place < len(words):
            chip, used, keeps = self._read_at(words, is_free, place, langs, today)
            if chip is None:
                left.append(words[place])
                if is_free[place]:
                    chips.extend(self._of_compound(words[place]))
                place += 1
                continue
            chips.append(chip)
            if keeps:
                left.extend(words[place : place + used])
            place += used
        chips = _once(chips)
        if chips:
            left = [word for word in left if word in literal or word not in _FILLER]
        return Understood(tuple(chips), " ".join(left) if chips else text)

    def _protect_venues(self, words: list[str], is_free: list[bool]) -> None:
        """Names of venues win over districts and everything else (Kallion kirjasto)."""
        forms = [base(word, self._analyser) for word in words]
        for length in range(min(5, len(words)), 1, -1):
            for start in range(len(words) - length + 1):
                if tuple(forms[start : start + length]) in self._names.venues:
                    is_free[start : start + length] = [False] * length

    def _read_at(
        self, words: list[str], is_free: list[bool], place: int, langs: list[Lang], today: date
    ) -> tuple[Chip | None, int, bool]:
        """(chip, how many words, whether they stay words too) of what begins at a word."""
        for length in range(min(LONGEST, len(words) - place), 0, -1):
            window = tuple(words[place : place + length])
            if not all(is_free[place : place + length]):
                continue
            found, keeps = self._read_window(window, langs, today)
            if found:
                return found, length, keeps
        return None, 1, False

    def _read_window(self, window: tuple[str, ...], langs: list[Lang], today: date) -> tuple[Chip | None, bool]:
        """(chip, whether the words stay words too) of all these words together."""
        if len(window) > _REMEMBERED_WORDS:
            return self._reading_of(window, langs, today)
        key, kept = (window, langs[0], today), self._names.readings
        found: tuple[Chip | None, bool] | None = kept.get(key)
        if found is None:
            found = self._reading_of(window, langs, today)
            if len(kept) >= REMEMBERED:
                kept.clear()
            kept[key] = found
        return found

    def _reading_of(self, window: tuple[str, ...], langs: list[Lang], today: date) -> tuple[Chip | None, bool]:
        found = self._near(window) or self._age(window) or self._weekday(window)
        if found:
            return found, False
        for one in langs:
            meaning = self._lexicon.find(window, one)
            if meaning is not None:
                return _chip_of(meaning, " ".join(window), today), meaning.keep
        found = self._district(window)
        if found:
            return found, False
        found = self._audience(window)
        return found, found is not None and len(window) == 1 and self._is_subject(window[0])

    def _near(self, window: tuple[str, ...]) -> Chip | None:
        """ "lähellä Kontulaa", "Kontulan lähellä", "near Kontula": what lies around the middle of the district."""
        if _NEAR.isdisjoint(window):
            return None
        around = [word for word in window if word not in _NEAR and word not in ("i", "to", "of", "av")]
        if not around:
            return None
        district = district_in(tuple(around), self._names, self._analyser)
        if district is None or district.lat is None or district.lon is None:
            return None
        circle = {"lat": round(district.lat, 5), "lon": round(district.lon, 5), "radius_m": NEAR_M}
        return Chip("near", district.name, " ".join(window), circle)

    def _district(self, window: tuple[str, ...]) -> Chip | None:
        """A district; a Swedish or English "i" or "in" in front of it goes with it."""
        inner = window[1:] if len(window) > 1 and window[0] in ("i", "in", "at") else window
        district = district_in(inner, self._names, self._analyser)
        if district is None:
            return None
        return Chip("district", district.name, " ".join(window), {"district": [district.name]})

    @staticmethod
    def _age(window: tuple[str, ...]) -> Chip | None:
        """ "yli 65-vuotiaille", "18–29", "70 år": the ages that the title reader finds. A range is asked for by its middle."""
        if not any(map(_has_digit, window)) or not all(map(_is_of_age, window)):
            return None
        phrase = " ".join(window)
        low, high = ages_in(phrase)
        if low is None and high is None:
            bare = [int(piece) for piece in phrase.replace("–", "-").split("-") if piece.isdigit()]
            if len(window) > 1 or len(bare) != 2 or not 0 < bare[0] < bare[1] <= 110:
                return None
            low, high = bare
        shown = f"{'' if low is None else low}–{'' if high is None else high}"
        age = low if high is None else high if low is None else (low + high) // 2
        return Chip("age", shown if low != high else str(low), phrase, {"age": age})

    @staticmethod
    def _weekday(window: tuple[str, ...]) -> Chip | None:
        if len(window) > 2 or (len(window) == 2 and window[0] not in ("på", "on")) or window[-1][:2] not in _DAYS_BEGIN:
            return None
        number = weekday_in(window[-1])
        if number is None:
            return None
        day = list(Weekday)[number].value
        return Chip("weekday", day, " ".join(window), {"weekday": [day]})

    @staticmethod
    def _audience(window: tuple[str, ...]) -> Chip | None:
        """The audience that the words name, by the reader of the sources' texts; a phrase only where one word less does not do."""
        found = audiences_named(window)
        if not found or found == [Audience.EVERYONE]:
            return None
        if len(window) > 1 and any(audiences_named(part) == found for part in (window[1:], window[:-1])):
            return None
        values = [audience.value for audience in found]
        return Chip("audience", ",".join(values), " ".join(window), {"audience": values})

    def _is_subject(self, word: str) -> bool:
        """Whether a word that names an audience names what one does, too (senioritanssi, erityisliikunta), not only people (maahanmuuttaja)."""
        for reading in self._analyser.finnish.analyse(word):
            head = reading.parts[-1] if len(reading.parts) > 1 else ""
            if head and not head.endswith(_PEOPLE) and not audiences_named([head]):
                return True
        return False

    def _of_compound(self, word: str) -> Iterator[Chip]:
        for reading in self._analyser.finnish.analyse(word):
            if len(reading.parts) > 1 and reading.parts[0] in _BOUND:
                facet, value, parameters = _BOUND[reading.parts[0]]
                yield Chip(facet, value, word, parameters)
                return


def _has_digit(word: str) -> bool:
    return not word.isalpha() and any(char.isdigit() for char in word)


def _is_of_age(word: str) -> bool:
    """Whether a word can stand in an age: a number, or one of the words around it."""
    return _has_digit(word) or word in _AGE_WORDS


_AGE_WORDS: Final = frozenset(
    "yli alle vähintään enintään vuotta vuotiaille vuotiaat vuotias vuotiaiden v täyttäneille täyttäneet over under years old year aged olds "
    "år fyllda åringar äldre än yngre".split()
)


def _chip_of(meaning: Meaning, words: str, today: date) -> Chip:
    if meaning.day is None:
        return Chip(meaning.facet, meaning.value, words, meaning.parameters)
    monday = today - timedelta(days=today.weekday())
    first, last = {
        "today": (today, today),
        "tomorrow": (today + timedelta(days=1),) * 2,
        "this_week": (today, monday + timedelta(days=6)),
        "next_week": (monday + timedelta(days=7), monday + timedelta(days=13)),
    }[meaning.day]
    return Chip(meaning.facet, meaning.value, words, {"date_from": first.isoformat(), "date_to": last.isoformat()})


def _once(chips: Collection[Chip]) -> list[Chip]:
    return list({(chip.facet, chip.value): chip for chip in reversed(list(chips))}.values())[::-1]
