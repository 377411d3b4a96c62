"""The offerings of the open feed in HSDS 3.0, for who reads that: nothing that the feed does not say, and nothing more certain."""
