"""The lake in an object store: S3 and what speaks like it, through ``obstore``.

Local folders are in ``local``; both offer what ``lake.Lake`` lists.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import MemoryStore, ObjectStore, from_url

from motion_assets.errors import StorageError
from motion_assets.storage.keys import require_folder, require_key

# The library reports some failures as builtin errors and some as its own.
_FAILURES: Final = (BaseError, OSError)
_MISSING: Final = (NotFoundError, FileNotFoundError)


class RemoteLake:
    """Objects in a bucket; ``store`` is S3 or, in tests, memory."""

    def __init__(self, store: ObjectStore | MemoryStore, name: str) -> None:
        self._store = store
        self._name = name

    @classmethod
    def from_url(cls, url: str) -> "RemoteLake":
        """Open ``s3://bucket/prefix``; credentials come from the usual ``AWS_*`` variables."""
        try:
            return cls(from_url(url), url)
        except _FAILURES as error:
            raise StorageError(f"cannot open the lake at {url}: {error}") from error

    def __repr__(self) -> str:
        return f"RemoteLake({self._name!r})"

    def put(self, key: str, content: bytes) -> None:
        """Write or replace an object whole."""
        self._write(key, content)

    def put_if_absent(self, key: str, content: bytes) -> bool:
        """Write an object unless one is there; whether it was written."""
        try:
            obstore.put(self._store, require_key(key), content, mode="create")
        except AlreadyExistsError:
            return False
        except _FAILURES as error:
            raise self._problem("write", key, error) from error
        return True

    def put_file(self, key: str, path: Path) -> None:
        """Write or replace an object with a copy of the file at ``path``."""
        if not path.is_file():
            raise StorageError(f"no file {path} to put into the lake as {key}.")
        self._write(key, path)

    def get(self, key: str) -> bytes:
        """Content of an object; ``StorageError`` when there is none."""
        try:
            return bytes(obstore.get(self._store, require_key(key)).bytes())
        except _FAILURES as error:
            raise self._problem("read", key, error) from error

    def exists(self, key: str) -> bool:
        """Whether an object is there."""
        try:
            obstore.head(self._store, require_key(key))
        except _MISSING:
            return False
        except _FAILURES as error:
            raise self._problem("read", key, error) from error
        return True

    def delete(self, key: str) -> None:
        """Remove an object; one that is not there is no error."""
        try:
            obstore.delete(self._store, require_key(key))
        except _MISSING:
            return
        except _FAILURES as error:
            raise self._problem("delete", key, error) from error

    def list(self, prefix: str) -> tuple[str, ...]:
        """Keys of all objects under a folder, at any depth, sorted."""
        folder = require_folder(prefix)
        try:
            found = obstore.list(self._store, folder or None).collect()
        except _FAILURES as error:
            raise self._problem("list", prefix, error) from error
        return tuple(sorted(meta["path"] for meta in found))

    def folders(self, prefix: str) -> tuple[str, ...]:
        """Names of the folders directly under a folder, sorted."""
        folder = require_folder(prefix)
        try:
            found = obstore.list_with_delimiter(self._store, folder or None)
        except _FAILURES as error:
            raise self._problem("list", prefix, error) from error
        return tuple(sorted(path.rsplit("/", 1)[-1] for path in found["common_prefixes"]))

    @contextmanager
    def local_file(self, key: str) -> Iterator[Path]:
        """Path of a downloaded copy for reading, gone when the ``with`` block ends."""
        content = self.get(key)
        with tempfile.TemporaryDirectory(prefix="motion-assets-") as folder:
            path = Path(folder) / key.rsplit("/", 1)[-1]
            path.write_bytes(content)
            yield path

    def sweep_stale(self, older_than_s: float = 0.0) -> int:  # noqa: ARG002 -- same call as local
        """Nothing to do: an object store shows no unfinished upload. Always 0."""
        return 0

    def _write(self, key: str, content: bytes | Path) -> None:
        try:
            obstore.put(self._store, require_key(key), content)
        except _FAILURES as error:
            raise self._problem("write", key, error) from error

    def _problem(self, verb: str, key: str, error: Exception) -> StorageError:
        if isinstance(error, _MISSING):
            return StorageError(f"{key} is not in the lake at {self._name}.")
        return StorageError(f"cannot {verb} {key} in the lake at {self._name}: {error}")
