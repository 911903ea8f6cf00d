"""Scenes: the frozen description of one clip, from which its file follows byte by byte.

Put a field here when it changes pixels or samples. What a prompt asked for belongs in
``core.clips.request``; drawing belongs in ``field``, ``camera``, ``light`` and ``soundtrack``.
"""

from dataclasses import dataclass
from typing import Literal

Rgb = tuple[int, int, int]
"""sRGB channels, each 0..255."""

GradientType = Literal["vertical", "horizontal", "radial", "angled"]
CameraKind = Literal["static", "pan", "tilt", "zoom", "zoom_out"]
Direction = Literal["none", "horizontal", "vertical", "diagonal", "radial"]
SubjectShape = Literal["circle", "rect", "triangle", "ring"]


@dataclass(frozen=True, slots=True)
class Card:
    """Flat swatches of color cells, packed row by row, frame after frame.

    Each cell fills one square of ``swatch_px`` at its nominal color and opacity; a frame holds
    ``(width // swatch_px) * (height // swatch_px)`` of them, the rest is black at opacity 0.
    """

    cells: tuple[int, ...]
    swatch_px: int = 4
    kind: Literal["card"] = "card"


@dataclass(frozen=True, slots=True)
class Field:
    """The background: a gradient of two to four stops under a fine two-way texture."""

    gradient_type: GradientType
    angle_deg: float
    stops: tuple[Rgb, ...]
    texture_levels: int
    texture_seed: int


@dataclass(frozen=True, slots=True)
class Camera:
    """Movement that the whole background shares.

    ``speed_widths_s``: travel in frame widths a second; for zooms, log-scale a second.
    ``sign``: +1 or -1, right/down against left/up; ignored by static and zooms.
    """

    motion_type: CameraKind
    speed_widths_s: float
    sign: int


@dataclass(frozen=True, slots=True)
class Subject:
    """One flat shape that moves against the background.

    Center and size in shares of the frame width and height; ``speed_widths_s`` in frame
    widths a second along ``direction``; ``sign`` turns the travel round.
    """

    shape: SubjectShape
    color: Rgb
    opacity: float
    center_x: float
    center_y: float
    size: float
    direction: Direction
    speed_widths_s: float
    sign: int


@dataclass(frozen=True, slots=True)
class Light:
    """Grade of the background: gain, contrast about mid gray, and warmth in -1..1."""

    gain: float
    contrast: float
    warmth: float


@dataclass(frozen=True, slots=True)
class Opacity:
    """Straight alpha of the background, moving linearly from ``start`` to ``end``, 0..1."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class View:
    """A composed picture: background field, camera, subjects, light and opacity."""

    field: Field
    camera: Camera
    subjects: tuple[Subject, ...]
    light: Light
    opacity: Opacity
    kind: Literal["view"] = "view"


@dataclass(frozen=True, slots=True)
class SoundCells:
    """One sound cell an instant; the last one is held when the clip is longer."""

    cells: tuple[int, ...]
    kind: Literal["cells"] = "cells"


@dataclass(frozen=True, slots=True)
class Music:
    """A procedural track: pad, bass, beat and air, each switched on by a level above zero.

    Levels are linear amplitudes of full scale, 0..1. ``tension`` moves from its first to its
    last value over the clip and opens the brightness with it.
    """

    tempo_bpm: float
    mode: Literal["major", "minor"]
    root_hz: float
    pad: float
    bass: float
    beat: float
    air: float
    brightness: float
    roughness: float
    tension: tuple[float, ...]
    kind: Literal["music"] = "music"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything a clip file is made from; equal scenes give equal bytes.

    ``picture`` is None for a clip of sound alone; its width and height are then 0 and its
    instants still last ``1 / fps`` seconds.
    """

    clip_id: str
    seed: int
    width_px: int
    height_px: int
    fps: int
    frame_count: int
    picture: Card | View | None
    soundtrack: SoundCells | Music
    narrative: tuple[tuple[str, str], ...] = ()

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.frame_count / self.fps
