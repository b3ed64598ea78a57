"""A language model may propose; what it says counts only where the paper itself bears it out."""
