"""Records: frozen dataclasses as JSON bytes, and back.

Put the conversion here. Which records a reel or a generation keeps is in ``reels`` and
``generations``.
"""

import json
from typing import Any, Final, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from motion_assets.errors import StorageError

RecordT = TypeVar("RecordT")

_ADAPTERS: Final[dict[Any, TypeAdapter[Any]]] = {}


def to_json(record: object) -> bytes:
    """Bytes of a frozen dataclass, or a tuple of them; equal records give equal bytes."""
    plain = _adapter(type(record)).dump_python(record, mode="json")
    # ASCII with escapes: a prompt may hold lone surrogates, which UTF-8 cannot.
    text = json.dumps(
        plain, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False
    )
    return (text + "\n").encode("ascii")


def from_json(content: bytes, record_type: type[RecordT], key: str) -> RecordT:
    """Record from its bytes; ``StorageError`` names ``key`` when they do not hold one."""
    try:
        record = _adapter(record_type).validate_python(json.loads(content))
    except (ValueError, ValidationError) as error:
        raise StorageError(f"{key} does not hold {record_type}: {error}") from error
    return cast("RecordT", record)


def _adapter(record_type: Any) -> TypeAdapter[Any]:
    """One adapter per type for the life of the process: building one takes milliseconds."""
    if record_type not in _ADAPTERS:
        _ADAPTERS[record_type] = TypeAdapter(record_type)
    return _ADAPTERS[record_type]
