"""Logs to stderr: plain lines, or JSON lines. Events with facts; never a question, an address or a body."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from schemas.settings import Settings


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": moment, "level": record.levelname.lower(), "logger": record.name, "event": record.getMessage()}
        return json.dumps(line, ensure_ascii=False)


def set_up_logging(settings: Settings) -> None:
    """Our own loggers to stderr, in the format that the settings name."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        JsonLines()
        if settings.log_format == "json"
        else logging.Formatter("%(asctime)s %(name)s %(message)s", "%H:%M:%S")
    )
    root = logging.getLogger("liiku")
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    root.propagate = False
