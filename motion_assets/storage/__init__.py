"""The lake: immutable objects, reels, tables and published generations."""
