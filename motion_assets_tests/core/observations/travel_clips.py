"""Subjects that ffmpeg moves over stills: travels of independent origin, with known directions.

Run as a module, it makes many of them and prints which directions were told as which, without
and with a lossy codec in between. The sets differ in stills, seeds, colors, sizes, speeds and
rates; ``tuning`` and ``fresh`` were tried on, ``held`` and ``second`` were looked at, and what is
quoted comes from ``sealed``, on which nothing was ever tried::

    python -m motion_assets_tests.core.observations.travel_clips sealed 120

The direction of a clip is that of its subjects over the ground, as own clips are drawn: over a
ground that pans, subjects are carried along and travel besides; under a view that zooms, they
travel over the ground before both are zoomed. ``none`` are subjects that keep their place on the
ground, whatever the view does. What keeps its place in the frame while the ground moves under it
is an inscription and no subject: it tells no direction, and no clip here has one. ``radial`` are
three or more subjects that leave one place. A texture that flows behind a window tells its own
direction.
"""

import math
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from motion_assets.core.observations.watcher import measure_windows
from motion_assets_tests.core.observations.edited_clips import (
    FILM,
    STILLS,
    made_frames,
    recoded,
    sized,
)
from motion_assets_tests.core.observations.pictures import planar

WIDE, HIGH = 320, 180
"""Size in which clips are composed, before they are scaled."""

