"""Who is responsible for an offering. Of most we know an id at a register and a name, and of some the id alone."""

from __future__ import annotations

from typing import Any, NamedTuple

from search_api.hsds.ids import entity_id
from search_api.hsds.words import every_lang, known, spoken

NO_NAME = "Of this organisation its id at a register is known and no name"


class Organization(NamedTuple):
    """An organisation as one record names it. `register_id`: with the register's prefix."""

    id: str
    name: str | None
    words: str
    register_id: str | None

    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "id": self.id,
            "name": self.name or self.register_id,
            "description": self.words or NO_NAME,
        }
        if self.register_id:
            register, _, number = self.register_id.rpartition(":")
            found["organization_identifiers"] = [known({
                "id": entity_id("organization_identifier", self.register_id), "organization_id": self.id,
                "identifier": number, "identifier_type": register or "register", "identifier_scheme": register or None,
            })]  # fmt: skip
        return found


def organization_of(service: dict[str, Any]) -> Organization | None:
    """The organisation of a record; None where it names none."""
    said = service["organisation"]
    name = spoken(said["name"])
    key = said["id"] or (name and name.casefold())
    return Organization(entity_id("organization", key), name, every_lang(said["name"]), said["id"]) if key else None
