from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from motion_assets.core.clips.actor import actor
from motion_assets.core.clips.gait import Span
from motion_assets.core.clips.scene import Gait, Subject
from motion_assets.core.clips.travel import held, travel
from motion_assets.core.observations.blobs import Sighting, sight
from motion_assets.core.observations.courses import Path, bridged, pace_of, path_of
from motion_assets.core.observations.gait import ShotTime, name_gait
from motion_assets.core.observations.headings import ways_of
from motion_assets.core.observations.journeys import Ground, Track, follow
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets_tests.core.observations.pictures import planar

FPS = 12
FRAMES = 24
SPAN = Span(0, FRAMES, 0, FRAMES)
COLORS = ((250, 50, 0), (0, 200, 50), (250, 250, 100), (50, 50, 250))
PAN_PX = 0.75
SPEEDS = {"slow": 0.09, "medium": 0.24, "fast": 0.5}


HEADINGS = [
    ("horizontal", 1, 1, ("right",)),
    ("horizontal", -1, 1, ("left",)),
    ("vertical", 1, 1, ("down",)),
    ("vertical", -1, 1, ("up",)),
    ("diagonal", -1, 1, ("left", "up")),
    ("diagonal", 1, -1, ("right", "up")),
    ("radial", 1, 1, ("out",)),
    ("radial", -1, 1, ("in",)),
]


def panning(x, y):
    return x - PAN_PX * np.arange(FRAMES), np.full(FRAMES, y), np.ones(FRAMES)


@pytest.fixture(scope="module")
def texture():
    """Texture that moves left under the frame, in levels of 255."""
    spectrum = np.fft.rfft2(np.random.default_rng(3).normal(size=(64, 128)))
    along_y, along_x = np.fft.fftfreq(64)[:, None], np.fft.rfftfreq(128)[None, :]
    spectrum *= np.exp(-((along_x**2 + along_y**2) * 120))
    picture = np.fft.irfft2(spectrum)
    return 120 + 20 * picture / picture.std()


def subjects(direction, speed, sign=1):
    if direction == "radial":
        places = [(0.72, 0.6), (0.4, 0.72), (0.28, 0.4), (0.6, 0.28)]
    else:
        places = [(0.3, 0.3), (0.65, 0.4), (0.35, 0.7)]
    return [
        Subject("circle", color, 1.0, *place, 0.2, direction, speed, sign)
        for color, place in zip(COLORS, places, strict=False)
    ]


def named(texture, cast, gait, **beside):
    return {row.aspect: row.value for row in told(texture, cast, gait, **beside) or ()}


def told(texture, cast, gait, *, tracked=(), spot=0):
    size = {"width_px": 64, "height_px": 64}
    ways = [travel(each, gait, panning, SPAN, fps=FPS, **size) for each in cast]
    ways += [held(each, SPAN, **size) for each in tracked]
    fluid = gait.smoothness == "fluid"
    actors = [
        actor(each, way, fluid=fluid) for each, way in zip([*cast, *tracked], ways, strict=True)
    ]
    sightings = []
    for index in range(FRAMES):
        shift = round(PAN_PX * index)
        ground = np.roll(texture, -shift, axis=1)[:, :64]
        rgb = np.repeat(np.rint(ground)[:, :, None], 3, axis=2).astype(np.uint8)
        for each in actors:
            each.put(index, rgb, np.zeros((64, 64), np.uint8))
        if index < spot:
            rgb[50:58, 2 * index : 2 * index + 8] = 250
        sightings.append(sight(planar(rgb)))
    moves = np.zeros((FRAMES - 1, 4), np.float32)
    moves[:, 0] = -PAN_PX
    time = ShotTime(0.0, 1 / FPS, FRAMES / FPS)
    gait = name_gait(sightings, moves, Ground(64, 64, 1), time)
    return None if gait is None else gait.rows


