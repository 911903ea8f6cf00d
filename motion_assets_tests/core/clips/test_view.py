from dataclasses import fields, replace

import pytest

from motion_assets.core.clips.draw import frames
from motion_assets.core.clips.scene import (
    Card,
    Composition,
    Editing,
    Field,
    Gait,
    Ground,
    Lamps,
    Opacity,
    Overlay,
    Subject,
)
from motion_assets.core.clips.subject import CHANNELS, FULL, cover
from motion_assets.core.clips.view import gains
from motion_assets.core.observations.frames import picture_digest
from motion_assets_tests.core.clips.scenes import CIRCLE, SHOT, STILL, VIEW, scene, view_of

TRUCK = Ground("truck", 0.12, 1, 0.01, 2, 0.1, seed=7)
SQUARE = Overlay("rect", 0.5, 0.15, 0.2)


def digest(view, **changes):
    return picture_digest(frames(scene(view, **changes)))


def shot(**changes):
    return view_of(replace(SHOT, **changes))


def changed(part, whole, **values):
    return {
        f"{part}.{name}": shot(**{part: replace(whole, **{name: value})})
        for name, value in values.items()
    }


CHANGED = {
    **changed(
        "field",
        SHOT.field,
        gradient_type="horizontal",
        angle_deg=-4.0,
        stops=((110, 150, 190), (170, 120, 158)),
    ),
    **changed(
        "lamps", SHOT.lamps, key=1.25, fill=0.8, rim=0.5, ambient=0.6, contrast=0.16, light_deg=90.0
    ),
    **changed(
        "composition",
        SHOT.composition,
        framing="wide",
        balance="balanced",
        symmetry="asymmetric",
        on_thirds=True,
        seed=4,
    ),
    "overlay.shape": shot(overlay=SQUARE),
    "tracked": shot(tracked=CIRCLE),
    "no subjects": shot(subjects=()),
    "two shots": view_of(
        SHOT, replace(SHOT, ground=replace(STILL, seed=8)), editing=Editing("cut", (0, 6), 0)
    ),
    "pacing": replace(VIEW, pacing=1.5),
    "tension": replace(VIEW, tension=(0.9, 1.1)),
    "opacity.start": replace(VIEW, opacity=Opacity(0.6, 1.0)),
    "opacity.end": replace(VIEW, opacity=Opacity(0.5, 0.9)),
}
SUBJECT_CHANGES = {
    "shape": "ring",
    "color": (250, 50, 25),
    "opacity": 0.8,
    "center_x": 0.5,
    "center_y": 0.5,
    "size": 0.35,
    "direction": "vertical",
    "speed_widths_s": 0.5,
    "sign": -1,
}
GROUND_CHANGES = {
    "motion_type": "pedestal",
    "speed": 0.3,
    "sign": -1,
    "shake_widths": 0.03,
    "layer_count": 3,
    "parallax_widths_s": 0.2,
    "seed": 8,
    "clear_share": 0.6,
    "texture": "waves",
}
GAIT_CHANGES = {"smoothness": "rough", "rhythm": "wave", "acceleration": "ease_in"}
OVERLAY_CHANGES = {"shape": "circle", "center_x": 0.2, "center_y": 0.8, "size": 0.4}


@pytest.mark.parametrize("view", CHANGED.values(), ids=CHANGED)
def test_every_part_of_a_view_reaches_the_pixels(view):
    assert digest(view) != digest(VIEW)


@pytest.mark.parametrize(("name", "value"), SUBJECT_CHANGES.items())
def test_every_part_of_a_subject_reaches_the_pixels(name, value):
    assert digest(shot(subjects=(replace(CIRCLE, **{name: value}),))) != digest(VIEW)


def test_the_slope_of_a_diagonal_reaches_the_pixels():
    falling = replace(CIRCLE, direction="diagonal")
    one, other = (shot(subjects=(replace(falling, slope=slope),)) for slope in (1, -1))
    assert digest(one) != digest(other)


@pytest.mark.parametrize(("name", "value"), GROUND_CHANGES.items())
def test_every_part_of_a_ground_reaches_the_pixels(name, value):
    assert digest(shot(ground=replace(TRUCK, **{name: value}))) != digest(shot(ground=TRUCK))


