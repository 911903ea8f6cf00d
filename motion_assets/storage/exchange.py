"""Imports in the lake: entries that came from elsewhere, one sealed object per import.

Put the layout of ``imports/`` here: ``<hash of the rows>.json``, never changed, so that the same
export imported twice is there once. What a row is belongs in ``core.registries.importing``.
"""

import hashlib
import re
from collections.abc import Iterable
from typing import Final

from motion_assets.core.registries.importing import ImportedRow
from motion_assets.storage.lake import Lake
from motion_assets.storage.records import to_json
from motion_assets.storage.sealed import seal, unseal

FOLDER: Final = "imports"
_KEY: Final = re.compile(rf"{FOLDER}/[0-9a-f]{{64}}\.json")


def put_import(lake: Lake, rows: tuple[ImportedRow, ...]) -> tuple[str, bool]:
    """Keep imported rows, all of them at once; their key, and whether they are new."""
    key = f"{FOLDER}/{hashlib.sha256(to_json(rows)).hexdigest()}.json"
    return key, lake.put_if_absent(key, seal(rows))


def import_keys(objects: Iterable[str]) -> tuple[str, ...]:
    """Of some objects those that hold imported rows, sorted."""
    return tuple(sorted(key for key in objects if _KEY.fullmatch(key)))


def read_import(lake: Lake, key: str) -> tuple[ImportedRow, ...]:
    """Rows of one import; ``StorageError`` when it is torn."""
    return unseal(lake.get(key), tuple[ImportedRow, ...], key)
