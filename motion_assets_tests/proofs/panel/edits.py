"""Edited clips: shots joined at known times, and a light that breathes at a known pace.

Shots and changes are those of ``edited_clips``, of fresh stills: ``concat``, ``fade``, ``xfade``.
A shot lasts from the middle of one change to that of the next. A pace is a sine of the time that
all light is multiplied with.
"""

from numpy.random import Generator

from motion_assets.vocabulary.definitions import Range
from motion_assets.vocabulary.time_ranges import (
    BREATH_HZ,
    BREATH_SHARES,
    CHANGE_S,
    LEAST_BREATH_S,
    SHOT_LENGTH_S,
)
from motion_assets_tests.core.observations.edited_clips import (
    FILM,
    KINDS,
    MOVES,
    STILLS,
    assembled,
)
from motion_assets_tests.proofs.panel.clips import Family, Film, Values, between, film

_WHICH = "fresh"
_SIZES = ((160, 90), (144, 96), (128, 128), (208, 118))
_RATES = (12, 15, 24, 25, 30)
_LONG_RATE = 12
"""Frames a second of clips of many seconds, which keeps them cheap."""

_MANY_S = {
    "none": (0, (1.5, 3.0)),
    "rare": (1, (8.0, 11.0)),
    "normal": (2, (6.0, 9.0)),
    "fast": (3, (4.2, 6.0)),
    "rapid": (4, (3.3, 4.2)),
}
"""Changes of a clip, and the seconds that it lasts."""


def joined(values: Values, rng: Generator) -> Film:
    """Two or three shots joined by changes of the asked kind and length."""
    fps = int(rng.choice(_RATES))
    kind = values["transition.type"]
    length = 0
    if kind != "cut":
        # The first frame of a change still shows the shot before it alone.
        length = 1 + _frames(CHANGE_S[values["transition.duration_s"]], fps, rng)
    lasts_s = rng.uniform(0.9, 1.7, 2 + int(rng.random() < 0.25))
    return _assembled(kind, length, [round(each * fps) for each in lasts_s], fps, rng)


def lasting(values: Values, rng: Generator) -> Film:
    """Two shots of the asked length."""
    asked = SHOT_LENGTH_S[values["temporal.shot_length_s"]]
    kind = str(rng.choice(list(KINDS)))
    length = 0 if kind == "cut" else 4
    shots = [_frames(asked, _LONG_RATE, rng) for _ in range(2)]
    # Each half of a change belongs to one of the shots that it joins.
    return _assembled(
        kind, length, [shots[0] - length // 2, shots[1] - length // 2], _LONG_RATE, rng
    )


def cutting(values: Values, rng: Generator) -> Film:
    """As many changes in a clip of a length as the asked frequency means."""
    changes, (least_s, most_s) = _MANY_S[values["temporal.cut_frequency"]]
    kind = str(rng.choice(["cut", "cut", "dissolve"]))
    length = 0 if kind == "cut" else 3
    total = round(float(rng.uniform(least_s, most_s)) * _LONG_RATE)
    each = total // (changes + 1)
    lasts = [each] * changes + [total - changes * each]
    return _assembled(kind, length, [n - length // 2 * 2 for n in lasts], _LONG_RATE, rng)


def breathing(values: Values, rng: Generator) -> Film:
    """One shot whose light breathes at the asked pace."""
    fps = int(rng.choice(_RATES))
    count = round(float(rng.uniform(LEAST_BREATH_S + 0.4, 3.5)) * fps)
    depth = between(rng, BREATH_SHARES.low, BREATH_SHARES.high)
    rate_hz = BREATH_HZ * float(values["temporal.pacing"])
    breath = f"(1+{depth:.4f}*sin(2*PI*{rate_hz}*T))*0.85"
    still = STILLS[_WHICH][rng.integers(len(STILLS[_WHICH]))]
    source = still.format(
        w=480, h=270, s=int(rng.integers(1, 9_000)), k=round(float(rng.random()), 3)
    )
    move = MOVES[str(rng.choice(["still", "pan", "tilt"]))]
    look = move.format(v=float(rng.uniform(0.02, 0.06)), a=int(rng.choice([-1, 1])), f=fps, t="t")
    planes = ":".join(f"{each}='{each}(X,Y)*{breath}'" for each in "rgb")
    size = _SIZES[rng.integers(len(_SIZES))]
    graph = (
        f"{source},{FILM.format(f=fps)},{look},scale={size[0]}:{size[1]},format=gbrp,geq={planes}"
    )
    return film(graph, size, fps, count)


def _frames(asked: Range, fps: int, rng: Generator) -> int:
    """Frames of a length within a range."""
    most = round(asked.high * fps)
    edge = (asked.high - asked.low) / 8
    inside = [n for n in range(1, most + 1) if asked.low + edge <= n / fps <= asked.high - edge]
    return int(rng.choice(inside))


def _assembled(kind: str, length: int, plain: list[int], fps: int, rng: Generator) -> Film:
    """Shots that are seen plainly for ``plain`` frames each, and what joins them."""
    ends = {0, len(plain) - 1}
    lasts = [n + length * (1 + (i not in ends)) for i, n in enumerate(plain)]
    if len(plain) == 1:
        lasts = plain
    effect = str(rng.choice(KINDS[kind]))
    size = _SIZES[rng.integers(len(_SIZES))]
    made = assembled(
        _WHICH,
        (kind, effect, length),
        lasts,
        (fps, size),
        (rng.permutation(len(STILLS[_WHICH])), rng),
    )
    return Film(made.frames, made.fps)


TRANSITIONS = Family(("transition.type", "transition.duration_s"), joined)
SHOTS = Family(("temporal.shot_length_s",), lasting)
CUTS = Family(("temporal.cut_frequency",), cutting)
PACES = Family(("temporal.pacing",), breathing)
