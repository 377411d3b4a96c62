"""An organiser's contact line through the crawler: an office's number is published with where it stands; a person's stays where it is."""

from __future__ import annotations

from pathlib import Path

from crawler.replay.server import serving
from tests.crawler.upstreams import Directory, event, small_city

OFFICE = {"fi": "Caisan info, +358 9 310 37500, 040 123 4567", "sv": "Information +358 9 310 37500"}
PERSON = {"fi": "Maija Meikäläinen, 09 310 12345, maija.meikalainen@example.org"}


def test_an_offices_number_is_published_and_a_persons_is_nowhere_in_the_record(tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    city = small_city()
    city.events = [event(0, provider_contact_info=OFFICE), event(1, provider_contact_info=PERSON), event(2)]
    with serving(city) as server:
        directory.crawl(server, "palvelukartta")
        directory.crawl(server, "linkedevents")
    office, person, none = (directory.service("linkedevents", f"helsinki:e{n}") for n in range(3))
    assert [(one.kind, one.value) for one in office.contacts] == [("phone", "+358 9 310 37500")]
    [note] = [one for one in office.derived if one.pointer == "/contacts"]
    assert (note.by, note.evidence) == ("contact.provider", "provider_contact_info: +358 9 310 37500")
    assert person.contacts == none.contacts == []
    for said in (office, person):
        told = said.model_dump_json()
        assert [secret for secret in ("040 123", "Maija", "310 12345", "@example.org") if secret in told] == []
