"""palvelukarttaws v4 rows to records: units, and the shortage rows of the accessibility register gathered by unit.

Keys that a unit does not have are absent upstream; nothing is read as "no" because it is absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from crawler.rows import RowRefused, as_row, checked, list_of_rows, required_int_id
from crawler.scope import ScopeRules, ServiceTree, Verdict
from crawler.taking_part import Note, Read, note, of_the_venue, read_claims, read_restrictions, read_taking_part
from schemas.normalise.access_sentences import features_of
from schemas.normalise.accessibility import read_viewpoints
from schemas.normalise.audience_words import gender_in
from schemas.normalise.contact import read_email, read_phones, read_url
from schemas.normalise.cost import judge_price_text
from schemas.normalise.hours_reading import rule_of_text
from schemas.normalise.location import MUNICIPALITIES, read_number
from schemas.normalise.registration import registration_in
from schemas.normalise.schedule import read_moment
from schemas.normalise.text import plain_text, read_suffixed, shorten
from schemas.normalise.whereabouts import unit_whereabouts
from schemas.record import Record
from schemas.service import LANGS, Cost, CostClass, Gender, Kind, Text
from schemas.settings import HELSINKI
from schemas.source import Source

KNOWN_FIELDS = frozenset(
    """id org_id dept_id provider_type organizer_type organizer_name displayed_service_owner_type data_source_url ontologyword_ids
    ontologytree_ids sources provided_languages regions latitude longitude northing_etrs_gk25 easting_etrs_gk25
    northing_etrs_tm35fin easting_etrs_tm35fin manual_coordinates address_zip vtj_prt vtj_prt_verified phone email picture_url
    picture_entrance_url streetview_entrance_url accessibility_phone accessibility_email accessibility_www
    accessibility_viewpoints created_time modified_time connections ontologyword_details service_descriptions
    accessibility_sentences arealcity_id is_public organizer_business_id""".split()
) | frozenset(
    f"{stem}_{lang}"
    for lang in LANGS
    for stem in (
        "name",
        "short_desc",
        "desc",
        "www",
        "extra_searchwords",
        "displayed_service_owner",
        "street_address",
        "address_city",
        "address_postal_full",
        "call_charge_info",
        "picture_caption",
    )
)


def unit_key(number: int) -> str:
    return f"tprek:{number}"


def read_tree(rows: object) -> ServiceTree:
    """The parents of the tree's nodes; rows that are no nodes are passed over."""
    parents: dict[int, int | None] = {}
    for row in list_of_rows(rows):
        number, parent = row.get("id"), row.get("parent_id")
        if isinstance(number, int):
            parents[number] = parent if isinstance(parent, int) else None
    return ServiceTree(parents)


def read_words(rows: object) -> dict[int, Text]:
    """The ontology words' labels by id."""
    return {
        number: read_suffixed(row, "ontologyword")
        for row in list_of_rows(rows)
        if isinstance(number := row.get("id"), int)
    }


def read_shortages(rows: list[object], source: Source, refuse: Callable[[RowRefused], None]) -> Iterable[Record]:
    """One record a unit: its shortage texts by viewpoint. A row without unit or viewpoint is handed to `refuse`; the others count."""
    by_unit: dict[int, dict[str, list[str]]] = {}
    doubtful = set()
    for row in rows:
        try:
            unit, viewpoint, words = _read_shortage(row)
        except RowRefused as error:
            refuse(error)
            doubtful.add(error.source_id)
            continue
        if words:
            by_unit.setdefault(unit, {}).setdefault(viewpoint, []).append(words)
    for unit, shortages in sorted(by_unit.items()):
        if unit_key(unit) in doubtful:
            continue  # what was known of it stays: fewer texts could look like fewer shortcomings
        unique = {viewpoint: sorted(set(texts)) for viewpoint, texts in sorted(shortages.items())}
        yield Record(source=source.name, collection="shortage", key=unit_key(unit), scope="side", shortages=unique)


def _read_shortage(row: object) -> tuple[int, str, str | None]:
    fields = as_row(row)
    unit, viewpoint = fields.get("unit_id"), fields.get("viewpoint_id")
    if not isinstance(unit, int) or isinstance(unit, bool):
        raise RowRefused("wrong_type" if "unit_id" in fields else "missing_field", "/unit_id", unit)
    if not isinstance(viewpoint, (int, str)) or isinstance(viewpoint, bool):
        raise RowRefused(
            "wrong_type" if "viewpoint_id" in fields else "missing_field",
            "/viewpoint_id",
            viewpoint,
            source_id=unit_key(unit),
        )
    text = read_suffixed(fields, "shortage")
    return unit, str(viewpoint), text.get("fi") or text.get("sv") or text.get("en")


