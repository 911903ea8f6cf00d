"""Camera moves that ffmpeg makes from stills of its own, for tests: clips of independent origin.

Run as a module, it makes many of them at other sizes and speeds and prints which kind was told as
which, without and with a lossy codec in between. ``tuning`` and ``fresh`` differ in stills, seeds,
speeds and sizes; what is quoted comes from ``fresh``, on which nothing was ever tried::

    python -m motion_assets_tests.core.observations.camera_clips fresh 160

What the kinds mean for what ffmpeg makes: a view over one still that shifts (``crop``), grows
(``zoompan``) or turns (``rotate``). A truck, a pedestal and a dolly have a second still in front
that shifts or grows faster. An arc and a crane are turns of the view about an axis, with the
corners of the picture where such a turn has them (``perspective``): about the upright one, with a
layer in front that goes faster or the other way, and about the level one. Tracking is a pan under
a flat shape.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import imageio_ffmpeg
import numpy as np

from motion_assets.core.observations.thumbs import luma_thumb
from motion_assets.core.observations.viewing import name_view
from motion_assets_tests.core.observations.pictures import planar
from motion_assets_tests.proofs.matrix import Matrix

FPS = 24
COUNT = 24

STILLS = {
    "fractal": "mandelbrot=s=1280x720:start_x=-0.743:start_y=0.131:start_scale={scale}:maxiter=300",
    "noise": "color=c=gray:s=1280x720,noise=alls=100:all_seed={seed},gblur=sigma=7,eq=contrast=6",
    "automaton": "cellauto=s=320x180:rule=30:random_seed={seed},scale=1280:720,gblur=sigma=5",
    "cells": "life=s=160x90:random_seed={seed}:ratio=0.4,scale=1280:720,gblur=sigma=4",
}
FRESH_STILLS = {
    "spirals": (
        "mandelbrot=s=1280x720:start_x=-0.0452:start_y=0.9868:start_scale={scale}:maxiter=200"
    ),
    "clouds": (
        "perlin=s=1280x720:octaves=4:persistence=0.6:random_mode=seed:random_seed={seed}:"
        "xscale=24:yscale=24,format=gray,eq=contrast=2.2"
    ),
    "growth": (
        "life=s=128x72:random_seed={seed}:ratio=0.35:rule=B36/S23,format=gray,scale=1280:720:"
        "flags=bicubic,gblur=sigma=5"
    ),
    "weave": (
        "cellauto=s=160x90:rule=110:random_seed={seed}:random_fill_ratio=0.5,format=gray,"
        "scale=1280:720:flags=bicubic,gblur=sigma=5"
    ),
    "mosaic": (
        "color=c=gray:s=64x36,format=gray,noise=alls=100:all_seed={seed},eq=contrast=2.5,"
        "scale=1280:720:flags=bilinear"
    ),
}
"""Stills of tuning clips, and of fresh ones."""

HELD = "format=rgb24,trim=end_frame=1,loop=loop=25:size=1:start=0,setpts=N/24/TB"
GRID = "eq=contrast=0.6,drawgrid=w=96:h=88:t=22:c=white"
NEAR = "color=c=gray:s=1280x720,noise=alls=100:all_seed={near},gblur=sigma=9,eq=contrast=6"
CUT_OUT = (
    "color=c=gray:s=80x45,format=gray,noise=alls=100:all_seed={near},hue=s=0,"
    "scale=1280:720:flags=bicubic,format=yuva444p[n];color=c=gray:s=20x12,format=gray,"
    "noise=alls=100:all_seed={near}7,scale=1280:720:flags=bicubic,eq=contrast=60,gblur=sigma=1"
    "[holes];[n][holes]alphamerge"
)
"""A still that lies in front, and one with holes in it."""

# Where the view stands, out of a still of 1280 x 720, of which 640 x 360 are shown; {v} is the
# travel in frame widths a second and t the time.
_CROP = "crop=640:360:x='{x}':y='{y}'"
# A view that grows keeps to whole pixels of its still, so that many of them make an even one.
_ZOOM = (
    "scale=1920:1080:flags=bilinear,zoompan=z='{z}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d=1:"
    "s=1280x720:fps=24,crop=640:360"
)


def _turned(*, across: bool) -> str:
    """A turn of the view at {rate} widths a second, {f} widths before its picture plane.

    The corners of the picture are where a ray that is turned by ``way / f`` meets the plane.
    """
    sides = (0.5, 0.28125) if across else (0.28125, 0.5)
    parts = []
    for number, (x, y) in enumerate(((-1, -1), (1, -1), (-1, 1), (1, 1))):
        along, beside = (x, y) if across else (y, x)
        angle = f"atan({along * sides[0]}/{{f}})"
        turned = f"({angle}+{{rate}}*(on-12)/24/{{f}})"
        way = f"{{view}}*{{f}}*tan({turned})"
        off = f"{{view}}*{beside * sides[1]}*cos({angle})/cos({turned})"
        across_px, down_px = (way, off) if across else (off, way)
        parts.append(f"x{number}='W/2+{across_px}':y{number}='H/2+{down_px}'")
    return f"scale=640:360,perspective={':'.join(parts)}:eval=frame:sense=source"


_ARC = _turned(across=True)

SINGLE = {
    "static": _CROP.format(x="320", y="180"),
    "pan": _CROP.format(x="320+{s}*{v}*640*(n-12)/24", y="180"),
    "tilt": _CROP.format(x="320", y="180+{s}*{v}*640*(n-12)/24"),
    "zoom": _ZOOM.format(z="1.1*exp({v}*2*on/24)"),
    "zoom_out": _ZOOM.format(z="2.4*exp(-{v}*2*on/24)"),
    "rotate": "rotate=a='{s}*{v}*2*n/24',crop=640:360",
    "roll": "rotate=a='{s}*{v}/3*sin(2*PI*n/22)',crop=640:360",
    "whip_pan": "crop=640:360:x='320+{s}*1.1*640*(n-12)/24':y=180,avgblur=sizeX=15:sizeY=1",
    "handheld": _CROP.format(
        x="320+640*0.0065*(sin(n*0.71)+sin(n*1.13+1))", y="180+640*0.0065*(sin(n*0.83+2)+sin(n))"
    ),
    "birds_eye": _CROP.format(x="320", y="180"),
    "crane": _turned(across=False),
}


def _ahead(rate: str) -> str:
    return f"format=yuva444p,{_ZOOM.format(z=rate)}"


# A far layer, one in front of it, and where that lies.
LAYERED = {
    "truck": (
        "crop=640:360:x='320+{s}*{v}*640*(n-12)/24':y=180",
        "crop=640:190:x='320+{s}*({v}+{p})*640*(n-12)/24':y=180",
        "0:170",
    ),
    "pedestal": (
        "crop=640:360:x=320:y='180+{s}*{v}*640*(n-12)/24'",
        "crop=330:360:x=320:y='180+{s}*({v}+{p})*640*(n-12)/24'",
        "310:0",
    ),
    "dolly": (
        _ZOOM.format(z="1.2*exp({v}*2*on/24)"),
        _ahead("1.1*exp(({v}+{p})*2*on/24)"),
        "0:0",
    ),
    "arc": (_ARC, f"format=yuva444p,{_ARC.replace('{rate}', '{front}')}", "0:0"),
    "tracking": (
        "crop=640:360:x='320+{s}*{v}*640*(n-12)/24':y=180",
        "format=gray,lut=y={level},crop={wide}:{high}",
        "(W-w)/2+{off}:(H-h)/2-{off}",
    ),
}
_CUT_OUT = frozenset({"dolly", "arc"})


@dataclass(frozen=True)
class Move:
    """What a clip is made of besides its kind and its still, in frame widths and seconds."""

    widths_s: float = 0.12
    sign: int = 1
    seed: int = 3
    near_seed: int = 91
    parallax: float = 0.2
    opposite: bool = False
    focal: float = 0.34
    spot_px: tuple[int, int] = (56, 48)
    spot_level: int = 40
    spot_off_px: int = 4

    def values(self) -> Mapping[str, float]:
        """What filters are filled in with."""
        return {
            "v": self.widths_s,
            "s": self.sign,
            "p": self.parallax,
            "f": self.focal,
            "rate": self.sign * self.widths_s,
            # What is before the pivot of an arc goes the other way than what is behind it.
            "front": self.sign * (self.widths_s + self.parallax * (-1 if self.opposite else 1)),
            "view": 240,
            "wide": self.spot_px[0],
            "high": self.spot_px[1],
            "level": self.spot_level,
            "off": self.spot_off_px,
        }


def clip(kind, still, *, width_px=256, crf=None, **made):
    """Frames of one move over one still, uint8 (time, height, width, 3); ``made``: of `Move`."""
    move = Move(**made)
    stills = {**STILLS, **FRESH_STILLS}
    source = stills[still].format(seed=move.seed, scale=0.02 + 0.004 * (move.seed % 5))
    values = move.values()
    size = f"scale={width_px}:{width_px * 9 // 16 // 2 * 2}:flags=area,format=rgb24"
    if kind not in LAYERED:
        plan = f"{GRID}," if kind == "birds_eye" else ""
        return _frames([source], f"[0]{HELD},{plan}{SINGLE[kind].format(**values)},{size}", crf)
    far, near, place = (part.format(**values) for part in LAYERED[kind])
    front = (CUT_OUT if kind in _CUT_OUT else NEAR).format(near=move.near_seed)
    # What lies in front keeps its holes: only what has none is made opaque colors.
    held = HELD.removeprefix("format=rgb24,") if kind in _CUT_OUT else HELD
    graph = (
        f"[0]{HELD},{far}[far];[1]{held},{near}[near];[far][near]overlay={place}:format=rgb,{size}"
    )
    return _frames([source, front], graph, crf)


def _frames(inputs, graph, crf):
    width_px = int(graph.rsplit("scale=", 1)[1].split(":")[0])
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    sources = [part for each in inputs for part in ("-f", "lavfi", "-i", each)]
    head = [ffmpeg, "-v", "error"]
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    made = [*head, *sources, "-filter_complex", graph, "-frames:v", str(COUNT)]
    if crf is None:
        out = _run([*made, *raw])
    else:
        lossy = ["-c:v", "libx264", "-crf", str(crf), "-pix_fmt", "yuv420p", "-f", "matroska", "-"]
        out = _run([*head, "-i", "-", *raw], _run([*made, *lossy]))
    height = width_px * 9 // 16 // 2 * 2
    return np.frombuffer(out, np.uint8).reshape(-1, height, width_px, 3)


def _run(command, given=None):
    return subprocess.run(command, input=given, capture_output=True, check=True, timeout=60).stdout


def seen(frames):
    """What is named in frames, looked at as a window of a clip is."""
    thumbs = np.stack([luma_thumb(planar(frame)) for frame in frames[::2]])
    return name_view(thumbs, 2 / FPS)


_SPEEDS = {"tuning": (0.05, 0.09, 0.13, 0.22), "fresh": (0.055, 0.07, 0.11, 0.14, 0.17, 0.24)}
_WIDTHS_PX = {"tuning": (128, 192, 256, 320), "fresh": (144, 160, 224, 288)}
_PARALLAXES = {"tuning": (0.2,), "fresh": (0.16, 0.18, 0.22)}
_BEHIND_WIDTHS_S = 0.07
_SEEDS = {"tuning": 77, "fresh": 40961}
_FOCALS = {"tuning": (0.34,), "fresh": (0.31, 0.34, 0.37)}


def drawn(which, kind, rng):
    """A still and everything else that a clip of one set is made of, by chance."""
    still = str(rng.choice(list(STILLS if which == "tuning" else FRESH_STILLS)))
    opposite = bool(kind == "arc" and rng.random() < 0.5)
    widths_s = float(rng.choice(_SPEEDS[which]))
    return still, {
        # What is behind the pivot is farther off, and goes more slowly than what is before it.
        "widths_s": min(widths_s, _BEHIND_WIDTHS_S) if opposite else widths_s,
        "sign": int(rng.choice([-1, 1])),
        "seed": int(rng.integers(1, 90) + (1000 if which == "fresh" else 0)),
        "width_px": int(rng.choice(_WIDTHS_PX[which])),
        "near_seed": int(rng.integers(100, 999)) if which == "fresh" else 91,
        "parallax": float(rng.choice(_PARALLAXES[which])),
        "opposite": opposite,
        "focal": float(rng.choice(_FOCALS[which])),
        "spot_px": tuple(int(px) for px in rng.integers(36, 72, 2)),
        "spot_level": int(rng.choice([30, 200, 235])),
        "spot_off_px": int(rng.integers(-16, 17)),
    }


def main(which, count):
    """Make ``count`` clips and print the kinds that were told of them."""
    kinds = [*SINGLE, *LAYERED]
    for crf in (None, 28):
        rng = np.random.default_rng(_SEEDS[which])
        table = Matrix(kinds)
        wrong: Counter[str] = Counter()
        for i in range(count):
            kind = kinds[i % len(kinds)]
            still, made = drawn(which, kind, rng)
            view = seen(clip(kind, still, crf=crf, **made))
            value = None if view is None else view.kind
            table.add(kind, value)
            if value != kind:
                words = f"{kind} {still} {made['widths_s']} {made['width_px']}"
                wrong[f"{words} {'opposite' * made['opposite']} told {value}"] += 1
        sys.stdout.write("\n".join([*table.lines(f"{which}, crf {crf}"), *wrong, ""]))
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
