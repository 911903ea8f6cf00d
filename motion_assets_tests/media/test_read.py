from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motion_assets.core.observations.frames import (
    PlanarFrame,
    RgbaFrame,
    picture_digest,
    sound_digest,
)
from motion_assets.errors import ClipReadError, LimitError
from motion_assets.media.read import open_clip
from motion_assets.media.write import write_clip
from motion_assets.vocabulary.limits import sample_count_of
from motion_assets_tests.media.clips import (
    COUNT,
    FPS,
    HEIGHT,
    WIDTH,
    drawn_frames,
    oracle_opacity,
    oracle_rgb,
    oracle_samples,
    played_samples,
    write_small_clip,
)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clips") / "a.mp4"
    write_small_clip(path)
    return path


def stack_rgb(frames: list[PlanarFrame]):
    return np.stack([np.stack([f.red, f.green, f.blue], axis=-1) for f in frames])


def stack_alpha(frames: list[PlanarFrame]):
    return np.stack([f.alpha for f in frames])


def assert_round_trip(path: Path, frames: list[RgbaFrame], samples, fps: int) -> None:
    height, width = frames[0].alpha.shape
    write_clip(path, frames, samples, fps=fps, width_px=width, height_px=height)
    with open_clip(path) as reader:
        decoded = list(reader.frames())
        heard = reader.samples()
        info = reader.info
    np.testing.assert_array_equal(stack_rgb(decoded), np.stack([f.rgb for f in frames]))
    np.testing.assert_array_equal(stack_alpha(decoded), np.stack([f.alpha for f in frames]))
    np.testing.assert_array_equal(heard, samples)
    assert (info.frame_count, info.fps, info.exact) == (len(frames), fps, True)


def test_every_pixel_and_sample_comes_back(clip: Path):
    frames, samples = drawn_frames(), played_samples(COUNT * 2_000)
    with open_clip(clip) as reader:
        decoded = list(reader.frames())
        heard = reader.samples()
    assert picture_digest(decoded) == picture_digest(frames)
    assert heard.dtype == np.int16
    assert sound_digest(heard.astype(np.int16)) == sound_digest(samples)


def test_an_independent_decoder_sees_and_hears_the_same(clip: Path):
    with open_clip(clip) as reader:
        decoded = list(reader.frames())
        heard = reader.samples()
    np.testing.assert_array_equal(stack_rgb(decoded), oracle_rgb(clip))
    np.testing.assert_array_equal(stack_alpha(decoded), oracle_opacity(clip))
    np.testing.assert_array_equal(heard, oracle_samples(clip))


def test_tells_what_the_clip_is(clip: Path):
    with open_clip(clip) as reader:
        info = reader.info
    assert (info.width_px, info.height_px, info.fps) == (WIDTH, HEIGHT, FPS)
    assert (info.frame_count, info.duration_s) == (COUNT, 0.25)
    assert info.exact
    assert info.has_picture
    assert info.has_sound
    assert info.has_opacity
    assert (info.picture_codec, info.sound_codec) == ("h264", "flac")


@pytest.mark.parametrize("fps", [1, 7, 12, 15, 23, 25, 30, 50, 60, 90, 120])
def test_no_rate_loses_a_frame_or_a_sample(tmp_path: Path, fps: int):
    count = 5
    assert_round_trip(
        tmp_path / "a.mp4",
        drawn_frames(count, 16, 16),
        played_samples(sample_count_of(count, fps)),
        fps,
    )


@pytest.mark.parametrize(
    ("width", "height"), [(2, 2), (4, 6), (50, 30), (130, 18), (258, 2), (176, 144)]
)
def test_no_size_loses_a_pixel(tmp_path: Path, width: int, height: int):
    frames = drawn_frames(3, width, height)
    assert_round_trip(tmp_path / "a.mp4", frames, played_samples(6_000), 24)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32 - 1), flat=st.booleans(), count=st.integers(1, 4))
def test_noise_comes_back(
    tmp_path_factory: pytest.TempPathFactory, *, seed: int, flat: bool, count: int
):
    rng = np.random.default_rng(seed)
    noise = rng.integers(0, 256, (count, 10, 20, 4), dtype=np.uint8)
    if flat:
        noise[0, :, :, 3] = rng.integers(0, 256)
    frames = [RgbaFrame(image[:, :, :3], image[:, :, 3]) for image in noise]
    samples = rng.integers(-32_768, 32_768, 2_000 * count).astype(np.int16)
    assert_round_trip(tmp_path_factory.mktemp("noise") / "a.mp4", frames, samples, 24)


def test_a_clip_longer_than_a_key_frame_interval_comes_back(tmp_path: Path):
    frames = drawn_frames(300, 16, 16)
    assert_round_trip(tmp_path / "a.mp4", frames, played_samples(120_000), 120)


def test_planes_outlive_the_reader(clip: Path):
    with open_clip(clip) as reader:
        decoded = list(reader.frames())
    for _ in range(3):  # reuses the decoder's memory, if it had been let go
        with open_clip(clip) as reader:
            list(reader.frames())
    assert picture_digest(decoded) == picture_digest(drawn_frames())


def test_wanted_frames_are_those_of_the_whole_clip(clip: Path):
    with open_clip(clip) as reader:
        every = list(reader.frames())
        some = list(reader.frames(wanted={4, 0, 3}))
    assert picture_digest(some) == picture_digest([every[0], every[3], every[4]])


def test_a_wanted_frame_past_the_end_is_refused(clip: Path):
    with open_clip(clip) as reader, pytest.raises(LimitError, match=r"has 6 frames.*no frame 6"):
        list(reader.frames(wanted=(5, 6, 7)))


def test_sound_may_be_read_before_the_picture_and_twice(clip: Path):
    with open_clip(clip) as reader:
        first = reader.samples()
        pictures = picture_digest(reader.frames())
        assert reader.samples() is first
        assert picture_digest(reader.frames()) == pictures
    np.testing.assert_array_equal(first, played_samples(COUNT * 2_000))


def test_sound_is_whole_after_the_picture_was_left_early(clip: Path):
    with open_clip(clip) as reader:
        next(reader.frames())
        assert reader.samples().size == COUNT * 2_000


def test_one_pass_serves_both(clip: Path, monkeypatch: pytest.MonkeyPatch):
    with open_clip(clip) as reader:
        list(reader.frames())
        monkeypatch.setattr(reader._source, "open", None)  # a second pass would open again
        assert reader.samples().size == COUNT * 2_000


def test_sound_alone(tmp_path: Path):
    path, samples = tmp_path / "a.mp4", played_samples(5_000)
    write_clip(path, None, samples, fps=25, width_px=0, height_px=0)
    with open_clip(path) as reader:
        info = reader.info
        assert list(reader.frames()) == []
        np.testing.assert_array_equal(reader.samples(), samples)
    assert (info.has_picture, info.has_sound, info.has_opacity) == (False, True, False)
    assert (info.width_px, info.height_px, info.frame_count) == (0, 0, 0)
    assert (info.fps, info.exact, info.picture_codec) == (25, True, None)
    assert info.duration_s == pytest.approx(5_000 / 48_000)


def test_a_folder_is_refused(tmp_path: Path):
    with pytest.raises(ClipReadError, match="a folder or device"), open_clip(tmp_path):
        pass


def test_a_missing_file_is_named(tmp_path: Path):
    message = r"none\.mp4: cannot be opened: No such file"
    with pytest.raises(ClipReadError, match=message), open_clip(tmp_path / "none.mp4"):
        pass
