"""Ilmonet's course search: pages by offset, in Finnish and in Swedish. Needs a key; the run stops at once without one."""

from __future__ import annotations

from datetime import datetime, timedelta

from crawler.rows import RowRefused
from crawler.sources.ilmonet_rows import KNOWN_FIELDS, read_course
from crawler.spiders import SourceSpider, Unreachable
from schemas.service import Lang
from schemas.settings import HELSINKI

PAGE = 50
MAX_PAGES = 400


class IlmonetSpider(SourceSpider):
    """Walks both languages; a course that comes in both is taken once, in Finnish."""

    name = "ilmonet"

    async def walk(self) -> None:
        if not self.job.key:
            raise Unreachable("needs LIIKU_ILMONET_KEY")
        first, last = self._window()
        languages: tuple[Lang, ...] = ("fi", "sv")
        for lang in languages:
            await self._walk_language(lang, f"{first:%y%m%d}_{last:%y%m%d}")
        self.stats.window = (str(first.date()), str(last.date()))
        self.stats.collections["course"].complete = True

    def _window(self) -> tuple[datetime, datetime]:
        today = self.job.now.astimezone(HELSINKI)
        before, after = self.source.window_days or (-1, 365)
        return today + timedelta(days=before), today + timedelta(days=after)

    async def _walk_language(self, lang: Lang, days: str) -> None:
        for page in range(MAX_PAGES):
            url = self.address(self.source.collections["course"], dat=days, lang=lang, offset=str(page * PAGE))
            _, body = await self.get_json(url)
            courses = (
                body.get("courselist", {}).get("course")
                if isinstance(body, dict) and isinstance(body.get("courselist"), dict)
                else None
            )
            if not isinstance(courses, list):
                self.refuse_page("unexpected_shape", body, url)
                raise Unreachable(f"{url} is not a course list")
            for row in courses:
                self.count_rows("course", 1)
                self.note_unmapped(row, KNOWN_FIELDS)
                try:
                    self.put(read_course(row, self.source, lang=lang), url)
                except RowRefused as error:
                    self.refuse(error, "course", url)
                if self.reached_limit("course"):
                    return
            if len(courses) < PAGE:
                return
        raise Unreachable(f"the walk in {lang} did not end after {MAX_PAGES} pages")
