"""Edit: how many shots a clip has, how they change, and how long all of it takes.

Put the choice of the editing of a clip here. The planning of shots for given values belongs in
``editing``, what one shot shows in ``compose``.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, get_args

from motion_assets.core.clips.cast import TRAVEL
from motion_assets.core.clips.choices import Choice
from motion_assets.core.clips.decide import Decider
from motion_assets.core.clips.editing import EditPlan, plan_editing
from motion_assets.core.clips.layout import decide_duration, note_duration
from motion_assets.core.clips.moves import VIEW_ASPECTS
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.scene import Editing, TransitionType
from motion_assets.core.clips.values import decide_values
from motion_assets.errors import LimitError
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.time_ranges import (
    CUT_FREQUENCY_DRAWN,
    LEAST_GAIT_SHOT_S,
    SHOT_LENGTH_S,
)

PART_S: Final = 1.6
"""Least length of one part of a told sequence, so that a window of a second shows it alone."""

_TYPE: Final = "transition.type"
_CHANGE_S: Final = "transition.duration_s"
_FREQUENCY: Final = "temporal.cut_frequency"
_LENGTH_S: Final = "temporal.shot_length_s"
_EDITING: Final = (_FREQUENCY, _TYPE, _CHANGE_S, _LENGTH_S)
_UNCUT: Final = ASPECTS[_FREQUENCY].values[0]
_TYPES: Final[tuple[TransitionType, ...]] = get_args(TransitionType)
_CUT: Final = _TYPES[0]
_AT_ONCE: Final = ASPECTS[_CHANGE_S].values[0]
_PLAIN_PART_S: Final = 1.4
"""Seconds of a part beside an asked change, so that it is seen alone for a second."""

_LONGER: Final = 1.2
_LONGEST_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Cut:
    """Editing of a clip of ``frame_count`` frames, and the shot at which each part begins."""

    editing: Editing
    frame_count: int
    parts: tuple[int, ...]


def decide_cut(
    decider: Decider,
    request: ClipRequest,
    *,
    fps: int,
    part_count: int,
    least_s: float,
    asked_s: float = 0.0,
) -> Cut:
    """Editing that shows what is asked of time; a told sequence gets a shot for every part.

    ``least_s``: what the clip should last at least; ``asked_s``: what it must last for what is
    asked beside its editing, before which the length of an only shot gives way.

    Raises
    ------
    LimitError
        If a length outside of the limits of a clip is asked for.
    """
    duration_s, fixed = decide_duration(
        decider, request, least_s=max(least_s, part_count * _part_s(decider))
    )
    if part_count > 1:
        part_s = _fitting_part_s(decider, part_count, duration_s / part_count, fixed=fixed)
        cut = _one_shot_a_part(decider, fps, part_count, part_s * part_count)
    else:
        cut = _planned(decider, fps, duration_s, fixed=fixed, asked_s=asked_s)
    if not fixed:
        note_duration(decider, cut.frame_count / fps)
    return cut


def _one_shot_a_part(decider: Decider, fps: int, part_count: int, duration_s: float) -> Cut:
    frame_count = max(round(duration_s * fps), part_count)
    starts = tuple(i * frame_count // part_count for i in range(part_count))
    values = decide_values(decider, (_TYPE, _CHANGE_S))
    room = frame_count // part_count // 2
    if round(float(values[_CHANGE_S]) * fps) > room:
        why = f"parts of {duration_s / part_count:.3g} s leave no room for it"
        take_back(decider, (_TYPE, _CHANGE_S), why)
        values = {_TYPE: _CUT, _CHANGE_S: _AT_ONCE}
        decider.note(_TYPE, _CUT, "left open; the parts are too short for other changes")
    change = round(float(values[_CHANGE_S]) * fps)
    return Cut(Editing(_type(values[_TYPE]), starts, change), frame_count, tuple(range(part_count)))


def _fitting_part_s(decider: Decider, part_count: int, part_s: float, *, fixed: bool) -> float:
    """Length of a part that shows the asked length and frequency of shots, where one does."""
    changes_s = 60.0 * (part_count - 1) / part_count
    lengths = {
        **{(_LENGTH_S, value): (float(value), float(value)) for value in SHOT_LENGTH_S},
        **{
            (_FREQUENCY, value): (changes_s / rate.high, changes_s / rate.low)
            for value, rate in CUT_FREQUENCY_DRAWN.items()
            if rate.low
        },
    }
    for aspect in (_LENGTH_S, _FREQUENCY):
        for wish in decider.wishes.asked(aspect):
            least_s, most_s = lengths.get((aspect, wish.value), (0.0, 0.0))
            wanted_s = part_s if fixed else max(part_s, least_s)
            if least_s <= wanted_s <= min(most_s, _LONGEST_S / part_count):
                decider.record(wish)
                part_s, fixed = wanted_s, True
            else:
                decider.decline(wish, "the parts that the prompt tells set the shots")
    return part_s


def _part_s(decider: Decider) -> float:
    """Least length of a part, in which an asked change of shots has room too."""
    changes = [float(wish.value) for wish in decider.wishes.asked(_CHANGE_S)]
    return max([PART_S, *(_PLAIN_PART_S + change for change in changes)])


def take_back(decider: Decider, aspects: Collection[str], why: str) -> None:
    """Decline what is asked of ``aspects`` after all, and forget what was chosen for them."""
    decider.choices[:] = [
        replace(each, reason=f"{each.reason}; {why}", rendered=False)
        if each.aspect in aspects and each.rendered
        else each
        for each in decider.choices
        if each.aspect not in aspects or each.origin != "chosen"
    ]


def decline_short(decider: Decider, cut: Cut, fps: int) -> None:
    """Decline asked travel of subjects in parts too short to tell it; it is drawn all the same."""
    firsts = (*cut.parts, len(cut.editing.starts))
    edges = (*cut.editing.starts, cut.frame_count)
    for part, (first, after) in enumerate(pairwise(firsts)):
        longest = max(end - start for start, end in pairwise(edges[first : after + 1]))
        plain_s = (longest - cut.editing.change_frames) / fps
        if plain_s < LEAST_GAIT_SHOT_S:
            why = f"{plain_s:.3g} s of a shot are too short to tell how anything travels"
            decider.choices[:] = [
                replace(each, reason=f"{each.reason}; {why}", rendered=False)
                if each.part in {None, part} and _is_told_travel(each)
                else each
                for each in decider.choices
            ]


def _is_told_travel(choice: Choice) -> bool:
    travels = ASPECTS[choice.aspect].domain == "motion" if choice.aspect in ASPECTS else False
    return travels and choice.rendered and choice.origin != "chosen"


def _planned(decider: Decider, fps: int, duration_s: float, *, fixed: bool, asked_s: float) -> Cut:
    """Editing of a clip that tells one thing, by the values asked for."""
    asked = [aspect for aspect in _EDITING if decider.wishes.asked(aspect)]
    # A length of shots that nobody asks for follows from the rest.
    values = decide_values(decider, [a for a in _EDITING if a != _LENGTH_S or a in asked])
    if _stays(values) and not fixed and SHOT_LENGTH_S[values[_LENGTH_S]].high < asked_s:
        why = f"what else is asked for needs {asked_s:.3g} s, and there is but one shot"
        take_back(decider, (_LENGTH_S,), why)
        del values[_LENGTH_S]
    if values.get(_FREQUENCY) == _UNCUT and _LENGTH_S not in values:
        return Cut(Editing(_TYPES[0], (0,), 0), max(round(duration_s * fps), 1), (0,))
    why = ""
    for number, kept in enumerate(_ways(values, asked)):
        try:
            plan = _plan(decider, kept, fps, duration_s, fixed=fixed)
        except LimitError as error:
            why = str(error) if number <= 1 else why
            continue
        if any(decider.wishes.forbids(*shown) for shown in plan.values):
            why = why or "what follows from it is ruled out"
            continue
        _keep_to(decider, values, kept, plan, why)
        return Cut(plan.editing, plan.frame_count, (0,))
    take_back(decider, values, why)
    return _uncut(decider, fps, duration_s, "the length leaves no room for cuts")


def _ways(values: dict[str, str], asked: Sequence[str]) -> Iterator[dict[str, str]]:
    """Values to plan for: all of them, the asked ones, then one asked value after the other."""
    yield values
    wanted = {aspect: value for aspect, value in values.items() if aspect in asked}
    if wanted and wanted != values:
        yield wanted
    if len(wanted) > 1:
        yield from ({aspect: value} for aspect, value in wanted.items())


def _keep_to(
    decider: Decider, values: dict[str, str], kept: dict[str, str], plan: EditPlan, why: str
) -> None:
    """Let the choices say what the plan shows where it does not show all that was decided."""
    take_back(decider, values.keys() - kept.keys(), why)
    for aspect, value in plan.values:
        if aspect not in kept:
            decider.note(aspect, value, "left open; it follows from the rest of the editing")


def _plan(
    decider: Decider, values: dict[str, str], fps: int, duration_s: float, *, fixed: bool
) -> EditPlan:
    """The shortest plan, or the first longer one in which everything else fits too."""
    clip_s: float | None = duration_s if fixed else None
    while True:
        kind = values.get(_TYPE)
        plan = plan_editing(
            transition=None if kind is None else _type(kind),
            change_s=values.get(_CHANGE_S),
            cut_frequency=values.get(_FREQUENCY),
            shot_length_s=values.get(_LENGTH_S),
            fps=fps,
            rng=decider.rng,
            clip_s=clip_s,
            longer=decider.emphasis.room(*TRAVEL, *VIEW_ASPECTS) > 0,
            plainer=decider.emphasis.room(*_EDITING),
        )
        short = plan.frame_count < round(duration_s * fps)
        if fixed or not short or (clip_s or 0.0) > _LONGEST_S or _stays(values):
            return plan
        clip_s = max(duration_s, (clip_s or 0.0) * _LONGER)


def _stays(values: dict[str, str]) -> bool:
    """Whether the length of the clip is the asked length of its only shot."""
    return values.get(_FREQUENCY) == _UNCUT and _LENGTH_S in values


def _uncut(decider: Decider, fps: int, duration_s: float, reason: str) -> Cut:
    decider.note(_FREQUENCY, _UNCUT, reason)
    return Cut(Editing(_TYPES[0], (0,), 0), max(round(duration_s * fps), 1), (0,))


def _type(value: str) -> TransitionType:
    return next(each for each in _TYPES if each == value)
