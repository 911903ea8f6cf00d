"""Editing: how long a clip must be, and where it is cut, to show what was asked of its time.

Put the planning of shots and changes here. Mixing two shots belongs in ``transitions``; the
ranges of every value in ``vocabulary.time_ranges``.
"""

import math
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np

from motion_assets.core.clips.scene import Editing, TransitionType
from motion_assets.errors import LimitError, RequestError
from motion_assets.vocabulary.definitions import Range
from motion_assets.vocabulary.time_ranges import (
    BRIEF_PLAIN_S,
    CUT_FREQUENCY,
    CUT_FREQUENCY_DRAWN,
    DRAWN_PLAIN_S,
    SHOT_ALONE_S,
    SHOT_LENGTH_S,
    SHOT_LONGER_S,
)

_CHANGES: Final[tuple[TransitionType, ...]] = get_args(TransitionType)
_ALONE_S: Final = 2.0
"""Length of a clip of which nothing was asked."""

_LEAST_SHOT_S: Final = 0.6
_LONG_S: Final = 2.42
_LONGER_S: Final = 3.3
_LONGEST_S: Final = 3.38
"""Seconds one shot is seen plainly where there is room, so that a gait can be told in it, usually
and where that has shown to be too short, and how long it is at most with its change: a length
that nobody asks for lies between the listed ones, and a little less than a half over whole
seconds gives the longest windows."""

_LONG_ENOUGH_S: Final = 1.5
"""Seconds an asked shot is seen plainly, from which no other one need be long."""

_PLAINER_S: Final = 0.08
"""Seconds that shots are seen plainly for longer where their changes were not told."""

_OFF_S: Final = 0.12
"""Seconds that shots keep off lengths that nobody asked for."""

_MOST_CHANGES: Final = 60
_MANY_CHANGES: Final = 16
_PREFERRED: Final = ("normal", "fast", "rare", "rapid")
_UNEVEN: Final = 0.12


@dataclass(frozen=True, slots=True)
class EditPlan:
    """Where a clip is cut, how many frames it has, and the values that follow from it.

    ``values``: canonical values of every aspect of editing that the clip shows.
    """

    editing: Editing
    frame_count: int
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Lengths:
    """Shots that show a frequency: one of ``kept_s`` among ``changes`` others, in ``total_s``.

    ``long_s``: least length of the longest of the others, ``shortest_s``: of all others.
    """

    frequency: str
    changes: int
    kept_s: float
    long_s: float
    shortest_s: float
    total_s: float


def plan_editing(
    *,
    transition: TransitionType | None,
    change_s: str | None,
    cut_frequency: str | None,
    shot_length_s: str | None,
    fps: int,
    rng: np.random.Generator,
    clip_s: float | None = None,
    longer: bool = False,
    plainer: int = 0,
) -> EditPlan:
    """The shortest editing that shows what is asked; what is left open is chosen.

    Parameters
    ----------
    transition, change_s, cut_frequency, shot_length_s
        Canonical values of the aspects, None where open. Nothing asked gives one shot.
    fps : int
        Frames a second.
    rng : numpy.random.Generator
        Draws the order and the uneven lengths of the other shots.
    clip_s : float, optional
        Length that the whole clip must have.
    longer : bool
        Whether the longest shot is to be longer than usual, as the asked one may be.
    plainer : int
        Steps by which every shot is to be seen plainly for longer than usual, where the clip does
        not take many more shots for that.

    Raises
    ------
    RequestError
        If the values exclude each other: a cut that takes time, a change in an uncut clip.
    LimitError
        If ``clip_s`` is too short, or too long, for what is asked.

    Examples
    --------
    >>> plan = plan_editing(transition=None, change_s=None, cut_frequency="none",
    ...                     shot_length_s="4", fps=24, rng=np.random.default_rng(1))
    >>> plan.editing.starts, plan.frame_count
    ((0,), 96)
    """
    _require_together(transition, change_s, cut_frequency)
    shot_s = None if shot_length_s is None else float(shot_length_s)
    wanted_s = shot_s if clip_s is None else clip_s
    cut = transition is not None or change_s is not None
    alone = shot_s is None or clip_s is None or abs(shot_s - clip_s) < 1 / fps
    if cut_frequency == "none" or (cut_frequency is None and not cut and alone):
        if clip_s is None and shot_length_s is not None:
            wanted_s = SHOT_ALONE_S.get(shot_length_s, shot_s)
        return _uncut(wanted_s, shot_length_s, fps)
    kind, length = _change(transition, change_s, cut_frequency, rng)
    change_frames = round(float(length) * fps)
    if longer and clip_s is None and shot_length_s is not None:
        shot_s = SHOT_LONGER_S.get(shot_length_s, shot_s)
    lengths = _plainest(
        cut_frequency, shot_s, (change_frames / fps, clip_s), longer=longer, plainer=plainer
    )
    asked, fixed = shot_s is not None, clip_s is not None
    shots = _shots(lengths, change_frames / fps, rng, asked=asked, fixed=fixed)
    edges = _edges(shots, fps, fixed=fixed)
    values = [
        ("transition.type", kind),
        ("transition.duration_s", length),
        ("temporal.cut_frequency", lengths.frequency),
    ]
    if shot_length_s is not None:
        values.append(("temporal.shot_length_s", shot_length_s))
    turn = int(rng.integers(0, 4))
    return EditPlan(Editing(kind, tuple(edges[:-1]), change_frames, turn), edges[-1], tuple(values))


