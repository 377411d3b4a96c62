"""A town for the service page, the handout and the shortlist: a removed event, a joined one, a very long name, one without place or text."""

from __future__ import annotations

from pathlib import Path

from crawler.replay.server import serving
from schemas.identity import service_id
from tests.crawler.upstreams import API, JUST_NOW, Directory, event, small_city

GONE, JOINED, KEPT, LONG, BARE = (service_id("linkedevents", f"helsinki:e{n}") for n in range(5))
LONG_NAME = "Hyvinvointi" * 27 + "jumppa"
"""303 characters without a space."""


def paper_town(path: Path) -> Directory:
    directory = Directory(path)
    city = small_city(events=3)
    bare = {"location": None, "description": None, "short_description": None, "offers": [], "in_language": []}
    city.events += [event(3, name={"fi": LONG_NAME}), event(4, **bare), *(event(n) for n in range(5, 9))]
    with serving(city) as server:
        directory.crawl(server, "palvelukartta")
        directory.crawl(server, "linkedevents")
        deleted = {"deleted": True, "last_modified_time": JUST_NOW}
        city.events[0] = event(0, **deleted)
        city.events[1] = event(1, **deleted, replaced_by={"@id": f"{API}/event/helsinki:e2/"})
        assert directory.crawl(server, "linkedevents").counts.removed_upstream == 2
    return directory
