"""Window rows: what one window shows, as rows.

Put the step from measures of one window to rows here. Measuring itself belongs in ``viewing``,
``stage`` and ``motion``; what windows are measured in which order, in ``watcher``.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.headings import camera_way, ways_of
from motion_assets.core.observations.motion import MotionSeen
from motion_assets.core.observations.records import WindowValue
from motion_assets.core.observations.stage import StageValue, name_stage, picture_figures
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.uncovered import in_front, uncovered
from motion_assets.core.observations.viewing import ViewSeen
from motion_assets.core.observations.windows import Window
from motion_assets.vocabulary.aspects import RECORDED
from motion_assets.vocabulary.slots import CAMERA_DIRECTION, HEADING
from motion_assets.vocabulary.stage_ranges import PICTURE_FIGURES


def stage_values(
    luma: Float32s,
    colors: tuple[Float32s, NDArray[np.bool_]] | None,
    exposure: float,
    painted: NDArray[np.bool_],
    kernel: Kernel,
) -> tuple[StageValue, ...]:
    """Values of gradient, light and composition of thumbs of one shot.

    ``painted``: which pixels of ``luma`` something covers; ``colors``: thumbs of some of the same
    frames and what is covered there; ``kernel``: how they are fitted, all to one result.
    """
    if colors is None:
        return ()
    still = uncovered(luma, in_front(luma, painted, kernel=kernel), kernel=kernel)
    shown, hidden = colors
    looked = np.asarray((6 * shown[:, 0] + 9 * shown[:, 1] + shown[:, 2]) / 16, np.float32)
    tint = uncovered(shown, in_front(looked, hidden, kernel=kernel), kernel=kernel)
    return name_stage(still, tint, exposure=exposure, texture=luma, kernel=kernel)


def named_rows(window: Window, named: Sequence[StageValue]) -> Iterator[WindowValue]:
    """Values that a window shows with its whole shot."""
    for seen in named:
        yield window.row(seen.aspect, seen.value, (seen.measure, seen.unit), seen.confidence)


def figure_rows(window: Window, luma: Float32s) -> Iterator[WindowValue]:
    """How many edges a window has, how uneven its light is and how busy it is."""
    figures = picture_figures(luma)
    for (aspect, bounds), figure in zip(PICTURE_FIGURES.items(), figures, strict=True):
        value = RECORDED[aspect].values[sum(figure >= bound for bound in bounds)]
        off = min(abs(figure - bound) / bound for bound in bounds)
        yield window.row(aspect, value, (figure, "1"), min(1.0, 0.5 + off))


def sign_rows(window: Window, signs: Sequence[StageValue | None]) -> Iterator[WindowValue]:
    """The overlay that all looked-at frames of a window show."""
    certain = [sign for sign in signs if sign is not None]
    if certain and len(certain) == len(signs) and len({sign.value for sign in certain}) == 1:
        sign = min(certain, key=lambda each: each.confidence)
        yield window.row(sign.aspect, sign.value, (sign.measure, sign.unit), sign.confidence)


def view_rows(window: Window, view: ViewSeen) -> Iterator[WindowValue]:
    """Values of camera and depth."""
    widths_s = view.speed, "widths/s"
    for aspect, value, measure in (
        ("camera.motion_type", view.kind, widths_s),
        ("camera.speed", view.speed_value, widths_s),
        ("camera.steadiness", view.steadiness, (view.shake, "widths")),
        ("depth.parallax_strength", view.parallax_value, (view.parallax, "widths/s")),
        ("depth.layer_count", view.layer_count, (float(view.layer_count or 0), "layers")),
    ):
        if value is not None:
            yield window.row(aspect, value, measure, view.confidence)
    way = camera_way(view.kind, view.moves)
    if way is not None:
        yield window.row(CAMERA_DIRECTION, way, widths_s, view.confidence)


def motion_rows(window: Window, motion: MotionSeen) -> Iterator[WindowValue]:
    """Speed, direction and heading of what travels over the ground of a window."""
    if motion.speed_value is not None:
        rate = motion.speed, "widths/s"
        yield window.row("motion.speed", motion.speed_value, rate, motion.confidence)
    if motion.direction_value is not None:
        angle = motion.angle_deg, "deg"
        yield window.row("motion.direction", motion.direction_value, angle, motion.confidence)
        for way in ways_of(motion.direction_value, motion.angle_deg):
            yield window.row(HEADING, way, angle, motion.confidence)
