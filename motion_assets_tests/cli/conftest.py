"""Fixtures of the command line: a command as a person calls it, in this process."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from motion_assets.cli import main


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command left: its exit status and what it wrote."""

    status: object
    out: str
    err: str


Command = Callable[..., Ended]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Call ``motion-assets`` with the given arguments; it always ends by itself."""

    def call(*arguments: str) -> Ended:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["motion-assets", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        written = capsys.readouterr()
        assert "Traceback" not in written.err
        return Ended(end.value.code, written.out, written.err)

    return call


@pytest.fixture
def published(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shared small data folder, for commands that only read."""
    monkeypatch.setenv("MOTION_ASSETS_DATA_DIR", str(small_data))
    return small_data
