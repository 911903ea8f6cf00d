"""Emphasis: how a take is drawn otherwise because takes before it did not show all that is asked.

Put what a take learns from what was read of others here. It moves figures within the definitions
of their values and never past them; where they are used belongs in ``moves``, ``compose``,
``cast`` and ``build``, the choice among takes in ``steps.rehearse``.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.definitions import Range
from motion_assets.vocabulary.stage_ranges import Steps

Part = Literal["time", "camera", "motion", "stage", "sound"]
"""A part of a scene that is drawn by itself, and can be drawn anew while the others stay."""

PARTS: Final[tuple[Part, ...]] = get_args(Part)

Missed = tuple[str, str, str | None]
"""An aspect, the value that is asked of it and the one that was read; None where none was."""

MOST_STEPS: Final = 2
"""Steps that a figure is moved at most."""

_ROOM: Final = 0.75
_REACH: Final = 0.35
"""Share of the room up to the end of a value's range that all steps take together, and at most
how far that is in shares of the figure; of the way to the next of several figures."""

_PART_OF: Final[Mapping[str, Part]] = {
    "camera": "camera",
    "depth": "camera",
    "motion": "motion",
    "temporal": "time",
    "transition": "time",
    "sound": "sound",
}
_BESIDE: Final[Mapping[Part, tuple[Part, ...]]] = {
    "camera": ("stage",),
    "motion": ("camera",),
    "time": ("stage", "camera"),
    "stage": ("motion", "camera"),
    "sound": (),
}
"""Parts that may be why another one is misread."""

_RISING: Final = frozenset(
    {
        "camera.speed",
        "camera.steadiness",
        "depth.layer_count",
        "depth.parallax_strength",
        "lighting.ambient_level",
        "lighting.contrast_ratio",
        "lighting.fill_ratio",
        "lighting.key_intensity",
        "lighting.rim_strength",
        "motion.speed",
    }
)
"""Aspects whose values rise in the order in which the vocabulary lists them."""

_IN_DOUBT: Final = frozenset(aspect for aspect in _RISING if aspect.startswith("lighting."))
_WAYS_OUT: Final = (1, -1, 2, -2)
"""Aspects of which nothing is read in the middle between two values, and the steps tried then."""

_LAYERS: Final = "depth.layer_count"
_WAYS_ANEW: Final = 3


@dataclass(frozen=True, slots=True)
class Emphasis:
    """What a take is drawn with.

    ``steps``: by aspect, how far up or down its figure is moved; ``misses``: how many takes in
    vain; ``drawn``: the take by which each part is drawn, that of the take itself where none is
    named.
    """

    steps: Mapping[str, int] = field(default_factory=dict)
    misses: Mapping[str, int] = field(default_factory=dict)
    drawn: Mapping[Part, int] = field(default_factory=dict)

    def moved(self, *aspects: str, more: int = 0) -> int:
        """Steps that a figure is moved for some aspects, `MOST_STEPS` either way at most.

        ``more``: steps that something else asks for besides.
        """
        steps = more + sum(self.steps.get(aspect, 0) for aspect in aspects)
        return max(-MOST_STEPS, min(steps, MOST_STEPS))

    def room(self, *aspects: str) -> int:
        """How much more room some aspects are given, 0 to `MOST_STEPS`."""
        return min(max((self.misses.get(aspect, 0) for aspect in aspects), default=0), MOST_STEPS)

    def told(self) -> str:
        """What is drawn otherwise, in the order of the aspects' names; empty where nothing is.

        >>> Emphasis({"camera.speed": -2}, {"motion.rhythm": 1, "camera.speed": 2}).told()
        'camera.speed 2 times missed and moved by -2, motion.rhythm once missed'
        """
        return ", ".join(self._told(aspect) for aspect in sorted(self.misses))

    def _told(self, aspect: str) -> str:
        count, moved = self.misses[aspect], self.moved(aspect)
        times = "once" if count == 1 else f"{count} times"
        return f"{aspect} {times} missed" + (f" and moved by {moved:+d}" if moved else "")


NO_EMPHASIS: Final = Emphasis()


@dataclass(frozen=True, slots=True)
class Lessons:
    """What takes in vain have taught: the ``emphasis`` of the next one.

    ``missed``, ``drawn``: what the best take so far missed, and by which takes its parts were
    drawn; ``tries``: takes since then that were no better. ``best``: the emphasis that it was drawn
    with; ``all_told``: what all takes taught together.
    """

    emphasis: Emphasis = NO_EMPHASIS
    missed: tuple[Missed, ...] = ()
    drawn: Mapping[Part, int] = field(default_factory=dict)
    tries: int = 0
    best: Emphasis = NO_EMPHASIS
    all_told: Emphasis = NO_EMPHASIS

    def after(self, take: int, missed: Iterable[Missed]) -> "Lessons":
        """The lessons after ``take``, which missed some values.

        What was read as more is drawn with less, and the other way round. Parts of the best take
        stay as they were drawn, but for those in which something was missed; where that does not
        help, those beside them are drawn anew too, and then all, by what all takes taught.

        >>> lessons = Lessons().after(0, [("camera.speed", "slow", "medium")])
        >>> lessons.emphasis.moved("camera.speed"), lessons.emphasis.drawn["stage"]
        (-1, 0)
        """
        told = tuple(dict.fromkeys(missed))
        missed_least, drawn, best = told, self.emphasis.drawn, self.emphasis
        if take and len(told) > len(self.missed):
            missed_least, drawn, best = self.missed, self.drawn, self.best
        tries = 0 if not take or len(told) < len(self.missed) else self.tries + 1
        all_told = _taught(self.all_told, told, times=1)
        whole = tries % _WAYS_ANEW == _WAYS_ANEW - 1
        following = all_told if whole else _taught(best, missed_least, times=1 + tries // 2)
        anew = _anew(missed_least, tries)
        parts = {part: take + 1 if part in anew else drawn.get(part, 0) for part in PARTS}
        emphasis = Emphasis(following.steps, following.misses, parts)
        return Lessons(emphasis, missed_least, drawn, tries, best, all_told)


def _taught(emphasis: Emphasis, missed: Iterable[Missed], *, times: int) -> Emphasis:
    """An emphasis with what so many ``times`` in vain teach besides."""
    steps, misses = dict(emphasis.steps), dict(emphasis.misses)
    for aspect, asked, read in missed:
        misses[aspect] = misses.get(aspect, 0) + times
        steps[aspect] = emphasis.moved(aspect) + _step(aspect, asked, read)
        if read is None and aspect in _IN_DOUBT:
            steps[aspect] = _WAYS_OUT[(misses[aspect] - 1) % len(_WAYS_OUT)]
    return Emphasis(steps, misses)


def _anew(missed: Iterable[Missed], tries: int) -> Collection[Part]:
    """Parts that are drawn anew after so many takes that were no better."""
    way = tries % _WAYS_ANEW
    if way == _WAYS_ANEW - 1:
        return PARTS
    own = {_PART_OF.get(aspect.split(".")[0], "stage") for aspect, _, _ in missed}
    # Where a change of shots is missed, it is the shots that are too much alike.
    return own | {beside for part in own if way or part == "time" for beside in _BESIDE[part]}


def _step(aspect: str, asked: str, read: str | None) -> int:
    """1 where more is to be drawn, -1 where less, 0 where neither is known."""
    if aspect not in _RISING:
        return 0
    values = ASPECTS[aspect].values
    if aspect == _LAYERS:
        # Layers that run further apart are told apart, and none are where there is but one.
        return int(asked != values[0] and (read is None or read in values[: values.index(asked)]))
    if read is None or read not in values or read == asked:
        return 0
    return 1 if values.index(read) < values.index(asked) else -1


def shifted(drawn: Range, whole: Range, steps: int) -> Range:
    """The range ``drawn``, moved some steps towards an end of the range of its value.

    >>> shifted(Range(4.0, 5.0), Range(1.0, 9.0), -MOST_STEPS)
    Range(low=2.6, high=3.6)
    >>> shifted(Range(0.0, 0.0), Range(0.0, 1.0), MOST_STEPS)
    Range(low=0.0, high=0.0)
    """
    room = whole.high - drawn.high if steps > 0 else drawn.low - whole.low
    off = steps / MOST_STEPS * min(_ROOM * room, _REACH * drawn.low)
    return Range(round(drawn.low + off, 6), round(drawn.high + off, 6))


def between(steps: Steps, value: str, moved: int) -> float:
    """Figure that ``value`` is drawn with, some steps on the way to that of its neighbor.

    >>> between(Steps(("low", "high"), (0.0, 1.0)), "low", 0)
    0.0
    >>> [round(between(Steps(("low", "high"), (0.0, 1.0)), "high", moved), 3) for moved in (-2, 2)]
    [0.65, 1.35]
    """
    place, way = steps.values.index(value), 1 if moved > 0 else -1
    other = place + way if 0 <= place + way < len(steps.figures) else place - way
    gap = abs(steps.figures[other] - steps.figures[place])
    return steps.figures[place] + gap * _REACH * moved / MOST_STEPS
