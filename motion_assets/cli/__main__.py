"""``python -m motion_assets.cli``: the same as the command ``motion-assets``."""

from motion_assets.cli import main

main()
