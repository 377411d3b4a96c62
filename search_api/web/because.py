"""What a shown value was worked out from: the rule in words, and the evidence as the source wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

RULES: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "rules.yaml").read_text(encoding="utf-8"))


def rule_words(rule: str, lang: str) -> str:
    """The rule in words: by its whole name, by its ending for a contradiction, else by its family.

    >>> rule_words("cost.offers", "en"), rule_words("cost.contradiction", "sv")[:6]
    ("From the event's price data and text", 'Källan')
    """
    family, _, last = rule.rpartition(".")
    return RULES.get(rule, RULES.get(last, RULES.get(family or rule, {}))).get(lang, rule)


def because(body: Mapping[str, Any], pointers: Iterable[str], lang: str) -> list[dict[str, str]]:
    """The notes behind the values at these pointers, each once: `rule` in words, `evidence`, `confidence`."""
    wanted = tuple(pointers)
    found = [
        {"rule": rule_words(note["by"], lang), "evidence": note["from"], "confidence": note["confidence"]}
        for note in body["derived"]
        if any(note["pointer"] == one or note["pointer"].startswith(f"{one}/") for one in wanted)
    ]
    return list({(one["rule"], one["evidence"]): one for one in found}.values())
