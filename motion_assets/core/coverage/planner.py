"""Planner: from what is missing to the reels that would show it.

Put choices of what to ask for next here. Packing cells into frames belongs in ``packing``,
drawing in ``core.clips``; writing requests to the lake in ``steps.plan``.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from motion_assets.core.clips.card import CARD_CELLS_PER_CLIP, frames_needed
from motion_assets.core.clips.request import MAX_CLIPS, ClipRequest, ReelRequest
from motion_assets.core.coverage.covering import Row, cover
from motion_assets.core.coverage.measure import Gaps
from motion_assets.core.coverage.packing import pack_color_cells, pack_sound_cells
from motion_assets.core.prompts.generate.cells import color_prompt
from motion_assets.core.registries.naming import color_names
from motion_assets.vocabulary.cells import SOUND_CELL_COUNT
from motion_assets.vocabulary.impossible import impossible_pairs, impossible_triples

MAX_ATTEMPTS: Final = 3
PLAN_SEED: Final = 20_261_121
SECOND_BAR: Final = 2
MAX_ROWS: Final = 4 * MAX_CLIPS
"""Clips planned at once for values and pairs; what they showed decides about further ones."""

VALUE_CLIPS_PER_REEL: Final = 32
"""Clips that show as many values as they can take seconds each: what a reel of them showed has
to be known before too many more are planned, and a run of them must end in time."""

MAX_NAMED: Final = 8 * MAX_CLIPS
"""Clips planned at once for colors asked for by name."""

NAMED_PX: Final = 64
NAMED_FPS: Final = 12
NAMED_S: Final = 0.5
"""Sides, frame rate and length of a clip that shows colors by name: as small as shows them."""

NAMES_PER_CLIP: Final = 3
"""Colors that one sentence asks for by name: a palette, as a person would list one."""

_UNCUT: Final = ("temporal.cut_frequency", "none")

INSTANTS_PER_CLIP: Final = 1_200
"""Sound cells of one clip of sound alone: 50 s at 24 instants a second."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Reels to make next, and the purposes that failed ``MAX_ATTEMPTS`` times."""

    reels: tuple[ReelRequest, ...]
    exhausted: tuple[ReelRequest, ...]


def plan_gaps(
    gaps: Gaps,
    committed: Collection[str],
    *,
    bar: int = SECOND_BAR,
    max_rows: int = MAX_ROWS,
    max_named: int = MAX_NAMED,
) -> Plan:
    """Reels for the plannable gaps: color cells, then sound cells, then values and pairs.

    All missing cells are planned for, values as far as ``max_rows`` clips show them, and colors
    to be asked for by name as far as ``max_named`` clips do; those and pairs of values only on
    the way to the second bar. The same gaps give the same reels. A reel whose key
    is in ``committed`` was made and its gap is still open, so the next attempt is planned; after
    the last one it is exhausted.
    """
    reels: list[ReelRequest] = []
    exhausted: list[ReelRequest] = []
    for first in _reels_for(gaps, bar, max_rows, max_named):
        attempt = next_attempt(first, committed)
        if attempt is None:
            exhausted.append(first)
        else:
            reels.append(attempt)
    return Plan(tuple(reels), tuple(exhausted))


def next_attempt(first: ReelRequest, committed: Collection[str]) -> ReelRequest | None:
    """First attempt that is not in ``committed``, or None after ``MAX_ATTEMPTS``."""
    attempts = (replace(first, attempt=number) for number in range(MAX_ATTEMPTS))
    return next((reel for reel in attempts if reel.key not in committed), None)


def prompt_reels(
    prompts: Sequence[str], *, seed: int = PLAN_SEED, generated: Collection[str] = ()
) -> Iterator[ReelRequest]:
    """Reels of at most 64 clips for a list of prompts, in order; ``generated``: not by people."""
    clips = [
        ClipRequest(prompt=prompt, prompt_source="generated" if prompt in generated else None)
        for prompt in prompts
    ]
    return _chunked(clips, lambda part: ReelRequest(workflow="web", seed=seed, clips=part))


def _reels_for(gaps: Gaps, bar: int, max_rows: int, max_named: int) -> Iterator[ReelRequest]:
    sweep, left_sounds = _sweep_clips(gaps)
    yield from _chunked(
        sweep, lambda part: ReelRequest(workflow="sweep", seed=PLAN_SEED, clips=part)
    )
    sounds = [
        ClipRequest(sound_cells=cells)
        for cells in pack_sound_cells(left_sounds, instants_per_clip=INSTANTS_PER_CLIP)
    ]
    yield from _chunked(
        sounds, lambda part: ReelRequest(workflow="sound", seed=PLAN_SEED, clips=part)
    )
    values = [ClipRequest(values=row) for row in _value_rows(gaps, bar, max_rows)]
    yield from _chunked(
        values,
        lambda part: ReelRequest(workflow="explorer", seed=PLAN_SEED, clips=part),
        size=VALUE_CLIPS_PER_REEL,
    )
    if bar == SECOND_BAR:
        yield from _named_reels(gaps.named_cells, max_named)


