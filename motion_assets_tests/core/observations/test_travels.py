"""What leaves the ground by its silhouette, and subjects alike in color or brightness."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import ndimage

from motion_assets.core.observations.beside import tells_more
from motion_assets.core.observations.blobs import Sighting
from motion_assets.core.observations.gait import ShotTime, name_gait
from motion_assets.core.observations.held import hold
from motion_assets.core.observations.journeys import Ground, follow
from motion_assets.core.observations.motion import name_motion, see_leaving
from motion_assets.core.observations.records import WindowValue
from motion_assets.core.observations.silhouettes import silhouettes
from motion_assets.core.observations.travels import _evenly
from motion_assets.core.observations.watcher import measure_windows
from motion_assets.core.observations.ways import find_ways
from motion_assets_tests.core.observations.pictures import planar

COUNT, HIGH, WIDE, FPS = 14, 48, 80, 12
STILL = np.zeros((9, 4), np.float32)


def tiles(seed, high=HIGH, wide=WIDE, side=6):
    """Squares of any brightness, levels of 255."""
    levels = np.random.default_rng(seed).uniform(20, 235, (high // side + 1, wide // side + 1))
    return np.asarray(np.kron(levels, np.ones((side, side)))[:high, :wide], np.float32)


def passed(ground, step, start=(8, 6), size=11, line=2):
    """Thumbs in which an empty frame of thin lines goes ``step`` (down, across) every time."""
    thumbs = np.repeat(ground[None], COUNT, axis=0)
    for number, thumb in enumerate(thumbs):
        down, across = (round(at + number * each) for at, each in zip(start, step, strict=True))
        inside = np.s_[down + line : down + size - line, across + line : across + size - line]
        kept = thumb[inside].copy()
        thumb[down : down + size, across : across + size] = 128
        thumb[inside] = kept
    return thumbs


def test_an_empty_frame_over_tiles_goes_the_way_of_its_silhouette():
    thumbs = ndimage.gaussian_filter(passed(tiles(1), (2, 4)), (0, 0.6, 0.6))
    ways, _ = find_ways(hold(thumbs, None))
    assert [(way.down, way.across) for way in ways] == [pytest.approx((2, 4), abs=0.2)]


def test_lines_that_repeat_and_move_are_no_silhouette():
    rows, columns = np.mgrid[:HIGH, : WIDE + 2 * COUNT]
    wide = np.asarray(128 + 50 * np.sin(columns) + 50 * np.sin(rows / 1.7), np.float32)
    thumbs = np.stack([wide[:, 2 * i : 2 * i + WIDE] for i in range(COUNT)])
    for i, thumb in enumerate(thumbs):
        thumb[4 + 2 * i : 14 + 2 * i, 50 - 2 * i : 60 - 2 * i] = 250
    moves = np.zeros((COUNT - 1, 4), np.float32)
    moves[:, 0] = -2
    seen = silhouettes(hold(thumbs, moves, known=True))
    assert seen.carried
    assert float(seen.pictures[:, 4:-4, 52:70].max()) == 0.0
    assert seen.pictures[6, 18:24, 38:44].min() == pytest.approx(24.0)
    motion = name_motion([see_leaving(thumbs, 1 / FPS, moves, known=True, painted=False)])[0]
    assert motion is not None
    assert motion.direction_value == "vertical"


def told(frames):
    rows = measure_windows([planar(each) for each in frames], fps=FPS, frame_count=len(frames))
    return {row.value for row in rows if row.aspect == "motion.direction"}


def test_shapes_of_one_color_that_part_are_several_subjects():
    frames = np.full((COUNT, 64, 64, 3), (90, 110, 130), np.uint8)
    ground = np.random.default_rng(5).integers(-30, 30, (64, 64, 1))
    frames = np.clip(frames + ground, 0, 255).astype(np.uint8)
    for i, frame in enumerate(frames):
        for down, across in ((-1, 0), (0, 1), (1, 0), (0, -1)):
            y, x = 28 + down * (6 + i), 28 + across * (6 + i)
            frame[y : y + 7, x : x + 7] = (250, 60, 0)
    assert told(frames) == {"radial"}


def test_a_shape_as_bright_as_the_plain_ground_is_followed_by_its_color():
    # 6 : 9 : 1 of red, green and blue are 100 in both.
    frames = np.full((COUNT, 64, 64, 3), 100, np.uint8)
    for i, frame in enumerate(frames):
        frame[30:40, 5 + 3 * i : 15 + 3 * i] = (205, 30, 100)
    assert told(frames) == {"horizontal"}


def test_a_textured_square_as_bright_as_its_ground_goes_its_way_in_red_and_blue():
    luma = np.full((COUNT, HIGH, WIDE), 100, np.float32)
    tints = np.full((2, COUNT, HIGH, WIDE), 100, np.float32)
    for i in range(COUNT):
        tints[0, i, 10 + 2 * i : 20 + 2 * i, 30:40] = 190
        tints[1, i, 10 + 2 * i : 20 + 2 * i, 30:40] = 40
    still = np.zeros((COUNT - 1, 4), np.float32)
    seen = see_leaving(luma, 1 / FPS, still, known=False, painted=False, tints=tints)
    motion = name_motion([seen])[0]
    assert motion is not None
    assert motion.direction_value == "vertical"
    unseen = see_leaving(luma, 1 / FPS, still, known=False, painted=False)
    assert unseen.ways == ()


def sighted(x, y, color):
    """What is seen of shapes at places ``x``, ``y`` in every picture, each of one color."""
    count = len(color)
    sizes, halo, painted = np.full(count, 30.0), np.zeros((count, 16)), np.zeros((64, 64), np.bool_)
    colors = np.array(color, np.uint32)
    places = zip(x, y, strict=True)
    return [
        Sighting(colors, np.array(a, float), np.array(b, float), sizes, halo, colors, painted)
        for a, b in places
    ]


def test_alike_parts_of_a_ground_that_are_taken_for_one_another_are_no_subjects():
    x = [[10, 20, 30, 40, 12 + 4 * i] for i in range(10)]
    sightings = sighted(x, [[8, 8, 8, 8, 40]] * 10, [255] * 5)
    tracks = follow(sightings, STILL, Ground(64, 64, 1))
    assert len(tracks) == 5
    assert {track.subject for track in tracks} == {tracks[0].subject}


def test_one_that_goes_among_many_of_another_color_that_stand_is_followed_as_long_as_they_are():
    x = [[6, 16, 26, 36, 46, 56, 7, 12 + 4 * i, 20] for i in range(10)]
    y = [[8, 8, 8, 8, 8, 8, 20, 20, 58 - 3 * i] for i in range(10)]
    sightings = sighted(x, y, [9] * 8 + [77])
    gait = name_gait(sightings, STILL, Ground(64, 64, 1), ShotTime(0.0, 1 / 6, 10 / 6))
    assert gait is not None
    assert [row.value for row in gait.rows if row.aspect == "motion.direction"] == ["vertical"]
    assert gait.followed == 1.0


def test_a_part_that_is_lost_does_not_leap_to_the_next_one_that_looks_like_it():
    x = [[10 if i < 5 else 30] for i in range(10)]
    tracks = follow(sighted(x, [[8]] * 10, [255]), STILL, Ground(64, 64, 1))
    assert [(track.first, len(track.steps), track.gone) for track in tracks] == [
        (0, 4, 0),
        (5, 4, 0),
    ]


def test_bits_of_a_ground_of_one_color_lend_their_steps_to_none_that_stand():
    x = [[10, 20, 30, 40, 50, 12 + 5 * (i % 3)] for i in range(10)]
    areas = [[30, 30, 30, 30, 30, 10 + 10 * (i // 3)] for i in range(10)]
    sightings = [
        replace(each, area_px=np.array(area, float))
        for each, area in zip(sighted(x, [[8] * 5 + [40]] * 10, [9] * 6), areas, strict=True)
    ]
    gait = name_gait(sightings, STILL, Ground(64, 64, 1), ShotTime(0.0, 1 / 6, 10 / 6))
    assert gait is not None
    assert [row.value for row in gait.rows if row.aspect == "motion.direction"] == ["none"]


def test_a_texture_of_flat_parts_behind_a_window_goes_the_way_of_all_of_it():
    frames = np.repeat(tiles(4, 64, 96, 3)[None, :, :, None], COUNT, axis=0).repeat(3, axis=3)
    parts = np.random.default_rng(8).random((24, 24)) < 0.55
    parts = np.where(
        np.kron(parts, np.ones((6, 6)))[..., None] > 0, (250, 250, 250), (190, 60, 190)
    )
    for i, frame in enumerate(frames):
        frame[12:48, 28:68] = parts[60 - 3 * i : 96 - 3 * i, 10 + 3 * i : 50 + 3 * i]
    assert told(frames.astype(np.uint8)) == {"diagonal"}


@pytest.mark.parametrize(
    ("told", "ways", "travels", "more"),
    [
        ({"none"}, ["vertical"], False, True),
        ({"none"}, ["none"], False, False),
        ({"none"}, ["vertical", "none", "none"], True, False),
        ({"none"}, ["vertical", "vertical", "none"], True, True),
        ({"horizontal"}, ["vertical"], False, False),
        ({"horizontal"}, ["radial"], False, True),
        (set(), ["none"], False, True),
        (set(), [], False, False),
    ],
)
def test_more_is_told_where_flat_parts_stand_or_all_ways_lead_out(told, ways, travels, more):
    assert tells_more(told, ways, len(ways), travels=travels, shifts=False) is more


@pytest.mark.parametrize(
    ("shifts", "more"),
    [pytest.param(True, True, id="shifts"), pytest.param(False, False, id="grows")],
)
def test_a_ground_that_only_shifts_lends_nothing_that_stands_ways_from_one_place(shifts, more):
    assert tells_more({"none"}, ["radial"], 1, travels=True, shifts=shifts) is more


@pytest.mark.parametrize(
    ("speeds", "count", "even"),
    [((0.2, 0.25, 0.28), 3, True), ((0.23, 0.16, 0.39), 3, False), ((0.2, 0.2), 3, False)],
)
def test_a_travel_goes_at_about_one_speed(speeds, count, even):
    rows = [
        WindowValue(i, float(i), 1.0, "motion.speed", "medium", speed, "widths/s", 0.9)
        for i, speed in enumerate(speeds)
    ]
    assert _evenly(rows, count) is even
    assert not _evenly([], 0)
