"""A process that commits and publishes reels, for tests that run several or kill it."""

from multiprocessing.connection import Connection
from pathlib import Path

from motion_assets.settings import Settings
from motion_assets.storage.generations import publish
from motion_assets.storage.lake import open_lake
from motion_assets_tests.storage.varied import commit_varied, small_coverage, varied_reel


def work(data_dir: Path, number: int, said: "Connection[str, str]") -> None:
    """Say ``ready``, then commit and publish one reel."""
    settings = Settings(data_dir=data_dir)
    lake = open_lake(settings.lake_location)
    said.send("ready")
    commit_varied(lake, varied_reel(number))
    publish(lake, settings=settings, derive_coverage=small_coverage)
