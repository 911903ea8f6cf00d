"""Refusals: what words that a prompt rules out keep out of a clip, beyond the value they name.

Put here which values a refused word or value stands for. Words of negation are rows of the
lexicon; what a word would ask for if it were not refused is read from the lexicon as well.
"""

from typing import Final

from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.impossible import Value

_MOTION: Final = "camera.motion_type"
_STEADINESS: Final = "camera.steadiness"
_PRESENCE: Final = "sound.presence"
_OVERLAY: Final = "graphics.shape_overlay"
_CHANGE: Final = "transition.type"
_KEY: Final = "lighting.key_intensity"
_AMBIENT: Final = "lighting.ambient_level"
_CUTS: Final = "temporal.cut_frequency"
_PACING: Final = "temporal.pacing"


def _each(aspect: str, values: str) -> tuple[Value, ...]:
    return tuple((aspect, value) for value in values.split())


def _all_but(aspect: str, value: str) -> tuple[Value, ...]:
    return tuple((aspect, each) for each in ASPECTS[aspect].values if each != value)


_MUSIC: Final = _each(_PRESENCE, "music full")
_SOUND: Final = _all_but(_PRESENCE, "silence")
SHAKY: Final = (_STEADINESS, "shaky")
_SHAKE: Final = (*_each(_STEADINESS, "handheld shaky"), (_MOTION, "handheld"))
_FIGURE: Final = _each(_OVERLAY, "character")
"""The overlay of a character is a small human figure."""

TRANSPARENT: Final = ("opacity", "transparent")
"""What a clip shows of which some cell is not wholly opaque."""

FORBIDDEN_WORDS: Final = {
    **dict.fromkeys(
        ("music", "song", "songs", "soundtrack", "soundtracks", "background_music", "score"), _MUSIC
    ),
    **dict.fromkeys(("sound", "sounds", "audio"), _SOUND),
    "silence": _each(_PRESENCE, "silence"),
    **dict.fromkeys(("hiss", "static_noise", "wind_noise"), _each(_PRESENCE, "ambient full")),
    **dict.fromkeys(
        ("camera", "camera_movement", "camera_motion", "camera_moves", "camera_work"),
        _all_but(_MOTION, "static"),
    ),
    **dict.fromkeys(("movement", "motion"), _all_but("motion.speed", "static")),
    **dict.fromkeys(("zoom", "zooms", "zooming"), _each(_MOTION, "zoom zoom_out")),
    **dict.fromkeys(("rotation", "rotations", "spinning"), _each(_MOTION, "rotate roll")),
    **dict.fromkeys(
        ("shake", "shaking", "shakes", "wobble", "wobbling", "jitter", "camera_shake",
         "handheld", "handheld_camera", "shaky_cam", "shaky_camera", "shaky_footage"),
        _SHAKE,
    ),
    **dict.fromkeys(("transitions", "transition"), _each(_CHANGE, "fade dissolve wipe")),
    **dict.fromkeys(("fade", "fades", "fading"), _each(_CHANGE, "fade")),
    **dict.fromkeys(("wipe", "wipes"), _each(_CHANGE, "wipe")),
    **dict.fromkeys(("circle", "circles", "rings"), _each(_OVERLAY, "circle")),
    **dict.fromkeys(
        ("rect", "rectangle", "rectangles", "square", "squares", "box", "boxes", "frame", "border"),
        _each(_OVERLAY, "rect"),
    ),
    **dict.fromkeys(("arrow", "arrows"), _each(_OVERLAY, "arrow")),
    **dict.fromkeys(
        ("people", "person", "persons", "human", "humans", "man", "men", "woman", "women",
         "figure", "figures", "character", "characters", "mascot", "mascots", "crowd", "crowds",
         "actors"),
        _FIGURE,
    ),
    **dict.fromkeys(
        ("shape", "shapes", "overlay", "overlays", "graphics", "logo", "logos", "watermark",
         "watermarks", "symbol", "symbols", "icon", "icons", "sign", "emblem", "sticker",
         "stickers"),
        _all_but(_OVERLAY, "none"),
    ),
    **dict.fromkeys(
        ("bird's_eye_view", "birds_eye_view", "bird's_eye", "bird's_eye_views", "overhead_shots",
         "top_down_shots"),
        ((_MOTION, "birds_eye"), ("scene_type", "aerial")),
    ),
    **dict.fromkeys(("static_subjects", "still_subjects"), _each("motion.speed", "static")),
    **dict.fromkeys(("easing", "ease"), _all_but("motion.acceleration", "constant")),
    **dict.fromkeys(
        ("dim_light", "dim_lighting", "dimness"),
        (*_each(_KEY, "0.5 0.75"), *_each(_AMBIENT, "0.2 0.4")),
    ),
    **dict.fromkeys(
        ("daylight", "sunlight", "sunshine"), (*_each(_KEY, "1.25"), ("settings", "day"))
    ),
    **dict.fromkeys(("ambient_light", "ambient_lighting"), _all_but(_AMBIENT, "0.2")),
    **dict.fromkeys(("fill_light", "fill_lighting"), _all_but("lighting.fill_ratio", "0.2")),
    **dict.fromkeys(
        ("backlight", "backlighting", "back_light"), _each("lighting.rim_strength", "0.5 0.8")
    ),
    **dict.fromkeys(("depth", "layers"), _each("depth.layer_count", "2 3 4")),
    "widescreen": _each("technical.aspect_ratio", "16:9 21:9 2.39:1"),
    **dict.fromkeys(
        ("transparency", "transparent_background", "transparent", "see_through", "translucency"),
        (TRANSPARENT,),
    ),
}  # fmt: skip
"""Words that rule out more than the value they name, or name it only where they rule it out."""

