"""Clips of the panel: what was made, and what is told of it without and with a lossy codec.

Put here what all makers hand on, and the choice of values for the next clip. What a value looks
or sounds like belongs in the makers beside this.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.random import Generator

from motion_assets.core.observations.records import WindowValue
from motion_assets.core.observations.watcher import measure_windows
from motion_assets.vocabulary.aspects import RECORDED
from motion_assets.vocabulary.impossible import impossible_pairs
from motion_assets_tests.core.observations.edited_clips import made_frames, recoded
from motion_assets_tests.core.observations.pictures import planar

CRF = 28

Values = Mapping[str, str]
"""One value by aspect."""


class Made(Protocol):
    """Something that was made, and what is told of it; a mapping from aspect to value."""

    def told(self, *, lossy: bool) -> Values: ...


@dataclass(frozen=True)
class Film:
    """Frames (time, height, width, 3) and their rate."""

    frames: np.ndarray
    fps: int

    def told(self, *, lossy: bool) -> Values:
        """By aspect, the value that most windows show."""
        frames = recoded(self.frames, self.fps, CRF) if lossy else self.frames
        pictures = [planar(frame) for frame in frames]
        return commonest(measure_windows(pictures, fps=self.fps, frame_count=len(pictures)))


def film(graph: str, size: tuple[int, int], fps: int, count: int) -> Film:
    """A film of ``count`` frames from a filter graph, scaled to ``size``."""
    sized = f"{graph},scale={size[0]}:{size[1]}:flags=area,format=rgb24"
    return Film(made_frames(sized, size, fps, count), fps)


def commonest(rows: tuple[WindowValue, ...]) -> Values:
    """By aspect, the value that most windows show."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        counts.setdefault(row.aspect, Counter())[row.value] += 1
    return {
        aspect: min(each, key=lambda value: (-each[value], value))
        for aspect, each in counts.items()
    }


@dataclass(frozen=True)
class Family:
    """Clips of one kind: how one is made of values, and which aspects it is asked about.

    ``among``: values that a clip may have, of aspects that do not have all of theirs in it, and
    of aspects that it has without being asked about them.
    """

    aspects: tuple[str, ...]
    make: Callable[[Values, Generator], Made]
    among: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def choices(self, aspect: str) -> tuple[str, ...]:
        """Values that a clip may have."""
        return self.among.get(aspect) or RECORDED[aspect].values

    def plan(self, count: int, rng: Generator, only: str | None = None) -> Iterator[Values]:
        """Values of clip after clip, until every value was asked for ``count`` times.

        ``only``: the aspect whose values count; the others are drawn along with it.
        """
        every = tuple(dict.fromkeys((*self.aspects, *self.among)))
        asked = (only,) if only else self.aspects
        used: Counter[tuple[str, str]] = Counter()
        while True:
            wanted = [(a, v) for a in asked for v in self.choices(a) if used[a, v] < count]
            if not wanted:
                return
            values = self._joined(_least(wanted, used, rng), every, used, rng)
            used.update(values.items())
            yield values

    def _joined(
        self,
        first: tuple[str, str],
        every: tuple[str, ...],
        used: Counter[tuple[str, str]],
        rng: Generator,
    ) -> dict[str, str]:
        """A value beside others that may stand with it, the least used ones."""
        values = dict([first])
        for aspect in every:
            free = [
                (aspect, value)
                for value in self.choices(aspect)
                if not any(
                    frozenset({each, (aspect, value)}) in impossible_pairs()
                    for each in values.items()
                )
            ]
            if aspect not in values and free:
                values[aspect] = _least(free, used, rng)[1]
        return values


def _least(
    free: list[tuple[str, str]], used: Counter[tuple[str, str]], rng: Generator
) -> tuple[str, str]:
    """One of the values that were used least, by chance."""
    least = min(used[each] for each in free)
    rarest = [each for each in free if used[each] == least]
    return rarest[int(rng.integers(len(rarest)))]


def between(rng: Generator, low: float, high: float) -> float:
    """A figure in the middle three quarters of a range."""
    edge = (high - low) / 8
    return float(rng.uniform(low + edge, high - edge))
