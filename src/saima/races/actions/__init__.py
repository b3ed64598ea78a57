"""Bringing races into the record: one function for each verb."""
