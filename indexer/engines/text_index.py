"""The words of the embedded engine: a tantivy index whose documents are row numbers. It ranks; it filters nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

from indexer.language.tokens import ENOUGH, WEIGHTS, DocumentWords, Field, QueryWord, QueryWords, Step

ROW = "row"
_TOKENIZER = "spaces"
HEAP_BYTES = 60_000_000
WHOLE: Field = "whole"
TIE = 0.5
"""What the other fields and tokens add to the best one of a word."""
HINT = 0.25
"""What a word counts that is not asked for."""
WIDER = 0.3
"""How much less a hit counts with each step by which the search was widened for it."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field(ROW, stored=False, indexed=True, fast=True)
    for name in WEIGHTS:
        builder.add_text_field(name, stored=False, tokenizer_name=_TOKENIZER, index_option="freq")
    return builder.build()


class TextIndex:
    """One generation's text index."""

    def __init__(self, path: Path) -> None:
        self.schema = _schema()
        self.index = tantivy.Index(self.schema, path=str(path))
        spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self.index.register_tokenizer(_TOKENIZER, spaces)
        self.searcher = self.index.searcher()

    def write(self, documents: Iterable[tuple[int, DocumentWords]], *, dead: Iterable[int] = ()) -> None:
        """Add documents by row number and delete dead rows; one commit."""
        writer = self.index.writer(heap_size=HEAP_BYTES, num_threads=1)
        for row in dead:
            writer.delete_documents_by_term(ROW, row)
        for row, words in documents:
            document = tantivy.Document()
            document.add_unsigned(ROW, row)
            for name, tokens in words.fields.items():
                if tokens:
                    document.add_text(name, " ".join(tokens))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def match(self, words: QueryWords, among: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """(rows, scores) of the records that match, by `QueryWords.steps()`; enough is counted among the rows that are marked."""
        scores = np.zeros(len(among))
        rows = np.empty(0, np.int64)
        for number, step in enumerate(words.steps()):
            rows, found = self._collect(step, words)
            scores[rows] += found * WIDER**number
            if among[rows].sum() >= ENOUGH:
                break
        return rows, scores[rows]

    def hint(self, words: QueryWords, rows: int) -> NDArray[np.float64]:
        """Of each row how well it fits what only ranks, 0 to 1."""
        scores = np.zeros(rows)
        if ranking := [(tantivy.Occur.Should, clause) for clause in self._ranking(words)]:
            found, values = self._run(tantivy.Query.boolean_query(ranking))
            scores[found] = values / max(values.max(initial=0.0), 1e-9)
        return scores

    def naming(self, words: QueryWords, rows: int) -> NDArray[np.bool_]:
        """The rows that have a token of every word that only ranks."""
        named = np.zeros(rows, bool)
        if words.hints:
            named[self._collect(Step(words.hints, every=True), words)[0]] = True
        return named

    def _collect(self, step: Step, words: QueryWords) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        asked = [self._clause(word) for word in step.words]
        there = [clause for clause in asked if clause is not None]
        if not there or (step.every and len(there) < len(asked)):
            return np.empty(0, np.int64), np.empty(0, np.float64)
        occur = tantivy.Occur.Must if step.every else tantivy.Occur.Should
        required = tantivy.Query.boolean_query([(occur, clause) for clause in there])
        ranking = [(tantivy.Occur.Should, clause) for clause in self._ranking(words)]
        return self._run(
            tantivy.Query.boolean_query([(tantivy.Occur.Must, required), *ranking]) if ranking else required
        )

    def _run(self, query: tantivy.Query) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        total = self.searcher.num_docs
        if not total:
            return np.empty(0, np.int64), np.empty(0, np.float64)
        hits = self.searcher.search(query, limit=total, count=False).hits
        rows = self.searcher.fast_field_values(ROW, [address for _, address in hits])
        return np.array(rows, np.int64), np.array([score for score, _ in hits], np.float64)

    def _ranking(self, words: QueryWords) -> Iterator[tantivy.Query]:
        """What lets nothing in: whole names, and the words that say only the form."""
        for name in words.exact:
            if self.searcher.doc_freq(WHOLE, name):
                yield self._term(WHOLE, name, WEIGHTS[WHOLE])
        asked = words.asked()
        for word in (*words.words, *words.hints):
            if word not in asked and (clause := self._clause(word)) is not None:
                yield tantivy.Query.boost_query(clause, HINT)

    def _clause(self, word: QueryWord) -> tantivy.Query | None:
        """The records with a token of the word; None when there are none. The best field counts, the others a little."""
        terms = [
            self._term(name, token, weight * field_weight)
            for token, weight in word.tokens
            for name, field_weight in WEIGHTS.items()
            if name != WHOLE and self.searcher.doc_freq(name, token)
        ]
        if len(terms) < 2:
            return terms[0] if terms else None
        return tantivy.Query.disjunction_max_query(terms, TIE)

    def _term(self, name: str, token: str, weight: float) -> tantivy.Query:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self.schema, name, token, "freq"), weight)
