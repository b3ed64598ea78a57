"""What is made of a ranking: lists of praise and alarm, and what was kept up."""
