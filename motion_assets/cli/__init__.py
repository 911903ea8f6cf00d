"""The command `motion-assets`: one file per group; heavy imports live inside the commands."""

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line.

    ``interpret --jsonl`` answers programs that start it for one prompt, so it goes without the
    library that reads options: loading that takes as long as the answer.
    """
    if sys.argv[1:] == ["interpret", "--jsonl"]:
        from motion_assets.cli.interpret_lines import main as answer

        answer()
    from motion_assets.cli.app import main as run

    run()


__all__ = ["main"]
