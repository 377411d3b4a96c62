"""The steward pages' words, and values as people read them. Rendered on the server; nothing here needs JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml

from indexer.correctable import Field
from indexer.correction_rows import Correction
from search_api.facet_labels import label
from search_api.web import views
from search_api.web.views import Page

_WORDS = yaml.safe_load((Path(views.__file__).parent / "steward_words.yaml").read_text(encoding="utf-8"))
TABLES: dict[str, dict[str, dict[str, str]]] = _WORDS.pop("tables")
WORDS: dict[str, dict[str, str]] = _WORDS
FACETS = {
    "cost": "cost", "condition": "condition", "restricted": "restricted", "registration": "registration", "enrolment": "enrolment",
    "audience": "audience", "gender": "gender", "language": "language", "form": "form", "companion": "companion", "intensity": "intensity",
}  # fmt: skip
"""Where the words for the values of a field stand, by its label."""


@dataclass(slots=True)
class StewardPage(Page):
    """A page for stewards: who looks at it, and the mark that its forms carry."""

    steward: str | None = None
    csrf: str = ""
    path: str = "/steward"
    done: str | None = None

    def say(self, key: str, **facts: Any) -> str:
        """Our own words; what the public pages say too is said alike."""
        if key not in WORDS:
            return Page.say(self, key, **facts)
        return WORDS[key][self.lang].format(**facts)

    def word(self, table: str, code: str, **facts: Any) -> str:
        """The words for a code; a code that nobody named stands for itself."""
        known = TABLES[table].get(code)
        return known[self.lang].format(**facts) if known else code

    def link(self, path: str, **query: Any) -> str:
        """A page of ours in the same language."""
        told = {name: value for name, value in query.items() if value not in (None, "")}
        return f"{path}?{urlencode(told | {'lang': self.lang})}"

    def field_word(self, path: str) -> str:
        """The word for the field that a path lies in; '' for a whole row."""
        first = path.strip("/").split("/")[0]
        stem = first.removesuffix("_fi").removesuffix("_sv").removesuffix("_en")
        return self.word("field", first if first in TABLES["field"] else stem) if first else ""

    def field_label(self, field: Field) -> str:
        """The name of a correctable field, with its language."""
        name = self.word("field", field.label)
        return f"{name} ({label('language', field.lang, self.lang)})" if field.lang else name

    def value_label(self, field: Field, value: str) -> str:
        """The words for one of a field's allowed values."""
        if field.kind == "access":
            return label("state", value, self.lang)
        if field.label == "service_state":
            return self.word("service_state", value)
        return label(FACETS.get(field.label, "known"), value, self.lang)

    def value_words(self, field: Field, value: Any) -> str:
        """A field's value as one line."""
        if value is None or value == []:
            return self.say("none_known")
        match field.kind:
            case "flag":
                return self.say("yes" if value else "no")
            case "choice":
                return self.value_label(field, value)
            case "many":
                return ", ".join(self.value_label(field, one) for one in value)
            case "cost":
                amounts = [self.euros(one) for one in dict.fromkeys((value["min_eur"], value["max_eur"])) if one]
                unit = f" / {self.word('unit', value['unit'])}" if amounts and value["unit"] else ""
                return " ".join([self.value_label(field, value["class"]), "–".join(amounts) + unit]).strip()
            case "access":
                count = value["shortcomings"]
                return self.value_label(field, value["state"]) + (f" ({count})" if count is not None else "")
            case "point":
                lat, lon = value["lat"], value["lon"]
                return self.say("none_known") if lat is None else f"{lat:.5f}, {lon:.5f}"
            case _:
                return str(value)

    def refusal(self, code: str, facts: dict[str, Any]) -> str:
        """Why a correction cannot be made."""
        if (last := facts.get("last")) is not None:
            facts = facts | {"last": self.day(last)}
        return self.word("refused", code, **facts)

    def misfit(self, one: Correction) -> str:
        """Why a correction is not applied now."""
        return self.refusal(one.misfit, {"detail": one.pointer})

    def age(self, seconds: int | None) -> str:
        """A span of time, as coarse as it is long."""
        span = timedelta(seconds=seconds or 0)
        hours = span.seconds // 3600
        if span.days:
            return f"{span.days} {'d' if self.lang != 'fi' else 'pv'} {hours} h"
        return f"{hours} h {span.seconds % 3600 // 60} min" if hours else f"{span.seconds // 60} min"

    def full_moment(self, value: Any) -> str:
        """A moment with its year."""
        return f"{self.day(value)} {(self.moment(value) or '').partition('. ')[2]}" if value else self.say("none_known")

    def number(self, value: float) -> str:
        return f"{value:,.1f}".removesuffix(".0").replace(",", "\u202f").replace(".", "," if self.lang != "en" else ".")


def render(template: str, page: StewardPage, **context: Any) -> str:
    """The page's HTML. Everything that was crawled or typed is escaped."""
    return views.render(f"steward/{template}", page, **context)
