"""Changing units, persons and posts: one function for each verb."""
