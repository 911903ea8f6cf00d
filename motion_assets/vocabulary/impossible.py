"""Impossible pairs: two values of different aspects that no window can show together.

Put a rule here with its reason; the second bar of coverage leaves such pairs out and lists
them. A pair that is merely hard to render does not belong here. Three values of which any two can
be seen together, but not all, are no pair to leave out; no clip is planned with them.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.sound_ranges import TEMPO_BPM, needed_duration_s
from motion_assets.vocabulary.time_ranges import SHOT_ALONE_S, SHOT_LENGTH_S, needed_breath_s

Value = tuple[str, str]
"""An aspect key and one of its canonical values."""


@dataclass(frozen=True, slots=True)
class ImpossibleRule:
    """Each of ``values`` of ``aspect`` excludes each of ``other_values`` of ``other_aspect``."""

    aspect: str
    values: tuple[str, ...]
    other_aspect: str
    other_values: tuple[str, ...]
    reason: str


def _rule(aspect: str, values: str, other: str, other_values: str, reason: str) -> ImpossibleRule:
    return ImpossibleRule(aspect, tuple(values.split()), other, tuple(other_values.split()), reason)


_LAYERED: Final = "dolly truck pedestal arc tracking"
_FLAT: Final = "static pan tilt zoom zoom_out handheld roll birds_eye whip_pan rotate"

RULES: Final = (
    _rule("camera.motion_type", "static birds_eye", "camera.speed", "slow medium fast",
          "a view that does not travel has no travel speed"),
    _rule("camera.motion_type", "static", "camera.steadiness", "handheld shaky",
          "a static view does not shake; a shaken one is handheld"),
    _rule("camera.motion_type", "handheld", "camera.steadiness", "locked stable",
          "a handheld view is one that shakes"),
    _rule("camera.motion_type", "whip_pan", "camera.speed", "slow medium",
          "a slow whip pan is a pan"),
    _rule("motion.speed", "static", "motion.direction", "horizontal vertical diagonal radial",
          "what does not travel has no direction"),
    _rule("motion.speed", "slow medium fast", "motion.direction", "none",
          "what travels has a direction"),
    _rule("camera.motion_type", "handheld", "camera.speed", "slow medium fast",
          "a view that only shakes has no travel speed"),
    _rule("motion.speed", "static", "motion.smoothness", "jerky rough fluid",
          "what does not travel cannot stutter and drags no trail"),
    _rule("motion.speed", "static", "motion.rhythm", "pulsing wave random",
          "what does not travel repeats nothing"),
    _rule("motion.speed", "static", "motion.acceleration", "ease_in ease_out ease_in_out",
          "what does not travel cannot change its speed"),
    _rule("motion.direction", "none", "motion.smoothness", "jerky rough fluid",
          "what does not travel cannot stutter and drags no trail"),
    _rule("motion.direction", "none", "motion.rhythm", "pulsing wave random",
          "what does not travel repeats nothing"),
    _rule("motion.direction", "none", "motion.acceleration", "ease_in ease_out ease_in_out",
          "what does not travel cannot change its speed"),
    _rule("sound.presence", "silence", "sound.tempo", "slow medium fast", "silence has no beat"),
    _rule("sound.presence", "ambient sfx", "sound.tempo", "slow medium fast",
          "a tempo needs a beat, and a beat makes it music"),
    _rule("sound.presence", "silence", "sound.mood", " ".join(ASPECTS["sound.mood"].values),
          "silence has no mode, register or roughness to carry a mood"),
    _rule("transition.type", "cut", "transition.duration_s", "0.25 0.5 1.0",
          "a cut takes no time"),
    _rule("transition.type", "fade dissolve wipe", "transition.duration_s", "0.0",
          "a change that takes no time is a cut"),
    _rule("temporal.cut_frequency", "none", "transition.type", "cut fade dissolve wipe",
          "a clip of one shot changes to no other"),
    _rule("temporal.cut_frequency", "none", "transition.duration_s", "0.0 0.25 0.5 1.0",
          "a clip of one shot changes to no other"),
    _rule("temporal.cut_frequency", "rapid", "transition.duration_s", "1.0",
          "a shot is seen plainly between two changes, so such changes are at most 48 a minute"),
    _rule("depth.layer_count", "1", "depth.parallax_strength", "0.05 0.1 0.2",
          "parallax needs two layers"),
    _rule("depth.layer_count", "2 3 4", "depth.parallax_strength", "0.0",
          "layers that do not move apart are seen as one"),
    _rule("camera.motion_type", _FLAT, "depth.layer_count", "2 3 4",
          "this move shows all layers alike, so they cannot be counted"),
    _rule("camera.motion_type", _FLAT, "depth.parallax_strength", "0.05 0.1 0.2",
          "this move shows all layers alike, so none runs ahead"),
    _rule("composition.balance", "left_heavy right_heavy", "composition.symmetry", "bilateral",
          "halves that weigh differently are not alike"),
    _rule("camera.motion_type", _LAYERED, "depth.layer_count", "1",
          "from one flat layer this move cannot be told from a turn of the camera"),
    _rule("camera.motion_type", _LAYERED, "depth.parallax_strength", "0.0",
          "this move is seen by layers that move apart"),
)  # fmt: skip


@cache
def impossible_pairs() -> dict[frozenset[Value], str]:
    """Every impossible pair of values with its reason."""
    return {
        frozenset({(rule.aspect, value), (rule.other_aspect, other)}): rule.reason
        for rule in RULES
        for value in rule.values
        for other in rule.other_values
    }


@cache
def impossible_triples() -> frozenset[frozenset[Value]]:
    """Three values that no clip shows together, though it may show any two of them.

    A clip without cuts lasts as long as its shot, and a pace and a tempo need their time.
    """
    needed_s: dict[Value, float] = {
        ("temporal.pacing", pace): needed_breath_s(float(pace))
        for pace in ASPECTS["temporal.pacing"].values
    }
    needed_s |= {
        ("sound.tempo", tempo): needed_duration_s(bpm[1]) for tempo, bpm in TEMPO_BPM.items()
    }
    uncut = "temporal.cut_frequency", "none"
    return frozenset(
        frozenset({uncut, ("temporal.shot_length_s", length_s), value})
        for length_s in SHOT_LENGTH_S
        for value, needed in needed_s.items()
        if SHOT_ALONE_S.get(length_s, float(length_s)) < needed
    )
