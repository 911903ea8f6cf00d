"""Homes: Dagster's configuration for the history of one data folder.

Put here how the checkout's ``dagster.yaml`` is fitted to another folder. The processes that read it
are started in ``run`` and ``loop_process``.
"""

import os
from pathlib import Path
from typing import Any, Final

import yaml  # type: ignore[import-untyped]  # it ships no types

from motion_assets.cli.history import OpenHistory
from motion_assets.errors import StorageError

CONFIG: Final = Path(__file__).resolve().parents[2] / "dagster.yaml"


def write_home(home: Path, history: Path, *, keep_logs: bool) -> None:
    """Write the checkout's configuration into a home, for the history in another folder.

    ``keep_logs``: whether what steps print is kept there too; else nowhere.

    Raises
    ------
    StorageError
        If the checkout's ``dagster.yaml`` is not there.
    """
    if not CONFIG.is_file():
        raise StorageError(f"no {CONFIG}: this needs a checkout. Clone it and run there.")
    home.mkdir(parents=True, exist_ok=True)
    config: dict[str, Any] = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))
    place = {"base_dir": str(history)}
    config["storage"] = OpenHistory.config(str(history))
    config["local_artifact_storage"]["config"] = place
    if keep_logs:
        config["compute_logs"]["config"] = {"base_dir": str(history / "compute_logs")}
    else:
        config["compute_logs"] = {
            "module": "dagster._core.storage.noop_compute_log_manager",
            "class": "NoOpComputeLogManager",
        }
    replace_text(home / CONFIG.name, yaml.safe_dump(config))


def replace_text(path: Path, text: str) -> None:
    """Write a file whole, or leave the one that is there."""
    aside = path.with_name(f"{path.name}-new-{os.getpid()}")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
