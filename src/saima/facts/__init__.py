"""The wide race: the core's scores and places over arrays, to the last printed digit."""
