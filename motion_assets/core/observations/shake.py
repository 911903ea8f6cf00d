"""Shakes: even travel and what is left of it, from the track of a window.

Put the splitting of a track into rate and shake here. Following belongs in ``track``, names
in ``camera``.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.track import Track

Float64s = NDArray[np.float64]
Complex128s = NDArray[np.complex128]

_LEVER_WIDTHS: Final = 0.5
_OVERHANG: Final = 1.08
_BENT_FROM: Final = 9
"""Frames from which an even way may bend; in fewer, a bend would take up the shake."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A track in frame widths and seconds.

    ``times_s``: of every frame, 0 at the middle one. ``way``: complex128 (time,), the picture's
    shift, right and (times i) down. ``across``, ``down``, ``growth``, ``turn``: its even rates,
    frame widths a second; growth and turn (clockwise) as travel half a width from the middle.
    ``shake``: root mean square distance from an even way, in frame widths. ``swing``: how fast
    it turns whatever the way, ``net_turn``: how far it comes by that; both like ``turn``.
    """

    times_s: Float64s
    way: Complex128s
    across: float
    down: float
    growth: float
    turn: float
    shake: float
    swing: float
    net_turn: float

    def beside(self, drift: complex = 0j) -> Complex128s:
        """What the way has besides even travel, 0 at the middle frame.

        ``drift``: travel that is no travel of the view but what a shake leaves behind in a window,
        right and (times i) down, frame widths a second.
        """
        rest = self.way - self.times_s * (complex(self.across, self.down) - drift)
        rest -= rest[int(np.argmin(np.abs(self.times_s)))]
        return np.asarray(rest, np.complex128)


def course_of(track: Track, step_s: float, width_px: int, *, by_steps: bool = False) -> Course:
    """Rates and shake of a track; ``by_steps``: of neighbors alone, for frames far apart."""
    count = len(track.shift)
    times = np.asarray((np.arange(count) - track.middle) * step_s, np.float64)
    shift = _summed(track) if by_steps else track.shift
    way = shift / width_px
    angle = np.angle(track.growth)
    if np.abs(np.diff(angle)).max() > np.pi:
        angle = np.unwrap(angle)
    lasting = float(times[-1] - times[0])
    across, down, growth, turn = _rates(
        times, np.stack([way.real, way.imag, np.log(np.abs(track.growth)), angle])
    )
    return Course(
        times_s=times,
        way=way,
        across=across,
        down=down,
        growth=growth * _LEVER_WIDTHS,
        turn=turn * _LEVER_WIDTHS,
        shake=_shake(times, way),
        swing=float(np.abs(np.diff(angle)).sum()) / lasting * _LEVER_WIDTHS,
        net_turn=abs(float(angle[-1] - angle[0])) / lasting * _LEVER_WIDTHS,
    )


def _pulls(times_s: Float64s) -> tuple[Float64s, Float64s]:
    """How much every time counts for a rate, and how far it lies off their middle."""
    off = times_s - (times_s[0] + times_s[-1]) / 2
    weights = 1 - (off / (np.abs(off).max() * _OVERHANG)) ** 2
    off -= (weights * off).sum() / weights.sum()
    return weights, off


def _rates(times_s: Float64s, values: Float64s) -> list[float]:
    """`rate_of` of every row of values (row, time)."""
    weights, off = _pulls(times_s)
    pull = weights * off
    return [float(rate) for rate in (pull * values).sum(axis=1) / (pull * off).sum()]


def _summed(track: Track) -> Complex128s:
    steps = track.steps[:, 0].astype(np.float64) + 1j * track.steps[:, 1]
    way = np.concatenate([[0], np.cumsum(steps)])
    return np.asarray(way - way[track.middle], np.complex128)


def rate_of(times_s: Float64s, values: Float64s) -> float:
    """Slope of a line through values that counts the ends least: shakes tilt it less."""
    weights, off = _pulls(times_s)
    return float((weights * off * values).sum() / (weights * off * off).sum())


def shake_across(course: Course, *, along_x: bool) -> float:
    """Shake of a course by what it does across its way, where a shake is as large as along it.

    Layers that run apart pull a track to and fro along their way, and nowhere else.
    """
    off = _unevenness(course.times_s, course.way)[:, 1 if along_x else 0]
    return math.sqrt(2.0) * float(np.sqrt((off * off).sum() / (len(off) - _degree(len(off)) - 1)))


def _shake(times_s: Float64s, way: Complex128s) -> float:
    left = _unevenness(times_s, way)
    return math.sqrt(float((left * left).sum()) / (len(way) - _degree(len(way)) - 1))


def _unevenness(times_s: Float64s, way: Complex128s) -> Float64s:
    """What an even course leaves of a way, (time, axis)."""
    even = _even_ways(len(way), int(np.argmin(np.abs(times_s))))
    parts = np.stack([way.real, way.imag], axis=1)
    return np.asarray(parts - even @ (even.T @ parts), np.float64)


@lru_cache(maxsize=64)
def _even_ways(count: int, middle: int) -> Float64s:
    """Orthogonal ways of unit length, (time, way), that all even courses are made of."""
    times = (np.arange(count) - middle) / max(middle, count - 1 - middle)
    ways = np.asarray(np.linalg.qr(np.vander(times, _degree(count) + 1))[0])
    ways.setflags(write=False)
    return ways


def _degree(count: int) -> int:
    return 2 if count >= _BENT_FROM else 1
