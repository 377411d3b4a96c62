"""LIPAS sites, v2 (kebab-case) and v1 (camelCase), to records. What a site does not say is unknown: no word on free use is not "free".

A route or an area gets one point, its start or its middle, and says so; a site without geometry has none.
"""

from __future__ import annotations

from collections.abc import Mapping

from crawler.rows import RowRefused, as_row, checked
from crawler.scope import ScopeRules, Verdict
from crawler.sources.lipas_scope import line_of, verdict_of
from crawler.sources.palvelukartta_rows import of_the_unit
from crawler.taking_part import Note, note
from schemas.normalise.accessibility_explain import accessibility_of_site
from schemas.normalise.contact import read_email, read_phones, read_url
from schemas.normalise.cost import cost_of_lipas
from schemas.normalise.geometry import geometries_in
from schemas.normalise.location import MUNICIPALITIES
from schemas.normalise.schedule import read_moment
from schemas.normalise.text import plain_text
from schemas.normalise.whereabouts import site_whereabouts
from schemas.record import Record
from schemas.service import AccessState, CostClass, Form, Kind, Known, Precision, State, Text
from schemas.settings import HELSINKI
from schemas.source import Source

KNOWN_FIELDS = frozenset(
    """lipas-id status event-date admin name marketing-name name-localized construction-year renovation-years renovations owner
    owner-org-id location properties www phone-number email type activities comment circumstances fields locker-rooms audits images
    reservations-link sportsPlaceId lastModified marketingName constructionYear renovationYears freeUse schoolUse phoneNumber
    reservationsLink""".split()
)
TEMPORARILY_OUT = "out-of-service-temporarily"
_TEXTS = (
    "status", "event-date", "admin", "marketing-name", "www", "phone-number", "email", "comment", "reservations-link",
    "lastModified", "marketingName", "phoneNumber", "reservationsLink",
)  # fmt: skip
_OBJECTS = ("location", "properties", "name-localized", "activities")


def site_key(value: object) -> str:
    """The site's id with its prefix. Raises RowRefused when it has none."""
    row = as_row(value)
    field = "sportsPlaceId" if "sportsPlaceId" in row else "lipas-id"
    if field not in row:
        raise RowRefused("missing_field", "/lipas-id", sorted(row)[:8])
    number = row[field]
    if isinstance(number, bool) or not isinstance(number, int):
        raise RowRefused("wrong_type", f"/{field}", number)
    if number <= 0:
        raise RowRefused("bad_value", f"/{field}", number)
    return f"lipas:{number}"


def read_type(value: object, source: Source) -> Record:
    """The names of one type of site, as a keyword."""
    row = as_row(value)
    code = row.get("type-code", row.get("typeCode"))
    if isinstance(code, bool) or not isinstance(code, int):
        raise RowRefused("missing_field" if code is None else "wrong_type", "/type-code", code)
    key = f"lipas:type:{code}"
    name = row.get("name")
    label = _localised(plain_text(name), {}) if isinstance(name, str) else _localised("", name)
    return checked(
        {"source": source.name, "collection": "keyword", "key": key, "scope": "side", "label": {"label": label}},
        source_id=key,
    )


def scope_of(value: object, source: Source, rules: ScopeRules) -> Verdict:
    """Whether a site belongs in the tray. Raises RowRefused for what cannot be read at all."""
    row = as_row(value)
    key = site_key(row)
    _check_types(row, key)
    return verdict_of(
        code=_type_code(row, key),
        status=_text(row, "status") or None,
        municipality=_municipality(row),
        admin=_text(row, "admin"),
        name=_text(row, "name"),
        is_free=cost_of_lipas(row).cost_class is CostClass.FREE,
        source=source,
        rules=rules,
    )


def read_site(value: object, source: Source, verdict: Verdict) -> Record:
    """One site as a record. Raises RowRefused for what has no id, type or name, or a wrong shape."""
    row = as_row(value)
    key = site_key(row)
    _check_types(row, key)
    code = _type_code(row, key)
    name = _localised(_text(row, "name"), row.get("name-localized"))
    if not name:
        raise RowRefused("missing_field", "/name", row.get("name"), source_id=key)
    properties = _object(row, "properties")
    told = [_text(row, "comment"), _text(properties, "infoFi", "info-fi")]
    description: Text = {"fi": "\n".join(dict.fromkeys(t for t in told if t))} if any(told) else {}
    marketing = _text(row, "marketing-name", "marketingName")
    summary: Text = {"fi": marketing} if marketing and marketing not in name.values() else {}
    cost = cost_of_lipas(row)
    derived: list[Note] = []
    if cost.cost_class is not CostClass.UNKNOWN:
        derived.append(note("/cost", "cost.lipas", _cost_evidence(row, description)))
    own = of_the_unit(name, summary, description, cost)
    values = own.values | _form(code, source, derived)
    derived += own.notes
    status = _text(row, "status")
    if status == TEMPORARILY_OUT:
        derived.append(note("/state", "lipas.status", status))
    category = line_of(source.lookups.get("category", {}), code)
    if category:
        derived.append(note("/categories", "lipas.type", f"type {code}"))
    changed = read_moment(row.get("event-date", row.get("lastModified")), zone=HELSINKI)
    return checked(
        {
            "source": source.name,
            "collection": "unit",
            "key": key,
            "scope": verdict.rule,
            "in_scope": verdict.is_in,
            "offering": {
                **values,
                "kind": Kind.VENUE,
                "name": name,
                "summary": summary,
                "description": description,
                "categories": [category[1]] if category else [],
                "cost": cost,
                "places": [_place(row, key, name, derived)],
                "accessibility": _accessibility(row, derived),
                "registration_url": read_url(_text(row, "reservations-link", "reservationsLink")),
                "contacts": _contacts(row),
                "urls": [{"kind": "home", "url": url}] if (url := read_url(_text(row, "www"))) else [],
                "derived": derived,
                "state": State.CANCELLED if status == TEMPORARILY_OUT else State.ACTIVE,
            },
            "links": {"keywords": [f"lipas:type:{code}"]},
            "source_url": source.public_page and source.public_page.format(id=key.removeprefix("lipas:")),
            "source_modified": changed and changed[0],
        },
        source_id=key,
    )


