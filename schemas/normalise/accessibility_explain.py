"""A LIPAS site's accessibility, and what `liiku explain accessibility` answers: the crawl's own reading of one row, with evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from schemas.normalise.access_profiles import profiles_in
from schemas.normalise.access_sentences import features_of
from schemas.normalise.accessibility import clean_counts, read_viewpoints, reconcile, shortages_by_viewpoint
from schemas.service import AccessState, Feature, Known, Profile, ProfileAccess

CLASSIFIED = {
    "accessible": AccessState.NO_KNOWN_SHORTCOMINGS,
    "advanced-accessible": AccessState.PARTLY,
    "inaccessible": AccessState.SHORTCOMINGS,
}
"""LIPAS's own classes of a route. "advanced" asks for strength or help; "inaccessible" is told as shortcomings, our words for it."""
CLASSIFIED_FOR = (Profile.WHEELCHAIR, Profile.REDUCED_MOBILITY)
PROSE_KEYS = (
    "infoFi",
    "infoSv",
    "infoSe",
    "infoEn",
    "info-fi",
    "info-se",
    "info-en",
    "accessibilityInfo",
    "accessibility-info",
    "accessibility",
)
CATEGORISED = ("accessibility-categorized", "accessibilityCategorized")
"""Prose by group of visitors; the group's own key names nobody, what the prose says does."""
MAX_DEPTH = 6

Profiles = dict[Profile, ProfileAccess]


def accessibility_of_site(site: Mapping[str, object]) -> tuple[Profiles, dict[Feature, Known], list[str]]:
    """Profiles and features of a LIPAS site, v1 or v2: prose of its properties and the class of its routes. `toilet` is no accessible toilet.

    >>> route = {"activities": {"hiking": {"routes": [{"accessibility-classification": "inaccessible"}]}}}
    >>> accessibility_of_site(route)[0][Profile.WHEELCHAIR].state
    <AccessState.SHORTCOMINGS: 'shortcomings'>
    """
    properties = site.get("properties")
    texts = list(_prose(properties)) + list(_prose(site.get("activities")))
    if isinstance(comment := site.get("comment"), str):
        texts.append(comment)
    states, evidence = profiles_in(texts)
    classes = list(dict.fromkeys(_classes(site.get("activities"))))
    for profile in CLASSIFIED_FOR if classes else ():
        states[profile] = _with_classes(states[profile], classes)
    read = features_of([{"fi": text} for text in texts])
    spoken = [sentence for sentences in evidence.values() for sentence in sentences]
    spoken += [f"accessibility-classification: {name}" for name in classes]
    spoken += [sentence for sentences in read.evidence.values() for sentence in sentences]
    return {p: ProfileAccess(state=s) for p, s in states.items()}, read.features, list(dict.fromkeys(spoken))


def _with_classes(told: AccessState, classes: Sequence[str]) -> AccessState:
    """Routes of several classes, or a class and prose that differ: some of it is accessible."""
    known = {CLASSIFIED[name] for name in classes if name in CLASSIFIED}
    if told is not AccessState.UNKNOWN:
        known.add(told)
    if not known:
        return AccessState.UNKNOWN
    if len(known) > 1:
        return AccessState.PARTLY
    (only,) = known
    has_unknown = any(name not in CLASSIFIED for name in classes)
    return AccessState.PARTLY if only is AccessState.NO_KNOWN_SHORTCOMINGS and has_unknown else only


def _prose(value: object, depth: int = 0) -> Iterator[str]:
    if isinstance(value, Mapping) and depth < MAX_DEPTH:
        for key, inner in value.items():
            if key in PROSE_KEYS:
                yield from _strings(inner)
            elif key in CATEGORISED and isinstance(inner, Mapping):
                for texts in inner.values():
                    yield from _strings(texts)
            elif isinstance(inner, (Mapping, list)):
                yield from _prose(inner, depth + 1)
    elif isinstance(value, list) and depth < MAX_DEPTH:
        for inner in value:
            yield from _prose(inner, depth + 1)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield value
    elif isinstance(value, Mapping):
        yield from (text for text in value.values() if isinstance(text, str) and text.strip())


def _classes(value: object, depth: int = 0) -> Iterator[str]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, Mapping):
        name = value.get("accessibility-classification", value.get("accessibilityClassification"))
        if isinstance(name, str):
            yield name
        for inner in value.values():
            yield from _classes(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _classes(inner, depth + 1)


def _of_unit(row: Mapping[str, object]) -> tuple[Profiles, dict[Feature, Known], list[str]]:
    lights = read_viewpoints(row.get("accessibility_viewpoints"))
    shortages = shortages_by_viewpoint(row.get("accessibility_shortage"))
    profiles = reconcile(lights, shortages, clean_counts(row.get("accessibility_shortcoming_count")))
    rows = row.get("accessibility_sentences")
    read = features_of(
        {
            "group": {lang: one.get(f"sentence_group_{lang}") for lang in ("fi", "sv", "en")},
            "text": {lang: one.get(f"sentence_{lang}") for lang in ("fi", "sv", "en")},
        }
        for one in (rows if isinstance(rows, list) else ())
        if isinstance(one, Mapping)
    )
    evidence = [",".join(f"{number}:{light}" for number, light in lights.items())] if lights else []
    evidence += [text for texts in shortages.values() for text in texts]
    evidence += [sentence for sentences in read.evidence.values() for sentence in sentences]
    return profiles, read.features, list(dict.fromkeys(evidence))


def _of_text(text: str) -> tuple[Profiles, dict[Feature, Known], list[str]]:
    states, told = profiles_in([text])
    read = features_of([{"fi": text}])
    spoken = [s for evidence in (told, read.evidence) for sentences in evidence.values() for s in sentences]
    return {p: ProfileAccess(state=s) for p, s in states.items()}, read.features, list(dict.fromkeys(spoken))


def explain(given: object) -> tuple[dict[str, object], list[str]]:
    """The six profiles and the features of a row by its `shape`, and the evidence; an unknown shape gives unknowns.

    >>> got, evidence = explain({"shape": "sentence", "text": "Inva-wc löytyy 1. kerroksesta."})
    >>> got["features"]["accessible_toilet"], evidence
    ('yes', ['Inva-wc löytyy 1. kerroksesta.'])
    """
    row: Mapping[str, object] = given if isinstance(given, Mapping) else {}
    site, text = row.get("site"), row.get("text")
    match row.get("shape"):
        case "tpr_unit":
            profiles, features, evidence = _of_unit(row)
        case "lipas_site":
            profiles, features, evidence = accessibility_of_site(site if isinstance(site, Mapping) else row)
        case _:
            profiles, features, evidence = _of_text(text if isinstance(text, str) else "")
    got: dict[str, object] = {
        p.value: {"state": access.state.value, "shortcomings": access.shortcomings} for p, access in profiles.items()
    }
    got["features"] = {feature.value: features[feature].value for feature in Feature}
    return got, evidence
