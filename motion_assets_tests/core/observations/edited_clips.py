"""Edited clips that ffmpeg makes from stills and moves of its own: changes of independent origin.

Run as a module, it makes many of them and prints which changes were told as which, without and
with a lossy codec in between. ``tuning``, ``held`` and ``fresh`` differ in stills, seeds, lengths,
speeds, sizes and frame rates; what is quoted comes from ``fresh``, on which nothing was tried::

    python -m motion_assets_tests.core.observations.edited_clips fresh 200

What the four names mean for what ffmpeg makes: a ``cut`` is ``concat``. A ``fade`` goes through
black: ``fadeblack``, or ``fade=out`` before ``fade=in``. A ``dissolve`` shows both shots in the
same places, evenly (``fade``) or in ever more pixels (``dissolve``). A ``wipe`` has an edge that
crosses the picture along one axis, with one shot on either side of it. Kinds that are none of
these are left out: those through white or gray, across corners, from the middle, in bars or
circles, those that squeeze, zoom or blur, and those that move one of the pictures or both along.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import imageio_ffmpeg
import numpy as np

from motion_assets.core.observations.cutting import name_cutting
from motion_assets.core.observations.shots import Change, find_changes, shots_of, tiny
from motion_assets_tests.core.observations.pictures import planar

WIDE, HIGH = 480, 270
"""Size of the stills; a shot shows two thirds of one along either axis."""

KINDS = {
    "cut": ("concat",),
    "fade": ("fadeblack", "fade-out-and-in"),
    "dissolve": ("fade", "dissolve"),
    "wipe": ("wipeleft", "wiperight", "wipeup", "wipedown"),
}
# What a still is made of; {s} is a seed and {k} a share between 0 and 1.
STILLS = {
    "tuning": (
        "mandelbrot=s={w}x{h}:start_x=-0.743:start_y=0.131:start_scale={k}/9+0.004:maxiter=200",
        (
            "color=c=gray:s={w}x{h},format=rgb24,noise=alls=100:all_seed={s},gblur=sigma=6,"
            "eq=contrast=5:saturation=2,hue=h={s}*37"
        ),
        (
            "cellauto=s=160x90:rule=30:random_seed={s},format=gray,scale={w}:{h},gblur=sigma=4,"
            "format=gbrp,pseudocolor=preset=viridis"
        ),
        "gradients=s={w}x{h}:seed={s}:n=4:speed=0.00001",
        "testsrc2=s={w}x{h}:r=24,hue=h={s}*53",
        "smptehdbars=s={w}x{h}",
        (
            "mandelbrot=s={w}x{h}:start_x=-1.25066:start_y=0.02012:start_scale={k}/30+0.002"
            ":inner=mincol:outer=outz:maxiter=150,hue=h={s}*61"
        ),
        (
            "life=s=96x54:random_seed={s}:ratio=0.4:rule=B36/S23,format=gray,scale={w}:{h}:"
            "flags=neighbor,format=gbrp,pseudocolor=preset=magma"
        ),
        (
            "perlin=s={w}x{h}:octaves=2:random_mode=seed:random_seed={s}:xscale=6:yscale=6,"
            "format=gray,eq=contrast=3,format=gbrp,pseudocolor=preset=green"
        ),
        (
            "color=c=gray:s=26x15,format=rgb24,noise=alls=100:all_seed={s},eq=contrast=2.5,"
            "scale={w}:{h}:flags=neighbor,hue=h={s}*43"
        ),
        (
            "nullsrc=s={w}x{h},format=rgb24,geq=r='40+170*mod(floor(X/(24+mod({s},30)))+"
            "floor(Y/(24+mod({s},19))),2)':g='60+X/4':b='200-Y/2',hue=h={s}*17"
        ),
        (
            "nullsrc=s={w}x{h},format=rgb24,geq=r='128+100*sin((X+Y*{k}*2)/(5+mod({s},13)))':"
            "g='128+90*sin((X-Y*{k})/(17+mod({s},11)))':b='90+80*sin(Y/(9+mod({s},7)))'"
        ),
        (
            "color=c=gray:s=96x54,format=gray,noise=alls=100:all_seed={s},geq=lum="
            "'if(gt(mod(Y,5),2)+gt(p(X,Y),120),225,30)',scale={w}:{h}:flags=neighbor,"
            "format=gbrp,pseudocolor=preset=cool:opacity=0.4"
        ),
        (
            "gradients=s={w}x{h}:seed={s}:n=3:type=radial:speed=0.00001,format=rgb24,"
            "noise=alls=25:all_seed={s}"
        ),
    ),
    "held": (
        (
            "mandelbrot=s={w}x{h}:start_x=0.275:start_y=0.006:start_scale={k}/9+0.01:maxiter=120,"
            "hue=h={s}*71"
        ),
        (
            "life=s=120x68:random_seed={s}:ratio=0.35,format=gray,scale={w}:{h},gblur=sigma=3,"
            "format=gbrp,pseudocolor=preset=cividis"
        ),
        "sierpinski=s={w}x{h}:seed={s}:type=triangle,format=rgb24,gblur=sigma=2,hue=h={s}*47",
        (
            "perlin=s={w}x{h}:octaves=4:random_mode=seed:random_seed={s}:xscale=4:yscale=3,"
            "format=gray,eq=contrast=2.4,format=gbrp,pseudocolor=preset=turbo:opacity=0.6"
        ),
        "testsrc=s={w}x{h}:r=24,hue=h={s}*29:s=0.7",
        (
            "gradients=s={w}x{h}:seed={s}:n=6:type=spiral:speed=0.00001,format=rgb24,noise=alls=30:all_seed={s},"
            "gblur=sigma=1"
        ),
        "colorchart=patch_size=80x68,scale={w}:{h},hue=h={s}*31",
        (
            "cellauto=s=96x54:rule=90:random_seed={s}:random_fill_ratio=0.4,format=gray,"
            "scale={w}:{h}:flags=area,gblur=sigma=5,format=gbrp,pseudocolor=preset=solar"
        ),
    ),
    "fresh": (
        (
            "mandelbrot=s={w}x{h}:start_x=-0.1592:start_y=1.0317:start_scale={k}/20+0.006"
            ":outer=normalized_iteration_count:maxiter=90,hue=h={s}*67"
        ),
        (
            "life=s=80x45:random_seed={s}:ratio=0.3:rule=B3678/S34678,format=gray,scale={w}:{h}:"
            "flags=bicubic,format=gbrp,pseudocolor=preset=plasma"
        ),
        (
            "perlin=s={w}x{h}:octaves=3:persistence=0.7:random_mode=seed:random_seed={s}:xscale=5:"
            "yscale=7,format=gray,eq=contrast=2,format=gbrp,pseudocolor=preset=spectral"
        ),
        (
            "color=c=gray:s=34x19,format=rgb24,noise=alls=100:all_seed={s},scale={w}:{h}:"
            "flags=bilinear,eq=contrast=4:saturation=1.5,hue=h={s}*23"
        ),
        "sierpinski=s={w}x{h}:seed={s}:type=carpet,format=rgb24,gblur=sigma=1.5,hue=h={s}*59",
        (
            "cellauto=s=120x68:rule=110:random_seed={s}:random_fill_ratio=0.5,format=gray,"
            "scale={w}:{h}:flags=neighbor,format=gbrp,pseudocolor=preset=shadows"
        ),
        "pal100bars=s={w}x{h},rotate=a={k}*2:fillcolor=0x506070,hue=h={s}*13:s=0.8",
        (
            "nullsrc=s={w}x{h},format=rgb24,geq=r='128+110*sin(hypot(X-200,Y-90)/(7+mod({s},12)))':"
            "g='110+90*cos((X+Y)/(11+mod({s},17)))':b='130+100*sin((2*X-Y)/(23+mod({s},9)))'"
        ),
        (
            "color=c=gray:s=80x45,format=gray,noise=alls=100:all_seed={s},geq=lum="
            "'if(lt(mod(Y,4),3)*lt(p(X,Y),128),40,210)',scale={w}:{h}:flags=bicubic,format=gbrp,"
            "pseudocolor=preset=heat:opacity=0.5"
        ),
        (
            "gradients=s={w}x{h}:seed={s}:n=5:type=circular:speed=0.00001,format=rgb24,"
            "noise=alls=40:all_seed={s}"
        ),
        (
            "nullsrc=s={w}x{h},format=rgb24,geq=r='if(mod(floor((X+Y)/(18+mod({s},25))),2),225,70)':"
            "g='if(mod(floor((X-Y+600)/(30+mod({s},21))),2),190,50)':b='40+Y/2'"
        ),
    ),
}

# Where a shot looks on its still: {v} is a speed in still widths a second, {t} the time, {a} a
# sign; two thirds are seen.
_LOOK = "crop=320:180:x='80+{x}':y='45+{y}'"
MOVES = {
    "still": _LOOK.format(x="0", y="0"),
    "pan": _LOOK.format(x="{a}*{v}*480*({t}-1)", y="0"),
    "tilt": _LOOK.format(x="0", y="{a}*{v}*270*({t}-1)"),
    "hand": _LOOK.format(x="3*(sin({t}*17)+sin({t}*29))", y="3*(sin({t}*23)+sin({t}*13))"),
    "turn": "rotate=a='{a}*{v}*{t}',crop=320:180",
    "zoom": "zoompan=z='1.3*exp({a}*{v}*{t})':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d=1"
    ":s=320x180:fps={f}",
}
FILM = "format=rgb24,trim=end_frame=1,loop=loop=-1:size=1:start=0,setpts=N/{f}/TB,fps={f}"

# What happens within a shot that is no change of shots.
EVENTS = {
    "flash": "eq=brightness='if(between(t,1.1,1.22),0.45,0)':eval=frame",
    "dimming": "eq=brightness='-0.22*min(1,max(0,(t-0.9)/0.5))':eval=frame",
    "switch": "eq=gamma='if(lt(t,1.3),1,0.62)':eval=frame",
    "whip": "",
    "passing": "",
    "quick zoom": "",
    "plain": "",
}
_SIZES = {
    "tuning": ((256, 144), (128, 72), (192, 192), (160, 90), (640, 360)),
    "held": ((320, 180), (160, 120), (96, 96)),
    "fresh": ((200, 112), (320, 240), (144, 256), (480, 270), (160, 90)),
}
_RATES = {"tuning": (24, 30, 12, 15, 50), "held": (25, 24, 50), "fresh": (12, 20, 25, 30, 48)}
_LENGTHS_S = {
    "tuning": (0.25, 0.34, 0.5, 0.7, 1.0),
    "held": (0.28, 0.46, 0.55, 0.95),
    "fresh": (0.25, 0.4, 0.6, 0.8, 1.0),
}
_SPEEDS = {
    "tuning": (0.03, 0.08, 0.14, 0.18),
    "held": (0.02, 0.06, 0.11, 0.17),
    "fresh": (0.025, 0.05, 0.1, 0.16),
}
_SEEDS = {"tuning": 5, "held": 906, "fresh": 20443}


_FFMPEG = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error"]
_RAW = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-"]


@dataclass(frozen=True)
class Made:
    """Frames (time, height, width, 3), how they are edited, and what was done to make them."""

    frames: np.ndarray
    fps: int
    kind: str
    length_s: float
    middles_s: tuple[float, ...]
    told: str


def clips(which: str, count: int) -> Iterator[Made]:
    """Clips of one set, kinds of change in turn; every fifth one has none."""
    rng = np.random.default_rng(_SEEDS[which])
    kinds = [*KINDS, "none"]
    for number in range(count):
        kind = kinds[number % len(kinds)]
        yield uncut(which, rng) if kind == "none" else edited(which, kind, rng)


def edited(which: str, kind: str, rng: np.random.Generator, effect: str = "") -> Made:
    """Two or three shots joined by changes of one kind."""
    fps, size = int(rng.choice(_RATES[which])), _SIZES[which][rng.integers(len(_SIZES[which]))]
    effect = effect or str(rng.choice(KINDS[kind]))
    length = 0 if kind == "cut" else round(float(rng.choice(_LENGTHS_S[which])) * fps)
    count = 2 + int(rng.random() < 0.25)
    plain = rng.integers(round(0.7 * fps), round(1.7 * fps), count)
    lasts = [int(n) + length * (1 + (0 < i < count - 1)) for i, n in enumerate(plain)]
    stills = rng.permutation(len(STILLS[which]))
    return assembled(which, (kind, effect, length), lasts, (fps, size), (stills, rng))


def assembled(
    which: str,
    change: tuple[str, str, int],
    lasts: list[int],
    form: tuple[int, tuple[int, int]],
    chance: tuple[np.ndarray, np.random.Generator],
) -> Made:
    """Shots of ``lasts`` frames each, in which the changes between them count twice.

    ``change``: its kind, its effect and its frames; ``form``: frames a second and size;
    ``chance``: the stills, which are taken in turn, and what else is drawn.
    """
    (kind, effect, length), (fps, size), (stills, rng) = change, form, chance
    graphs, told = [], [effect]
    for i, lasting_frames in enumerate(lasts):
        graph, words = _shot(which, int(stills[i % len(stills)]), fps, rng)
        graphs.append(f"{graph},trim=end_frame={lasting_frames},setpts=PTS-STARTPTS[s{i}]")
        told.append(words)
    joined, middles, gone = "s0", [], lasts[0]
    for i in range(1, len(lasts)):
        graphs.append(_joined(joined, f"s{i}", f"j{i}", effect, (length, gone, fps)))
        middles.append((gone - length / 2) / fps)
        joined, gone = f"j{i}", gone + lasts[i] - length
    graphs.append(f"[{joined}]{sized(size)}")
    frames = made_frames(";".join(graphs), size, fps, gone)
    return Made(frames, fps, kind, length / fps, tuple(middles), " | ".join(told))


def uncut(which: str, rng: np.random.Generator) -> Made:
    """One shot in which something happens."""
    fps, size = int(rng.choice(_RATES[which])), _SIZES[which][rng.integers(len(_SIZES[which]))]
    event = str(rng.choice(list(EVENTS)))
    move = {"whip": "pan", "quick zoom": "zoom"}.get(event)
    still = int(rng.integers(len(STILLS[which])))
    graph, words = _shot(which, still, fps, rng, move=move, quick=move is not None)
    if event == "passing":
        wide, speed = rng.integers(40, 120), rng.uniform(0.3, 1.2)
        color = rng.choice(["orange", "navy", "white"])
        graph += f"[s];color=c={color}:s={wide}x{wide}:r={fps}[o];[s][o]overlay=\
x='-{wide}+320*{speed:.3f}*t':y=60:format=rgb:shortest=0"
    elif EVENTS[event]:
        graph += f",{EVENTS[event]}"
    count = round(rng.uniform(2.0, 3.0) * fps)
    frames = made_frames(f"{graph},{sized(size)}", size, fps, count)
    return Made(frames, fps, "none", 0.0, (), f"{event} | {words}")


def _shot(
    which: str,
    number: int,
    fps: int,
    rng: np.random.Generator,
    *,
    move: str | None = None,
    quick: bool = False,
) -> tuple[str, str]:
    """Filters of one shot of a still, and what it shows in words."""
    move = move or str(rng.choice(list(MOVES)))
    values = {"w": WIDE, "h": HIGH, "s": int(rng.integers(1, 9000)), "k": round(rng.random(), 3)}
    speed = 0.5 if quick else float(rng.choice(_SPEEDS[which]))
    time = "(on/{f})" if move == "zoom" else "t"
    look = MOVES[move].format(v=speed, a=int(rng.choice([-1, 1])), f=fps, t=time.format(f=fps))
    graph = (
        f"{STILLS[which][number].format(**values)},{FILM.format(f=fps)},{look},fps={fps},setsar=1"
    )
    return graph, f"{STILLS[which][number].split('=')[0]} {move} {speed}"


def _joined(before: str, after: str, out: str, effect: str, timing: tuple[int, int, int]) -> str:
    """Filters that join two shots; ``timing``: frames of the change, of the first, and the rate."""
    length, gone, fps = timing
    if effect == "concat":
        return f"[{before}][{after}]concat=n=2:v=1[{out}]"
    if effect == "fade-out-and-in":
        # Half of the change is of either shot, so that both keep their frames but those.
        half, rest = length // 2, length - length // 2
        return (
            f"[{before}]trim=end_frame={gone - rest},fade=out:{gone - length}:{half}[{out}o];"
            f"[{after}]trim=start_frame={half},setpts=PTS-STARTPTS,fade=in:0:{rest}[{out}i];"
            f"[{out}o][{out}i]concat=n=2:v=1[{out}]"
        )
    return (
        f"[{before}]settb=1/{fps}[{out}b];[{after}]settb=1/{fps}[{out}a];[{out}b][{out}a]"
        f"xfade=transition={effect}:duration={length / fps}:offset={(gone - length) / fps}[{out}]"
    )


def sized(size: tuple[int, int]) -> str:
    return f"scale={size[0]}:{size[1]}:flags=area,format=rgb24"


def made_frames(graph: str, size: tuple[int, int], fps: int, count: int) -> np.ndarray:
    """Frames that a filter graph makes."""
    head = [*_FFMPEG, "-filter_complex_threads", "1", "-filter_complex", graph]
    return _frames(_run([*head, "-frames:v", str(count), "-r", str(fps), *_RAW]), size)


def recoded(frames: np.ndarray, fps: int, crf: int) -> np.ndarray:
    """The same frames through a lossy codec."""
    high, wide = frames.shape[1:3]
    read = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{wide}x{high}", "-r", str(fps)]
    lossy = ["-c:v", "libx264", "-threads", "1", "-crf", str(crf), "-pix_fmt", "yuv420p"]
    coded = _run([*_FFMPEG, *read, "-i", "-", *lossy, "-f", "matroska", "-"], frames.tobytes())
    return _frames(_run([*_FFMPEG, "-i", "-", *_RAW], coded), (wide, high))


def _frames(raw: bytes, size: tuple[int, int]) -> np.ndarray:
    return np.frombuffer(raw, np.uint8).reshape(-1, size[1], size[0], 3)


def _run(command: list[str], given: bytes | None = None) -> bytes:
    return subprocess.run(command, input=given, capture_output=True, check=True, timeout=60).stdout


def found(made: Made) -> tuple[Change, ...]:
    """Changes found in the frames of a clip."""
    return find_changes(np.stack([tiny(planar(frame)) for frame in made.frames]), made.fps)


def judged(made: Made, changes: tuple[Change, ...]) -> str:
    """``right``, ``missed`` or what was seen instead."""
    kinds = [each.kind for each in changes]
    late_s = max(0.2, made.length_s / 2)
    near = len(kinds) == len(made.middles_s) and all(
        abs(each.middle / made.fps - middle) <= late_s
        for each, middle in zip(changes, made.middles_s, strict=True)
    )
    if kinds == [made.kind] * len(made.middles_s) and near:
        return "right"
    if not kinds:
        return "missed"
    return "elsewhere" if set(kinds) == {made.kind} else "+".join(sorted(set(kinds)))


def lasting(made: Made, changes: tuple[Change, ...]) -> set[str]:
    """Named lengths of the changes of a clip."""
    shots = shots_of(changes, len(made.frames))
    named = name_cutting(changes, shots, fps=made.fps, frame_count=len(made.frames))
    return {each.value for each in named if each.aspect == "transition.duration_s"}


def main(which: str, count: int) -> None:
    """Print how many clips are told right, by kind, and what the others were told as."""
    tables: dict[str, dict[str, Counter[str]]] = {}
    for made in clips(which, count):
        lossy = replace(made, frames=recoded(made.frames, made.fps, 28))
        for through, each in (("lossless", made), ("crf 28", lossy)):
            kinds = tables.setdefault(through, {kind: Counter() for kind in (*KINDS, "none")})
            kinds[each.kind][judged(each, found(each))] += 1
    for through, table in tables.items():
        right = sum(counts["right"] for counts in table.values())
        sys.stdout.write(f"{which}, {through}: {right} of {count} right\n")
        for kind, counts in table.items():
            sys.stdout.write(f"  {kind:9s} {dict(counts.most_common())}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
