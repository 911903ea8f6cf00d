"""Sealed records: JSON objects that carry a hash of themselves, so that a torn one is known.

Put the envelope here. A record is applied whole or not at all: what does not match its hash
is reported and left out by whoever reads many of them.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from motion_assets.errors import StorageError
from motion_assets.storage.lake import Lake
from motion_assets.storage.records import from_json, to_json

RecordT = TypeVar("RecordT")

_HEAD: Final = b'{"record":'
_MIDDLE: Final = b',"sha256":"'
_TAIL: Final = b'"}\n'
_HEX: Final = 64


@dataclass(frozen=True, slots=True)
class Found(Generic[RecordT]):
    """Records that were read whole, by key, and the keys of torn ones."""

    records: tuple[tuple[str, RecordT], ...]
    torn: tuple[str, ...]


def seal(record: object) -> bytes:
    """Bytes of a record with its hash; one JSON document.

    >>> len(seal(())) == len(b'{"record":[],"sha256":""}') + 64 + 1
    True
    """
    body = to_json(record).rstrip(b"\n")
    return _HEAD + body + _MIDDLE + hashlib.sha256(body).hexdigest().encode() + _TAIL


def unseal(content: bytes, record_type: type[RecordT], key: str) -> RecordT:
    """Record from its sealed bytes.

    Raises
    ------
    StorageError
        If the bytes are cut, changed or hold another record; the message names ``key``.
    """
    cut = len(content) - len(_TAIL) - _HEX - len(_MIDDLE)
    body = content[len(_HEAD) : max(cut, 0)]
    digest = hashlib.sha256(body).hexdigest().encode()
    if content != _HEAD + body + _MIDDLE + digest + _TAIL:
        raise StorageError(
            f"{key} is torn: it does not match its own hash. Delete it, and say it again."
        )
    return from_json(body, record_type, key)


def read_sealed(lake: Lake, keys: Iterable[str], record_type: type[RecordT]) -> Found[RecordT]:
    """Records under some keys, in order; torn ones are named and left out."""
    whole: list[tuple[str, RecordT]] = []
    torn: list[str] = []
    for key in keys:
        content = lake.get(key)
        try:
            whole.append((key, unseal(content, record_type, key)))
        except StorageError:
            torn.append(key)
    return Found(tuple(whole), tuple(torn))
