"""A venue's accessibility from the register's traffic lights, its shortage texts and its counts.

Zero, unknown and green stay three things. Red means "has shortcomings", never "inaccessible".
Source of the reconciliation: City-of-Helsinki/unified-search, `fix_unknown_and_zero_shortcomings`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from schemas.service import AccessState, Profile, ProfileAccess

VIEWPOINTS: dict[Profile, tuple[str, ...]] = {
    Profile.WHEELCHAIR: ("11", "12", "13"),
    Profile.REDUCED_MOBILITY: ("21", "22", "23"),
    Profile.ROLLATOR: ("31", "32", "33"),
    Profile.STROLLER: ("41",),
    Profile.VISUALLY_IMPAIRED: ("51", "52"),
    Profile.HEARING_AID: ("61",),
}
MAX_COUNT = 10_000
"""More shortcomings than the register has questions: a mistake, not a count."""
_LIGHTS = frozenset(("red", "green", "unknown"))
_NO_SHORTAGE = re.compile(
    r"^(?:ei (?:tiedettyjä )?puutteita|inga (?:kända )?brister|no (?:known )?shortcomings)\.?$", re.IGNORECASE
)


def read_viewpoints(value: object) -> dict[str, str]:
    """The traffic light of each viewpoint in `"00:unknown,11:red,…"`; `00`, a placeholder, and words that are no light are left out.

    >>> read_viewpoints("00:unknown,11:red,41:green")
    {'11': 'red', '41': 'green'}
    """
    if not isinstance(value, str):
        return {}
    lights: dict[str, str] = {}
    for piece in value.split(","):
        number, _, light = (part.strip() for part in piece.partition(":"))
        if number == "00" or light not in _LIGHTS:
            continue
        # a viewpoint told twice and differently is not known
        lights[number] = light if lights.get(number, light) == light else "unknown"
    return lights


def is_no_shortage(text: str) -> bool:
    """Whether a shortage row says that there is none.

    >>> is_no_shortage("Ei tiedettyjä puutteita.")
    True
    """
    return bool(_NO_SHORTAGE.match(text.strip()))


def clean_counts(value: object) -> dict[str, int | None]:
    """The shortcoming counts of a unit by profile, only what is a whole number: servicemap's `accessibility_shortcoming_count`.

    >>> clean_counts({"wheelchair": 5, "stroller": None, "rollator": "3", "hearing_aid": True})
    {'wheelchair': 5}
    """
    if not isinstance(value, Mapping):
        return {}
    return {
        str(name): count
        for name, count in value.items()
        if isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= MAX_COUNT
    }


def shortages_by_viewpoint(rows: object) -> dict[str, list[str]]:
    """The shortage texts of one unit's `accessibility_shortage` rows by viewpoint; rows without viewpoint or text are passed over.

    >>> shortages_by_viewpoint([{"viewpoint_id": 11, "shortage_fi": "Ovi on raskas."}])
    {'11': ['Ovi on raskas.']}
    """
    found: dict[str, list[str]] = {}
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, Mapping):
            continue
        number = row.get("viewpoint_id")
        texts = (row.get(f"shortage_{lang}") for lang in ("fi", "sv", "en"))
        words = next((text.strip() for text in texts if isinstance(text, str) and text.strip()), "")
        if isinstance(number, (int, str)) and not isinstance(number, bool) and words:
            found.setdefault(str(number).strip(), []).append(words)
    return found


def reconcile(
    viewpoints: Mapping[str, str],
    shortages: Mapping[str, Sequence[str]],
    counts: Mapping[str, int | None] | None = None,
) -> dict[Profile, ProfileAccess]:
    """Each profile's state and number of shortcomings.

    A positive count stays. With none or zero: any viewpoint unknown or missing → not known; any red → the number of unique
    shortage texts, or not known; all green → 0.
    """
    return {profile: _profile(profile, viewpoints, shortages, (counts or {}).get(profile.value)) for profile in Profile}


def _profile(
    profile: Profile, viewpoints: Mapping[str, str], shortages: Mapping[str, Sequence[str]], count: int | None
) -> ProfileAccess:
    lights = [viewpoints.get(number, "unknown") for number in VIEWPOINTS[profile]]
    is_red = "red" in lights
    number = count or None
    if number is None and "unknown" not in lights:
        texts = {t for v in VIEWPOINTS[profile] for t in shortages.get(v, ()) if not is_no_shortage(t)}
        number = (len(texts) or None) if is_red else 0
    if number == 0:
        return ProfileAccess(state=AccessState.NO_KNOWN_SHORTCOMINGS, shortcomings=0)
    if number is None and not is_red:
        return ProfileAccess()
    state = AccessState.PARTLY if "green" in lights else AccessState.SHORTCOMINGS
    return ProfileAccess(state=state, shortcomings=number)
