"""Staying in step with the feed, over PostgreSQL: the same town and readers, fewer of their days."""

from hypothesis import Phase, settings

from tests.feeds.test_in_step import *  # noqa: F403
from tests.feeds.test_in_step import ThreePublishersFiveReaders

del TestThreePublishersFiveReaders  # noqa: F821


class TestInStep(ThreePublishersFiveReaders.TestCase):
    settings = settings(max_examples=3, stateful_step_count=10, deadline=None, phases=[Phase.generate])
