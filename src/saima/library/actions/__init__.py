"""Taking papers in, reading them, and deciding about what they state."""
