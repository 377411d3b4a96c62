"""`python -m benchmarks.relevance`: how good the first hits are, by judged queries put through the application's own search.

Collections: `research` (the shared folder's made-up records) and `city` (the sample city). Queries: `dev` (the shared folder's) and our own,
`open` and `held`, in judged.tsv; the held ones are for the end, never to make a rule by. It refuses to tune anything.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import mean

from indexer.engines.base import Engine, Entry
from indexer.engines.embedded import EmbeddedEngine
from indexer.language.analyser import Analyser, shared_analyser
from schemas.identity import service_id
from schemas.normalise.cost import cost_of_offers
from schemas.provenance import Provenance
from schemas.query import SearchQuery
from schemas.service import (
    Accessibility,
    AccessState,
    Audience,
    Daypart,
    Feature,
    Keyword,
    Kind,
    Known,
    Lang,
    Place,
    Profile,
    ProfileAccess,
    Service,
    Weekday,
)  # fmt: skip
from schemas.settings import HELSINKI
from search_api.searching import asked
from search_api.understanding.city_names import city_names
from search_api.understanding.lexicon import lexicon
from search_api.understanding.reading import Reader

SHARED = Path(__file__).parents[2] / "shared" / "search"
JUDGED = Path(__file__).parent / "judged.tsv"
NOW = datetime(2026, 11, 24, 9, tzinfo=HELSINKI)
DEPTH = 20
_KINDS = {"unit": Kind.VENUE, "event": Kind.EVENT}
_AUDIENCES = {
    "mobility": Audience.DISABLED, "visual": Audience.DISABLED, "hearing": Audience.DISABLED, "intellectual": Audience.DISABLED,
    "mental": Audience.MENTAL_HEALTH, "youngadults": Audience.YOUNG_ADULTS,
}  # fmt: skip
_FEATURES = {"lift": Feature.LIFT, "loop": Feature.INDUCTION_LOOP}
_DAYPARTS = {
    "morning": [Daypart.MORNING],
    "day": [Daypart.MORNING, Daypart.AFTERNOON],
    "evening": [Daypart.EVENING],
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One query with its judgements: 2 relevant, 1 partly, by the record's id in its collection."""

    part: str
    kind: str
    lang: Lang
    words: str
    collection: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Scores:
    """nDCG@10 with gain 2^g−1, recall@20, the first relevant hit's 1/rank, and whether nothing relevant is among the first 20."""

    ndcg: float
    recall: float
    rank: float
    zero: bool


def score(found: Sequence[str], grades: Mapping[str, int]) -> Scores:
    """The scores of one ranking.

    >>> score(["b", "a"], {"a": 2, "b": 1}).ndcg < score(["a", "b"], {"a": 2, "b": 1}).ndcg == 1.0
    True
    """

    def gain(values: Iterable[int]) -> float:
        return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(values))

    got = gain(grades.get(one, 0) for one in found[:10])
    best = gain(sorted(grades.values(), reverse=True)[:10])
    there = [one for one in found[:DEPTH] if grades.get(one, 0) > 0]
    first = next((1 / place for place, one in enumerate(found, 1) if grades.get(one, 0) >= 2), 0.0)
    return Scores(got / best, len(there) / len(grades), first, not there)


def own_queries(path: Path = JUDGED) -> list[Judged]:
    """Our own judged queries."""
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            part, kind, lang, words, collection, full, partly = line.split("\t")
            grades = dict.fromkeys(partly.split(), 1) | dict.fromkeys(full.split(), 2)
            out.append(Judged(part, kind, lang, words, collection, grades))  # type: ignore[arg-type]  # fi, sv or en
    return out


