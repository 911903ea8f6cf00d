"""Renames: reviewed names that replace those of the rule, and texts that follow them.

Put here which names hold now, what a new name must be, and how a text that says an old name is
rewritten. The rule itself is in ``naming``; where renames are kept belongs in ``storage``.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final, Literal

from motion_assets.core.prompts.words import dictionary
from motion_assets.core.registries.naming import color_names, sound_names
from motion_assets.errors import BadNameError, UnknownValueError
from motion_assets.vocabulary.cells import (
    color_cell_of_key,
    color_key,
    sound_cell_of_key,
    sound_key,
)

Registry = Literal["static_color", "static_sound"]
MAX_NAME_CHARS: Final = 48
_WORD: Final = re.compile(r"[^\W\d_]+")
_GAP: Final = re.compile(r"[\s_-]+")
_FIT: Final = re.compile(r"[a-z]+( [a-z]+){1,4}")
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Renamed:
    """One entry with the name it had and the name it gets."""

    registry: Registry
    key: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Renaming:
    """What one review renamed, all of it or nothing; ``at`` is a stamp in UTC."""

    items: tuple[Renamed, ...]
    at: str
    reviewer: str
    reason: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A span of a text that was replaced: ``start`` to ``end`` became ``length`` characters."""

    start: int
    end: int
    length: int


@dataclass(frozen=True)
class Names:
    """Names of all cells after some renamings, in the order they were decided."""

    renamings: tuple[Renaming, ...] = ()

    @cached_property
    def current(self) -> Mapping[tuple[str, str], str]:
        """New name by registry and key, for the entries that were renamed."""
        items = (item for renaming in self.renamings for item in renaming.items)
        return {(item.registry, item.key): item.new for item in items}

    def color_name(self, cell: int) -> str:
        """Name of a color cell 0..27,950."""
        return self.current.get(("static_color", color_key(cell)), color_names()[cell])

    def sound_name(self, cell: int) -> str:
        """Name of a sound cell 0..300."""
        return self.current.get(("static_sound", sound_key(cell)), sound_names()[cell])

    @cached_property
    def retired(self) -> Mapping[str, str]:
        """Name that holds now by every name that no longer does."""
        items = [item for renaming in self.renamings for item in renaming.items]
        now = {item.old: self.current[item.registry, item.key] for item in items}
        return {old: new for old, new in sorted(now.items()) if old != new}

    def key_of(self, registry: Registry, name: str) -> str | None:
        """Key of a renamed entry by its new name; None for any other name.

        Raises
        ------
        UnknownValueError
            If the name was given up; the message says which one holds now.
        """
        plain = " ".join(_words(name))
        holds = self.retired.get(plain)
        if holds is not None:
            raise UnknownValueError(f"{plain!r} was renamed: it is {holds!r} now.")
        found = (key for (of, key), new in self.current.items() if (of, new) == (registry, plain))
        return next(found, None)

    def rewrite(self, text: str) -> tuple[str, tuple[Edit, ...]]:
        """A text with every old name replaced by the one that holds now, and what was replaced.

        Of names that begin at one word the longest counts, so that no name is torn out of a
        longer one. Case, hyphens and "grey" do not matter.

        Examples
        --------
        >>> item = Renamed("static_color", "0,125,125_1.00", "solid teal", "deep lagoon blue")
        >>> names = Names((Renaming((item,), "2026-11-21T09:30:00.000000Z", "a", ""),))
        >>> names.rewrite("a Solid-Teal wave")
        ('a deep lagoon blue wave', (Edit(start=2, end=12, length=16),))
        """
        if not self.retired or not text:
            return text, ()
        parts: list[str] = []
        edits: list[Edit] = []
        done = 0
        for start, end, name in _names_in(text, self._spoken):
            new = self.retired.get(name)
            if new is not None:
                parts += (text[done:start], new)
                edits.append(Edit(start, end, len(new)))
                done = end
        return "".join((*parts, text[done:])), tuple(edits)

    def says_old(self, text: str) -> bool:
        """Whether a text says a name that no longer holds."""
        return bool(self.rewrite(text)[1])

    @cached_property
    def _spoken(self) -> Mapping[str, Mapping[Words, str]]:
        """Every name there is or was, by its first word."""
        by_first: dict[str, dict[Words, str]] = {}
        for name in (*color_names(), *sound_names(), *self.current.values(), *self.retired):
            words = _words(name)
            by_first.setdefault(words[0], {})[words] = name
        return by_first


