"""Inks: the colors of subjects and background of one clip, asked for or chosen.

Put the choice between asked, look and open colors here. The color math belongs in
``palette``, the light that falls on the background in ``compose``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from motion_assets.core.clips import palette
from motion_assets.core.clips.backdrop import even_stops
from motion_assets.core.clips.choices import Choice
from motion_assets.core.clips.decide import Decider
from motion_assets.core.clips.scene import GradientType
from motion_assets.core.clips.wishes import GROUND, level_steps
from motion_assets.vocabulary.aspects import BLENDED
from motion_assets.vocabulary.cells import LEVEL_STEP, OPACITY_COUNT
from motion_assets.vocabulary.colors import Rgb
from motion_assets.vocabulary.hues import HUES, hue_family
from motion_assets.vocabulary.looks import Look
from motion_assets.vocabulary.refusals import TRANSPARENT

MAX_INKS: Final = 12
"""Asked colors that a view can hold beside each other."""

_FIRST_LOOK: Final = 1.0
_NEXT_LOOK: Final = 0.3
"""Weights of the first look of a clip and of every further one."""

_LOOK_BEND: Final = 0.25
"""How far the hues between the ends of a look may stray, of how far others may."""

_OPEN_OPACITIES: Final = 5
_JITTER: Final = 10
_MAX_STOPS: Final = 4
_HUE_TURN: Final = (0.3, 0.7)
"""Turns of the color wheel from the hues of one shot to those of the next."""

_CLEAR_LUMA: Final = 60.0
"""Luma by which a subject is told from the ground around it."""

_FURTHEST_LUMA: Final = 255.0
"""More than any color is off another: the one furthest off is taken."""

_TURNS: Final = (0, 2, -2, 3, -3, 4, -4, 6)
"""Twelfths of the color wheel by which a hue of the background may be turned, nearest first."""

_LEANS_MORE: Final = 0.5
_TIME: Final = tuple(each.key for each in BLENDED if each.domain in {"temporal", "transition"})

_GREEN: Final = (40, 210, 40)
_MAGENTA: Final = (220, 40, 220)
"""What the hues of a shot lean to by turns. A temperature leaves nothing but this free to tell
two shots apart in the middle of the frame."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Color and opacity step of a subject; an asked one must be seen exactly."""

    rgb: Rgb
    opacity: int


def weighted_looks(looks: Sequence[Look]) -> list[tuple[Look, float]]:
    """Looks with their weights, the first one heaviest."""
    return [(look, _NEXT_LOOK if i else _FIRST_LOOK) for i, look in enumerate(looks)]


@dataclass(frozen=True, slots=True)
class Against:
    """What inks are seen against: the gradient of the backdrop, its tint and its levels.

    ``levels``: luma of the places that lamps light differently.
    """

    gradient: tuple[GradientType, float]
    temperature: str
    levels: tuple[float, ...]
    frame_px: tuple[int, int]


def inks_and_stops(
    decider: Decider, against: Against, subject_count: int
) -> tuple[list[Ink], tuple[Rgb, ...]]:
    """Colors of the subjects, asked ones first, and stops of the background.

    Asked colors fill the gradient exactly when a gradient was asked for with two or more of
    them; otherwise its stops have one luma, and the tints of the looks or of the first color.
    """
    asked = _asked_inks(decider)
    _note_grounds(decider)
    dark, bright, accent = _base_colors(decider)
    if len(asked) > 1 and decider.wishes.asked("gradient.gradient_type"):
        return asked, tuple(ink.rgb for ink in asked[:_MAX_STOPS])
    stops = _open_stops(decider, dark, bright, asked, against)
    return asked or _accents(decider, accent, against.levels, count=subject_count), stops


def _note_grounds(decider: Decider) -> None:
    """Record the colors that the prompt gives the background; it has the first one."""
    for place, (ground, reason) in enumerate(decider.wishes.grounds):
        why = "a background has one tint" if place else "the lamps light it"
        told = f"{reason}; {why}"
        decider.keep(Choice(GROUND, _hex(ground), "asked", told, rendered=not place))


def open_ink(decider: Decider, against: Against) -> Ink:
    """A chosen color for a subject that nobody asked for."""
    _, _, accent = _base_colors(decider)
    return _accents(decider, accent, against.levels, count=1)[0]


def other_stops(decider: Decider, stops: tuple[Rgb, ...], against: Against) -> tuple[Rgb, ...]:
    """Stops for the next shot: asked ones the other way round, chosen ones of other hues."""
    if len(decider.wishes.colors) > 1 and decider.wishes.asked("gradient.gradient_type"):
        return stops[::-1]
    turn = float(decider.rng.uniform(*_HUE_TURN))
    lean = sum((red + blue) / 2 - green for red, green, blue in stops)
    far = _GREEN if lean > 0 else _MAGENTA
    turned = (palette.turned(color, turn) for color in (stops[-1], stops[0]))
    # Where changes were not told, shots differ more.
    leaning = 1.0 + _LEANS_MORE * decider.emphasis.room(*_TIME)
    first, last = (palette.blended([color, far], [1.0, leaning]) for color in turned)
    return even_stops(
        (first, last),
        against.temperature,
        against.gradient,
        count=len(stops),
        bend=float(decider.rng.uniform(-1.0, 1.0)),
        frame_px=against.frame_px,
    )


def cell_key(rgb: Rgb, opacity: int) -> str:
    """Key of the color cell that a flat color at an opacity step falls in.

    >>> cell_key((255, 0, 12), 17)
    '250,0,0_0.85'
    """
    levels = ",".join(str(step * LEVEL_STEP) for step in level_steps(rgb))
    return f"{levels}_{opacity / (OPACITY_COUNT - 1):.2f}"


