"""The door in: bytes of files become sheets, calendars and findings."""
