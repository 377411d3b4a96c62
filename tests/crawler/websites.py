"""A small website that does not exist, as an upstream: its pages by path, its sitemap, and the YAML that a steward would copy."""

from __future__ import annotations

from pathlib import Path

from crawler.replay.upstream import Upstream
from tests.crawler.upstreams import CHECKOUT, sources_with

SITE = "https://www.meripuisto.example/"
PAGES = Path(__file__).parent / "website"
NAME = "meripuisto"


def small_website() -> Upstream:
    """Every page of the folder, and a sitemap that lists them."""
    pages = {path.stem.replace("-", "/", 1): path.read_text("utf-8") for path in sorted(PAGES.glob("*.html"))}
    return website_of(pages)


def website_of(pages: dict[str, str]) -> Upstream:
    listed = "".join(f"<url><loc>{SITE}{path}/</loc></url>" for path in pages if path != "sitemap.xml")
    sitemap = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'
    return Upstream(website={"sitemap.xml": sitemap} | pages)


def page_of(json_ld: str, *, lang: str = "fi", body: str = "") -> str:
    script = f'<script type="application/ld+json">{json_ld}</script>' if json_ld else ""
    return f'<!doctype html><html lang="{lang}"><head>{script}</head><body>{body}</body></html>'


def website_sources(folder: Path, *, change: tuple[str, str] = ("", "")) -> Path:
    """The sources that ship, and beside them the example's, active."""
    sources_with(folder, {})
    example = (CHECKOUT / "docs/sources/webpage.example.yaml").read_text("utf-8")
    text = example.replace("lifecycle: paused", "lifecycle: active").replace(*change)
    (folder / f"{NAME}.yaml").write_text(text, "utf-8")
    return folder
