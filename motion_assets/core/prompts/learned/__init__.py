"""Learned words: what people's prompts and corrections teach, and when it may be believed."""