WITH_IT: Final = {
    SHAKY: _SHAKE,
    (_STEADINESS, "handheld"): _SHAKE,
    (_MOTION, "handheld"): _SHAKE,
    (_CUTS, "fast"): _each(_CUTS, "fast rapid"),
    (_PACING, "1.25"): _each(_PACING, "1.25 1.5"),
    (_PACING, "0.75"): _each(_PACING, "0.5 0.75"),
    (_PRESENCE, "music"): _MUSIC,
    (_PRESENCE, "ambient"): _each(_PRESENCE, "ambient full"),
    (_PRESENCE, "sfx"): _each(_PRESENCE, "sfx full"),
}
"""Values that hold a refused one or look like it."""

VOICES: Final = frozenset(
    ["voice", "voices", "voiceover", "voiceovers", "vocal", "vocals", "vocalist", "vocalists",
     "singing", "singer", "singers", "lyrics", "rap", "rapping", "narration", "narrator", "speech",
     "talking", "dialogue", "dialog", "chanting", "humming", "commentary", "speaking"]
)  # fmt: skip
"""What no track of this project holds, though a prompt that asks for it asks for sound."""

LOUD: Final = frozenset({"loud", "louder", "blaring", "booming", "noisy", "annoying", "cheesy"})
"""What music or sound may be ruled out as without being ruled out itself."""

NARROWED: Final = {
    "motion_speed": ("cut_frequency", "pacing", "plot", "audio_tempo", "camera_speed"),
    "camera_motion": ("camera_speed",),
    "colors": ("transition_type",),
    "color_cells": ("colors",),
    "audio_presence": ("audio_tempo", "audio_mood", "mood", "audio_element"),
    "sound_cells": ("audio_presence",),
}
"""Slots whose value is not refused where the same words refuse one of these: "no fast cuts" says
nothing of fast subjects, "no sad music" allows music."""

UNAVOIDABLE: Final = {
    **dict.fromkeys(
        ("gradient", "gradients", "color_gradient", "color_gradients"),
        "the background of every clip is a gradient",
    ),
}
"""What is part of every clip, so that it cannot be kept out."""

GRAYS: Final = (50, 200)
"""Levels between which a gray is one that the shades of every background pass by."""
