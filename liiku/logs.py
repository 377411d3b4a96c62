"""Logs to stderr: plain lines, or JSON lines. Events with facts; never a question, an address or a body. One event is one line, whatever is in it."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from schemas.normalise.one_line import one_line
from schemas.settings import Settings


class PlainLines(logging.Formatter):
    """One line an event; the lines of a stack, where there is one, stand in from the margin."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(name)s %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's name
        return one_line(super().formatMessage(record))

    def formatException(self, ei: object) -> str:  # noqa: N802  # the same
        told = super().formatException(ei)  # type: ignore[arg-type]  # logging's own triple
        return "\n".join(f"    {one_line(line)}" for line in told.splitlines())


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        event = one_line(record.getMessage())
        line = {"at": moment, "level": record.levelname.lower(), "logger": record.name, "event": event}
        return json.dumps(line, ensure_ascii=False)


def set_up_logging(settings: Settings) -> None:
    """Our own loggers to stderr, in the format that the settings name."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if settings.log_format == "json" else PlainLines())
    root = logging.getLogger("liiku")
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    root.propagate = False
