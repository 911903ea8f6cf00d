"""Layers that run far ahead, or go opposite ways: noise behind strips of other noise."""

import numpy as np
import pytest
from scipy import ndimage

from motion_assets.core.observations.viewing import name_view

STEP_S = 1 / 12
WIDE, HIGH = 120, 60


def _texture(seed):
    noise = np.random.default_rng(seed).normal(size=(HIGH, 4 * WIDE))
    return ndimage.gaussian_filter(noise, 1.2, mode="wrap") * 110 + 120


def _passing(far_px, near_px):
    """Thumbs (time, row, column) whose layers travel by whole pixels from one to the next."""
    far, near = _texture(1), _texture(2)
    strips = np.arange(4 * WIDE) % 40 < 14
    thumbs = []
    for time in range(12):
        front = np.roll(strips, near_px * time)
        mixed = np.where(front, np.roll(near, near_px * time, 1), np.roll(far, far_px * time, 1))
        thumbs.append(mixed[:, :WIDE])
    return np.clip(np.stack(thumbs), 0, 255).astype(np.float32)


@pytest.mark.parametrize(
    ("far_px", "near_px", "kind"),
    [(2, 5, "truck"), (-2, -5, "truck"), (1, -1, "arc"), (-1, 2, "arc"), (3, 3, "pan")],
)
def test_layers_far_ahead_make_a_truck_and_opposite_ones_an_arc(far_px, near_px, kind):
    view = name_view(_passing(far_px, near_px), STEP_S)
    assert view is not None
    assert view.kind == kind
    assert view.speed == pytest.approx(abs(far_px) / WIDE / STEP_S, rel=0.06)
