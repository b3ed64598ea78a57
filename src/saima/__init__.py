"""Saima (赛马): a group company's year, run as an honest race."""

__version__ = "0.1.0"