def test_a_middle_is_found_between_pixels():
    rgb = np.full((64, 64, 3), 100, np.uint8)
    rgb[20:30, 20:30] = (250, 50, 0)
    rgb[20:30, 30] = (175, 75, 50)
    seen = sight(planar(rgb))
    assert len(seen.color) == 1
    assert seen.x_px[0] == pytest.approx((10 * 24.5 + 0.5 * 30) / 10.5, abs=0.02)
    assert seen.y_px[0] == pytest.approx(24.5, abs=0.02)
    assert seen.area_px[0] == pytest.approx(105, abs=1)


def test_noise_has_no_blobs():
    noise = np.random.default_rng(1).integers(0, 256, (64, 64, 3)).astype(np.uint8)
    assert sight(planar(noise)).color.size == 0


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("direction", ["horizontal", "vertical", "diagonal", "radial"])
def test_speed_and_direction_are_those_against_the_ground(texture, speed, direction):
    cast = subjects(direction, SPEEDS[speed])
    seen = named(texture, cast, Gait("smooth", "steady", "constant", 1))
    assert seen["motion.speed"] == speed
    assert seen["motion.direction"] == direction


@pytest.mark.parametrize(("direction", "sign", "slope", "ways"), HEADINGS)
def test_the_heading_of_a_travel_is_measured(texture, direction, sign, slope, ways):
    cast = [replace(each, slope=slope) for each in subjects(direction, 0.24, sign)]
    rows = told(texture, cast, Gait("smooth", "steady", "constant", 1))
    (row,) = (each for each in rows if each.aspect == "motion.direction")
    assert (row.value, ways_of(row.value, row.measure)) == (direction, ways)


@pytest.mark.parametrize(
    ("smoothness", "rhythm"),
    list(product(ASPECTS["motion.smoothness"].values, ASPECTS["motion.rhythm"].values)),
)
def test_every_gait_is_told_from_every_other(texture, smoothness, rhythm):
    accelerations: tuple[Any, ...] = ASPECTS["motion.acceleration"].values
    for acceleration in accelerations:
        gait = Gait(smoothness, rhythm, acceleration, seed=4)
        seen = named(texture, subjects("horizontal", 0.24), gait)
        assert seen["motion.smoothness"] == smoothness
        assert seen["motion.rhythm"] == rhythm
        assert seen.get("motion.acceleration") in {acceleration, None}
        # What goes at random may be too short to say more than that.
        assert rhythm == "random" or "motion.acceleration" in seen


@pytest.mark.parametrize(
    ("gone", "acceleration", "pulsing"),
    [
        pytest.param(
            lambda t: t - 0.75 * np.sin(4 * np.pi * t) / (4 * np.pi), "constant", True, id="pulse"
        ),
        pytest.param(
            lambda t: t + 0.75 * np.cos(4 * np.pi * t) / (4 * np.pi), "constant", True, id="falls"
        ),
        pytest.param(lambda t: t * t * (1.5 - t / 2), "ease_in_out", False, id="smoothstep"),
        pytest.param(lambda t: t + 0.5 * (t * t / 2 - t), "ease_in", False, id="half-as-deep"),
        pytest.param(lambda t: t - (t * t / 2 - t), "ease_out", False, id="to-a-stop"),
    ],
)
def test_a_pulse_may_begin_at_any_time_and_an_ease_be_of_any_depth(gone, acceleration, pulsing):
    picture = np.arange(FRAMES)
    way = 20.0 * gone(picture / FPS) + 0j
    path = Path(np.diff(way), way, picture, np.zeros(FRAMES, np.int64), 64)
    time = ShotTime(0.0, 1 / FPS, FRAMES / FPS)
    pace = pace_of(path, picture / FPS, time)
    assert (pace.acceleration, pace.pulsing) == (acceleration, pulsing)
    assert pace.left_px / pace.speed_px_s < 0.012
    assert pace.speed_px_s == pytest.approx(20.0, rel=0.05)