def _asked_inks(decider: Decider) -> list[Ink]:
    """Asked colors in order; those past `MAX_INKS` or ruled out are noted as not rendered."""
    inks: list[Ink] = []
    for wish in decider.wishes.colors:
        opacity, reason = wish.opacity, wish.reason
        if opacity is None:
            opacity = _open_opacity(decider)
            reason = f"{reason}; its opacity was left open"
        fits = len(inks) < MAX_INKS and not _ruled_out(decider, wish.rgb)
        if fits:
            inks.append(Ink(wish.rgb, opacity))
        elif _ruled_out(decider, wish.rgb):
            reason = f"{reason}; but it is ruled out as well, and what is ruled out is never shown"
        else:
            reason = f"{reason}; a view holds {MAX_INKS} colors"
        decider.choices.append(
            Choice("color", cell_key(wish.rgb, opacity), wish.origin, reason, rendered=fits)
        )
    return inks


def _ruled_out(decider: Decider, rgb: Rgb) -> bool:
    banned = decider.wishes.forbidden_colors
    return any(level_steps(each) == level_steps(rgb) for each in banned)


def _chosen_ink(decider: Decider, rgb: Rgb) -> Ink:
    ink = Ink(palette.away_from(rgb, decider.wishes.forbidden_colors), _open_opacity(decider))
    decider.note("color", cell_key(ink.rgb, ink.opacity), "left open; a subject that stands out")
    return ink


def _open_opacity(decider: Decider) -> int:
    if decider.wishes.forbids(*TRANSPARENT):
        return OPACITY_COUNT - 1
    return int(decider.rng.integers(OPACITY_COUNT - _OPEN_OPACITIES, OPACITY_COUNT))


def _accents(decider: Decider, accent: Rgb, levels: Sequence[float], *, count: int) -> list[Ink]:
    """One or two chosen colors that stand out from the lit ground; none for no subjects.

    A prompt's are colorful as long as no take missed anything, else as far off as can be.
    """
    enough = _CLEAR_LUMA if decider.quiet and not decider.emphasis.misses else _FURTHEST_LUMA
    first = palette.contrasting(levels, accent, enough)
    second = palette.contrasting([*levels, palette.luma(first)], accent, enough)
    wanted = min(count, int(decider.rng.integers(1, 3)))
    return [_chosen_ink(decider, rgb) for rgb in (first, second)[:wanted]]


def _base_colors(decider: Decider) -> tuple[Rgb, Rgb, Rgb]:
    """Dark, bright and accent color: of the looks, else of the grid, never a forbidden one."""
    family = decider.choose("hue", HUES)
    base = palette.open_colors(decider.rng, HUES.index(family) / len(HUES))
    jitter = decider.rng.integers(-_JITTER, _JITTER + 1, size=(3, 3)).tolist()
    if decider.looks:
        looks, weights = zip(*weighted_looks(decider.looks), strict=True)
        parts = ("dark", "light", "accent")
        mixed = [palette.blended([getattr(x, part) for x in looks], weights) for part in parts]
        base = (
            _moved(mixed[0], jitter[0]),
            _moved(mixed[1], jitter[1]),
            _moved(looks[0].accent if decider.quiet else mixed[2], jitter[2]),
        )
    banned = decider.wishes.forbidden_colors
    dark, bright = (_of_other_hue(color, banned) for color in base[:2])
    dark, bright, accent = (palette.away_from(color, banned) for color in (dark, bright, base[2]))
    return dark, bright, accent


def _of_other_hue(color: Rgb, banned: Sequence[Rgb]) -> Rgb:
    """A color of the background, turned to a hue whose shades are none of the forbidden ones."""
    families = {hue_family(each) for each in banned} - {None}
    turned = (palette.turned(color, turn / 12) for turn in _TURNS)
    return next((each for each in turned if hue_family(each) not in families), color)


def _moved(color: Rgb, by: Sequence[int]) -> Rgb:
    red, green, blue = (min(max(c + d, 0), 255) for c, d in zip(color, by, strict=True))
    return red, green, blue


def _open_stops(
    decider: Decider, dark: Rgb, bright: Rgb, asked: Sequence[Ink], against: Against
) -> tuple[Rgb, ...]:
    """Two to four stops of one luma between the base colors, tinted by the asked colors."""
    for ground, _ in decider.wishes.grounds[:1]:
        dark, bright = (palette.blended([each, ground], [1.0, 4.0]) for each in (dark, bright))
    if asked and not decider.looks and not decider.wishes.grounds:
        dark = palette.blended([dark, asked[0].rgb], [2.0, 1.0])
        bright = palette.blended([bright, asked[-1].rgb], [2.0, 1.0])
    ends = (dark, bright) if int(decider.rng.integers(0, 2)) else (bright, dark)
    stops = even_stops(
        ends,
        against.temperature,
        against.gradient,
        count=int(decider.rng.integers(2, _MAX_STOPS + 1)),
        bend=float(decider.rng.uniform(-1.0, 1.0)) * (_LOOK_BEND if decider.looks else 1.0),
        frame_px=against.frame_px,
    )
    decider.note("stops", " ".join(map(_hex, stops)), _why(decider))
    return stops


def _hex(color: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)


def _why(decider: Decider) -> str:
    if decider.looks:
        return f"left open; mixed from {', '.join(look.value for look in decider.looks)}"
    return "left open; two neighboring hues of the registry grid"
