"""Asking: which gaps are promised by reels under way, and which were asked for in vain.

Put the count of what reels ask for here. What is missing is found in ``measure``, new reels
are made in ``planner``.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.request import ClipRequest, ReelRequest
from motion_assets.core.coverage.measure import Gaps, all_values
from motion_assets.core.coverage.planner import MAX_ATTEMPTS
from motion_assets.core.prompts.document import read_document
from motion_assets.core.prompts.index import load_index
from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.registry_names import cell_mentions
from motion_assets.vocabulary.cells import color_cell_of_key
from motion_assets.vocabulary.impossible import Value

_CELLS: Final = "color_cells"
_PROMPTS_KEPT: Final = 32_768
"""Prompts whose names of colors stay known: more than name all of them."""
_READINGS_KEPT: Final = 4_096
"""Prompts that stay read: those that name what is missing still."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """How often things were asked for, over any number of reels.

    ``pairs``: uint16, shape (value, value) by place in `all_values`, symmetric.
    """

    color_cells: Counter[int]
    sound_cells: Counter[int]
    values: Counter[Value]
    pairs: NDArray[np.uint16]
    prompts: Counter[str]


@dataclass(frozen=True, slots=True)
class OpenGaps:
    """Gaps still to ask for, and those given up after `MAX_ATTEMPTS`.

    ``last_try``: values and pairs to ask for that one attempt more decides about.
    """

    to_ask: Gaps
    given_up: Gaps
    promised_count: int
    last_try: Gaps = field(default_factory=Gaps)


def count_asked(reels: Iterable[ReelRequest]) -> Asked:
    """Count everything that the clips of reels ask for."""
    size = len(all_values())
    asked = Asked(
        Counter(),
        Counter(),
        Counter(),
        np.zeros((size, size), dtype=np.uint16),
        Counter(),
    )
    for reel in reels:
        for clip in reel.clips:
            _count_clip(asked, clip)
    return asked


def _count_clip(asked: Asked, clip: ClipRequest) -> None:
    asked.color_cells.update(clip.color_cells)
    asked.sound_cells.update(clip.sound_cells)
    if clip.prompt is not None:
        asked.prompts[clip.prompt] += 1
        return
    if clip.values:
        asked.values.update(clip.values)
        places = sorted({_places()[value] for value in clip.values if value in _places()})
        asked.pairs[np.ix_(places, places)] += 1


@cache
def _places() -> dict[Value, int]:
    return {value: place for place, value in enumerate(all_values())}


def open_gaps(gaps: Gaps, *, made: Asked, live: Asked) -> OpenGaps:
    """Gaps without what live reels promise and without what ``made`` reels asked for in vain.

    A gap that is still open after `MAX_ATTEMPTS` made clips asked for it is given up.
    """
    tired = _select(gaps, made, MAX_ATTEMPTS)
    promised = _select(gaps, live, 1)
    given_up = minus(tired, promised)
    to_ask = minus(minus(gaps, promised), given_up)
    hard = Gaps(values=to_ask.values, pair_numbers=to_ask.pair_numbers)
    last_try = _select(hard, made, MAX_ATTEMPTS - 1)
    return OpenGaps(to_ask, given_up, gap_count(promised), last_try)


def _select(gaps: Gaps, asked: Asked, times: int) -> Gaps:
    """Gaps that were asked for at least so many times."""
    return Gaps(
        color_cells=tuple(c for c in gaps.color_cells if asked.color_cells[c] >= times),
        sound_cells=tuple(c for c in gaps.sound_cells if asked.sound_cells[c] >= times),
        values=tuple(value for value in gaps.values if asked.values[value] >= times),
        pair_numbers=tuple(pair for pair in gaps.pair_numbers if asked.pairs[pair] >= times),
        named_cells=_named(gaps, asked, times),
    )


def _named(gaps: Gaps, asked: Asked, times: int) -> tuple[int, ...]:
    """Colors still to be named that prompts, the same one or others, named at least so often."""
    missing = frozenset(gaps.named_cells)
    counts: Counter[int] = Counter()
    for prompt, count in asked.prompts.items():
        if not missing.isdisjoint(_cells_said(prompt)):
            counts.update(dict.fromkeys(_cells_named(prompt), count))
    return tuple(cell for cell in gaps.named_cells if counts[cell] >= times)


@lru_cache(maxsize=_PROMPTS_KEPT)
def _cells_said(prompt: str) -> frozenset[int]:
    """Color cells whose names stand in a prompt, asked for or not: told without reading it all."""
    claims = (
        claim for m in cell_mentions(read_document(prompt, load_index())) for claim in m.claims
    )
    return frozenset(color_cell_of_key(str(key)) for slot, key in claims if slot == _CELLS)


@lru_cache(maxsize=_READINGS_KEPT)
def _cells_named(prompt: str) -> tuple[int, ...]:
    """Color cells that a prompt asks for by name."""
    keys = interpret(prompt).slots.get(_CELLS, ())
    return tuple(color_cell_of_key(str(key)) for key in keys)


def minus(gaps: Gaps, other: Gaps) -> Gaps:
    """Gaps that are not among the others."""
    names = ("color_cells", "sound_cells", "values", "pair_numbers", "named_cells")
    left = {}
    for name in names:
        taken = set(getattr(other, name))
        left[name] = tuple(item for item in getattr(gaps, name) if item not in taken)
    return Gaps(**left)


def gap_count(gaps: Gaps) -> int:
    """How many gaps there are."""
    return (
        len(gaps.color_cells)
        + len(gaps.sound_cells)
        + len(gaps.values)
        + len(gaps.pair_numbers)
        + len(gaps.named_cells)
    )
