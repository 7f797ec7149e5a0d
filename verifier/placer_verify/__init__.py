"""A second verifier of Placer's journal, written from docs/journal-format.md alone."""
