"""Depth: what shares of the primitives a color or a sound is made of.

Put breakdowns into primitives here. The primitives themselves live in ``vocabulary``, the
registry entries that carry a breakdown in ``fold``.
"""

from typing import Final

import numpy as np

from motion_assets.core.registries.colorspace import CHANNEL_COUNT, Floats
from motion_assets.errors import LimitError, ShapeError
from motion_assets.vocabulary.cells import FULL_DBFS, SILENCE_DBFS
from motion_assets.vocabulary.colors import PRIMITIVES

FULL: Final = 255.0
"""Highest value of a channel."""

_NAMES: Final = tuple(PRIMITIVES)
_COLORS: Final = np.array(list(PRIMITIVES.values()), dtype=np.float64)
# Columns of the cube corners by the bits of the corner: 4 = red on, 2 = green on, 1 = blue on.
_CORNER_COLUMN: Final = np.array(
    [
        _NAMES.index(name)
        for name in ("black", "blue", "green", "cyan", "red", "magenta", "yellow", "white")
    ]
)


def color_depth(rgb: Floats) -> Floats:
    """Shares of the 16 color primitives whose weighted mean is the color itself.

    Parameters
    ----------
    rgb : float64, shape (n, 3)
        sRGB-encoded colors, 0..255.

    Returns
    -------
    float64, shape (n, 16)
        Shares in the order of ``PRIMITIVES``; every row sums to 1 within rounding, and
        ``shares @ primitives`` is ``rgb``. A primitive is 1.0 of itself. At most five are not 0.

    Raises
    ------
    ShapeError
        If ``rgb`` is not of shape (n, 3).
    LimitError
        If a value is outside 0..255 or not a number.

    Notes
    -----
    The primitive nearest in sRGB (the first of equals) gets the largest share that leaves the
    rest inside the RGB cube; the rest is split exactly between the four cube corners of the
    tetrahedron around it. A nearest primitive that the cube leaves no room for gets 0.

    Examples
    --------
    >>> color_depth(np.array([[0.0, 128.0, 128.0]]))[0, list(PRIMITIVES).index("teal")].item()
    1.0
    """
    _require_colors(rgb)
    nearest = ((rgb[:, None, :] - _COLORS) ** 2).sum(axis=2).argmin(axis=1)
    share = _largest_share(rgb, _COLORS[nearest])
    left = 1.0 - share
    rest = (rgb - share[:, None] * _COLORS[nearest]) / np.where(left > 0, left, 1.0)[:, None]
    depth = _corner_shares(rest.clip(0.0, FULL) / FULL) * left[:, None]
    depth[np.arange(len(rgb)), nearest] += share
    return depth


def sound_depth(level_dbfs: Floats, shares: Floats) -> Floats:
    """Shares of silence, rumble, tone and hiss in a sound of a level and a mixture.

    Parameters
    ----------
    level_dbfs : float64, shape (n,)
        RMS level; -60 dBFS and below is all silence, -10 dBFS and above has none.
    shares : float64, shape (n, 3)
        Power of rumble, tone and hiss, 0 or more; only their proportion counts. Where all are 0
        nothing sounds, whatever the level says.

    Returns
    -------
    float64, shape (n, 4)
        Shares in the order of ``SOUND_PRIMITIVES``; every row sums to 1 within rounding.

    Raises
    ------
    ShapeError
        If the arrays do not have the shapes above.
    LimitError
        If a share is negative or a value is not a number.

    Examples
    --------
    >>> sound_depth(np.array([-35.0]), np.array([[0.5, 0.5, 0.0]])).tolist()
    [[0.5, 0.25, 0.25, 0.0]]
    """
    _require_sounds(level_dbfs, shares)
    total = shares.sum(axis=1)
    strength = ((level_dbfs - SILENCE_DBFS) / (FULL_DBFS - SILENCE_DBFS)).clip(0.0, 1.0)
    strength = np.where(total > 0, strength, 0.0)
    mixture = shares / np.where(total > 0, total, 1.0)[:, None]
    return np.column_stack((1.0 - strength, strength[:, None] * mixture))


def _largest_share(rgb: Floats, primitive: Floats) -> Floats:
    """Largest share of ``primitive`` that leaves a rest inside the cube, per row, 0..1."""
    room = np.ones_like(rgb)
    np.divide(rgb, primitive, out=room, where=primitive > 0)
    headroom = np.ones_like(rgb)
    np.divide(FULL - rgb, FULL - primitive, out=headroom, where=primitive < FULL)
    return np.asarray(np.minimum(room, headroom).min(axis=1).clip(0.0, 1.0))


def _corner_shares(rgb: Floats) -> Floats:
    """Shares of the cube corners for colors 0..1, as columns of all 16 primitives.

    With the channels sorted, the corners switch them on from the highest down, and each corner
    gets the step between its channel and the next (Kasson, Nin, Plouffe and Hafner, "Performing
    color space conversions with three-dimensional linear interpolation", 1995).
    """
    order = np.argsort(-rgb, axis=1, kind="stable")
    high = np.take_along_axis(rgb, order, axis=1)
    edges = np.column_stack((np.ones(len(rgb)), high, np.zeros(len(rgb))))
    steps = edges[:, :-1] - edges[:, 1:]
    bits = np.array([4, 2, 1])[order]
    corners = np.column_stack((np.zeros(len(rgb), dtype=np.int64), bits.cumsum(axis=1)))
    shares = np.zeros((len(rgb), len(_NAMES)))
    np.put_along_axis(shares, _CORNER_COLUMN[corners], steps, axis=1)
    return shares


def _require_colors(rgb: Floats) -> None:
    if rgb.shape != (len(rgb), CHANNEL_COUNT):
        raise ShapeError(f"color_depth needs colors of shape (n, 3), got {rgb.shape}.")
    outside = ~((rgb >= 0) & (rgb <= FULL)).all(axis=1)
    if outside.any():
        raise LimitError(
            f"color_depth needs values of 0..255, got {rgb[outside][0].tolist()} in row "
            f"{int(outside.argmax())}. Values of 0..1? Multiply by 255."
        )


def _require_sounds(level_dbfs: Floats, shares: Floats) -> None:
    if level_dbfs.ndim != 1 or shares.shape != (len(level_dbfs), CHANNEL_COUNT):
        raise ShapeError(
            "sound_depth needs levels of shape (n,) and shares of shape (n, 3), got "
            f"{level_dbfs.shape} and {shares.shape}."
        )
    wrong = np.isnan(level_dbfs) | ~((shares >= 0) & np.isfinite(shares)).all(axis=1)
    if wrong.any():
        row = int(wrong.argmax())
        raise LimitError(
            "sound_depth needs a level in dBFS and shares of 0 or more, got "
            f"{level_dbfs[row].item()} and {shares[row].tolist()} in row {row}."
        )
