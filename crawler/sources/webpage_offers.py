"""The offers of a schema.org thing as rows that the cost normaliser reads: a price of 0 is free only where nothing beside it says otherwise."""

from __future__ import annotations

from crawler.sources.webpage_things import Thing, many, objects, text_of, words
from schemas.normalise.location import read_number
from schemas.service import Lang

EURO = frozenset(("", "EUR", "€", "EURO", "EUROA"))


def claims_free(thing: Thing) -> bool | None:
    """`isAccessibleForFree`, in the forms that sites write it; None where it is not said."""
    value = next(iter(many(thing.get("isAccessibleForFree"))), None)
    if isinstance(value, bool):
        return value
    text = words(value).rsplit("/", 1)[-1].lower()
    return {"true": True, "yes": True, "false": False, "no": False}.get(text)


def offer_rows(thing: Thing, lang: Lang) -> list[dict[str, object]]:
    """The offers in the shape of `cost_of_offers`. None, and no word of free access: no rows."""
    flag = claims_free(thing)
    offers = [inner for one in objects(thing.get("offers")) for inner in (objects(one.get("offers")) or [one])]
    offers = offers or [
        {"name": text} for one in many(thing.get("offers")) if isinstance(one, str) and (text := words(one))
    ]
    rows = [_row(one, flag, lang) for one in offers]
    return rows or ([{"is_free": True, "price": None}] if flag else [])


def evidence_of(thing: Thing) -> str:
    """What the cost was read from, in one line."""
    flag = claims_free(thing)
    said = [f"isAccessibleForFree: {str(flag).lower()}"] if flag is not None else []
    for one in objects(thing.get("offers")):
        prices = [
            f"{k}: {words(one[k])}" for k in ("price", "lowPrice", "highPrice", "priceCurrency") if words(one.get(k))
        ]
        said.append(", ".join(prices) or words(one))
    return "; ".join(part for part in said if part)


def _row(offer: Thing, flag: bool | None, lang: Lang) -> dict[str, object]:
    inner = next(iter(objects(offer.get("priceSpecification"))), {})
    currency = (words(offer.get("priceCurrency")) or words(inner.get("priceCurrency"))).upper()
    row: dict[str, object] = {
        "description": text_of(offer.get("name"), lang) or text_of(offer.get("description"), lang),
        "info_url": {lang: words(offer.get("url"))} if words(offer.get("url")) else None,
    }
    low = _amount(offer, "lowPrice", "minPrice") or _amount(inner, "minPrice", "lowPrice")
    high = _amount(offer, "highPrice", "maxPrice") or _amount(inner, "maxPrice", "highPrice")
    price = _amount(offer, "price") or _amount(inner, "price")
    if not price and low and high and low != high:
        price = f"{low}–{high}"
    price = price or low or high
    if not price:
        return row | {"is_free": flag is True, "price": None}
    number = read_number(price)
    if number == 0:
        return row | {"is_free": flag is not False, "price": None}
    written = price if number is None and "–" not in price else f"{price} {'€' if currency in EURO else currency}"
    return row | {"is_free": flag is True, "price": {lang: written}}


def _amount(offer: Thing, *fields: str) -> str:
    """The first amount, with a decimal comma; what is no number stays as written."""
    for field in fields:
        text = words(offer.get(field))
        number = read_number(text)
        if number is not None:
            return f"{number:.2f}".replace(".", ",").removesuffix(",00")
        if text:
            return text
    return ""
