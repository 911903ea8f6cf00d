"""What is wanted, what was seen, what is missing, and which clips would show it."""
