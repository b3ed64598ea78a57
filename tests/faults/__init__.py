"""Killing what works on the record, at any moment, and looking what is left."""
