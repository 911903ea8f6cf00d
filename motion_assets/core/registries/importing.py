"""Importing: entries of an export made elsewhere, under the keys of today.

Put here how a document becomes rows, and why one of its entries does not. What is imported is
what somebody else claims: it never counts as seen. Reading files belongs in ``steps.import_``.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from motion_assets.core.coverage.measure import value_key
from motion_assets.errors import RequestError, UnknownValueError
from motion_assets.vocabulary.aspects import RECORDED
from motion_assets.vocabulary.cells import (
    LEVEL_COUNT,
    LEVEL_STEP,
    OPACITY_COUNT,
    color_cell,
    color_key,
    sound_cell_of_key,
    sound_key,
)
from motion_assets.vocabulary.exchange import COUNT_FIELDS, NESTS, SECTIONS

_COLOR: Final = re.compile(r"(\d{1,3}),(\d{1,3}),(\d{1,3})_([01](?:\.\d{1,6})?)")
_SOUND: Final = re.compile(r"([01](?:\.\d{1,4})?)(_\d-\d-\d)?")
_VALUE_REGISTRIES: Final = ("blended", "narrative")
_FULL: Final = 255
_MAX_KEY_CHARS: Final = 20_000

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, order=True)
class ImportedRow:
    """One entry: its registry and key of today, and the whole row as it was written.

    ``claimed_clips`` is what the export says was counted; ``row`` is canonical JSON.
    """

    registry: str
    key: str
    row: str
    original_key: str
    name: str
    claimed_clips: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """One entry that has no place here, and why."""

    registry: str
    original_key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What a document holds: rows in order, each once, and what was refused.

    ``mapped`` rows had another spelling of their key; of these ``moved`` lay off the grid and
    went to the nearest cell.
    """

    rows: tuple[ImportedRow, ...]
    refused: tuple[Refused, ...]
    mapped: int
    moved: int

    @property
    def by_registry(self) -> dict[str, int]:
        """Rows of every registry that has any."""
        counts: dict[str, int] = {}
        for row in self.rows:
            counts[row.registry] = counts.get(row.registry, 0) + 1
        return counts


def read_export(document: object) -> Imported:
    """Rows of an export of ours or of an older one.

    A registry may be a list of rows with a ``key``, or a mapping from keys to rows, counts or
    names; a registry of values may also be a mapping from aspects to values.

    Raises
    ------
    RequestError
        If the document has no section that is a registry.

    Examples
    --------
    >>> found = read_export({"static_color": [{"key": "100,125,150_1.0", "count": 3}]})
    >>> found.rows[0].key, found.rows[0].claimed_clips, found.mapped, found.moved
    ('100,125,150_1.00', 3, 1, 0)
    """
    sections = list(_sections(document))
    if not sections:
        raise RequestError(
            "this is no export of registries: expected an object with sections such as "
            f"{', '.join(list(dict.fromkeys(SECTIONS.values()))[:3])}."
        )
    rows: set[ImportedRow] = set()
    refused: list[Refused] = []
    for registry, content in sections:
        for key, entry in _entries(registry, content):
            read = _row(registry, key, entry)
            if isinstance(read, ImportedRow):
                rows.add(read)
            else:
                refused.append(read)
    ordered = tuple(sorted(rows, key=lambda row: (row.registry, row.key, row.row)))
    mapped = [row for row in ordered if row.key != row.original_key]
    return Imported(ordered, tuple(refused), len(mapped), sum(map(_is_moved, mapped)))


def canonical(row: object) -> str:
    """JSON of a row that is the same for equal rows; ``ValueError`` for what JSON cannot hold."""
    return json.dumps(
        row, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False
    )


def key_of_today(registry: str, key: str) -> str:
    """Key of an entry under the rules of today; older spellings and values off the grid are read.

    Raises
    ------
    UnknownValueError
        If the registry can have no such entry.

    Examples
    --------
    >>> key_of_today("static_color", "103,127,255_0.87"), key_of_today("static_sound", "0")
    ('100,125,250_0.85', '0.00')
    """
    if registry == "static_color":
        return color_key(_color_cell(key))
    if registry == "static_sound":
        return _sound_key(key)
    if registry in _VALUE_REGISTRIES:
        for part in key.split(" & "):
            _require_value(registry, part)
    if not key or len(key) > _MAX_KEY_CHARS:
        raise UnknownValueError(f"a key has 1 to {_MAX_KEY_CHARS:,} characters, got {len(key)}.")
    return key


