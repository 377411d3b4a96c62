"""The taxonomies and their terms: ours for what a record says in fixed words, an upstream's for its keywords, and one for where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from search_api.hsds.ids import entity_id
from search_api.hsds.words import MAIN_LANG, every_lang, known, labels, spoken

YSO = "http://www.yso.fi/onto/yso/"
RECORD: Final = {
    "source": "The source that says it",
    "source_id": "The source's own id",
    "source_url": "Where the source shows it",
    "source_modified": "When the source changed it",
    "licence": "The licence of the data",
    "attribution": "Whom to name",
    "run": "Our run that brought the last change",
    "derived": "What we worked out: pointer into our own record, rule, evidence, confidence",
}
TRANSLATED: Final = ("name", "summary", "description", "fees")
_OURS: Final = {
    "kind": "Place, course or group, event",
    "category": "Our subjects",
    "audience": "For whom",
    "cost": "What an adult without concessions pays; unknown is a value of its own",
    "condition": "For whom it costs less, and on what condition",
    "restricted": "Who alone may come",
    "registration": "Whether one has to register; unknown is a value of its own",
    "enrolment": "Whether there is room, as the source states it",
    "form": "In what form",
    "gender": "For which gender only",
    "companion": "Whether a companion may come",
    "intensity": "How hard it is",
    "accessibility": "What is known of the venue's accessibility, by profile and by feature",
    "record": "Where the record comes from",
    "translation": "The same in other languages",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A term by its taxonomy and its code. `words`: every language's."""

    id: str
    taxonomy: str
    taxonomy_id: str
    code: str
    name: str
    words: str
    parent: str | None = None

    def json(self) -> dict[str, Any]:
        is_yso = self.taxonomy == "keyword yso"
        return known({
            "id": self.id, "code": self.code, "name": self.name, "description": self.words,
            "parent_id": self.parent, "taxonomy": self.taxonomy, "taxonomy_id": self.taxonomy_id,
            "language": "en" if self.taxonomy in ("record", "translation") else MAIN_LANG,
            "term_uri": YSO + self.code if is_yso and self.code.isalnum() else None,
        })  # fmt: skip


def taxonomy_json(name: str) -> dict[str, Any]:
    """A taxonomy by its name."""
    about = _OURS.get(name) or f"The keywords of {name.removeprefix('keyword ')}, with the source's own ids"
    found = {"id": _taxonomy_id(name), "name": name, "description": about}
    return found | {"uri": YSO} if name == "keyword yso" else found


@lru_cache(maxsize=256)
def _taxonomy_id(name: str) -> str:
    return entity_id("taxonomy", name)


@lru_cache(maxsize=1024)
def term(taxonomy: str, code: str) -> Term:
    """A term of one of our taxonomies."""
    words = _words(taxonomy, code)
    top = code.partition("/")[0]
    parent = term(taxonomy, top).id if taxonomy == "category" and top != code else None
    return _made(taxonomy, code, spoken(words) or code, every_lang(words) or code, parent)


@lru_cache(maxsize=20_000)
def keyword(code: str, name: str, words: str) -> Term:
    """A keyword of an upstream's vocabulary, its code with the vocabulary's prefix (`yso:p916`)."""
    prefix, _, rest = code.rpartition(":")
    return _made(f"keyword {prefix or 'other'}", rest, name, words, None)


def _made(taxonomy: str, code: str, name: str, words: str, parent: str | None) -> Term:
    return Term(entity_id("term", taxonomy, code), taxonomy, _taxonomy_id(taxonomy), code, name, words, parent)


def _words(taxonomy: str, code: str) -> dict[str, str]:
    if taxonomy == "record":
        return {"en": RECORD[code]}
    if taxonomy == "translation":
        field, _, lang = code.partition(":")
        return {"en": f"{field} in {lang}"}
    if taxonomy == "accessibility":
        part, _, state = code.partition(":")
        of, said = ("feature", "known") if state in ("yes", "no") else ("profile", "state")
        heads, tails = labels(of, part), labels(said, state)
        return {lang: f"{heads[lang]}: {tails[lang]}" for lang in heads}
    return labels(taxonomy, code)