ANGLES_DEG = {
    "horizontal": (0, 180, 6, 172),
    "vertical": (90, 270, 84, 277),
    "diagonal": (45, 135, 225, 315, 38, 142),
}
STILLS_OF = {
    **STILLS,
    "sealed": (
        (
            "mandelbrot=s={w}x{h}:start_x=-1.7687:start_y=0.0017:start_scale={k}/40+0.003"
            ":outer=white:inner=period:maxiter=110,hue=h={s}*83"
        ),
        (
            "life=s=64x36:random_seed={s}:ratio=0.45:rule=B2/S,format=gray,scale={w}:{h}:"
            "flags=lanczos,format=gbrp,pseudocolor=preset=inferno:opacity=0.8"
        ),
        (
            "perlin=s={w}x{h}:octaves=5:persistence=0.6:random_mode=seed:random_seed={s}:xscale=7:"
            "yscale=5,format=gray,eq=contrast=2.7,format=gbrp,pseudocolor=preset=helix"
        ),
        (
            "color=c=gray:s=40x23,format=rgb24,noise=alls=100:all_seed={s},scale={w}:{h}:"
            "flags=neighbor,gblur=sigma=3,eq=contrast=3:saturation=0.8,hue=h={s}*19"
        ),
        "rgbtestsrc=s={w}x{h},rotate=a={k}*3:fillcolor=0x706050,hue=h={s}*11:s=0.6",
        (
            "cellauto=s=80x45:rule=150:random_seed={s}:random_fill_ratio=0.5,format=gray,"
            "scale={w}:{h}:flags=bicubic,format=gbrp,pseudocolor=preset=range1:opacity=0.7"
        ),
        (
            "nullsrc=s={w}x{h},format=rgb24,geq=r='120+100*sin(X/(9+mod({s},14)))*cos(Y/(13+"
            "mod({s},10)))':g='120+90*sin((X+2*Y)/(19+mod({s},15)))':b='60+X/5'"
        ),
        (
            "gradients=s={w}x{h}:seed={s}:n=4:type=radial:speed=0.00001,format=rgb24,"
            "noise=alls=35:all_seed={s},gblur=sigma=0.7"
        ),
        "yuvtestsrc=s={w}x{h},format=rgb24,hue=h={s}*41:s=0.9",
    ),
    "second": (
        (
            "mandelbrot=s={w}x{h}:start_x=-0.235125:start_y=0.827215:start_scale={k}/25+0.004"
            ":inner=convergence:outer=normalized_iteration_count:maxiter=170,hue=h={s}*73"
        ),
        (
            "color=c=gray:s=160x90,format=rgb24,noise=alls=100:all_seed={s},gblur=sigma=1.6,"
            "eq=contrast=3.5:saturation=0.7,scale={w}:{h}:flags=bicubic,hue=h={s}*29"
        ),
        (
            "perlin=s={w}x{h}:octaves=6:persistence=0.75:random_mode=seed:random_seed={s}:xscale=9:"
            "yscale=8,format=gray,eq=contrast=2.2,format=gbrp,pseudocolor=preset=fiery:opacity=0.9"
        ),
        "zoneplate=s={w}x{h}:r=24:kx2=40:ky2=30:kxy=9,format=rgb24,hue=h={s}*37",
        (
            "life=s=96x54:random_seed={s}:ratio=0.5:rule=B35678/S5678,format=gray,scale={w}:{h}:"
            "flags=spline,gblur=sigma=1.5,format=gbrp,pseudocolor=preset=total:opacity=0.6"
        ),
        "testsrc2=s={w}x{h}:r=24,rotate=a={k}*4:fillcolor=0x405060,eq=contrast=0.8,hue=h={s}*7",
        (
            "nullsrc=s={w}x{h},format=rgb24,geq=r='90+120*gt(sin(X/(6+mod({s},11))+3*sin(Y/40)),0)'"
            ":g='140+80*sin((X*X+Y*Y)/(3000+{s}))':b='60+110*lt(mod(X+3*Y,50+mod({s},33)),25)'"
        ),
        (
            "gradients=s={w}x{h}:seed={s}:n=5:type=square:speed=0.00001,format=rgb24,"
            "noise=alls=45:all_seed={s},gblur=sigma=1.2"
        ),
        (
            "cellauto=s=96x54:rule=22:random_seed={s}:random_fill_ratio=0.3,format=gray,"
            "scale={w}:{h}:flags=lanczos,format=gbrp,pseudocolor=preset=preferred:opacity=0.8"
        ),
        (
            "color=c=gray:s=52x30,format=rgb24,noise=alls=100:all_seed={s},eq=contrast=2:"
            "saturation=1.3,scale={w}:{h}:flags=neighbor,rotate=a=0.3+{k}:fillcolor=0x708040"
        ),
    ),
}
_COLORS = {
    "tuning": ("orange", "navy", "white", "0x20c040"),
    "held": ("crimson", "0x10d0e0", "black", "gold", "0xf0a0f0"),
    "fresh": ("0x2040ff", "0xff5010", "ivory", "0x803090", "0x40ffb0"),
    "sealed": ("0xc01850", "0x106040", "lavender", "0xe0d010", "0x303030"),
    "second": ("0x7030e0", "tomato", "0xd8f0ff", "0x005048", "0xa0e000", "0x181020"),
}
_SPEEDS = {
    "tuning": (0.08, 0.12, 0.24, 0.5),
    "held": (0.07, 0.11, 0.2, 0.3, 0.45),
    "fresh": (0.09, 0.13, 0.18, 0.27, 0.42),
    "sealed": (0.075, 0.1, 0.16, 0.22, 0.34, 0.48),
    "second": (0.085, 0.14, 0.19, 0.26, 0.38, 0.46),
}
_SIZES = {
    "tuning": ((256, 144), (192, 108), (160, 90), (320, 180)),
    "held": ((320, 180), (160, 90), (128, 72)),
    "fresh": ((288, 162), (224, 126), (144, 80)),
    "sealed": ((272, 152), (208, 118), (176, 100), (352, 198)),
    "second": ((240, 136), (304, 172), (168, 94), (384, 216)),
}
_RATES = {
    "tuning": (24, 30, 15, 50),
    "held": (25, 24, 50),
    "fresh": (20, 25, 30, 48),
    "sealed": (16, 24, 28, 40),
    "second": (18, 25, 30, 36, 60),
}
_LASTS_S = {
    "tuning": (1.0, 1.5, 2.0),
    "held": (1.2, 1.7),
    "fresh": (1.1, 1.4, 1.9),
    "sealed": (1.0, 1.3, 1.8),
    "second": (1.15, 1.6, 2.1),
}
_GROUNDS = {
    "tuning": ("still", "still", "flat", "panned", "zoomed"),
    "held": ("still", "still", "still", "flat", "panned"),
    "fresh": ("still", "still", "flat", "panned", "zoomed"),
    "sealed": ("still", "still", "flat", "panned", "zoomed"),
    "second": ("still", "still", "flat", "panned", "zoomed"),
}
_ZOOMS = (-0.25, -0.12, 0.12, 0.25)
"""Growth of the view of a second, as logarithms."""

_FINE = {
    "tuning": (1, 2, 8, 9),
    "held": (1, 3, 7),
    "fresh": (2, 3, 5),
    "sealed": (2, 3, 5, 6),
    "second": (1, 2, 4, 8),
}
"""Stills with texture everywhere, whose travel shows."""

_LOOK = "crop={w}:{h}:x='{x}':y='{y}'"