def _edges(shots: list[float], fps: int, *, fixed: bool) -> list[int]:
    """First frame of every shot, and of what comes after the last one.

    ``fixed``: whether all shots last as long together as told; else each lasts as long as told, so
    that equal shots do not differ by a frame.

    >>> _edges([0.9, 0.9, 0.9], 12, fixed=True), _edges([0.9, 0.9, 0.9], 12, fixed=False)
    ([0, 11, 22, 32], [0, 11, 22, 33])
    """
    if fixed:
        return [round(each * fps) for each in np.cumsum([0.0, *shots])]
    frames = [round(each * fps) for each in shots]
    return [int(each) for each in np.cumsum([0, *frames])]


def _require_together(
    transition: TransitionType | None, change_s: str | None, cut_frequency: str | None
) -> None:
    """Refuse values that exclude each other."""
    if cut_frequency == "none" and (transition is not None or change_s is not None):
        raise RequestError(
            f"a clip without cuts shows no transition, got {transition or change_s!r} with "
            "temporal.cut_frequency 'none'. Ask for a frequency, or for no transition."
        )
    takes_time = None if change_s is None else float(change_s) > 0
    if takes_time is not None and transition is not None and takes_time == (transition == "cut"):
        raise RequestError(
            f"a cut takes 0.0 s and every other transition longer, got transition.type "
            f"{transition!r} with transition.duration_s {change_s!r}."
        )


def _uncut(wanted_s: float | None, shot_length_s: str | None, fps: int) -> EditPlan:
    """One shot."""
    alone_s = _ALONE_S if wanted_s is None else wanted_s
    frame_count = math.floor(alone_s * fps + 0.5)
    values = [("temporal.cut_frequency", "none")]
    if shot_length_s is not None:
        values.append(("temporal.shot_length_s", shot_length_s))
    return EditPlan(Editing("cut", (0,), 0), frame_count, tuple(values))


def _change(
    transition: TransitionType | None,
    change_s: str | None,
    cut_frequency: str | None,
    rng: np.random.Generator,
) -> tuple[TransitionType, str]:
    """Kind and length of the changes; open ones are cuts, or short where cuts come quickly."""
    if transition is None and change_s is None:
        return "cut", "0.0"
    if transition is None:
        gradual = [kind for kind in _CHANGES if kind != "cut"]
        drawn = gradual[int(rng.integers(len(gradual)))]
        return ("cut" if float(change_s or 0) == 0 else drawn), str(change_s)
    if change_s is not None:
        return transition, change_s
    if transition == "cut":
        return transition, "0.0"
    return transition, "0.25" if cut_frequency in {"fast", "rapid"} else "0.5"


def _plainest(
    cut_frequency: str | None,
    shot_s: float | None,
    times_s: tuple[float, float | None],
    *,
    longer: bool,
    plainer: int,
) -> _Lengths:
    """Lengths of which every shot is seen as plainly as ``plainer`` says, or less so.

    ``times_s``: of a change, and of the whole clip where that is set.
    """
    change_s, _ = times_s
    for steps in range(plainer, 0, -1):
        shortest = _shortest(change_s, DRAWN_PLAIN_S + steps * _PLAINER_S)
        if shot_s is not None and _listed(shortest) not in {None, shot_s}:
            # Most shots would show a length that nobody asks for.
            continue
        try:
            found = _lengths(
                cut_frequency, _kept(shot_s, change_s, shortest, longer=longer), times_s
            )
        except LimitError:
            continue
        if found.changes <= _MANY_CHANGES:
            return found
    plain_s = DRAWN_PLAIN_S
    if shot_s is not None and _next_listed(_shortest(change_s)) not in {None, shot_s}:
        plain_s = BRIEF_PLAIN_S
    kept = _kept(shot_s, change_s, _shortest(change_s, plain_s), longer=longer)
    return _lengths(cut_frequency, kept, times_s)


def _lengths(
    cut_frequency: str | None,
    kept: tuple[tuple[float, float, float], ...],
    times_s: tuple[float, float | None],
) -> _Lengths:
    """How many changes in how long a clip show the frequency, or any where it is open."""
    change_s, clip_s = times_s
    names = _PREFERRED if cut_frequency is None else (cut_frequency,)
    for ranges in (CUT_FREQUENCY_DRAWN, CUT_FREQUENCY):
        for kept_s in kept:
            for name in names:
                found = _fitting(name, ranges[name], kept_s, clip_s)
                if found is not None:
                    return found
    raise LimitError(
        f"no editing shows cut frequency {cut_frequency or 'of any kind'} with a shot of "
        f"{kept[0][0]:.3g} s and changes of {change_s:.2f} s"
        + (f" in {clip_s} s. Leave the length of the clip open." if clip_s else ".")
    )


