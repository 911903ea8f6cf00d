"""Processes: which one makes a run, so that a run whose process is gone can be told.

Put the tags here; ending such runs belongs to whoever watches over them.
"""

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Final

PID_TAG: Final = "motion/pid"
HOST_TAG: Final = "motion/host"
RUN_TAG: Final = "motion/run"


def process_tags(run_id: str) -> dict[str, str]:
    """Tags of a run that this process makes."""
    return {PID_TAG: str(os.getpid()), HOST_TAG: socket.gethostname(), RUN_TAG: run_id}


def alive_here(tags: Mapping[str, str]) -> bool:
    """Whether the process of a run's tags lives; one of another machine is taken to."""
    if tags.get(HOST_TAG) != socket.gethostname():
        return True
    try:
        os.kill(int(tags[PID_TAG]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(int(tags[PID_TAG]))


def _is_zombie(pid: int) -> bool:
    """Whether a process ended and only waits to be collected; where nobody says so, it did not."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return text.rpartition(")")[2].split()[0] == "Z"
