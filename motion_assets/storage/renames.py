"""Renames in the lake: what was reviewed, in the order it was decided.

Put the layout of ``renames/`` here: one sealed object ``<8 digits>.json`` per review, numbered
from 1 and never changed. What a rename does to names and texts is in ``core.registries``.
"""

import re
from collections.abc import Iterable
from typing import Final

from motion_assets.core.registries.renames import Names, Renaming, names_after
from motion_assets.storage.lake import Lake
from motion_assets.storage.sealed import seal, unseal

FOLDER: Final = "renames"
_KEY: Final = re.compile(rf"{FOLDER}/(\d{{8}})\.json")


def rename_keys(objects: Iterable[str]) -> tuple[str, ...]:
    """Of some objects those that hold renamings, in the order they were decided."""
    return tuple(sorted(key for key in objects if _KEY.fullmatch(key)))


def read_names(lake: Lake, objects: Iterable[str] | None = None) -> Names:
    """Names after all renamings of the lake, or after those among ``objects``.

    Raises
    ------
    StorageError
        If a renaming is torn: names would differ from what was published.
    """
    keys = rename_keys(lake.list(FOLDER) if objects is None else objects)
    return names_after(tuple(unseal(lake.get(key), Renaming, key) for key in keys))


def put_renaming(lake: Lake, renaming: Renaming, number: int) -> bool:
    """Keep a renaming as number ``number``; False when another took the number meanwhile."""
    return lake.put_if_absent(f"{FOLDER}/{number:08d}.json", seal(renaming))
