"""Force: what words of degree ("very", "barely") make of a picture and its sound.

Put here which values suit a strong or a weak clip. Which words are degrees belongs in the
lexicon, which values a slot asks for in ``slots``.
"""

from functools import cache
from typing import Final, Literal, get_args

from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.sound_moods import mood_sounds

Level = Literal["low", "medium", "high"]
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
"""How strongly something is asked for, the values of the slot ``intensity``."""

OPPOSITE_LEVEL: Final[dict[str, Level]] = {"low": "high", "medium": "medium", "high": "low"}

QUIETING: Final = frozenset(
    (
        "ambient", "calm", "cool", "dim", "dreamy", "flat", "fluid", "foggy", "locked",
        "melancholy", "minimal", "neutral", "overcast", "peaceful", "sad", "serene", "silence",
        "slow", "slow_build", "smooth", "soft", "stable", "static", "steady", "chill",
    )
)  # fmt: skip
"""Values of which more means less force: "very calm" asks for a weaker picture, not a stronger."""

CONTRAST: Final = "lighting.contrast_ratio"
SPEED: Final = "motion.speed"
SOUND: Final = "sound.mood"
FORCED: Final = (CONTRAST, SPEED, SOUND)
"""Aspects that a force leans where a prompt names none of their values."""

_CONTRASTS: Final[dict[Level, str]] = {"low": "flat", "medium": "normal", "high": "high"}
_SPEEDS: Final[dict[Level, str]] = {"low": "slow", "medium": "medium", "high": "fast"}
_LOUDNESS: Final[dict[Level, str]] = {"low": "gentle", "high": "strong"}
_CONTRAST_STEP: Final[dict[Level, int]] = {"low": -1, "medium": 0, "high": 1}


@cache
def forced(aspect: str, force: Level, suiting: tuple[str, ...]) -> tuple[str, ...]:
    """Values of an aspect that suit a force, given those that suit the looks.

    A force moves the contrast of the looks by a step, and leaves their speed as it is. Of the
    moods of sound it takes those that are heard as gentle or strong.

    >>> forced("lighting.contrast_ratio", "high", ("high",)), forced("motion.speed", "low", ())
    (('chiaroscuro',), ('slow',))
    """
    if aspect == CONTRAST:
        return tuple(_stepped(value, force) for value in suiting) or (_CONTRASTS[force],)
    if aspect == SPEED:
        return suiting or (_SPEEDS[force],)
    if aspect == SOUND and force in _LOUDNESS:
        heard = mood_sounds()
        moods = suiting or tuple(heard)
        strong = tuple(each for each in moods if heard[each].loudness == _LOUDNESS[force])
        return strong or suiting
    return suiting


def _stepped(contrast: str, force: Level) -> str:
    values = ASPECTS[CONTRAST].values
    place = values.index(contrast) + _CONTRAST_STEP[force]
    return values[min(max(place, 0), len(values) - 1)]
