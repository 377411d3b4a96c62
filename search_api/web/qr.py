"""An address as a QR code: SVG to stand in a page, without style attributes, black on white."""

from __future__ import annotations

from functools import lru_cache

import segno
from markupsafe import Markup


@lru_cache(maxsize=2000)
def qr_svg(address: str) -> Markup:
    """The SVG element of an address; hidden from screen readers, since the link beside it says the same."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S704  # of modules alone
