"""Arrays in files, mapped into memory as they are asked for.

One is opened at a time: NumPy reads a file's header as Python, and CPython 3.11 counts the depth of what it parses for all threads together, so that
two at once may end in a SystemError (python/cpython#106905).
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ONE_AT_A_TIME = Lock()


def mapped(path: Path) -> NDArray[Any]:
    """The array in a `.npy` file, as a plain one: a slice of np.memmap costs microseconds more. Raises OSError and ValueError."""
    with _ONE_AT_A_TIME:
        return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
