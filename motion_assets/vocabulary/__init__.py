"""Words: lists, targets, units and lexicon rows. Standard library only; no measuring, no files."""
