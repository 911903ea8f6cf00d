"""Slots: which aspect a slot of a reading asks for, and how finer values are shown.

Put here what a slot means for creation. Which words fill a slot belongs in the lexicon, the
canonical values in ``aspects``. A slot or value without a row is not shown, and said so.
"""

from collections.abc import Collection, Iterable
from typing import Final

from motion_assets.vocabulary.aspects import ASPECTS, Aspect

_NAMED_SLOTS: Final = {
    "gradient_type": ("gradient.gradient_type",),
    "camera_motion": ("camera.motion_type",),
    "motion_speed": ("motion.speed",),
    "motion_direction": ("motion.direction",),
    "motion_smoothness": ("motion.smoothness",),
    "motion_rhythm": ("motion.rhythm",),
    "motion_acceleration": ("motion.acceleration",),
    "audio_presence": ("sound.presence",),
    "audio_tempo": ("sound.tempo",),
    "audio_mood": ("sound.mood", "mood"),
    "mood": ("mood", "sound.mood"),
    "genre": ("genre",),
    "style": ("style",),
    "plot": ("plots",),
    "setting": ("settings",),
    "theme": ("themes",),
    "view": ("scene_type", "composition.framing"),
    "composition": (
        "composition.balance",
        "composition.symmetry",
        "composition.rule_of_thirds",
    ),
    "framing": ("composition.framing",),
    "scene_type": ("scene_type",),
    "rule_of_thirds": ("composition.rule_of_thirds",),
    "camera_speed": ("camera.speed",),
    "camera_steadiness": ("camera.steadiness",),
    "color_temperature": ("lighting.color_temperature",),
    "contrast_ratio": ("lighting.contrast_ratio",),
    "key_intensity": ("lighting.key_intensity",),
    "fill_ratio": ("lighting.fill_ratio",),
    "rim_strength": ("lighting.rim_strength",),
    "ambient_level": ("lighting.ambient_level",),
    "transition_type": ("transition.type",),
    "transition_duration": ("transition.duration_s",),
    "pacing": ("temporal.pacing",),
    "cut_frequency": ("temporal.cut_frequency",),
    "shot_length": ("temporal.shot_length_s",),
    "shape_overlay": ("graphics.shape_overlay",),
    "parallax": ("depth.parallax_strength",),
    "layer_count": ("depth.layer_count",),
    "fps": ("technical.fps",),
    "aspect_ratio": ("technical.aspect_ratio",),
}


