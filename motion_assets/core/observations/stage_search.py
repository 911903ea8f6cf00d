"""Stage search: where in a picture the body of a stage may stand.

Put candidates and their ranking here. Moving the best one to its exact place belongs in
``stage_fit``.
"""

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.medians import middle_of
from motion_assets.core.observations.stage_picture import Picture, fine
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.zones import Body, Float64s, Plan, body_zones, plan, set_zones
from motion_assets.vocabulary.stage_ranges import CONTOUR_GAIN, OFF_CENTER, RADIUS

_CLIP: Final = (-3.2, 1.6)
"""Logarithms that a first look takes for light, about the median."""

_FINE_BOUND: Final = 4.0
_TRIED: Final = 2
_CLOSE: Final = 0.75
_MEDIAN_TO_SPREAD: Final = 1.4826
_RIDGE: Final = 1e-6

_MIDDLE: Final = 0.5
_THIRDS: Final = (1 / 3, _MIDDLE, 2 / 3)
_NEAR: Final = tuple(_MIDDLE + OFF_CENTER * halves / 2 for halves in range(-2, 3))
"""Closer together than thirds: rings are thin, and show little of a body beside them."""


def likely_bodies(picture: Picture) -> list[Body]:
    """The candidates that explain most of a picture, each lit from where it seems to be.

    What a candidate explains is counted with its contour at the depth it is drawn with.
    """
    shape = len(picture.at.y), len(picture.at.x)
    known = _candidates(*shape)
    levels = picture.levels - middle_of(picture.levels)
    levels = np.clip(levels, *_CLIP)
    levels *= picture.lit
    off = (fine(levels.reshape(1, *shape))[0] * picture.lit).astype(np.float32)
    off -= _projected(known.rest, off)
    bound = _FINE_BOUND * _MEDIAN_TO_SPREAD * middle_of(np.abs(off))
    np.clip(off, -bound, bound, out=off)
    off -= _projected(known.rest, off)
    shares = np.einsum("bp,p->b", known.bases, off).reshape(len(known.bodies), 5)
    explained = (shares[:, :4] ** 2).sum(axis=1)
    explained += known.depths * (2 * shares[:, 4] - known.depths)
    order = np.argsort(-explained, kind="stable")[:_TRIED].tolist()
    close = [index for index in order if explained[index] >= _CLOSE * explained[order[0]]]
    return [_lit_from(known.bodies[index], levels, picture.at) for index in close or order]


@dataclass(frozen=True, slots=True, eq=False)
class _Candidates:
    """Places a body may stand at.

    ``bases``: for each, five orthogonal pictures of unit length that span all it can add to the
    set pieces, the last one the contour alone, (candidate * 5, pixel). ``depths``: how much of
    the last one a drawn contour is, (candidate,). ``rest``: orthogonal pictures of the set
    pieces, (8, pixel). All are pictures of fine detail.
    """

    bodies: tuple[Body, ...]
    bases: NDArray[np.float32]
    depths: Float64s
    rest: NDArray[np.float32]


@lru_cache(maxsize=16)
def _candidates(rows: int, columns: int) -> _Candidates:
    at = plan(columns, rows)
    rest = np.linalg.qr(fine(set_zones(at)).T)[0]
    bodies = tuple(
        Body((2 * x - 1) * at.half_x, (2 * y - 1) * at.half_y, radius, 1.0, 0.0)
        for x, y in _places()
        for radius in RADIUS.figures
    )
    bases, depths = [], []
    for body in bodies:
        disc, _, rim, contour = body_zones(body, at)
        slopes = (disc * (at.x - body.x)[None, :], disc * (at.y - body.y)[:, None])
        shapes = fine(np.stack([disc, *slopes, rim, contour])).T
        basis, parts = np.linalg.qr(shapes - rest @ (rest.T @ shapes))
        bases.append(basis.T)
        depths.append(float(parts[-1, -1]) * math.log2(CONTOUR_GAIN))
    flat = np.concatenate(bases).astype(np.float32)
    return _Candidates(bodies, flat, np.array(depths), rest.T.astype(np.float32))


def _places() -> list[tuple[float, float]]:
    """Middles of bodies on the lines of thirds and near the middle of the frame."""
    on_lines = [(x, y) for x in _THIRDS for y in _THIRDS if (x, y) != (_MIDDLE, _MIDDLE)]
    return on_lines + [(x, y) for x in _NEAR for y in _NEAR if _MIDDLE in (x, y)]


def _projected(bases: NDArray[np.float32], picture: Float32s) -> Float32s:
    """The part of a picture that orthogonal pictures (row, pixel) of unit length explain."""
    shares = np.einsum("rp,p->r", bases, picture)
    return np.asarray(np.einsum("r,rp->p", shares, bases), dtype=np.float32)


def _lit_from(body: Body, levels: Float64s, at: Plan) -> Body:
    """A body with the direction in which its disc brightens."""
    disc = body_zones(body, at)[0]
    shapes = np.stack([disc * (at.x - body.x)[None, :], disc * (at.y - body.y)[:, None]])
    mean = float((levels * disc.reshape(-1)).sum() / max(float(disc.sum()), 1.0))
    across, down = np.einsum("sp,p->s", shapes.reshape(2, -1), levels - mean).tolist()
    length = math.hypot(across, down)
    if length < _RIDGE:
        return replace(body, cos=0.0, sin=-1.0)
    return replace(body, cos=across / length, sin=down / length)
