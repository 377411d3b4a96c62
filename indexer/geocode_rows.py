"""The SQL about points of addresses: who waits for which, and what geocoders answered. Works on any open connection; commits nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text

from schemas.record import RecordKey

SOURCE = "geocode"
"""The source by which services lean on addresses."""


@dataclass(frozen=True, slots=True)
class Geocode:
    """What one provider answered for one address: a point, or a miss (lat and lon None). `asked_at` is ISO in UTC."""

    key: str
    provider: str
    lat: float | None
    lon: float | None
    precision: str
    label: str
    asked_at: str


def address_key(key: str) -> RecordKey:
    """What a service leans on that waits for the point of an address, or has it."""
    return RecordKey(source=SOURCE, collection="address", key=key)


class GeocodeRows:
    """The answers, as they lie in the ledger."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def all(self) -> list[Geocode]:
        """Every answer, points and misses."""
        rows = self._c.execute(
            text("select key, provider, lat, lon, precision, label, asked_at from geocode order by key, provider")
        )
        return [Geocode(*row) for row in rows]

    def wanted(self) -> list[str]:
        """The addresses that services lean on."""
        rows = self._c.execute(
            text("select distinct key from lean where source = :source and collection = 'address' order by key"),
            {"source": SOURCE},
        )
        return [row.key for row in rows]

    def put(self, answers: Iterable[Geocode]) -> None:
        """Keep answers. A point stays pending until `settle`: the services that lean on its address do not have it yet."""
        rows = [asdict(one) | {"pending": one.lat is not None} for one in answers]
        if rows:
            self._c.execute(
                text(
                    "insert into geocode (key, provider, lat, lon, precision, label, asked_at, pending)"
                    " values (:key, :provider, :lat, :lon, :precision, :label, :asked_at, :pending)"
                    " on conflict (key, provider) do update set lat = excluded.lat, lon = excluded.lon,"
                    " precision = excluded.precision, label = excluded.label, asked_at = excluded.asked_at,"
                    " pending = excluded.pending"
                ),
                rows,
            )

    def pending(self) -> list[str]:
        """The addresses whose point arrived since services were last composed."""
        rows = self._c.execute(text("select distinct key from geocode where pending order by key"))
        return [row.key for row in rows]

    def settle(self) -> None:
        """The services that lean on the pending points have been composed with them."""
        self._c.execute(text("update geocode set pending = false where pending"))
