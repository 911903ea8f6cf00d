"""Kill `motion-assets run` at random moments and hold the finished tables against a whole run.

`python -m motion_assets_tests.faults.kill_run 50` does it fifty times; the suite does a few.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from motion_assets_tests.forked import Command

PROMPTS = ("a slow teal dusk over the ocean, no music", "neon city at night, camera pans right")
COMMAND = (sys.executable, "-m", "motion_assets.cli", "run")
TIMEOUT_S = 1_800


def environment(data_dir: Path) -> dict[str, str]:
    return os.environ | {"MOTION_ASSETS_DATA_DIR": str(data_dir)}


def prepare(data_dir: Path, prompts: Sequence[str] = PROMPTS) -> None:
    data_dir.mkdir(parents=True)
    (data_dir / "sample_prompts.txt").write_text("\n".join(prompts) + "\n", encoding="utf-8")


def finish(data_dir: Path, command: Sequence[str] = COMMAND) -> str:
    """Run to the end; returns what was said on stderr."""
    done = subprocess.run(
        command,
        env=environment(data_dir),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"run ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stderr


def start(data_dir: Path, command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        env=environment(data_dir),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill_after(data_dir: Path, delay_s: float, command: Sequence[str] = COMMAND) -> bool:
    """Start a run and kill it after ``delay_s``; whether it was still going."""
    process = start(data_dir, command)
    try:
        process.wait(timeout=delay_s)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def kill_once(seen: Callable[[], object], data_dir: Path, entry: Callable[[], None]) -> None:
    """Start a run and kill it once something is so, while it still goes on."""
    said = data_dir / "killed.log"
    process = Command("run", variables=environment(data_dir), out=said, err=said, entry=entry)
    while not seen():
        assert process.poll() is None, "the run ended before"
        time.sleep(0.01)
    assert process.poll() is None, "the run ended before"
    process.signal_all(signal.SIGKILL)
    process.wait()


def tables(data_dir: Path) -> dict[str, str]:
    """Fingerprint of every table of the stable file."""
    import duckdb

    from motion_assets.storage.fingerprints import table_fingerprints

    with duckdb.connect(str(data_dir / "motion_assets.duckdb"), read_only=True) as connection:
        return table_fingerprints(connection)


def clip_bytes(data_dir: Path) -> dict[str, bytes]:
    """Every clip file by its name in the lake."""
    clips = (data_dir / "lake").glob("reels/*/clips/*.mp4")
    return {str(path.relative_to(data_dir)): path.read_bytes() for path in clips}


def main(times: int) -> int:
    """Kill ``times`` runs, each in a folder of its own; exit status 1 when any table differs."""
    rng = random.Random(20_261_121)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole"
        prepare(whole)
        started = time.monotonic()
        finish(whole)
        length_s = time.monotonic() - started
        expected, files = tables(whole), clip_bytes(whole)
        wrong = 0
        for number in range(times):
            data = Path(folder) / f"killed-{number}"
            prepare(data)
            delay_s = rng.uniform(0.3, length_s)
            killed = kill_after(data, delay_s)
            finish(data)
            same = tables(data) == expected and clip_bytes(data) == files
            wrong += not same
            sys.stdout.write(
                f"{number:3d} after {delay_s:5.2f} s {'killed' if killed else 'had ended'}: "
                f"{'same' if same else 'DIFFERENT'}\n"
            )
            sys.stdout.flush()
    sys.stdout.write(f"{times} kills over {length_s:.1f} s, {wrong} with other tables or files\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1])))
