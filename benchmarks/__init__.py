"""Measurements: ratios to peers and to the machine's floor in the same run, with the machine named. Never a test."""
