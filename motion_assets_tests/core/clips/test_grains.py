import hashlib
from dataclasses import replace

import numpy as np
import pytest

from motion_assets.core.clips.build import build_scene
from motion_assets.core.clips.emphasis import Emphasis
from motion_assets.core.clips.grains import _tile, textured
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.scene import View
from motion_assets.core.clips.texture import PEAK, RMS
from motion_assets.vocabulary.looks import PLAIN, TEXTURES

SHAPE = 96, 160
GRAIN_PX = 4.0
OCEAN = ClipRequest(values=(("settings", "ocean"),), width_px=64, height_px=64)


def tile(texture, seed=1):
    return textured(texture, np.random.Generator(np.random.PCG64(seed)), SHAPE, GRAIN_PX)


def steps(shades, axis):
    """Root mean square of the steps to the next row or column, the last one to the first."""
    whole = shades.astype(float)
    return np.sqrt(((np.roll(whole, -1, axis) - whole) ** 2).mean(axis=1 - axis))


@pytest.mark.parametrize("texture", TEXTURES)
def test_shades_of_every_texture_keep_to_the_shared_plan_of_the_picture(texture):
    shades = tile(texture).astype(float)
    assert shades.shape == SHAPE
    assert np.abs(shades).max() <= PEAK
    assert np.sqrt((shades**2).mean()) == pytest.approx(RMS, rel=0.15)
    assert abs(shades.mean()) < 0.1 * RMS


@pytest.mark.parametrize("texture", sorted(set(TEXTURES) - {PLAIN}))
@pytest.mark.parametrize("axis", [0, 1], ids=["down", "across"])
def test_a_tile_of_every_texture_goes_on_at_its_border(texture, axis):
    turned = steps(_tile(texture, 1, SHAPE, GRAIN_PX), axis)
    assert turned[-1] <= turned[:-1].max()


@pytest.mark.parametrize("texture", TEXTURES)
def test_every_texture_can_be_followed_along_both_axes(texture):
    """The smaller eigenvalue of the structure tensor is no less than a fifth of the larger."""
    down, across = np.gradient(tile(texture).astype(float))
    products = [(one * other).mean() for one in (down, across) for other in (down, across)]
    low, high = np.linalg.eigvalsh(np.reshape(products, (2, 2)))
    assert low > 0.2 * high


def test_no_two_textures_are_alike_and_equal_seeds_give_equal_tiles():
    digests = {hashlib.sha256(tile(texture).tobytes()).digest() for texture in TEXTURES}
    assert len(digests) == len(TEXTURES)
    assert all(np.array_equal(tile(texture), tile(texture)) for texture in TEXTURES)
    assert not np.array_equal(tile("dunes", 1), tile("dunes", 2))


def grounds(request, misses):
    built = build_scene(request, None, clip_id="sea", seed=1, emphasis=Emphasis(misses=misses))
    assert isinstance(built.scene.picture, View)
    told = [choice.value for choice in built.choices if choice.aspect == "texture"]
    return {shot.ground.texture for shot in built.scene.picture.shots}, told


def test_a_setting_has_its_own_ground_until_two_takes_miss_something():
    assert grounds(OCEAN, {}) == ({"waves"}, ["waves"])
    assert grounds(OCEAN, {"camera.speed": 1}) == ({"waves"}, ["waves"])
    assert grounds(OCEAN, {"camera.speed": 2}) == ({PLAIN}, [])


def test_a_setting_without_a_ground_of_its_own_leaves_it_to_the_next():
    plain = replace(OCEAN, values=(("settings", "day"),))
    assert grounds(plain, {}) == ({PLAIN}, [])
    both = replace(OCEAN, values=(("settings", "day"), ("settings", "desert")))
    assert grounds(both, {}) == ({"dunes"}, ["dunes"])


@pytest.mark.parametrize("move", ["whip_pan", "birds_eye"])
def test_streaks_and_streets_are_never_told_as_another_ground(move):
    seen = replace(OCEAN, values=(*OCEAN.values, ("camera.motion_type", move)))
    assert grounds(seen, {}) == ({PLAIN}, [])