def _sections(document: object) -> Iterator[tuple[str, object]]:
    if not isinstance(document, Mapping):
        return
    for name, content in document.items():
        if name in NESTS and isinstance(content, Mapping):
            yield from _sections(content)
        elif name in SECTIONS and isinstance(content, list | Mapping):
            yield SECTIONS[name], content


def _entries(registry: str, content: object) -> Iterator[tuple[object, object]]:
    if isinstance(content, list):
        for entry in content:
            yield (entry.get("key") if isinstance(entry, Mapping) else None), entry
    elif isinstance(content, Mapping):
        for key, entry in content.items():
            if registry in _VALUE_REGISTRIES and key in RECORDED and "=" not in key:
                yield from _aspect_entries(key, entry)
            else:
                yield key, _with_key(key, entry)


def _aspect_entries(aspect: str, content: object) -> Iterator[tuple[str, object]]:
    """Entries of a section that lists values under their aspect."""
    values: Iterable[tuple[object, object]] = ()
    if isinstance(content, Mapping):
        values = content.items()
    elif isinstance(content, list):
        values = ((value, {}) for value in content)
    for value, entry in values:
        key = value_key((aspect, str(value)))
        yield key, _with_key(key, entry)


def _with_key(key: str, entry: object) -> object:
    if isinstance(entry, Mapping):
        return {"key": key, **entry}
    if isinstance(entry, bool) or not isinstance(entry, int | str):
        return entry
    return {"key": key, ("count" if isinstance(entry, int) else "name"): entry}


def _row(registry: str, key: object, entry: object) -> ImportedRow | Refused:
    if not isinstance(entry, Mapping) or not isinstance(key, str):
        return Refused(registry, str(key)[:60], "no row with a key")
    try:
        today, text = key_of_today(registry, key), canonical(entry)
    except (UnknownValueError, ValueError, RecursionError) as error:
        return Refused(registry, key[:60], str(error))
    return ImportedRow(registry, today, text, key, _name(entry), _claimed(entry))


def _name(entry: Row) -> str:
    name = entry.get("name", "")
    return name if isinstance(name, str) else ""


def _claimed(entry: Row) -> int | None:
    counts = (entry.get(field) for field in COUNT_FIELDS)
    whole = (n for n in counts if isinstance(n, int) and not isinstance(n, bool))
    return next((n for n in whole if 0 <= n < 2**63), None)


def _color_cell(key: str) -> int:
    found = _COLOR.fullmatch(key)
    levels = [int(found[i]) for i in (1, 2, 3)] if found else []
    if found is None or max(levels) > _FULL or Decimal(found[4]) > 1:
        raise UnknownValueError("expected r,g,b_o with r, g, b in 0..255 and o in 0..1")
    red, green, blue = (
        min((2 * level + LEVEL_STEP) // (2 * LEVEL_STEP), LEVEL_COUNT - 1) for level in levels
    )
    return color_cell(red, green, blue, _steps(found[4]))


def _steps(share: str) -> int:
    """Nearest of 21 steps of a share 0..1; half a step goes up."""
    exact = Decimal(share) * (OPACITY_COUNT - 1)
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _sound_key(key: str) -> str:
    found = _SOUND.fullmatch(key)
    if found is None or Decimal(found[1]) > 1:
        raise UnknownValueError("expected s_rumble-tone-hiss with s in 0..1, or 0 for silence")
    strength = _steps(found[1])
    if strength == 0:
        return sound_key(0)
    return sound_key(sound_cell_of_key(f"{strength / (OPACITY_COUNT - 1):.2f}{found[2] or ''}"))


def _require_value(registry: str, part: str) -> None:
    aspect, _, value = part.partition("=")
    known = RECORDED.get(aspect)
    if known is None or known.registry != registry or value not in known.values:
        raise UnknownValueError(f"{registry} has no value {part[:60]!r}")


def _is_moved(row: ImportedRow) -> bool:
    """Whether a mapped key stands for other numbers than the original, not only in writing."""
    return _numbers(row.key) != _numbers(row.original_key)


def _numbers(key: str) -> list[Decimal]:
    return [Decimal(text) for text in re.findall(r"\d+(?:\.\d+)?", key)]
