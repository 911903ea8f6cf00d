"""The lake: whole objects under checked keys, in a folder or a bucket.

Put here what every lake offers and how one is opened. How objects are written belongs in
``local`` and ``remote``; what they hold in ``reels`` and ``generations``.
"""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, Protocol

from motion_assets.errors import StorageError
from motion_assets.storage.local import LocalLake

_FILE_SCHEME: Final = "file://"
_REMOTE_SCHEMES: Final = ("s3://",)


class Lake(Protocol):
    """Whole objects by key; every method raises ``BadNameError`` for a key it refuses."""

    def put(self, key: str, content: bytes) -> None:
        """Write or replace an object whole: readers see the old one or the new one."""

    def put_if_absent(self, key: str, content: bytes) -> bool:
        """Write an object unless one is there; of many writers exactly one gets True."""

    def put_file(self, key: str, path: Path) -> None:
        """Write or replace an object with a copy of a file."""

    def get(self, key: str) -> bytes:
        """Content of an object; ``StorageError`` when there is none."""

    def exists(self, key: str) -> bool:
        """Whether an object is there."""

    def delete(self, key: str) -> None:
        """Remove an object; one that is not there is no error."""

    def list(self, prefix: str) -> tuple[str, ...]:
        """Keys of all objects under a folder, at any depth, sorted."""

    def folders(self, prefix: str) -> tuple[str, ...]:
        """Names of the folders directly under a folder, sorted."""

    def local_file(self, key: str) -> AbstractContextManager[Path]:
        """Path of an object for reading, valid inside the ``with`` block."""

    def sweep_stale(self, older_than_s: float = ...) -> int:
        """Remove what killed writers left behind; how many files were removed."""


def open_lake(location: str | Path) -> Lake:
    """Open the lake in a folder, or at ``file:///folder`` or ``s3://bucket/prefix``."""
    if isinstance(location, Path) or "://" not in location:
        return LocalLake(Path(location))
    if location.startswith(_FILE_SCHEME):
        return LocalLake(Path(location.removeprefix(_FILE_SCHEME)))
    if location.startswith(_REMOTE_SCHEMES):
        # Loaded on demand: the library costs start-up time that a local lake never needs.
        from motion_assets.storage.remote import RemoteLake  # noqa: PLC0415

        return RemoteLake.from_url(location)
    raise StorageError(
        f"no lake at {location!r}: expected a folder, file:///folder or s3://bucket/prefix."
    )
