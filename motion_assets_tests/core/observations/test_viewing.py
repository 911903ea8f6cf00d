from typing import get_args

import numpy as np
import pytest

from motion_assets.core.clips.ground import ground_frames
from motion_assets.core.clips.scene import CameraKind, Ground
from motion_assets.core.observations.headings import camera_way
from motion_assets.core.observations.shake import Course, shake_across
from motion_assets.core.observations.viewing import ViewSeen, name_view
from motion_assets.core.observations.warp import LEVER_PX
from motion_assets.vocabulary.camera_ranges import (
    LAYERED,
    PARALLAX,
    SHAKE_DRAWN,
    SPEED_DRAWN,
    SPEEDLESS,
)
from motion_assets.vocabulary.slots import CAMERA_SIGNS, CAMERA_WAYS, TURNING_BACK
from motion_assets_tests.core.observations.camera_clips import LAYERED as FFMPEG_LAYERED
from motion_assets_tests.core.observations.camera_clips import SINGLE, clip, seen

KINDS = get_args(CameraKind)
SHAKEN = frozenset({"handheld"})
WHIP_WIDTHS_S = 1.5


def named(luma, step_s=1 / 12) -> ViewSeen:
    view = name_view(luma, step_s)
    assert view is not None
    return view


def middle(span):
    return (span.low + span.high) / 2


def thumbs(ground, size=(64, 64), step_s=1 / 12, count=13):
    """Luma of an evenly lit ground, rounded as a file rounds it."""
    frames = ground_frames(
        ground, width_px=size[0], height_px=size[1], fps=1 / step_s, frame_count=count
    )
    planes = np.stack([frames.plane(i) for i in range(count)])
    luma = np.rint(110 * (1 + 0.12 / 256 * planes)).astype(np.float32)
    if ground.motion_type == "tracking":
        row, column = size[1] // 2, size[0] // 2
        luma[:, row - 4 : row + 5, column - 4 : column + 5] = 60
    return luma


def ground(kind, *, speed="medium", steadiness=None, layers=2, parallax="0.2", sign=1, seed=5):
    """A ground in the middle of the ranges of its values."""
    widths_s = 0.0 if kind in SPEEDLESS else middle(SPEED_DRAWN[speed])
    if kind == "whip_pan":
        widths_s = WHIP_WIDTHS_S
    lever = 2 if kind in {"zoom", "zoom_out", "dolly", "roll", "rotate"} else 1
    steadiness = steadiness or ("handheld" if kind in SHAKEN else "locked")
    count = layers if kind in LAYERED else 1
    return Ground(
        kind,
        widths_s * lever,
        sign,
        middle(SHAKE_DRAWN[steadiness]),
        count,
        float(parallax) if count > 1 else 0.0,
        seed,
    )


@pytest.mark.parametrize("seed", range(4))
def test_what_a_shake_leaves_behind_in_a_short_window_is_no_layer(seed):
    shaken = ground("zoom", steadiness="shaky", seed=seed)
    assert named(thumbs(shaken, step_s=1 / 24, count=15), 1 / 24).kind in {None, "zoom"}


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_move_is_named_from_its_ground(kind, sign):
    view = named(thumbs(ground(kind, sign=sign)))
    assert view.kind == kind
    ways = () if kind in TURNING_BACK else CAMERA_WAYS.get(kind, ())
    drawn = {way for way in ways if CAMERA_SIGNS[way] == sign or len(ways) == 1}
    assert {camera_way(view.kind, view.moves)} - {None} == drawn
    expected = None if kind in SPEEDLESS else "fast" if kind == "whip_pan" else "medium"
    assert view.speed_value == expected


@pytest.mark.parametrize("steadiness", list(SHAKE_DRAWN))
@pytest.mark.parametrize("kind", ["pan", "zoom", "rotate", "truck"])
def test_a_shake_is_told_beside_any_travel(kind, steadiness):
    view = named(thumbs(ground(kind, steadiness=steadiness)))
    assert (view.kind, view.steadiness) == (kind, steadiness)
    drawn = middle(SHAKE_DRAWN[steadiness])
    assert view.shake == pytest.approx(drawn, rel=0.25, abs=0.0013)


