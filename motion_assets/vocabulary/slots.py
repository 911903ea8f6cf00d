"""Slots: which aspect a slot of a reading asks for, and how finer values are shown.

Put here what a slot means for creation. Which words fill a slot belongs in the lexicon, the
canonical values in ``aspects``. A slot or value without a row is not shown, and said so.
"""

from typing import Final

from motion_assets.vocabulary.aspects import ASPECTS

SLOT_ASPECTS: Final = {
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
    "composition": ("composition.balance", "composition.symmetry"),
}
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
        "synthwave": "retro", "vaporwave": "retro", "pixel_art": "retro",
    },
    "view": {
        "extreme_close": "closeup", "close": "closeup", "birds_eye": "aerial",
        "portrait": "closeup", "overhead": "aerial", "top_down": "aerial", "broll": "b-roll",
    },
    "mood": {"serene": "peaceful", "sad": "melancholy", "happy": "uplifting",
             "chill": "calm", "nostalgic": "melancholy"},
    "theme": {"family": "connection", "friendship": "connection", "freedom": "journey"},
}  # fmt: skip
"""Finer values of open slots and the canonical value whose look shows them."""

LIGHTING: Final = {
    "bright": (1.15, 1.0, 0.0), "dim": (0.78, 0.95, 0.0), "dark": (0.68, 1.05, 0.0),
    "low_key": (0.72, 1.2, 0.0), "high_key": (1.2, 0.82, 0.0), "warm": (1.0, 1.0, 0.5),
    "cool": (1.0, 1.0, -0.5), "neutral": (1.0, 1.0, 0.0), "golden_hour": (1.05, 1.05, 0.55),
    "neon": (0.95, 1.25, -0.15), "noir": (0.75, 1.25, -0.05), "soft": (1.05, 0.8, 0.05),
    "hard": (1.0, 1.25, 0.0), "harsh": (1.05, 1.25, 0.0), "backlit": (0.9, 1.2, 0.1),
    "silhouette": (0.7, 1.25, 0.1), "chiaroscuro": (0.8, 1.25, 0.1), "natural": (1.05, 1.0, 0.05),
    "daylight": (1.12, 1.0, 0.02), "moonlight": (0.75, 1.05, -0.45),
    "candlelight": (0.78, 1.1, 0.6), "spotlight": (0.9, 1.25, 0.05), "rim": (0.88, 1.2, 0.0),
    "overcast": (0.95, 0.8, -0.12), "flat": (1.0, 0.75, 0.0), "sunset": (1.0, 1.05, 0.6),
    "bioluminescent": (0.7, 1.2, -0.4), "blue_hour": (0.82, 1.05, -0.5),
    "colorful": (1.05, 1.18, 0.0), "dramatic": (0.85, 1.25, 0.05), "foggy": (1.0, 0.7, -0.08),
    "high_contrast": (1.0, 1.3, 0.0), "practical": (0.85, 1.1, 0.3), "studio": (1.1, 1.05, 0.0),
    "high": (1.0, 1.2, 0.0), "normal": (1.0, 1.0, 0.0),
}  # fmt: skip
"""Gain, contrast and warmth of the background under a named light; chosen by eye."""

INTENSITY: Final = {"low": 0.9, "medium": 1.0, "high": 1.12}
"""Contrast of the background under a named intensity."""

NO_WISH: Final = frozenset({"negations", "language"})
"""Slots that ask for nothing: negations have their own records, a language is not shown."""

CAMERA_SIGNS: Final = {
    "right": 1, "down": 1, "clockwise": 1, "left": -1, "up": -1, "counterclockwise": -1,
}  # fmt: skip
"""Turn of a camera move by its named direction; ``in`` and ``out`` follow from the move."""

CAMERA_OF_DIRECTION: Final = {"in": "zoom", "out": "zoom_out"}

FORBIDDEN_WORDS: Final = {
    "music": (("sound.presence", "music"), ("sound.presence", "full")),
    "song": (("sound.presence", "music"), ("sound.presence", "full")),
    "sound": tuple(("sound.presence", value) for value in ("ambient", "music", "sfx", "full")),
    "audio": tuple(("sound.presence", value) for value in ("ambient", "music", "sfx", "full")),
    "silence": (("sound.presence", "silence"),),
    "camera": tuple(
        ("camera.motion_type", value)
        for value in ASPECTS["camera.motion_type"].values
        if value != "static"
    ),
    "movement": tuple(
        ("motion.speed", value) for value in ASPECTS["motion.speed"].values if value != "static"
    ),
}
"""Words that rule out more than the value they name."""

RENDERED: Final = {
    "camera.motion_type": ("static", "pan", "tilt", "zoom", "zoom_out"),
    "gradient.gradient_type": ASPECTS["gradient.gradient_type"].values,
    "motion.speed": ASPECTS["motion.speed"].values,
    "motion.direction": ASPECTS["motion.direction"].values,
    "sound.presence": ASPECTS["sound.presence"].values,
    "sound.tempo": ASPECTS["sound.tempo"].values,
    "sound.mood": ASPECTS["sound.mood"].values,
    "technical.fps": ASPECTS["technical.fps"].values,
    "technical.aspect_ratio": ASPECTS["technical.aspect_ratio"].values,
    **{key: aspect.values for key, aspect in ASPECTS.items() if aspect.registry == "narrative"},
}
"""What drawing and playing can show today, by aspect."""

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

PROMPTED_RATIO: Final = "16:9"
