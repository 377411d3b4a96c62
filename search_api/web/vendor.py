"""Gathers the browser libraries' files that the pages use (`vendor.yaml`) from node_modules into `static/vendor/`: `python -m search_api.web.vendor`.

The files are other people's work under their licences and are never committed; package.json pins their versions exactly.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent
_SOURCE_MAP = re.compile(r"(?://|/\*)# sourceMappingURL=\S+(?:\s*\*/)?\s*$")


def gather(modules: Path = FOLDER / "node_modules", target: Path = FOLDER / "static" / "vendor") -> list[Path]:
    """Writes each file of `vendor.yaml`, its pieces one after another; returns them. Raises FileNotFoundError where a piece is missing."""
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, pieces in yaml.safe_load((FOLDER / "vendor.yaml").read_text(encoding="utf-8")).items():
        texts = [(modules / piece).read_text(encoding="utf-8") for piece in pieces]
        path = target / name
        path.write_text("\n".join(_SOURCE_MAP.sub("", text) for text in texts) + "\n", encoding="utf-8")
        written.append(path)
    return written


def main() -> int:
    try:
        written = gather()
    except FileNotFoundError as error:
        print(f"search_api.web.vendor: {error.filename} is missing; run `make install`", file=sys.stderr)
        return 1
    print(f"browser libraries: {', '.join(path.name for path in written)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
