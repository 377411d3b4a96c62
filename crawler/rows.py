"""Reading an upstream's rows: required fields with clear refusals, and which fields nobody reads."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import ValidationError

from schemas.normalise.text import shorten
from schemas.record import Record, Refusal
from schemas.service import Gender

Code = Literal[
    "not_json", "wrong_type", "missing_field", "bad_value", "invalid_record", "duplicate_id", "unexpected_shape", "unknown_field",
]  # fmt: skip
_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class RowRefused(Exception):
    """This row cannot become a record: why, where in it, and what stood there."""

    def __init__(self, code: Code, path: str, value: object, *, source_id: str | None = None) -> None:
        self.code: Code = code
        self.path = path
        self.value = shorten(value)
        self.source_id = source_id
        super().__init__(f"{code} {path}: {self.value}")

    def refusal(self, collection: str, url: str) -> Refusal:
        return Refusal(
            collection=collection,
            source_id=self.source_id,
            code=self.code,
            path=self.path,
            value=self.value,
            url=url,
        )


def as_row(value: object) -> Mapping[str, object]:
    """The row as an object. Raises RowRefused when it is something else."""
    if not isinstance(value, Mapping):
        raise RowRefused("wrong_type", "", value)
    return value


def required_text_id(row: Mapping[str, object], *, source_id: str | None = None) -> str:
    """The row's `id`, a non-empty string without spaces."""
    if "id" not in row:
        raise RowRefused("missing_field", "/id", sorted(row)[:8], source_id=source_id)
    value = row["id"]
    if not isinstance(value, str):
        raise RowRefused("wrong_type", "/id", value, source_id=str(value) if isinstance(value, int) else source_id)
    if not value.strip() or any(char.isspace() for char in value) or len(value) > 200:
        raise RowRefused("bad_value", "/id", value, source_id=source_id)
    return value


def required_int_id(row: Mapping[str, object]) -> int:
    """The row's `id`, a positive whole number (a string of digits is taken)."""
    if "id" not in row:
        raise RowRefused("missing_field", "/id", sorted(row)[:8])
    value = row["id"]
    if isinstance(value, str) and value.isdigit():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise RowRefused("wrong_type", "/id", value)
    if value <= 0:
        raise RowRefused("bad_value", "/id", value)
    return value


def checked(build: dict[str, object], *, source_id: str) -> Record:
    """The record of the parts. Raises RowRefused with the first thing that the model does not take."""
    try:
        return Record.model_validate(build)
    except ValidationError as error:
        first = error.errors()[0]
        path = "/" + "/".join(str(part) for part in first["loc"])
        raise RowRefused("invalid_record", path, first["input"], source_id=source_id) from error


def list_of_rows(value: object) -> list[Mapping[str, object]]:
    """The objects of a list; [] for anything else."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def read_json(body: bytes) -> Any:
    """The JSON of a body; half a surrogate pair, which no file could hold, becomes U+FFFD.

    Raises ValueError for what is no JSON, or is nested too deep to be a page of rows.
    """
    try:
        value = json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return _without_halves(value) if _SURROGATE_ESCAPE.search(body) else value


def _without_halves(value: Any) -> Any:
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_without_halves(one) for one in value]
    if isinstance(value, dict):
        return {_without_halves(name): _without_halves(one) for name, one in value.items()}
    return value


def notes_of_words(values: Mapping[str, object], text: str) -> list[dict[str, str]]:
    """The derivation notes of fields that were read from a text's words: of each that came out as something."""
    return [
        {"pointer": f"/{field}", "by": f"words.{field}", "from": shorten(text)}
        for field, value in values.items()
        if value and value != Gender.UNKNOWN
    ]
