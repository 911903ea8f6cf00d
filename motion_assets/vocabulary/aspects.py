"""Aspects: every canonical value of the blended and narrative registries, typed once.

Put a new aspect or value here. How an aspect is rendered belongs in ``core.clips``, how
it is measured in ``core.observations``; color and sound cells live in ``cells.py``.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from motion_assets.errors import UnknownValueError

Registry = Literal["blended", "narrative"]
Evidence = Literal["measured", "declared"]
"""``measured``: read from decoded pixels or samples. ``declared``: known only from the
instruction."""


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
        """Values that extraction can tell."""
        return self.values if self.evidence == "measured" else ()


def _blended(
    domain: str,
    name: str,
    values: str,
    definition: str,
) -> Aspect:
    return Aspect("blended", domain, name, tuple(values.split()), "measured", definition)


def _narrative(name: str, values: str, definition: str) -> Aspect:
    return Aspect("narrative", "narrative", name, tuple(values.split()), "declared", definition)


BLENDED: Final = (
    _blended(
        "gradient",
        "gradient_type",
        "vertical horizontal radial angled",
        "How the tint of the background changes over distance: along one axis, or from a center.",
    ),
    _blended(
        "camera",
        "motion_type",
        "static pan tilt dolly crane zoom zoom_out handheld roll truck pedestal arc tracking "
        "birds_eye whip_pan rotate",
        "How the view moves; camera_ranges says how moves that look alike are told apart.",
    ),
    _blended(
        "camera",
        "speed",
        "slow medium fast",
        "Travel of the farthest layer, frame widths a second.",
    ),
    _blended(
        "camera",
        "steadiness",
        "locked stable handheld shaky",
        "Shake of the view about an even path, in frame widths.",
    ),
    _blended(
        "motion",
        "speed",
        "static slow medium fast",
        "Travel of the subjects against the background, in frame widths a second.",
    ),
    _blended(
        "motion",
        "smoothness",
        "jerky rough smooth fluid",
        "Evenness of the subjects' travel: held, thrown, even, trailing.",
    ),
    _blended(
        "motion",
        "direction",
        "none horizontal vertical diagonal radial",
        "Axis of the subjects' travel against the background.",
    ),
    _blended("motion", "rhythm", "steady pulsing wave random", "How the subjects' travel repeats."),
    _blended(
        "motion",
        "acceleration",
        "constant ease_in ease_out ease_in_out",
        "How the subjects' speed changes over the clip.",
    ),
    _blended("sound", "tempo", "slow medium fast", "Onsets a minute."),
    _blended(
        "sound", "presence", "silence ambient music sfx full", "Layers of the track that are heard."
    ),
    _blended(
        "sound",
        "mood",
        "neutral calm tense uplifting dark dramatic peaceful chaotic soft harsh dreamy bright "
        "energetic moody melancholy intense playful suspenseful hopeful ominous",
        "Point of six heard dimensions: mode, register, brightness, roughness, loudness, harmony.",
    ),
    _blended(
        "lighting", "color_temperature", "warm neutral cool", "Red less blue, in shares of luma."
    ),
    _blended(
        "lighting",
        "contrast_ratio",
        "flat normal high chiaroscuro",
        "Spread of the texture in shares of its level.",
    ),
    _blended(
        "lighting", "key_intensity", "0.5 0.75 1.0 1.25", "Level of the lit side of the body."
    ),
    _blended(
        "lighting",
        "fill_ratio",
        "0.2 0.4 0.6 0.8",
        "Shadow side of the body in shares of the lit side.",
    ),
    _blended(
        "lighting",
        "rim_strength",
        "0.0 0.2 0.5 0.8",
        "What a ring of light adds inside the edge of the body.",
    ),
    _blended(
        "lighting", "ambient_level", "0.2 0.4 0.6 0.8", "Level of everything around the body."
    ),
    _blended(
        "composition",
        "framing",
        "wide medium close extreme_close pov",
        "Size of the body in the frame; pov looks through a visor.",
    ),
    _blended(
        "composition",
        "balance",
        "left_heavy balanced right_heavy top_heavy bottom_heavy",
        "Side to which the light rises.",
    ),
    _blended(
        "composition",
        "symmetry",
        "asymmetric slight bilateral",
        "Set pieces that have a mirror image.",
    ),
    _blended("composition", "rule_of_thirds", "yes no", "Middle of the body on a line of thirds."),
    _blended("transition", "type", "cut fade dissolve wipe", "How one shot becomes the next."),
    _blended(
        "transition", "duration_s", "0.0 0.25 0.5 1.0", "Time in which neither shot is seen alone."
    ),
    _blended("temporal", "pacing", "0.5 0.75 1.0 1.25 1.5", "Breaths of the light a second."),
    _blended(
        "temporal", "cut_frequency", "none rare normal fast rapid", "Changes of shots a minute."
    ),
    _blended("temporal", "shot_length_s", "1 2 4 6 10", "Time between two changes of shots."),
    _blended(
        "graphics", "shape_overlay", "none circle rect arrow character", "Outlined shape on top."
    ),
    _blended(
        "depth",
        "parallax_strength",
        "0.0 0.05 0.1 0.2",
        "Travel of the nearest layer beyond the farthest.",
    ),
    _blended("depth", "layer_count", "1 2 3 4", "Depth layers that move apart."),
    _blended(
        "technical",
        "fps",
        "12 15 24 25 30 50 60 120",
        "Frames a second of the decoded picture track.",
    ),
    _blended(
        "technical",
        "aspect_ratio",
        "1:1 16:9 4:3 9:16 21:9 2.39:1",
        "Width to height of the decoded picture.",
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

RECORDED_BESIDE: Final = (
    _blended(
        "camera",
        "direction",
        "left right up down in out clockwise counterclockwise",
        "Way round that a move of the camera goes; a roll turns back within a window.",
    ),
    _blended(
        "motion",
        "heading",
        "left right up down in out",
        "Way round that subjects go over the ground; diagonal ones go two ways.",
    ),
    _blended(
        "sound",
        "element",
        "kick snare bass pad melody",
        "Blended sounds in the track, by their onsets; a track may hold all of them.",
    ),
    _blended(
        "graphics",
        "edge_density",
        "low medium high",
        "Share of the picture in which luma rises or falls steeply.",
    ),
    _blended(
        "graphics",
        "spatial_variance",
        "low medium high",
        "Variance of luma over the picture, black is 0 and white is 1.",
    ),
    _blended(
        "graphics",
        "busyness",
        "low medium high",
        "Mean difference of luma between neighbors, black is 0 and white is 1.",
    ),
)
"""Recorded in the blended registry where they are seen, without a target of their own."""

ASPECTS: Final = {aspect.key: aspect for aspect in (*BLENDED, *NARRATIVE)}


RECORDED: Final = {**ASPECTS, **{aspect.key: aspect for aspect in RECORDED_BESIDE}}
"""Every aspect of which a registry may hold values."""


def require_value(aspect: str, value: str, *, among: Mapping[str, Aspect] | None = None) -> None:
    """Raise ``UnknownValueError`` unless ``value`` is a canonical value of ``aspect``.

    ``among``: aspects that are allowed, all that can be asked for where it is left out.

    >>> require_value("motion.speed", "slwo")
    Traceback (most recent call last):
    motion_assets.errors.UnknownValueError: ... Did you mean 'slow'? ...
    """
    known = ASPECTS if among is None else among
    if aspect not in known:
        raise UnknownValueError(f"no aspect {aspect!r}. Known: {', '.join(known)}.")
    allowed = known[aspect].values
    if value not in allowed:
        close = difflib.get_close_matches(value, allowed, n=1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        raise UnknownValueError(
            f"{aspect} has no value {value!r}.{hint} Known: {', '.join(allowed)}."
        )