def lone_clips(gaps: Gaps) -> tuple[ClipRequest, ...]:
    """A clip for each missing value, and for each missing pair: nothing beside it gets in its way.

    >>> [clip.values for clip in lone_clips(Gaps(values=(("mood", "calm"),)))]
    [(('mood', 'calm'),)]
    """
    values = ((value,) for value in gaps.values)
    return tuple(ClipRequest(values=_of_one_shot(row)) for row in (*values, *gaps.pairs))


def _of_one_shot(row: Row) -> Row:
    """A row that names a length of shots in a clip of that shot alone, where it can be one.

    Beside other shots, a value may be told in a longer one, and so never with the length.

    >>> _of_one_shot((("camera.motion_type", "crane"), ("temporal.shot_length_s", "1")))[-1]
    ('temporal.cut_frequency', 'none')
    >>> _of_one_shot((("temporal.shot_length_s", "1"), ("transition.type", "fade")))[-1]
    ('transition.type', 'fade')
    """
    aspects = {aspect for aspect, _ in row}
    alone = (*row, _UNCUT)
    excluded = any(frozenset({_UNCUT, value}) in impossible_pairs() for value in row)
    crowded = any(triple <= set(alone) for triple in impossible_triples())
    named = "temporal.shot_length_s" in aspects and _UNCUT[0] not in aspects
    return alone if named and not (excluded or crowded) else row


def named_clip(cells: Sequence[int]) -> ClipRequest:
    """A small clip whose prompt, a sentence of its own, asks for colors by their names.

    It plays sounds in turn, one an instant: thousands of clips with a track of their own liking
    would play the same few again and again.
    """
    instants = round(NAMED_FPS * NAMED_S)
    names = (color_names()[cell] for cell in cells)
    return ClipRequest(
        prompt=color_prompt(*names, rng=np.random.default_rng([PLAN_SEED, *cells])),
        sound_cells=tuple((instants * cells[0] + i) % SOUND_CELL_COUNT for i in range(instants)),
        width_px=NAMED_PX,
        height_px=NAMED_PX,
        fps=NAMED_FPS,
        duration_s=NAMED_S,
    )


def _named_reels(cells: Sequence[int], max_clips: int) -> Iterator[ReelRequest]:
    """Reels of prompts, each a sentence that asks for a few colors by their registry names."""
    clips = [named_clip(palette) for palette in _palettes(cells)[:max_clips]]
    yield from _chunked(
        clips, lambda part: ReelRequest(workflow="explorer", seed=PLAN_SEED, clips=part)
    )


def _palettes(cells: Sequence[int]) -> list[Sequence[int]]:
    """Colors in small groups, far from each other: neighbors differ by a step of opacity alone.

    >>> _palettes([0, 1, 2, 3, 4, 5, 6, 7])
    [[0, 3, 6], [1, 4, 7], [2, 5]]
    """
    apart = -(-len(cells) // NAMES_PER_CLIP)
    return [cells[first::apart] for first in range(apart)]


def _value_rows(gaps: Gaps, bar: int, max_rows: int) -> tuple[Row, ...]:
    """The next rows of values; pairs are covered on the way to the second bar alone."""
    rng = np.random.default_rng(PLAN_SEED)
    return cover(gaps.pairs if bar == SECOND_BAR else (), gaps.values, rng=rng, max_rows=max_rows)


def _sweep_clips(gaps: Gaps) -> tuple[list[ClipRequest], tuple[int, ...]]:
    """Card clips for the missing colors, each playing one missing sound cell a frame."""
    clips: list[ClipRequest] = []
    sounds = gaps.sound_cells
    for cells in pack_color_cells(gaps.color_cells, max_cells_per_clip=CARD_CELLS_PER_CLIP):
        ridden = frames_needed(len(cells))
        clips.append(ClipRequest(color_cells=cells, sound_cells=sounds[:ridden]))
        sounds = sounds[ridden:]
    return clips, sounds


def _chunked(
    clips: Sequence[ClipRequest],
    make: Callable[[tuple[ClipRequest, ...]], ReelRequest],
    *,
    size: int = MAX_CLIPS,
) -> Iterator[ReelRequest]:
    for start in range(0, len(clips), size):
        yield make(tuple(clips[start : start + size]))
