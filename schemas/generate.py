"""Writes the JSON Schemas from the models: `python -m schemas.generate`. A test holds that they are up to date."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from schemas.query import SearchQuery
from schemas.service import Service

FOLDER = Path(__file__).parent / "json"


def schemas() -> dict[str, str]:
    """The text of each schema file, by name."""
    models: dict[str, type[BaseModel]] = {"service.json": Service, "search-query.json": SearchQuery}
    return {
        name: json.dumps(model.model_json_schema(by_alias=True, mode="serialization"), ensure_ascii=False, indent=2)
        + "\n"
        for name, model in models.items()
    }


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
