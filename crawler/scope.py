"""Whether a row belongs in the tray, and under which of our categories: the reviewed `scope.yaml`, applied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crawler.lines import LineCounts
from schemas.source import Scope, read_yaml


@dataclass(frozen=True, slots=True)
class Verdict:
    """In or out, and by which rule."""

    is_in: bool
    rule: str


@dataclass(frozen=True, slots=True)
class ServiceTree:
    """The service register's tree: each node's parent."""

    parents: Mapping[int, int | None] = field(default_factory=dict)

    def upwards(self, node: int) -> list[int]:
        """The node and its ancestors, nearest first; a loop ends where it closes."""
        out: list[int] = []
        current: int | None = node
        while current is not None and current not in out:
            out.append(current)
            current = self.parents.get(current)
        return out


class ScopeRules:
    """The scope's rules, ready to ask."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.counts = LineCounts()
        self._include = {int(rule.match): rule.why for rule in scope.tree_include}
        self._exclude = {int(rule.match): rule.why for rule in scope.tree_exclude}
        self._words = [(re.compile(str(rule.match), re.IGNORECASE), str(rule.match)) for rule in scope.not_public_words]

    @classmethod
    def read(cls, path: Path) -> ScopeRules:
        return cls(read_yaml(path, Scope))

    def of_unit(self, tree: ServiceTree, nodes: Iterable[int], municipality: str | None) -> Verdict:
        """A unit is in when one of its nodes lies under an included node, nearer than under an excluded one, in the home municipality."""
        verdict = self._of_nodes(tree, nodes)
        if not verdict.is_in:
            return verdict
        if municipality is not None and municipality != self.scope.home_municipality.match:
            return Verdict(False, "neighbour_without_offering")
        return verdict

    def _of_nodes(self, tree: ServiceTree, nodes: Iterable[int]) -> Verdict:
        excluded = None
        self.counts.ask("scope.tree_include", self._include)
        self.counts.ask("scope.tree_exclude", self._exclude)
        for node in nodes:
            for ancestor in tree.upwards(node):
                if ancestor in self._exclude:
                    self.counts.note("scope.tree_exclude", ancestor)
                    excluded = ancestor
                    break
                if ancestor in self._include:
                    self.counts.note("scope.tree_include", ancestor)
                    return Verdict(True, f"tree:{ancestor}")
        return Verdict(False, f"tree_excluded:{excluded}") if excluded else Verdict(False, "outside_tree")

    def of_event(self, name: str) -> Verdict:
        """An event is in unless its name says that it is nobody's programme."""
        self.counts.ask("scope.not_public_words", (rule for _, rule in self._words))
        for pattern, rule in self._words:
            if pattern.search(name):
                self.counts.note("scope.not_public_words", rule)
                return Verdict(False, f"not_public:{rule}")
        return Verdict(True, "public_programme")

    def categories_of_nodes(self, tree: ServiceTree, nodes: Iterable[int]) -> list[str]:
        """Our categories of a unit: of each node the nearest ancestor that has one; excluded branches give none."""
        found = []
        self.counts.ask("scope.categories_by_tree", self.scope.categories_by_tree)
        for node in nodes:
            for ancestor in tree.upwards(node):
                if ancestor in self._exclude:
                    break
                if ancestor in self.scope.categories_by_tree:
                    self.counts.note("scope.categories_by_tree", ancestor)
                    found.append(self.scope.categories_by_tree[ancestor])
                    break
        return _without_tops(found)

    def categories_of_keywords(self, keywords: Iterable[str]) -> list[str]:
        """Our categories of an event, by its keywords."""
        known = self.scope.categories_by_keyword
        self.counts.ask("scope.categories_by_keyword", known)
        found = [key for key in keywords if key in known]
        for key in found:
            self.counts.note("scope.categories_by_keyword", key)
        return _without_tops(known[key] for key in found)


def _without_tops(found: Iterable[str]) -> list[str]:
    """The categories in order, without a top whose leaf is there too."""
    unique = sorted(set(found))
    return [one for one in unique if not any(other.startswith(one + "/") for other in unique)]
