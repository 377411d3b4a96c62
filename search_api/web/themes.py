"""Starting points for raising the subject: each only sets filters, and is named by what somebody wants or needs (`themes.yaml`)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from schemas.errors import QueryError
from schemas.query import Filters, read_query

Words = dict[str, str]


class Theme(BaseModel):
    """One starting point. `work` names, for the reader of the file alone, whose work it was made for; it is never shown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z_]+$")
    group: Literal["theme", "wish"]
    name: Words
    hint: Words
    filters: dict[str, list[str]]
    work: list[str] = Field(default_factory=list)

    @field_validator("name", "hint")
    @classmethod
    def _check_languages(cls, value: Words) -> Words:
        if set(value) != {"fi", "sv", "en"} or not all(value.values()):
            raise ValueError("fi, sv and en")
        return value

    @model_validator(mode="after")
    def _check_filters(self) -> Theme:
        strange = set(self.filters) - set(Filters.model_fields)
        if strange or not self.filters:
            raise ValueError(f"only filters (came: {', '.join(sorted(strange)) or 'none'})")
        try:
            read_query(self.filters)
        except QueryError as error:
            raise ValueError(str(error)) from error
        return self


def read_themes(path: Path) -> dict[str, Theme]:
    """The starting points of a file by their ids, in its order. Raises ValidationError for a wrong one."""
    found = [Theme.model_validate(row) for row in yaml.safe_load(path.read_text(encoding="utf-8"))]
    return {theme.id: theme for theme in found}


THEMES = read_themes(Path(__file__).parent / "themes.yaml")