@lru_cache(maxsize=8)
def names_after(renamings: tuple[Renaming, ...]) -> Names:
    """Names after some renamings; the same object for the same ones."""
    return Names(renamings)


def moved(position: int, edits: Sequence[Edit]) -> int:
    """Where a position of a text lies after the edits; one inside an edit moves to its end.

    >>> moved(20, [Edit(2, 12, 16)]), moved(2, [Edit(2, 12, 16)]), moved(12, [Edit(2, 12, 16)])
    (26, 2, 18)
    """
    shift = 0
    for edit in edits:
        if position >= edit.end:
            shift += edit.length - (edit.end - edit.start)
        elif position > edit.start:
            return edit.start + shift + edit.length
    return position + shift


def digest_of(item: Renamed) -> str:
    """Twelve hex digits that tell a renamed entry and its new name apart from others."""
    text = f"{item.registry}\x00{item.key}\x00{item.new}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def require_fit(new: str, key: str, names: Names) -> None:
    """Refuse a name that nobody would say, or that another entry has or ever had.

    Raises
    ------
    BadNameError
        If the name is no two to five lower-case English words, or is taken.
    """
    if len(new) > MAX_NAME_CHARS or not _FIT.fullmatch(new):
        raise BadNameError(
            f"{new[:60]!r} is no name: expected two to five words of a-z with single spaces, "
            f"{MAX_NAME_CHARS} characters at most, such as 'deep lagoon blue'."
        )
    unknown = [word for word in new.split() if word not in dictionary() and word not in _spoken()]
    if unknown:
        raise BadNameError(f"{new!r} is not readable: {', '.join(unknown)} is no English word.")
    for of in _called(new, names):
        if of != key:
            raise BadNameError(f"{new!r} is taken: it is or was the name of {of}.")


def registry_of_key(key: str) -> Registry:
    """Static registry that a key belongs to; ``UnknownValueError`` for no key."""
    if "," in key:
        color_cell_of_key(key)
        return "static_color"
    sound_cell_of_key(key)
    return "static_sound"


@lru_cache(maxsize=1)
def _spoken() -> frozenset[str]:
    return frozenset(word for name in (*color_names(), *sound_names()) for word in name.split())


def _called(name: str, names: Names) -> Iterator[str]:
    """Keys of all entries that are or were called so."""
    yield from (color_key(cell) for cell, one in enumerate(color_names()) if one == name)
    yield from (sound_key(cell) for cell, one in enumerate(sound_names()) if one == name)
    for renaming in names.renamings:
        yield from (item.key for item in renaming.items if name in {item.old, item.new})


def _words(text: str) -> Words:
    return tuple(_plain(found[0]) for found in _WORD.finditer(text))


def _plain(word: str) -> str:
    return word.casefold().replace("grey", "gray")


def _names_in(
    text: str, spoken: Mapping[str, Mapping[Words, str]]
) -> Iterable[tuple[int, int, str]]:
    """Names in a text, left to right, the longest first: start, end and the name itself."""
    tokens = list(_WORD.finditer(text))
    words = [_plain(token[0]) for token in tokens]
    first = 0
    while first < len(tokens):
        known = spoken.get(words[first], {})
        last = next(
            (
                last
                for last in range(min(len(tokens), first + 6), first, -1)
                if tuple(words[first:last]) in known and _joined(text, tokens[first:last])
            ),
            None,
        )
        if last is None:
            first += 1
            continue
        yield tokens[first].start(), tokens[last - 1].end(), known[tuple(words[first:last])]
        first = last


def _joined(text: str, tokens: Sequence[re.Match[str]]) -> bool:
    """Whether only space and hyphens stand between words."""
    pairs = pairwise(tokens)
    return all(_GAP.fullmatch(text, one.end(), other.start()) for one, other in pairs)
