"""Whether one must register, as a text says it. "None" only where it is said outright; contradictions and silence are unknown.

A sale of tickets, a full course or the booking of rooms says nothing. A negated way ("ei ilmoittautumisia puhelimitse") negates no duty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schemas.normalise.memo import read_once
from schemas.normalise.registration_bounds import ASKS_WITHOUT, FEE_ONLY, asks_a_step, is_bounded, is_refused
from schemas.normalise.registration_phrasing import IS_FULL, phrased
from schemas.normalise.registration_reach import without_no_duty, without_only_things
from schemas.normalise.registration_referral import BARRED_UNREFERRED, NO_REFERRAL, names_referral
from schemas.normalise.registration_words import (
    AGAIN,
    ANSWER,
    BARRED,
    CLAUSE_END,
    COME_TOO,
    DENIES,
    DROP_IN,
    EITHER,
    EXCEPT,
    IS_DUTY,
    LIMITED,
    MAY_BOOK,
    NARRATED,
    NEGATION,
    NONE,
    NOT_PROMISED,
    NOT_TAKEN,
    NOT_WITHOUT,
    OPTIONAL,
    OTHER_BOOKING,
    OTHERS_COME,
    POSSIBLE,
    QUEUE,
    QUEUE_JOINED,
    REQUIRED_STRONG,
    WITH_OR_WITHOUT,
    WITHOUT,
    WITHOUT_IT,
    names_signing,
)
from schemas.normalise.sentences import sentences
from schemas.normalise.text import read_text
from schemas.service import LANGS, Lang, Registration

_HINTS = (
    *(
        "ilmo ilm. haast var haku sovi täyt tilaa lunast vahvis skriv fyll överens fill confirm arrange secure claim hae haki hake jono anmäl bok tid ansök reserv regist sign enrol appoint rsvp book apply appl lähet ohja "
        "päätö sitou kautta suosit remiss hänvis beslut referr refer drop walk tule tulla tila liity poik osallist come kom bara avoin just doctor "
        "perusteella arvio edellyt beslut decision kö list wait direct ilm: rekist resep recept prescri ammattil hoitaj anm. anm: o.s.a nimesi nimet nimeä nimensä sopim through queue söker todistu lausun assess ehdotu \u00ad"
    ).split(),
    "namn på",
    "osa senast",
    "your name",
    "access via",
    "via your",
    "via health",
    "via social",
    "avtala",
    "agree",
    "slot",
    "scheduled",
    "guidance",
    "sends",
    "skickar",
    "sent by",
)

_WAYS = ("netissä", "verkossa", "puhelimitse", "by phone", "per telefon")
"""A "not" that ends in a way of signing up denies the way."""
_WEAK_NONE, _WEAK_REQUIRED, _UNCLEAR = "drop-in", "weak", "unclear"


def registration_in(texts: Mapping[Lang, str]) -> tuple[Registration, str | None]:
    """What the texts say of registering, and the sentence that says it; languages that disagree leave it unknown.

    >>> registration_in({"fi": "Ei ennakkoilmoittautumista."})[0], registration_in({"sv": "Förhandsanmälan krävs."})[0]
    (<Registration.NONE: 'none'>, <Registration.REQUIRED: 'required'>)
    >>> registration_in({"fi": "Ilman ilmoittautumista emme voi taata paikkaa – ilmoittaudu viimeistään maanantaina."})[0]
    <Registration.REQUIRED: 'required'>
    """
    told = [found for lang in LANGS if (found := _read(texts.get(lang) or ""))[0] is not Registration.UNKNOWN]
    states = {state for state, _ in told}
    if not told:
        return Registration.UNKNOWN, None
    if len(states) == 1:
        return told[0]
    for pair, winner in (
        ({Registration.NONE, Registration.OPTIONAL}, Registration.OPTIONAL),
        ({Registration.REQUIRED, Registration.REFERRAL}, Registration.REFERRAL),
    ):
        if states == pair:
            return next(found for found in told if found[0] is winner)
    return Registration.UNKNOWN, None


def with_offers(texts: Mapping[Lang, str], offers: object) -> Mapping[Lang, str]:
    """The texts with what an event's price offers say in words, behind them: "Maksuton, vaatii ilmoittautumisen".

    >>> with_offers({"fi": "Jooga"}, [{"description": {"fi": "Vaatii ilmoittautumisen"}, "price": None}])
    {'fi': 'Jooga\\nVaatii ilmoittautumisen'}
    """
    rows = offers if isinstance(offers, list) else []
    told = [read_text(row.get(part)) for row in rows if isinstance(row, Mapping) for part in ("description", "price")]
    if not any(told):
        return texts
    said = {lang: [texts.get(lang, ""), *(one.get(lang, "") for one in told)] for lang in LANGS}
    return {lang: "\n".join(filter(None, lines)) for lang, lines in said.items() if any(lines)}


@read_once
def _read(text: str) -> tuple[Registration, str | None]:
    """What one text says, all its sentences taken together."""
    whole = text.lower()
    if not any(hint in whole for hint in _HINTS):
        return Registration.UNKNOWN, None
    first: dict[str, str] = {}
    told = sentences(text)
    for sentence, following in zip(told, [*told[1:], ""], strict=True):
        lower = FEE_ONLY.sub(" ", sentence.lower())
        if is_refused(lower, following.lower()):
            first.setdefault("required", f"{sentence} {following}")
            continue
        is_asked = lower.endswith("?") and names_signing(lower) and not ASKS_WITHOUT.fullmatch(lower)
        if is_asked and (answer := ANSWER.fullmatch(following.lower())):
            first.setdefault("none" if answer["no"] else "required", f"{sentence} {following}")
            continue
        for state in _states(lower) if any(hint in lower for hint in _HINTS) else ():
            is_free = state in ("none", _WEAK_NONE)
            first.setdefault(_UNCLEAR if is_free and is_bounded(lower) else state, sentence)
    if not first and QUEUE_JOINED.search(whole) and IS_FULL.search(whole):
        return Registration.REQUIRED, next((s for s in told if QUEUE_JOINED.search(s.lower())), None)
    state = _settled(first)
    is_shut = state is Registration.NONE and NOT_TAKEN.search(whole) is not None and IS_FULL.search(whole) is not None
    if is_shut or state is Registration.UNKNOWN or (state is Registration.NONE and asks_a_step(whole)):
        return Registration.UNKNOWN, None
    alias = {"required": _WEAK_REQUIRED, "none": _WEAK_NONE}
    return state, first.get(state.value) or first.get(alias.get(state.value, "")) or next(iter(first.values()))


def _settled(said: Iterable[str]) -> Registration:
    """One answer from what sentences say: a firm duty beats all but a referral; plain contradiction is unknown."""
    found = set(said)
    if "referral" in found:
        return Registration.REFERRAL
    if "required" in found:
        return Registration.REQUIRED
    if "optional" in found:
        return Registration.OPTIONAL
    if "none" in found:
        return Registration.UNKNOWN if found & {_WEAK_REQUIRED, _UNCLEAR} else Registration.NONE
    if _WEAK_REQUIRED in found:
        return Registration.REQUIRED
    return Registration.NONE if _WEAK_NONE in found and _UNCLEAR not in found else Registration.UNKNOWN


@read_once
def _states(sentence: str) -> list[str]:
    """What one lower-case sentence says; what was understood as a "not" is taken out before duties are looked for."""
    sentence = phrased(sentence)
    late = "jälki" in sentence and "ilmoittautumi" in sentence
    left = OTHER_BOOKING.sub(" § ", sentence)
    denied, is_denied, is_free_to = left, False, False
    if NEGATION.search(left):
        denied = NONE.sub(" § ", left)
        is_denied = denied != left
        unreferred = denied if BARRED_UNREFERRED.search(denied) else NO_REFERRAL.sub(" § ", denied)
        left, is_free_to = without_no_duty(unreferred)
        is_free_to = is_free_to and not IS_DUTY.search(left)
    has_sign = names_signing(left) and not NARRATED.search(left)
    out = ["referral"] if names_referral(left) else []
    if not (has_sign or is_denied):
        if late:
            out.append("required")
        elif DROP_IN.search(left) and not BARRED.search(left):
            out.append(_WEAK_NONE)
        return out
    is_strong = REQUIRED_STRONG.search(left) is not None
    wished = OPTIONAL.search(left) is not None and not QUEUE.search(left)
    if is_denied:
        out.append(_denied(sentence, denied, wished=wished, has_sign=has_sign, is_strong=is_strong))
    elif NO_REFERRAL.search(sentence) and MAY_BOOK.search(left):
        out.append("required")
    elif (
        is_free_to
        or (wished and not _wish_is_elsewhere(left) and not _is_firm(left))
        or (DROP_IN.search(left) and EITHER.search(left))
        or OTHERS_COME.search(left)
        or COME_TOO.search(left)
        or WITH_OR_WITHOUT.search(sentence)
    ):
        out.append("optional")
    else:
        out.append("required" if is_strong or late else _WEAK_REQUIRED)
    return out


def _denied(sentence: str, rest: str, *, wished: bool, has_sign: bool, is_strong: bool) -> str:
    """What a sentence says that denies a duty, `rest` without the denial: it may bar those without, recommend, or speak of some."""
    if WITH_OR_WITHOUT.search(sentence):
        return "optional"
    if AGAIN.search(sentence) or sentence.rstrip(" .!").endswith(_WAYS):
        return "required"
    if NOT_WITHOUT.search(sentence) or _bars(sentence):
        return "required"
    if (unpromised := NOT_PROMISED.search(rest)) is not None:
        if WITHOUT_IT.search(unpromised[0]):
            return "optional"
        rest = rest[: unpromised.start()]
        has_sign = has_sign and names_signing(rest)
    elif BARRED.search(rest):
        return "required"
    if has_sign and OTHERS_COME.search(sentence):
        return "optional"
    if LIMITED.search(without_only_things(sentence).rstrip(" .!")):
        return "required" if has_sign and is_strong else _UNCLEAR
    if wished or EXCEPT.search(sentence) is not None or POSSIBLE.search(sentence) is not None:
        return "optional"
    if has_sign:
        return "optional" if EITHER.search(sentence) else ("required" if is_strong else _WEAK_REQUIRED)
    return "none"


def _bars(sentence: str) -> bool:
    """Whether a "not" stands beside coming without registering, in a clause of theirs: one has to register."""
    return any(WITHOUT.search(clause) and DENIES.search(clause) for clause in CLAUSE_END.split(sentence))


def _is_firm(left: str) -> bool:
    """A duty beside the wish: "sitova", "pakollinen", "viimeistään"."""
    return any(
        word in left
        for word in ("pakolli", "sitov", "vaadi", "vaatii", "edellyt", "obligator", "krävs", "required", "mandatory")
    )


def _wish_is_elsewhere(left: str) -> bool:
    """The wish stands in a clause of its own about other things: "sisäkengät suositeltavat, ilmoittaudu"."""
    clauses = [clause for clause in left.replace(";", ",").replace(" – ", ",").replace("(", ",").split(",") if clause]
    if len(clauses) == 1 or any(OPTIONAL.search(clause) and names_signing(clause) for clause in clauses):
        return False
    return any(
        OPTIONAL.search(clause) and len(clause.split()) > (2 if place == 0 else 4)
        for place, clause in enumerate(clauses)
    )
