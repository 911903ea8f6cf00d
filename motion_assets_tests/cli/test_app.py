"""The edge: help, exit statuses, and streams that close, fill up or are stopped by hand."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from motion_assets.cli import app as edge
from motion_assets.errors import MotionAssetsError
from motion_assets_tests.forked import Command

PROGRAM = [sys.executable, "-m", "motion_assets.cli"]
COMMANDS = (
    "run",
    "ui",
    "render",
    "observe",
    "export-clip",
    "interpret",
    "generate",
    "coverage",
    "gaps",
    "progress",
    "metrics",
    "loop",
    "health",
    "recover",
    "export",
    "import",
    "sql",
    "bench",
    "doctor",
    "registry",
    "registry list",
    "registry show",
    "registry depth",
    "names",
    "names rename",
    "names backfill",
    "names check",
    "names finish",
    "linguistic",
    "linguistic list",
    "linguistic show",
    "linguistic review",
    "linguistic accept",
    "linguistic retire",
    "interpretation",
    "interpretation add",
    "interpretation queue",
    "interpretation work",
    "interpretation diff",
)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_on_stdout(name, command):
    ended = command(*name.split(), "--help")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("Usage: ")
    assert "--help" in ended.out


def test_the_list_above_is_every_command(command):
    listed = command("--help").out.split("Commands:\n")[1]
    assert {line.split()[0] for line in listed.splitlines()} == {n.split()[0] for n in COMMANDS}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param((), "Commands:", id="nothing"),
        pytest.param(("registry",), "Commands:", id="group-alone"),
        pytest.param(("nope",), "No such command 'nope'", id="unknown-command"),
        pytest.param(("coverage", "--nope"), "No such option: --nope", id="unknown-option"),
        pytest.param(("sql",), "Missing argument", id="missing-argument"),
        pytest.param(("sql", "select 1", "select 2"), "unexpected extra argument", id="too-many"),
        pytest.param(("interpret",), "--jsonl", id="neither-prompt-nor-lines"),
        pytest.param(("\udcff\x1b[31m",), "No such command", id="odd-bytes"),
    ],
)
def test_a_wrong_call_ends_with_two_and_leaves_stdout_empty(arguments, said, command):
    ended = command(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert said in ended.err


def failing(error: BaseException):
    def app() -> None:
        raise error

    return app


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        pytest.param(MotionAssetsError("no."), 1, "Error: no.\n", id="ours"),
        pytest.param(
            PermissionError(13, "Permission denied", "/x/y"),
            1,
            "Error: /x/y: Permission denied\n",
            id="file",
        ),
        pytest.param(OSError("odd"), 1, "Error: odd\n", id="nameless"),
        pytest.param(KeyboardInterrupt(), 130, "Stopped;", id="ctrl-c"),
        pytest.param(RuntimeError("Query interrupted"), 130, "Stopped;", id="ctrl-c-in-a-query"),
    ],
)
def test_an_error_becomes_a_line_and_a_status(error, status, said, command, monkeypatch):
    monkeypatch.setattr(edge, "app", failing(error))
    ended = command()
    assert (ended.status, ended.out) == (status, "")
    assert ended.err.startswith(said)


def test_a_mistake_of_ours_is_not_dressed_up(monkeypatch):
    monkeypatch.setattr(edge, "app", failing(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        edge.main()


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line as bash runs it; ``$P`` is the program. The status is that of the program."""
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "P": " ".join(PROGRAM), **environment},
    )


@pytest.mark.parametrize(
    ("line", "statuses"),
    [
        pytest.param("$P gaps --limit 20000 | head -1", {0, 1}, id="reader-gone"),
        pytest.param("$P coverage --json | true", {0, 1}, id="reader-never-there"),
        pytest.param("$P coverage >&-", {0}, id="stdout-closed"),
        pytest.param("$P coverage >&- 2>&-", {0}, id="both-closed"),
        pytest.param("$P coverage >/dev/full", {1}, id="disk-full"),
        pytest.param("$P nope 2>/dev/full", {1, 2}, id="no-room-for-messages"),
    ],
)
@pytest.mark.usefixtures("published")
def test_streams_that_break_are_no_traceback(line, statuses):
    ended = shell(line)
    assert ended.returncode in statuses
    assert "Traceback" not in ended.stderr
    assert "Exception" not in ended.stderr


def test_json_stays_json_where_the_terminal_has_only_ascii(published):
    assert published.is_dir()
    ended = shell("""$P sql "select 'grün ☃' as word" --json""", PYTHONIOENCODING="ascii")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout) == [{"word": "grün ☃"}]


def test_bytes_that_are_no_text_are_a_plain_refusal(tmp_path):
    ended = shell(f"$P observe {tmp_path}/$'\\xff\\xfe'.mp4", PYTHONUTF8="1")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "cannot be opened" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_no_command_line_colors_its_output(published):
    assert published.is_dir()
    ended = shell("$P coverage; $P nope || true", FORCE_COLOR="1")
    assert "\x1b" not in ended.stdout + ended.stderr


def test_ctrl_c_during_a_run_keeps_what_is_finished_and_the_next_run_goes_on(tmp_path):
    data = tmp_path / "stopped"
    (tmp_path / "none.txt").write_text("# no prompts\n")
    out, err = tmp_path / "out", tmp_path / "err"
    process = Command(
        *("run", "--prompts", str(tmp_path / "none.txt")),
        variables=os.environ | {"MOTION_ASSETS_DATA_DIR": str(data)},
        out=out,
        err=err,
    )
    _wait_for(data / "lake" / "reels", process)
    process.signal_all(signal.SIGINT)
    assert (process.wait(60), out.read_text()) == (130, "")
    assert "Traceback" not in err.read_text()
    assert err.read_text().endswith(
        "Stopped; what was finished is kept. Running it again goes on.\n"
    )


def _wait_for(path: Path, process: Command) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