@pytest.mark.parametrize(("name", "value"), GAIT_CHANGES.items())
def test_every_part_of_a_gait_reaches_the_pixels(name, value):
    assert digest(shot(gait=replace(SHOT.gait, **{name: value}))) != digest(VIEW)


def test_the_seed_of_a_random_gait_reaches_the_pixels():
    one, other = (shot(gait=Gait("smooth", "random", "constant", seed)) for seed in (1, 2))
    assert digest(one, frame_count=48) != digest(other, frame_count=48)


@pytest.mark.parametrize(("name", "value"), OVERLAY_CHANGES.items())
def test_every_part_of_an_overlay_reaches_the_pixels(name, value):
    assert digest(shot(overlay=replace(SQUARE, **{name: value}))) != digest(shot(overlay=SQUARE))


def test_every_field_of_the_parts_is_changed_by_a_test():
    assert {f.name for f in fields(Subject)} == {*SUBJECT_CHANGES, "slope"}
    assert {f.name for f in fields(Ground)} == set(GROUND_CHANGES)
    assert {f.name for f in fields(Gait)} == {*GAIT_CHANGES, "seed"}
    assert {f.name for f in fields(Overlay)} == set(OVERLAY_CHANGES)
    for part, type_ in (("field", Field), ("lamps", Lamps), ("composition", Composition)):
        assert {f"{part}.{f.name}" for f in fields(type_)} <= set(CHANGED)


@pytest.mark.parametrize("kind", ["fade", "dissolve", "wipe"])
def test_changes_between_shots_reach_the_pixels(kind):
    other = replace(SHOT, ground=replace(STILL, seed=8))
    cut = view_of(SHOT, other, editing=Editing("cut", (0, 6), 0))
    changes = view_of(SHOT, other, editing=Editing(kind, (0, 6), 4))
    assert digest(cut) != digest(changes)


def test_subject_color_and_opacity_are_exact_inside_and_never_lit():
    first = next(iter(frames(scene(shot(lamps=Lamps(0.5, 0.2, 0.8, 0.2, 0.25, 90.0))))))
    inside = (first.rgb == CIRCLE.color).all(axis=2) & (first.alpha == round(255 * 0.85))
    # A circle of 0.3 * 36 = 10.8 px has 91.6 px of area; its rim is blended.
    assert 60 <= inside.sum() <= 92


def test_background_alpha_moves_from_start_to_end():
    alphas = [int(frame.alpha[0, 0]) for frame in frames(scene(shot(subjects=())))]
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


def test_light_rises_with_the_tension():
    rising = replace(VIEW, tension=(0.8, 1.2))
    drawn = [frame.rgb.mean() for frame in frames(scene(rising, frame_count=24))]
    # The breath of the light is back at its mean after a second.
    assert drawn[-1] / drawn[0] == pytest.approx(1.5, rel=0.05)


def test_gains_run_from_the_first_knot_to_the_last():
    assert gains((0.8, 1.2), 1).tolist() == [0.8]
    assert gains((0.8, 1.2, 0.8), 5).tolist() == [0.8, 1.0, 1.2, 1.0, 0.8]


@pytest.mark.parametrize(
    ("shape", "area"),
    [("rect", 64.0), ("triangle", 32.0), ("circle", 50.27), ("ring", 35.06)],
)
def test_coverage_adds_up_to_the_area_of_the_shape(shape, area):
    # Side 8: 8*8; half of it; pi*4*4; pi*4*4 less a hole of 0.55 times the radius.
    covered = cover(shape, 32, 1, 2).share[:, ::CHANNELS].sum() / FULL
    assert covered == pytest.approx(area, rel=0.03)


def test_bytes_of_known_scenes_stay_what_they_are():
    radial = view_of(
        replace(
            SHOT,
            field=replace(SHOT.field, gradient_type="radial", angle_deg=200.0),
            ground=Ground("arc", 0.1, 1, 0.01, 3, 0.2, seed=9),
            subjects=(replace(CIRCLE, direction="radial"), replace(CIRCLE, shape="triangle")),
            overlay=SQUARE,
        ),
        tension=(0.9, 1.1, 1.0),
    )
    assert [digest(VIEW), digest(radial)] == [
        "ced0cf1308514883d67bf1fa75141692",
        "88c1503847cc677bb8b846d23a1d34f9",
    ]
