"""Memory: what a long job keeps of the system's memory instead of asking for it anew.

Put the dealings with the allocator of the C library here.
"""

from functools import cache
from typing import Final

import numpy as np

_MOST_BYTES: Final = 31 << 20
"""A block just smaller than the largest one by which glibc learns: 32 MiB (mallopt(3))."""


@cache
def keep_memory() -> None:
    """Have memory that was let go stay with the process, once for all of its life.

    What is measured of a clip takes some megabytes for a moment, clip after clip. glibc hands
    them back to the system and asks again, and every page costs a fault then: a fortieth of all
    measuring. It stops doing so for blocks as large as one that was let go, and keeps twice as
    much. The block is never touched and takes no memory; other libraries do as they did.
    """
    np.empty(_MOST_BYTES, np.uint8)
