"""Decorators of compiled functions; importing this module imports numba.

Put how functions are compiled here. What they compute belongs in the modules whose names end in
``_kernel``, which alone import this module, and are themselves imported by long jobs only.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

_Function = TypeVar("_Function", bound=Callable[..., Any])


def compiled(function: _Function) -> _Function:
    """Compile on first call, as a part of its callers.

    Numbers are divided as numpy does, by 0 too: loops may then run over several of them at once.
    """
    return cast("_Function", numba.njit(error_model="numpy")(function))


def inlined(function: _Function) -> _Function:
    """Write into its callers before those are compiled: for what is called in one place or two.

    Compiling it takes a fifth less than that of a function of its own.
    """
    return cast("_Function", numba.njit(inline="always")(function))


def reordered(function: _Function) -> _Function:
    """Compile on first call, with leave to add and multiply in another order.

    The last bits of its result differ between processors: it must be rounded before it counts.
    """
    return cast("_Function", numba.njit(error_model="numpy", fastmath={"reassoc"})(function))


def kept(function: _Function) -> _Function:
    """Compile on first call; keep the result where numba finds a folder it can write to."""
    try:
        return cast("_Function", numba.njit(cache=True, error_model="numpy")(function))
    except RuntimeError:  # a read-only install without a home: compile in every process
        return compiled(function)


def inner(function: _Function) -> _Function:
    """Compile as a part of its callers alone, which takes less time: Python cannot call it."""
    alone: Callable[[_Function], Any] = numba.njit(  # type: ignore[call-overload]  # not in stubs
        error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True
    )
    return cast("_Function", alone(function))
