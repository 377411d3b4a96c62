"""Reported mistakes, over PostgreSQL."""

from tests.search_api.test_mistakes import *  # noqa: F403
