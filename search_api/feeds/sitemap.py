"""Which pages there are, for search engines: `sitemap.xml`, in parts where there are more than 50,000, and `robots.txt`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from indexer.ledger import Ledger

MOST = 50_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
ALWAYS = ("/", "/about", "/dataset")
ROBOTS = "User-agent: *\nDisallow: /steward\nDisallow: /v1/\nSitemap: {base}/sitemap.xml\n"


@lru_cache(maxsize=2)
def sitemaps(ledger: Ledger, position: int, base: str, most: int = MOST) -> dict[str, bytes]:  # noqa: ARG001  # the position makes it fresh
    """The files by name; `sitemap.xml` is the one to begin with."""
    with ledger.feed() as feed:
        pages = feed.pages()
    entries = [f"<url><loc>{base}{path}</loc></url>" for path in ALWAYS] + [
        f"<url><loc>{base}/services/{one}</loc><lastmod>{changed}</lastmod></url>" for one, changed in pages
    ]
    if len(entries) <= most:
        return {"sitemap.xml": _document("urlset", entries)}
    parts = [entries[start : start + most] for start in range(0, len(entries), most)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    index = [f"<sitemap><loc>{base}/{name}</loc></sitemap>" for name in names]
    return {"sitemap.xml": _document("sitemapindex", index)} | {
        name: _document("urlset", part) for name, part in zip(names, parts, strict=True)
    }


def _document(root: str, entries: Sequence[str]) -> bytes:
    lines = "\n".join(entries)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">\n{lines}\n</{root}>\n'.encode()