@dataclass(frozen=True)
class Travel:
    """Frames (time, height, width, 3), the direction of what travels in them, and its making."""

    frames: np.ndarray
    fps: int
    direction: str
    told: str


def clips(which: str, count: int) -> Iterator[Travel]:
    """Clips of one set, directions in turn."""
    rng = np.random.default_rng(
        {"tuning": 15, "held": 771, "fresh": 61007, "sealed": 880213, "second": 93151}[which]
    )
    directions = [*ANGLES_DEG, "radial", "none"]
    for number in range(count):
        yield travelling(which, directions[number % len(directions)], rng)


def travelling(which: str, direction: str, rng: np.random.Generator) -> Travel:
    """Some subjects, or a texture behind a window, that travel one way over one ground."""
    fps, size = int(rng.choice(_RATES[which])), _SIZES[which][rng.integers(len(_SIZES[which]))]
    lasts_s, speed = float(rng.choice(_LASTS_S[which])), float(rng.choice(_SPEEDS[which]))
    flows = direction in ANGLES_DEG and rng.random() < 0.25
    moved = {"panned", "zoomed"} if flows else set()
    ground = str(rng.choice([each for each in _GROUNDS[which] if each not in moved]))
    still, flowing = int(rng.integers(len(STILLS_OF[which]))), int(rng.choice(_FINE[which]))
    # A smooth ground that pans does not show that it does.
    still = int(rng.choice(_FINE[which])) if ground in {"panned", "zoomed"} else still
    pan = 0.05 * WIDE * float(rng.choice([-1, 1])) if ground == "panned" else 0.0
    graph, told = _ground(which, ground, still, fps, (pan, rng))
    if flows:
        ways = [_step(float(rng.choice(ANGLES_DEG[direction])), speed)]
        parts = [_flow(which, flowing, fps, ways[0], rng)]
    else:
        speed = min(speed, 0.75 / lasts_s)
        # Subjects are carried along with the ground that they travel over.
        ways = [(way[0] - pan, way[1]) for way in _ways(direction, speed, rng)]
        parts = [_subject(which, way, (lasts_s, fps), rng, direction) for way in ways]
    names = [f"o{i}" for i in range(len(parts))]
    graph += "[g];" + "".join(f"{part[0]}[{n}];" for n, part in zip(names, parts, strict=True))
    under = "g"
    for name, (_, place) in zip(names, parts, strict=True):
        graph += f"[{under}][{name}]overlay={place}:format=rgb[u{name}];"
        under = f"u{name}"
    look = _zoom(float(rng.choice(_ZOOMS)), lasts_s, fps) if ground == "zoomed" else ""
    frames = made_frames(f"{graph}[{under}]{look}{sized(size)}", size, fps, round(lasts_s * fps))
    kind = "flow" if flows else f"{len(parts)} {parts[0][0].split('=')[0]}"
    return Travel(frames, fps, direction, f"{kind} {speed:.2f} over {ground} {told}")


def _zoom(growth: float, lasts_s: float, fps: int) -> str:
    """Filters of a view that grows over what was composed, from or to all of it."""
    begins = max(0.0, -growth * lasts_s)
    scale = f"exp({begins:.4f}+{growth}*on/{fps})"
    # A view keeps to whole pixels, so that many of them are needed for an even one.
    return (
        f"scale=iw*4:ih*4:flags=bilinear,zoompan=z='{scale}':x='iw/2-iw/zoom/2':"
        f"y='ih/2-ih/zoom/2':d=1:s={WIDE}x{HIGH}:fps={fps},"
    )


def _step(angle_deg: float, speed: float) -> tuple[float, float]:
    """Pixels a second along either axis, of frames as they are composed."""
    angle = math.radians(angle_deg)
    return speed * WIDE * math.cos(angle), speed * WIDE * math.sin(angle)


def _ways(direction: str, speed: float, rng: np.random.Generator) -> list[tuple[float, float]]:
    """How every subject goes, in pixels a second."""
    if direction == "none":
        return [(0.0, 0.0)] * int(rng.integers(1, 3))
    if direction == "radial":
        turn, count = float(rng.uniform(0, 360)), int(rng.integers(3, 5))
        return [_step(turn + 360 * i / count, min(speed, 0.2)) for i in range(count)]
    return [_step(float(rng.choice(ANGLES_DEG[direction])), speed)] * int(rng.integers(1, 4))


