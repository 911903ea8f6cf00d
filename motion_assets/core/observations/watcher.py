"""Watcher: takes in the frames of one clip, and tells what its windows show.

Put the collecting of frames and the order in which they are measured here. Measuring belongs in
``shots``, ``viewing``, ``gait``, ``stage``, ``inscription`` and ``pacing``, the
rows that come out in ``window_rows``.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations import window_rows
from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.cutting import name_cutting
from motion_assets.core.observations.finish import Finish, by_aspect, read_finish
from motion_assets.core.observations.frames import PlanarFrame, Plane
from motion_assets.core.observations.journeys import Ground
from motion_assets.core.observations.looks import Look, looked_in, looker, luma_of
from motion_assets.core.observations.pacing import name_pacing
from motion_assets.core.observations.records import WindowValue
from motion_assets.core.observations.shots import Change, Shot, find_changes, shots_of
from motion_assets.core.observations.smooth import name_any_view
from motion_assets.core.observations.thumbs import Float32s, reduction
from motion_assets.core.observations.travels import Timing, Travels
from motion_assets.core.observations.viewing import ViewSeen
from motion_assets.core.observations.windows import (
    WHOLE_BELOW_S,
    Window,
    spread_spans,
    stride_of,
    window_frames,
    windows_of,
)
from motion_assets.vocabulary.definitions import MIN_WINDOW_FRAMES
from motion_assets.vocabulary.time_ranges import LEAST_GAIT_SHOT_S

_COLOR_EVERY: Final = 3
_MIN_THUMBS: Final = 2
_MIN_TINY_PX: Final = 32
_MOST_EXPOSED: Final = 1.14


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
    watcher = Watcher(fps=fps, frame_count=frame_count)
    numbered = zip(range(frame_count) if indices is None else indices, frames, strict=False)
    for index, frame in numbered:
        watcher.add(index, frame)
    return watcher.values()


def _colors(looks: Sequence[Look]) -> tuple[Float32s, NDArray[np.bool_]] | None:
    """Color thumbs of some looks, and what is painted in them; None where there are none."""
    both = [(look.color, look.sighting.painted) for look in looks if look.color is not None]
    if not both:
        return None
    colors, painted = zip(*both, strict=True)
    return np.stack(colors), np.stack(painted)


class Watcher:
    """Takes in the frames of one clip, in order, and tells what its windows show.

    ``kernel`` says how frames are looked at and followed; the result is the same. See
    `color.choose_kernel`.
    """

    def __init__(self, *, fps: float, frame_count: int, kernel: Kernel = "numpy") -> None:
        self._fps = fps
        self._frame_count = frame_count
        self._stride = stride_of(fps)
        self._wanted = window_frames(frame_count, fps)
        self._whole = frame_count <= WHOLE_BELOW_S * fps
        self._kernel: Kernel = kernel
        self._looker = looker(kernel)
        self._looks: dict[int, Look] = {}
        self._tinies: list[Plane] = []
        self._finishes: dict[int, Finish] = {}
        self._ground = Ground(0, 0, 1)

    def add(self, index: int, frame: PlanarFrame) -> None:
        """Take in one frame; those that measuring does not look at are passed over."""
        if index not in self._wanted:
            return
        height, width = frame.red.shape
        if self._whole and min(height, width) >= _MIN_TINY_PX:
            self._tinies.append(self._looker.tiny(frame))
        if self._whole and index % self._stride:
            return
        self._ground = Ground(width, height, reduction(width, height))
        colored = len(self._looks) % _COLOR_EVERY == 0
        self._looks[index] = self._looker.look(frame, colored=colored)
        if colored:
            self._finishes[index] = read_finish(frame)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Changes of shots; none are looked for in a long clip."""
        if len(self._tinies) < max(self._frame_count, 1):
            return ()
        return find_changes(np.stack(self._tinies), self._fps)

    @cached_property
    def shots(self) -> tuple[Shot, ...]:
        """Shots between the changes."""
        return shots_of(self.changes, self._frame_count)

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """The windows that are measured, in order: within shots, or spread over a long clip."""
        if self._whole:
            return tuple(windows_of(self.shots, self._fps))
        spans = spread_spans(self._frame_count, self._fps)
        return tuple(Window(span, None, self._fps) for span in spans)

    def values(self) -> tuple[WindowValue, ...]:
        """Values of every window, in the order of the windows."""
        views = {window.span.index: self._view(window) for window in self.windows}
        rows: list[WindowValue] = []
        for _, group in groupby(self.windows, key=lambda each: each.shot):
            windows = tuple(group)
            # Without cuts to go by, neighboring windows of a long clip may show anything.
            apart = [windows] if self._whole else [(window,) for window in windows]
            rows += [row for each in apart for row in self._still(each)]
        for window in self.windows:
            view = views[window.span.index]
            rows += [] if view is None else window_rows.view_rows(window, view)
        rows += self._travels({i: None if v is None or v.coarse else v for i, v in views.items()})
        if self._edits_are_seen:
            rows += self._edited()
            rows += self._pace()
        return tuple(sorted(rows, key=lambda row: row.window))

    def _looked(self, window: Window) -> list[int]:
        return looked_in(self._looks, window.span)

    def _luma(self, indices: Sequence[int]) -> Float32s:
        return luma_of(self._looks, indices)

    def _view(self, window: Window) -> ViewSeen | None:
        """The camera of a window; it is followed into the first thumb of the next one."""
        looked = self._looked(window)
        after = looked[-1] + self._stride if looked else 0
        shot = None if window.shot is None else self.shots[window.shot]
        if shot is not None and after < shot.last and after in self._looks:
            looked.append(after)
        steps = np.diff(looked)
        if len(looked) <= _MIN_THUMBS or (steps != steps[0]).any():
            return None
        painted = np.stack([self._looks[index].sighting.painted for index in looked])
        return name_any_view(
            self._luma(looked), float(steps[0]) / self._fps, painted, kernel=self._kernel
        )

    def _still(self, windows: Sequence[Window]) -> Iterator[WindowValue]:
        """Values of what stands still in the windows of one shot, which all of them show."""
        looks = [self._looks[index] for window in windows for index in self._looked(window)]
        if len(looks) < _MIN_THUMBS:
            return
        signs = [look.sign for look in looks if look.color is not None]
        luma = np.stack([look.luma for look in looks])
        for window in windows:
            yield from window_rows.sign_rows(window, signs)
            yield from self._finish(window)
            looked = self._looked(window)
            if looked:
                yield from window_rows.figure_rows(window, self._luma(looked))
        painted = np.stack([look.sighting.painted for look in looks])
        exposure = self._exposure(luma)
        named = window_rows.stage_values(luma, _colors(looks), exposure, painted, self._kernel)
        for window in windows:
            yield from window_rows.named_rows(window, named)

    def _finish(self, window: Window) -> Iterator[WindowValue]:
        """What lies over the frames of a window besides an overlay."""
        seen = [self._finishes[i] for i in self._looked(window) if i in self._finishes]
        for signs in by_aspect(seen):
            yield from window_rows.sign_rows(window, signs)

    def _exposure(self, luma: Float32s) -> float:
        """Mean brightness in shares of that of the clip, as far as a plot's tension takes it.

        What differs by more is another light, not the same one up or down.
        """
        share = float(luma.mean()) / self._mean_luma if self._mean_luma > 0 else 1.0
        return share if 1 / _MOST_EXPOSED <= share <= _MOST_EXPOSED else 1.0

    @cached_property
    def _mean_luma(self) -> float:
        """Mean brightness of all looked-at frames that show one shot."""
        plain = [index for window in self.windows for index in self._looked(window)]
        return float(np.mean([self._looks[index].luma.mean() for index in plain] or [0.0]))

    def _travels(self, views: dict[int, ViewSeen | None]) -> Iterator[WindowValue]:
        """Values of subjects: of whole shots where they can be followed, else of windows."""
        time = Timing(self._fps, self._stride, self._kernel)
        travels = Travels(self._looks, self._ground, time)
        if not self._whole:
            for window in self.windows:
                yield from travels.leaving_rows([window], [views[window.span.index]])
            return
        for number, shot in enumerate(self.shots):
            windows = [window for window in self.windows if window.shot == number]
            seen = [views[window.span.index] for window in windows]
            # A swing or a throw of a very short shot is no way that anything goes.
            short = shot.last - shot.first < LEAST_GAIT_SHOT_S * self._fps
            yield from travels.rows(shot, windows, seen, brief=len(self.shots) > 1 and short)

    def _edited(self) -> Iterator[WindowValue]:
        """Values of editing, in every window of the shots that show them."""
        named = name_cutting(self.changes, self.shots, fps=self._fps, frame_count=self._frame_count)
        for window in self.windows:
            told: set[tuple[str, str]] = set()
            for seen in named:
                shows = window.shot is not None and seen.first <= window.shot <= seen.last
                # A shot between two changes of one kind shows that kind once.
                if shows and (seen.aspect, seen.value) not in told:
                    told.add((seen.aspect, seen.value))
                    measure = seen.measure, seen.unit
                    yield window.row(seen.aspect, seen.value, measure, seen.confidence)

    def _pace(self) -> Iterator[WindowValue]:
        """The pace of the picture, in every window."""
        pace = name_pacing(np.stack(self._tinies), self.changes, self._fps)
        if pace is None:
            return
        for window in self.windows:
            share = pace.share, "share"
            yield window.row("temporal.pacing", pace.value, share, pace.confidence)

    @property
    def _edits_are_seen(self) -> bool:
        """Whether every frame was looked at for changes: where none was, "uncut" is no finding."""
        return len(self._tinies) == self._frame_count >= MIN_WINDOW_FRAMES
