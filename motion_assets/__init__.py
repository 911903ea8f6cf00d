"""Grows a complete, named, verified dataset of what a video can contain."""

import os

# Only small matrices are solved here: threads that spin between them cost ten times their work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
