"""Travels: what the windows of a shot tell of its subjects.

Put the choice between subjects that are followed and whatever else leaves the ground here.
Following flat parts belongs in ``gait``, what else differs in ``motion``, and what is believed
where both tell something in ``beside``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from motion_assets.core.observations import window_rows
from motion_assets.core.observations.beside import (
    MOST_SUBJECTS,
    agreed_on,
    goes,
    held_well,
    layered,
    shifts_only,
    tells_more,
)
from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.gait import Gait, ShotTime, name_gait
from motion_assets.core.observations.held import rests, stands_still, stray_share
from motion_assets.core.observations.journeys import Ground
from motion_assets.core.observations.looks import Look, looked_in, luma_of, tints_in
from motion_assets.core.observations.motion import Leaving, name_motion, see_leaving
from motion_assets.core.observations.records import WindowValue
from motion_assets.core.observations.shots import Shot
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.viewing import WHIP, ViewSeen
from motion_assets.core.observations.windows import Window

_MIN_THUMBS: Final = 2
_EVEN: Final = 1.5
"""Times the slowest of a few speeds that the fastest one is where they are about one."""

_FOLLOWED_WELL: Final = 0.55
"""Share of a shot in which a flat part is followed at least where it is believed as it is."""

_STRAYS_OVER: Final = 4
_STRAYS: Final = 0.008
"""Thumbs from one to another that are compared, and the share of the picture beside flat parts
that leaves the way of the ground where something else travels."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Frames a second, how many of them lie from one look to the next, and how they are compared.

    All kernels come to one result; see `color.choose_kernel`.
    """

    fps: float
    stride: int
    kernel: Kernel

    @property
    def step_s(self) -> float:
        """Seconds from one look to the next."""
        return self.stride / self.fps


@dataclass(frozen=True, slots=True, eq=False)
class Travels:
    """Tells travels from the ``looks`` of a clip, by frame."""

    looks: Mapping[int, Look]
    ground: Ground
    time: Timing

    def rows(
        self,
        shot: Shot,
        windows: Sequence[Window],
        views: Sequence[ViewSeen | None],
        *,
        brief: bool,
    ) -> Iterator[WindowValue]:
        """Values of subjects in the windows of one shot.

        ``views``: of the windows; ``brief``: whether the shot is too short for anything but what
        is followed.
        """
        views = [self._stilled(*both) for both in zip(windows, views, strict=True)]
        gait = self._followed(shot, windows, views)
        if gait is None:
            yield from [] if brief else self._leaving_known(windows, views)
            return
        beside = [] if brief else self._beside(gait, views, windows)
        if beside:
            yield from beside
            return
        for window in windows:
            for seen in gait.rows:
                measure = seen.measure, seen.unit
                yield window.row(seen.aspect, seen.value, measure, seen.confidence)

    def leaving_rows(
        self,
        windows: Sequence[Window],
        views: Sequence[ViewSeen | None],
        *,
        known: bool = False,
        followed: bool = False,
    ) -> list[WindowValue]:
        """Speed and direction of what travels in windows of one shot, whatever its shape.

        ``known``: whether the ground is; ``followed``: whether flat parts are over it.
        """
        both = [
            (window, seen)
            for window, view in zip(windows, views, strict=True)
            if (seen := self._leaving(window, view, known=known, followed=followed)) is not None
        ]
        told = name_motion([seen for _, seen in both])
        return [
            row
            for (window, _), motion in zip(both, told, strict=True)
            if motion is not None
            for row in window_rows.motion_rows(window, motion)
        ]

    def _looked(self, window: Window) -> list[int]:
        return looked_in(self.looks, window.span)

    def _luma(self, indices: Sequence[int]) -> Float32s:
        return luma_of(self.looks, indices)

    def _stilled(self, window: Window, view: ViewSeen | None) -> ViewSeen | None:
        """The view of a window; one that does nothing where its ground is seen to stand still.

        What leaves one place over a plain ground is easily taken for a view that grows.
        """
        looked = self._looked(window)
        if view is None:
            return view
        moves = view.moves[: len(looked) - 1]
        if not stands_still(self._luma(looked), moves, kernel=self.time.kernel):
            return view
        still = np.zeros_like(view.moves)
        return replace(view, kind=None, layer_count=None, shake=0.0, moves=still)

    def _followed(
        self, shot: Shot, windows: Sequence[Window], views: Sequence[ViewSeen | None]
    ) -> Gait | None:
        """What flat parts tell of their travel; None where none are followed."""
        looked = [index for window in windows for index in self._looked(window)]
        moves = self._moves_of(windows, views)
        if len(moves) < len(views) or len(looked) < _MIN_THUMBS:
            return None
        every = np.concatenate(moves)
        if len(every) < len(looked) - 1:
            return None
        time = ShotTime(
            first_s=(looked[0] - shot.start) / self.time.fps,
            step_s=self.time.step_s,
            length_s=(shot.stop - shot.start) / self.time.fps,
        )
        sightings = [self.looks[index].sighting for index in looked]
        return name_gait(sightings, every[: len(looked) - 1], self.ground, time)

    def _moves_of(
        self, windows: Sequence[Window], views: Sequence[ViewSeen | None]
    ) -> list[Float32s]:
        """Moves of the ground in the windows in which they are known.

        Where no view is seen and hardly anything changes, the ground stands still.
        """
        found = []
        for window, view in zip(windows, views, strict=True):
            looked = self._looked(window)
            if view is not None:
                found.append(view.moves)
            elif looked and rests(self._luma(looked)):
                found.append(np.zeros((len(looked), 4), np.float32))
        return found

    def _beside(
        self, gait: Gait, views: Sequence[ViewSeen | None], windows: Sequence[Window]
    ) -> list[WindowValue]:
        """What else travels over the ground, where flat parts do not tell it all.

        What is flat may belong to the ground, or be one of several subjects. Of a ground in
        layers, the near ones travel over the far one and are no subjects.
        """
        told = {row.value for row in gait.rows if row.aspect == "motion.direction"}
        known = self._known(views)
        # Dark ground that a whip pan smears has flat parts without end, and none are subjects.
        smeared = any(view is not None and view.kind == WHIP for view in views)
        crowded = not (smeared or layered(views)) and self._blobs(windows) > MOST_SUBJECTS
        held = not known or held_well(views)
        doubtful = crowded or gait.followed < _FOLLOWED_WELL
        if not doubtful and self._all_told(told, windows, views, held=held):
            return []
        rows = self.leaving_rows(windows, views, known=known and not crowded, followed=True)
        ways = [row.value for row in rows if row.aspect == "motion.direction"]
        sure = crowded and not told <= {"none"} and not _evenly(rows, len(ways))
        if doubtful and not sure and agreed_on(ways, len(windows)) and set(ways) != told:
            return rows
        if crowded or (doubtful and self._all_told(told, windows, views, held=held)):
            return []
        travels, shifts = self._travels(views), shifts_only(views, self.time.step_s)
        more = tells_more(told, ways, len(windows), travels=travels, shifts=shifts)
        return rows if more else []

    def _all_told(
        self,
        told: set[str],
        windows: Sequence[Window],
        views: Sequence[ViewSeen | None],
        *,
        held: bool,
    ) -> bool:
        """Whether nothing travels but flat parts, which have ``told`` where they go.

        ``held``: whether the ground is known so well that anything else could be seen.
        """
        if told == {"radial"} or (told and not held):
            return True
        return bool(told) and not self._strays(windows, views, every=told == {"none"})

    def _strays(
        self, windows: Sequence[Window], views: Sequence[ViewSeen | None], *, every: bool
    ) -> bool:
        """Whether more than flat parts, or ``every`` part, leaves the ground in the longest window.

        Flat parts that were followed and stand on the ground do not leave it, those that were not
        may.
        """
        both = zip(windows, views, strict=True)
        window, view = max(both, key=lambda each: each[0].span.last - each[0].span.first)
        looked = self._looked(window)
        last = min(_STRAYS_OVER, len(looked) - 1)
        if last < 1:
            return False
        move = np.zeros(4, np.float32) if view is None else view.moves[:last].sum(axis=0)
        ends = looked[0], looked[last]
        painted = np.stack([self.looks[index].sighting.painted for index in ends])
        painted &= not every
        kernel = self.time.kernel
        return stray_share(self._luma(ends), move, painted, kernel=kernel) >= _STRAYS

    def _travels(self, views: Sequence[ViewSeen | None]) -> bool:
        """Whether the ground travels, grows or turns, by its moves from thumb to thumb."""
        wide = self.ground.width_px / self.ground.thumb_step
        return any(view is not None and goes(view.moves, self.time.step_s, wide) for view in views)

    def _known(self, views: Sequence[ViewSeen | None]) -> bool:
        """Whether the ground is seen to travel, and how."""
        kinds = [view.kind for view in views if view is not None]
        return self._travels(views) and any(kind is not None for kind in kinds)

    def _blobs(self, windows: Sequence[Window]) -> float:
        """Flat parts of one color that windows show in the middle."""
        looked = [index for window in windows for index in self._looked(window)]
        return float(np.median([len(self.looks[index].sighting.colors) for index in looked]))

    def _leaving_known(
        self, windows: Sequence[Window], views: Sequence[ViewSeen | None]
    ) -> list[WindowValue]:
        """What leaves the ground; one that is seen to travel may be fainter than what it bears."""
        rows = self.leaving_rows(windows, views, known=True) if self._known(views) else []
        return rows or self.leaving_rows(windows, views)

    def _leaving(
        self, window: Window, view: ViewSeen | None, *, known: bool, followed: bool
    ) -> Leaving | None:
        """What leaves the ground of a window; None of one with too few frames."""
        looked = self._looked(window)
        steps = np.diff(looked)
        if len(looked) <= _MIN_THUMBS or (steps != steps[0]).any():
            return None
        moves = None if view is None else view.moves[: len(looked) - 1]
        painted = any(len(self.looks[index].sighting.color) for index in looked)
        step_s = float(steps[0]) / self.time.fps
        return see_leaving(
            self._luma(looked),
            step_s,
            moves,
            known=known,
            painted=painted,
            followed=followed,
            tints=tints_in(self.looks, looked),
            kernel=self.time.kernel,
        )


def _evenly(rows: Sequence[WindowValue], count: int) -> bool:
    """Whether ``count`` windows tell of about one speed: parts taken for others go at any."""
    speeds = [row.measure for row in rows if row.aspect == "motion.speed"]
    return len(speeds) == count > 0 and max(speeds) <= _EVEN * min(speeds)
