"""Break a working loop in every way an operator may meet, and hold its data against the rules.

`python -m motion_assets_tests.faults.break_loop` does all of it and prints one line a fault.
The loop works on sound alone, which takes seconds; what is broken is the same for all.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from motion_assets_tests.forked import Command

ENDS_WITHIN_S = 5.0
PATIENCE_S = 240.0
COMMAND = (sys.executable, "-m", "motion_assets.cli", "loop", "--until", "forever")

DAEMON = (sys.executable, "-m", "motion_assets.cli.loop_daemon", "daemon", "run")


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    own = {"MOTION_ASSETS_DATA_DIR": str(data_dir), "LOOP_WORKFLOW_TYPE": "sound"}
    return os.environ | own | more


class Loop:
    """A loop in a process of its own, its output in a file."""

    def __init__(self, data_dir: Path, **more: str) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        self.data_dir = data_dir
        self.log = data_dir / "loop.log"
        variables = environment(data_dir, **more)
        self.process = Command(
            "loop", "--until", "forever", variables=variables, out=self.log, err=self.log
        )

    def end(self) -> float:
        """SIGTERM; seconds until the process was gone."""
        begun = time.monotonic()
        os.kill(self.process.pid, signal.SIGTERM)
        assert self.process.wait(PATIENCE_S) is not None, "the loop does not end"
        return time.monotonic() - begun

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


def wait_for(what: str, seen: Callable[[], object]) -> None:
    """Look twice a second until something is so."""
    deadline = time.monotonic() + PATIENCE_S
    while not seen():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {PATIENCE_S:.0f} s for {what}")
        time.sleep(0.5)


def processes(word: str, data_dir: Path) -> list[int]:
    """Processes of this loop's data folder whose command line, its words set off by zero bytes,
    holds a text.
    """
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().decode(errors="replace")
            settings = (folder / "environ").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if word in command and f"MOTION_ASSETS_DATA_DIR={data_dir}" in settings:
            found.append(int(folder.name))
    return found


def requested(data_dir: Path) -> list[str]:
    return sorted(path.name for path in (data_dir / "lake" / "reels").glob("*"))


def sounds(data_dir: Path) -> int:
    """Sound cells of the newest generation; 0 before the first."""
    path = data_dir / "motion_assets.duckdb"
    return _sounds_in(path, path.stat().st_mtime_ns) if path.is_file() else 0


@lru_cache(maxsize=1)
def _sounds_in(path: Path, _written_ns: int) -> int:
    """Opening a file takes longer than all else that is looked at: once for each generation."""
    import duckdb

    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute("select count(*) from registry.static_sound").fetchall()
    return int(rows[0][0])


def check_data(data_dir: Path) -> None:
    """Every clip once in every table, all counts as a fold from nothing gives them."""
    from motion_assets.settings import Settings
    from motion_assets.steps.publish import publish_committed
    from motion_assets.steps.recount import full_recount
    from motion_assets.steps.recover import find_missing
    from motion_assets.steps.workspace import open_workspace
    from motion_assets.storage.generations import newest, open_newest

    workspace = open_workspace(Settings(data_dir=data_dir))
    publish_committed(workspace)
    recount = full_recount(workspace)
    assert recount.passed, recount.examples
    generation = newest(workspace.lake)
    assert generation is not None
    lost = [row for row in find_missing(workspace).missing if row.reel in generation.reels]
    assert not lost, lost
    with open_newest(workspace.settings) as connection:
        ((rows, clips),) = connection.execute(
            "select count(*), count(distinct clip_id) from learning.log"
        ).fetchall()
    assert rows == clips, "a clip has two rows"


def end_within_five_seconds(root: Path) -> str:
    loop = Loop(root)
    wait_for("the first reel", lambda: requested(root))
    time.sleep(2.0)
    took_s = loop.end()
    assert loop.process.poll() == 0, loop.said()
    assert took_s <= ENDS_WITHIN_S, f"{took_s:.1f} s"
    assert not processes("loop_daemon", root)
    return f"ended {took_s:.1f} s after SIGTERM"


def second_loop_is_refused(root: Path) -> str:
    loop = Loop(root)
    wait_for("the daemon", lambda: processes("loop_daemon", root))
    second = subprocess.run(
        COMMAND, env=environment(root), capture_output=True, text=True, check=False, timeout=120
    )
    loop.end()
    assert second.returncode == 1
    assert "a loop works on" in second.stderr, second.stderr
    return second.stderr.strip().splitlines()[-1][:60]


def kill_every_process(word: str) -> Callable[[Path], str]:
    """A fault that kills what a word names while the loop works, and waits for it to go on."""

    def fault(root: Path) -> str:
        loop = Loop(root)
        wait_for(word, lambda: processes(word, root) and requested(root))
        killed = processes(word, root)
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        wait_for("all sounds", lambda: sounds(root) == 301)
        loop.end()
        check_data(root)
        return f"killed {len(killed)}, then heard 301 of 301"

    return fault


def kill_the_loop_itself(root: Path) -> str:
    loop = Loop(root)
    wait_for("the first reel", lambda: requested(root))
    os.kill(loop.process.pid, signal.SIGKILL)
    loop.process.wait()
    wait_for("its daemon to end", lambda: not processes("loop_daemon", root))
    again = Loop(root)
    wait_for("all sounds", lambda: sounds(root) == 301)
    again.end()
    check_data(root)
    return "its daemon ended with it, the next loop went on"


def second_daemon_beside_the_first(root: Path) -> str:
    """Another daemon over the same history, started past the loop's lock, as by mistake."""
    loop = Loop(root)
    wait_for("the first reel", lambda: processes("\0daemon\0", root) and requested(root))
    home = root / ".dagster" / "loop"
    with (root / "second.log").open("ab") as log:
        second = subprocess.Popen(
            (*DAEMON, "-w", str(home / "workspace.yaml")),
            env=environment(root, DAGSTER_HOME=str(home)),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for("all sounds", lambda: sounds(root) == 301)
        assert second.poll() is None, (root / "second.log").read_text(encoding="utf-8")
    finally:
        os.killpg(second.pid, signal.SIGKILL)
        second.wait()
        loop.end()
    check_data(root)
    return "both worked, every clip once"


def disk_is_full(root: Path) -> str:
    """A folder of 20 MB of its own; skipped where nothing may be mounted."""
    disk = root.with_name(f"{root.name}-disk")
    disk.mkdir(parents=True)
    mount = ("mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(disk))
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        return "skipped: nothing may be mounted here"
    try:
        small = disk / "data"
        loop = Loop(small, MOTION_ASSETS_MIN_FREE_BYTES="0")
        filler = disk / "filler"
        wait_for("the first reel", lambda: requested(small))
        with filler.open("wb") as file:
            try:
                while True:
                    file.write(bytes(1 << 16))
                    file.flush()
            except OSError:
                pass
        time.sleep(15.0)
        filler.unlink()
        wait_for("all sounds", lambda: sounds(small) == 301)
        loop.end()
        check_data(small)
    finally:
        subprocess.run(("umount", "-l", str(disk)), capture_output=True, check=False)
    return "went on when there was room again"


def clip_is_torn(root: Path) -> str:
    loop = Loop(root)
    wait_for("a generation with sounds", lambda: sounds(root))
    clip = next((root / "lake").glob("reels/*/clips/*.mp4"))
    content = clip.read_bytes()
    clip.write_bytes(content[: len(content) // 2])
    wait_for("all sounds", lambda: sounds(root) == 301)
    loop.end()
    check_data(root)
    return "what was seen before stays, nothing else is spoiled"


FAULTS: dict[str, Callable[[Path], str]] = {
    "SIGTERM": end_within_five_seconds,
    "second loop": second_loop_is_refused,
    "kill -9 of the daemon": kill_every_process("\0daemon\0"),
    "kill -9 of the code server": kill_every_process("\0server\0"),
    "kill -9 of runs": kill_every_process("multiprocessing.spawn"),
    "kill -9 of the loop": kill_the_loop_itself,
    "second daemon": second_daemon_beside_the_first,
    "disk full": disk_is_full,
    "torn clip": clip_is_torn,
}


def main() -> int:
    """Do every fault in a folder of its own; exit status 1 when one is not survived."""
    failed = 0
    only = sys.argv[1:]
    for number, (name, fault) in enumerate(FAULTS.items()):
        if only and name not in only:
            continue
        with tempfile.TemporaryDirectory(prefix="motion-assets-fault-") as folder:
            begun = time.monotonic()
            try:
                said = fault(Path(folder) / f"data{number}")
            except AssertionError as error:
                failed += 1
                said = f"FAILED: {error}"
            sys.stdout.write(f"{name:28} {time.monotonic() - begun:6.0f} s  {said}\n")
            sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
