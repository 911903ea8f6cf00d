"""Views over texture that a thumb shows hardly any change of from pixel to pixel."""

import numpy as np
import pytest

from motion_assets.core.observations.smooth import name_any_view
from motion_assets.core.observations.viewing import name_view

STEP_S = 1 / 12


def test_a_pan_over_smooth_waves_is_seen_in_half_the_size():
    row, column, time = np.ogrid[:72, :128, :13]
    place = column + 3.2 * time
    waves = np.sin(place / 3.15) + np.sin(row / 2.8) + np.sin((place + 2 * row) / 8)
    luma = (130 + 25 * waves).transpose(2, 0, 1).astype(np.float32)
    painted = np.zeros(luma.shape, np.bool_)
    assert name_view(luma, STEP_S, painted) is None
    view = name_any_view(luma, STEP_S, painted)
    assert view is not None
    assert view.kind == "pan"
    assert view.speed == pytest.approx(3.2 / 128 / STEP_S, rel=0.03)
    assert np.median(view.moves[:, 0]) == pytest.approx(-3.2, abs=0.2)
