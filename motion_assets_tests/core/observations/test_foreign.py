"""Clips that ffmpeg edited and moved: changes of shots and travels of independent origin."""

import numpy as np
import pytest

from motion_assets.core.observations.drift import dipped_share, moved_share, toned_share
from motion_assets_tests.core.observations.edited_clips import EVENTS, edited, found, judged, uncut
from motion_assets_tests.core.observations.travel_clips import told, travelling


@pytest.mark.parametrize("kind", ["cut", "fade", "dissolve", "wipe"])
def test_changes_of_shots_that_ffmpeg_made_are_told(kind):
    made = edited("tuning", kind, np.random.default_rng(13))
    assert judged(made, found(made)) == "right"


def test_what_happens_within_a_shot_is_no_change():
    rng = np.random.default_rng(4)
    shots = [uncut("tuning", rng) for _ in range(3)]
    assert all(made.told.split(" | ")[0] in EVENTS for made in shots)
    assert [found(made) for made in shots] == [()] * 3


@pytest.mark.parametrize("direction", ["horizontal", "vertical", "diagonal", "none"])
def test_directions_of_what_ffmpeg_moved_are_told(direction):
    assert told(travelling("tuning", direction, np.random.default_rng(3))) == direction


def test_a_shift_and_a_zoom_are_moves_and_another_picture_is_none():
    rows, columns = np.mgrid[0:16, 0:16] - 7.5

    def picture(x, y):
        return (np.sin(0.8 * x + 0.3 * y) + np.cos(0.9 * y - 0.2 * x))[None]

    old = picture(columns, rows)
    assert moved_share(old, picture(columns + 1.3, rows - 0.4)) < 0.05
    # What a zoom by a fifth shows lies between the pixels that there are.
    assert moved_share(old, picture(columns * 1.2, rows * 1.2)) < 0.1
    other = np.random.default_rng(5).normal(size=(1, 16, 16))
    assert moved_share(old, other) > 0.3


def test_what_is_mixed_loses_contrast_and_what_moves_keeps_it():
    old, new = np.random.default_rng(8).normal(size=(2, 1, 16, 40))
    shares = np.linspace(0, 1, 9)[:, None, None, None]
    lost, unlike = dipped_share((1 - shares) * old + shares * new)
    assert lost == pytest.approx(1.0)
    assert unlike == pytest.approx(1.0, abs=0.15)
    moving = np.stack([old[:, :, shift : shift + 16] for shift in range(9)])
    assert abs(dipped_share(moving)[0]) < 0.2


def test_a_curve_of_tone_explains_another_light_alone():
    light = np.random.default_rng(2).uniform(20, 200, 256)
    assert toned_share(light, 255 * (light / 255) ** 0.5) < 0.1
    assert toned_share(light, np.random.default_rng(3).uniform(20, 200, 256)) > 0.8