def _check_types(row: Mapping[str, object], key: str) -> None:
    """Raises RowRefused for the first field that is not of the register's type; absent and null are fine."""
    if "name" in row and not isinstance(row["name"], str):
        raise RowRefused("wrong_type", "/name", row["name"], source_id=key)
    for fields, kind in ((_TEXTS, str), (_OBJECTS, Mapping)):
        for field in fields:
            if row.get(field) is not None and not isinstance(row[field], kind):
                raise RowRefused("wrong_type", f"/{field}", row[field], source_id=key)


def _type_code(row: Mapping[str, object], key: str) -> int:
    kind = row.get("type")
    if not isinstance(kind, Mapping):
        raise RowRefused("missing_field" if kind is None else "wrong_type", "/type", kind, source_id=key)
    code = kind.get("type-code", kind.get("typeCode"))
    if isinstance(code, bool) or not isinstance(code, int):
        raise RowRefused("missing_field" if code is None else "wrong_type", "/type/type-code", code, source_id=key)
    return code


def _object(row: Mapping[str, object], field: str) -> Mapping[str, object]:
    value = row.get(field)
    return value if isinstance(value, Mapping) else {}


def _text(row: Mapping[str, object], *fields: str) -> str:
    return next((text for field in fields if (text := plain_text(row.get(field)))), "")


def _localised(finnish: str, others: object) -> Text:
    """The Finnish text with the Swedish (`se` in LIPAS) and the English one."""
    table = others if isinstance(others, Mapping) else {}
    found: Text = {}
    if fi := finnish or plain_text(table.get("fi")):
        found["fi"] = fi
    if sv := plain_text(table.get("se", table.get("sv"))):
        found["sv"] = sv
    if en := plain_text(table.get("en")):
        found["en"] = en
    return found


def _municipality(row: Mapping[str, object]) -> str | None:
    city = _object(_object(row, "location"), "city")
    code = city.get("city-code", city.get("cityCode"))
    if isinstance(code, int) and code in MUNICIPALITIES:
        return MUNICIPALITIES[code]
    return _text(city, "name") or (f"municipality {code}" if isinstance(code, int) else None)


def _place(row: Mapping[str, object], key: str, name: Text, derived: list[Note]) -> dict[str, object]:
    location = _object(row, "location")
    where = site_whereabouts(row)
    if where.precision is Precision.AREA:
        kinds = sorted({str(one.get("type")) for one in geometries_in(location.get("geometries"))})
        how = "start" if "LineString" in kinds else "middle"
        derived.append(note("/places/0/lat", f"geometry.{how}", f"{', '.join(kinds)} ({', '.join(where.evidence)})"))
    address = _text(location, "address")
    neighborhood = _text(location, "neighborhood") or _text(_object(location, "city"), "neighborhood")
    return {
        "name": name,
        "address": {"fi": address} if address else {},
        "postal_code": _text(location, "postal-code", "postalCode") or None,
        "district": {"fi": neighborhood} if neighborhood and where.lat is None else {},
        "municipality": _municipality(row),
        "lat": where.lat,
        "lon": where.lon,
        "precision": where.precision,
        "source_id": key,
    }


def _form(code: int, source: Source, derived: list[Note]) -> dict[str, object]:
    """Self-guided where the reviewed list says that nobody leads there; unknown elsewhere."""
    line = line_of(source.lookups.get("self_guided", {}), code)
    if line is None:
        return {}
    derived.append(note("/form", "lipas.type", f"type {code}: {line[1]}"))
    return {"form": Form.SELF_GUIDED}


def _cost_evidence(row: Mapping[str, object], description: Text) -> str:
    bags = (row, _object(row, "properties"))
    flags = [
        f"{field}: true" for bag in bags for field in ("freeUse", "free-use?", "free-use") if bag.get(field) is True
    ]
    return flags[0] if flags else description.get("fi", "")


def _accessibility(row: Mapping[str, object], derived: list[Note]) -> dict[str, object]:
    profiles, features, evidence = accessibility_of_site(row)
    known = [profile.value for profile, access in profiles.items() if access.state is not AccessState.UNKNOWN]
    known += [f"features/{feature.value}" for feature, value in features.items() if value is not Known.UNKNOWN]
    derived += [note(f"/accessibility/{part}", "accessibility.site", "; ".join(evidence)) for part in known]
    sentence = _text(_object(row, "properties"), "accessibility-info", "accessibilityInfo")
    return {
        **{profile.value: access for profile, access in profiles.items()},
        "features": features,
        "sentences": [{"text": {"fi": sentence}}] if sentence and read_url(sentence) is None else [],
    }


def _contacts(row: Mapping[str, object]) -> list[dict[str, object]]:
    phones = read_phones(_text(row, "phone-number", "phoneNumber"))
    email = read_email(_text(row, "email"))
    found: list[dict[str, object]] = [{"kind": "phone", "value": phone} for phone in phones]
    return found + ([{"kind": "email", "value": email}] if email else [])
