"""Cutting: how a clip is edited, named from its changes of shots.

Put the naming of transitions, cut frequency and shot lengths here. Finding the changes belongs
in ``shots``, ranges of the values in ``vocabulary.time_ranges``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from motion_assets.core.observations.shots import Change, Shot
from motion_assets.vocabulary.definitions import Range
from motion_assets.vocabulary.time_ranges import CHANGE_S, CUT_FREQUENCY, SHOT_LENGTH_S

_CERTAIN: Final = 1.0


@dataclass(frozen=True, slots=True)
class Cutting:
    """One value of editing, seen in the shots ``first`` to ``last``, both included."""

    aspect: str
    value: str
    measure: float
    unit: str
    confidence: float
    first: int
    last: int


def name_cutting(
    changes: Sequence[Change], shots: Sequence[Shot], *, fps: float, frame_count: int
) -> tuple[Cutting, ...]:
    """Values of editing of a whole clip, each with the shots that show it.

    A transition is seen in the two shots that it joins, a length in its shot, the frequency of
    cuts in all of them. No value where a measure lies between two ranges.

    >>> shots = (Shot(0, 48, 0.0, 48.0),)
    >>> [(x.aspect, x.value) for x in name_cutting((), shots, fps=24, frame_count=48)]
    [('temporal.cut_frequency', 'none'), ('temporal.shot_length_s', '2')]
    """
    return tuple(_named(changes, shots, fps, frame_count))


def _named(
    changes: Sequence[Change], shots: Sequence[Shot], fps: float, frame_count: int
) -> Iterator[Cutting]:
    for number, change in enumerate(changes):
        length_s = (change.last - change.first) / fps
        joined = number, number + 1
        yield Cutting("transition.type", change.kind, length_s, "s", change.sure, *joined)
        yield from _ranged("transition.duration_s", CHANGE_S, length_s, "s", joined)
    rate = 60.0 * len(changes) * fps / frame_count
    everywhere = 0, len(shots) - 1
    yield from _ranged("temporal.cut_frequency", CUT_FREQUENCY, rate, "1/min", everywhere)
    for number, shot in enumerate(shots):
        length_s = (shot.stop - shot.start) / fps
        yield from _ranged("temporal.shot_length_s", SHOT_LENGTH_S, length_s, "s", (number, number))


def _ranged(
    aspect: str, ranges: Mapping[str, Range], measure: float, unit: str, shots: tuple[int, int]
) -> Iterator[Cutting]:
    """The value whose range holds the measure, or none."""
    for value, span in ranges.items():
        if span.holds(round(measure, 6)):
            yield Cutting(aspect, value, measure, unit, _CERTAIN, *shots)
