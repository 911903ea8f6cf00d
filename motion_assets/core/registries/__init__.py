"""Names, depth breakdowns and the rules by which observations become entries."""
