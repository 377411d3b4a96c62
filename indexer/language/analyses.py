"""Readings of words that records have, kept in a file beside the index: a start and a rebuild then wait for no transducer.

One line a word: the word and its tagged readings, tabs between; the first line names the analyser, and a file of another is begun anew. It
is a cache: it may be deleted at any time. Only words of published records are written, never what anybody searched for.
"""

from __future__ import annotations

from pathlib import Path


class KeptAnalyses:
    """The kept readings of one analyser. Without a path it remembers for as long as the process lives."""

    def __init__(self, version: str, path: Path | None = None) -> None:
        self.version = version
        self._path = path
        self._known: dict[str, str] = {}
        self._new: list[str] = []
        self._is_ours = False
        if path is not None and path.exists():
            self._read(path)

    def _read(self, path: Path) -> None:
        with path.open(encoding="utf-8", newline="\n") as file:
            self._is_ours = file.readline() == f"{self.version}\n"
            for line in file if self._is_ours else ():
                word, tab, outputs = line.rstrip("\n").partition("\t")
                if tab and line.endswith("\n"):
                    self._known[word] = outputs

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def get(self, word: str) -> list[str] | None:
        """The tagged readings of a word; None when it is not kept."""
        outputs = self._known.get(word)
        return None if outputs is None else outputs.split("\t") if outputs else []

    def put(self, word: str, outputs: list[str]) -> None:
        self._known[word] = "\t".join(outputs)
        self._new.append(word)

    def save(self) -> None:
        """Write the new ones to the file's end, in one piece."""
        if self._path is None or not self._new:
            return
        lines = "".join(f"{word}\t{self._known[word]}\n" for word in self._new)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._is_ours:
            with self._path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(lines)
        else:
            fresh = self._path.with_suffix(".new")
            fresh.write_text(f"{self.version}\n{lines}", encoding="utf-8", newline="\n")
            fresh.replace(self._path)
        self._is_ours = True
        self._new.clear()
