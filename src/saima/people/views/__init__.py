"""The pages of units, persons, posts, and the door."""
