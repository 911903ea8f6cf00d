"""Processes of tests that are forked from one that has imported what they need.

Put here how such a process starts; what it does is beside the test that starts it. Importing
Dagster and the databases anew takes each process longer than its work.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Mapping
from multiprocessing.context import ForkServerContext
from pathlib import Path

from motion_assets.cli import main

PRELOADED = [
    "motion_assets_tests.faults.side_by_side",
    "motion_assets_tests.storage.publisher",
    "motion_assets_tests.cli.opener",
    "motion_assets.cli.loop_watch",
]


def forking() -> ForkServerContext:
    """A context whose processes are forked from a server, started with the first of them."""
    context = multiprocessing.get_context("forkserver")
    # One server a test process: what is asked for first is what is imported.
    context.set_forkserver_preload(PRELOADED)
    return context


class Command:
    """`motion-assets` with some arguments, in a process and a session of its own.

    It is the installed command past its imports, with the environment ``variables``: what it
    starts is its own, and a signal finds it as it finds the command. Its streams are appended
    to the files ``out`` and ``err``. ``entry`` is what to call instead of the command. What a
    test that failed leaves behind is ended with the tests.
    """

    def __init__(
        self,
        *arguments: str,
        variables: Mapping[str, str],
        out: Path,
        err: Path,
        entry: Callable[[], None] = main,
    ) -> None:
        self._process = forking().Process(
            target=_be, args=(arguments, dict(variables), out, err, entry), daemon=True
        )
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """The exit status, negative for a signal; None while the process works."""
        return self._process.exitcode

    def wait(self, timeout_s: float | None = None) -> int | None:
        """The exit status, once the process has ended or so much time has passed."""
        self._process.join(timeout_s)
        return self._process.exitcode

    def signal_all(self, number: signal.Signals) -> None:
        """Send a signal to the process and to what it started, as a terminal does."""
        os.killpg(self.pid, number)


def _be(
    arguments: tuple[str, ...],
    variables: dict[str, str],
    out: Path,
    err: Path,
    entry: Callable[[], None],
) -> None:
    os.setsid()
    os.environ.clear()
    os.environ.update(variables)
    redirect(1, out)
    redirect(2, err)
    sys.argv = ["motion-assets", *arguments]
    entry()


def redirect(number: int, path: Path) -> None:
    """Append what this process writes to a stream, 1 or 2, to a file."""
    written = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(written, number)
    os.close(written)
