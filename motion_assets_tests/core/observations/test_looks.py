"""A frame shows the same whichever way it is looked at."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import binary_dilation

from motion_assets.core.clips.draw import frames
from motion_assets.core.observations.frames import PlanarFrame
from motion_assets.core.observations.ink_kernel import NumbaForms
from motion_assets.core.observations.inscription import BRIGHT, forms_by_numpy
from motion_assets.core.observations.looks import looker
from motion_assets.core.observations.signs import SIGNS, sign
from motion_assets.core.observations.watcher import Watcher
from motion_assets.steps.bench_clips import varied_scene
from motion_assets.vocabulary.stage_ranges import OVERLAY_INK, OVERLAY_OUTLINE
from motion_assets_tests.core.observations.pictures import decoded, planar

LOOKERS = looker("numpy"), looker("numba")
SIZES = ((32, 32), (33, 47), (64, 36), (96, 130), (40, 400))


def picture(seed, size):
    """A ground of noise, of blocks or of one color, with shapes of few colors on top."""
    rng = np.random.default_rng(seed)
    height, width = size
    y, x = np.mgrid[:height, :width]
    colors = rng.integers(0, 256, (rng.integers(3, 40), 3)).astype(np.uint8)
    colors[:2] = OVERLAY_INK, OVERLAY_OUTLINE
    ground = rng.integers(4)
    if ground == 0:
        rgb = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
    else:
        side = (1, 9, 1000)[ground - 1]
        blocks = rng.integers(0, len(colors), (height // side + 1, width // side + 1))
        rgb = colors[blocks[y // side, x // side]]
    for _ in range(rng.integers(0, 16)):
        middle, radius = rng.uniform(0, 1, 2) * size, rng.uniform(0.02, 0.2) * min(size)
        away = np.abs(y - middle[0]), np.abs(x - middle[1])
        inside = np.hypot(*away) < radius if rng.random() < 0.5 else np.maximum(*away) < radius
        rgb[inside] = colors[rng.integers(len(colors))]
    if rng.random() < 0.5:
        outlined(rgb, sign(str(rng.choice(SIGNS)), int(rng.integers(8, 20))), rng)
    return rgb


def outlined(rgb, form, rng):
    """Put a form of ink with its outline somewhere in a picture that may hide a side of it."""
    wide = np.pad(form, 1)
    ring = binary_dilation(wide, np.ones((3, 3), bool))
    top, left = (
        int(rng.integers(0, max(n - m, 1))) for n, m in zip(rgb.shape, wide.shape, strict=False)
    )
    here = rgb[top : top + len(wide), left : left + wide.shape[1]]
    rows, columns = here.shape[:2]
    here[ring[:rows, :columns]] = OVERLAY_OUTLINE
    here[wide[:rows, :columns]] = OVERLAY_INK


def bits(look):
    """Type, shape and bytes of every array of a look, and its sign."""
    arrays = (
        look.luma,
        look.tints,
        look.color,
        *(getattr(look.sighting, field.name) for field in dataclasses.fields(look.sighting)),
    )
    told = [None if each is None else (each.dtype, each.shape, each.tobytes()) for each in arrays]
    return told, look.sign


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(SIZES))
def test_pictures_are_looked_at_alike_by_both_kernels(seed, size):
    frame = planar(picture(seed, size))
    for colored in (True, False):
        one, other = (bits(each.look(frame, colored=colored)) for each in LOOKERS)
        assert one == other
    for way in ("tiny", "luma"):
        one, other = (getattr(each, way)(frame) for each in LOOKERS)
        assert np.array_equal(one, other)


def test_forms_of_ink_are_found_alike_whatever_else_is_bright():
    rng, counts = np.random.default_rng(5), []
    for seed in range(40):
        rgb = picture(seed, SIZES[seed % len(SIZES)])
        rgb[rng.random(rgb.shape[:2]) < rng.choice([0.0, 0.02, 0.4])] = OVERLAY_INK
        red, green, blue = (np.ascontiguousarray(rgb[..., channel]) for channel in range(3))
        if not (rgb.min(axis=2) >= BRIGHT).any():
            continue
        one, other = (
            sorted(
                (str(box), form.tolist(), outlined)
                for box, form, outlined in formed((red, green, blue))
            )
            for formed in (forms_by_numpy, NumbaForms())
        )
        assert one == other
        counts.append(len(one))
    assert max(counts) >= 2
    assert sum(count == 1 for count in counts) >= 5


def test_rows_further_apart_than_their_width_are_looked_at_alike():
    whole = planar(picture(4, (70, 90)))
    gaps = PlanarFrame(whole.red[:, :64], whole.green[:, :64], whole.blue[:, :64], whole.alpha)
    packed = PlanarFrame(gaps.red.copy(), gaps.green.copy(), gaps.blue.copy(), whole.alpha)
    for each in LOOKERS:
        assert bits(each.look(gaps, colored=True)) == bits(each.look(packed, colored=True))


def test_pictures_hold_blobs_signs_and_as_many_areas_as_are_named():
    looks = [LOOKERS[1].look(planar(picture(s, (96, 130))), colored=True) for s in range(30)]
    assert max(look.sighting.colors.size for look in looks) == 24
    assert sum(look.sighting.color.size > 0 for look in looks) >= 10
    assert len({None if look.sign is None else look.sign.value for look in looks}) >= 4


@pytest.mark.parametrize(("number", "size"), [(3, (64, 64)), (8, (256, 144))])
def test_clips_show_the_same_values_to_both_kernels(number, size):
    scene = varied_scene(number, width_px=size[0], height_px=size[1])
    told = []
    for kernel in ("numpy", "numba"):
        watcher = Watcher(fps=scene.fps, frame_count=scene.frame_count, kernel=kernel)
        for index, frame in enumerate(decoded(frames(scene))):
            watcher.add(index, frame)
        told.append(watcher.values())
    assert told[0] == told[1]
    assert told[0]