@pytest.mark.parametrize("speed", list(SPEED_DRAWN))
@pytest.mark.parametrize("kind", ["pan", "tilt", "zoom", "zoom_out", "roll", "rotate"])
def test_travel_is_measured_in_widths_a_second(kind, speed):
    view = named(thumbs(ground(kind, speed=speed)))
    assert view.speed_value == speed
    assert view.speed == pytest.approx(middle(SPEED_DRAWN[speed]), rel=0.12)


@pytest.mark.parametrize("layers", [2, 3, 4])
@pytest.mark.parametrize("parallax", ["0.1", "0.2"])
def test_layers_are_counted_and_their_parallax_is_measured(layers, parallax):
    view = named(thumbs(ground("truck", layers=layers, parallax=parallax)))
    assert (view.kind, view.layer_count) == ("truck", str(layers))
    assert view.parallax_value == parallax
    assert PARALLAX[parallax].holds(view.parallax)


def test_a_near_layer_that_leaves_the_picture_before_the_last_look_is_counted():
    fast = ground("truck", speed="fast", layers=4, parallax="0.2")
    view = named(thumbs(fast, (120, 120), count=19))
    assert (view.kind, view.layer_count, view.parallax_value) == ("truck", "4", "0.2")


@pytest.mark.parametrize(("count", "kind", "layers"), [(7, None, None), (13, "truck", "3")])
def test_layers_are_named_when_they_had_time_to_come_apart(count, kind, layers):
    view = named(thumbs(ground("truck", layers=3, parallax="0.2"), count=count))
    assert (view.kind, view.layer_count) == (kind, layers)
    assert view.speed_value == ("medium" if layers else None)


@pytest.mark.parametrize(("count", "kind", "layers"), [(7, None, None), (13, "pan", "1")])
def test_one_plane_is_known_as_one_when_layers_had_time_to_come_apart(count, kind, layers):
    view = named(thumbs(ground("pan"), count=count))
    assert (view.kind, view.layer_count, view.speed_value) == (kind, layers, "medium")


def test_the_moves_are_those_of_the_farthest_layer():
    far = ground("truck", speed="medium", layers=2, parallax="0.2")
    view = named(thumbs(far))
    expected = -middle(SPEED_DRAWN["medium"]) * 64 / 12
    assert np.median(view.moves[:, 0]) == pytest.approx(expected, abs=0.1)
    assert np.abs(view.moves[:, 1]).max() < 0.15


def test_the_moves_of_a_faint_view_turn_as_far_as_it_does():
    turning = thumbs(ground("rotate", speed="fast", steadiness="shaky"))
    faint = np.rint(60 + (turning - 110) * (0.04 * 60) / (0.12 * 110)).astype(np.float32)
    view = named(faint)
    expected = -middle(SPEED_DRAWN["fast"]) * 2 / 12 * LEVER_PX
    assert float(view.moves[:, 3].mean()) == pytest.approx(expected, rel=0.1)


def test_layers_that_pull_a_track_along_its_way_do_not_shake_it():
    times = np.arange(-24, 25) / 12
    pulled = 0.1 * times + 0.01 * np.sign(np.sin(9 * times)) + 0.003j * np.sin(17 * times)
    course = Course(times, pulled, 0.1, 0.0, 0.0, 0.0, 0.01, 0.0, 0.0)
    assert shake_across(course, along_x=True) == pytest.approx(0.003, rel=0.06)
    assert shake_across(course, along_x=False) > 0.01


def test_a_view_over_texture_that_repeats_goes_on_evenly():
    tile = np.random.default_rng(0).normal(size=(36, 36))
    fine = np.tile(tile, (24, 24))[40:, :256]
    # Half a pixel leaves more of such texture than a whole repeat of 9 pixels does.
    shown = [fine[2 * i : 2 * i + 256].reshape(64, 4, 64, 4).mean((1, 3)) for i in range(13)]
    luma = np.clip(128 + 40 * np.stack(shown) / np.std(shown), 2, 253)
    view = named(np.rint(luma).astype(np.float32))
    assert view.kind == "tilt"
    assert view.moves[:, :2].mean(axis=0) == pytest.approx((0, -0.5), abs=0.1)


