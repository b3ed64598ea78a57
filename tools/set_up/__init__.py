"""The set-up: steps that are done once, and done again when what they use changes."""
