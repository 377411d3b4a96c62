"""Where Finnish readings come from: the machine's own libvoikko when it is there, else Voikko's transducer as `pyvoikko` ships it.

Both give the transducer's tagged output, one line a reading, of lower-case words only. Neither is asked for base forms: they are wrong for
compounds.
"""

from __future__ import annotations

import ctypes.util
import importlib
import importlib.util
import threading
from collections.abc import Iterator
from typing import Any, Protocol


class Voikko(Protocol):
    """`version` names program and dictionary: readings of another may differ."""

    version: str

    def outputs(self, word: str) -> list[str]:
        """The tagged readings of a lower-case word, sorted; none of a word that is not Finnish."""


class Transducer:
    """`pyvoikko`'s transducer run by `kfst`: some 2,000 words a second. Loading it takes a second, so that waits for the first word."""

    version = "kfst+pyvoikko-0.6"

    def __init__(self) -> None:
        self._pyvoikko: Any = None

    def outputs(self, word: str) -> list[str]:
        if self._pyvoikko is None:
            self._pyvoikko = importlib.import_module("pyvoikko")
        try:
            found = [output for output, _weight in self._pyvoikko.VOIKKO_FST.lookup(word)]
        except self._pyvoikko.TokenizationException:  # a letter that the transducer does not have
            return []
        return sorted(found)


class Libvoikko:
    """The native library through its own binding: some 10,000 words a second."""

    def __init__(self, binding: Any, dictionary: str) -> None:
        self._voikko = binding.Voikko("fi")
        self._one_at_a_time = threading.Lock()  # its handles are not for two threads at once
        self.version = f"libvoikko-{binding.Voikko.getVersion()}+{dictionary}"

    def outputs(self, word: str) -> list[str]:
        with self._one_at_a_time:
            readings = self._voikko.analyze(word)
        return sorted({output for reading in readings for output in _tagged(reading, word)})


def _tagged(reading: dict[str, str], word: str) -> Iterator[str]:
    if "FSTOUTPUT" in reading:
        yield reading["FSTOUTPUT"]
    elif "BASEFORM" in reading:  # names of places and people that have nothing else
        yield f"[Lem][Xp]{reading['BASEFORM']}[X]{word}"


def open_voikko() -> Voikko:
    """What this machine has: the library with its Python binding and a Finnish dictionary, else the transducer."""
    if ctypes.util.find_library("voikko") and importlib.util.find_spec("libvoikko"):
        binding: Any = importlib.import_module("libvoikko")
        for dictionary in binding.Voikko.listDicts():
            if dictionary.language == "fi":
                return Libvoikko(binding, f"{dictionary.variant}-{dictionary.description}")
    return Transducer()
