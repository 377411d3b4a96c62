"""What is due, requests to the worker and notices, over PostgreSQL."""

from tests.liiku.test_due import *  # noqa: F403

del test_sigterm_ends_a_worker_cleanly_in_the_middle_of_a_crawl  # noqa: F821  # the worker is a process of its own and would open the stand-in's file
