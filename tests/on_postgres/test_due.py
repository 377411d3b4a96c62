"""What is due, requests to the worker and notices, over PostgreSQL."""

from tests.liiku.test_due import *  # noqa: F403
