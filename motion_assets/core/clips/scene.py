"""Scenes: the frozen description of one clip, from which its file follows byte by byte.

Put a field here when it changes pixels or samples. What a prompt asked for belongs in
``core.clips.request``; drawing belongs in ``draw`` and the modules it calls, playing in
``soundtrack``.
"""

from dataclasses import dataclass
from typing import Literal

from motion_assets.vocabulary.colors import Rgb
from motion_assets.vocabulary.looks import PLAIN, Texture

"""sRGB channels, each 0..255."""

GradientType = Literal["vertical", "horizontal", "radial", "angled"]
CameraKind = Literal[
    "static",
    "pan",
    "tilt",
    "dolly",
    "crane",
    "zoom",
    "zoom_out",
    "handheld",
    "roll",
    "truck",
    "pedestal",
    "arc",
    "tracking",
    "birds_eye",
    "whip_pan",
    "rotate",
]
Smoothness = Literal["jerky", "rough", "smooth", "fluid"]
Rhythm = Literal["steady", "pulsing", "wave", "random"]
Acceleration = Literal["constant", "ease_in", "ease_out", "ease_in_out"]
Framing = Literal["wide", "medium", "close", "extreme_close", "pov"]
Balance = Literal["left_heavy", "balanced", "right_heavy", "top_heavy", "bottom_heavy"]
Symmetry = Literal["asymmetric", "slight", "bilateral"]
TransitionType = Literal["cut", "fade", "dissolve", "wipe"]
OverlayShape = Literal["none", "circle", "rect", "arrow", "character"]
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
    """The colors of the background: a gradient of two to four stops, fixed to the frame.

    ``angle_deg`` turns the gradient away from the axis its type names: colors change along x
    (horizontal), along y (vertical, downwards), or along the falling diagonal (angled). A radial
    gradient has its center a little off the middle of the frame, in that direction.
    """

    gradient_type: GradientType
    angle_deg: float
    stops: tuple[Rgb, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """How the textured ground under a view moves: the camera's move, its shake and its layers.

    ``speed``: travel in frame widths a second for moves along the picture, logarithm of scale a
    second for zooms and dollies, radians a second for rolls and rotations. ``sign``: +1 looks
    right, down or turns clockwise. ``shake_widths``: root mean square of the shake in frame
    widths. ``layer_count`` layers whose travel differs by ``parallax_widths_s`` in all, frame
    widths a second, the nearest one fastest. ``clear_share``: share of the frame, about its middle,
    in which layers that lie one below the other are all seen, as its borders may be dark.
    ``texture``: what the ground is made of.
    """

    motion_type: CameraKind
    speed: float
    sign: int
    shake_widths: float
    layer_count: int
    parallax_widths_s: float
    seed: int
    clear_share: float = 1.0
    texture: Texture = PLAIN


@dataclass(frozen=True, slots=True)
class Lamps:
    """Light that stands still in the picture and multiplies the ground.

    ``key``: level of the lit side of the main subject, 1.0 is a luma of `LEVEL_LUMA`; ``fill``:
    its shadow side in shares of the key; ``rim``: what the ring inside its edge adds, in shares
    of the level there; ``ambient``: level of the surroundings; ``contrast``: root mean square of
    the texture in shares of the local level. ``light_deg``: where the key light comes from, 0
    right, 90 down.
    """

    key: float
    fill: float
    rim: float
    ambient: float
    contrast: float
    light_deg: float


@dataclass(frozen=True, slots=True)
class Composition:
    """Where the main subject stands in the frame, and the set pieces around it.

    ``seed`` draws what the values leave open: the exact place and size, and the set pieces.
    """

    framing: Framing
    balance: Balance
    symmetry: Symmetry
    on_thirds: bool
    seed: int


@dataclass(frozen=True, slots=True)
class Overlay:
    """A flat shape with an outline, fixed to the frame above everything else.

    ``center_x``, ``center_y``: shares of the frame; ``size``: share of its shorter side.
    """

    shape: OverlayShape
    center_x: float
    center_y: float
    size: float


@dataclass(frozen=True, slots=True)
class Gait:
    """How a subject keeps to its travel: evenness, repetition and change of speed."""

    smoothness: Smoothness
    rhythm: Rhythm
    acceleration: Acceleration
    seed: int


@dataclass(frozen=True, slots=True)
class Editing:
    """How shots follow one another.

    ``starts``: first frame of every shot, ascending from 0; ``change_frames``: length of each
    transition in frames, centered on the start of the shot it leads to; 0 is a cut. ``turn``:
    quarter turns clockwise of the way a wipe goes, 0 is to the right.
    """

    transition: TransitionType
    starts: tuple[int, ...]
    change_frames: int
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """One flat shape that moves against the background.

    ``center_*``: where it starts, in shares of the frame width and height; ``size``: its extent
    in shares of the shorter side of the frame; ``speed_widths_s``: travel against the background
    in frame widths a second along ``direction``. ``sign`` turns the travel round: +1 is right,
    down, or away from the middle of the view. ``slope`` of a diagonal: +1 falls to the right, -1
    rises.
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
    slope: int = 1


@dataclass(frozen=True, slots=True)
class Opacity:
    """Straight alpha of the background, moving linearly from ``start`` to ``end``, 0..1."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Shot:
    """One camera position: what is seen without a cut.

    ``gait``: how all subjects keep to their travel. ``tracked``: a subject that the camera keeps
    in its place in the frame. ``finish``: further aspects, with the value that lies over its
    frames.
    """

    field: Field
    ground: Ground
    lamps: Lamps
    composition: Composition
    overlay: Overlay
    subjects: tuple[Subject, ...]
    gait: Gait
    tracked: Subject | None = None
    finish: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A composed picture: shots, how they follow one another, and what spans all of them.

    ``parts``: numbers of the shots at which the parts of a told sequence begin.
    ``pacing``: pace of the light's slow breathing, 1.0 is once a second. ``tension``: gains of
    the light at equal steps over the clip, joined by straight lines; a plot raises and lowers
    the light with its tension. ``opacity``: of the background, over the whole clip.
    """

    shots: tuple[Shot, ...]
    editing: Editing
    parts: tuple[int, ...]
    pacing: float
    tension: tuple[float, ...]
    opacity: Opacity
    kind: Literal["view"] = "view"


@dataclass(frozen=True, slots=True)
class SoundCells:
    """One sound cell an instant; the last one is held when the clip is longer."""

    cells: tuple[int, ...]
    kind: Literal["cells"] = "cells"


@dataclass(frozen=True, slots=True)
class Music:
    """A procedural track of seven layers, each switched on by a level above zero.

    ``pad`` (sustained chords), ``bass``, ``kick``, ``snare``, ``melody`` (one note a beat),
    ``air`` (a steady breath of noise) and ``hit`` (sparse, uneven hits and sweeps): level of
    one note or strike in shares of full scale, 0..1; what exceeds full scale together is
    limited softly. ``root_hz``: tonic of the pad, 80 to 600. ``brightness`` (strength of the
    upper partials), ``roughness`` (depth of beating at 70 Hz) and ``dissonance`` (level of the
    tritone beside the third): 0..1. ``impact``: level of the thuds and sweeps among the hits, in
    shares of what is usual, 0..1. ``tension``: one or more values in 0..1 at equal steps over
    the clip, joined by straight lines; loudness follows it, loudest at its highest value.
    ``take``: by which take hits are placed and notes and grain are drawn.
    """

    tempo_bpm: float
    mode: Literal["major", "minor"]
    root_hz: float
    pad: float
    bass: float
    kick: float
    snare: float
    melody: float
    air: float
    hit: float
    brightness: float
    roughness: float
    dissonance: float
    tension: tuple[float, ...]
    impact: float = 1.0
    take: int = 0
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
    def part_spans_s(self) -> tuple[tuple[float, float], ...]:
        """Begin and end of every part of a told sequence, in seconds; one part is the clip."""
        if not isinstance(self.picture, View):
            return ((0.0, self.duration_s),)
        starts = [self.picture.editing.starts[shot] / self.fps for shot in self.picture.parts]
        return tuple(zip(starts, [*starts[1:], self.duration_s], strict=True))

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.frame_count / self.fps
