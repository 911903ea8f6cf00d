from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from motion_assets.core.clips.camera import track
from motion_assets.core.clips.draw import frames
from motion_assets.core.clips.field import field_map, palette
from motion_assets.core.clips.light import gains, graded
from motion_assets.core.clips.scene import Camera, Card, Light, Opacity
from motion_assets.core.clips.subject import CHANNELS, FULL, cover, travel
from motion_assets.core.observations.frames import picture_digest
from motion_assets.errors import LimitError
from motion_assets_tests.core.clips.scenes import CIRCLE, STILL, VIEW, scene

SIZE = {"width_px": 64, "height_px": 36}
PAN = Camera("pan", 0.3, 1)


def digest(view):
    return picture_digest(frames(scene(view)))


def with_field(**changes):
    return replace(VIEW, field=replace(VIEW.field, **changes))


def with_subject(**changes):
    return replace(VIEW, subjects=(replace(CIRCLE, **changes),))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(with_field(gradient_type="horizontal"), id="field.gradient_type"),
        pytest.param(with_field(angle_deg=-4.0), id="field.angle_deg"),
        pytest.param(with_field(stops=((40, 60, 120), (90, 130, 188))), id="field.stops"),
        pytest.param(with_field(texture_levels=12), id="field.texture_levels"),
        pytest.param(with_field(texture_seed=8), id="field.texture_seed"),
        pytest.param(replace(VIEW, camera=(PAN,)), id="camera.motion_type"),
        pytest.param(replace(VIEW, camera=(STILL, PAN)), id="camera-in-parts"),
        pytest.param(replace(VIEW, subjects=()), id="no-subjects"),
        pytest.param(with_subject(shape="ring"), id="subject.shape"),
        pytest.param(with_subject(color=(250, 50, 25)), id="subject.color"),
        pytest.param(with_subject(opacity=0.8), id="subject.opacity"),
        pytest.param(with_subject(center_x=0.5), id="subject.center_x"),
        pytest.param(with_subject(center_y=0.5), id="subject.center_y"),
        pytest.param(with_subject(size=0.35), id="subject.size"),
        pytest.param(with_subject(direction="vertical"), id="subject.direction"),
        pytest.param(with_subject(speed_widths_s=0.5), id="subject.speed_widths_s"),
        pytest.param(with_subject(sign=-1), id="subject.sign"),
        pytest.param(replace(VIEW, light=Light(0.9, 1.0, 0.0)), id="light.gain"),
        pytest.param(replace(VIEW, light=Light(1.0, 1.2, 0.0)), id="light.contrast"),
        pytest.param(replace(VIEW, light=Light(1.0, 1.0, 0.5)), id="light.warmth"),
        pytest.param(replace(VIEW, light=Light(1.0, 1.0, 0.0, (0.9, 1.1))), id="light.curve"),
        pytest.param(replace(VIEW, opacity=Opacity(0.6, 1.0)), id="opacity.start"),
        pytest.param(replace(VIEW, opacity=Opacity(0.5, 0.9)), id="opacity.end"),
    ],
)
def test_every_part_of_a_view_reaches_the_pixels(changed):
    assert digest(changed) != digest(VIEW)


@pytest.mark.parametrize("kind", ["pan", "tilt", "zoom", "zoom_out"])
def test_speed_of_every_camera_move_reaches_the_pixels(kind):
    slow, fast = (replace(VIEW, camera=(Camera(kind, speed, 1),)) for speed in (0.2, 0.4))
    assert digest(slow) != digest(fast)


@pytest.mark.parametrize("kind", ["pan", "tilt"])
def test_sign_of_a_travelling_camera_reaches_the_pixels(kind):
    one, other = (replace(VIEW, camera=(Camera(kind, 0.3, sign),)) for sign in (1, -1))
    assert digest(one) != digest(other)


def test_bytes_of_known_scenes_stay_what_they_are():
    radial = replace(
        VIEW,
        field=replace(VIEW.field, gradient_type="radial", angle_deg=200.0),
        camera=(Camera("zoom", 0.4, 1), PAN),
        subjects=(replace(CIRCLE, direction="radial"), replace(CIRCLE, shape="triangle")),
        light=Light(1.1, 0.9, -0.3, (0.9, 1.1, 1.0)),
    )
    assert [digest(VIEW), digest(radial)] == [
        "6737bdc6ef454f01d4f0ced648330188",
        "d4a91433b71ac7d25a4bcff5fd5eb4f8",
    ]


def test_subject_color_and_opacity_are_exact_inside_and_never_lit():
    lit = replace(VIEW, light=Light(0.7, 1.3, 0.6))
    first = next(iter(frames(scene(lit))))
    inside = (first.rgb == CIRCLE.color).all(axis=2) & (first.alpha == round(255 * 0.85))
    # A circle of 0.3 * 36 = 10.8 px has 91.6 px of area; its rim is blended.
    assert 60 <= inside.sum() <= 92


def test_background_alpha_moves_from_start_to_end():
    alphas = [int(frame.alpha[0, 0]) for frame in frames(scene(replace(VIEW, subjects=())))]
    assert (alphas[0], alphas[-1]) == (128, 255)
    assert alphas == sorted(alphas)


def test_frames_own_their_arrays():
    drawn = list(frames(scene()))
    drawn[0].rgb[...] = 0
    assert drawn[1].rgb.any()


