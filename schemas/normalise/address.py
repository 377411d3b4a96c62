"""A written address as its parts: street, house number, letter, postal code, municipality. Finnish and Swedish; the capital region only.

Nothing is looked up here and nothing is guessed: without a street of some municipality there is no address to ask for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from schemas.normalise.location import MUNICIPALITIES, is_no_one_spot
from schemas.normalise.text import plain_text
from schemas.service import Text

LONGEST = 150
"""Characters of the longest text that is read as an address: beyond it stands prose."""
_SWEDISH_NAMES = {"helsingfors": "Helsinki", "esbo": "Espoo", "vanda": "Vantaa", "grankulla": "Kauniainen"}
MUNICIPALITY_OF = {name.casefold(): name for name in MUNICIPALITIES.values()} | _SWEDISH_NAMES
_COUNTRIES = frozenset(("suomi", "finland", "fi"))
_SWEDISH = (
    "gatan|vägen|gränden|gränd|stigen|torget|stranden|strand|kajen|allén|esplanaden|bulevarden|parken|plan|platsen|backen"
    "|bågen|svängen|ringen|leden|linjen|porten|bron|gården|udden|brinken|åsen|skvären|stråket|promenaden|gången|terrassen|slingan"
)
_FINNISH = (
    "katu|tie|kuja|polku|kaari|kaarre|ranta|tori|aukio|aukea|väylä|puistikko|penger|laituri|linja|rinne|raitti|portti|silta"
    "|bulevardi|esplanadi|taival|reitti|portaat|kulma|piha|puistotie|rantatie|mutka|käytävä|kenttä|tanhua|luiska|törmä|ajo"
)
_IS_SWEDISH = re.compile(rf"(?:{_SWEDISH})$", re.IGNORECASE)
_IS_STREET = re.compile(rf"(?:{_FINNISH}|{_SWEDISH})$", re.IGNORECASE)
_HOUSE = re.compile(
    r"(?P<street>[^\W\d][\w.'’\- ]*?)\s*\b(?P<number>\d{1,4})(?!\d)(?:\s*[-–—/]\s*\d{1,4}\b)?(?:\s*(?P<letter>[a-zåäö])\b)?(?P<rest>.*)",
    re.IGNORECASE,
)
_STREET_ALONE = re.compile(r"[^\W\d][^\W\d.'’\- ]*(?:[.'’\- ]+[^\W\d]+)*")
_POST_BOX = re.compile(r"\s*(?:PL|PB|postilokero|p\.?\s?o\.?\s?box)\b", re.IGNORECASE)
_CODE = re.compile(r"(?<!\d)(?:FI-?\s?)?(?P<code>\d{5})(?!\d)(?P<after>.*)", re.IGNORECASE)
_LINES = re.compile(r"(?<!\w)([2-5])(?:\.|:e)\s+(linja|linjen)\b", re.IGNORECASE)
_LINE_NAMES = {
    "linja": {"2": "Toinen", "3": "Kolmas", "4": "Neljäs", "5": "Viides"},
    "linjen": {"2": "Andra", "3": "Tredje", "4": "Fjärde", "5": "Femte"},
}
"""The only streets of Helsinki whose written names begin with a digit, as the address register has them."""


@dataclass(frozen=True, slots=True)
class Address:
    """A street of a municipality, and where on it. `number` is the first of a range; `letter` is of the house or its staircase."""

    street: str
    municipality: str
    number: str | None = None
    letter: str | None = None
    postal_code: str | None = None

    @property
    def lang(self) -> Literal["fi", "sv"]:
        """The language of the street's name."""
        return "sv" if _IS_SWEDISH.search(self.street) else "fi"

    def __str__(self) -> str:
        """The one spelling of this address; `read_address` reads it back."""
        house = " ".join(part for part in (self.street, self.number, self.letter) if part)
        return ", ".join(part for part in (house, self.postal_code, self.municipality) if part)


def read_address(text: str, *, municipality: str | None = None, postal_code: str | None = None) -> Address | None:
    """The address in a text. `municipality` and `postal_code` are what is stated beside it; the text's own come first.

    >>> str(read_address("Mäkelänkatu 45 B 12, 00550 Helsinki"))
    'Mäkelänkatu 45 b, 00550, Helsinki'
    >>> read_address("Esplanaden 3", municipality="Helsingfors").lang, read_address("Linnankatu 3", municipality="Turku")
    ('sv', None)
    """
    text = _LINES.sub(lambda m: f"{_LINE_NAMES[m[2].lower()][m[1]]} {m[2]}", plain_text(text))
    if not text or len(text) > LONGEST or is_no_one_spot([text]):
        return None
    parts = [part.strip() for part in re.split(r"[,;\n()]", text) if part.strip()]
    found = _house(parts)
    code = next((m["code"] for part in parts if (m := _CODE.search(part))), None) or _code_in(postal_code)
    city = _municipality(parts, found[3] if found else "", municipality, code)
    if found is None or city is None:
        return None
    street, number, letter, _ = found
    return Address(street, city, number, letter, code)


def address_of(address: Text, *, municipality: str | None, postal_code: str | None) -> Address | None:
    """The address of a place: its Finnish text, else Swedish, else English."""
    text = address.get("fi") or address.get("sv") or address.get("en") or ""
    return read_address(text, municipality=municipality, postal_code=postal_code)


def address_in_name(name: Text, *, municipality: str | None) -> Address | None:
    """The address that stands where a name would: only a street's name with a house number counts ("Sali 2" is no address)."""
    for text in name.values():
        found = read_address(text, municipality=municipality)
        if found and found.number and _IS_STREET.search(found.street):
            return found
    return None


def same_street(one: object, other: str) -> bool:
    """Whether an answer's street is the one that was asked for."""
    return isinstance(one, str) and " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _house(parts: list[str]) -> tuple[str, str | None, str | None, str] | None:
    """(street, number, letter, what follows): a street's own name with a number first, then any name with one, then a street alone."""
    houses = [m for part in parts if (m := _HOUSE.fullmatch(part)) and not _POST_BOX.match(part)]
    houses.sort(key=lambda m: _IS_STREET.search(m["street"].strip()) is None)
    for m in houses:
        street = m["street"].strip(" .-")
        if len(street) > 2:
            return street, m["number"], m["letter"] and m["letter"].lower(), m["rest"]
    alone = [part for part in parts if _STREET_ALONE.fullmatch(part) and _IS_STREET.search(part)]
    return (alone[0], None, None, "") if alone else None


def _code_in(value: str | None) -> str | None:
    found = _CODE.fullmatch(value.strip()) if value else None
    return found["code"] if found and not found["after"].strip() else None


def _municipality(parts: list[str], rest: str, stated: str | None, code: str | None) -> str | None:
    """The municipality's Finnish name: the text's own, else the stated one, else Helsinki where the code is one of Helsinki's (00…)."""
    told = [part.casefold() for part in parts] + [word.casefold() for word in rest.split()]
    behind_code = [m["after"].strip().casefold() for part in parts if (m := _CODE.search(part))]
    for name in [*behind_code, *told]:
        if name in MUNICIPALITY_OF:
            return MUNICIPALITY_OF[name]
    if code is not None and code.startswith("00"):
        return "Helsinki"
    if any(name and name not in _COUNTRIES for name in behind_code):
        return None
    return MUNICIPALITY_OF.get(stated.strip().casefold()) if stated else None