def _ground(
    which: str, kind: str, number: int, fps: int, drawn: tuple[float, np.random.Generator]
) -> tuple[str, str]:
    """Filters of what subjects travel over, and what it is; ``drawn``: its pan and chance."""
    pan, rng = drawn
    if kind == "flat":
        color = str(rng.choice(["0x607080", "0xb09060", "0x305030"]))
        return f"color=c={color}:s={WIDE}x{HIGH}:r={fps},format=rgb24", color
    look = _LOOK.format(w=WIDE, h=HIGH, x=f"80+{pan}*(t-1)", y="45")
    still = STILLS_OF[which][number].format(
        w=480, h=270, s=int(rng.integers(1, 9000)), k=round(rng.random(), 3)
    )
    return f"{still},{FILM.format(f=fps)},{look},fps={fps},setsar=1", still.split("=")[0]


def _subject(
    which: str,
    way: tuple[float, float],
    time: tuple[float, int],
    rng: np.random.Generator,
    direction: str,
) -> tuple[str, str]:
    """Filters of one subject, and where it goes; ``time``: seconds and frames a second."""
    lasts_s, fps = time
    wide, high = (int(s) for s in rng.integers(26, 36 if direction == "radial" else 56, 2))
    if rng.random() < 0.5:
        color = rng.choice(_COLORS[which])
        graph = f"color=c={color}:s={wide}x{high}:r={fps},format=rgb24"
    else:
        graph = (
            f"color=c=gray:s={wide}x{high}:r={fps},format=rgb24,trim=end_frame=1,"
            f"noise=alls=100:all_seed={rng.integers(1, 9999)},gblur=sigma=3,eq=contrast=5,"
            f"format=rgb24,loop=loop=-1:size=1:start=0,setpts=N/{fps}/TB,fps={fps}"
        )
    middle = (WIDE / 2, HIGH / 2)
    if direction == "radial":
        # Away from the middle, where they do not cover each other.
        far = 0.16 * WIDE / math.hypot(*way)
        start = [m + w * far for m, w in zip(middle, way, strict=True)]
    else:
        spread = rng.uniform(-0.3, 0.3, 2) * (WIDE, HIGH)
        start = [m - w * lasts_s / 2 + s for m, w, s in zip(middle, way, spread, strict=True)]
    x, y = (
        f"{s - side / 2:.2f}+{w:.3f}*t" for s, side, w in zip(start, (wide, high), way, strict=True)
    )
    return graph, f"x='{x}':y='{y}'"


def _flow(
    which: str, number: int, fps: int, way: tuple[float, float], rng: np.random.Generator
) -> tuple[str, str]:
    """Filters of a texture that travels behind a window, and where that is."""
    wide, high = (int(side) for side in rng.integers(70, 110, 2))
    still = STILLS_OF[which][number].format(
        w=1280, h=1280, s=int(rng.integers(1, 9000)), k=round(rng.random(), 3)
    )
    x, y = (f"{590 - w:.2f}-{w:.3f}*(t-1)" for w in way)
    look = _LOOK.format(w=wide, h=high, x=x, y=y)
    graph = f"{still},{FILM.format(f=fps)},{look},fps={fps},setsar=1"
    left, top = rng.integers(10, WIDE - wide - 10), rng.integers(5, HIGH - high - 5)
    return graph, f"{left}:{top}"


def told(travel: Travel) -> str | None:
    """The direction that most windows show, and of several the surest one."""
    frames = [planar(frame) for frame in travel.frames]
    rows = measure_windows(frames, fps=travel.fps, frame_count=len(frames))
    seen = [row for row in rows if row.aspect == "motion.direction"]
    counts = Counter(row.value for row in seen)
    sure = {value: sum(row.confidence for row in seen if row.value == value) for value in counts}
    return min(counts, key=lambda value: (-counts[value], -sure[value])) if counts else None


def main(which: str, count: int) -> None:
    """Print how many directions are told right, and what the others were told as."""
    tables: dict[str, dict[str, Counter[str | None]]] = {}
    for travel in clips(which, count):
        lossy = replace(travel, frames=recoded(travel.frames, travel.fps, 28))
        for through, each in (("lossless", travel), ("crf 28", lossy)):
            table = tables.setdefault(through, {})
            table.setdefault(each.direction, Counter())[told(each)] += 1
    for through, table in tables.items():
        right = sum(counts[direction] for direction, counts in table.items())
        none = sum(counts[None] for counts in table.values())
        wrong = count - right - none
        sys.stdout.write(f"{which}, {through}: {right} right, {wrong} wrong, {none} untold\n")
        for direction, counts in table.items():
            sys.stdout.write(f"  {direction:11s} {dict(counts.most_common())}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
