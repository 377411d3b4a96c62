"""Corrections, over PostgreSQL."""

from tests.search_api.test_steward_corrections import *  # noqa: F403
