"""Own clips that were cut, altered or put together wrongly: read exactly, or refused."""

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

from motion_assets.core.observations.frames import picture_digest, sound_digest
from motion_assets.errors import ClipReadError
from motion_assets.media.encode import ClipEncoder
from motion_assets.media.read import open_clip
from motion_assets.media.seal import BRAND, Seal, append_seal, read_seal
from motion_assets.vocabulary.limits import READ_LIMITS
from motion_assets_tests.media.clips import (
    COUNT,
    FPS,
    HEIGHT,
    WIDTH,
    drawn_frames,
    played_samples,
    run_ffmpeg,
    write_small_clip,
)

SEAL = Seal(WIDTH, HEIGHT, FPS, COUNT, COUNT * 2_000)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("clips") / "a.mp4"
    write_small_clip(path)
    return path.read_bytes()


def read_all(path: Path) -> tuple[str, str]:
    with open_clip(path) as reader:
        pictures = picture_digest(reader.frames())
        return pictures, sound_digest(reader.samples().astype(np.int16))


@pytest.mark.parametrize("twentieth", range(20))
def test_a_clip_cut_anywhere_is_refused(tmp_path: Path, whole: bytes, twentieth: int):
    path = tmp_path / "cut.mp4"
    path.write_bytes(whole[: len(whole) * twentieth // 20])
    with pytest.raises(ClipReadError, match=r"cut\.mp4: .*(torn|empty|Torn)"):
        read_all(path)


@pytest.mark.parametrize("missing", [1, 8, 16, 17, 48, 55, 56, 57, 64])
def test_a_clip_cut_in_or_before_its_seal_is_refused(tmp_path: Path, whole: bytes, missing: int):
    path = tmp_path / "cut.mp4"
    path.write_bytes(whole[:-missing])
    with pytest.raises(ClipReadError, match=r"torn or altered.*Render the clip again"):
        read_all(path)


def test_a_flipped_bit_anywhere_is_noticed(tmp_path: Path, whole: bytes):
    rng = np.random.default_rng(3)
    size = len(whole)
    places = {*range(48), *range(size - 56, size), *rng.integers(0, size, 200).tolist()}
    path = tmp_path / "flipped.mp4"
    for place in sorted(places):
        data = bytearray(whole)
        data[place] ^= 1 << int(rng.integers(8))
        path.write_bytes(data)
        with pytest.raises(ClipReadError, match="torn or altered"), open_clip(path):
            pass


def test_bytes_added_at_the_end_are_noticed(tmp_path: Path, whole: bytes):
    path = tmp_path / "longer.mp4"
    path.write_bytes(whole + b"\0")
    with pytest.raises(ClipReadError, match="torn or altered"), open_clip(path):
        pass


@pytest.mark.parametrize(
    "content",
    [b"not a clip\n" * 50, b"\0" * 4_096, b"#EXTM3U\n#EXTINF:1\n/etc/hostname\n", b"\xff\xfe"],
    ids=["text", "zeros", "playlist", "two-bytes"],
)
def test_what_is_no_clip_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "thing.mp4"
    path.write_bytes(content)
    with pytest.raises(ClipReadError, match=r"thing\.mp4: .*"):
        read_all(path)


def test_an_empty_file_is_refused(tmp_path: Path):
    path = tmp_path / "empty.mp4"
    path.touch()
    with pytest.raises(ClipReadError, match=r"an empty file\. Render or fetch it again"):
        read_all(path)


def test_a_playlist_of_other_files_is_not_followed(tmp_path: Path, whole: bytes):
    (tmp_path / "inner.mp4").write_bytes(whole)
    path = tmp_path / "list.mp4"
    path.write_text("ffconcat version 1.0\nfile inner.mp4\n")
    with pytest.raises(ClipReadError, match="cannot be decoded"):
        read_all(path)


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path):
    path = tmp_path / "pipe.mp4"
    os.mkfifo(path)
    with pytest.raises(ClipReadError, match="a folder or device"), open_clip(path):
        pass


def sealed_anew(path: Path, seal: Seal) -> None:
    """Seal a file of whatever content, as a writer with a mistake in it would."""
    append_seal(path, seal)
    assert read_seal(path) == seal


def encoded(path: Path, *, samples: int = COUNT * 2_000, frames: int = COUNT) -> None:
    options = {"fflags": "+bitexact", "use_editlist": "0", "brand": BRAND}
    pictures = drawn_frames(frames)
    with av.open(str(path), "w", format="mp4", options=options) as container:
        encoder = ClipEncoder(container, pictures[0], fps=FPS, samples=played_samples(samples))
        for picture in pictures:
            encoder.add(picture)
        encoder.finish()


def test_the_sound_track_may_not_be_missing(tmp_path: Path, whole: bytes):
    source, path = tmp_path / "a.mp4", tmp_path / "mute.mp4"
    source.write_bytes(whole)
    copy = ["-map", "0:v", "-c", "copy", "-brand", BRAND]
    run_ffmpeg("-i", str(source), *copy, str(path))
    with pytest.raises(ClipReadError, match="torn or altered"), open_clip(path):
        pass
    sealed_anew(path, SEAL)
    message = r"its tracks are \[h264 64x36, h264 64x36\] instead of .*flac s16 mono 48000"
    with pytest.raises(ClipReadError, match=message), open_clip(path):
        pass


def test_fewer_frames_than_stated_are_noticed(tmp_path: Path):
    path = tmp_path / "a.mp4"
    encoded(path, frames=COUNT - 1)
    sealed_anew(path, SEAL)
    with pytest.raises(ClipReadError, match="5 frames could be decoded, 6 should be there"):
        read_all(path)


def test_fewer_samples_than_stated_are_noticed(tmp_path: Path):
    path = tmp_path / "a.mp4"
    encoded(path, samples=11_999)
    sealed_anew(path, SEAL)
    message = "11999 samples could be decoded, 12000 should be there"
    with pytest.raises(ClipReadError, match=message):
        read_all(path)
    with open_clip(path) as reader, pytest.raises(ClipReadError, match=message):
        reader.samples()


def test_tracks_of_unequal_length_are_noticed(tmp_path: Path, whole: bytes):
    source, path = tmp_path / "a.mp4", tmp_path / "uneven.mp4"
    source.write_bytes(whole)
    dropped = ["-c", "copy", "-brand", BRAND, "-bsf:v:1", "noise=drop=eq(n\\,5)", "-map", "0"]
    run_ffmpeg("-i", str(source), *dropped, str(path))
    sealed_anew(path, SEAL)
    with pytest.raises(ClipReadError, match="color and opacity tracks differ in length"):
        read_all(path)


def test_pictures_of_another_coding_under_a_seal_are_noticed(tmp_path: Path, whole: bytes):
    source, path = tmp_path / "a.mp4", tmp_path / "lossy.mp4"
    source.write_bytes(whole)
    lossy = ["-map", "0", "-c:a", "copy", "-c:v", "libx264", "-pix_fmt", "yuv420p"]
    run_ffmpeg("-i", str(source), *lossy, "-brand", BRAND, str(path))
    sealed_anew(path, SEAL)
    with pytest.raises(ClipReadError, match=r"lossy\.mp4: .*yuv420p and yuvj420p"):
        read_all(path)


def test_limits_hold_for_sealed_clips_too(tmp_path: Path, whole: bytes):
    path = tmp_path / "a.mp4"
    path.write_bytes(whole)
    small = dataclasses.replace(READ_LIMITS, max_frame_px=WIDTH * HEIGHT - 1)
    with (
        pytest.raises(ClipReadError, match="64 x 36 px, at most 2303 px"),
        open_clip(path, limits=small),
    ):
        pass
    light = dataclasses.replace(READ_LIMITS, max_size_bytes=len(whole) - 1)
    with (
        pytest.raises(ClipReadError, match=rf"{len(whole)} bytes, at most {len(whole) - 1}"),
        open_clip(path, limits=light),
    ):
        pass


def test_the_library_prints_nothing_about_bad_files(tmp_path: Path, whole: bytes):
    path = tmp_path / "a.mp4"
    path.write_bytes(whole[:12].replace(BRAND.encode(), b"isom") + whole[12:2_000])
    code = (
        "import sys, pathlib; from motion_assets.media.read import open_clip\n"
        "from motion_assets.errors import ClipReadError\n"
        "try:\n    open_clip(pathlib.Path(sys.argv[1])).__enter__()\n"
        "except ClipReadError:\n    print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], check=True, capture_output=True, timeout=60
    )
    assert (done.stdout, done.stderr) == (b"refused\n", b"")