def read_unit(value: object, source: Source, rules: ScopeRules, tree: ServiceTree, words: Mapping[int, Text]) -> Record:
    """One unit as a record.

    Raises RowRefused for what has no id, no name, or a wrong shape.
    """
    row = as_row(value)
    number = required_int_id(row)
    key = unit_key(number)
    for lang in LANGS:
        if not isinstance(row.get(f"name_{lang}", ""), str):
            raise RowRefused("wrong_type", f"/name_{lang}", row[f"name_{lang}"], source_id=key)
    name = read_suffixed(row, "name")
    if not name:
        raise RowRefused("missing_field", "/name_fi", row.get("name_fi"), source_id=key)
    for field in ("ontologytree_ids", "ontologyword_ids", "connections", "accessibility_sentences"):
        if field in row and not isinstance(row[field], list):
            raise RowRefused("wrong_type", f"/{field}", row[field], source_id=key)
    _check_types(row, key)
    nodes = [node for node in _list(row, "ontologytree_ids") if isinstance(node, int)]
    municipality = _municipality(row)
    verdict = rules.of_unit(tree, nodes, municipality)
    if row.get("is_public") is False:
        verdict = Verdict(False, "not_public")
    connections = list_of_rows(row.get("connections"))
    prices = [read_suffixed(c, "name") for c in connections if c.get("section_type") == "PRICE"]
    price = {
        lang: "\n\n".join(p[lang] for p in prices if lang in p) for lang in LANGS if any(lang in p for p in prices)
    }
    judged = judge_price_text(price)
    cost = judged.cost
    changed = read_moment(row.get("modified_time"), zone=HELSINKI)
    sentences = _sentences(row)
    read = features_of(sentences)
    derived = [
        {"pointer": f"/accessibility/features/{feature}", "by": "accessibility.sentences", "from": shorten(texts[0])}
        for feature, texts in sorted(read.evidence.items())
    ]
    if cost.cost_class is not CostClass.UNKNOWN:
        derived.append({"pointer": "/cost", "by": "cost.price_text", "from": shorten(next(iter(price.values())))})
    elif judged.contradiction:
        derived.append({"pointer": "/cost", "by": "cost.contradiction", "from": shorten(judged.contradiction)})
    own = of_the_unit(name, read_suffixed(row, "short_desc"), read_suffixed(row, "desc"), cost)
    derived += own.notes
    hours = _section(connections, "OPENING_HOURS")
    rule = rule_of_text(hours)
    if rule:
        derived.append(
            {"pointer": "/opening_hours/rule", "by": "opening_hours.text", "from": shorten(next(iter(hours.values())))}
        )
    service_words = [word for word in _list(row, "ontologyword_ids") if isinstance(word, int)]
    offering = {
        **own.values,
        "kind": Kind.VENUE,
        "name": name,
        "summary": read_suffixed(row, "short_desc"),
        "description": read_suffixed(row, "desc"),
        "categories": rules.categories_of_nodes(tree, nodes),
        "keywords": [{"id": f"tpr:{word}", "label": words[word]} for word in service_words if words.get(word)],
        "cost": cost,
        "places": [_place(row, key, name, municipality)],
        "accessibility": {"sentences": sentences, "features": read.features},
        "languages": sorted(
            {code for code in _list(row, "provided_languages") if isinstance(code, str) and code.isalpha()}
        ),
        "opening_hours": {"text": hours, "rule": rule},
        "organisation": {
            "id": row.get("org_id") if isinstance(row.get("org_id"), str) else None,
            "name": read_suffixed(row, "displayed_service_owner"),
        },
        "contacts": _contacts(row),
        "urls": _urls(row),
        "derived": derived,
    }
    return checked(
        {
            "source": source.name,
            "collection": "unit",
            "key": key,
            "scope": verdict.rule,
            "in_scope": verdict.is_in,
            "offering": offering,
            "links": {"same_as": _same_as(row)},
            "viewpoints": read_viewpoints(row.get("accessibility_viewpoints")),
            "source_url": source.public_page and source.public_page.format(id=number),
            "source_modified": changed and changed[0],
        },
        source_id=key,
    )


