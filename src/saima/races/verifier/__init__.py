"""Recomputing an edition without Saima, by one file that a stranger can carry home."""
