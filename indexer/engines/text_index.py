"""The words of the embedded engine: a tantivy index whose documents are row numbers. It ranks; it filters nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

from indexer.language.tokens import WEIGHTS, DocumentWords, QueryWord, QueryWords

ROW = "row"
_TOKENIZER = "spaces"
HEAP_BYTES = 60_000_000


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

    def match(self, words: QueryWords) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """(rows, scores) of the records that have a token of every word; where none has, of any word."""
        clauses = [self._clause(word) for word in words.words]
        every = tantivy.Query.boolean_query([(tantivy.Occur.Must, clause) for clause in clauses])
        rows, scores = self._collect(every)
        if not len(rows) and len(clauses) > 1:
            rows, scores = self._collect(tantivy.Query.boolean_query([(tantivy.Occur.Should, c) for c in clauses]))
        return rows, scores

    def _clause(self, word: QueryWord) -> tantivy.Query:
        terms = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(self.schema, name, token, "freq"), weight * field_weight
                ),
            )
            for token, weight in word.tokens
            for name, field_weight in WEIGHTS.items()
        ]
        return tantivy.Query.boolean_query(terms)

    def _collect(self, query: tantivy.Query) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        total = self.searcher.num_docs
        if not total:
            return np.empty(0, np.int64), np.empty(0, np.float64)
        hits = self.searcher.search(query, limit=total, count=False).hits
        rows = self.searcher.fast_field_values(ROW, [address for _, address in hits])
        return np.array(rows, np.int64), np.array([score for score, _ in hits], np.float64)
