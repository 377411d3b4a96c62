"""What stewards do on the pages, over PostgreSQL. Two minutes long, so only where `LIIKU_SOAK` is set."""

import os

import pytest

from tests.search_api.test_steward_acts import *  # noqa: F403

pytestmark = pytest.mark.skipif("LIIKU_SOAK" not in os.environ, reason="takes long: set LIIKU_SOAK=1")
