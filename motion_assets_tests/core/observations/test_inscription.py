"""Overlays read from whole frames: every form at every size, and what is none."""

import subprocess

import imageio_ffmpeg
import numpy as np
import pytest

from motion_assets.core.clips.overlay import draw_overlay, grown, put_overlay
from motion_assets.core.clips.scene import Overlay
from motion_assets.core.observations.inscription import read_overlay
from motion_assets.core.observations.signs import SIGNS, sign
from motion_assets.vocabulary.stage_ranges import OVERLAY_INK, OVERLAY_OUTLINE
from motion_assets_tests.core.observations.pictures import planar


def lit_ground(size, level=60, seed=1):
    rng = np.random.Generator(np.random.PCG64(seed))
    texture = rng.integers(-20, 20, size=(size[1], size[0], 1))
    return np.broadcast_to(level + texture, (size[1], size[0], 3)).astype(np.uint8).copy()


def with_overlay(shape, size, x=0.5, y=0.2, **ground):
    rgb = lit_ground(size, **ground)
    patch = draw_overlay(Overlay(shape, x, y, 0.2), width_px=size[0], height_px=size[1])
    assert patch is not None
    put_overlay(rgb, patch)
    return rgb


def coded(pictures):
    """Frames of pictures after H.264 at 4:2:0 and crf 28."""
    height, width, _ = pictures[0].shape
    ffmpeg, size = imageio_ffmpeg.get_ffmpeg_exe(), f"{width}x{height}"
    raw = [ffmpeg, "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-i", "-"]
    lossy = ["-c:v", "libx264", "-crf", "28", "-pix_fmt", "yuv420p", "-f", "matroska", "-"]
    data = np.stack(pictures).tobytes()
    file = subprocess.run([*raw, *lossy], input=data, capture_output=True, check=True).stdout
    back = [ffmpeg, "-v", "error", "-i", "-", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    data = subprocess.run(back, input=file, capture_output=True, check=True).stdout
    return [planar(rgb) for rgb in np.frombuffer(data, np.uint8).reshape(-1, height, width, 3)]


def value_of(*pictures):
    seen = read_overlay([planar(rgb) for rgb in pictures])
    return None if seen is None else seen.value


@pytest.mark.parametrize("shape", SIGNS)
@pytest.mark.parametrize("level", [20, 90, 190])
@pytest.mark.parametrize("size", [(64, 64), (64, 36), (256, 144), (144, 256), (640, 360)])
def test_every_form_is_read_at_every_size_and_brightness(shape, size, level):
    frames = [with_overlay(shape, size, level=level, seed=seed) for seed in (1, 2)]
    assert value_of(*frames) == shape


def test_a_picture_without_ink_has_none():
    assert value_of(lit_ground((64, 64)), lit_ground((64, 64), seed=2)) == "none"


@pytest.mark.parametrize(
    ("color", "level"),
    [
        pytest.param(OVERLAY_INK, 120, id="ink-without-an-outline"),
        pytest.param((255, 255, 255), 20, id="white-on-a-dark-ground"),
        pytest.param((250, 250, 250), 20, id="off-white-on-a-dark-ground"),
    ],
)
def test_a_white_disc_is_a_subject(color, level):
    rgb = lit_ground((128, 128), level=level)
    rgb[40:66, 40:66][sign("circle", 26)] = color
    assert value_of(rgb) == "none"


@pytest.mark.parametrize("shape", SIGNS)
def test_overlays_are_read_after_lossy_coding(shape):
    seen = read_overlay(coded([with_overlay(shape, (256, 144))] * 3))
    assert seen is not None
    assert seen.value == shape


def test_a_half_hidden_form_is_not_named():
    rgb = with_overlay("circle", (128, 128))
    form = np.pad(sign("arrow", 26), 20)
    rgb[60 : 60 + form.shape[0], 10 : 10 + form.shape[1]][grown(form, 1)] = OVERLAY_OUTLINE
    rgb[60 : 60 + form.shape[0], 10 : 10 + form.shape[1]][form] = OVERLAY_INK
    assert value_of(rgb) is None, "two forms in one frame"
    rgb = with_overlay("character", (128, 128))
    rgb[:24] = 60
    assert value_of(rgb) in {None, "none"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("circle", 0.5), ("rect", 0.5), id="changes-its-form"),
        pytest.param(("circle", 0.3), ("circle", 0.6), id="moves"),
    ],
)
def test_what_changes_within_a_shot_is_no_overlay(one, other):
    frames = [with_overlay(shape, (128, 128), x=x) for shape, x in (one, other)]
    assert value_of(*frames) is None


def test_no_frames_say_nothing():
    assert read_overlay([]) is None