def test_a_view_over_a_chess_board_does_not_leap_a_pair_of_fields_every_time():
    y, x = np.mgrid[:240, :640]
    right, down = x // 23, y // 19
    board = 90 + 50 * ((right + down) % 2) + (right * 71 + down * 29) % 70
    steps = 100 + np.rint(1.5 * np.arange(15)).astype(int)
    shown = [board[:, at : at + 425].reshape(48, 5, 85, 5).mean((1, 3)) for at in steps]
    view = named(np.rint(np.stack(shown)).astype(np.float32))
    assert view.kind == "pan"
    assert view.moves[:, :2].mean(axis=0) == pytest.approx((-0.3, 0), abs=0.05)


def test_standing_light_does_not_hold_a_pan_still():
    luma = thumbs(ground("pan"))
    y, x = np.mgrid[:64, :64]
    lamp = 0.3 + 0.9 / (1 + np.exp((np.hypot(x - 30, y - 34) - 16) / 1.5))
    view = named(np.rint(luma * lamp).astype(np.float32))
    assert (view.kind, view.speed_value) == ("pan", "medium")


@pytest.mark.parametrize(
    "luma",
    [
        pytest.param(np.full((12, 36, 64), 90, np.float32), id="flat"),
        pytest.param(np.zeros((12, 36, 64), np.float32), id="black"),
        pytest.param(thumbs(ground("pan"))[:5], id="too-few"),
        pytest.param(
            np.random.default_rng(2).uniform(0, 255, (12, 36, 64)).astype(np.float32), id="noise"
        ),
    ],
)
def test_what_cannot_be_followed_is_not_named(luma):
    view = name_view(luma, 1 / 12)
    assert view is None or view.kind is None


@pytest.mark.parametrize(
    ("kind", "still"), [(kind, "noise") for kind in (*SINGLE, *FFMPEG_LAYERED)] + [("pan", "cells")]
)
def test_moves_that_ffmpeg_made_are_named(kind, still):
    view = seen(clip(kind, still))
    assert view.kind == kind


@pytest.mark.parametrize("kind", ["pan", "zoom", "truck"])
def test_moves_are_named_through_a_lossy_codec(kind):
    assert seen(clip(kind, "noise", crf=28)).kind == kind


@pytest.mark.parametrize("layers", [2, 3])
@pytest.mark.parametrize("speed", ["slow", "medium", "fast"])
def test_layers_of_a_dolly_are_counted(speed, layers):
    view = named(thumbs(ground("dolly", speed=speed, layers=layers, parallax="0.2")))
    assert (view.kind, view.speed_value) == ("dolly", speed)
    assert (view.layer_count, view.parallax_value) == (str(layers), "0.2")


@pytest.mark.parametrize("kind", ["zoom", "dolly"])
def test_painted_shapes_in_front_do_not_change_how_a_view_grows(kind):
    luma = thumbs(ground(kind, speed="medium"))
    painted = np.zeros(luma.shape, np.bool_)
    for index in range(len(luma)):
        for row, column in ((8, 4 + 3 * index), (44, 50 - 3 * index)):
            painted[index, row : row + 13, column : column + 13] = True
    view = name_view(np.where(painted, np.float32(230), luma), 1 / 12, painted)
    assert view is not None
    assert (view.kind, view.speed_value) == (kind, "medium")


def test_what_is_flat_nearly_everywhere_is_ground_and_no_shape_in_front():
    luma = thumbs(ground("pan"))
    painted = np.random.default_rng(8).random(luma.shape) < 0.5
    view = name_view(luma, 1 / 12, painted)
    assert view is not None
    assert (view.kind, view.speed_value, view.steadiness) == ("pan", "medium", "locked")
