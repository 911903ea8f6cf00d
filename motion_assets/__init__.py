"""Grows a complete, named, verified dataset of what a video can contain."""
