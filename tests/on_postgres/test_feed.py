"""The open feed and its dumps, over PostgreSQL."""

from tests.feeds.test_feed import *  # noqa: F403

del test_a_page_is_found_by_the_index_and_nothing_is_sorted  # noqa: F821
del test_a_plan_that_reads_the_whole_table_would_be_seen  # noqa: F821
del test_the_feed_of_sample_data_says_so  # noqa: F821
del test_the_dump_of_the_sample_city_was_written_when_it_was_published  # noqa: F821
del test_ilmonet_whose_licence_is_not_known_is_searched_but_not_republished  # noqa: F821
