"""The lake in a local folder: every object appears whole or not at all, also after a crash.

``obstore`` is not used for local folders: it neither flushes the file nor its folder, and it
leaves its temporary files beside the objects. Remote lakes are in ``remote``.
"""

import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from motion_assets.errors import StorageError
from motion_assets.storage.keys import require_folder, require_key

STALE_AFTER_S: Final = 3600.0
_TEMPORARY: Final = ".tmp"


class LocalLake:
    """Objects as files under ``root``; nothing is created before the first write."""

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()

    def __repr__(self) -> str:
        return f"LocalLake({str(self._root)!r})"

    def put(self, key: str, content: bytes) -> None:
        """Write or replace an object whole."""
        with self._staged(key) as (temporary, file):
            file.write(content)
            _flush(file)
            self._place(temporary, key)

    def put_if_absent(self, key: str, content: bytes) -> bool:
        """Write an object unless one is there; whether it was written."""
        if self.exists(key):
            return False
        with self._staged(key) as (temporary, file):
            file.write(content)
            _flush(file)
            # A hard link is the one call that creates a whole file under a name or fails.
            return self._link(temporary, key)

    def put_file(self, key: str, path: Path) -> None:
        """Write or replace an object with a copy of the file at ``path``."""
        if not path.is_file():
            raise StorageError(f"no file {path} to put into the lake as {key}.")
        with self._staged(key) as (temporary, file):
            with path.open("rb") as source:
                shutil.copyfileobj(source, file, 1 << 20)
            _flush(file)
            self._place(temporary, key)

    def get(self, key: str) -> bytes:
        """Content of an object; ``StorageError`` when there is none."""
        path = self._path(key)
        try:
            return path.read_bytes()
        except OSError as error:
            raise self._problem("read", key, error) from error

    def exists(self, key: str) -> bool:
        """Whether an object is there."""
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        """Remove an object; one that is not there is no error."""
        try:
            self._path(key).unlink(missing_ok=True)
        except OSError as error:
            raise self._problem("delete", key, error) from error

    def list(self, prefix: str) -> tuple[str, ...]:
        """Keys of all objects under a folder, at any depth, sorted."""
        top = self._root / require_folder(prefix)
        keys = []
        for folder, subfolders, files in os.walk(top):
            subfolders[:] = [name for name in subfolders if not name.startswith(".")]
            at = Path(folder).relative_to(self._root)
            keys += [(at / name).as_posix() for name in files if not name.startswith(".")]
        return tuple(sorted(keys))

    def folders(self, prefix: str) -> tuple[str, ...]:
        """Names of the folders directly under a folder, sorted."""
        top = self._root / require_folder(prefix)
        if not top.is_dir():
            return ()
        with os.scandir(top) as entries:
            return tuple(sorted(e.name for e in entries if e.is_dir() and e.name[0] != "."))

    @contextmanager
    def local_file(self, key: str) -> Iterator[Path]:
        """Path of an object for reading, valid inside the ``with`` block."""
        path = self._path(key)
        if not path.is_file():
            raise StorageError(f"{key} is not in the lake at {self._root}.")
        yield path

    def sweep_stale(self, older_than_s: float = STALE_AFTER_S) -> int:
        """Remove temporary files that a killed writer left; how many were removed."""
        before = time.time() - older_than_s
        removed = 0
        for path in sorted((self._root / _TEMPORARY).glob("*")):
            # A writer that is alive may finish and remove its file at any moment.
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    path.unlink()
                    removed += 1
        return removed

    def _path(self, key: str) -> Path:
        return self._root / require_key(key)

    @contextmanager
    def _staged(self, key: str) -> Iterator[tuple[Path, IO[bytes]]]:
        """A new file that no reader lists, gone when the block ends."""
        target = self._path(key)
        temporary = self._root / _TEMPORARY / f"{target.name}.{uuid.uuid4().hex}"
        try:
            _make_folder(temporary.parent)
            _make_folder(target.parent)
            with temporary.open("xb") as file:
                yield temporary, file
        except OSError as error:
            raise self._problem("write", key, error) from error
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _place(self, temporary: Path, key: str) -> None:
        target = self._path(key)
        temporary.replace(target)
        flush_folder(target.parent)

    def _link(self, temporary: Path, key: str) -> bool:
        target = self._path(key)
        try:
            target.hardlink_to(temporary)
        except FileExistsError:
            return False
        flush_folder(target.parent)
        return True

    def _problem(self, verb: str, key: str, error: OSError) -> StorageError:
        if isinstance(error, FileNotFoundError) and verb == "read":
            return StorageError(f"{key} is not in the lake at {self._root}.")
        return StorageError(f"cannot {verb} {key} in the lake at {self._root}: {error.strerror}.")


def _flush(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make names that were added to a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make_folder(folder: Path) -> None:
    """Create missing folders from the top, flushing each entry to disk."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    flush_folder(folder.parent)
