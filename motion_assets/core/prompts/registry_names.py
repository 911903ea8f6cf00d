"""Registry names in a prompt: the name of a color or sound cell means exactly that cell.

Put the search for names and written keys here; the names themselves are made in
``core.registries.naming``, what a published color name means is decided in ``colors``.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.senses import Mention
from motion_assets.core.prompts.trie import Claim, phrase_words
from motion_assets.core.registries import naming
from motion_assets.errors import UnknownValueError
from motion_assets.vocabulary.cells import (
    LEVEL_STEP,
    OPACITY_COUNT,
    color_cell_of_key,
    color_key,
    color_steps,
    sound_key,
)
from motion_assets.vocabulary.colors import OPACITY_WORDS

_KEY: Final = re.compile(r"(?<![\w.,])\d{1,3},\d{1,3},\d{1,3}_[01]\.\d\d(?![\w.])")

Names = dict[tuple[str, ...], int]


@cache
def _base_names() -> tuple[Names, int, frozenset[str]]:
    names = {phrase_words(name): color for name, color in naming.color_base_names().items()}
    return names, max(map(len, names)), frozenset(words[0] for words in names)


@cache
def _opacity_words() -> dict[str, int]:
    return {word: step for step, word in enumerate(OPACITY_WORDS)}


@cache
def _sound_names() -> tuple[Names, int, frozenset[str]]:
    names = {phrase_words(name): cell for cell, name in enumerate(naming.sound_names())}
    return names, max(map(len, names)), frozenset(words[0] for words in names)


@cache
def _heads() -> frozenset[str]:
    return _sound_names()[2] | _opacity_words().keys()


def _longest(document: Document, first: int, names: Names, most: int) -> tuple[int, int] | None:
    """Token after the longest name at ``first`` and what it names."""
    found = document.phrases_at(first, names, most)
    return found[0] if found else None


def hex_of_color(color: int) -> str:
    """Grid color 0..1,330 as ``#rrggbb``.

    >>> hex_of_color(1330)
    '#fafafa'
    """
    steps = color_steps(color * OPACITY_COUNT)[:3]
    return "#" + "".join(f"{step * LEVEL_STEP:02x}" for step in steps)


def _mention(first: int, end: int, claims: tuple[Claim, ...], sense: str, reason: str) -> Mention:
    return Mention(
        first=first,
        end=end,
        claims=claims,
        sense=sense,
        rule="registry.name",
        confidence=1.0,
        reason=reason,
    )


def _color_mention(first: int, end: int, cell: int, reason: str) -> Mention:
    claims = (
        ("colors", hex_of_color(cell // OPACITY_COUNT)),
        ("color_cells", color_key(cell)),
    )
    return _mention(first, end, claims, f"registry.color.{color_key(cell)}", reason)


def _color_at(document: Document, first: int) -> Mention | None:
    step = _opacity_words().get(document.words[first])
    start = first + 1
    while start < len(document) and document.words[start] == "-":
        start += 1
    if step is None or start >= document.sentence[first][1]:
        return None
    found = _longest(document, start, *_base_names()[:2])
    if found is None:
        return None
    return _color_mention(first, found[0], found[1] * OPACITY_COUNT + step, "names a color cell")


def _sound_at(document: Document, first: int) -> Mention | None:
    names, most, heads = _sound_names()
    if document.words[first] not in heads:
        return None
    found = _longest(document, first, names, most)
    if found is None or found[1] == 0:
        return None
    claims = (("sound_cells", sound_key(found[1])),)
    sense = f"registry.sound.{sound_key(found[1])}"
    return _mention(first, found[0], claims, sense, "names a sound cell")


def _key_mentions(document: Document) -> Iterable[Mention]:
    """Color cells written as keys, such as 100,125,150_0.85; one off the grid is none."""
    if "_" not in document.prompt:
        return
    for key in _KEY.finditer(document.prompt):
        try:
            cell = color_cell_of_key(key[0])
        except UnknownValueError:
            continue
        tokens = [
            k
            for k in range(len(document))
            if document.starts[k] < key.end() and key.start() < document.ends[k]
        ]
        if tokens:
            yield _color_mention(tokens[0], tokens[-1] + 1, cell, "is the key of a color cell")


def cell_mentions(document: Document) -> list[Mention]:
    """Color and sound cells named or written in a prompt, left to right, the longest first."""
    found = list(_key_mentions(document))
    if _heads().isdisjoint(document.words):
        return found
    token = 0
    for first, word in enumerate(document.words):
        if first < token or word not in _heads():
            continue
        mention = _color_at(document, first) or _sound_at(document, first)
        if mention is not None:
            found.append(mention)
            token = mention.end
    return found


def base_color_mentions(document: Document, taken: Iterable[Mention]) -> list[Mention]:
    """Grid colors named without an opacity, where no published name covers as much.

    Parameters
    ----------
    document
        The prompt.
    taken
        Mentions found so far; a published color name of the same words means its own value.
    """
    names, most, heads = _base_names()
    if heads.isdisjoint(document.words):
        return []
    widths = {k: m.end - m.first for m in taken if m.claims for k in range(m.first, m.end)}
    found: list[Mention] = []
    token = 0
    for first, word in enumerate(document.words):
        if first < token or word not in heads:
            continue
        longest = _longest(document, first, names, most)
        if longest is None or longest[0] == first + 1:
            continue
        end, color = longest
        if any(widths.get(k, 0) >= end - first for k in range(first, end)):
            continue
        claims = (("colors", hex_of_color(color)),)
        sense = f"registry.base.{color}"
        found.append(_mention(first, end, claims, sense, "names a color of the registry"))
        token = end
    return found


def with_silence(mentions: Iterable[Mention]) -> None:
    """Add the cell of silence to every claim of silence, in place: it has just one cell."""
    for mention in mentions:
        if ("audio_presence", "silence") in mention.claims and mention.sense == "audio.silence":
            mention.claims = (*mention.claims, ("sound_cells", sound_key(0)))
