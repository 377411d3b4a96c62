"""What a chip says, in three languages: the facets' own labels, and words for what is no facet's value."""

from __future__ import annotations

from pathlib import Path

from schemas.yaml_file import read_plain
from search_api.facet_labels import LABELS, label
from search_api.understanding.reading import Chip

_WORDS: dict[str, dict[str, str]] = read_plain(Path(__file__).parent / "labels.yaml")


def chip_label(chip: Chip, lang: str) -> str:
    """The chip in words.

    >>> chip_label(Chip("cost", "free", "gratis"), "sv"), chip_label(Chip("near", "Malmi", "lähellä malmia"), "en")
    ('Avgiftsfri', 'near Malmi')
    """
    if chip.value in _WORDS:
        return _WORDS[chip.value][lang]
    if chip.facet in _WORDS:
        return _WORDS[chip.facet][lang].format(value=chip.value)
    if chip.facet == "accessibility":
        name = "profile" if chip.value in LABELS["profile"] else "feature"
        return label(name, chip.value, lang)
    return ", ".join(label(chip.facet, one, lang) for one in chip.value.split(","))
