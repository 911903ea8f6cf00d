"""Stage fit: the body, the set pieces and the levels of light that explain a still picture.

Put finding the shapes of ``zones`` in a picture here. What a fitted level is called belongs in
``stage``.

The logarithm of the light is a sum of shapes, so that for a given place of the body all levels
follow from one least squares fit. Places are searched first among those that compositions
use, then moved to the best one, with little weight for what is no light: subjects and overlays.
"""

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from motion_assets.core.observations.least_squares import mixed, products, solved
from motion_assets.core.observations.medians import middle_of
from motion_assets.core.observations.stage_picture import Picture, fine
from motion_assets.core.observations.stage_search import likely_bodies
from motion_assets.core.observations.zones import Body, Float64s
from motion_assets.vocabulary.stage_ranges import (
    CONTOUR_GAIN,
    FLAG_GAIN,
    LEVEL_LUMA,
    VISOR_GAIN,
    WASH,
)

_TEXTURE: Final = 0.05
_BOUND: Final = 2.3
_STRICT: Final = 3.0
"""Least spread of the logarithm of a textured light; spreads up to which a patch counts fully, so
that no texture does less; how fast it counts less beyond."""

_NEAR_BODY: Final = 0.05
_FIRST_ROUNDS: Final = 2
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

DISC, LIT, RIM, CONTOUR, LEVEL, ACROSS, DOWN, FLAGS, VISOR = 0, 1, 2, 3, 4, 5, 6, 7, 11
"""Rows of the shapes in a fit; `FLAGS` is the first of four."""

SHAPES: Final = 12


@dataclass(frozen=True, slots=True, eq=False)
class StageFit:
    """How shapes of light explain a picture.

    ``weights``: logarithm to base 2 of what every shape does to the light, (`SHAPES`,).
    ``light``: fitted luma, ``trust``: how much every pixel
    counts, 0..1, both (row, column) of the picture. ``spread``: root mean square of the rest
    of the logarithm. ``lumps``: the same after averaging over blocks: what no shape explains.
    ``seen``: how much of lit side, shadow side and rim counts, 0..1, (3,).
    ``explained``: share of the variance between blocks that the shapes explain; ``rings``: the
    same of the fine detail, where a body shows as rings and texture hardly at all.
    """

    body: Body
    weights: Float64s
    light: Float64s
    trust: Float64s
    seen: Float64s
    spread: float
    lumps: float
    explained: float
    rings: float


def fit_stage(picture: Picture) -> StageFit:
    """The stage that explains a picture best.

    Set pieces that are plainly there, or plainly not, then count as exactly that, so that the
    levels of the body are all that is left to find.
    """
    nothing = np.full(SHAPES, np.nan)
    known = nothing.copy()
    known[CONTOUR] = math.log2(CONTOUR_GAIN)
    starts = [_Guess(body, body, known) for body in likely_bodies(picture)]
    first = min(
        (_refined(start, picture, _FIRST_ROUNDS) for start in starts), key=lambda guess: guess.loss
    )
    free = _solve(_shapes(first.body, picture), picture, replace(first, known=nothing))
    return _judged(_refined(replace(first, known=_plain(free)), picture, _ROUNDS), free, picture)


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


def _refined(guess: _Guess, picture: Picture, rounds: int) -> _Guess:
    """A guess after some rounds of fitting levels and moving the body."""
    for _ in range(rounds):
        shapes = _shapes(guess.body, picture)
        weights = _solve(shapes, picture, guess)
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


def _shapes(body: Body, picture: Picture) -> Float64s:
    """All shapes, float64 (`SHAPES`, pixel)."""
    zones = picture.drawing.zones(body, picture.at).reshape(LEVEL, -1)
    return np.concatenate([zones, picture.set_pieces])


def _solve(shapes: Float64s, picture: Picture, guess: _Guess) -> Float64s:
    """Weights of the shapes."""
    free = np.isnan(guess.known)
    weights = np.where(free, 0.0, guess.known)
    levels = picture.levels - mixed(weights, shapes)
    trust = picture.lit if guess.trust is None else guess.trust
    counts = trust / (picture.noise + guess.spread * guess.spread)
    weights[free] = solved(shapes[free], levels, counts)
    return weights


def _spread(rest: Float64s) -> float:
    """Spread of the rest that a few outliers do not raise."""
    return max(_MEDIAN_TO_SPREAD * middle_of(np.abs(rest)), _TEXTURE)


def _moved(guess: _Guess, weights: Float64s, shapes: Float64s, picture: Picture) -> Body:
    """The body a step nearer to where it explains the picture best."""
    body = guess.body
    size = len(picture.at.y), len(picture.at.x)
    still = shapes[:LEVEL].reshape(LEVEL, *size)
    slopes = picture.drawing.slopes(body, picture.at, still).reshape(len(_PRIOR), LEVEL, -1)
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


def _steps(shapes: Float64s, away: Float64s, picture: Picture, guess: _Guess) -> Float64s:
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


def _judged(guess: _Guess, free: Float64s, picture: Picture) -> StageFit:
    """What a guess says; ``free``: the weights when nothing was settled."""
    body, shapes = guess.body, _shapes(guess.body, picture)
    weights = _solve(shapes, picture, guess)
    rest = picture.levels - mixed(weights, shapes)
    trust = picture.lit if guess.trust is None else guess.trust
    size = len(picture.at.y), len(picture.at.x)
    lumps = _lumps(rest, trust, size)
    # The median of a skewed light lies below its mean by half the variance.
    variance = float((trust * rest * rest).sum() / trust.sum())
    off = picture.levels - middle_of(picture.levels)
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
        light=light,
        trust=trust.reshape(size),
        seen=_seen(shapes, trust),
        spread=math.sqrt(variance),
        lumps=lumps,
        rings=_rings(rest, weights[:LEVEL], shapes[:LEVEL], trust.reshape(size)),
        explained=1.0 - (lumps / max(_lumps(off, trust, size), _TEXTURE)) ** 2,
    )


def _seen(shapes: Float64s, trust: Float64s) -> Float64s:
    """How much of lit side, shadow side and rim counts."""
    zones = np.stack([shapes[LIT], shapes[DISC] - shapes[LIT], shapes[RIM]])
    return np.asarray((zones * trust).sum(axis=1) / np.maximum(zones.sum(axis=1), _RIDGE))


def _rings(rest: Float64s, weights: Float64s, zones: Float64s, trust: Float64s) -> float:
    """Share of the fine detail near a body that its shapes explain, 0..1."""
    body = mixed(weights, zones)
    detail = fine(np.stack([body, rest]).reshape(2, *trust.shape))
    counts = trust.reshape(-1) * (zones.max(axis=0) > _NEAR_BODY)
    shown, left = (detail * detail * counts).sum(axis=1).tolist()
    return float(shown / max(shown + left, _RIDGE))


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
