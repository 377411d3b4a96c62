"""What `liiku explain registration` answers: the crawl's own reading of a text, or of an event with its enrolment fields."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.normalise.registration import registration_in, with_offers
from schemas.normalise.text import plain_text, read_text
from schemas.service import LANGS, Lang, Registration

_TEXTS = ("name", "short_description", "description", "location_extra_info", "provider_contact_info")
_PERIOD = ("enrolment_start_time", "enrolment_end_time")


def explain(given: object) -> tuple[dict[str, object], list[str]]:
    """registration of a row by its `shape`, and the evidence. An enrolment period or a linked registration is a duty.

    >>> explain({"shape": "text", "text": "By appointment only."})
    ({'registration': 'required'}, ['By appointment only.'])
    """
    row: Mapping[str, object] = given if isinstance(given, Mapping) else {}
    if row.get("shape") != "linkedevents_event":
        found, sentence = registration_in({"fi": plain_text(row.get("text"))})
        return {"registration": found.value}, [sentence] if sentence else []
    nested = row.get("extension_course")
    for fields in (row, nested if isinstance(nested, Mapping) else {}):
        for name in _PERIOD:
            if isinstance(fields.get(name), str) and fields[name]:
                return {"registration": Registration.REQUIRED.value}, [f"{name} {fields[name]}"]
    linked = row.get("registration")
    if isinstance(linked, Mapping | str) and linked:
        return {"registration": Registration.REQUIRED.value}, [f"registration {linked}"]
    read = [read_text(row.get(name)) for name in _TEXTS]
    texts: dict[Lang, str] = {lang: "\n".join(text[lang] for text in read if lang in text) for lang in LANGS}
    found, sentence = registration_in(with_offers(texts, row.get("offers")))
    return {"registration": found.value}, [sentence] if sentence else []
