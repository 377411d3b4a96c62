"""Runs one crawl in a process of its own: Scrapy's reactor starts once a process, and a crash or a kill ends nothing else.

`python -m crawler.launch JOB.json` is the crawl's process; `launch` starts it and waits.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from crawler.job import Job
from indexer.outside import server_of
from schemas.source import Source, read_yaml

Seer = Callable[[int, int], None]
"""Is told the rows and the requests of a crawl under way."""
SPIDERS = {
    "palvelukartta": "crawler.sources.palvelukartta.PalvelukarttaSpider",
    "linkedevents": "crawler.sources.linkedevents.LinkedEventsSpider",
    "ilmonet": "crawler.sources.ilmonet.IlmonetSpider",
    "divisions": "crawler.sources.divisions.DivisionsSpider",
    "servicemap": "crawler.sources.servicemap.ServicemapSpider",
    "vpalvelurekisteri": "crawler.sources.vpalvelurekisteri.DescriptionsSpider",
    "hauki": "crawler.sources.hauki.HaukiSpider",
    "lipas": "crawler.sources.lipas.LipasSpider",
    "webpage": "crawler.sources.webpage.WebpageSpider",
}
"""By name, and read in the crawl's own process alone: Scrapy and the other sources' words cost a second to read."""

DOORS = ("scrapy.extensions.telnet.TelnetConsole", "scrapy.extensions.remote_control.RemoteControl")
"""Servers that Scrapy opens in every crawl, and that run what they are sent: ours opens none."""


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine, where nobody needs to be spared."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def scrapy_settings(job: Job, source: Source) -> dict[str, Any]:
    """Scrapy's settings for one job: polite, bounded, and without its defaults that hide faults."""
    middlewares: dict[Any, int | None] = {
        "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
    }
    if job.replay_of:
        middlewares["crawler.replay_stored.StoredResponses"] = 10
    else:
        middlewares["crawler.guarding.OnlyOutside"] = 50
        middlewares["crawler.robots.ObeyRobots"] = 100
        middlewares["crawler.cache.ConditionalRequests"] = 900
        middlewares["crawler.clocks.Clocks"] = 950
    return {
        "USER_AGENT": job.user_agent,
        "ROBOTSTXT_OBEY": job.replay_of is None,
        "DOWNLOADER_MIDDLEWARES": middlewares,
        "LIIKU_REPLAY_OF": str(job.replay_of) if job.replay_of else None,
        "LIIKU_ALLOWED_SERVER": server_of(job.base_url) if job.allow_private else None,
        "LIIKU_KNOWN_PORTS": [server_of(one)[1] for one in (job.base_url, source.root) if one],
        "TWISTED_DNS_RESOLVER": "crawler.guarding.OuterResolver",
        "DOWNLOAD_HANDLERS": dict.fromkeys(("data", "file", "ftp", "s3")),
        "DOWNLOAD_DELAY": job.delay_seconds,
        "CONCURRENT_REQUESTS_PER_DOMAIN": source.politeness.concurrent_requests,
        "AUTOTHROTTLE_ENABLED": job.delay_seconds > 0,
        "AUTOTHROTTLE_START_DELAY": job.delay_seconds,
        "AUTOTHROTTLE_MAX_DELAY": 60,
        "HTTPCACHE_ENABLED": job.replay_of is None,
        "HTTPCACHE_POLICY": "crawler.cache.Revalidate",
        "HTTPCACHE_STORAGE": "crawler.cache.WholeEntries",
        "HTTPCACHE_DIR": str(job.cache_dir),
        "HTTPCACHE_GZIP": True,
        "DOWNLOAD_TIMEOUT": source.limits.timeout_seconds,
        "DOWNLOAD_MAXSIZE": source.limits.response_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "RETRY_TIMES": source.limits.retries,
        "RETRY_HTTP_CODES": [500, 502, 504, 522, 524, 408],
        "EXTENSIONS": dict.fromkeys(DOORS),
        "LOG_LEVEL": "WARNING",
        "LOGSTATS_INTERVAL": 0,
    }


def start(job_path: Path, log: IO[bytes]) -> subprocess.Popen[bytes]:
    """The crawl's process: it waits for the source's key in one line of its standard input, and writes its progress to its output."""
    return subprocess.Popen(  # noqa: S603  # our own interpreter and module
        [sys.executable, "-m", "crawler.launch", str(job_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
    )


def launch(job: Job, *, see: Seer | None = None, stop: threading.Event | None = None) -> int:
    """Start the crawl of a job and wait for its end; the exit code of its process (negative: ended by a signal).

    `see` is told how many rows and requests there were so far. When `stop` is set, or this process ends, the crawl ends.
    """
    partial = job.run_dir / "job.partial"
    partial.write_text(job.model_dump_json(exclude={"key"}, indent=1), encoding="utf-8")
    partial.replace(job.run_dir / "job.json")
    with (job.run_dir / "crawl.log").open("wb") as log:
        process = start(job.run_dir / "job.json", log)
    assert process.stdin is not None
    assert process.stdout is not None
    told = threading.Thread(target=_pass_on, args=(process.stdout, see), daemon=True)
    told.start()
    try:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write((job.key or "").encode() + b"\n")
            process.stdin.flush()
        while process.poll() is None:
            if stop is not None and stop.is_set():
                process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.2 if stop else None)
    finally:
        process.kill()
        process.wait()
        told.join()
        process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
    return process.returncode


def _pass_on(lines: IO[bytes], see: Seer | None) -> None:
    for line in lines:
        if see is not None and line.startswith(b'{"rows":'):
            told = json.loads(line)
            see(told["rows"], told["requests"])


def _end_with_the_launcher() -> None:
    """A crawl does not outlive the process that launched it: the other end of its standard input closes when that one ends."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(1)


def main(job_path: Path, key: str) -> None:
    """The crawl's process."""
    from scrapy.crawler import CrawlerProcess
    from scrapy.utils.misc import load_object

    threading.Thread(target=_end_with_the_launcher, daemon=True).start()
    job = Job.model_validate_json(job_path.read_bytes())
    job = job.model_copy(update={"key": key or None})
    source = read_yaml(job.sources_dir / f"{job.source}.yaml", Source)
    logging.getLogger("scrapy.core.downloader").setLevel(logging.ERROR)
    process = CrawlerProcess(settings=scrapy_settings(job, source))
    process.crawl(load_object(SPIDERS[source.spider]), job=job)
    process.start()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.stdin.buffer.readline().decode().strip())
