"""``python -m motion_assets.cli``: the same as the command ``motion-assets``."""

from motion_assets.cli.app import main

main()
