"""Windows: what every second or so of a clip shows, measured from its decoded pixels.

Put the cutting of a clip into windows here, and the rows that come out. What is measured in
one window belongs in ``camera``, ``motion`` and ``gradient``; what one frame or the container
tells, in ``color`` and ``technical``.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from motion_assets.core.observations.camera import follow_view, name_camera
from motion_assets.core.observations.frames import PlanarFrame
from motion_assets.core.observations.gradient import name_gradient
from motion_assets.core.observations.motion import name_motion
from motion_assets.core.observations.records import WindowValue
from motion_assets.core.observations.thumbs import (
    Float32s,
    color_thumb,
    detail,
    luma_thumb,
    softened,
)
from motion_assets.vocabulary.definitions import MIN_WINDOW_FRAMES, WINDOW_S

LOOKS_S: Final = 12.0
"""Thumbs a second at least, where the clip has as many frames."""

MAX_WINDOWS: Final = 15
"""Windows that are measured; in longer clips they are spread over the whole clip."""

_COLOR_EVERY: Final = 3
_MIN_THUMBS: Final = 2


@dataclass(frozen=True, slots=True)
class Span:
    """Frames ``first`` to ``last``, not included, of window ``index``."""

    index: int
    first: int
    last: int


def window_spans(frame_count: int, fps: float) -> tuple[Span, ...]:
    """Windows of about a second that share the clip equally, none under 12 frames if avoidable.

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


def measured_spans(frame_count: int, fps: float) -> tuple[Span, ...]:
    """The windows that are measured: all, or `MAX_WINDOWS` spread over a longer clip."""
    spans = window_spans(frame_count, fps)
    if len(spans) <= MAX_WINDOWS:
        return spans
    return tuple(spans[(2 * i + 1) * len(spans) // (2 * MAX_WINDOWS)] for i in range(MAX_WINDOWS))


def window_frames(frame_count: int, fps: float) -> tuple[int, ...]:
    """Indices of the frames that measuring looks at, ascending.

    >>> window_frames(24, 24)
    (0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22)
    """
    stride = max(1, int(fps / LOOKS_S))
    return tuple(
        index
        for span in measured_spans(frame_count, fps)
        for index in range(span.first, span.last, stride)
    )


def measure_windows(
    frames: Iterable[PlanarFrame],
    *,
    fps: float,
    frame_count: int,
    indices: Sequence[int] | None = None,
) -> tuple[WindowValue, ...]:
    """Values of every window of a clip, in order; no row where a value is not certain.

    Parameters
    ----------
    frames : iterable of PlanarFrame
        Decoded frames in order: all of them, or those of ``indices``.
    fps : float
        Frames a second.
    frame_count : int
        Frames of the whole clip.
    indices : sequence of int, optional
        Index of every given frame, ascending; `window_frames` says which ones are needed.

    Notes
    -----
    Wanted frames that are not given are done without; a window with too few says nothing.
    """
    wanted = frozenset(window_frames(frame_count, fps))
    numbered = zip(range(frame_count) if indices is None else indices, frames, strict=False)
    thumbs = _Thumbs({}, {})
    for index, frame in numbered:
        if index in wanted:
            thumbs.add(index, frame)
    return tuple(
        row for span in measured_spans(frame_count, fps) for row in _rows(span, thumbs, fps)
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Thumbs:
    """Thumbs of the wanted frames by frame index; color for some of them only."""

    luma: dict[int, Float32s]
    color: dict[int, Float32s]

    def add(self, index: int, frame: PlanarFrame) -> None:
        if len(self.luma) % _COLOR_EVERY == 0:
            self.color[index] = color_thumb(frame)
        self.luma[index] = luma_thumb(frame)


def _rows(span: Span, thumbs: _Thumbs, fps: float) -> Iterator[WindowValue]:
    """Values of one window."""
    looked = [index for index in range(span.first, span.last) if index in thumbs.luma]
    if len(looked) < _MIN_THUMBS:
        return
    window = _Window(span, fps)
    colors = [thumbs.color[index] for index in looked if index in thumbs.color]
    if colors:
        yield from _gradient_rows(window, [colors[len(colors) // 4], colors[-1]])
    steps = np.diff(looked)
    if (steps == steps[0]).all():
        luma = np.stack([thumbs.luma[index] for index in looked])
        yield from _moving_rows(window, luma, float(steps[0]) / fps)


@dataclass(frozen=True, slots=True)
class _Window:
    """Writes the rows of one window."""

    span: Span
    fps: float

    def row(self, aspect: str, value: str, measure: tuple[float, str], sure: float) -> WindowValue:
        """One row; ``measure`` is a figure and its unit."""
        return WindowValue(
            window=self.span.index,
            start_s=round(self.span.first / self.fps, 6),
            duration_s=round((self.span.last - self.span.first) / self.fps, 6),
            aspect=aspect,
            value=value,
            measure=round(measure[0], 4),
            unit=measure[1],
            confidence=round(sure, 3),
        )


def _gradient_rows(window: _Window, colors: list[Float32s]) -> Iterator[WindowValue]:
    """The gradient that one moment shows plainly, or that no other moment contradicts."""
    seen = []
    for color in colors:
        gradient = name_gradient(color)
        seen += [] if gradient is None else [gradient]
        if gradient is not None and gradient.plain:
            break
    if len({each.value for each in seen}) == 1:
        best = max(seen, key=lambda each: each.explained)
        angle = best.angle_deg, "deg"
        yield window.row("gradient.gradient_type", best.value, angle, best.explained)


def _moving_rows(window: _Window, luma: Float32s, step_s: float) -> Iterator[WindowValue]:
    soft = softened(luma)
    view = follow_view(detail(soft), step_s)
    if view is None:
        return
    camera = name_camera(view)
    if camera is not None:
        rate = camera.speed, camera.unit
        yield window.row("camera.motion_type", camera.value, rate, camera.confidence)
    motion = name_motion(soft, view)
    if motion is None:
        return
    if motion.speed_value is not None:
        rate = motion.speed, "widths/s"
        yield window.row("motion.speed", motion.speed_value, rate, motion.confidence)
    if motion.direction_value is not None:
        angle = motion.angle_deg, "deg"
        yield window.row("motion.direction", motion.direction_value, angle, motion.confidence)
