"""How the search is used, as counts: by month, one dimension at a time, codes of closed lists. No words, no coordinates, no client."""
