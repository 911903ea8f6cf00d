"""What installation compiles: every kernel there is."""

import importlib
import pkgutil

from numba.core.dispatcher import Dispatcher

from motion_assets.core import observations
from motion_assets.steps.compiling import compile_kernels


def test_every_kept_kernel_is_compiled():
    names = [m.name for m in pkgutil.iter_modules(observations.__path__)]
    kernels = [
        (name, function)
        for name in names
        if name.endswith("_kernel")
        for function in vars(importlib.import_module(f"{observations.__name__}.{name}")).values()
        if isinstance(function, Dispatcher) and function.stats.cache_path is not None
    ]
    compile_kernels()
    assert len({name for name, _ in kernels}) >= 5
    assert [f"{name}.{k.py_func.__name__}" for name, k in kernels if not k.signatures] == []
