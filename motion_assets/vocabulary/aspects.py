"""Aspects: every canonical value of the blended and narrative registries, typed once.

Put a new aspect or value here. How an aspect is rendered belongs in ``core.clips``, how
it is measured in ``core.observations``; color and sound cells live in ``cells.py``.
"""

import difflib
from dataclasses import dataclass
from typing import Final, Literal

from motion_assets.errors import UnknownValueError

Registry = Literal["blended", "narrative"]
Evidence = Literal["measured", "declared", "open"]
"""``measured``: read from decoded pixels or samples. ``declared``: known only from the
instruction. ``open``: to be measured, and absent from every table until it is."""


Scope = Literal["shot", "clip"]
_WHOLE_CLIP: Final = frozenset({"sound", "transition", "temporal", "technical", "narrative"})


@dataclass(frozen=True, slots=True)
class Aspect:
    """One question with a closed list of answers, such as ``camera.motion_type``."""

    registry: Registry
    domain: str
    name: str
    values: tuple[str, ...]
    evidence: Evidence
    definition: str
    measurable: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """``domain.name``, or the bare name for narrative aspects; unique over all aspects."""
        return self.name if self.registry == "narrative" else f"{self.domain}.{self.name}"

    @property
    def scope(self) -> Scope:
        """Whether one shot has the value, or the clip as a whole."""
        return "clip" if self.domain in _WHOLE_CLIP else "shot"

    @property
    def measured_values(self) -> tuple[str, ...]:
        """Values that the extractor can tell today; all of them unless ``measurable`` says less."""
        if self.evidence != "measured":
            return ()
        return self.measurable or self.values


def _blended(
    domain: str,
    name: str,
    values: str,
    definition: str,
    *,
    evidence: Evidence = "open",
    measurable: str = "",
) -> Aspect:
    return Aspect(
        registry="blended",
        domain=domain,
        name=name,
        values=tuple(values.split()),
        evidence=evidence,
        definition=definition,
        measurable=tuple(measurable.split()),
    )


def _narrative(name: str, values: str, definition: str) -> Aspect:
    return Aspect("narrative", "narrative", name, tuple(values.split()), "declared", definition)


BLENDED: Final = (
    _blended(
        "gradient",
        "gradient_type",
        "vertical horizontal radial angled",
        "How the background color changes over distance: along one axis, or from a center.",
        evidence="measured",
    ),
    _blended(
        "camera",
        "motion_type",
        "static pan tilt dolly crane zoom zoom_out handheld roll truck pedestal arc tracking "
        "birds_eye whip_pan rotate",
        "How the view moves, from the movement that the whole background shares.",
        evidence="measured",
        measurable="static pan tilt zoom zoom_out",
    ),
    _blended("camera", "speed", "slow medium fast", "Background travel in frame widths a second."),
    _blended("camera", "steadiness", "locked stable handheld shaky", "Residual shake of the view."),
    _blended(
        "motion",
        "speed",
        "static slow medium fast",
        "Travel of the subjects against the background, in frame widths a second.",
        evidence="measured",
    ),
    _blended(
        "motion", "smoothness", "jerky rough smooth fluid", "Evenness of the subjects' travel."
    ),
    _blended(
        "motion",
        "direction",
        "none horizontal vertical diagonal radial",
        "Axis of the subjects' travel against the background.",
        evidence="measured",
    ),
    _blended("motion", "rhythm", "steady pulsing wave random", "How the subjects' travel repeats."),
    _blended(
        "motion",
        "acceleration",
        "constant ease_in ease_out ease_in_out",
        "How the subjects' speed changes over the clip.",
    ),
    _blended("sound", "tempo", "slow medium fast", "Onsets a minute."),
    _blended("sound", "presence", "silence ambient music sfx full", "What the track holds."),
    _blended(
        "sound",
        "mood",
        "neutral calm tense uplifting dark dramatic peaceful chaotic soft harsh dreamy bright "
        "energetic moody melancholy intense playful suspenseful hopeful ominous",
        "Mood of the sound: mode, register, brightness and roughness.",
    ),
    _blended(
        "lighting", "color_temperature", "warm neutral cool", "Red against blue in the light."
    ),
    _blended("lighting", "contrast_ratio", "flat normal high chiaroscuro", "Spread of luminance."),
    _blended("lighting", "key_intensity", "0.5 0.75 1.0 1.25", "Gain of the key light."),
    _blended("lighting", "fill_ratio", "0.2 0.4 0.6 0.8", "Shadow side against the key side."),
    _blended("lighting", "rim_strength", "0.0 0.2 0.5 0.8", "Edge light of the subject."),
    _blended("lighting", "ambient_level", "0.2 0.4 0.6 0.8", "Level of the darkest areas."),
    _blended(
        "composition",
        "framing",
        "wide medium close extreme_close pov",
        "Share of the frame that the subject fills.",
    ),
    _blended(
        "composition",
        "balance",
        "left_heavy balanced right_heavy top_heavy bottom_heavy",
        "Where the visual weight lies.",
    ),
    _blended("composition", "symmetry", "asymmetric slight bilateral", "Likeness of the halves."),
    _blended("composition", "rule_of_thirds", "yes no", "Subject on a third."),
    _blended("transition", "type", "cut fade dissolve wipe", "How one shot becomes the next."),
    _blended("transition", "duration_s", "0.0 0.25 0.5 1.0", "Length of the transition."),
    _blended("temporal", "pacing", "0.5 0.75 1.0 1.25 1.5", "Playback pace against normal."),
    _blended("temporal", "cut_frequency", "none rare normal fast rapid", "Cuts a minute."),
    _blended("temporal", "shot_length_s", "1 2 4 6 10", "Length of one shot."),
    _blended("graphics", "shape_overlay", "none circle rect arrow character", "Shape on top."),
    _blended("depth", "parallax_strength", "0.0 0.05 0.1 0.2", "Relative speed of layers."),
    _blended("depth", "layer_count", "1 2 3 4", "Depth layers that move apart."),
    _blended(
        "technical",
        "fps",
        "12 15 24 25 30 50 60 120",
        "Frames a second of the decoded picture track.",
        evidence="measured",
    ),
    _blended(
        "technical",
        "aspect_ratio",
        "1:1 16:9 4:3 9:16 21:9 2.39:1",
        "Width to height of the decoded picture.",
        evidence="measured",
    ),
)

