"""What only the clock decides: which rows are current, and when each starts next. Worked out once for as long as nothing begins or ends."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.engines.columns import FOREVER, Columns
from indexer.engines.filters import Mask, current


class Moment:
    """One moment of one generation, and the ones after it until something begins or ends."""

    def __init__(self, cols: Columns, now: datetime) -> None:
        self._cols, self._since = cols, now.timestamp()
        self.current: Mask = current(cols, now)
        changes = (cols[name] for name in ("last_end", "period_end", "period_start", "session_start_s"))
        self._until = min(int(some[some >= self._since].min(initial=FOREVER)) for some in changes)

    def holds_at(self, now: datetime) -> bool:
        moment = now.timestamp()
        return moment == self._since or self._since < moment < self._until

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """The current rows."""
        return np.flatnonzero(self.current)

    @cached_property
    def next_starts(self) -> NDArray[np.int64]:
        """Each row's next start in epoch seconds; FOREVER where there is none."""
        cols = self._cols
        out = np.full(cols.rows, FOREVER)
        coming = cols["session_start_s"] >= self._since
        np.minimum.at(out, cols["session_row"][coming], cols["session_start_s"][coming])
        begins = ~cols["has_sessions"] & (cols["period_start"] >= self._since) & cols["has_period"]
        out[begins] = cols["period_start"][begins]
        return out


class Moments:
    """Remembers the last moment that was asked for."""

    def __init__(self, cols: Columns) -> None:
        self._cols = cols
        self._held: Moment | None = None

    def at(self, now: datetime) -> Moment:
        held = self._held
        if held is None or not held.holds_at(now):
            self._held = held = Moment(self._cols, now)
        return held