def of_the_unit(name: Text, summary: Text, description: Text, cost: Cost) -> Read:
    """What the unit's prose says of the unit itself. No enrolment, form or intensity: those are of the groups that meet in it."""
    told = {
        lang: "\n".join(text[lang] for text in (name, summary, description) if lang in text)
        for lang in LANGS
        if any(lang in text for text in (name, summary, description))
    }
    own = of_the_venue(told)
    values: dict[str, object] = {"gender": gender_in(name)}
    notes: list[Note] = []
    if values["gender"] is not Gender.UNKNOWN:
        notes.append(note("/gender", "words.gender", " ".join(name.values())))
    registration, sentence = registration_in(own)
    if sentence is not None:
        values["registration"] = registration
        notes.append(note("/registration", "registration", sentence))
    restricted, restriction_notes = read_restrictions("\n".join(own.values()), is_venue=True)
    values["restricted_to"] = restricted
    notes += restriction_notes
    for read in (read_claims(own), read_taking_part(name, told, cost, is_venue=True)):
        values |= read.values
        notes += read.notes
    return Read(values, notes)


_TEXT_STEMS = ("short_desc", "desc", "street_address", "www", "displayed_service_owner")
_TEXTS = frozenset(f"{stem}_{lang}" for stem in _TEXT_STEMS for lang in LANGS) | {
    "address_zip", "phone", "email", "accessibility_viewpoints", "modified_time", "accessibility_www",
}  # fmt: skip


def _check_types(row: Mapping[str, object], key: str) -> None:
    """Raises RowRefused for the first field that is not of the register's type; absent fields are fine."""
    for field in sorted(_TEXTS & row.keys()):
        if not isinstance(row[field], str):
            raise RowRefused("wrong_type", f"/{field}", row[field], source_id=key)
    for field in ("latitude", "longitude"):
        value = row.get(field)
        if isinstance(value, (dict, list, bool)):
            raise RowRefused("wrong_type", f"/{field}", value, source_id=key)
        if value is not None and read_number(value) is None:
            raise RowRefused("bad_value", f"/{field}", value, source_id=key)
    for field in ("connections", "accessibility_sentences"):
        for place, one in enumerate(_list(row, field)):
            if not isinstance(one, Mapping):
                raise RowRefused("wrong_type", f"/{field}/{place}", one, source_id=key)
    if "modified_time" in row and read_moment(row["modified_time"], zone=HELSINKI) is None:
        raise RowRefused("bad_value", "/modified_time", row["modified_time"], source_id=key)


def _list(row: Mapping[str, object], field: str) -> list[object]:
    value = row.get(field)
    return value if isinstance(value, list) else []


def _same_as(row: Mapping[str, object]) -> list[str]:
    """The LIPAS ids that the register names, as `lipas:<id>`; its other cross-references are not of things one goes to."""
    named = [one.get("id") for one in list_of_rows(row.get("sources")) if one.get("source") == "lipas"]
    return sorted({f"lipas:{one}" for one in named if isinstance(one, (str, int)) and str(one).isdigit()})


def _municipality(row: Mapping[str, object]) -> str | None:
    code = row.get("arealcity_id")
    if isinstance(code, int) and code in MUNICIPALITIES:
        return MUNICIPALITIES[code]
    city = plain_text(row.get("address_city_fi"))
    return city.title() if city else None


def _place(row: Mapping[str, object], key: str, name: Text, municipality: str | None) -> dict[str, object]:
    where = unit_whereabouts(row)
    return {
        "name": name,
        "address": read_suffixed(row, "street_address"),
        "postal_code": plain_text(row.get("address_zip")) or None,
        "municipality": municipality,
        "lat": where.lat,
        "lon": where.lon,
        "precision": where.precision,
        "source_id": key,
    }


def _sentences(row: Mapping[str, object]) -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    for one in list_of_rows(row.get("accessibility_sentences")):
        text = read_suffixed(one, "sentence")
        if text:
            out.append({"group": read_suffixed(one, "sentence_group"), "text": text})
    return out


def _section(connections: list[Mapping[str, object]], kind: str) -> Text:
    texts = [read_suffixed(c, "name") for c in connections if c.get("section_type") == kind]
    return {lang: "\n".join(t[lang] for t in texts if lang in t) for lang in LANGS if any(lang in t for t in texts)}


def _contacts(row: Mapping[str, object]) -> list[dict[str, object]]:
    phones: list[dict[str, object]] = [
        {"kind": "phone", "value": phone, "note": read_suffixed(row, "call_charge_info")}
        for phone in read_phones(row.get("phone"))
    ]
    email = read_email(row.get("email"))
    return phones + ([{"kind": "email", "value": email}] if email else [])


def _urls(row: Mapping[str, object]) -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    for lang in LANGS:
        url = read_url(row.get(f"www_{lang}"))
        if url:
            out.append({"kind": "home", "url": url, "lang": lang})
    access = read_url(row.get("accessibility_www"))
    return out + ([{"kind": "accessibility", "url": access}] if access else [])
