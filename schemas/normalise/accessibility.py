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
    pairs = (piece.strip().partition(":") for piece in value.split(","))
    return {
        number.strip(): light.strip()
        for number, _, light in pairs
        if number.strip() != "00" and light.strip() in _LIGHTS
    }


def is_no_shortage(text: str) -> bool:
    """Whether a shortage row says that there is none.

    >>> is_no_shortage("Ei tiedettyjä puutteita.")
    True
    """
    return bool(_NO_SHORTAGE.match(text.strip()))


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
