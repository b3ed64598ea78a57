"""From rows to values: every cell checked, every fault named with its place."""
