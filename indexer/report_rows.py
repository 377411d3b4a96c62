"""Rows of a run that were refused, taken with a remark, or left out of scope: grouped, with examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from indexer.ledger import Ledger
from indexer.naming import first_words
from indexer.tally import EXAMPLES, Tally
from schemas.identity import service_id
from schemas.record import Refusal, Remark
from schemas.report import Example, Group, LeftOut
from schemas.run import CrawlStats, Mode
from schemas.service import Service
from schemas.source import Source


def place_in_row(path: str) -> str:
    """A path without the numbers of places in lists: `/offers/0/price` and `/offers/3/price` are one place.

    >>> place_in_row("/offers/0/price")
    '/offers/*/price'
    """
    return "/".join("*" if part.isdigit() else part for part in path.split("/"))


def refused_groups(ledger: Ledger, source: str, refusals: Iterable[Refusal]) -> list[Group]:
    """The refused rows by code and place; named by what was published under the same id."""
    found = list(refusals)
    groups = _grouped([(r.code, r.path, r.source_id, r.value, r.url) for r in found])
    wanted = {e.source_id: service_id(source, e.source_id) for g in groups for e in g.examples if e.source_id}
    services = ledger.services(wanted.values())
    names = {
        key: first_words(Service.model_validate_json(services[one].body).name)
        for key, one in wanted.items()
        if one in services
    }
    return _with_names(groups, names)


def remark_groups(remarks: Iterable[Remark], names: Mapping[str, str]) -> list[Group]:
    """The remarks by code and place; `names` are of the run's rows."""
    return _with_names(_grouped([(r.code, r.path, r.source_id, r.value, r.url) for r in remarks]), names)


def _grouped(rows: Sequence[tuple[str, str, str | None, str, str]]) -> list[Group]:
    """Groups, the largest first; of their examples those first whose value did not come yet."""
    groups: dict[tuple[str, str], Group] = {}
    values: dict[tuple[str, str], set[str]] = {}
    again: dict[tuple[str, str], list[Example]] = {}
    for code, path, key, value, url in rows:
        where = (code, place_in_row(path))
        group = groups.setdefault(where, Group(code=where[0], path=where[1], count=0))
        group.count += 1
        example = Example(source_id=key, path=path, value=value, url=url)
        is_new = value not in values.setdefault(where, set())
        values[where].add(value)
        chosen = group.examples if is_new else again.setdefault(where, [])
        if len(chosen) < EXAMPLES:
            chosen.append(example)
    for where, group in groups.items():
        group.examples = (group.examples + again.get(where, []))[:EXAMPLES]
    return sorted(groups.values(), key=lambda group: (-group.count, group.code, group.path))


def _with_names(groups: list[Group], names: Mapping[str, str]) -> list[Group]:
    for group in groups:
        group.examples = [one.model_copy(update={"name": names.get(one.source_id or "", "")}) for one in group.examples]
    return groups


def left_out(counts: Mapping[str, int], tally: Tally) -> list[LeftOut]:
    """The rules that kept rows of the main collection out, the most frequent first, with their first rows."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [LeftOut(rule=rule, count=count, examples=tally.left_out.get(rule, [])) for rule, count in ordered]


def unused_lines(source: Source, stats: CrawlStats, tally: Tally) -> dict[str, list[str]] | None:
    """The lines of the reviewed tables that were the one for no row; None where the run did not see everything."""
    if stats.mode is not Mode.FULL or not stats.complete:
        return None
    lines = dict(stats.lines)
    origins = source.lookups.get("data_source")
    if origins and "lookups.data_source" not in lines:  # asked only when offerings are compared
        lines["lookups.data_source"] = {origin: int(origin in tally.origins) for origin in origins}
    unused = {table: [line for line, count in counts.items() if not count] for table, counts in lines.items()}
    return {table: found for table, found in sorted(unused.items()) if found}