NARRATIVE: Final = (
    _narrative(
        "genre",
        "general documentary thriller ad tutorial educational explainer drama horror comedy "
        "fantasy experimental music cinematic abstract minimal sci-fi vlog news sports interview "
        "podcast narrative corporate",
        "Kind of film.",
    ),
    _narrative(
        "mood",
        "neutral dreamy dark bright calm energetic moody uplifting tense peaceful dramatic chaotic "
        "soft harsh melancholy hopeful ominous playful serious ironic",
        "Feeling of the whole clip.",
    ),
    _narrative(
        "style",
        "cinematic abstract minimal realistic anime noir retro vintage modern corporate artistic",
        "Look of the picture.",
    ),
    _narrative("plots", "flat slow_build standard immediate", "Curve of tension over the clip."),
    _narrative(
        "settings",
        "general urban nature interior exterior studio outdoor abstract city forest night day "
        "ocean indoor neutral golden_hour noir documentary moody neon desert mountain beach space "
        "underwater",
        "Where and when it takes place.",
    ),
    _narrative(
        "themes",
        "general transformation conflict journey identity connection loss hope nature love war "
        "time light motion default dreamy shadow",
        "Story idea; never a place or a color.",
    ),
    _narrative(
        "scene_type",
        "establishing closeup wide medium dialogue action montage b-roll pov aerial insert master "
        "two_shot over_shoulder dolly tracking static",
        "What the shot does in the story.",
    ),
)

ASPECTS: Final = {aspect.key: aspect for aspect in (*BLENDED, *NARRATIVE)}


def require_value(aspect: str, value: str) -> None:
    """Raise ``UnknownValueError`` unless ``value`` is a canonical value of ``aspect``.

    >>> require_value("motion.speed", "slwo")
    Traceback (most recent call last):
    motion_assets.errors.UnknownValueError: ... Did you mean 'slow'? ...
    """
    if aspect not in ASPECTS:
        raise UnknownValueError(f"no aspect {aspect!r}. Known: {', '.join(ASPECTS)}.")
    allowed = ASPECTS[aspect].values
    if value not in allowed:
        close = difflib.get_close_matches(value, allowed, n=1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        raise UnknownValueError(
            f"{aspect} has no value {value!r}.{hint} Known: {', '.join(allowed)}."
        )
