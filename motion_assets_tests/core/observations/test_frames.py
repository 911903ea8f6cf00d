import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.observations.frames import (
    PictureDigest,
    PlanarFrame,
    Plane,
    RgbaFrame,
    picture_digest,
    sampled_frames,
    sound_digest,
)
from motion_assets.errors import LimitError, ShapeError


def drawn(seed: int, height: int = 6, width: int = 8) -> RgbaFrame:
    image = np.random.default_rng(seed).integers(0, 256, (height, width, 4), dtype=np.uint8)
    return RgbaFrame(image[:, :, :3], image[:, :, 3])


def planar(frame: RgbaFrame, padding: int = 0) -> PlanarFrame:
    """The frame as a decoder gives it: planes whose rows lie ``padding`` bytes further apart."""

    def spaced(plane: Plane) -> Plane:
        wide = np.full((plane.shape[0], plane.shape[1] + padding), 77, np.uint8)
        wide[:, : plane.shape[1]] = plane
        return wide[:, : plane.shape[1]]

    red, green, blue = (spaced(frame.rgb[:, :, channel]) for channel in range(3))
    return PlanarFrame(red, green, blue, spaced(frame.alpha))


@pytest.mark.parametrize("padding", [0, 24])
def test_drawn_and_decoded_frames_have_one_digest(padding: int):
    frames = [drawn(1), drawn(2)]
    assert picture_digest(frames) == picture_digest([planar(f, padding) for f in frames])


def test_digest_is_stable_between_releases():
    """Digests are kept with the clips: another value here orphans them."""
    black = RgbaFrame(np.zeros((2, 4, 3), np.uint8), np.zeros((2, 4), np.uint8))
    assert picture_digest([black]) == "c52ced1e36454e54408324bfea4377ad"
    assert sound_digest(np.arange(4, dtype=np.int16)) == "c89576e243e2fb6ac9f093f49a4c0473"


def test_digest_tells_color_from_opacity():
    frame = drawn(3)
    faded = RgbaFrame(frame.rgb, 255 - frame.alpha)
    digests = []
    for each in (frame, faded):
        digest = PictureDigest()
        digest.update(each)
        digests.append((digest.color, digest.opacity, digest.hexdigest()))
    (color, opacity, whole), (color_2, opacity_2, whole_2) = digests
    assert color == color_2
    assert opacity != opacity_2
    assert whole != whole_2


@given(st.integers(0, 7), st.integers(0, 5), st.integers(0, 3), st.integers(1, 255))
def test_every_pixel_counts(x: int, y: int, channel: int, change: int):
    frame, other = drawn(4), drawn(4)
    plane = other.alpha if channel == 3 else other.rgb[:, :, channel]
    plane[y, x] ^= np.uint8(change)
    assert picture_digest([frame]) != picture_digest([other])


def test_order_shape_and_channels_count():
    a, b = drawn(5), drawn(6)
    tall = RgbaFrame(a.rgb.reshape(8, 6, 3), a.alpha.reshape(8, 6))
    swapped = RgbaFrame(a.rgb[:, :, ::-1], a.alpha)
    digests = [picture_digest(f) for f in ([a, b], [b, a], [a], [tall], [swapped], [a, a], [])]
    assert len(set(digests)) == len(digests)


def test_planes_of_unequal_size_are_refused():
    frame = planar(drawn(7))
    torn = PlanarFrame(frame.red, frame.green[:-1], frame.blue, frame.alpha)
    with pytest.raises(ShapeError, match=r"uint8 \(6, 8\), uint8 \(5, 8\)"):
        picture_digest([torn])


def test_interleaved_alpha_in_the_color_is_refused():
    with pytest.raises(ShapeError, match=r"rgb of shape \(height, width, 3\), got \(2, 2, 4\)"):
        picture_digest([RgbaFrame(np.zeros((2, 2, 4), np.uint8), np.zeros((2, 2), np.uint8))])


def test_sound_digest_reads_strided_samples_alike():
    samples = np.random.default_rng(8).integers(-9_000, 9_000, 500).astype(np.int16)
    assert sound_digest(np.repeat(samples, 2)[::2]) == sound_digest(samples)
    assert sound_digest(samples[:-1]) != sound_digest(samples)


@pytest.mark.parametrize("samples", [np.zeros(4), np.zeros((2, 2), np.int16)])
def test_sound_digest_refuses_other_arrays(samples):
    with pytest.raises(ShapeError, match="int16 samples of shape"):
        sound_digest(samples)


@pytest.mark.parametrize(
    ("frame_count", "fps", "expected"),
    [
        pytest.param(0, 24, 0, id="nothing"),
        pytest.param(359, 24, 359, id="just-under-15-s-is-looked-at-whole"),
        pytest.param(360, 24, 120, id="15-s-is-sampled"),
        pytest.param(1_799, 120, 1_799, id="many-frames-in-few-seconds-are-looked-at-whole"),
        pytest.param(20, 1, 20, id="few-frames-in-many-seconds-are-looked-at-whole"),
    ],
)
def test_short_clips_are_looked_at_whole(frame_count: int, fps: float, expected: int):
    assert len(sampled_frames(frame_count, fps)) == expected


@given(st.integers(1, 5_000), st.sampled_from([1, 12, 23.976, 60]), st.integers(1, 200))
def test_samples_spread_over_the_whole_clip(frame_count: int, fps: float, max_frames: int):
    indices = sampled_frames(frame_count, fps, max_frames)
    gaps = np.diff([-1, *indices, frame_count])
    assert gaps.min() >= 1
    if len(indices) < frame_count:
        share = frame_count / max_frames
        assert len(indices) == max_frames
        assert gaps[1:-1].size == 0 or np.ptp(gaps[1:-1]) <= 1
        assert gaps[0] <= share / 2 + 1
        assert gaps[-1] <= share / 2 + 1


@pytest.mark.parametrize("arguments", [(-1, 24), (10, 0), (10, 24, 0)])
def test_impossible_counts_are_refused(arguments: tuple[int, ...]):
    with pytest.raises(LimitError, match="needs frame_count >= 0"):
        sampled_frames(*arguments)
