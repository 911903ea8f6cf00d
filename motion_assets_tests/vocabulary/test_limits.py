from fractions import Fraction

import av.format
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.errors import LimitError
from motion_assets.vocabulary.limits import (
    READABLE_CONTAINERS,
    require_duration,
    require_fps,
    require_frame_count,
    require_size,
    sample_count_of,
)


@given(st.integers(1, 3_600), st.integers(1, 120))
def test_sound_never_lasts_longer_than_the_picture_and_lacks_less_than_a_sample(
    frame_count: int, fps: int
):
    lack = Fraction(frame_count, fps) * 48_000 - sample_count_of(frame_count, fps)
    assert 0 <= lack < 1


@pytest.mark.parametrize("duration_s", [0.001, 60])
def test_allows_up_to_a_minute(duration_s: float):
    require_duration(duration_s)


@pytest.mark.parametrize("duration_s", [0, -1, 60.001, 120, float("nan"), float("inf")])
def test_refuses_other_lengths_and_names_the_limit(duration_s: float):
    with pytest.raises(LimitError, match=rf"at most 60 s, got {duration_s} s"):
        require_duration(duration_s)


@pytest.mark.parametrize("size", [(2, 2), (64, 36), (1_920, 1_080)])
def test_allows_even_sizes_up_to_full_hd(size: tuple[int, int]):
    require_size(*size)


@pytest.mark.parametrize("size", [(1_080, 1_920), (64, 37), (0, 0), (1_922, 2), (2, 1_082)])
def test_refuses_other_sizes(size: tuple[int, int]):
    with pytest.raises(LimitError, match=rf"1920 x 1080 px, got {size[0]} x {size[1]} px"):
        require_size(*size)


@pytest.mark.parametrize("fps", [1, 24, 120])
def test_allows_whole_rates(fps: int):
    require_fps(fps)


@pytest.mark.parametrize("frame_count", [0, 3_601])
def test_refuses_other_counts(frame_count: int):
    require_frame_count(3_600)
    with pytest.raises(LimitError, match=f"1 to 3600 frames, got {frame_count}"):
        require_frame_count(frame_count)


def test_every_container_is_known_to_the_library_and_none_follows_other_files():
    names = set(READABLE_CONTAINERS.split(","))
    known = {alias for name in av.format.formats_available for alias in name.split(",")}
    assert names <= known
    assert names.isdisjoint({"hls", "dash", "concat", "ffmetadata", "image2", "lavfi", "rtsp"})
