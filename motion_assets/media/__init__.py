"""Clip files: frames and samples to a file and back, and pictures of them."""
