"""One file per arrow of the loop: read, decide, write."""
