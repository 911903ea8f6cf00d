"""Views of known speed, shake and depth: ``crop`` along a path over stills that lie in layers.

A view travels at a rate from the middle of the range of its speed. A shake is a sum of seeded
sines, scaled to the root mean square distance that it is asked for. The layers in front of a truck
or a pedestal are strips of stills of their own, each nearer one travelling faster by the same step
up to the parallax.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from motion_assets.vocabulary.camera_ranges import PARALLAX, SHAKE, SPEED
from motion_assets.vocabulary.definitions import Range
from motion_assets_tests.core.observations import camera_clips
from motion_assets_tests.core.observations.camera_clips import FRESH_STILLS
from motion_assets_tests.proofs.panel.clips import Family, Film, Values, between, film

_WIDE, _HIGH = 640, 360
_SIZES = ((256, 144), (208, 118), (160, 90), (288, 162))
_RATES = (12, 15, 24, 25, 30)
_FASTEST = 0.3
_LARGEST = 2.4
_MOST_SHAKE = 0.02
_SHAKES_HZ = (1.7, 4.2)

_NEAR = (
    "color=c=gray:s={wide}x{high},format=gray,noise=alls=100:all_seed={seed},"
    "scale=1280:720:flags=bicubic,eq=contrast=1.3"
)
_HELD = "format=rgb24,trim=end_frame=1,loop=loop=-1:size=1:start=0,setpts=N/{fps}/TB,fps={fps}"


@dataclass(frozen=True)
class _View:
    """A kind of move, expressions of its shake in pixels, and the frames of its clip."""

    kind: str
    shake: tuple[str, str]
    fps: int
    count: int


def moving(values: Values, rng: Generator) -> Film:
    """A view of the asked speed, shake, layers and parallax."""
    fps, lasts_s = int(rng.choice(_RATES)), float(rng.uniform(1.1, 1.5))
    count = round(lasts_s * fps)
    kind, sign = values["camera.motion_type"], int(rng.choice([-1, 1]))
    speed = _within(SPEED[values["camera.speed"]], rng)
    layers = int(values["depth.layer_count"])
    parallax = _within(PARALLAX[values["depth.parallax_strength"]], rng) if layers > 1 else 0.0
    shake = _shake(values["camera.steadiness"], fps, count, rng)
    view = _View(kind, shake, fps, count)
    graphs = [f"{_far(fps, rng)}{_path(view, sign * speed)}"]
    for number in range(1, layers):
        rate = sign * (speed + parallax * number / (layers - 1))
        place = f"0:{_HIGH}-h" if kind == "truck" else f"{_WIDE}-w:0"
        graphs[-1] += f"[f{number}]"
        graphs.append(f"{_near(view, rate, number / layers, rng)}[n{number}]")
        graphs.append(f"[f{number}][n{number}]overlay={place}:format=rgb")
    return film(";".join(graphs), _SIZES[rng.integers(len(_SIZES))], fps, count)


def _within(asked: Range, rng: Generator) -> float:
    return between(rng, asked.low, min(asked.high, _FASTEST))


def _far(fps: int, rng: Generator) -> str:
    still = str(rng.choice(list(FRESH_STILLS)))
    source = FRESH_STILLS[still].format(
        seed=int(rng.integers(5_000, 9_000)), scale=float(rng.uniform(0.015, 0.04))
    )
    return f"{source},{_HELD.format(fps=fps)},"


def _near(view: _View, rate: float, begins: float, rng: Generator) -> str:
    """A strip of a still in front, from a share of the picture on."""
    wide = int(rng.integers(60, 110))
    source = _NEAR.format(seed=int(rng.integers(1, 9_000)), wide=wide, high=wide * 9 // 16)
    below = (_WIDE, round(_HIGH * (1 - begins)))
    beside = (round(_WIDE * (1 - begins)), _HIGH)
    path = _path(view, rate, below if view.kind == "truck" else beside)
    return f"{source},{_HELD.format(fps=view.fps)},{path}"


def _path(view: _View, rate: float, size: tuple[int, int] = (_WIDE, _HIGH)) -> str:
    """Filters that show a still along a path at ``rate`` widths a second."""
    kind, fps = view.kind, view.fps
    way = f"{rate * _WIDE:.3f}*((n-{view.count // 2})/{fps})"
    x = f"320+{view.shake[0]}" + (f"+{way}" if kind in {"pan", "truck"} else "")
    y = f"180+{view.shake[1]}" + (f"+{way}" if kind in {"tilt", "pedestal"} else "")
    moved = ""
    if kind == "rotate":
        moved = f"rotate=a='{2 * rate:.4f}*n/{fps}',"
    if kind == "zoom":
        begins = _LARGEST * math.exp(-2 * _FASTEST * view.count / fps)
        growth = f"{max(begins, 1.1):.4f}*exp({2 * abs(rate):.4f}*on/{fps})"
        middle = "x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2'"
        moved = f"zoompan=z='{growth}':{middle}:d=1:s=1280x720:fps={fps},"
    return f"{moved}crop={size[0]}:{size[1]}:x='{x}':y='{y}'"


def _shake(value: str, fps: int, count: int, rng: Generator) -> tuple[str, str]:
    """Expressions of a shake along x and y, in pixels, of the asked root mean square."""
    if value == "locked":
        return "0", "0"
    asked = between(rng, SHAKE[value].low, min(SHAKE[value].high, _MOST_SHAKE))
    rates = rng.uniform(*_SHAKES_HZ, (2, 2))
    phases = rng.uniform(0, 2 * math.pi, (2, 2))
    times = np.arange(count) / fps
    waves = np.sin(2 * math.pi * rates[..., None] * times + phases[..., None]).sum(axis=1)
    even = np.polynomial.polynomial.polyfit(times, waves.T, 1)
    left = waves - np.polynomial.polynomial.polyval(times, even)
    reach = asked * _WIDE / math.sqrt(float((left**2).sum(axis=0).mean()))
    x, y = (
        "+".join(
            f"{reach:.3f}*sin({2 * math.pi * rate / fps:.5f}*n+{phase:.3f})"
            for rate, phase in zip(rates[axis], phases[axis], strict=True)
        )
        for axis in (0, 1)
    )
    return x, y


def turning(values: Values, rng: Generator) -> Film:
    """A move of the asked kind, as `camera_clips` makes it of fresh stills."""
    kind = values["camera.motion_type"]
    still, made = camera_clips.drawn("fresh", kind, rng)
    return Film(camera_clips.clip(kind, still, **made), camera_clips.FPS)


VIEWS = Family(
    ("camera.speed", "camera.steadiness", "depth.layer_count", "depth.parallax_strength"),
    moving,
    {"camera.motion_type": ("pan", "tilt", "zoom", "rotate", "truck", "pedestal")},
)
MOVES = Family(("camera.motion_type",), turning)
