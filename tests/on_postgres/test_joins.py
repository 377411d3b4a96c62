"""Joins and decisions about pairs, over PostgreSQL."""

from tests.indexer.test_joins import *  # noqa: F403

del test_the_outcome_does_not_depend_on_what_was_published_first  # noqa: F821
del test_joins_do_not_depend_on_the_order_of_pairs_and_keep_every_separation  # noqa: F821
