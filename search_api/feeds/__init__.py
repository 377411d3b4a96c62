"""The open feed: what other systems keep in step with."""
