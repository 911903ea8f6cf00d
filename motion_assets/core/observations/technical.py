"""Technical: values that the container and the size of the decoded picture tell.

Put frame rate and aspect ratio here; what pixels show belongs in the modules beside this.
"""

from typing import Final

from motion_assets.core.observations.records import WindowValue

RATIOS: Final = {
    "1:1": 1.0,
    "16:9": 16 / 9,
    "4:3": 4 / 3,
    "9:16": 9 / 16,
    "21:9": 21 / 9,
    "2.39:1": 2.39,
}
"""Width to height of every canonical aspect ratio."""

RATES_HZ: Final = (12, 15, 24, 25, 30, 50, 60, 120)
_RATIO_TOLERANCE: Final = 0.01
_RATE_TOLERANCE: Final = 0.002
"""Broadcast rates such as 23.976 and 29.97 lie 0.1 % under their names."""


def measure_technical(
    *, width_px: int, height_px: int, fps: float, duration_s: float
) -> tuple[WindowValue, ...]:
    """Frame rate and aspect ratio as one window over the whole clip; no row for other values.

    >>> rows = measure_technical(width_px=256, height_px=144, fps=24.0, duration_s=2.0)
    >>> [(row.aspect, row.value) for row in rows]
    [('technical.fps', '24'), ('technical.aspect_ratio', '16:9')]
    >>> measure_technical(width_px=0, height_px=0, fps=18.0, duration_s=1.0)
    ()
    """
    rows = []
    rate = next((each for each in RATES_HZ if abs(fps / each - 1) <= _RATE_TOLERANCE), None)
    if rate is not None and width_px > 0:
        rows.append(_row("technical.fps", str(rate), fps, "Hz", duration_s))
    if width_px > 0 and height_px > 0:
        ratio = width_px / height_px
        name = min(RATIOS, key=lambda each: abs(ratio / RATIOS[each] - 1))
        if abs(ratio / RATIOS[name] - 1) <= _RATIO_TOLERANCE:
            rows.append(_row("technical.aspect_ratio", name, ratio, "1", duration_s))
    return tuple(rows)


def _row(aspect: str, value: str, measure: float, unit: str, duration_s: float) -> WindowValue:
    return WindowValue(0, 0.0, duration_s, aspect, value, round(measure, 4), unit, 1.0)
