"""Layout: size, frame rate and length of a clip, asked for or drawn.

Put what a clip measures before anything is drawn here. Limits belong in ``vocabulary.limits``.
"""

from typing import Final

from motion_assets.core.clips.choices import Choice
from motion_assets.core.clips.decide import Decider
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.wishes import Wishes
from motion_assets.vocabulary.limits import (
    require_duration,
    require_fps,
    require_size,
)
from motion_assets.vocabulary.slots import FRAME_RATES, FRAME_SIZES, GAP_RATIO

OPEN_DURATION_S: Final = (1.5, 3.0)

_RATIO: Final = "technical.aspect_ratio"


def asked_duration_s(request: ClipRequest, wishes: Wishes) -> tuple[float, str] | None:
    """Length that the request or the prompt asks for, with the reason; None when neither does.

    Raises
    ------
    LimitError
        If it is not in the limits of a clip.
    """
    found: tuple[float, str] | None = None
    if request.duration_s is not None:
        found = request.duration_s, "the request sets it"
    for value, reason in wishes.slots.get("duration_seconds", [])[:1]:
        found = found or (float(value), reason)
    if found is not None:
        require_duration(found[0])
    return found


def decide_frame(decider: Decider, request: ClipRequest) -> tuple[int, int, int]:
    """Width, height and frame rate of a composed clip.

    Raises
    ------
    LimitError
        If what was asked for is outside of the limits of a clip.
    """
    width, height = _size(decider, request)
    return width, height, _fps(decider, request)


def decide_duration(
    decider: Decider, request: ClipRequest, *, least_s: float = 0.0
) -> tuple[float, bool]:
    """Length of a clip in seconds, and whether it was asked for.

    ``least_s``: what the clip has to show needs so long; a length that was asked for stands.

    Raises
    ------
    LimitError
        If the asked length is outside of the limits of a clip.
    """
    asked = asked_duration_s(request, decider.wishes)
    if asked is not None:
        decider.choices.append(Choice("duration_s", f"{asked[0]:.6g}", "asked", asked[1]))
        _decline_lengths(decider, asked[0])
        return asked[0], True
    low, high = OPEN_DURATION_S
    return max(float(decider.rng.uniform(low, high)), least_s), False


def _decline_lengths(decider: Decider, duration_s: float) -> None:
    """Record lengths that the prompt names beside the one that the clip has."""
    for value, reason in decider.wishes.slots.get("duration_seconds", []):
        if float(value) != duration_s:
            why = f"{reason}; a clip has one length, here {duration_s:.6g} s"
            decider.choices.append(
                Choice("duration_s", f"{float(value):.6g}", "asked", why, rendered=False)
            )


def _decline_beside(decider: Decider, aspect: str, shown: str | None) -> None:
    """Record what is asked of an aspect that the request has set already."""
    for wish in decider.wishes.asked(aspect):
        if wish.value == shown:
            decider.keep(Choice(aspect, wish.value, wish.origin, wish.reason))
        else:
            decider.decline(wish, "the request sets another")


def note_duration(decider: Decider, duration_s: float) -> None:
    """Record a length that nobody asked for."""
    decider.note("duration_s", f"{duration_s:.6g}", "left open; what it shows needs so long")


def _size(decider: Decider, request: ClipRequest) -> tuple[int, int]:
    if request.width_px is not None and request.height_px is not None:
        size = request.width_px, request.height_px
        origin, reason = "asked", "the request sets it"
        shown = next((ratio for ratio, each in FRAME_SIZES.items() if each == size), None)
        _decline_beside(decider, _RATIO, shown)
    else:
        ratio = _ratio(decider, prompted=request.prompt is not None)
        origin, reason = "chosen", f"the smallest usual size of {ratio}"
        size = FRAME_SIZES[ratio]
    require_size(*size)
    for side, value in zip(("width_px", "height_px"), size, strict=True):
        asked = origin == "asked"
        decider.choices.append(Choice(side, str(value), "asked" if asked else "chosen", reason))
    return size


def _ratio(decider: Decider, *, prompted: bool) -> str:
    """Ratio of width to height: asked for, else drawn; clips that fill gaps have the usual one.

    A gap is filled soonest in the picture that the measures know best.
    """
    wishes = decider.wishes
    if prompted or wishes.asked(_RATIO) or wishes.forbids(_RATIO, GAP_RATIO):
        return decider.pick(_RATIO)
    return GAP_RATIO


def _fps(decider: Decider, request: ClipRequest) -> int:
    if request.fps is not None:
        require_fps(request.fps)
        reason = "the request sets it"
        decider.choices.append(Choice("technical.fps", str(request.fps), "asked", reason))
        _decline_beside(decider, "technical.fps", str(request.fps))
        return request.fps
    if decider.wishes.asked("technical.fps"):
        return int(decider.pick("technical.fps"))
    rates = [x for x in FRAME_RATES if not decider.wishes.forbids("technical.fps", str(x))]
    if not rates:
        return int(decider.pick("technical.fps"))
    fitting = _fitting(rates, asked_duration_s(request, decider.wishes))
    fps = decider.choose("technical.fps", [str(rate) for rate in fitting])
    decider.note("technical.fps", fps, f"left open; drawn from {len(fitting)} rates")
    return int(fps)


def _fitting(rates: list[int], asked: tuple[float, str] | None) -> list[int]:
    """Rates at which an asked length is a whole number of frames; all where none is."""
    if asked is None:
        return rates
    return [rate for rate in rates if (asked[0] * rate).is_integer()] or rates
