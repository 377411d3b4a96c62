"""Points of addresses, over PostgreSQL."""

from tests.indexer.test_geocode import *  # noqa: F403
