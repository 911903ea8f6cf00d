"""Decorators of compiled functions; importing this module imports numba.

Put how functions are compiled here. What they compute belongs in ``color_kernel`` and
``sound_kernel``, which alone import this module, and are themselves imported by long jobs only.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

_Function = TypeVar("_Function", bound=Callable[..., Any])


def compiled(function: _Function) -> _Function:
    """Compile on first call, as a part of its callers."""
    return cast("_Function", numba.njit(function))


def reordered(function: _Function) -> _Function:
    """Compile on first call, with leave to add and multiply in another order.

    The last bits of its result differ between processors: it must be rounded before it counts.
    """
    return cast("_Function", numba.njit(fastmath={"reassoc"})(function))


def kept(function: _Function) -> _Function:
    """Compile on first call; keep the result where numba finds a folder it can write to."""
    try:
        return cast("_Function", numba.njit(cache=True)(function))
    except RuntimeError:  # a read-only install without a home: compile in every process
        return compiled(function)
