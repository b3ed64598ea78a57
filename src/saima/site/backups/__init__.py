"""Backups: the whole database in one file, and back again with proof."""
