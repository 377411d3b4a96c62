"""Our small fixed tree of categories: three tops and their leaves. Whatever is published is filed under these and no others."""

from __future__ import annotations

from typing import Final

CATEGORIES: Final = frozenset(
    """sports sports/swimming sports/gym sports/halls sports/fields sports/outdoor sports/ice_and_snow sports/group_exercise
    sports/adapted sports/counselling sports/wellbeing culture culture/libraries culture/museums culture/stages culture/centres
    culture/visual_arts culture/music culture/theatre culture/dance culture/film culture/meeting_places learning
    learning/tyovaenopisto learning/courses learning/crafts learning/discussion""".split()
)