def dev_queries(folder: Path = SHARED) -> list[Judged]:
    """The judged queries of the shared folder."""
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "dev" / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, record, grade = line.split()
        if grade.isdigit():
            grades[query][record] = int(grade)
    rows = map(json.loads, (folder / "dev" / "queries.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        Judged("dev", row["type"], row["lang"], row["text"], "research", grades[row["id"]])
        for row in rows
        if any(grades[row["id"]].values())
    ]


def research_services(folder: Path = SHARED) -> dict[str, Service]:
    """The shared folder's records as services, by their ids there, with the labels that the crawled keywords would bring."""
    rows = json.loads((folder / "data" / "yso_domain_subset.json").read_text(encoding="utf-8"))
    labels = {row["id"]: {lang: row[lang] for lang in ("fi", "sv", "en") if row.get(lang)} for row in rows}
    lines = (folder / "dev" / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["id"]: _service(row, labels) for row in map(json.loads, lines)}


def _service(row: dict, labels: Mapping[str, dict]) -> Service:  # type: ignore[type-arg]  # JSON
    price = row["price"]
    offer = {"is_free": price.get("is_free"), "price": price.get("text")}
    access: dict[str, object] = {"features": dict.fromkeys(Feature, Known.UNKNOWN)}
    access["features"] |= {_FEATURES[one]: Known.YES for one in row["accessibility"] if one in _FEATURES}  # type: ignore[operator]
    if "wheelchair" in row["accessibility"]:
        access[Profile.WHEELCHAIR.value] = ProfileAccess(state=AccessState.NO_KNOWN_SHORTCOMINGS)
    named = [_AUDIENCES.get(one, one) for one in row["audiences"]]
    place = Place(
        name={"fi": row["place"]}, district=row["district"], lat=row["lat"], lon=row["lon"], municipality="Helsinki"
    )
    return Service(
        id=service_id("research", row["id"]),
        kind=_KINDS.get(row["type"], Kind.ACTIVITY),
        name=row["name"],
        description=row["description"],
        categories=[one.replace("community", "culture/meeting_places").replace("education", "learning") for one in row["categories"]],
        keywords=[Keyword(id=one, label=labels.get(one, {})) for one in row["keywords"]],
        cost=cost_of_offers([offer], texts=list(row["description"].values())),
        places=[place],
        accessibility=Accessibility.model_validate(access),
        audiences=[one for one in Audience if one in named],
        languages=["fse" if one == "fsl" else one for one in row["languages"]],
        plain_language="easyfi" in row["accessibility"],
        weekdays=[Weekday.SAT, Weekday.SUN] if "weekend" in row["times"] else [],
        dayparts=[part for one in row["times"] for part in _DAYPARTS.get(one, [])],
        provenance=Provenance(source="research", source_id=row["id"], licence="none", attribution="none"),
    )  # fmt: skip


def city_services(data_dir: Path | None = None) -> dict[str, Service]:
    """The sample city's services by their sources' ids: crawled into a temporary folder, or read from one that is there."""
    from indexer.catch_up import entry_of
    from liiku.context import Context
    from liiku.up import crawl_sample
    from schemas.settings import load_settings

    with tempfile.TemporaryDirectory() as folder:
        context = Context(load_settings(engine="embedded", ledger_url=None, data_dir=data_dir or Path(folder)))
        if data_dir is None:
            crawl_sample(context)
        services = [entry_of(row).service for row in context.ledger.live_services()]
        context.ledger.close()
    return {one.provenance.source_id: one for one in services}


@dataclass(frozen=True, slots=True)
class Town:
    """What the application's search asks for, over some services: their index, and their names for whoever reads queries."""

    services: Mapping[str, Service]
    engine: Engine
    analyser: Analyser
    names: Reader
    moment: datetime = NOW

    @classmethod
    def of(cls, services: Mapping[str, Service], folder: Path, analyser: Analyser, *, moment: datetime = NOW) -> Town:
        """The town with a new index in a folder."""
        engine = EmbeddedEngine(folder, analyser)
        engine.rebuild([Entry(seq, one) for seq, one in enumerate(services.values(), 1)], position=len(services))
        bodies = (one.model_dump(mode="json", by_alias=True) for one in services.values())
        return cls(
            services, engine, analyser, Reader(analyser, lexicon(analyser), city_names(bodies, analyser)), moment
        )

    def reader(self, position: int | None = None) -> Reader:  # noqa: ARG002  # of one city
        return self.names

    def now(self) -> datetime:
        return self.moment

    def search(self, judged: Judged, *, understand: bool = True) -> list[str]:
        """The ids of a query's first hits, in the names of its collection: the path of /v1/search."""
        query = SearchQuery(q=judged.words, lang=judged.lang, limit=DEPTH, understand=understand)
        request, _chips, _text = asked(self, query)  # type: ignore[arg-type]  # the parts of Deps that it uses
        names = {service.id: name for name, service in self.services.items()}
        return [names[hit.id] for hit in self.engine.search(request).hits]


def table(results: Sequence[tuple[Judged, Scores]]) -> list[str]:
    """Means by part and type of query, as Markdown."""
    groups: dict[tuple[str, str], list[Scores]] = defaultdict(list)
    for judged, scores in results:
        groups[judged.part, "all"].append(scores)
        groups[judged.part, judged.kind].append(scores)
    lines = ["| queries | type | n | nDCG@10 | recall@20 | MRR | nothing |", "|---|---|---|---|---|---|---|"]
    for (part, kind), found in sorted(groups.items(), key=lambda one: (one[0][0], one[0][1] != "all", one[0][1])):
        means = [mean(one.ndcg for one in found), mean(one.recall for one in found), mean(one.rank for one in found)]
        figures = " | ".join(f"{value:.3f}" for value in means)
        lines.append(f"| {part} | {kind} | {len(found)} | {figures} | {sum(one.zero for one in found)} |")
    return lines


def misses(judged: Judged, found: Sequence[str], services: Mapping[str, Service]) -> list[str]:
    """The first ten hits of a query with their grades, and what is missing among the first twenty."""

    def line(mark: str, one: str) -> str:
        name = services[one].name
        return f"    {mark} {one} {name.get('fi') or next(iter(name.values()))}"

    shown = [line(str(judged.grades.get(one, 0)), one) for one in found[:10]]
    return shown + [line(f"missing {grade}", one) for one, grade in judged.grades.items() if grade and one not in found]


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.relevance", description=__doc__)
    parser.add_argument(
        "--list", action="store_true", help="show the hits and misses of each query that is not perfect"
    )
    parser.add_argument("--held", action="store_true", help="also the queries that are kept for the end")
    parser.add_argument("--plain", action="store_true", help="with understand=false")
    parser.add_argument("--parts", default="dev,open", help="which queries: dev, open")
    parser.add_argument("--city", type=Path, help="a data folder with the sample city; without one it is crawled")
    given = parser.parse_args()
    parts = {*given.parts.split(","), *(["held"] if given.held else [])}
    judged = [one for one in (*(dev_queries() if SHARED.is_dir() else []), *own_queries()) if one.part in parts]
    collections = {"research": research_services} if SHARED.is_dir() else {}
    collections["city"] = lambda: city_services(given.city)
    analyser, results = shared_analyser(), []
    for name, load in collections.items():
        queries = [one for one in judged if one.collection == name]
        with tempfile.TemporaryDirectory() as folder:
            services = load() if queries else {}
            town = Town.of(services, Path(folder) / "index", analyser)
            for one in queries:
                grades = {record: grade for record, grade in one.grades.items() if record in services}
                found = town.search(one, understand=not given.plain)
                results.append((one, score(found, grades)))
                if given.list and results[-1][1].ndcg < 0.999:
                    print(f"{one.part} {one.kind} {one.lang} {one.words!r}: {results[-1][1].ndcg:.2f}")
                    print("\n".join(misses(one, found, services)))
    print("\n".join(table(results)))


if __name__ == "__main__":
    main()
