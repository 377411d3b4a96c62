"""Whether a fee that a sentence names is asked for: not denied, not paid by somebody else, not of parking."""

from __future__ import annotations

import re

from schemas.normalise.fee_phrases import LEFT_END, NOTHING_ASKED, PAID_BY_OTHERS, SOFT_FEE
from schemas.normalise.fee_subjects import nearest, nearest_following
from schemas.normalise.price_words import Sense


def asks_a_fee(sentence: str, fee: re.Match[str]) -> bool:
    """Whether the fee matched in a sentence has to be paid for taking part."""
    before, after = sentence[: fee.start()], sentence[fee.end() :]
    left = LEFT_END.split(before)[-1]
    if re.search(
        r"\b(?:ei|eivät|eikä|emme|ilman|ingen|inga|inte|no|without|not|utan)\s(?:(?!sisäl|kuulu|ingår|includ|vain|bara|only)\w+\s){0,2}\Z",
        left,
        re.IGNORECASE,
    ):
        return False
    if re.match(
        r"\s(?:ei|eivät)\s(?:ole|peritä|tarvita|tarvitse|myydä|kanneta|veloiteta|oteta|kerätä|vaadita|edellytetä)|\s(?:is|are) not (?:needed|required|sold|charged)|\s(?:uppbärs|tas) inte|\s(?:behövs|krävs|säljs|debiteras) (?:inte|ej)",
        after,
        re.IGNORECASE,
    ):
        return False
    if NOTHING_ASKED.match(after) or PAID_BY_OTHERS.search(left):
        return False
    if SOFT_FEE.search(fee[0]) and re.match(r"\s*(?:ei|are not|behövs)\b", after, re.IGNORECASE):
        return False
    if fee[0].lower().startswith(("maksulli", "avgiftsbel")):
        subject = nearest(left)
        following = nearest_following(after)
        return subject is not Sense.EXTRA and following is not Sense.EXTRA
    return True
