"""How raw text becomes facts: pure functions, one noun a file. What is not stated stays unknown."""
