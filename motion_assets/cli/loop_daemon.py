"""The daemon of `motion-assets loop`: Dagster's own, ended when the loop that started it is gone.

Put here what has to happen inside the daemon's process. It is started as a module by ``loop``.
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
    """Run Dagster's daemon until the loop ends; the arguments are those of `dagster-daemon`."""
    from dagster._daemon.cli import main as daemon

    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    sys.argv[0] = "dagster-daemon"
    daemon()


if __name__ == "__main__":
    main()
