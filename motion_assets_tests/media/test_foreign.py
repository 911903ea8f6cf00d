"""Files of other programs: converted, never called exact, refused when torn or too much."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from motion_assets.errors import ClipReadError, LimitError
from motion_assets.media.read import open_clip
from motion_assets.vocabulary.limits import READ_LIMITS, ReadLimits
from motion_assets_tests.media.clips import oracle_rgb, run_ffmpeg, write_small_clip

PICTURE = ["-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=1"]
SINE = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100:duration=1"]


def made(path: Path, *arguments: str) -> Path:
    run_ffmpeg(*PICTURE, *SINE, "-t", "1", *arguments, str(path))
    return path


def read_rgb(path: Path):
    with open_clip(path) as reader:
        frames = list(reader.frames())
        return np.stack([np.stack([f.red, f.green, f.blue], axis=-1) for f in frames])


@pytest.mark.parametrize(
    ("name", "arguments", "tolerance"),
    [
        pytest.param("a.mkv", ["-c:v", "ffv1", "-pix_fmt", "gbrp"], 0, id="ffv1-planes"),
        pytest.param("a.avi", ["-c:v", "huffyuv", "-pix_fmt", "bgra"], 0, id="huffyuv-packed"),
        pytest.param("a.mp4", ["-c:v", "libx264", "-pix_fmt", "yuv420p"], 3, id="h264-420"),
        pytest.param("a.webm", ["-c:v", "libvpx-vp9", "-pix_fmt", "yuv444p"], 3, id="vp9-444"),
        pytest.param("a.ts", ["-c:v", "mpeg2video"], 3, id="mpeg2-stream"),
        pytest.param(
            "b.mp4",
            ["-c:v", "libx264", "-vf", "scale=out_color_matrix=bt709", "-colorspace", "bt709"],
            3,
            id="h264-tagged-bt709",
        ),
    ],
)
def test_pictures_are_those_an_independent_decoder_sees(
    tmp_path: Path, name: str, arguments: list[str], tolerance: int
):
    """Lossless RGB is equal; from YUV both scale chroma, by their own rounding."""
    path = made(tmp_path / name, *arguments)
    ours, theirs = read_rgb(path), oracle_rgb(path, 64, 48)
    assert ours.shape == theirs.shape == (25, 48, 64, 3)
    difference = np.abs(ours.astype(int) - theirs.astype(int))
    assert difference.max() <= tolerance


def test_tells_what_it_is_and_that_it_is_not_exact(tmp_path: Path):
    path = made(tmp_path / "a.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac")
    with open_clip(path) as reader:
        info = reader.info
    assert (info.width_px, info.height_px, info.fps, info.frame_count) == (64, 48, 25.0, 25)
    assert info.duration_s == pytest.approx(1.0, abs=0.05)
    assert (info.picture_codec, info.sound_codec) == ("h264", "aac")
    assert (info.has_picture, info.has_sound, info.has_opacity) == (True, True, False)
    assert not info.exact


def test_a_lossless_file_without_our_seal_is_not_called_exact(tmp_path: Path):
    ours, copy = tmp_path / "ours.mp4", tmp_path / "copy.mp4"
    write_small_clip(ours)
    run_ffmpeg("-i", str(ours), "-map", "0", "-c", "copy", str(copy))
    with open_clip(ours) as reader, open_clip(copy) as other:
        assert (reader.info.exact, other.info.exact) == (True, False)
    np.testing.assert_array_equal(read_rgb(ours), read_rgb(copy))


def test_sound_is_mixed_down_and_resampled(tmp_path: Path):
    """A sine at half of full scale in both channels has an RMS of 0.5 / sqrt(2) = 0.3536."""
    path = tmp_path / "a.wav"
    run_ffmpeg("-f", "lavfi", "-i", "aevalsrc='0.5*sin(880*PI*t)|0.5*sin(880*PI*t)':s=44100:d=1",
               "-c:a", "pcm_f32le", str(path))  # fmt: skip
    with open_clip(path) as reader:
        assert list(reader.frames()) == []
        samples = reader.samples()
        info = reader.info
    assert (info.has_picture, info.sound_codec, info.frame_count) == (False, "pcm_f32le", 0)
    assert samples.dtype == np.float32
    assert abs(samples.size - 48_000) <= 32
    middle = samples[1_000:-1_000].astype(float)
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.3536, abs=2e-3)
    crossings = np.count_nonzero(np.diff(np.signbit(middle)))
    assert crossings == pytest.approx(2 * 440 * middle.size / 48_000, abs=2)


def test_int16_sound_keeps_its_values(tmp_path: Path):
    path = tmp_path / "a.flac"
    run_ffmpeg("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=0.5", str(path))
    raw = np.frombuffer(run_ffmpeg("-i", str(path), "-f", "s16le", "-"), "<i2")
    with open_clip(path) as reader:
        np.testing.assert_array_equal(reader.samples() * 32_768, raw)


def test_a_picture_without_sound_says_so(tmp_path: Path):
    path = tmp_path / "a.mp4"
    run_ffmpeg(*PICTURE, str(path))
    with open_clip(path) as reader:
        assert not reader.info.has_sound
        assert len(list(reader.frames())) == 25
        with pytest.raises(ClipReadError, match="it has no sound track"):
            reader.samples()


def test_straight_alpha_is_read(tmp_path: Path):
    path = tmp_path / "a.mov"
    run_ffmpeg("-f", "lavfi", "-i", "color=red@0.5:size=32x16:rate=5:duration=1,format=rgba",
               "-c:v", "png", str(path))  # fmt: skip
    with open_clip(path) as reader:
        assert reader.info.has_opacity
        frame = next(reader.frames())
    for plane, value in ((frame.red, 255), (frame.green, 0), (frame.blue, 0), (frame.alpha, 127)):
        np.testing.assert_array_equal(plane, np.full((16, 32), value))


def test_without_alpha_every_pixel_is_opaque(tmp_path: Path):
    path = made(tmp_path / "a.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p")
    with open_clip(path) as reader:
        assert {int(f.alpha.min()) for f in reader.frames()} == {255}


def test_odd_sizes_and_still_images_are_read(tmp_path: Path):
    path = tmp_path / "a.png"
    run_ffmpeg(
        "-f", "lavfi", "-i", "color=#204060:size=33x17,format=rgb24", "-frames:v", "1", str(path)
    )
    with open_clip(path) as reader:
        frames = list(reader.frames())
        assert (reader.info.width_px, reader.info.height_px, reader.info.frame_count) == (33, 17, 1)
    assert [int(p[16, 32]) for p in (frames[0].red, frames[0].green, frames[0].blue)] == [
        0x20,
        0x40,
        0x60,
    ]


def test_wanted_frames_are_those_of_the_whole_file(tmp_path: Path):
    path = made(tmp_path / "a.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-bf", "2")
    with open_clip(path) as reader:
        some = list(reader.frames(wanted=[24, 3]))
        every = list(reader.frames())
        with pytest.raises(LimitError, match="has 25 frames"):
            list(reader.frames(wanted=[25]))
    np.testing.assert_array_equal(some[0].green, every[3].green)
    np.testing.assert_array_equal(some[1].green, every[24].green)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.85])
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("a.mp4", ["-c:v", "libx264", "-movflags", "+faststart"]),
        ("b.mp4", ["-c:v", "libx264"]),
        ("a.mkv", ["-c:v", "libx264"]),
        ("a.webm", ["-c:v", "libvpx", "-c:a", "libopus"]),
        ("a.avi", ["-c:v", "mpeg4"]),
    ],
    ids=["mp4-index-first", "mp4-index-last", "mkv", "webm", "avi"],
)
def test_a_file_that_ends_early_is_refused(
    tmp_path: Path, name: str, arguments: list[str], share: float
):
    path = made(tmp_path / name, *arguments, "-pix_fmt", "yuv420p")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ClipReadError, match=r"(?i)torn"), open_clip(path) as reader:
        list(reader.frames())


def test_random_damage_is_refused_or_read_but_never_anything_else(tmp_path: Path):
    rng = np.random.default_rng(11)
    names = {"a.mp4": "libx264", "a.mkv": "mpeg4", "a.avi": "mjpeg", "a.webm": "libvpx"}
    outcomes = set()
    for name, codec in names.items():
        whole = made(tmp_path / name, "-c:v", codec, "-t", "0.2").read_bytes()
        for _ in range(40):
            data = np.frombuffer(whole, np.uint8).copy()
            spots = rng.integers(0, data.size, 1 + data.size // 500)
            data[spots] = rng.integers(0, 256, spots.size)
            path = tmp_path / f"bad-{name}"
            path.write_bytes(data.tobytes())
            try:
                with open_clip(path) as reader:
                    list(reader.frames())
                    if reader.info.has_sound:
                        reader.samples()
                outcomes.add("read")
            except ClipReadError:
                outcomes.add("refused")
    assert "refused" in outcomes


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"max_frame_px": 64 * 48 - 1}, "64 x 48 px, at most 3071 px"),
        ({"max_frame_count": 24}, "or 24 frames that are read"),
        ({"max_duration_s": 0.5}, r"longer than the 0\.5 s"),
        ({"max_stream_count": 1}, "2 tracks, at most 1 are read"),
        ({"max_size_bytes": 1_000}, r"bytes, at most 1000 are read"),
        ({"max_read_s": 0.0}, "not decoded within 0 s|cannot be decoded"),
    ],
)
def test_each_limit_refuses(tmp_path: Path, limits: dict[str, float], message: str):
    path = made(tmp_path / "a.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p")
    strict = ReadLimits(**(dataclasses.asdict(READ_LIMITS) | limits))
    with pytest.raises(ClipReadError, match=message), open_clip(path, limits=strict) as reader:
        list(reader.frames())


def test_decoding_stops_when_its_time_is_spent(tmp_path: Path):
    path = made(tmp_path / "a.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p")
    with open_clip(path) as reader:
        reader._source._left_s = 0.0
        with pytest.raises(ClipReadError, match=r"not decoded within 900 s\. Pass a shorter"):
            list(reader.frames())


def test_a_header_that_claims_enormous_pictures_is_refused(tmp_path: Path):
    """The size in the header of a PNG (ISO/IEC 15948, 11.2.2), set to 65,500 x 65,500."""
    path = tmp_path / "a.png"
    run_ffmpeg("-f", "lavfi", "-i", "color=red:size=32x32", "-frames:v", "1", str(path))
    data = bytearray(path.read_bytes())
    data[16:24] = (65_500).to_bytes(4, "big") * 2
    path.write_bytes(data)
    with pytest.raises(ClipReadError), open_clip(path) as reader:
        list(reader.frames())
