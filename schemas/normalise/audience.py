"""For whom: audience keywords of the city's vocabulary to our audiences, and cards that alone let one in. Only what is stated."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.service import Audience, Restriction

BY_KEYWORD: dict[str, Audience] = {
    "yso:p4354": Audience.CHILDREN,
    "yso:p13050": Audience.FAMILIES,
    "yso:p11617": Audience.YOUTH,
    "yso:p5590": Audience.ADULTS,
    "yso:p2433": Audience.SENIORS,
    "yso:p2434": Audience.SENIORS,
    "yso:p6165": Audience.IMMIGRANTS,
    "yso:p7179": Audience.DISABLED,
    "yso:p7708": Audience.UNEMPLOYED,
    "yso:p12297": Audience.MENTAL_HEALTH,
    "yso:p23886": Audience.SUBSTANCE_RECOVERY,
    "helsinki:aflfbatkwe": Audience.CARERS,
}
CARD_KEYWORDS: dict[str, Restriction] = {"helsinki:aflfbat76e": Restriction.CARD}
"""palvelukeskuskortti: the free card of Helsinki's pensioners and unemployed; without it one does not come in."""


def audiences_of(keywords: Iterable[str]) -> list[Audience]:
    """The audiences that keyword ids name, in the order of our list.

    >>> audiences_of(["yso:p2433", "yso:p916"])
    [<Audience.SENIORS: 'seniors'>]
    """
    found = {BY_KEYWORD[k] for k in keywords if k in BY_KEYWORD}
    return [audience for audience in Audience if audience in found]


def restrictions_of(keywords: Iterable[str]) -> list[Restriction]:
    """Who alone may come, as far as keyword ids say it."""
    return sorted({CARD_KEYWORDS[k] for k in keywords if k in CARD_KEYWORDS})
