"""Stages read back from decoded frames, in any combination, and pictures that are none."""

import math
from collections import Counter

import numpy as np
import pytest

from motion_assets.core.observations.stage import name_stage, picture_figures
from motion_assets.core.observations.thumbs import color_thumb, luma_thumb
from motion_assets.core.observations.zones import Body, body_zones, plan
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.stage_ranges import (
    CONTOUR_GAIN,
    LEVEL_LUMA,
    OFF_CENTER,
    RADIUS,
)
from motion_assets_tests.core.observations.pictures import ffmpeg_frames, gray, planar
from motion_assets_tests.core.observations.staged import ASKED, SIZES, drawn_values, named, staged

BASE = {
    "gradient.gradient_type": "vertical",
    "graphics.shape_overlay": "none",
    "lighting.color_temperature": "neutral",
    "lighting.contrast_ratio": "normal",
    "lighting.key_intensity": "1.0",
    "lighting.fill_ratio": "0.6",
    "lighting.rim_strength": "0.2",
    "lighting.ambient_level": "0.4",
    "composition.framing": "medium",
    "composition.balance": "balanced",
    "composition.symmetry": "slight",
    "composition.rule_of_thirds": "no",
}


@pytest.mark.parametrize(
    ("aspect", "value"), [(aspect, value) for aspect in ASKED for value in ASPECTS[aspect].values]
)
def test_every_value_is_read_back(aspect, value):
    assert named(staged(BASE | {aspect: value}, seed=3))[aspect] == value


def test_values_in_any_combination_are_read_back():
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for seed in range(48):
        values = drawn_values(seed)
        speed = (0.0, 0.05, 0.3)[seed % 3]
        seen = named(staged(values, seed, SIZES[seed % 4], speed=speed, frame_count=18))
        for aspect, value in values.items():
            right[aspect] += seen.get(aspect) == value
            wrong[aspect] += seen.get(aspect, value) != value
    # A subject may hide half of a small body; then nothing is said of its light.
    assert {aspect: count for aspect, count in right.items() if count < 45} == {}
    assert {aspect: count for aspect, count in wrong.items() if count > 1} == {}


@pytest.mark.parametrize("light", ["0.2", "0.4", "0.6", "0.8"])
def test_a_shadow_side_as_bright_as_the_surroundings_is_told_from_other_light(light):
    values = BASE | {
        "lighting.key_intensity": "1.0",
        "lighting.fill_ratio": light,
        "lighting.ambient_level": light,
        "lighting.rim_strength": "0.0",
    }
    seen = named(staged(values, seed=5, subject_count=0))
    assert {aspect: seen.get(aspect) for aspect in values} == values


def test_light_that_rises_with_the_plot_has_the_level_of_the_whole_clip():
    frames = staged(BASE, seed=3, subject_count=0)
    dim = [planar(np.stack([f.red, f.green, f.blue], axis=2) // 2) for f in frames]
    assert named(dim)["lighting.key_intensity"] == "0.5"
    assert named(dim, exposure=0.5)["lighting.key_intensity"] == "1.0"


def test_frames_of_a_fade_do_not_darken_the_light():
    frames = staged(BASE, seed=3, subject_count=0)
    luma = np.stack([luma_thumb(frame) for frame in frames])
    luma[-8:] *= np.linspace(1.0, 0.0, 8, dtype=np.float32)[:, None, None]
    color = np.stack([color_thumb(frame) for frame in frames[:12]])
    levels = {row.aspect: row.value for row in name_stage(luma, color)}
    assert levels["lighting.ambient_level"] == "0.4"


@pytest.mark.parametrize(
    "source",
    [
        "testsrc2",
        "mandelbrot",
        "smptehdbars",
        "life=mold=10:seed=3",
        "cellauto=seed=3",
        "rgbtestsrc",
        "color=red",
    ],
)
def test_foreign_pictures_are_no_stage(source):
    joint = ":" if "=" in source else "="
    frames = ffmpeg_frames(
        [f"{source}{joint}s=256x144:r=24"], "null", width_px=256, height_px=144, frame_count=12
    )
    light = {"lighting.key_intensity", "lighting.rim_strength", "composition.framing"}
    assert light.isdisjoint(named(frames))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_body_is_found_wherever_it_is_off_the_thirds(share):
    body = Body(share * OFF_CENTER * 256 / 144, 0.0, RADIUS.figure("close"), 0.6, -0.8)
    disc, lit, rim, contour = body_zones(body, plan(256, 144))
    ring = math.log2(1.8) * rim + math.log2(CONTOUR_GAIN) * contour
    level = 0.6 * 2 ** (math.log2(0.4 / 0.6) * disc + math.log2(0.5 / 0.4) * lit + ring)
    rng = np.random.Generator(np.random.PCG64(2))
    texture = (1 + 0.05 * rng.standard_normal(level.shape) for _ in range(12))
    told = named([gray(LEVEL_LUMA * level * each) for each in texture])
    assert (told["composition.framing"], told["composition.rule_of_thirds"]) == ("close", "no")
    assert (told["lighting.rim_strength"], told["lighting.fill_ratio"]) == ("0.8", "0.8")


def test_a_disc_without_a_contour_is_no_body():
    rows, columns = np.mgrid[:72, :128]
    disc = np.where(np.hypot(columns - 64, rows - 36) < 18, 120.0, 40.0)
    rng = np.random.Generator(np.random.PCG64(2))
    frames = [gray(disc * (1 + 0.05 * rng.standard_normal(disc.shape))) for _ in range(12)]
    assert "composition.framing" not in named(frames)


@pytest.mark.parametrize(
    ("rgb", "temperature"),
    [
        pytest.param((150, 100, 90), "warm", id="red-exceeds-blue-by-half-the-luma"),
        pytest.param((110, 110, 110), "neutral", id="gray"),
        pytest.param((80, 100, 130), "cool", id="blue-exceeds-red"),
    ],
)
def test_any_picture_has_a_temperature(rgb, temperature):
    frame = planar(np.full((48, 64, 3), rgb, np.uint8))
    assert named([frame] * 12)["lighting.color_temperature"] == temperature


def test_too_few_or_too_small_thumbs_say_nothing():
    frames = staged(BASE, seed=3)
    luma = np.stack([luma_thumb(frame) for frame in frames])
    color = np.stack([color_thumb(frame) for frame in frames])
    assert name_stage(luma[:1], color[:1]) == ()
    assert name_stage(luma[:, :8], color[:, :, :8]) == ()


def test_figures_of_a_picture_follow_from_its_edges_and_levels():
    flat = np.full((3, 36, 64), 80.0, np.float32)
    assert picture_figures(flat) == (0.0, 0.0, 0.0)
    halves = flat.copy()
    halves[:, :, 32:] = 160.0
    edges, variance, busyness = picture_figures(halves)
    # One edge two pixels wide in 62 inner columns; half the pixels 40 levels off the mean each way.
    assert edges == pytest.approx(2 / 62, abs=1e-4)
    assert variance == pytest.approx((40 / 255) ** 2, abs=1e-4)
    assert 0 < busyness < edges
