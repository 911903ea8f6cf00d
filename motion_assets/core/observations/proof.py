"""Proof: what was asked, beside what was measured in the decoded file.

Put the comparison here. The measuring itself belongs in ``color``, ``sound`` and
``windows``; a value that cannot be measured is neither passed nor failed.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from motion_assets.core.clips.choices import Choice
from motion_assets.core.observations.records import WindowValue
from motion_assets.vocabulary.aspects import RECORDED
from motion_assets.vocabulary.cells import (
    LEVEL_STEP,
    OPACITY_COUNT,
    color_cell_of_key,
    color_steps,
    sound_cell_of_key,
)
from motion_assets.vocabulary.hues import hue_family
from motion_assets.vocabulary.refusals import TRANSPARENT
from motion_assets.vocabulary.slots import HEADING

SILENCE_CELL = 0

_SHOWN_BY_ALL = frozenset({"camera.motion_type", "motion.speed", "sound.presence"})
"""Aspects of which every clip has a value: where none was told, nothing is ruled out."""

LIKE_LEVELS = 60.0
"""Distance in levels of 250 within which a color is taken for one that is ruled out."""

_TOGETHER = frozenset({"sound.element", HEADING})
"""Aspects of which a clip shows several values at once."""


@dataclass(frozen=True, slots=True)
class ClipSeen:
    """What one decoded clip showed, as far as proof asks.

    ``parts_s``: begin and end of the parts of a told sequence, where there is one.
    """

    color_cells: frozenset[int]
    sound_cells: frozenset[int]
    windows: tuple[WindowValue, ...]
    duration_s: float
    frame_s: float
    parts_s: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """One choice with what was measured for it.

    ``passed`` is None where the value cannot be measured, or is ruled out as well;
    ``measured`` is None where nothing was seen for the aspect.
    """

    choice: Choice
    measured: str | None
    passed: bool | None

    @property
    def measurable(self) -> bool:
        """Whether the file can say if the choice is shown."""
        return self.passed is not None


def prove(choices: Iterable[Choice], seen: ClipSeen) -> tuple[Proof, ...]:
    """Compare every choice with the file.

    A value of a blended aspect is shown when most windows show it: of the whole clip, or of the
    part that the choice is about. A forbidden value passes when no window shows it; of what every
    clip shows one way or another, some window must show another value. Of what a track holds
    together, such as its drums and its bass, one window is enough to show each. What a prompt
    asks for and rules out at once neither passes nor fails where it was declined: no clip can
    hold to both.
    """
    told = tuple(choices)
    banned = {_banned(choice) for choice in told if choice.forbidden}
    return tuple(
        Proof(choice, None, None)
        if not choice.rendered and _banned(choice) in banned
        else _prove_one(choice, seen)
        for choice in told
    )


def _banned(choice: Choice) -> tuple[str, str]:
    """What is ruled out with a value: of a color, whatever its opacity."""
    value = choice.value.split("_")[0] if choice.aspect == "color" else choice.value
    return choice.aspect, value


def precision_pct(proofs: Sequence[Proof]) -> float | None:
    """Share of asked, measurable choices that the file shows, 0..100; None when there is none."""
    asked = [p for p in proofs if p.choice.origin != "chosen" and p.passed is not None]
    if not asked:
        return None
    return 100.0 * sum(bool(p.passed) for p in asked) / len(asked)


def _prove_one(choice: Choice, seen: ClipSeen) -> Proof:
    shown = _shown_values(choice, seen)
    if shown is None:
        return Proof(choice, None, None)
    if choice.forbidden and not shown and choice.aspect in _SHOWN_BY_ALL:
        return Proof(choice, None, passed=False)
    together = choice.aspect in _TOGETHER
    present = choice.value in (shown if choice.forbidden or together else shown[:1])
    measured = choice.value if present else ", ".join(shown) or None if together else _first(shown)
    return Proof(choice, measured, present != choice.forbidden)


def _first(values: Sequence[str]) -> str | None:
    return values[0] if values else None


def _shown_values(choice: Choice, seen: ClipSeen) -> Sequence[str] | None:
    """Values of the choice's aspect that the file shows; None when the file cannot tell."""
    if choice.aspect == "color":
        return [choice.value] if _is_seen(choice, seen.color_cells) else []
    if choice.aspect == "sound":
        return [choice.value] if sound_cell_of_key(choice.value) in seen.sound_cells else []
    if (choice.aspect, choice.value) == TRANSPARENT:
        return [choice.value] if any(map(_is_transparent, seen.color_cells)) else []
    if choice.aspect == "duration_s":
        near = abs(float(choice.value) - seen.duration_s) <= seen.frame_s
        return [choice.value if near else f"{seen.duration_s:.3f}"]
    return _in_windows(choice, _windows_of(choice, seen))


def _in_windows(choice: Choice, windows: Iterable[WindowValue]) -> Sequence[str] | None:
    """Values of the choice's aspect that windows show; None where windows cannot tell."""
    if choice.aspect == HEADING:
        return _headings(list(windows))
    aspect = RECORDED.get(choice.aspect)
    if aspect is None or choice.value not in aspect.measured_values:
        return None
    return _by_window_count(choice.aspect, windows)


def _is_seen(choice: Choice, cells: frozenset[int]) -> bool:
    """Whether the cell of a color is seen, or, of one that is ruled out, a cell that looks like it.

    What has a hue looks like the colors of its family within `LIKE_LEVELS`, a gray like itself
    alone, for the texture of a picture passes near most grays; either whatever its opacity.
    """
    asked = color_cell_of_key(choice.value)
    if not choice.forbidden:
        return asked in cells
    rgb = _levels(asked)
    family = hue_family(rgb)
    reach = LIKE_LEVELS if family is not None else 0.0
    near = (each for each in map(_levels, cells) if math.dist(each, rgb) <= reach)
    return any(hue_family(each) == family for each in near)


def _levels(cell: int) -> tuple[int, int, int]:
    """Red, green and blue of a color cell, 0..250."""
    red, green, blue, _ = color_steps(cell)
    return red * LEVEL_STEP, green * LEVEL_STEP, blue * LEVEL_STEP


def _is_transparent(cell: int) -> bool:
    *_, opacity = color_steps(cell)
    return opacity < OPACITY_COUNT - 1


def _windows_of(choice: Choice, seen: ClipSeen) -> Iterable[WindowValue]:
    """Windows that a choice is about: those whose middle lies in its part of the clip."""
    if choice.part is None or not seen.parts_s:
        return seen.windows
    first_s, last_s = seen.parts_s[choice.part]
    return [w for w in seen.windows if first_s <= w.start_s + w.duration_s / 2 < last_s]


def _headings(windows: Sequence[WindowValue]) -> Sequence[str]:
    """Ways that subjects go in more than half of the windows that tell a direction."""
    told = sum(window.aspect == "motion.direction" for window in windows)
    counts = Counter(window.value for window in windows if window.aspect == HEADING)
    return sorted(way for way, count in counts.items() if 2 * count > told)


def _by_window_count(aspect: str, windows: Iterable[WindowValue]) -> Sequence[str]:
    """Values of the aspect that windows show, the one that most of them show first."""
    counts = Counter(window.value for window in windows if window.aspect == aspect)
    return sorted(counts, key=lambda value: (-counts[value], value))
