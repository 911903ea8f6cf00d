"""Stage: gradient, lighting and composition of one shot, named from its decoded pixels.

Put the naming of fitted light here. The fit itself belongs in ``stage_fit``, the reading of
overlays in ``inscription``, what the values mean in ``vocabulary.stage_ranges``.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.flats import Mask, flat_parts, strange_parts
from motion_assets.core.observations.gradient import name_gradient
from motion_assets.core.observations.medians import middle_of, middles_of
from motion_assets.core.observations.stage_fit import (
    ACROSS,
    CONTOUR,
    DISC,
    DOWN,
    FLAGS,
    LEVEL,
    LIT,
    RIM,
    VISOR,
    StageFit,
    fit_stage,
)
from motion_assets.core.observations.stage_picture import patches, picture_of, still_light
from motion_assets.core.observations.thumbs import Float32s, time_median
from motion_assets.core.observations.zones import Float64s
from motion_assets.vocabulary.stage_ranges import (
    AMBIENT_LOG2,
    CONTOUR_GAIN,
    CONTRAST,
    EDGE_LEVELS,
    FILL_LOG2,
    FLAG_GAIN,
    KEY_LOG2,
    RADIUS,
    RIM_STRENGTH,
    TEMPERATURE,
    THIRD_FAR,
    THIRD_NEAR,
    VISOR_GAIN,
    WASH_BALANCED,
    WASH_HEAVY,
    Steps,
)

_WHITE: Final = 255.0
_MIN_SIDE_PX: Final = 16
_MIN_THUMBS: Final = 2
_MOST_THUMBS: Final = 6
"""Thumbs whose texture is looked at."""

_CONTOUR: Final = (0.8, 1.22)
"""Depths of a contour that count as one, in shares of the drawn depth."""

_LEAST_TRUST: Final = 0.5
_LEAST_SEEN: Final = 0.18
_MOST_LUMPS: Final = 0.3
_LEAST_EXPLAINED: Final = 0.62
_LEAST_RINGS: Final = 0.1

_THERE: Final = 0.62
_ABSENT: Final = 0.38
"""Depths of a set piece, in shares of the drawn depth, from which it hangs and up to which not."""

_TRUSTED: Final = 0.5
_FOREIGN: Final = 0.12
_DARK_LUMA: Final = 12.0
_FURTHEST: Final = 0.9
_MEDIAN_TO_RMS: Final = 1.4826
_BULK: Final = 2.6
_BULK_SHARE: Final = 0.964
"""Root mean square of a normal distribution cut off at `_BULK` times its own."""

_ROUNDS: Final = 3
_THIRDS: Final = (1 / 3, 2 / 3)
_HEAVY: Final = (("left_heavy", "right_heavy"), ("top_heavy", "bottom_heavy"))


@dataclass(frozen=True, slots=True)
class StageValue:
    """One value of light or composition; ``measure`` is the figure behind it in ``unit``."""

    aspect: str
    value: str
    measure: float
    unit: str
    confidence: float


def name_stage(
    luma: Float32s,
    color: Float32s,
    *,
    exposure: float = 1.0,
    texture: Float32s | None = None,
    kernel: Kernel = "numpy",
) -> tuple[StageValue, ...]:
    """Values of gradient, light and composition of one shot; none of what is not certain.

    Parameters
    ----------
    luma : float32 (time, row, column)
        Luma thumbs of one shot, or of one window of it, without frames of a transition.
    color : float32 (time, channel, row, column)
        Color thumbs of some of the same frames.
    exposure : float
        Mean brightness of these frames in shares of that of the whole clip: the light of a clip
        may rise and fall with its tension, its levels are what they are on the whole.
    texture : float32 (time, row, column), optional
        The same luma with all that passes in it, by which contrast is told; ``luma`` itself where
        it is left out.
    kernel : {"numpy", "numba"}
        How shapes and profiles are fitted, all to one result; see `color.choose_kernel`.

    Notes
    -----
    A picture without the body, the contour and the levels of a stage gives its gradient and the
    temperature of its light alone.
    """
    if len(luma) < _MIN_THUMBS or min(luma.shape[1:]) < _MIN_SIDE_PX:
        return ()
    mean = time_median(color)
    painted = flat_parts(color)
    seen_through = painted | strange_parts(mean)
    picture = picture_of(still_light(luma), seen_through, kernel=kernel)
    fit = None if picture is None else fit_stage(picture)
    rows = list(_temperature_rows(mean))
    light = None if fit is None else _light(fit, exposure)
    if fit is None or light is None or not _is_stage(fit, light):
        rows += _gradient_rows(mean, (painted,), kernel)
    else:
        rows += _gradient_rows(mean, (seen_through, painted), kernel)
        rows += _light_rows(fit, light)
        rows += _contrast_rows(luma if texture is None else texture, fit)
        rows += _composition_rows(fit)
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class _Light:
    """Levels of a fit: logarithms of key, fill and ambient level, strength of the rim."""

    key: float
    fill: float
    rim: float
    ambient: float


def _light(fit: StageFit, exposure: float) -> _Light:
    weights = fit.weights
    ambient = float(weights[LEVEL]) - math.log2(exposure)
    return _Light(
        key=ambient + float(weights[DISC] + weights[LIT]),
        fill=-float(weights[LIT]),
        rim=2.0 ** float(weights[RIM]) - 1.0,
        ambient=ambient,
    )


def _is_stage(fit: StageFit, light: _Light) -> bool:
    """Whether shapes of a stage explain the picture, its contour among them, at levels it has."""
    depth = fit.weights[CONTOUR] / math.log2(CONTOUR_GAIN)
    plain = _CONTOUR[0] <= depth <= _CONTOUR[1] and float(fit.trust.mean()) >= _LEAST_TRUST
    if not plain or fit.lumps > _MOST_LUMPS:
        return False
    if fit.explained < _LEAST_EXPLAINED or fit.rings < _LEAST_RINGS:
        return False
    levels = (
        (KEY_LOG2, light.key),
        (FILL_LOG2, light.fill),
        (RIM_STRENGTH, light.rim),
        (AMBIENT_LOG2, light.ambient),
    )
    return all(steps.reaches(level) for steps, level in levels)


def _row(
    aspect: str, steps: Steps, figure: float, unit: str, *, shown: float | None = None
) -> Iterator[StageValue]:
    """The row of a figure on a scale of values, or none; ``shown``: the figure to be kept."""
    named = steps.nearest(figure)
    if named is not None:
        measure = round(figure if shown is None else shown, 4)
        yield StageValue(aspect, named[0], measure, unit, named[1])


def _light_rows(fit: StageFit, light: _Light) -> Iterator[StageValue]:
    """Levels of what is not hidden by subjects."""
    lit, shadow, ring = (fit.seen >= _LEAST_SEEN).tolist()
    if lit:
        shown = 2.0**light.key
        yield from _row("lighting.key_intensity", KEY_LOG2, light.key, "level", shown=shown)
    if lit and shadow:
        shown = 2.0**light.fill
        yield from _row("lighting.fill_ratio", FILL_LOG2, light.fill, "share", shown=shown)
    if ring:
        yield from _row("lighting.rim_strength", RIM_STRENGTH, light.rim, "share")
    shown = 2.0**light.ambient
    yield from _row("lighting.ambient_level", AMBIENT_LOG2, light.ambient, "level", shown=shown)


def _contrast_rows(luma: Float32s, fit: StageFit) -> Iterator[StageValue]:
    """Texture against the fitted light, in patches."""
    seen = (fit.trust >= _FOREIGN) & (fit.light >= _DARK_LUMA)
    if not seen.any():
        return
    looked = patches(luma[:: max(1, len(luma) // _MOST_THUMBS)])
    shares = looked[:, seen] / fit.light[seen]
    contrast = _bulk_rms(shares / middles_of(shares)[:, None] - 1.0)
    yield from _row("lighting.contrast_ratio", CONTRAST, contrast, "share")


def _bulk_rms(off: Float64s) -> float:
    """Root mean square without what lies beyond the texture: edges of subjects, for one."""
    square = np.minimum(off * off, _FURTHEST)
    rms = math.sqrt(middle_of(square)) * _MEDIAN_TO_RMS
    for _ in range(_ROUNDS):
        kept = square[square <= (_BULK * rms) ** 2]
        rms = math.sqrt(float(kept.mean())) / _BULK_SHARE if kept.size else 0.0
    return rms


def _gradient_rows(mean: Float32s, masks: tuple[Mask, ...], kernel: Kernel) -> Iterator[StageValue]:
    """The gradient that shows under the first of some masks that leaves one."""
    for painted in masks:
        seen = name_gradient(mean, painted, kernel=kernel)
        if seen is not None:
            angle = round(seen.angle_deg, 4)
            yield StageValue("gradient.gradient_type", seen.value, angle, "deg", seen.explained)
            return


def _temperature_rows(mean: Float32s) -> Iterator[StageValue]:
    """Median over the picture of red less blue, in shares of luma."""
    level = (6 * mean[0] + 9 * mean[1] + mean[2]) / 16
    lit = level >= _DARK_LUMA / 2
    if lit.mean() < _TRUSTED:
        return
    lean = middle_of((mean[0] - mean[2])[lit] / level[lit])
    yield from _row("lighting.color_temperature", TEMPERATURE, lean, "share")


def _composition_rows(fit: StageFit) -> Iterator[StageValue]:
    visor = _hangs(float(fit.weights[VISOR]), VISOR_GAIN)
    if visor:
        yield StageValue("composition.framing", "pov", round(fit.body.radius, 4), "sides", 0.9)
    elif visor is not None:
        yield from _row("composition.framing", RADIUS, fit.body.radius, "sides")
    yield from _balance_rows(fit.weights)
    yield from _symmetry_rows(fit)
    yield from _thirds_rows(fit)


def _balance_rows(weights: Float64s) -> Iterator[StageValue]:
    rises = weights[ACROSS : DOWN + 1]
    axis = int(np.abs(rises).argmax())
    rise, other = float(rises[axis]), abs(float(rises[1 - axis]))
    if abs(rise) <= WASH_BALANCED:
        sure = 1.0 - abs(rise) / WASH_HEAVY
        yield StageValue("composition.balance", "balanced", round(rise, 4), "log2", round(sure, 3))
    elif abs(rise) >= WASH_HEAVY and other <= WASH_HEAVY:
        side = _HEAVY[axis][int(rise > 0)]
        sure = min(abs(rise) / WASH_HEAVY - 0.5, 1.0)
        yield StageValue("composition.balance", side, round(rise, 4), "log2", round(sure, 3))


def _symmetry_rows(fit: StageFit) -> Iterator[StageValue]:
    """How many flags hang with their mirror image, and how many without it."""
    flags = [_hangs(float(weight), FLAG_GAIN) for weight in fit.weights[FLAGS:VISOR]]
    if None in flags or not any(flags):
        return
    pairs = list(zip(flags[::2], flags[1::2], strict=True))
    mirrored = sum(1 for left, right in pairs if left and right)
    alone = sum(1 for left, right in pairs if left != right)
    value = ("asymmetric" if not mirrored else "slight") if alone else "bilateral"
    depths = np.abs(fit.weights[FLAGS:VISOR] / math.log2(FLAG_GAIN) - 0.5)
    sure = round(min(2.0 * float(depths.min()), 1.0), 3)
    share = mirrored / (mirrored + alone)
    yield StageValue("composition.symmetry", value, round(share, 4), "share", sure)


def _thirds_rows(fit: StageFit) -> Iterator[StageValue]:
    """Distance of the body from the nearest line of thirds, in shares of the side across it."""
    rows, columns = fit.light.shape
    side = min(rows, columns)
    places = 0.5 + fit.body.x * side / columns, 0.5 + fit.body.y * side / rows
    off = min(abs(place - third) for place in places for third in _THIRDS)
    if off <= THIRD_NEAR:
        sure = 1.0 - off / THIRD_FAR
        yield StageValue(
            "composition.rule_of_thirds", "yes", round(off, 4), "share", round(sure, 3)
        )
    elif off >= THIRD_FAR:
        sure = min(off / THIRD_FAR - 0.5, 1.0)
        yield StageValue("composition.rule_of_thirds", "no", round(off, 4), "share", round(sure, 3))


def _hangs(weight: float, gain: float) -> bool | None:
    """Whether a set piece is there; None in between."""
    depth = weight / math.log2(gain)
    if _ABSENT < depth < _THERE:
        return None
    return depth >= _THERE


def picture_figures(luma: Float32s) -> tuple[float, float, float]:
    """Edge density, spatial variance and busyness of luma thumbs (time, row, column).

    Edge density: share of pixels from which luma rises or falls by `EDGE_LEVELS` or more over two
    pixels, right or down. Spatial variance: of luma, black is 0 and white 1, within a thumb, mean
    over thumbs. Busyness: mean distance of a pixel from its right and lower neighbor, black is 0
    and white 1. All are 0 for one color.
    """
    across = np.abs(luma[:, 1:-1, 2:] - luma[:, 1:-1, :-2])
    down = np.abs(luma[:, 2:, 1:-1] - luma[:, :-2, 1:-1])
    edges = np.maximum(across, down) >= EDGE_LEVELS
    near = np.abs(np.diff(luma, axis=2)).mean() + np.abs(np.diff(luma, axis=1)).mean()
    variance = float(luma.var(axis=(1, 2)).mean()) / _WHITE**2
    return round(float(edges.mean()), 6), round(variance, 6), round(float(near) / 2 / _WHITE, 6)
