"""Answer: the tree of units, persons, their accounts and posts, and who sees what."""
