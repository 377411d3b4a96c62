"""Seeded cities for the search benchmark: made-up offerings in Helsinki's districts, written with the words that people search by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from indexer.language.concepts import ALONE, Concept, read_concepts
from schemas.identity import service_id
from schemas.provenance import Provenance
from schemas.service import (
    Accessibility,
    AccessState,
    Audience,
    Cost,
    CostClass,
    Keyword,
    Kind,
    Place,
    Precision,
    ProfileAccess,
    Registration,
    Schedule,
    Service,
    Session,
)
from schemas.settings import HELSINKI

NOW = datetime(2026, 11, 24, 9, tzinfo=HELSINKI)
SOURCE = "bench"
DISTRICTS: tuple[tuple[str, str, float, float], ...] = (
    ("Kallio", "Berghäll", 60.184, 24.950), ("Sörnäinen", "Sörnäs", 60.188, 24.966), ("Vallila", "Vallgård", 60.195, 24.957),
    ("Hermanni", "Hermanstad", 60.196, 24.970), ("Pasila", "Böle", 60.203, 24.930), ("Käpylä", "Kottby", 60.214, 24.948),
    ("Oulunkylä", "Åggelby", 60.229, 24.966), ("Maunula", "Månsas", 60.230, 24.930), ("Haaga", "Haga", 60.224, 24.896),
    ("Kannelmäki", "Gamlas", 60.239, 24.882), ("Malminkartano", "Malmgård", 60.249, 24.861), ("Malmi", "Malm", 60.251, 25.009),
    ("Pukinmäki", "Bocksbacka", 60.244, 24.990), ("Tapanila", "Mosabacka", 60.262, 25.029), ("Puistola", "Parkstad", 60.274, 25.043),
    ("Jakomäki", "Jakobacka", 60.261, 25.078), ("Viikki", "Vik", 60.226, 25.018), ("Kulosaari", "Brändö", 60.187, 25.007),
    ("Herttoniemi", "Hertonäs", 60.195, 25.035), ("Roihuvuori", "Kasberget", 60.197, 25.052), ("Laajasalo", "Degerö", 60.172, 25.050),
    ("Itäkeskus", "Östra centrum", 60.211, 25.081), ("Puotila", "Botby gård", 60.214, 25.098), ("Kontula", "Gårdsbacka", 60.236, 25.086),
    ("Mellunmäki", "Mellungsbacka", 60.238, 25.110), ("Vuosaari", "Nordsjö", 60.209, 25.143), ("Töölö", "Tölö", 60.178, 24.923),
    ("Meilahti", "Mejlans", 60.190, 24.902), ("Munkkiniemi", "Munksnäs", 60.198, 24.876), ("Lauttasaari", "Drumsö", 60.159, 24.876),
    ("Ruoholahti", "Gräsviken", 60.163, 24.915), ("Kamppi", "Kampen", 60.168, 24.931), ("Punavuori", "Rödbergen", 60.161, 24.938),
    ("Kruununhaka", "Kronohagen", 60.173, 24.956), ("Katajanokka", "Skatudden", 60.167, 24.968), ("Pitäjänmäki", "Sockenbacka", 60.223, 24.862),
)  # fmt: skip
WAYS = (
    ("senioreille", "för seniorer", "for seniors"), ("aloittelijoille", "för nybörjare", "for beginners"), ("lapsille", "för barn", "for children"),
    ("nuorille", "för unga", "for young people"), ("miehille", "för män", "for men"), ("naisille", "för kvinnor", "for women"),
    ("maahanmuuttajille", "för invandrare", "for immigrants"), ("kaikille", "för alla", "for everyone"), ("yhdessä", "tillsammans", "together"),
    ("iltaisin", "på kvällar", "in the evening"), ("aamulla", "på morgonen", "in the morning"), ("ulkona", "utomhus", "outdoors"),
    ("kurssi", "kurs", "course"), ("ryhmä", "grupp", "group"), ("kerho", "klubb", "club"), ("jatkokurssi", "fortsättningskurs", "further course"),
)  # fmt: skip
VENUES = (
    ("liikuntahalli", "idrottshall", "sports hall"), ("kirjasto", "bibliotek", "library"), ("asukastalo", "invånarhus", "community house"),
    ("monitoimitalo", "allaktivitetshus", "activity centre"), ("palvelukeskus", "servicecentral", "service centre"), ("koulu", "skola", "school"),
)  # fmt: skip
_ONSETS, _VOWELS, _CODAS = (
    "h j k l m n p r s t v".split(),
    "a e i o u y ä ö aa ii uu".split(),
    ["", "", "", "l", "n", "r", "s"],
)
_CLASSES = (CostClass.FREE,) * 9 + (CostClass.LOW,) * 3 + (CostClass.PAID,) * 5 + (CostClass.UNKNOWN,) * 3
_COSTS = [Cost(cost_class=one) for one in _CLASSES]
_STATES = (AccessState.NO_KNOWN_SHORTCOMINGS,) * 6 + (AccessState.SHORTCOMINGS,) * 5 + (AccessState.UNKNOWN,) * 9
_ACCESS = [Accessibility(wheelchair=ProfileAccess(state=one)) for one in _STATES]
_KINDS, _REGISTRATIONS = list(Kind), list(Registration)
_CATEGORIES = ("sports", "sports/gym", "culture", "culture/library", "learning", "sports/swimming")
_AUDIENCES = list(Audience)


def made_up(random: Random) -> str:
    """A name that no dictionary has, as clubs and halls have."""
    return "".join(
        random.choice(_ONSETS) + random.choice(_VOWELS) + random.choice(_CODAS) for _ in range(random.choice((2, 3, 3)))
    )


@dataclass(frozen=True, slots=True)
class Ground:
    """What a city's offerings are made of: its subjects, venues and clubs."""

    subjects: tuple[Concept, ...]
    venues: tuple[Place, ...]
    clubs: tuple[str, ...]

    @classmethod
    def of(cls, records: int) -> Ground:
        random = Random(records)
        subjects = tuple(one for one in read_concepts().values() if all(one.words.values()))
        venues = []
        for _ in range(max(40, records // 30)):
            fi, sv, lat, lon = random.choice(DISTRICTS)
            kind = random.choice(VENUES)
            name = made_up(random).capitalize()
            venues.append(
                Place(
                    name={"fi": f"{name}n {kind[0]}", "sv": f"{name} {kind[1]}", "en": f"{name} {kind[2]}"},
                    district={"fi": fi, "sv": sv},
                    lat=round(lat + random.gauss(0, 0.006), 6),
                    lon=round(lon + random.gauss(0, 0.012), 6),
                    precision=Precision.EXACT,
                )
            )
        return cls(subjects, tuple(venues), tuple(made_up(random) for _ in range(max(100, records // 20))))


def word_of(random: Random, concept: Concept, lang: str) -> str:
    """One of a subject's words."""
    return random.choice(concept.words[lang]).removeprefix(ALONE)  # type: ignore[index]  # fi, sv or en


def services(records: int) -> Iterator[Service]:
    """The offerings of a city: the same for the same number."""
    ground, random = Ground.of(records), Random(7)
    for number in range(records):
        yield offering(ground, random, number)


def offering(ground: Ground, random: Random, number: int) -> Service:
    """One offering. Three in four have words in Swedish and English, too; one in ten is past."""
    subject, other = random.choice(ground.subjects), random.choice(ground.subjects)
    way, club = random.choice(WAYS), random.choice(ground.clubs)
    langs = ("fi", "sv", "en") if random.random() < 0.75 else ("fi",)
    names = {one: word_of(random, subject, one) for one in langs}
    more = {one: word_of(random, other, one) for one in langs}
    says = {"fi": "Mukana myös {}, järjestäjänä {}.", "sv": "Även {}, ordnas av {}.", "en": "Also {}, organised by {}."}
    first = NOW + timedelta(
        days=random.randint(-120, -1) if random.random() < 0.1 else random.randint(0, 90), hours=random.randint(0, 10)
    )
    starts = (
        []
        if random.random() < 0.3
        else [first + timedelta(days=7 * week) for week in range(random.choice((1, 1, 2, 4)))]
    )
    if starts and first < NOW:
        starts = starts[:1]
    source_id = f"{SOURCE}:{number}"
    return Service(
        id=service_id(SOURCE, source_id),
        provenance=Provenance(source=SOURCE, source_id=source_id, licence="CC0-1.0", attribution="made up"),
        kind=random.choice(_KINDS),
        name={one: f"{word.capitalize()} {way[at]}" for at, (one, word) in enumerate(names.items())},
        description={one: says[one].format(word, club.capitalize()) for one, word in more.items()},
        categories=random.sample(_CATEGORIES, 2),
        keywords=[Keyword(id=f"bench:{subject.name}", label=names)],
        cost=random.choice(_COSTS),
        places=[random.choice(ground.venues)],
        accessibility=random.choice(_ACCESS),
        audiences=random.sample(_AUDIENCES, random.choice((0, 1, 2))),
        languages=["fi"],
        registration=random.choice(_REGISTRATIONS),
        schedule=Schedule(sessions=[Session(start=one, end=one + timedelta(hours=1)) for one in starts]),
    )  # fmt: skip
