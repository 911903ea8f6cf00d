"""Naming: what a color or sound cell is called, and which cell a name means.

Put the making and reading of full names here. The words live in ``vocabulary``, how a grid
color came by its base name in ``base_names``.
"""

import difflib
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from motion_assets.errors import UnknownValueError
from motion_assets.vocabulary.cells import (
    COLOR_CELL_COUNT,
    COLOR_COUNT,
    MIXTURES,
    OPACITY_COUNT,
    SOUND_CELL_COUNT,
    sound_cell,
    sound_steps,
)
from motion_assets.vocabulary.colors import OPACITY_WORDS, base_names
from motion_assets.vocabulary.sounds import MIXTURE_WORDS, SILENCE_WORD, STRENGTH_WORDS

# A name in a message is cut here: a whole prompt given as a name is not printed back.
_SHOWN_CHARACTERS: Final = 60


def color_name(cell: int) -> str:
    """Full name of a color cell: an opacity word and a base name.

    Raises
    ------
    UnknownValueError
        If ``cell`` is not in 0..27,950.

    Examples
    --------
    >>> color_name(27_950), color_name(4)
    ('solid white', 'faint black')
    """
    _require_cell("color", cell, COLOR_CELL_COUNT)
    color, opacity = divmod(cell, OPACITY_COUNT)
    return f"{opacity_word(opacity)} {color_base_name(color)}"


def color_base_name(color: int) -> str:
    """Name of a grid color by its index ``(red * 11 + green) * 11 + blue``, 0..1,330."""
    _require_cell("base color", color, COLOR_COUNT)
    return base_names()[color].name


def opacity_word(step: int) -> str:
    """Word for an opacity step 0..20.

    >>> opacity_word(0), opacity_word(20)
    ('invisible', 'solid')
    """
    _require_cell("opacity", step, OPACITY_COUNT)
    return OPACITY_WORDS[step]


@cache
def color_names() -> tuple[str, ...]:
    """Full names of all 27,951 color cells, by cell id."""
    return tuple(f"{word} {base.name}" for base in base_names() for word in OPACITY_WORDS)


@cache
def color_base_names() -> Mapping[str, int]:
    """Base name to color index, for all 1,331 grid colors in the order of their index."""
    return MappingProxyType({base.name: index for index, base in enumerate(base_names())})


def color_cell_of_name(name: str) -> int:
    """Cell id of a full color name; case, repeated spaces and "grey" do not matter.

    Raises
    ------
    UnknownValueError
        If no cell has this name. A base name alone is not one: it does not tell the opacity.

    Examples
    --------
    >>> color_cell_of_name("  Solid  WHITE ")
    27950
    """
    first, _, rest = _plain(name).partition(" ")
    color = color_base_names().get(rest)
    if color is None or first not in _opacity_steps():
        raise UnknownValueError(
            f"no color is named {_shown(name)}.{_hint(_close_color(name))} A color name is an "
            "opacity word and a base name, for example 'faint teal'."
        )
    return color * OPACITY_COUNT + _opacity_steps()[first]


def sound_name(cell: int) -> str:
    """Full name of a sound cell: a strength word and a mixture, or silence.

    Raises
    ------
    UnknownValueError
        If ``cell`` is not in 0..300.

    Examples
    --------
    >>> sound_name(0), sound_name(300)
    ('silence', 'deafening plain hiss')
    """
    _require_cell("sound", cell, SOUND_CELL_COUNT)
    strength, mixture = sound_steps(cell)
    return f"{STRENGTH_WORDS[strength - 1]} {MIXTURE_WORDS[mixture]}" if strength else SILENCE_WORD


@cache
def sound_names() -> tuple[str, ...]:
    """Full names of all 301 sound cells, by cell id."""
    return tuple(sound_name(cell) for cell in range(SOUND_CELL_COUNT))


def sound_cell_of_name(name: str) -> int:
    """Cell id of a full sound name; case and repeated spaces do not matter.

    Raises
    ------
    UnknownValueError
        If no cell has this name.

    Examples
    --------
    >>> sound_cell_of_name("Deafening plain hiss"), sound_cell_of_name("silence")
    (300, 0)
    """
    plain = _plain(name)
    cell = _sound_cells().get(plain)
    if cell is None:
        raise UnknownValueError(
            f"no sound is named {_shown(name)}.{_hint(_closest(plain, _sound_cells()))} A sound "
            "name is a strength word and a mixture, for example 'soft rumbling hum', or 'silence'."
        )
    return cell


@cache
def _opacity_steps() -> Mapping[str, int]:
    return MappingProxyType({word: step for step, word in enumerate(OPACITY_WORDS)})


@cache
def _sound_cells() -> Mapping[str, int]:
    cells = {SILENCE_WORD: 0} | {
        f"{word} {MIXTURE_WORDS[mixture]}": sound_cell(strength, mixture)
        for strength, word in enumerate(STRENGTH_WORDS, start=1)
        for mixture in MIXTURES
    }
    return MappingProxyType(cells)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split()).replace("grey", "gray")


def _close_color(name: str) -> str | None:
    """The full color name that was most likely meant, if any.

    Only base names that share a word with ``name`` are compared, or one that starts alike: the
    distance to all of them takes a hundred times as long as reading a name.
    """
    plain = _plain(name)[:_SHOWN_CHARACTERS]
    first, _, rest = plain.partition(" ")
    if plain in color_base_names():
        return f"{OPACITY_WORDS[-1]} {plain}"
    opacity = _closest(first, OPACITY_WORDS)
    base = rest if rest in color_base_names() else _closest(rest, _alike(rest))
    return f"{opacity} {base}" if opacity and base else None


def _alike(rest: str) -> list[str]:
    """Base names that share a word with ``rest``, else those with its first letter."""
    words = set(rest.split())
    sharing = [base for base in color_base_names() if not words.isdisjoint(base.split())]
    return sharing or [base for base in color_base_names() if base[:1] == rest[:1]]


def _closest(word: str, allowed: Iterable[str]) -> str | None:
    close = difflib.get_close_matches(word[:_SHOWN_CHARACTERS], list(allowed), n=1)
    return close[0] if close else None


def _hint(close: str | None) -> str:
    return f" Did you mean {close!r}?" if close else ""


def _shown(name: str) -> str:
    return repr(name if len(name) <= _SHOWN_CHARACTERS else f"{name[:_SHOWN_CHARACTERS]}...")


def _require_cell(kind: str, cell: int, count: int) -> None:
    if not 0 <= cell < count:
        raise UnknownValueError(f"there is no {kind} {cell}: expected 0..{count - 1:,}.")
