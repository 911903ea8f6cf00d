"""Memory: what was let go is there again, without a fault of any page."""

import platform
import resource

import numpy as np
import pytest

from motion_assets.steps.memory import keep_memory

PAGE_BYTES = resource.getpagesize()
BLOCK_BYTES = 3 << 20
"""Less than numpy asks large pages for."""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other allocators keep what they do")
def test_memory_that_was_let_go_is_taken_again_without_faults():
    keep_memory()
    faults = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        blocks = [np.ones(BLOCK_BYTES, np.uint8) for _ in range(3)]
        del blocks
        faults.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
    assert min(faults[1:]) < BLOCK_BYTES // PAGE_BYTES
