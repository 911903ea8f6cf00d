"""Keys: which names may become part of a path in the lake.

Put the check of ids and keys here; every object name passes through it before it reaches a
disk or a bucket.
"""

import re
from typing import Final

from motion_assets.errors import BadNameError

_ID: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_FILE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,95}(\.[a-z0-9]{1,12}){0,2}")


def require_id(name: str, *, what: str) -> str:
    """Return ``name`` when it may name a folder, else raise ``BadNameError``.

    >>> require_id("sweep-0123456789ab", what="reel")
    'sweep-0123456789ab'
    >>> require_id("../x", what="reel")
    Traceback (most recent call last):
    motion_assets.errors.BadNameError: '../x' is no reel name: expected 1 to 63 of a-z, 0-9, _ and -, starting with a letter or digit.
    """  # noqa: E501 -- the line is the whole message
    if not _ID.fullmatch(name):
        raise BadNameError(
            f"{name!r} is no {what} name: expected 1 to 63 of a-z, 0-9, _ and -, "
            "starting with a letter or digit."
        )
    return name


def require_key(key: str) -> str:
    """Return ``key`` when it names an object: folders, then a file name; else ``BadNameError``.

    Absolute keys, ``..``, dot-files, empty segments and anything but ``[a-z0-9_-]`` with up to
    two extensions are refused.
    """
    *folders, file = key.split("/")
    if all(_ID.fullmatch(folder) for folder in folders) and _FILE.fullmatch(file):
        return key
    raise BadNameError(
        f"{key!r} is no object key: expected folders and a file name of a-z, 0-9, _ and -, "
        "for example reels/web-0123456789ab/request.json."
    )


def require_folder(prefix: str) -> str:
    """Return ``prefix`` without a closing slash when it names folders (or is empty)."""
    folder = prefix.removesuffix("/")
    if folder and not all(_ID.fullmatch(part) for part in folder.split("/")):
        raise BadNameError(
            f"{prefix!r} is no folder of the lake: expected names of a-z, 0-9, _ and - "
            "with / between them."
        )
    return folder
