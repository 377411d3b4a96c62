"""Who is who: the identifier of an offering, made from its source and its source's own id, for ever."""

from __future__ import annotations

import uuid

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "liiku-tarjotin")


def service_id(source: str, source_id: str) -> str:
    """The UUIDv5 of one offering.

    >>> service_id("palvelukartta", "tprek:41102") == service_id("palvelukartta", "tprek:41102")
    True
    """
    return str(uuid.uuid5(NAMESPACE, f"{source}:{source_id}"))
