"""Planner: from what is missing to the reels that would show it.

Put choices of what to ask for next here. Packing cells into frames belongs in ``packing``,
drawing in ``core.clips``; writing requests to the lake in ``steps.plan``.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from motion_assets.core.clips.card import CARD_CELLS_PER_CLIP, frames_needed
from motion_assets.core.clips.request import MAX_CLIPS, ClipRequest, ReelRequest
from motion_assets.core.coverage.measure import Gaps
from motion_assets.core.coverage.packing import pack_color_cells, pack_sound_cells
from motion_assets.vocabulary.impossible import Value, impossible_pairs

MAX_ATTEMPTS: Final = 3
PLAN_SEED: Final = 20_261_121
INSTANTS_PER_CLIP: Final = 1_200
"""Sound cells of one clip of sound alone: 50 s at 24 instants a second."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Reels to make next, and the purposes that failed ``MAX_ATTEMPTS`` times."""

    reels: tuple[ReelRequest, ...]
    exhausted: tuple[ReelRequest, ...]


def plan_gaps(gaps: Gaps, committed: Collection[str]) -> Plan:
    """Reels for every plannable gap: color cells, then sound cells, then values.

    The same gaps give the same reels. A reel whose key is in ``committed`` was made and its
    gap is still open, so the next attempt is planned; after the last one it is exhausted.
    """
    reels: list[ReelRequest] = []
    exhausted: list[ReelRequest] = []
    for first in _reels_for(gaps):
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


def prompt_reels(prompts: Sequence[str], *, seed: int = PLAN_SEED) -> Iterator[ReelRequest]:
    """Reels of at most 64 clips for a list of prompts, in order."""
    clips = [ClipRequest(prompt=prompt) for prompt in prompts]
    return _chunked(clips, lambda part: ReelRequest(workflow="web", seed=seed, clips=part))


def _reels_for(gaps: Gaps) -> Iterator[ReelRequest]:
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
    values = [ClipRequest(values=row) for row in pack_values(gaps.values)]
    yield from _chunked(
        values, lambda part: ReelRequest(workflow="explorer", seed=PLAN_SEED, clips=part)
    )


def _sweep_clips(gaps: Gaps) -> tuple[list[ClipRequest], tuple[int, ...]]:
    """Card clips for the missing colors, each playing one missing sound cell a frame."""
    clips: list[ClipRequest] = []
    sounds = gaps.sound_cells
    for cells in pack_color_cells(gaps.color_cells, max_cells_per_clip=CARD_CELLS_PER_CLIP):
        ridden = frames_needed(len(cells))
        clips.append(ClipRequest(color_cells=cells, sound_cells=sounds[:ridden]))
        sounds = sounds[ridden:]
    return clips, sounds


def pack_values(values: Sequence[Value]) -> tuple[tuple[Value, ...], ...]:
    """Rows of values, at most one per aspect, that cover ``values`` in as few rows as can be.

    The longest aspect sets the number of rows; a value that is impossible beside one already
    in its row waits for a later row.

    >>> pack_values([("genre", "drama"), ("genre", "news"), ("mood", "calm")])
    ((('genre', 'drama'), ('mood', 'calm')), (('genre', 'news'),))
    """
    columns: dict[str, list[Value]] = {}
    for value in values:
        columns.setdefault(value[0], []).append(value)
    rows: list[tuple[Value, ...]] = []
    waiting: list[Value] = []
    for row in zip_longest(*columns.values()):
        kept = _compatible([value for value in row if value is not None])
        waiting += [value for value in row if value is not None and value not in kept]
        rows.append(kept)
    return (*rows, *(pack_values(waiting) if waiting else ()))


def _compatible(row: Sequence[Value]) -> tuple[Value, ...]:
    impossible = impossible_pairs()
    kept: list[Value] = []
    for value in row:
        if all(frozenset({value, other}) not in impossible for other in kept):
            kept.append(value)
    return tuple(kept)


def _chunked(
    clips: Sequence[ClipRequest], make: Callable[[tuple[ClipRequest, ...]], ReelRequest]
) -> Iterator[ReelRequest]:
    for start in range(0, len(clips), MAX_CLIPS):
        yield make(tuple(clips[start : start + MAX_CLIPS]))
