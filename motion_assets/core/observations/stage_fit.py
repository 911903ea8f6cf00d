"""Stage fit: the body, the set pieces and the levels of light that explain a still picture.

Put finding the shapes of ``zones`` in a picture here. What a fitted level is called belongs in
``stage``.

The logarithm of the light is a sum of shapes, so that for a given place of the body all levels
follow from one least squares fit. Places are searched first among those that compositions
use, then moved to the best one, with little weight for what is no light: subjects and overlays.
"""

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.least_squares import mixed, products, solved
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.zones import (
    Body,
    Float64s,
    Plan,
    body_slopes,
    body_zones,
    patch_px,
    plan,
    set_zones,
)
from motion_assets.vocabulary.stage_ranges import (
    CONTOUR_GAIN,
    FLAG_GAIN,
    LEVEL_LUMA,
    OFF_CENTER,
    RADIUS,
    VISOR_GAIN,
    WASH,
)

DARKEST_LUMA: Final = 1.0
_MOST_THUMBS: Final = 16
_LIT_SHARE: Final = 0.85
"""Thumbs darker than this share of the brightest are left out: they fade."""

_QUANTUM: Final = 0.5
"""Uncertainty of a luma in levels, which is a large share of a dark one."""

_TEXTURE: Final = 0.05
_BOUND: Final = 2.3
_STRICT: Final = 3.0
"""Least spread of the logarithm of a textured light; spreads up to which a patch counts fully, so
that no texture does less; how fast it counts less beyond."""

_CLIP: Final = (-3.2, 1.6)
"""Logarithms that a first look takes for light, about the median."""

_FINE_BOUND: Final = 4.0
_AROUND: Final = 2
_TRIED: Final = 2
_CLOSE: Final = 0.75
_ROUNDS: Final = 3
_PLAIN: Final = 0.3
_FIRST_SPREAD: Final = 0.3
_MEDIAN_TO_SPREAD: Final = 1.4826
_LEAST_RADIUS: Final = 0.1
_MOST_RADIUS: Final = 0.7
_PRIOR: Final = (0.015, 0.015, 0.015, 2.0)
"""How far a body may well be from where compositions put it, and its light turn."""

_ALIKE: Final = 12.0
"""Patches that the grain of a texture makes alike, and that count for one."""

_RIDGE: Final = 1e-6
_FURTHEST: Final = 0.05
_TURN: Final = 0.4

_MIDDLE: Final = 0.5
_THIRDS: Final = (1 / 3, _MIDDLE, 2 / 3)
_NEAR: Final = (_MIDDLE - OFF_CENTER, _MIDDLE, _MIDDLE + OFF_CENTER)

DISC, LIT, RIM, CONTOUR, LEVEL, ACROSS, DOWN, FLAGS, VISOR = 0, 1, 2, 3, 4, 5, 6, 7, 11
"""Rows of the shapes in a fit; `FLAGS` is the first of four."""

SHAPES: Final = 12


@dataclass(frozen=True, slots=True, eq=False)
class StageFit:
    """How shapes of light explain a picture.

    ``weights``: logarithm to base 2 of what every shape does to the light, (`SHAPES`,).
    ``errors``: their standard errors. ``light``: fitted luma, ``trust``: how much every pixel
    counts, 0..1, both (row, column) of the picture. ``spread``: root mean square of the rest
    of the logarithm. ``lumps``: the same after averaging over blocks: what no shape explains.
    ``explained``: share of the variance between blocks that the shapes explain.
    """

    body: Body
    weights: Float64s
    errors: Float64s
    light: Float64s
    trust: Float64s
    spread: float
    lumps: float
    explained: float


def patches(pictures: Float32s) -> Float32s:
    """Pictures (time, row, column) as means over patches."""
    side = patch_px(*pictures.shape[1:])
    count, rows, columns = len(pictures), pictures.shape[1] // side, pictures.shape[2] // side
    cut = pictures[:, : rows * side, : columns * side]
    return np.asarray(cut.reshape(count, rows, side, columns, side).mean(axis=(2, 4)))


