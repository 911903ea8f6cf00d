"""Gradients read from tint under any light, from colors alone, and from clips that ffmpeg made."""

import numpy as np
import pytest

from motion_assets.core.observations.gradient import name_gradient
from motion_assets.core.observations.thumbs import color_thumb
from motion_assets_tests.core.observations.pictures import ffmpeg_frames

ROWS, COLUMNS = np.mgrid[:48, :64] / np.array([[[47]], [[63]]])
ALONG = {
    "horizontal": COLUMNS,
    "vertical": ROWS,
    "angled": (ROWS + COLUMNS) / 2,
    "radial": np.hypot((ROWS - 0.5) * 48, (COLUMNS - 0.45) * 64) / 45,
}
TURN = (np.arctan2(ROWS - 0.5, COLUMNS - 0.5) / np.pi + 1) / 2


def colored(place, first, last):
    """A gradient between two colors, float32 (channel, row, column)."""
    first, last = (np.array(color, float)[:, None, None] for color in (first, last))
    return (first + (last - first) * np.clip(place, 0, 1)).astype(np.float32)


def value_of(picture):
    seen = name_gradient(picture.astype(np.float32))
    return None if seen is None else seen.value


@pytest.mark.parametrize("value", ALONG)
def test_tint_tells_the_gradient_under_a_light_that_goes_another_way(value):
    picture = colored(ALONG[value], (180, 130, 110), (120, 140, 190))
    for light in (0.4 + ALONG["radial"], 1.2 - ALONG["vertical"], 0.3 + ALONG["horizontal"]):
        assert value_of(picture * light) == value


@pytest.mark.parametrize("value", ALONG)
def test_a_gradient_of_grays_is_told_by_its_levels(value):
    assert value_of(colored(ALONG[value], (30, 30, 30), (220, 220, 220))) == value


def test_painted_shapes_are_no_part_of_a_gradient():
    picture = colored(ALONG["vertical"], (180, 130, 110), (120, 140, 190))
    picture[:, 5:20, 5:25] = np.array([250, 20, 20], np.float32)[:, None, None]
    picture[:, 25:45, 40:60] = np.array([20, 20, 250], np.float32)[:, None, None]
    assert value_of(picture) == "vertical"


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(TURN, id="conic"),
        pytest.param((TURN + ALONG["radial"]) % 1.0, id="spiral"),
        pytest.param(np.floor(3 * COLUMNS - 1e-9) / 2, id="three-stripes"),
        pytest.param(np.full_like(ROWS, 0.5), id="one-color"),
        pytest.param(np.random.default_rng(1).uniform(size=ROWS.shape), id="noise"),
    ],
)
def test_what_is_no_gradient_has_no_name(place):
    assert value_of(colored(place, (180, 90, 60), (60, 120, 200))) is None


LINEAR = {
    "horizontal": (0, 72, 255, 72),
    "vertical": (128, 0, 128, 143),
    "angled": (56, 0, 199, 143),
}


def ffmpeg_gradient(kind, points, seed, noise):
    places = ":".join(f"{k}={v}" for k, v in zip(("x0", "y0", "x1", "y1"), points, strict=True))
    source = f"gradients=s=256x144:n={2 + seed % 3}:type={kind}:seed={seed}:speed=0.00001:{places}"
    frames = ffmpeg_frames(
        [source], f"noise=alls={noise}", width_px=256, height_px=144, frame_count=1
    )
    seen = name_gradient(color_thumb(frames[0]))
    return None if seen is None else seen.value


def test_gradients_that_ffmpeg_made_are_named():
    cases = [("linear", points, value) for value, points in LINEAR.items()]
    cases.append(("radial", (140, 66, 220, 66), "radial"))
    results = [
        ffmpeg_gradient(kind, points, seed, noise=6 * (seed % 2)) == value
        for seed in range(1, 11)
        for kind, points, value in cases
    ]
    assert len(results) == 40
    assert sum(results) >= 38


def test_conic_and_spiral_gradients_that_ffmpeg_made_are_not_named():
    seen = [
        ffmpeg_gradient(kind, (128, 72, 200, 72), seed, noise=0)
        for kind in ("circular", "spiral")
        for seed in range(1, 6)
    ]
    assert sum(value is not None for value in seen) <= 1
