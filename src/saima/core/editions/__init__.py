"""Published rankings: which rules hold, what is frozen, and reading it back."""