def still_light(luma: Float32s) -> Float32s:
    """Light that stands still in thumbs (time, row, column): float32 (row, column), in luma.

    A median over time, after thumbs have been brought to one brightness: neither movement nor
    a pulse of the light shows, and thumbs of a fade count for nothing.
    """
    step = -(-len(luma) // _MOST_THUMBS)
    looked = luma[::step]
    levels = np.median(looked[:, ::2, ::2].reshape(len(looked), -1), axis=1)
    levels = np.maximum(levels, DARKEST_LUMA)
    kept = levels >= _LIT_SHARE * levels.max()
    mean = levels[kept].mean()
    even = looked[kept] * (mean / levels[kept])[:, None, None].astype(np.float32)
    return np.asarray(np.median(even, axis=0), dtype=np.float32)


def fit_stage(still: Float32s, painted: NDArray[np.bool_] | None = None) -> StageFit:
    """The stage that explains a still picture (row, column) best.

    ``painted``: which pixels are known to be no lit surface, (row, column).

    Set pieces that are plainly there, or plainly not, then count as exactly that, so that the
    levels of the body are all that is left to find.
    """
    pooled = patches(still[None])[0].astype(np.float64)
    dark = np.maximum(pooled, DARKEST_LUMA).reshape(-1)
    picture = _Picture(
        at=plan(pooled.shape[1], pooled.shape[0]),
        levels=np.log2(dark / LEVEL_LUMA),
        noise=(_QUANTUM / math.log(2) / dark) ** 2,
        lit=_lit(pooled.shape, painted),
        set_pieces=_set_zones(*pooled.shape),
    )
    nothing = np.full(SHAPES, np.nan)
    known = nothing.copy()
    known[CONTOUR] = math.log2(CONTOUR_GAIN)
    starts = [_Guess(body, body, known) for body in _likely_bodies(picture, pooled.shape)]
    first = min((_refined(start, picture) for start in starts), key=lambda guess: guess.loss)
    free, _ = _solve(_shapes(first.body, picture), picture, replace(first, known=nothing))
    return _judged(_refined(replace(first, known=_plain(free)), picture), free, picture)


@dataclass(frozen=True, slots=True, eq=False)
class _Picture:
    """A picture to be explained.

    ``levels``: its logarithm, ``noise``: variance of that by rounding, ``lit``: 0 where it is
    painted, else 1, all (pixel,); ``set_pieces``: all shapes but those of the body, (shape, pixel).
    """

    at: Plan
    levels: Float64s
    noise: Float64s
    lit: Float64s
    set_pieces: Float64s


def _lit(shape: tuple[int, ...], painted: NDArray[np.bool_] | None) -> Float64s:
    """1 for patches without a painted pixel, 0 for others, (patch,)."""
    if painted is None:
        return np.ones(shape[0] * shape[1])
    share = patches(painted[None].astype(np.float32))[0]
    return np.asarray(share.reshape(-1) == 0, dtype=np.float64)


@lru_cache(maxsize=16)
def _set_zones(rows: int, columns: int) -> Float64s:
    """Level, slopes, flags and visor, float64 of shape (shape, pixel)."""
    at = plan(columns, rows)
    zones = set_zones(at).reshape(SHAPES - LEVEL, -1)
    zones.setflags(write=False)
    return zones


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
    rest = np.linalg.qr(_fine(set_zones(at)).T)[0]
    bodies = tuple(
        Body((2 * x - 1) * at.half_x, (2 * y - 1) * at.half_y, radius, 1.0, 0.0)
        for x, y in _places()
        for radius in RADIUS.figures
    )
    bases, depths = [], []
    for body in bodies:
        disc, _, rim, contour = body_zones(body, at)
        slopes = (disc * (at.x - body.x)[None, :], disc * (at.y - body.y)[:, None])
        shapes = _fine(np.stack([disc, *slopes, rim, contour])).T
        basis, parts = np.linalg.qr(shapes - rest @ (rest.T @ shapes))
        bases.append(basis.T)
        depths.append(float(parts[-1, -1]) * math.log2(CONTOUR_GAIN))
    flat = np.concatenate(bases).astype(np.float32)
    return _Candidates(bodies, flat, np.array(depths), rest.T.astype(np.float32))


def _fine(pictures: Float64s) -> Float64s:
    """Pictures less the means of 5 x 5 patches around: detail finer than the grain of texture."""
    pad = (_AROUND + 1, _AROUND)
    side = 2 * _AROUND + 1
    sums = np.pad(pictures, ((0, 0), pad, pad), mode="edge").cumsum(axis=1)
    sums = (sums[:, side:] - sums[:, :-side]).cumsum(axis=2)
    means = (sums[:, :, side:] - sums[:, :, :-side]) / (side * side)
    return np.asarray((pictures - means).reshape(len(pictures), -1))


def _places() -> list[tuple[float, float]]:
    """Middles of bodies on the lines of thirds and near the middle of the frame."""
    on_lines = [(x, y) for x in _THIRDS for y in _THIRDS if (x, y) != (_MIDDLE, _MIDDLE)]
    return on_lines + [(x, y) for x in _NEAR for y in _NEAR if _MIDDLE in (x, y)]


def _likely_bodies(picture: _Picture, shape: tuple[int, int]) -> list[Body]:
    """The candidates that explain most of a picture, each lit from where it seems to be.

    What a candidate explains is counted with its contour at the depth it is drawn with.
    """
    known = _candidates(*shape)
    levels = picture.levels - float(np.median(picture.levels))
    levels = np.clip(levels, *_CLIP)
    levels *= picture.lit
    off = (_fine(levels.reshape(1, *shape))[0] * picture.lit).astype(np.float32)
    off -= _projected(known.rest, off)
    bound = _FINE_BOUND * _MEDIAN_TO_SPREAD * float(np.median(np.abs(off)))
    np.clip(off, -bound, bound, out=off)
    off -= _projected(known.rest, off)
    shares = np.einsum("bp,p->b", known.bases, off).reshape(len(known.bodies), 5)
    explained = (shares[:, :4] ** 2).sum(axis=1)
    explained += known.depths * (2 * shares[:, 4] - known.depths)
    order = np.argsort(-explained, kind="stable")[:_TRIED].tolist()
    close = [index for index in order if explained[index] >= _CLOSE * explained[order[0]]]
    return [_lit_from(known.bodies[index], levels, picture.at) for index in close or order]


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
    length = math.hypot(across, down) or 1.0
    return replace(body, cos=across / length, sin=down / length)


@dataclass(frozen=True, slots=True, eq=False)
class _Guess:
    """A state of the search.

    ``home``: the body it started from. ``known``: weights of shapes that are settled, NaN for
    those to be found, (`SHAPES`,). ``trust``: how much every pixel counts, (pixel,); None before
    the first round. ``spread``: of the rest; ``loss``: how much of the picture is left
    unexplained, outliers bounded.
    """

    body: Body
    home: Body
    known: Float64s
    trust: Float64s | None = None
    spread: float = _FIRST_SPREAD
    loss: float = math.inf


def _refined(guess: _Guess, picture: _Picture) -> _Guess:
    """A guess after some rounds of fitting levels and moving the body."""
    for _ in range(_ROUNDS):
        shapes = _shapes(guess.body, picture)
        weights, _ = _solve(shapes, picture, guess)
        rest = picture.levels - mixed(weights, shapes)
        spread = _spread(rest[picture.lit > 0])
        off = rest * rest / ((spread * spread + picture.noise) * _BOUND * _BOUND)
        trust = picture.lit / (1.0 + _STRICT * np.maximum(off - 1.0, 0.0)) ** 2
        loss = float((off / (1.0 + off) * picture.lit).mean()) * spread * spread
        guess = _Guess(guess.body, guess.home, guess.known, trust, spread, loss)
        guess = replace(guess, body=_moved(guess, weights, shapes, picture))
    return guess


def _plain(weights: Float64s) -> Float64s:
    """Weights of set pieces as drawn, NaN where they are not plain; the contour is as drawn."""
    drawn = np.full((SHAPES, 3), np.nan)
    drawn[ACROSS : DOWN + 1] = -WASH, 0.0, WASH
    drawn[FLAGS:VISOR, :2] = math.log2(FLAG_GAIN), 0.0
    drawn[VISOR, :2] = math.log2(VISOR_GAIN), 0.0
    off = np.abs(drawn - weights[:, None])
    nearest = np.where(np.isnan(off), np.inf, off).argmin(axis=1)
    rows = np.arange(SHAPES)
    plain = np.where(off[rows, nearest] <= _PLAIN, drawn[rows, nearest], np.nan)
    plain[CONTOUR] = math.log2(CONTOUR_GAIN)
    return plain


def _shapes(body: Body, picture: _Picture) -> Float64s:
    """All shapes, float64 (`SHAPES`, pixel)."""
    zones = body_zones(body, picture.at).reshape(LEVEL, -1)
    return np.concatenate([zones, picture.set_pieces])


def _solve(shapes: Float64s, picture: _Picture, guess: _Guess) -> tuple[Float64s, Float64s]:
    """Weights of the shapes, with their standard errors."""
    free = np.isnan(guess.known)
    weights, errors = np.where(free, 0.0, guess.known), np.zeros(SHAPES)
    levels = picture.levels - mixed(weights, shapes)
    trust = picture.lit if guess.trust is None else guess.trust
    counts = trust / (picture.noise + guess.spread * guess.spread)
    weights[free], inverse = solved(shapes[free], levels, counts)
    errors[free] = np.sqrt(np.diag(inverse))
    return weights, errors


def _spread(rest: Float64s) -> float:
    """Spread of the rest that a few outliers do not raise."""
    return max(_MEDIAN_TO_SPREAD * float(np.median(np.abs(rest))), _TEXTURE)


def _moved(guess: _Guess, weights: Float64s, shapes: Float64s, picture: _Picture) -> Body:
    """The body a step nearer to where it explains the picture best."""
    body = guess.body
    size = len(picture.at.y), len(picture.at.x)
    still = shapes[:LEVEL].reshape(LEVEL, *size)
    slopes = body_slopes(body, picture.at, still).reshape(len(_PRIOR), LEVEL, -1)
    slopes = np.stack([mixed(weights[:LEVEL], slope) for slope in slopes])
    home = guess.home
    away = np.array([home.x - body.x, home.y - body.y, home.radius - body.radius, 0.0])
    steps = _steps(np.concatenate([shapes, slopes]), away, picture, guess)
    x, y, radius = np.clip(steps[:-1], -_FURTHEST, _FURTHEST).tolist()
    turn = min(max(float(steps[-1]), -_TURN), _TURN)
    cos, sin = body.cos - body.sin * turn, body.sin + body.cos * turn
    length = math.hypot(cos, sin)
    return Body(
        x=body.x + x,
        y=body.y + y,
        radius=min(max(body.radius + radius, _LEAST_RADIUS), _MOST_RADIUS),
        cos=cos / length,
        sin=sin / length,
    )


def _steps(shapes: Float64s, away: Float64s, picture: _Picture, guess: _Guess) -> Float64s:
    """Steps of the body: of the last rows of ``shapes``, drawn towards ``away`` by `_PRIOR`."""
    free = np.append(np.isnan(guess.known), np.ones(len(away), bool))
    levels = picture.levels - mixed(np.where(free[:SHAPES], 0.0, guess.known), shapes[:SHAPES])
    trust = picture.lit if guess.trust is None else guess.trust
    counts = trust / ((picture.noise + guess.spread * guess.spread) * _ALIKE)
    weighted = shapes[free] * counts
    normal, wanted = products(weighted, shapes[free]), products(weighted, levels[None])[:, 0]
    pull = np.zeros(len(wanted))
    pull[-len(away) :] = 1.0 / np.square(_PRIOR)
    wanted[-len(away) :] += pull[-len(away) :] * away
    normal[np.diag_indices(len(normal))] += pull + _RIDGE
    return np.asarray(np.linalg.solve(normal, wanted)[-len(away) :])


def _judged(guess: _Guess, free: Float64s, picture: _Picture) -> StageFit:
    """What a guess says; ``free``: the weights when nothing was settled."""
    body, shapes = guess.body, _shapes(guess.body, picture)
    weights, errors = _solve(shapes, picture, guess)
    rest = picture.levels - mixed(weights, shapes)
    trust = picture.lit if guess.trust is None else guess.trust
    # The median of a skewed light lies below its mean by half the variance.
    variance = float((trust * rest * rest).sum() / trust.sum())
    off = picture.levels - float(np.median(picture.levels))
    size = len(picture.at.y), len(picture.at.x)
    light = (LEVEL_LUMA * 2.0 ** mixed(weights, shapes)).reshape(size)
    weights[LEVEL] += variance * math.log(2) / 2
    if weights[LIT] < 0:
        # A shadow on one side is a light on the other.
        weights[DISC] += weights[LIT]
        weights[LIT] = -weights[LIT]
        body = replace(body, cos=-body.cos, sin=-body.sin)
    settled = [CONTOUR, ACROSS, DOWN, *range(FLAGS, SHAPES)]
    weights[settled] = free[settled]
    return StageFit(
        body=body,
        weights=weights,
        errors=errors,
        light=light,
        trust=trust.reshape(size),
        spread=math.sqrt(variance),
        lumps=_lumps(rest, trust, size),
        explained=1.0 - (_lumps(rest, trust, size) / max(_lumps(off, trust, size), _TEXTURE)) ** 2,
    )


def _lumps(rest: Float64s, trust: Float64s, size: tuple[int, int]) -> float:
    """Root mean square of the rest averaged over blocks of a tenth of the shorter side."""
    block = max(2, min(size) // 10)
    rows, columns = size[0] // block, size[1] // block

    def sums(values: Float64s) -> Float64s:
        cut = values.reshape(size)[: rows * block, : columns * block]
        return np.asarray(cut.reshape(rows, block, columns, block).sum(axis=(1, 3)))

    weight = sums(trust)
    mean = sums(trust * rest) / np.maximum(weight, 1e-9)
    return math.sqrt(float((weight * mean * mean).sum() / weight.sum()))
