"""Read in: papers, what they state, and what a person decides about each statement."""
