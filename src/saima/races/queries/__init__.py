"""Reading races: as the record stands (live), their rules, and what was published."""
