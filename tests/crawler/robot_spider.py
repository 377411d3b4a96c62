"""A spider for one test: asks for ten forbidden addresses of a cold host at once, and prints which ones it got."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class TenAtOnce(scrapy.Spider):
    name = "ten"

    def __init__(self, root: str) -> None:
        super().__init__()
        self.root = root

    async def start(self) -> AsyncIterator[Any]:
        for number in range(10):
            yield scrapy.Request(f"{self.root}/forbidden/{number}", dont_filter=True)
        yield scrapy.Request(f"{self.root}/open")

    def parse(self, response: Response) -> None:
        print(response.url)


if __name__ == "__main__":
    middlewares = {"scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None, "crawler.robots.ObeyRobots": 100}
    settings = {
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS": 10,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 10,
        "DOWNLOADER_MIDDLEWARES": middlewares if sys.argv[2] == "ours" else {},
        "DOWNLOAD_DELAY": 0,
        "HTTPERROR_ALLOW_ALL": True,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "ERROR",
    }
    process = CrawlerProcess(settings=settings)
    process.crawl(TenAtOnce, root=sys.argv[1])
    process.start()
