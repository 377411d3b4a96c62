"""The Finnish words for the codes that a report and a sheet of errors name."""

from __future__ import annotations

from pathlib import Path

from schemas.yaml_file import read_plain

WORDS: dict[str, dict[str, str]] = read_plain(Path(__file__).with_name("words.yaml"))


def word(table: str, code: str) -> str:
    """The words for a code; a code that nobody named stands for itself.

    >>> word("state", "held"), word("state", "odd")
    ('Odottaa päätöstä', 'odd')
    """
    return WORDS[table].get(code, code)


def field_word(path: str) -> str:
    """The word for the field that a path lies in, or the path's own name for it; '' for the whole row.

    >>> field_word("/start_time"), field_word("/offers/*/price"), field_word("/foo"), field_word("")
    ('Alkamisaika', 'Hinta', 'foo', '')
    """
    first = path.strip("/").split("/")[0]
    stem = first.removesuffix("_fi").removesuffix("_sv").removesuffix("_en")
    return WORDS["field"].get(first) or WORDS["field"].get(stem) or first


def rule_word(rule: str) -> str:
    """The words for a rule of the scope, with the line that it names.

    >>> rule_word("tree_excluded:736")
    'Palvelupuun luokka on rajattu pois (736)'
    """
    family, _, line = rule.partition(":")
    return f"{word('rule', family)} ({line})" if line else word("rule", family)
