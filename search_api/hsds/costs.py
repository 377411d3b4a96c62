"""What it costs: an option without an amount is never made, and what nobody said has none. Unknown never becomes free."""

from __future__ import annotations

from typing import Any

from search_api.facet_labels import label
from search_api.hsds.ids import entity_id
from search_api.hsds.words import MAIN_LANG, known, spoken

CURRENCY = "EUR"


def cost_options(service: dict[str, Any]) -> list[dict[str, Any]]:
    """The prices of a service: one, or the least and the most. None where the price is unknown."""
    cost = service["cost"]
    if cost["class"] == "unknown":
        return []
    if cost["class"] == "free":
        amounts = [("free", 0.0)]
    else:
        least, most = cost["min_eur"], cost["max_eur"]
        amounts = [(name, value) for name, value in (("from", least), ("to", most)) if value is not None]
        if least is not None and least == most:
            amounts = [("price", least)]
    if cost["pay_up_front_eur"] is not None:
        amounts.append(("pay up front", cost["pay_up_front_eur"]))
    told = label("cost", cost["class"], MAIN_LANG)
    if service["restricted_to"]:
        told += f" ({', '.join(label('restricted', one, MAIN_LANG) for one in service['restricted_to'])})"
    return [
        known({
            "id": entity_id("cost_option", service["id"], name), "service_id": service["id"], "option": name,
            "currency": CURRENCY, "amount_description": f"{told} / {cost['unit']}" if cost["unit"] else told,
        }) | {"amount": amount}
        for name, amount in amounts
    ]  # fmt: skip


def fees_description(service: dict[str, Any]) -> str | None:
    """The price as the source words it; the class of what is known where it has no words."""
    cost = service["cost"]
    return spoken(cost["text"]) or (None if cost["class"] == "unknown" else label("cost", cost["class"], MAIN_LANG))