def test_still_subjects_go_nowhere_evenly_under_a_view_that_moves(texture):
    seen = named(texture, subjects("none", 0.0), Gait("smooth", "steady", "constant", 1))
    assert seen == {
        "motion.speed": "static",
        "motion.direction": "none",
        "motion.smoothness": "smooth",
        "motion.rhythm": "steady",
        "motion.acceleration": "constant",
    }


@pytest.mark.parametrize(("frames", "speed"), [(6, "static"), (FRAMES, "fast")])
def test_a_spot_that_is_seen_for_a_while_is_no_subject(texture, frames, speed):
    gait = Gait("smooth", "steady", "constant", 1)
    seen = named(texture, subjects("none", 0.0), gait, spot=frames)
    assert seen["motion.speed"] == speed


def test_a_subject_that_the_camera_tracks_is_left_out(texture):
    tracked = Subject("rect", (250, 250, 250), 1.0, 0.5, 0.5, 0.15, "none", 0.0, 1)
    gait = Gait("smooth", "steady", "constant", 1)
    seen = named(texture, subjects("vertical", 0.24)[:1], gait, tracked=[tracked])
    assert seen["motion.direction"] == "vertical"
    assert named(texture, [], gait, tracked=[tracked]) == {}


def test_short_gaps_of_a_random_travel_are_bridged_and_long_ones_are_not():
    steps = np.array([2, np.nan, np.nan, np.nan, 8, 4, *[np.nan] * 4, 4, 4], np.complex128)
    way = Track(1, 0, [0j] * 13, [9.0] * 13, [0] * 13, steps=[])
    parts = [(0, 1), (4, 6), (10, 12)]
    tracks = [replace(way, first=first, steps=steps[first:last].tolist()) for first, last in parts]
    path = bridged(path_of(tracks, np.ones(3, np.complex128), Ground(64, 64, 1)))
    np.testing.assert_allclose(path.steps[:6].real, [2, 3, 4, 5, 8, 4])
    assert np.isnan(path.steps[6:10]).all()
    np.testing.assert_allclose(path.place.real, [0, 2, 5, 9, 14, 22, 26, 0, 4, 8])
    assert path.piece.tolist() == [0] * 7 + [1] * 3


def seen(x, area=64.0):
    """A picture with one blob in it."""
    one = {"x_px": np.array([x]), "y_px": np.array([32.0]), "area_px": np.array([area])}
    color, painted = np.array([7], np.uint32), np.zeros((64, 64), np.bool_)
    return Sighting(color=color, **one, halo=np.zeros((1, 16)), colors=color, painted=painted)


@pytest.mark.parametrize(("wanders_px", "followed"), [(1.2, 0), (4.0, 1)])
def test_what_hardly_leaves_its_place_while_the_ground_goes_far_is_fixed_to_the_frame(
    wanders_px, followed
):
    pictures = [seen(32.0 + wanders_px * np.sin(i / 4)) for i in range(40)]
    moves = np.zeros((39, 4), np.float32)
    moves[:, 0] = 2.0
    assert len(follow(pictures, moves, Ground(64, 64, 1))) == followed


@pytest.mark.parametrize(("place", "steps"), [(50.0, 3), (12.0, 1)], ids=["anew", "uncovered"])
def test_what_comes_up_elsewhere_may_grow_and_what_was_covered_may_not(place, steps):
    pictures = [seen(9.0, 64.0), seen(10.0, 64.0), seen(11.0, 64.0)]
    pictures += [seen(place, 16.0), *(seen(place + i, 64.0) for i in (1, 2, 3))]
    moves = np.zeros((len(pictures) - 1, 4), np.float32)
    tracks = follow(pictures, moves, Ground(64, 64, 1))
    assert len(tracks[-1].steps) == max(steps, 2)
    assert tracks[-1].first == (3 if steps > 2 else 4)
