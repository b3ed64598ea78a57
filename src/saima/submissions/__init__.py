"""Take in: the month's figures of each unit, filled in, approved and accepted."""
