"""Addresses on the web, telephone numbers and e-mail of a place or an office. Private persons' are not kept."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from schemas.normalise.text import plain_text

_ROLE_BOX = re.compile(
    r"^(?!.*\b[a-zåäö]+\.[a-zåäö]+@)[^@\s]+@[^@\s]+\.[a-z]{2,}$"
    r"|^(?:kirjasto|info|asiakaspalvelu|palvelukeskus|liikunta|nuoriso|museo|toimisto|leikkipuisto|varaukset)\.[^@\s]*@[^@\s]+$",
    re.IGNORECASE,
)
_PHONE = re.compile(r"^\+?[\d\s()/-]{5,20}$")


def read_url(value: object) -> str | None:
    """An http(s) address, or None.

    >>> read_url("www.hel.fi/uimahallit"), read_url("javascript:alert(1)")
    ('https://www.hel.fi/uimahallit', None)
    """
    text = plain_text(value)
    if text.startswith("www."):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or " " in text or "." not in host:
        return None
    return text


def read_phones(value: object) -> list[str]:
    """The telephone numbers of a field that may hold several.

    >>> read_phones("+358 9 310 87401, 09 310 12345")
    ['+358 9 310 87401', '09 310 12345']
    """
    pieces = re.split(r"[,;\n]| tai | / ", plain_text(value))
    return [piece.strip() for piece in pieces if _PHONE.match(piece.strip())]


def read_email(value: object) -> str | None:
    """A role's mailbox; None for what reads as a person's own (firstname.lastname@…).

    >>> read_email("palvelukeskus@hel.fi"), read_email("maija.meikalainen@hel.fi")
    ('palvelukeskus@hel.fi', None)
    """
    text = plain_text(value)
    return text if _ROLE_BOX.match(text) else None
