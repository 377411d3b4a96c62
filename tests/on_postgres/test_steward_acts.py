"""What stewards do on the pages, over PostgreSQL."""

from tests.search_api.test_steward_acts import *  # noqa: F403
