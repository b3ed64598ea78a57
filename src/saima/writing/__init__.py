"""The door out: values become the bytes that people and programs read."""
