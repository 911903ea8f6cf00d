"""Color spaces: sRGB to Lab and OKLab, and how far apart two colors look.

Put conversions and distances here. Which distance decides what belongs with the caller:
names in ``base_names``, shades of a named color in ``core.prompts``.

Every array has the channel on its last axis and any shape before it.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.errors import ShapeError

Floats = NDArray[np.float64]

CHANNEL_COUNT: Final = 3
HALF_TURN_DEG: Final = 180.0
FULL_TURN_DEG: Final = 360.0

# Below these the sRGB curve is a straight line: IEC 61966-2-1:1999.
_ENCODED_KNEE: Final = 0.04045
_LINEAR_KNEE: Final = 0.0031308

# Half a level on either side: what rounds to 0..255 can be shown.
_GAMUT: Final = (-0.5, 255.5)

# Linear sRGB to XYZ under D65: IEC 61966-2-1:1999, unrounded from its primaries as in CSS Color 4.
_XYZ_OF_LINEAR: Final = np.array(
    [
        [506752 / 1228815, 87881 / 245763, 12673 / 70218],
        [87098 / 409605, 175762 / 245763, 12673 / 175545],
        [7918 / 409605, 87881 / 737289, 1001167 / 1053270],
    ]
)
# D65 white that belongs to the matrix: the image of linear (1, 1, 1).
_WHITE_XYZ: Final = _XYZ_OF_LINEAR.sum(axis=1)

# XYZ to cone response and cube root of it to OKLab: Björn Ottosson, "A perceptual color space for
# image processing", 2020, in the 64-bit precision of CSS Color 4, section 18, where white is gray.
_LMS_OF_XYZ: Final = np.array(
    [
        [0.8190224379967030, 0.3619062600528904, -0.1288737815209879],
        [0.0329836539323885, 0.9292868615863434, 0.0361446663506424],
        [0.0481771893596242, 0.2642395317527308, 0.6335478284694309],
    ]
)
_OKLAB_OF_LMS: Final = np.array(
    [
        [0.2104542683093140, 0.7936177747023054, -0.0040720430116193],
        [1.9779985324311684, -2.4285922420485799, 0.4505937096174110],
        [0.0259040424655478, 0.7827717124575296, -0.8086757549230774],
    ]
)


def linear_of_srgb(srgb: Floats) -> Floats:
    """Linear light 0..1 of sRGB-encoded values 0..1; IEC 61966-2-1:1999."""
    low = srgb / 12.92
    high = ((np.maximum(srgb, _ENCODED_KNEE) + 0.055) / 1.055) ** 2.4
    return np.where(srgb <= _ENCODED_KNEE, low, high)


def srgb_of_linear(linear: Floats) -> Floats:
    """sRGB-encoded values of linear light; negative light (out of gamut) stays negative."""
    low = linear * 12.92
    high = 1.055 * np.maximum(linear, _LINEAR_KNEE) ** (1 / 2.4) - 0.055
    return np.where(linear <= _LINEAR_KNEE, low, high)


def xyz_of_rgb(rgb: Floats) -> Floats:
    """CIE XYZ under D65, Y of white 1.0, of sRGB-encoded values 0..255."""
    return np.asarray(linear_of_srgb(_channels(rgb, "xyz_of_rgb") / 255.0) @ _XYZ_OF_LINEAR.T)


def lab_of_rgb(rgb: Floats) -> Floats:
    """CIE Lab under D65 of sRGB-encoded values 0..255: lightness 0..100, a, b.

    Notes
    -----
    CIE 015:2018, section 8.2.1.

    Examples
    --------
    >>> lab_of_rgb(np.array([255.0, 0.0, 0.0])).round(2).tolist()
    [53.24, 80.09, 67.2]
    """
    ratio = xyz_of_rgb(rgb) / _WHITE_XYZ
    delta = 6 / 29
    root = np.where(ratio > delta**3, np.cbrt(ratio), ratio / (3 * delta**2) + 4 / 29)
    x, y, z = np.moveaxis(root, -1, 0)
    return np.stack((116 * y - 16, 500 * (x - y), 200 * (y - z)), axis=-1)


def oklab_of_rgb(rgb: Floats) -> Floats:
    """OKLab of sRGB-encoded values 0..255: lightness 0..1, a, b.

    Examples
    --------
    >>> oklab_of_rgb(np.array([255.0, 0.0, 0.0])).round(3).tolist()
    [0.628, 0.225, 0.126]
    """
    return oklab_of_xyz(xyz_of_rgb(rgb))


def oklab_of_xyz(xyz: Floats) -> Floats:
    """OKLab of CIE XYZ under D65 (Y of white 1.0)."""
    return np.asarray(np.cbrt(_channels(xyz, "oklab_of_xyz") @ _LMS_OF_XYZ.T) @ _OKLAB_OF_LMS.T)


def rgb_of_oklab(oklab: Floats) -> Floats:
    """sRGB-encoded values of OKLab, not clipped: outside 0..255 means outside the gamut."""
    lms = (_channels(oklab, "rgb_of_oklab") @ np.linalg.inv(_OKLAB_OF_LMS).T) ** 3
    xyz = lms @ np.linalg.inv(_LMS_OF_XYZ).T
    return 255.0 * srgb_of_linear(xyz @ np.linalg.inv(_XYZ_OF_LINEAR).T)


def oklch_of_rgb(rgb: Floats) -> Floats:
    """OKLCh of sRGB-encoded values 0..255: lightness 0..1, chroma, hue in degrees [0, 360).

    The hue of a gray is rounding noise: look at the chroma first.
    """
    lightness, a, b = np.moveaxis(oklab_of_rgb(rgb), -1, 0)
    hue_deg = np.degrees(np.arctan2(b, a)) % FULL_TURN_DEG
    return np.stack((lightness, np.hypot(a, b), hue_deg), axis=-1)


def rgb_of_oklch(oklch: Floats) -> Floats:
    """sRGB-encoded values of OKLCh (hue in degrees), not clipped."""
    lightness, chroma, hue_deg = np.moveaxis(_channels(oklch, "rgb_of_oklch"), -1, 0)
    hue = np.radians(hue_deg)
    return rgb_of_oklab(np.stack((lightness, chroma * np.cos(hue), chroma * np.sin(hue)), axis=-1))


def fit_gamut(oklch: Floats) -> Floats:
    """sRGB-encoded values 0..255 of OKLCh, with chroma lowered until the color can be shown.

    Lightness (cut to 0..1) and hue are kept; chroma is found by halving to 1/4096 of its value.
    """
    fitted = _channels(oklch, "fit_gamut").copy()
    fitted[..., 0] = fitted[..., 0].clip(0.0, 1.0)
    low, high = np.zeros(fitted.shape[:-1]), np.ones(fitted.shape[:-1])
    share = high.copy()
    for _ in range(13):
        trial = fitted * np.stack((np.ones_like(share), share, np.ones_like(share)), axis=-1)
        rgb = rgb_of_oklch(trial)
        inside = ((rgb > _GAMUT[0]) & (rgb < _GAMUT[1])).all(axis=-1)
        low, high = np.where(inside, share, low), np.where(inside, high, share)
        share = np.where(low >= 1.0, 1.0, (low + high) / 2)
    fitted[..., 1] *= low
    return rgb_of_oklch(fitted).clip(0.0, 255.0)


def ciede2000(lab: Floats, other_lab: Floats) -> Floats:
    """CIEDE2000 color difference of Lab colors; shapes broadcast, the channel axis goes away.

    About 1 is just noticeable side by side; 5 is clearly a neighbor of the same name.

    Notes
    -----
    ISO/CIE 11664-6:2022 with all parametric factors 1; signs and hue means as in Sharma, Wu and
    Dalal, "The CIEDE2000 color-difference formula", Color Research and Application 30 (2005).
    """
    l1, a1, b1 = np.moveaxis(_channels(lab, "ciede2000"), -1, 0)
    l2, a2, b2 = np.moveaxis(_channels(other_lab, "ciede2000"), -1, 0)
    stretch = 1.5 - 0.5 * _chroma_weight((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2)
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = (
        np.degrees(np.arctan2(b1, a1)) % FULL_TURN_DEG,
        np.degrees(np.arctan2(b2, a2)) % FULL_TURN_DEG,
    )
    delta_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(_turn_deg(h1, h2, c1 * c2)) / 2)
    l_mean, c_mean, h_mean = (l1 + l2) / 2, (c1 + c2) / 2, _mean_hue_deg(h1, h2, c1 * c2)
    l_term = (l2 - l1) / (1 + 0.015 * (l_mean - 50) ** 2 / np.sqrt(20 + (l_mean - 50) ** 2))
    c_term = (c2 - c1) / (1 + 0.045 * c_mean)
    h_term = delta_h / (1 + 0.015 * c_mean * _hue_weight(h_mean))
    spread_deg = 30 * np.exp(-(((h_mean - 275) / 25) ** 2))
    rotation = -2 * _chroma_weight(c_mean) * np.sin(np.radians(2 * spread_deg))
    square = l_term**2 + c_term**2 + h_term**2 + rotation * c_term * h_term
    # The cross term can pull the sum of equal colors a rounding error under zero.
    return np.asarray(np.sqrt(np.maximum(square, 0.0)))


def _chroma_weight(chroma: Floats) -> Floats:
    return np.asarray(np.sqrt(chroma**7 / (chroma**7 + 25.0**7)))


def _turn_deg(h1: Floats, h2: Floats, chroma_product: Floats) -> Floats:
    """Signed turn from hue 1 to hue 2 the short way round; 0 where a color has no hue."""
    turn = h2 - h1
    turn = np.where(turn > HALF_TURN_DEG, turn - FULL_TURN_DEG, turn)
    turn = np.where(turn < -HALF_TURN_DEG, turn + FULL_TURN_DEG, turn)
    return np.where(chroma_product == 0, 0.0, turn)


def _mean_hue_deg(h1: Floats, h2: Floats, chroma_product: Floats) -> Floats:
    """Mean of two hues the short way round; their sum where one of the colors has no hue."""
    way = np.where(h1 + h2 < FULL_TURN_DEG, FULL_TURN_DEG, -FULL_TURN_DEG)
    mean = (h1 + h2 + np.where(np.abs(h1 - h2) > HALF_TURN_DEG, way, 0.0)) / 2
    return np.where(chroma_product == 0, h1 + h2, mean)


def _hue_weight(hue_deg: Floats) -> Floats:
    return (
        1
        - 0.17 * np.cos(np.radians(hue_deg - 30))
        + 0.24 * np.cos(np.radians(2 * hue_deg))
        + 0.32 * np.cos(np.radians(3 * hue_deg + 6))
        - 0.20 * np.cos(np.radians(4 * hue_deg - 63))
    )


def _channels(colors: Floats, caller: str) -> Floats:
    """The array itself, once its last axis is known to be the three channels."""
    if colors.ndim == 0 or colors.shape[-1] != CHANNEL_COUNT:
        raise ShapeError(
            f"{caller} needs an array of shape (..., 3), got {colors.shape}. The channel axis "
            "comes last."
        )
    return colors
