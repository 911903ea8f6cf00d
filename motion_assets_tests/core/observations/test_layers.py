import numpy as np
import pytest

from motion_assets.core.observations.layers import layering
from motion_assets.core.observations.shake import Course


@pytest.mark.parametrize("about", [-9.0, -1.5, 1.5, 9.0])
def test_rates_past_anything_a_window_can_show_leave_texture_unexplained(about):
    frames = np.random.default_rng(3).normal(size=(48, 36, 64)).astype(np.float32)
    course = Course(
        times_s=np.arange(48) / 24.0 - 1.0,
        way=np.zeros(48, complex),
        across=0.0,
        down=0.0,
        growth=0.0,
        turn=0.0,
        shake=0.0,
        swing=0.0,
        net_turn=0.0,
    )
    found = layering(frames, np.ones((36, 64), np.float32), course, "across", about)
    assert found is None or found.left_single > 0.5
