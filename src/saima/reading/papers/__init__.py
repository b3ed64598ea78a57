"""A working paper read: text becomes clean text, quantities and tasks, each with its place."""
