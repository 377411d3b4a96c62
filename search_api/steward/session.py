"""Who is at the pages: a signed cookie that ends after 8 hours, at logging out, or when the steward's token is taken away.

The key lies in the data directory, so that every worker process knows it; what was logged out lies beside it until it would have ended.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

import orjson

from search_api.steward.tokens import Steward

COOKIE = "liiku_steward"
PATH = "/steward"
LASTS_S = 8 * 3600


@dataclass(frozen=True, slots=True)
class Session:
    """A steward at work. `ends` is in seconds since 1970; `csrf` stands in every form."""

    id: str
    name: str
    ends: int
    csrf: str


class Sessions:
    """The sessions of one data directory."""

    def __init__(self, folder: Path) -> None:
        self._key_path = folder / "steward.key"
        self._ended_path = folder / "steward.ended"

    def begin(self, steward: Steward) -> str:
        """The cookie of a new session."""
        told = {"id": secrets.token_urlsafe(16), "name": steward.name, "ends": int(time.time()) + LASTS_S}
        body = base64.urlsafe_b64encode(orjson.dumps(told)).decode()
        return f"{body}.{self._sign(body, steward)}"

    def read(self, cookie: str | None, stewards: list[Steward]) -> Session | None:
        """The session of a cookie; None when it is not ours, has ended, or its steward is one no more."""
        body, _, signature = (cookie or "").partition(".")
        try:
            told = orjson.loads(base64.urlsafe_b64decode(body))
            one = Session(str(told["id"]), str(told["name"]), int(told["ends"]), self._mac(f"csrf {told['id']}"))
        except (ValueError, KeyError, TypeError):
            return None
        steward = next((s for s in stewards if s.name == one.name), None)
        if steward is None or not hmac.compare_digest(self._sign(body, steward).encode(), signature.encode()):
            return None
        return None if one.ends <= time.time() or one.id in self._ended() else one

    def end(self, session: Session) -> None:
        """Nobody gets in with this session's cookie any more."""
        ended = self._ended() | {session.id: session.ends}
        partial = self._ended_path.with_name(f"{self._ended_path.name}.{os.getpid()}")
        partial.write_bytes(orjson.dumps({one: ends for one, ends in ended.items() if ends > time.time()}))
        partial.replace(self._ended_path)

    def _ended(self) -> dict[str, int]:
        try:
            found: dict[str, int] = orjson.loads(self._ended_path.read_bytes())
        except FileNotFoundError:
            return {}
        return found

    def _sign(self, body: str, steward: Steward) -> str:
        """Another token of the same steward signs otherwise."""
        return self._mac(f"session {body} {steward.hashed}")

    def _mac(self, words: str) -> str:
        return hmac.new(self._key(), words.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def _key(self) -> bytes:
        """The key of the data directory, made when first needed."""
        if not self._key_path.exists():
            self._key_path.parent.mkdir(parents=True, exist_ok=True)
            partial = self._key_path.with_name(f"{self._key_path.name}.{os.getpid()}")
            with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
                stream.write(os.urandom(32))
            try:
                os.link(partial, self._key_path)  # of two that make it at once the first one's counts
            except FileExistsError:
                pass
            finally:
                partial.unlink()
        return self._key_path.read_bytes()
