"""Subjects of known gait: ``overlay`` of flat shapes whose places are expressions of the time.

A jerky subject keeps its place between releases (``floor``), a rough one is thrown off its way by
seeded steps, a fluid one has paler copies behind it. A pulsing pace is a sine, a wave one across
the way; a random pace keeps a slow and a quick one in turn for seeded times, drawn anew until it
strays as far as the definition says. An eased travel is a parabola, a smoothstep or a wave.

Directions are made as in ``travel_clips``; there, subjects travel over grounds that move, too.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from motion_assets.vocabulary.definitions import MOTION_SPEED
from motion_assets.vocabulary.time_ranges import (
    EASE_DEPTH,
    JERKS_HZ,
    PULSE_DEPTH,
    PULSES_HZ,
    RANDOM_HOLDS_S,
    RANDOM_PACES,
    ROUGH_HZ,
    ROUGH_WIDTHS,
    TRAIL_SHARES,
    TRAIL_STEP,
    WAVE_HZ,
    WAVE_WIDTHS,
    least_stray_s,
)
from motion_assets_tests.core.observations.camera_clips import FRESH_STILLS
from motion_assets_tests.core.observations.travel_clips import travelling
from motion_assets_tests.proofs.panel.clips import Family, Film, Values, between, film

_SIDE = 540
_RATES = (12, 15, 24, 25, 30)
_FASTEST = 0.56
_FURTHEST = 0.66
"""Widths a second, and widths, that a subject goes at most."""

_COLORS = ("0x20c0ff", "0xff7020", "0xe0e040", "0x902080", "0x104080", "0xf8f8ff")
_ANGLES_DEG = {
    "horizontal": (0, 180, 5, 174),
    "vertical": (90, 270, 85, 276),
    "diagonal": (45, 135, 225, 315, 40, 140),
}
_CLEARLY = 1.4
_MOST_LIKE_EASE = 0.4
"""How much further than at least a random pace strays here; how much of that, at most, another one
would that is slow at the start, at the end or at both."""


@dataclass(frozen=True)
class _Shot:
    """Seconds of a clip, its frames a second, and the sides that it is composed in."""

    lasts_s: float
    fps: int
    wide: int
    high: int


@dataclass(frozen=True)
class _Gait:
    """Expressions of how far all subjects of a clip have gone, in seconds at their mean speed.

    ``along``, ``across``: throws and swings off that, in widths. ``trails``: whether they drag one.
    """

    gone_s: str
    along: str
    across: str
    trails: bool


def travelled(values: Values, rng: Generator) -> Film:
    """One or two flat subjects of the asked gait over a still ground."""
    asked = MOTION_SPEED[values["motion.speed"]]
    direction = values["motion.direction"]
    still = direction == "none"
    speed = 0.0 if still else between(rng, asked.low, min(asked.high, _FASTEST))
    fps = int(rng.choice(_RATES))
    most_s = _FURTHEST / speed if speed else 2.0
    lasts_s = round(min(float(rng.uniform(1.5, 2.4)), most_s) * fps) / fps
    wide = 960 if direction == "horizontal" and rng.random() < 0.5 else _SIDE
    shot = _Shot(lasts_s, fps, wide, _SIDE)
    graph, joined = _ground(shot, rng), "g"
    angle = math.radians(float(rng.choice(_ANGLES_DEG.get(direction, (0,)))))
    gait = _gait(values, lasts_s, rng)
    for number in range(int(rng.integers(1, 3))):
        parts = _subject(gait, shot, (speed, angle), number, rng)
        for part, (source, place) in enumerate(parts):
            name = f"s{number}p{part}"
            graph += f"[{joined}];{source}[{name}];[{joined}][{name}]overlay={place}:format=rgb"
            joined = f"j{name}"
    scale = float(rng.choice([0.2, 0.25, 0.35]))
    size = (round(wide * scale / 2) * 2, round(_SIDE * scale / 2) * 2)
    return film(graph, size, fps, round(lasts_s * fps))


def _ground(shot: _Shot, rng: Generator) -> str:
    still = str(rng.choice(list(FRESH_STILLS)))
    source = FRESH_STILLS[still].format(
        seed=int(rng.integers(5_000, 9_000)), scale=float(rng.uniform(0.015, 0.04))
    )
    return (
        f"{source},eq=contrast={rng.uniform(0.35, 0.7):.2f},format=rgb24,"
        f"crop={shot.wide}:{shot.high},trim=end_frame=1,loop=loop=-1:size=1:start=0,"
        f"setpts=N/{shot.fps}/TB,fps={shot.fps},setsar=1"
    )


def _subject(
    gait: _Gait, shot: _Shot, way: tuple[float, float], number: int, rng: Generator
) -> list[tuple[str, str]]:
    """Sources of a subject and of what it drags, and where each goes, the farthest first."""
    speed, angle = way
    size = int(rng.integers(70, 100))
    color = _COLORS[int(rng.integers(len(_COLORS) // 2)) * 2 + number]
    cos, sin = math.cos(angle), math.sin(angle)
    aside = (number * 2 - 1) * 0.2 if rng.random() < 0.8 else 0.12
    begins = -speed * shot.lasts_s / 2
    parts = []
    trail = TRAIL_SHARES if gait.trails else ()
    for ghost, cover in [*reversed(list(enumerate(trail, start=1))), (0, 1.0)]:
        behind = ghost * TRAIL_STEP * size / shot.wide
        gone = f"({begins - behind:.4f}+{speed:.4f}*{gait.gone_s}+{gait.along})"
        x = f"{cos:.4f}*{gone}-{sin:.4f}*({gait.across}+{aside})"
        y = f"{sin:.4f}*{gone}+{cos:.4f}*({gait.across}+{aside * shot.high / shot.wide:.3f})"
        source = (
            f"color=c={color}:s={size}x{size}:r={shot.fps},format=rgba,colorchannelmixer=aa={cover}"
        )
        place = f"x='W/2-w/2+W*({x})':y='H/2-h/2+W*({y})'"
        parts.append((source, place))
    return parts


def _gait(values: Values, lasts_s: float, rng: Generator) -> _Gait:
    """The gait that some values ask for."""
    time = "t"
    if values["motion.smoothness"] == "jerky":
        time = f"(floor(t*{JERKS_HZ}+0.001)/{JERKS_HZ})"
    paced, across = time, "0"
    phase = float(rng.uniform(0, 2 * math.pi))
    if values["motion.rhythm"] == "pulsing":
        turns = 2 * math.pi * PULSES_HZ
        ahead = f"sin({turns:.5f}*{time}+{phase:.3f})-{math.sin(phase):.5f}"
        paced = f"({time}+{PULSE_DEPTH / turns:.5f}*({ahead}))"
    if values["motion.rhythm"] == "random":
        paced = _strayed(time, lasts_s, rng)
    if values["motion.rhythm"] == "wave":
        across = f"{WAVE_WIDTHS}*sin({2 * math.pi * WAVE_HZ:.5f}*{time}+{phase:.3f})"
    gone = _eased(paced, values["motion.acceleration"], lasts_s, rng)
    along = "0"
    if values["motion.smoothness"] == "rough":
        along, aside = _throws(lasts_s, rng)
        across = f"({across}+{aside})"
    return _Gait(gone, along, across, values["motion.smoothness"] == "fluid")


def _eased(time: str, value: str, lasts_s: float, rng: Generator) -> str:
    """The way along after ``time``, in seconds at its mean speed."""
    if value == "constant":
        return time
    share, depth = f"({time}/{lasts_s:.5f})", EASE_DEPTH * float(rng.uniform(0.9, 1.15))
    if value != "ease_in_out":
        ramp = depth if value == "ease_in" else -depth
        return f"{lasts_s:.5f}*({share}+{ramp:.3f}*({share}*{share}-{share}))"
    if rng.random() < 0.5:
        return f"{lasts_s:.5f}*{share}*{share}*(3-2*{share})"
    return f"{lasts_s:.5f}*({share}-{depth:.3f}*sin(2*PI*{share})/(2*PI))"


def _strayed(time: str, lasts_s: float, rng: Generator) -> str:
    """Time of a pace that changes at odd moments, and comes as far as an even one."""
    while True:
        begins, paces = _holds(lasts_s, rng)
        holds = np.diff([*begins, lasts_s])
        paces *= lasts_s / float(holds @ paces)
        parts = list(zip(paces, begins, holds, strict=True))
        moments = np.linspace(0, lasts_s, 60)
        gone = sum(pace * np.clip(moments - begin, 0, hold) for pace, begin, hold in parts)
        off = gone - moments
        slow = np.polynomial.polynomial.polyfit(moments, off, 3)
        like_ease = np.polynomial.polynomial.polyval(moments, slow)
        stray = float(np.sqrt(((off - like_ease) ** 2).mean()))
        even = float(np.sqrt((like_ease**2).mean())) <= _MOST_LIKE_EASE * stray
        if even and stray >= _CLEARLY * least_stray_s(lasts_s):
            terms = (
                f"{pace:.4f}*clip({time}-{begin:.4f},0,{hold:.4f})" for pace, begin, hold in parts
            )
            return f"({'+'.join(terms)})"


def _holds(lasts_s: float, rng: Generator) -> tuple[np.ndarray, np.ndarray]:
    """When each pace begins, in seconds, and how fast each is: a slow and a quick one in turn."""
    turn, at = int(rng.integers(2)), 0.0
    begins: list[float] = []
    paces: list[float] = []
    while at < lasts_s:
        begins.append(at)
        paces.append(RANDOM_PACES[(turn + len(paces)) % 2])
        at += float(rng.uniform(*RANDOM_HOLDS_S[int(rng.integers(2))]))
    return np.array(begins), np.array(paces)


def _throws(lasts_s: float, rng: Generator) -> tuple[str, str]:
    """Steps off the way along and across it, each to the other side than the one before."""
    count = math.ceil(lasts_s * ROUGH_HZ) + 1
    sides = np.where(np.arange(count) % 2, 1, -1)
    ways = []
    for _ in range(2):
        reach = rng.uniform(0.75, 1.25, count) * ROUGH_WIDTHS * sides * rng.choice([-1, 1])
        ways.append(
            "("
            + "+".join(f"{r:.4f}*eq(floor(t*{ROUGH_HZ}+0.001),{i})" for i, r in enumerate(reach))
            + ")"
        )
    return ways[0], ways[1]


def directed(values: Values, rng: Generator) -> Film:
    """Subjects that go the asked way, as ``travel_clips`` makes them of fresh stills."""
    travel = travelling("fresh", values["motion.direction"], rng)
    return Film(travel.frames, travel.fps)


TRAVELS = Family(
    ("motion.speed", "motion.smoothness", "motion.rhythm", "motion.acceleration"),
    travelled,
    {"motion.direction": ("none", "horizontal", "vertical", "diagonal")},
)
DIRECTIONS = Family(("motion.direction",), directed)
