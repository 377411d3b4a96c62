"""`python -m benchmarks.importing [--rows 100000]`: a long list through the real `liiku import`: how long it takes, and how much memory it ever held."""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROWS = 100_000
MOST_MB = 600
"""What the import may ever hold."""
NAME = "pitkalista"
LIST_YAML = f"""name: {NAME}
title: A long list, made up to be measured
spider: file
licence: CC BY 4.0
licence_url: https://creativecommons.org/licenses/by/4.0/
attribution: LiiKu-tarjotin
contact: somebody@example.org
"""
THINGS = ("Jooga", "Satutuokio", "Keskustelupiiri", "Kuntojumppa", "Shakkikerho", "Kuvataidepaja", "Lukupiiri")


@dataclass(frozen=True, slots=True)
class Importing:
    """`peak_mb`: of the importing process, its resident memory at its most."""

    rows: int
    seconds: float
    cpu_s: float
    peak_mb: int

    def line(self) -> str:
        return (
            f"| `liiku import` of {self.rows:,} new rows, publish and index | {self.seconds:.0f} s;"
            f" {self.cpu_s:.0f} s of processor time; {self.peak_mb} MB at its most (may hold {MOST_MB} MB) |"
        )


def write_list(path: Path, rows: int) -> None:
    """A CSV whose every row has words of its own."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["source_id", "kind", "name_fi", "description_fi", "price_text_fi"])
        for number in range(rows):
            thing = THINGS[number % len(THINGS)]
            told = f"{thing} kokoontuu. Ryhmä {number} on avoin kaikille, eikä siihen tarvitse ilmoittautua."
            price = "Maksuton" if number % 3 else "Hinta 12 €"
            writer.writerow([f"k{number}", "activity", f"{thing} {number}", told, price])


def measure_importing(folder: Path, rows: int = ROWS) -> Importing:
    """Import a made-up list into an empty folder, in a process of its own. Raises AssertionError when that refused it."""
    (folder / "sources").mkdir()
    (folder / "sources" / f"{NAME}.yaml").write_text(LIST_YAML, encoding="utf-8")
    write_list(folder / "list.csv", rows)
    places = {"LIIKU_DATA_DIR": str(folder / "data"), "LIIKU_SOURCES_DIR": str(folder / "sources")}
    asked = [sys.executable, "-m", "liiku.cli", "import", str(folder / "list.csv"), "--source", NAME]
    with (folder / "said.txt").open("wb") as said:
        started = time.perf_counter()
        process = subprocess.Popen(asked, env=os.environ | places, stdout=said, stderr=said)  # our own
        _, code, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(code)
    assert process.returncode == 0, (folder / "said.txt").read_text(encoding="utf-8")
    seconds = time.perf_counter() - started
    return Importing(rows, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.importing", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    with tempfile.TemporaryDirectory() as folder:
        print(measure_importing(Path(folder), parser.parse_args().rows).line())


if __name__ == "__main__":
    main()
