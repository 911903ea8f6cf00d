"""A process that commits and publishes reels, for tests that run several or kill it.

Usage: ``python -m motion_assets_tests.storage.publisher DATA_DIR FIRST COUNT``. Prints
``ready`` once loaded, then one line per published reel.
"""

import sys
from pathlib import Path

from motion_assets.settings import Settings
from motion_assets.storage.generations import publish
from motion_assets.storage.lake import open_lake
from motion_assets_tests.storage.varied import commit_varied, small_coverage, varied_reel


def main(data_dir: str, first: str, count: str) -> None:
    settings = Settings(data_dir=Path(data_dir))
    lake = open_lake(settings.lake_location)
    say("ready")
    for number in range(int(first), int(first) + int(count)):
        commit_varied(lake, varied_reel(number))
        say("committed")
        publication = publish(lake, settings=settings, derive_coverage=small_coverage)
        say(f"published {publication.number}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
