"""A run's report as one HTML page in Finnish: no request leaves it, nothing in it runs, and whatever was crawled is escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from indexer.report_page.drawing import draw_map, pieces
from indexer.report_page.words import field_word, rule_word, word
from schemas.record import Record
from schemas.report import Report
from schemas.run import RunState
from schemas.settings import HELSINKI

FOLDER = Path(__file__).parent
STYLE = (FOLDER / "report.css").read_text(encoding="utf-8")
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()


def render_report(report: Report, districts: Iterable[Record]) -> str:
    """The page. `districts` are drawn under the points, where there are any."""
    run = report.run
    return _environment.get_template("report.html").render(
        r=report,
        run=run,
        counts=run.counts.model_dump(),
        is_held=run.state is RunState.HELD,
        duration=_duration(run.finished_at - run.started_at) if run.finished_at else None,
        map=draw_map(report.points.spots, districts),
        style=Markup(STYLE),  # noqa: S704  # our own file
        style_hash=STYLE_HASH,
    )


def moment(value: datetime | None) -> str:
    """A moment as people write it, Helsinki time."""
    if value is None:
        return "ei tiedossa"
    here = value.astimezone(HELSINKI)
    return f"{here.day}.{here.month}.{here.year} klo {here:%H.%M}"


def day(value: date | None) -> str:
    return f"{value.day}.{value.month}.{value.year}" if value else ""


def number(value: float) -> str:
    """A number with a thin space between thousands and a decimal comma.

    >>> number(12345), number(2.5)
    ('12\\u202f345', '2,5')
    """
    return f"{value:,.1f}".removesuffix(".0").replace(",", "\u202f").replace(".", ",")


def share(count: int, total: int) -> str:
    return f"{100 * count / total:.0f} %" if total else "–"


def link(url: str | None) -> str | None:
    """The address where it is one of the web; anything else is no link."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _duration(span: timedelta) -> str:
    seconds = max(0, round(span.total_seconds()))
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


_environment = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_environment.globals |= {
    "word": word, "field_word": field_word, "rule_word": rule_word, "moment": moment, "day": day, "number": number,
    "share": share, "link": link, "pieces": pieces,
}  # fmt: skip
