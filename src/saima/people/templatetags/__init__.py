"""How the rooms of the record print values."""