def _kept(
    shot_s: float | None, change_s: float, shortest: float, *, longer: bool
) -> tuple[tuple[float, float, float], ...]:
    """Lengths that one shot, the asked one, the longest of the others and the rest should have.

    One of the first two is long enough for a gait where there is room for that.
    """
    plain_s = _LONGER_S if longer else _LONG_S
    long_s = min(plain_s + change_s, _LONGEST_S)
    if shot_s is None:
        return (long_s, shortest, shortest), (shortest, shortest, shortest)
    if shot_s - change_s >= _LONG_ENOUGH_S:
        return ((shot_s, shortest, shortest),)
    return (shot_s, long_s, shortest), (shot_s, shortest, shortest)


def _shortest(change_s: float, plain_s: float = DRAWN_PLAIN_S) -> float:
    """Shortest shot between two changes, which is seen plainly for ``plain_s``."""
    return max(_LEAST_SHOT_S, change_s + plain_s)


def _fitting(
    name: str,
    cuts_min: Range,
    kept_s: tuple[float, float, float],
    clip_s: float | None,
) -> _Lengths | None:
    """The fewest changes at a rate within ``cuts_min`` that leave room for every shot."""
    *long_s, shortest = kept_s
    for changes in range(1, _MOST_CHANGES):
        room_s = sum(long_s) + (changes - 1) * shortest
        least_s = max(room_s, 60 * changes / cuts_min.high)
        most_s = 60 * changes / cuts_min.low
        total_s = least_s if clip_s is None else clip_s
        if least_s <= total_s <= most_s:
            return _Lengths(name, changes, *kept_s, total_s)
    return None


def _shots(
    lengths: _Lengths, change_s: float, rng: np.random.Generator, *, asked: bool, fixed: bool
) -> list[float]:
    """Lengths of all shots in order, the kept one anywhere it is seen plainly.

    ``asked``: whether the kept one has an asked length, which the others keep off; ``fixed``:
    whether all of them last as long together as they are told to.
    """
    others = _others(lengths, rng, asked=asked)
    others[int(rng.integers(0, lengths.changes))] += lengths.long_s - lengths.shortest_s
    if asked and not fixed:
        others = _kept_off(others, lengths)
    place = int(rng.integers(0, lengths.changes + 1))
    plainly = lengths.kept_s >= change_s + DRAWN_PLAIN_S
    if not plainly and not math.isclose(lengths.kept_s, lengths.shortest_s):
        # Only the first and the last shot have but half a change within their length.
        place = lengths.changes if place % 2 else 0
    return [*others[:place], lengths.kept_s, *others[place:]]


def _others(lengths: _Lengths, rng: np.random.Generator, *, asked: bool) -> list[float]:
    """Lengths of the shots beside the kept one, which share what time is to spare.

    All of them do, unevenly; beside an asked length only as many as do not get a listed one by it.
    """
    count, shortest = lengths.changes, lengths.shortest_s
    spare = lengths.total_s - lengths.kept_s - lengths.long_s - (count - 1) * shortest
    weights = 1.0 + _UNEVEN * rng.uniform(-1.0, 1.0, size=count)
    if asked:
        free = [n for n in range(count, 0, -1) if _listed(shortest + spare / n) is None]
        chosen = rng.permutation(count)[: free[0] if free else count]
        weights = np.isin(np.arange(count), chosen).astype(np.float64)
    return [shortest + spare * float(weight) / float(weights.sum()) for weight in weights]


def _kept_off(others: list[float], lengths: _Lengths) -> list[float]:
    """Lengths of the other shots, longer where they are near a listed one and there is room."""
    longer = [_next_free(each) for each in others]
    rate = 60 * lengths.changes / (lengths.kept_s + sum(longer))
    return longer if CUT_FREQUENCY_DRAWN[lengths.frequency].holds(rate) else others


def _listed(length_s: float) -> float | None:
    """The listed length that a shot of ``length_s`` shows, in seconds.

    >>> _listed(0.92), _listed(0.84)
    (1.0, None)
    """
    return next((float(key) for key, span in SHOT_LENGTH_S.items() if span.holds(length_s)), None)


def _next_listed(length_s: float) -> float | None:
    """The listed length that a shot shows which is taken for a little longer than it is."""
    return _listed(length_s + _OFF_S)


def _next_free(length_s: float) -> float:
    """The least length from ``length_s`` on that is none of the listed ones.

    >>> _next_free(3.0), round(_next_free(6.1), 2)
    (3.0, 6.92)
    """
    for span in SHOT_LENGTH_S.values():
        if span.low - _OFF_S <= length_s <= span.high + _OFF_S:
            return span.high + _OFF_S
    return length_s