def test_scene_of_sound_alone_has_no_frames():
    assert list(frames(scene(picture=None))) == []


def test_cards_are_drawn_by_their_own_module():
    card = next(iter(frames(scene(picture=Card((27_950,))))))
    assert card.rgb[0, 0].tolist() == [250, 250, 250]


def test_pan_moves_the_background_by_whole_pixels_the_other_way():
    # 0.375 widths a second of 64 px at 24 frames a second is one pixel a frame.
    view = replace(VIEW, subjects=(), camera=(Camera("pan", 0.375, 1),))
    drawn = [frame.rgb for frame in frames(scene(view, frame_count=8))]
    for before, after in pairwise(drawn):
        np.testing.assert_array_equal(after[:, :-1], before[:, 1:])


def test_view_turns_back_at_its_reach():
    path = track([PAN], fps=10, frame_count=100, **SIZE)
    assert np.abs(path.x_px).max() <= 0.16 * 64 + 1e-9
    steps = np.abs(np.diff(path.x_px))
    # Only a step in which the view turns is shorter than the others.
    assert np.isclose(steps, 0.3 * 64 / 10).mean() > 0.8


def test_zoom_grows_by_its_rate_and_starts_wide():
    path = track([Camera("zoom", 0.5, 1)], fps=24, frame_count=25, **SIZE)
    assert path.scale[0] == 1.0
    assert path.scale[-1] == pytest.approx(np.exp(0.5), abs=1e-5)


def test_zoom_out_ends_wide():
    path = track([Camera("zoom_out", 0.5, 1)], fps=24, frame_count=25, **SIZE)
    assert path.scale[-1] == 1.0
    assert path.zooms


def test_zooms_beyond_their_reach_are_refused():
    with pytest.raises(LimitError, match=r"span 0\.6 in log scale, got 0\.7"):
        track([Camera("zoom", 0.35, 1)], fps=10, frame_count=21, **SIZE)


def test_view_without_a_move_is_refused():
    with pytest.raises(LimitError, match="at least one camera move"):
        track([], fps=10, frame_count=21, **SIZE)


def test_subject_keeps_its_speed_against_a_moving_background():
    path = track([PAN], fps=24, frame_count=13, **SIZE)
    way = travel(CIRCLE, path, fps=24, **SIZE)
    against = np.diff(way.x_px + path.x_px)
    np.testing.assert_allclose(against, 0.25 * 64 / 24)


def test_still_subject_grows_and_parts_with_a_zoom():
    still = replace(CIRCLE, direction="none", speed_widths_s=0.0)
    path = track([Camera("zoom", 0.5, 1)], fps=24, frame_count=25, **SIZE)
    way = travel(still, path, fps=24, **SIZE)
    np.testing.assert_allclose(way.size_px, 0.3 * 36 * path.scale)
    np.testing.assert_allclose(way.x_px - 32, -0.1 * 64 * path.scale)


def test_radial_subject_moves_away_from_the_middle():
    path = track([STILL], fps=24, frame_count=13, **SIZE)
    away = replace(CIRCLE, direction="radial", speed_widths_s=0.1)
    way = travel(away, path, fps=24, **SIZE)
    distance = np.hypot(way.x_px - 32, way.y_px - 18)
    np.testing.assert_allclose(np.diff(distance), 0.1 * 64 / 24)


def test_subject_comes_back_on_the_other_side():
    path = track([STILL], fps=24, frame_count=120, **SIZE)
    way = travel(CIRCLE, path, fps=24, **SIZE)
    assert way.x_px.min() < 0
    assert way.x_px.max() > 64


@pytest.mark.parametrize(
    ("shape", "area"),
    [("rect", 64.0), ("triangle", 32.0), ("circle", 50.27), ("ring", 35.06)],
)
def test_coverage_adds_up_to_the_area_of_the_shape(shape, area):
    # Side 8: 8*8; half of it; pi*4*4; pi*4*4 less a hole of 0.55 times the radius.
    covered = cover(shape, 32, 1, 2).share[:, ::CHANNELS].sum() / FULL
    assert covered == pytest.approx(area, rel=0.03)


def test_linear_gradient_runs_through_all_steps_in_order():
    field = replace(VIEW.field, gradient_type="horizontal", angle_deg=0.0, texture_levels=0)
    path = track([STILL], fps=24, frame_count=1, **SIZE)
    row = field_map(field, path, **SIZE).indices[0].astype(int)
    assert (np.diff(row) > 0).all()
    assert row[0] < 4
    assert row[-1] > 251


def test_palette_keeps_texture_off_black_and_white():
    field = replace(VIEW.field, stops=((0, 0, 0), (255, 255, 255)))
    table = palette(field, VIEW.light, 1.0).reshape(256, 21, 3)
    assert table[0, :, 0].tolist() == list(range(21))
    assert table[-1, :, 0].tolist() == list(range(235, 256))


def test_warm_light_adds_red_and_takes_blue():
    assert graded([(100, 100, 100)], Light(1.0, 1.0, 0.5)).tolist() == [[120.0, 100.0, 80.0]]


def test_gain_of_one_frame_is_the_first_of_the_curve():
    assert gains(Light(1.0, 1.0, 0.0, (0.8, 1.2)), 1).tolist() == [0.8]
