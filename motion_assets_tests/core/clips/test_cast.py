import numpy as np
import pytest

from motion_assets.core.clips.build import build_scene
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.scene import View

LEAST_APART = 0.15


@pytest.mark.parametrize(("camera", "speed"), [("static", None), ("pan", "fast")])
def test_subjects_leave_the_frame_one_after_the_other(camera, speed):
    values = [("camera.motion_type", camera), ("motion.direction", "horizontal")]
    values += [("motion.speed", "fast"), *([("camera.speed", speed)] if speed else [])]
    request = ClipRequest(values=tuple(values), width_px=64, height_px=64, fps=24)
    for seed in range(12):
        picture = build_scene(request, None, clip_id="c", seed=seed).scene.picture
        assert isinstance(picture, View)
        shot = picture.shots[0]
        ground = shot.ground.sign * shot.ground.speed if speed else 0.0
        right = [each.sign * each.speed_widths_s - ground > 0 for each in shot.subjects]
        assert len(right) == 3
        left = np.sort([each.center_x % 1.0 for each in shot.subjects])
        assert np.diff([*left, left[0] + 1.0]).min() > LEAST_APART
        assert len(set(right)) == 1


@pytest.mark.parametrize("direction", ["diagonal", "radial"])
def test_subjects_and_their_trails_leave_most_of_the_ground_in_sight(direction):
    values = [("motion.smoothness", "fluid"), ("motion.direction", direction)]
    request = ClipRequest(values=tuple(values), width_px=256, height_px=256, fps=24)
    for seed in range(12):
        picture = build_scene(request, None, clip_id="c", seed=seed).scene.picture
        assert isinstance(picture, View)
        # Three ghosts, each 0.42 of the extent behind the next, make a subject 2.26 times as long.
        covered = sum(2.26 * each.size**2 for each in picture.shots[0].subjects)
        assert 0.08 < covered < 0.1601
