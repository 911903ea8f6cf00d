"""Windows: the pieces of about a second that a clip is cut into to be measured.

Put the cutting into windows here, and rows that hold for all of them. What windows show is
collected in ``watcher`` and named in the modules that it calls.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.elements import hear_elements
from motion_assets.core.observations.hearing import Stretches
from motion_assets.core.observations.records import WindowValue
from motion_assets.core.observations.shots import Shot
from motion_assets.vocabulary.definitions import MIN_WINDOW_FRAMES, WINDOW_S
from motion_assets.vocabulary.limits import SAMPLE_RATE_HZ

Samples = NDArray[np.int16] | NDArray[np.float32]

LOOKS_S: Final = 12.0
"""Thumbs a second at least, where the clip has as many frames."""

WHOLE_BELOW_S: Final = 61.0
"""Clips up to this length are looked at frame by frame; own clips are never longer."""

MAX_WINDOWS: Final = 15
"""Windows that are measured of a longer clip, spread over all of it, without its cuts."""

SOUND_FPS: Final = 24
"""Instants a second by which a clip without a picture is cut into windows."""

_FULL_SCALE: Final = 32_767


@dataclass(frozen=True, slots=True)
class Span:
    """Frames ``first`` to ``last``, not included, of window ``index``."""

    index: int
    first: int
    last: int


def window_spans(frame_count: int, fps: float) -> tuple[Span, ...]:
    """Windows of about a second that share some frames equally, none under 12 if avoidable.

    >>> [(span.first, span.last) for span in window_spans(60, 24)]
    [(0, 30), (30, 60)]
    >>> len(window_spans(36, 24)), len(window_spans(12, 5)), len(window_spans(0, 24))
    (1, 1, 0)
    """
    if frame_count < 1:
        return ()
    count = max(1, math.ceil(frame_count / fps / WINDOW_S - 0.5))
    count = max(1, min(count, frame_count // MIN_WINDOW_FRAMES))
    edges = [i * frame_count // count for i in range(count + 1)]
    return tuple(Span(i, edges[i], edges[i + 1]) for i in range(count))


def spread_spans(frame_count: int, fps: float) -> tuple[Span, ...]:
    """`MAX_WINDOWS` windows spread over a long clip."""
    spans = window_spans(frame_count, fps)
    if len(spans) <= MAX_WINDOWS:
        return spans
    return tuple(spans[(2 * i + 1) * len(spans) // (2 * MAX_WINDOWS)] for i in range(MAX_WINDOWS))


def window_frames(frame_count: int, fps: float) -> Sequence[int]:
    """Indices of the frames that measuring looks at, ascending.

    >>> list(window_frames(4, 24))
    [0, 1, 2, 3]
    >>> window_frames(24 * 120, 24)[:3]
    (96, 98, 100)
    """
    if frame_count <= WHOLE_BELOW_S * fps:
        return range(frame_count)
    stride = stride_of(fps)
    return tuple(
        index
        for span in spread_spans(frame_count, fps)
        for index in range(span.first, span.last, stride)
    )


@dataclass(frozen=True, slots=True)
class Window:
    """A span of one shot that is measured, ``shot`` by number; None in a long clip."""

    span: Span
    shot: int | None
    fps: float

    @property
    def start_s(self) -> float:
        """Where it begins, in seconds."""
        return round(self.span.first / self.fps, 6)

    @property
    def duration_s(self) -> float:
        """Its true length in seconds."""
        return round((self.span.last - self.span.first) / self.fps, 6)

    def row(self, aspect: str, value: str, measure: tuple[float, str], sure: float) -> WindowValue:
        """One row; ``measure`` is a figure and its unit."""
        return WindowValue(
            window=self.span.index,
            start_s=self.start_s,
            duration_s=self.duration_s,
            aspect=aspect,
            value=value,
            measure=round(measure[0], 4),
            unit=measure[1],
            confidence=round(sure, 3),
        )


def windows_of(shots: Sequence[Shot], fps: float) -> Iterator[Window]:
    """Windows within shots, in order.

    >>> shots = (Shot(0, 24, 0.0, 24.0), Shot(24, 72, 24.0, 72.0))
    >>> [(each.shot, each.span.first, each.span.last) for each in windows_of(shots, 24)]
    [(0, 0, 24), (1, 24, 48), (1, 48, 72)]
    """
    count = 0
    for number, shot in enumerate(shots):
        for span in window_spans(shot.last - shot.first, fps):
            moved = Span(count, shot.first + span.first, shot.first + span.last)
            yield Window(moved, number, fps)
            count += 1


def sound_windows(duration_s: float) -> tuple[Window, ...]:
    """Windows of a clip without a picture, whose sound is cut as if it had one."""
    frame_count = round(duration_s * SOUND_FPS)
    return tuple(Window(span, None, SOUND_FPS) for span in spread_spans(frame_count, SOUND_FPS))


def hear(samples: Samples, windows: Sequence[Window]) -> tuple[WindowValue, ...]:
    """Values and elements of the sound in every window; none after the last sample.

    ``samples``: mono at 48 kHz, int16, or float32 with full scale at -1 and 1.
    """
    whole = samples if samples.dtype == np.int16 else _whole_samples(samples)
    track = np.asarray(whole, np.int16)
    last_s = track.size / SAMPLE_RATE_HZ
    heard = [each for each in windows if each.start_s + each.duration_s / 2 < last_s]
    if not heard:
        return ()
    stretches = Stretches(track)
    rows = stretches.rows([(each.start_s, each.duration_s) for each in heard])
    named = [replace(row, window=heard[row.window].span.index) for row in rows]
    return (*named, *_elements(stretches, heard))


def _elements(stretches: Stretches, windows: Sequence[Window]) -> Iterator[WindowValue]:
    """Elements of the sound in the windows in which they begin.

    A window that lies in two stretches has one row: its onsets in both.
    """
    heard: dict[str, list[tuple[float, float]]] = {}
    for number, first in enumerate(stretches.edges[:-1]):
        for seen in hear_elements(stretches.samples(number), heard=stretches.heard(number)):
            begun = [(first / SAMPLE_RATE_HZ + s, seen.confidence) for s in seen.onset_s]
            heard.setdefault(seen.element, []).extend(begun)
    for element, begun in heard.items():
        for window in windows:
            end_s = window.start_s + window.duration_s
            inside = [sure for onset_s, sure in begun if window.start_s <= onset_s < end_s]
            if inside:
                measure = float(len(inside)), "onsets"
                yield window.row("sound.element", element, measure, max(inside))


def _whole_samples(samples: Samples) -> NDArray[np.int16]:
    return np.asarray(np.rint(np.clip(samples, -1.0, 1.0) * _FULL_SCALE), np.int16)


def everywhere(windows: Sequence[Window], rows: Iterable[WindowValue]) -> Iterator[WindowValue]:
    """Rows that hold for a whole clip, once for every window of it."""
    for row in rows:
        for window in windows:
            yield replace(
                row,
                window=window.span.index,
                start_s=window.start_s,
                duration_s=window.duration_s,
            )


def stride_of(fps: float) -> int:
    """Frames from one thumb to the next.

    >>> stride_of(24.0), stride_of(120.0), stride_of(10.0)
    (2, 10, 1)
    """
    return max(1, int(fps / LOOKS_S))