def own_slots(aspects: Iterable[Aspect], named: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Slots that aspects without one get: each has its own, which is called as the aspect is.

    >>> own_slots([ASPECTS["camera.speed"]], named=["camera.motion_type"])
    {'camera_speed': ('camera.speed',)}
    """
    keys = (aspect.key for aspect in aspects if aspect.key not in named)
    return {key.replace(".", "_"): (key,) for key in keys}


OWN_SLOTS: Final = own_slots(
    ASPECTS.values(), {key for keys in _NAMED_SLOTS.values() for key in keys}
)
SLOT_ASPECTS: Final = _NAMED_SLOTS | OWN_SLOTS
"""Aspects a slot may ask for, the first that has the value."""

FINER_VALUES: Final = {
    "setting": {
        "street": "urban", "downtown": "city", "skyline": "city", "alley": "urban",
        "indoors": "indoor", "outdoors": "outdoor", "sea": "ocean", "reef": "underwater",
        "lake": "nature", "river": "nature", "jungle": "forest", "woods": "forest",
        "park": "nature", "field": "nature", "meadow": "nature", "garden": "nature",
        "island": "beach", "snow": "mountain", "canyon": "desert", "cave": "underwater",
        "sunset": "golden_hour", "sunrise": "golden_hour", "dusk": "golden_hour",
        "dawn": "golden_hour", "kitchen": "interior", "bedroom": "interior",
        "office": "interior", "room": "interior", "galaxy": "space",
    },
    "style": {
        "painterly": "artistic", "painting": "artistic", "watercolor": "artistic",
        "oil_painting": "artistic", "impressionist": "artistic", "ukiyo_e": "artistic",
        "sketch": "artistic", "charcoal": "artistic", "drawing": "artistic",
        "surreal": "abstract", "animated": "anime", "cartoon": "anime", "animation": "anime",
        "black_and_white": "noir", "monochrome": "noir", "grayscale": "noir",
        "ink_wash": "artistic", "pop_art": "artistic", "gothic": "noir", "3d": "modern",
        "kitsch": "retro", "grunge": "vintage", "cottagecore": "vintage",
        "photorealistic": "realistic", "cyberpunk": "modern", "futuristic": "modern",
        "synthwave": "retro", "vaporwave": "retro", "pixel_art": "retro", "glitch": "abstract",
        "psychedelic": "abstract", "claymation": "artistic", "double_exposure": "artistic",
        "long_exposure": "artistic", "infrared": "artistic", "blueprint": "artistic",
        "tilt_shift": "cinematic",
    },
    "view": {
        "extreme_close": "closeup", "close": "closeup", "birds_eye": "aerial",
        "portrait": "closeup", "overhead": "aerial", "top_down": "aerial", "broll": "b-roll",
        "full": "wide",
    },
    "composition": {"rule_of_thirds": "yes", "centered": "no", "off_center": "yes"},
    "mood": {"serene": "peaceful", "sad": "melancholy", "happy": "uplifting",
             "chill": "calm", "nostalgic": "melancholy", "lonely": "melancholy",
             "comedic": "playful", "cozy": "calm", "weird": "dreamy"},
    "theme": {"family": "connection", "friendship": "connection", "freedom": "journey",
              "power": "conflict"},
}  # fmt: skip
"""Finer values of open slots and the canonical value whose look shows them."""

LIGHTING: Final = {
    "bright": "key=1.25 ambient=0.8",
    "dim": "key=0.75 ambient=0.4",
    "dark": "key=0.5 ambient=0.2",
    "low_key": "key=0.5 fill=0.2 ambient=0.2",
    "high_key": "key=1.25 fill=0.8 ambient=0.8",
    "warm": "color=warm",
    "cool": "color=cool",
    "neutral": "color=neutral",
    "golden_hour": "color=warm rim=0.5",
    "neon": "contrast=high rim=0.8 ambient=0.2",
    "noir": "contrast=high fill=0.2 ambient=0.2",
    "soft": "contrast=flat fill=0.8",
    "hard": "contrast=high fill=0.2",
    "harsh": "key=1.25 contrast=high fill=0.2",
    "backlit": "rim=0.8 fill=0.2",
    "silhouette": "key=0.5 rim=0.8 fill=0.2",
    "chiaroscuro": "contrast=chiaroscuro fill=0.2",
    "natural": "key=1.0 contrast=normal",
    "daylight": "key=1.25 color=neutral",
    "moonlight": "key=0.5 color=cool",
    "candlelight": "key=0.75 color=warm ambient=0.2",
    "spotlight": "key=1.25 ambient=0.2",
    "rim": "rim=0.8",
    "overcast": "contrast=flat color=cool",
    "flat": "contrast=flat",
    "sunset": "color=warm rim=0.2",
    "bioluminescent": "color=cool ambient=0.2 rim=0.8",
    "blue_hour": "key=0.75 color=cool",
    "colorful": "key=1.0 contrast=high",
    "dramatic": "contrast=high fill=0.2",
    "foggy": "contrast=flat ambient=0.8",
    "high_contrast": "contrast=high",
    "practical": "color=warm ambient=0.4",
    "studio": "key=1.0 fill=0.6 rim=0.2",
    "high": "contrast=high",
    "normal": "contrast=normal",
    "firelight": "key=0.75 color=warm ambient=0.2",
    "low_sun": "color=warm rim=0.5",
    "fluorescent": "color=cool fill=0.8",
    "even": "contrast=flat fill=0.8",
    "side": "fill=0.2",
    "dappled": "contrast=high",
    "volumetric": "contrast=high rim=0.5",
    "night": "key=0.5 ambient=0.2",
}
"""How a named light is set up, in the aspects of lighting by the first word of their names."""


def lighting_values(light: str) -> tuple[tuple[str, str], ...]:
    """Values of the lighting aspects that show a named light; none for an unknown one.

    >>> lighting_values("moonlight")
    (('lighting.key_intensity', '0.5'), ('lighting.color_temperature', 'cool'))
    """
    parts = (part.split("=") for part in LIGHTING.get(light, "").split())
    return tuple((_LIGHTING_ASPECTS[word], value) for word, value in parts)


_LIGHTING_ASPECTS: Final = {
    key.split(".")[1].split("_")[0]: key for key in ASPECTS if key.startswith("lighting.")
}

FRAMING_OF_VIEW: Final = {
    "wide": "wide", "establishing": "wide", "master": "wide", "aerial": "wide",
    "medium": "medium", "two_shot": "medium", "close": "close", "closeup": "close",
    "extreme_close": "extreme_close", "pov": "pov",
}  # fmt: skip
"""Framing that a named view has beside its look."""

NO_WISH: Final = frozenset({"negations", "language"})
"""Slots that ask for nothing: negations have their own records, a language is not shown."""

CAMERA_SIGNS: Final = {
    "right": 1, "down": 1, "clockwise": 1, "left": -1, "up": -1, "counterclockwise": -1,
    "in": 1, "out": -1,
}  # fmt: skip
"""Turn of a camera move by its named direction; of a zoom they follow from the move."""

CAMERA_WAYS: Final = {
    **dict.fromkeys(("pan", "truck", "arc", "tracking", "whip_pan"), ("left", "right")),
    **dict.fromkeys(("tilt", "pedestal", "crane"), ("up", "down")),
    **dict.fromkeys(("roll", "rotate"), ("counterclockwise", "clockwise")),
    "dolly": ("in", "out"), "zoom": ("in",), "zoom_out": ("out",),
}  # fmt: skip
"""Ways that a camera move can go."""

CAMERA_SAME_WAYS: Final = {
    "arc": {"clockwise": "left", "counterclockwise": "right"},
    **{move: {"left": "counterclockwise", "right": "clockwise"} for move in ("roll", "rotate")},
}
"""Other words for the ways of a move: a camera that goes clockwise around its subject, as seen
from above, goes to its left; one that rolls to the left turns counterclockwise."""

CAMERA_DIRECTION: Final = "camera.direction"
TURNING_BACK: Final = frozenset({"roll"})
"""The aspect of a way of the camera, and moves whose way no window shows."""

HEADING: Final = "motion.heading"
HEADING_SLOT: Final = "motion_heading"
HEADINGS: Final = {
    "horizontal": ("left", "right"), "vertical": ("up", "down"), "radial": ("in", "out"),
    "diagonal": ("left", "right", "up", "down"),
}  # fmt: skip
"""Aspect and slot of the way round that subjects go, and its values by the direction of their
travel; a diagonal one goes to one side, and up or down."""

HEADING_SIGNS: Final = {"right": 1, "down": 1, "out": 1, "left": -1, "up": -1, "in": -1}

FROM_ABOVE: Final = frozenset({"birds_eye", "overhead", "top_down"})
"""Views that show the ground as a plan, which is a camera of its own."""

CAMERA_OF_DIRECTION: Final = {"in": "zoom", "out": "zoom_out"}
BIRDS_EYE: Final = "birds_eye"

RENDERED: Final = {key: aspect.values for key, aspect in ASPECTS.items()}
"""What drawing and playing can show, by aspect."""

QUIET: Final = {
    "graphics.shape_overlay": {"none": 40},
    "camera.motion_type": {"static": 3, "pan": 3, "zoom": 3, "tilt": 2, "truck": 2, "dolly": 2},
    "camera.speed": {"slow": 4, "medium": 2},
    "camera.steadiness": {"locked": 8, "stable": 3},
    "motion.smoothness": {"smooth": 6, "fluid": 4},
    "motion.rhythm": {"steady": 6, "wave": 2},
    "motion.acceleration": {"constant": 4},
    "motion.speed": {"slow": 3, "medium": 2},
    "lighting.contrast_ratio": {"normal": 3, "high": 2},
    "lighting.key_intensity": {"1.0": 3, "1.25": 3},
    "lighting.ambient_level": {"0.6": 4, "0.8": 3, "0.4": 2},
    "lighting.fill_ratio": {"0.4": 2, "0.6": 3, "0.8": 2},
    "composition.framing": {"medium": 3, "close": 2},
    "temporal.cut_frequency": {"none": 40},
    "temporal.pacing": {"1.0": 4},
    "transition.type": {"cut": 3, "dissolve": 2},
    "technical.aspect_ratio": {"16:9": 8, "9:16": 3, "4:3": 3, "1:1": 3},
}
"""How much likelier a value is than others of its aspect where a prompt leaves it open; values
without a number count once. A weight, never a rule: every value is shown now and then."""

FRAME_RATES: Final = (24, 25, 30)
"""Rates of clips that ask for none."""

FRAME_SIZES: Final = {
    "1:1": (144, 144),
    "16:9": (256, 144),
    "4:3": (192, 144),
    "9:16": (144, 256),
    "21:9": (336, 144),
    "2.39:1": (344, 144),
}
"""Width and height in pixels of a clip that asks for an aspect ratio alone."""

GAP_RATIO: Final = "16:9"
"""Ratio of width to height of a clip that fills gaps and asks for none."""
