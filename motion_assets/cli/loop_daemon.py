"""Processes of `motion-assets loop`: Dagster's own, ended when the loop that started them is gone.

Put here what has to happen inside such a process. It is started as a module by ``loop_process``:
`daemon` or `server` first, then the arguments of `dagster-daemon` or `dagster api grpc`.
"""

import os
import signal
import sys
import threading
import time
from typing import Final

PARENT_LOOK_S: Final = 0.5


def _end_with(parent: int) -> None:
    """End the whole process group once ``parent`` is no longer the parent."""
    while os.getppid() == parent:
        time.sleep(PARENT_LOOK_S)
    os.killpg(os.getpgid(0), signal.SIGKILL)


def main() -> None:
    """Be the daemon or the code server until the loop ends."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    which, *arguments = sys.argv[1:]
    if which == "server":
        from dagster._cli import main as dagster

        sys.argv = ["dagster", "api", "grpc", *arguments]
        dagster()  # type: ignore[no-untyped-call]  # click commands of Dagster
    else:
        from dagster._daemon.cli import main as daemon

        sys.argv = ["dagster-daemon", *arguments]
        daemon()


if __name__ == "__main__":
    main()
