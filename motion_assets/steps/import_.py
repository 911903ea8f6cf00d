"""Import: an export made elsewhere -> entries beside the registries, all of them or none.

Put reading the file and keeping its rows here. What an entry becomes is decided in
``core.registries.importing``; the table they are published in is ``exchange.imported``.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from motion_assets.core.registries.importing import Imported, read_export
from motion_assets.errors import RequestError
from motion_assets.steps.publish import publish_committed
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.exchange import put_import


@dataclass(frozen=True, slots=True)
class Import:
    """What a file holds and what became of it; ``generation`` is 0 when nothing was written."""

    found: Imported
    is_new: bool
    generation: int


def read_file(path: Path) -> Imported:
    """Entries of an export; the whole file is read before anything is decided.

    Raises
    ------
    RequestError
        If the file is no JSON (torn ones are none), no export, or holds no entry of ours.
    """
    try:
        # Every byte is looked at here, so that a torn file is refused before a row is kept.
        document = json.loads(path.read_bytes(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise RequestError(
            f"{path} is no whole JSON document: {error}. Export it again."
        ) from error
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {error.strerror}.") from error
    found = read_export(document)
    if not found.rows:
        reason = f", first: {found.refused[0].reason}" if found.refused else ""
        raise RequestError(
            f"{path} holds no entry to import ({len(found.refused)} refused{reason})."
        )
    return found


def import_file(workspace: Workspace, path: Path, *, dry_run: bool = False) -> Import:
    """Keep the entries of an export and publish them; the same ones again change nothing."""
    found = read_file(path)
    if dry_run:
        return Import(found, is_new=False, generation=0)
    _, is_new = put_import(workspace.lake, found.rows)
    return Import(found, is_new, publish_committed(workspace).number)


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")
