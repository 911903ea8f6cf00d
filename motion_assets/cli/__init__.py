"""The command `motion-assets`: one file per group; heavy imports live inside the commands."""

from motion_assets.cli.app import main

__all__ = ["main"]
