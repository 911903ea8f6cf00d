"""The edge: what becomes of errors, of Ctrl-C and of streams that are closed.

Put here what holds for every command whatever it does. It loads nothing but itself, so that
a command with a quick first answer can stand on it alone.
"""

import os
import sys
from collections.abc import Callable
from typing import Final, NoReturn, TextIO

from motion_assets.errors import MotionAssetsError

STOPPED: Final = 130
"""128 and the number of SIGINT, as a shell counts."""
INTERRUPTED: Final = "Query interrupted"
"""What DuckDB raises, as a RuntimeError, when Ctrl-C ends one of its queries."""


def run(work: Callable[[], int]) -> NoReturn:
    """Exit with the status of some work; every foreseen error becomes one line and status 1."""
    _prepare_streams()
    try:
        status = work()
        # A reader that is gone (`| head`) or a full disk may show only here.
        sys.stdout.flush()
    except MotionAssetsError as error:
        status = _fail(str(error))
    except KeyboardInterrupt:
        status = STOPPED
    except RuntimeError as error:
        if str(error) != INTERRUPTED:
            raise
        status = STOPPED
    except BrokenPipeError:
        status = 1
    except OSError as error:
        status = _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    if status == STOPPED:
        note("Stopped; what was finished is kept. Running it again goes on.")
    _flush_or_discard(sys.stdout)
    _flush_or_discard(sys.stderr)
    raise SystemExit(status)


def note(text: str) -> None:
    """Say something to the person on stderr, as every command does."""
    from motion_assets.cli import output

    output.note(text)


def _fail(message: str) -> int:
    note(f"Error: {message}")
    return 1


def _prepare_streams() -> None:
    """Let every text pass: an argument may hold bytes that the terminal's encoding has not.

    A stream that the caller closed (`>&-`) swallows what is written to it.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123  lives as long as the process
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _flush_or_discard(stream: TextIO) -> None:
    """Send what a broken stream still holds nowhere: at exit it would be a traceback."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
