"""Rank the month: league table, entrants with their working, and the rules."""
