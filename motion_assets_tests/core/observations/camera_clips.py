"""Camera moves that ffmpeg makes from stills of its own, for tests: clips of independent origin.

Run as a module, it makes many of them at other sizes and speeds and says how many are told
right, without and with a lossy codec in between::

    python -m motion_assets_tests.core.observations.camera_clips 120
"""

import subprocess
import sys
from collections import Counter

import imageio_ffmpeg
import numpy as np

from motion_assets.core.observations.thumbs import luma_thumb
from motion_assets.core.observations.viewing import name_view
from motion_assets_tests.core.observations.pictures import planar

FPS = 24
COUNT = 24

STILLS = {
    "fractal": "mandelbrot=s=1280x720:start_x=-0.743:start_y=0.131:start_scale={scale}:maxiter=300",
    "noise": "color=c=gray:s=1280x720,noise=alls=100:all_seed={seed},gblur=sigma=7,eq=contrast=6",
    "automaton": "cellauto=s=320x180:rule=30:random_seed={seed},scale=1280:720,gblur=sigma=5",
    "cells": "life=s=160x90:random_seed={seed}:ratio=0.4,scale=1280:720,gblur=sigma=4",
}
HELD = "format=rgb24,trim=end_frame=1,loop=loop=25:size=1:start=0,setpts=N/24/TB"
GRID = "drawgrid=w=96:h=88:t=22:c=white"
NEAR = "color=c=gray:s=1280x720,noise=alls=100:all_seed=91,gblur=sigma=9,eq=contrast=6"

# Where the view stands, out of a still of 1280 x 720, of which 640 x 360 are shown; {v} is the
# travel in frame widths a second and t the time.
_CROP = "crop=640:360:x='{x}':y='{y}'"
_ZOOM = "zoompan=z='{z}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d=1:s=1280x720:fps=24,crop=640:360"

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
}
# A far layer, and a near one of which only the lower or the right part is there.
LAYERED = {
    "truck": (
        "crop=640:360:x='320+{s}*{v}*640*(n-12)/24':y=180",
        "crop=640:190:x='320+{s}*({v}+0.2)*640*(n-12)/24':y=180",
        "0:170",
    ),
    "pedestal": (
        "crop=640:360:x=320:y='180+{s}*{v}*640*(n-12)/24'",
        "crop=330:360:x=320:y='180+{s}*({v}+0.2)*640*(n-12)/24'",
        "310:0",
    ),
}


def clip(kind, still, *, widths_s=0.12, sign=1, seed=3, width_px=256, crf=None):
    """Frames of one move over one still, uint8 (time, height, width, 3)."""
    source = STILLS[still].format(seed=seed, scale=0.02 + 0.004 * (seed % 5))
    values = {"v": widths_s, "s": sign}
    size = f"scale={width_px}:{width_px * 9 // 16 // 2 * 2}:flags=area,format=rgb24"
    if kind in LAYERED:
        far, near, place = (part.format(**values) for part in LAYERED[kind])
        graph = (
            f"[0]{HELD},{far}[far];[1]{HELD},{near}[near];"
            f"[far][near]overlay={place}:format=rgb,{size}"
        )
        inputs = [source, NEAR]
    else:
        plan = f"{GRID}," if kind == "birds_eye" else ""
        graph = f"[0]{HELD},{plan}{SINGLE[kind].format(**values)},{size}"
        inputs = [source]
    return _frames(inputs, graph, width_px, crf)


def _frames(inputs, graph, width_px, crf):
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


def main(count):
    """Make ``count`` clips and print how many are told right, missed and wrong."""
    rng = np.random.default_rng(77)
    kinds = [*SINGLE, *LAYERED]
    for crf in (None, 28):
        told: Counter[str] = Counter()
        wrong: Counter[tuple[str, str, str | None]] = Counter()
        for i in range(count):
            kind, still = kinds[i % len(kinds)], list(STILLS)[rng.integers(len(STILLS))]
            frames = clip(
                kind,
                still,
                widths_s=float(rng.choice([0.05, 0.09, 0.13, 0.22])),
                sign=int(rng.choice([-1, 1])),
                seed=int(rng.integers(1, 90)),
                width_px=int(rng.choice([128, 192, 256, 320])),
                crf=crf,
            )
            view = seen(frames)
            value = None if view is None else view.kind
            told["right" if value == kind else "missed" if value is None else "wrong"] += 1
            if value != kind:
                wrong[kind, still, value] += 1
        sys.stdout.write(f"crf {crf}: {dict(told)} {wrong.most_common()}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
