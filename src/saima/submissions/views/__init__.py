"""The pages of what is reported: what is to be done, the board, and a unit's month."""
