"""Looks: how every narrative value shapes the picture and the sound of a clip.

Put a change to one value's palette, light, framing, motion or sound in ``looks.csv``; how
several looks are joined in one clip belongs in ``core.clips``. Source of all rows: chosen by
eye for this project, so that no two values of one aspect share a palette.
"""

import csv
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, get_args

from motion_assets.errors import UnknownValueError
from motion_assets.vocabulary.colors import Rgb, rgb_of_code
from motion_assets.vocabulary.files import text_of

Texture = Literal[
    "cloud", "waves", "caustics", "leaves", "dunes", "veins", "crags", "stars", "bricks",
    "windows", "weave",
]  # fmt: skip
"""What a textured ground is made of."""

PLAIN: Final = "cloud"
"""The one that says nothing of a place."""

TEXTURES: Final[tuple[Texture, ...]] = get_args(Texture)


@dataclass(frozen=True, slots=True)
class Look:
    """How one narrative value looks and sounds.

    ``dark``, ``light``: the ends of its background; ``texture``: what its ground is made of;
    ``accent``: its subject. ``gain``,
    ``contrast``, ``warmth``: its light. ``size``: of subjects, in shares of the shorter side of
    the frame. ``curve``: gains of the light over the clip.
    ``camera``, ``speed``, ``sound_mood``, ``tempo``, ``presence``: values that suit it, of the
    aspects of those names; empty where all do.
    """

    aspect: str
    value: str
    dark: Rgb
    light: Rgb
    accent: Rgb
    gain: float
    contrast: float
    warmth: float
    size: float
    shape: str
    camera: tuple[str, ...]
    speed: tuple[str, ...]
    sound_mood: tuple[str, ...]
    tempo: tuple[str, ...]
    presence: tuple[str, ...]
    curve: tuple[float, ...]
    texture: Texture


@cache
def looks() -> dict[tuple[str, str], Look]:
    """Every look by aspect and value, in the order of the table.

    >>> looks()["settings", "desert"].shape
    'triangle'
    """
    rows = csv.DictReader(text_of("looks.csv").splitlines())
    return {(row["aspect"], row["value"]): _look(row) for row in rows}


def look_of(aspect: str, value: str) -> Look:
    """Look of one narrative value; ``UnknownValueError`` when the table has no row for it."""
    try:
        return looks()[aspect, value]
    except KeyError:
        raise UnknownValueError(
            f"looks.csv has no row for {aspect} {value!r}. Every narrative value needs one."
        ) from None


def _look(row: dict[str, str]) -> Look:
    return Look(
        aspect=row["aspect"],
        value=row["value"],
        dark=rgb_of_code(row["dark"]),
        light=rgb_of_code(row["light"]),
        accent=rgb_of_code(row["accent"]),
        gain=float(row["gain"]),
        contrast=float(row["contrast"]),
        warmth=float(row["warmth"]),
        size=float(row["size"]),
        shape=row["shape"],
        camera=tuple(row["camera"].split()),
        speed=tuple(row["speed"].split()),
        sound_mood=tuple(row["sound_mood"].split()),
        tempo=tuple(row["tempo"].split()),
        presence=tuple(row["presence"].split()),
        curve=tuple(float(gain) for gain in row["curve"].split()),
        texture=_texture(row["texture"]),
    )


def _texture(name: str) -> Texture:
    for texture in TEXTURES:
        if texture == name:
            return texture
    raise UnknownValueError(
        f"looks.csv has the texture {name!r}. Drawn are {', '.join(TEXTURES)}, all of them in "
        "core.clips.grains."
    )
