"""The names of the months, as alternatives: Finnish ones by their stems (tammi), behind which "kuu" stands."""

from __future__ import annotations

from typing import Final

MONTHS_FI: Final = "tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu"
MONTHS_SV: Final = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
MONTHS_EN: Final = "january|february|march|april|may|june|july|august|september|october|november|december"
