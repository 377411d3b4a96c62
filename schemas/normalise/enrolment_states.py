"""What one sentence or title says of enrolling: full, queued for, closed, not yet open or open. A supposition, and one group of several, say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from schemas.normalise.enrolment_words import (
    ALL_GONE,
    ALONE,
    ALSO,
    CLOSED,
    FULL,
    HAS_QUEUE,
    LATE,
    LOUD,
    NOT_ALONE,
    NOT_FOR_ALL,
    NOT_OPEN,
    ONE_OF_MANY,
    OPEN,
    PIECES,
    QUEUE_ONLY,
    QUEUE_SHUT,
    SEASONS,
    STILL_ROOM,
    TO_QUEUE,
    WEEKDAYS,
    WHEN,
)
from schemas.normalise.statements import is_denied, is_supposed, supposes
from schemas.service import EnrolmentState


def is_of_all(lower: str, starts: date | None, *, is_title: bool = False) -> bool:
    """Whether a sentence is of the whole offering: not of another season, another weekday or one group of several."""
    seasons = [months for words, months in SEASONS if words.search(lower)]
    if seasons and not is_title and (starts is None or len(seasons) > 1 or starts.month not in seasons[0]):
        return False
    days = [number for number, words in enumerate(WEEKDAYS) if words.search(lower)]
    return not days or is_title or len(days) == 1


def states_in(sentence: str, lower: str, starts: date | None, *, is_title: bool) -> Iterable[EnrolmentState]:
    """What one sentence or title says, as far as it says it of the offering as it is."""
    if _is_full(sentence, lower, starts, is_title=is_title):
        yield EnrolmentState.FULL
    if _has_open_queue(lower, is_title=is_title):
        yield EnrolmentState.WAITING_LIST
    closed = next(_stated(CLOSED, lower), None)
    if closed is not None and not LATE.search(lower) and is_of_all(lower[: closed.end()], starts, is_title=is_title):
        yield EnrolmentState.CLOSED
    if not is_of_all(lower, starts, is_title=is_title):
        return
    if _says(NOT_OPEN, lower):
        yield EnrolmentState.NOT_OPEN
    elif not WHEN.search(lower) and not NOT_FOR_ALL.search(lower) and _says(OPEN, lower):
        yield EnrolmentState.OPEN


def _stated(pattern: re.Pattern[str], lower: str) -> Iterator[re.Match[str]]:
    return (match for match in pattern.finditer(lower) if not is_supposed(lower, match.start(), match.end()))


def _says(pattern: re.Pattern[str], lower: str) -> bool:
    return next(_stated(pattern, lower), None) is not None


def _is_full(sentence: str, lower: str, starts: date | None, *, is_title: bool) -> bool:
    if is_title or len(lower) < 60:
        pieces = [" ".join(piece.split()) for piece in PIECES.split(lower)]
        one_of_many = ONE_OF_MANY.search(lower) is not None and not is_title
        if not one_of_many and (
            any(ALONE.fullmatch(piece) and piece not in NOT_ALONE for piece in pieces)
            or (is_title and not sentence.isupper() and LOUD.search(sentence))
        ):
            return True
    found = any(not is_denied(lower, match.start()) for match in _stated(FULL, lower)) or _says(ALL_GONE, lower)
    if not found or not is_of_all(lower, starts, is_title=is_title):
        return False
    if not is_title and (ONE_OF_MANY.search(lower) or _is_another_day(lower, starts)):
        return False
    return STILL_ROOM.search(ALL_GONE.sub(" ", lower)) is None or HAS_QUEUE.search(lower) is not None


def _is_another_day(lower: str, starts: date | None) -> bool:
    days = [number for number, words in enumerate(WEEKDAYS) if words.search(lower)]
    return bool(days) and (starts is None or days != [starts.weekday()])


def _has_open_queue(lower: str, *, is_title: bool) -> bool:
    if not HAS_QUEUE.search(lower) or QUEUE_SHUT.search(lower):
        return False
    if is_title and any(HAS_QUEUE.fullmatch(" ".join(piece.split())) for piece in PIECES.split(lower)):
        return True
    if _says(QUEUE_ONLY, lower):
        return True
    return TO_QUEUE.search(lower) is not None and not ALSO.search(lower) and not supposes(lower)
