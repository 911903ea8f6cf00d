import math
from typing import get_args

import numpy as np
import pytest

from motion_assets.core.clips.ground import ground_frames
from motion_assets.core.clips.scene import CameraKind, Ground
from motion_assets.core.clips.texture import PEAK, RMS, cloud
from motion_assets.errors import LimitError
from motion_assets.vocabulary.camera_ranges import LAYERED, SPEEDLESS

KINDS = get_args(CameraKind)
TURNING = frozenset({"roll", "rotate"})
GROWING = frozenset({"zoom", "zoom_out", "dolly"})


def ground(kind, *, widths_s=0.12, shake=0.0, layers=None, parallax=0.1, sign=1, seed=1):
    """A ground whose travel is given in widths a second, whatever its kind."""
    count = layers if layers is not None else 2 if kind in LAYERED else 1
    speed = 0.0 if kind in SPEEDLESS else widths_s * (2 if kind in TURNING | GROWING else 1)
    return Ground(kind, speed, sign, shake, count, parallax if count > 1 else 0.0, seed)


def made(each, size=(64, 48), fps=24, count=24):
    return ground_frames(each, width_px=size[0], height_px=size[1], fps=fps, frame_count=count)


def stack(frames, count):
    return np.stack([frames.plane(i) for i in range(count)]).astype(float)


@pytest.mark.parametrize("kind", KINDS)
def test_shades_keep_to_the_shared_plan_of_the_picture(kind):
    frames = made(ground(kind, shake=0.01), size=(128, 72), count=48)
    planes = stack(frames, 48)
    assert frames.plane(0).dtype == np.int16
    assert np.abs(planes).max() <= PEAK
    assert np.sqrt((planes**2).mean()) == pytest.approx(RMS, rel=0.15)
    assert abs(planes.mean()) < 0.3 * RMS


@pytest.mark.parametrize("kind", KINDS)
def test_equal_grounds_give_equal_frames_and_another_seed_others(kind):
    first, again, other = (made(ground(kind, seed=seed)) for seed in (3, 3, 4))
    assert np.array_equal(first.plane(7), again.plane(7))
    assert not np.array_equal(first.plane(7), other.plane(7))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"static", "birds_eye"}])
def test_every_move_shows_from_frame_to_frame(kind):
    frames = made(ground(kind, shake=0.01 if kind == "handheld" else 0.0))
    assert not np.array_equal(frames.plane(0), frames.plane(3))


@pytest.mark.parametrize(
    ("kind", "axis"), [("pan", 1), ("tilt", 0)], ids=["pan-goes-right", "tilt-goes-down"]
)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_shift_of_whole_pixels_is_exact(kind, axis, sign):
    # 24 / 64 widths a second at 24 frames a second are one pixel a frame.
    frames = made(ground(kind, widths_s=24 / 64, sign=sign), count=6)
    expected = np.roll(frames.plane(0), -5 * sign, axis)
    inner = np.s_[8:-8, 8:-8]
    assert np.array_equal(frames.plane(5)[inner], expected[inner])


def test_a_tile_repeats_without_a_seam():
    tile = cloud(np.random.Generator(np.random.PCG64(5)), (512, 512), 12.8).astype(float)
    within = np.abs(np.diff(tile, axis=1)).mean()
    assert np.abs(tile[:, 0] - tile[:, -1]).mean() < 2 * within
    assert np.abs(tile[0] - tile[-1]).mean() < 2 * within


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"handheld", "whip_pan"}])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_point_of_the_farthest_layer_stands_where_places_says(kind, sign):
    each = ground(kind, widths_s=0.1, shake=0.01, sign=sign, parallax=0.2, seed=6)
    frames = made(each, size=(256, 256), count=3)
    # Far up and to the left lies the farthest layer in every arrangement.
    where = (-80.0, -75.0)
    x, y, scale = frames.places(*where)
    half = 12
    patches = []
    for i in (0, 2):
        rows = np.arange(-half, half + 1) * scale[i] / scale[0] + y[i] + 127.5
        columns = np.arange(-half, half + 1) * scale[i] / scale[0] + x[i] + 127.5
        plane = frames.plane(i)
        patches.append(plane[np.rint(rows).astype(int)][:, np.rint(columns).astype(int)])
    assert np.corrcoef(patches[0].ravel(), patches[1].ravel())[0, 1] > 0.9


def test_a_turned_view_shakes_along_the_sides_of_the_frame():
    # After a quarter of a turn, what the view shakes to the right still goes left in the frame.
    quarter = ground("rotate", widths_s=math.pi / 4, shake=0.05, seed=2)
    frames = made(quarter, size=(128, 128), count=26)
    x, y, _ = frames.places(0.0, 0.0)
    half = np.arange(-20, 21) + 63.5
    patches = []
    for i in (0, 24):
        plane, (row, column) = frames.plane(i), (half + each[i] for each in (y, x))
        patches.append(plane[np.rint(row).astype(int)][:, np.rint(column).astype(int)])
    before, after = patches[0], np.rot90(patches[1], -1)
    assert np.corrcoef(before.ravel(), after.ravel())[0, 1] > 0.9


@pytest.mark.parametrize("kind", sorted(LAYERED))
@pytest.mark.parametrize("layers", [2, 3, 4])
def test_layers_travel_apart_by_their_parallax(kind, layers):
    path = made(ground(kind, layers=layers, parallax=0.2), count=25).path
    way = path.growth / 2 if kind == "dolly" else (path.x_px + path.y_px) / 64
    assert len(way) == layers
    apart = np.abs(np.diff(way[:, 24]))
    np.testing.assert_allclose(apart, 0.2 / (layers - 1), atol=1e-4)


def test_a_shake_has_the_asked_root_mean_square():
    path = made(ground("handheld", shake=0.0105), count=24 * 40).path
    distance = np.sqrt((path.shake_x_px**2 + path.shake_y_px**2).mean()) / 64
    assert distance == pytest.approx(0.0105, rel=0.03)


def test_a_zoom_goes_on_for_a_minute_without_losing_contrast():
    frames = made(ground("zoom", widths_s=0.33), fps=2, count=120)
    deviation = stack(frames, 120).std(axis=(1, 2))
    assert deviation.min() > 0.6 * RMS


@pytest.mark.parametrize(
    ("kind", "layers", "parallax", "message"),
    [
        ("pan", 2, 0.1, "a pan view has 1 to 1 layers, got 2"),
        ("truck", 5, 0.1, "a truck view has 1 to 4 layers, got 5"),
        ("truck", 3, 0.0, "3 layers cannot differ by 0.0 widths a second"),
    ],
)
def test_layers_that_no_move_has_are_refused(kind, layers, parallax, message):
    with pytest.raises(LimitError, match=message):
        made(Ground(kind, 0.1, 1, 0.0, layers, parallax, 1))
