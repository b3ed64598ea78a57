"""The form of a unit's month."""
