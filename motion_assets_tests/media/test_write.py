import hashlib
import resource
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from motion_assets.core.observations.frames import RgbaFrame
from motion_assets.errors import ClipWriteError, LimitError, ShapeError
from motion_assets.media.write import write_clip
from motion_assets_tests.media.clips import (
    COUNT,
    FPS,
    HEIGHT,
    WIDTH,
    drawn_frames,
    played_samples,
    write_small_clip,
)

SAMPLES = COUNT * 2_000


def write(path: Path, frames, samples, *, fps=FPS, width=WIDTH, height=HEIGHT):
    return write_clip(path, frames, samples, fps=fps, width_px=width, height_px=height)


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def top_boxes(data: bytes) -> list[bytes]:
    """Types of the outermost boxes (ISO/IEC 14496-12, 4.2)."""
    found, at = [], 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        found.append(kind)
        at += size
    assert at == len(data)
    return found


def test_says_what_is_on_disk(tmp_path: Path):
    path = tmp_path / "a.mp4"
    written = write_small_clip(path)
    data = path.read_bytes()
    assert written.size_bytes == len(data)
    assert written.sha256 == hashlib.sha256(data).hexdigest()
    assert (written.frame_count, written.sample_count) == (COUNT, SAMPLES)
    assert names_in(tmp_path) == ["a.mp4"]


def test_is_a_whole_box_file_that_ends_with_the_seal(tmp_path: Path):
    path = tmp_path / "a.mp4"
    write_small_clip(path)
    boxes = top_boxes(path.read_bytes())
    assert boxes[0] == b"ftyp"
    assert boxes[-2:] == [b"moov", b"uuid"]


def test_same_input_is_the_same_bytes_under_another_name_and_in_another_process(tmp_path: Path):
    first, second, third = (tmp_path / name for name in ("a.mp4", "b.mp4", "c.mp4"))
    write_small_clip(first)
    write_small_clip(second)
    code = (
        "import sys, pathlib; from motion_assets_tests.media.clips import write_small_clip; "
        "write_small_clip(pathlib.Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", code, str(third)], check=True, timeout=60)
    assert first.read_bytes() == second.read_bytes() == third.read_bytes()


def test_another_pixel_or_sample_is_another_file(tmp_path: Path):
    frames, samples = drawn_frames(), played_samples(SAMPLES)
    path = tmp_path / "a.mp4"
    before = write(path, frames, samples).sha256
    frames[3].alpha[5, 5] ^= 1
    between = write(path, frames, samples).sha256
    samples[100] ^= 1
    assert len({before, between, write(path, frames, samples).sha256}) == 3


def test_holds_no_library_version_and_no_date(tmp_path: Path):
    path = tmp_path / "a.mp4"
    write_small_clip(path)
    data = path.read_bytes()
    for name in (b"x264", b"Lavf", b"Lavc"):
        assert name not in data
    created = data.index(b"mvhd") + 8
    assert data[created : created + 8] == bytes(8)  # creation and modification time


def test_replaces_what_was_there(tmp_path: Path):
    path = tmp_path / "a.mp4"
    path.write_text("old")
    assert path.stat().st_size != write_small_clip(path).size_bytes
    assert path.read_bytes()[4:8] == b"ftyp"


@pytest.mark.parametrize("sample_count", [SAMPLES - 1, SAMPLES + 1, 2_000])
def test_refuses_sound_of_another_length(tmp_path: Path, sample_count: int):
    message = rf"6 frames at 24 fps need 12000 samples of sound, got {sample_count}\."
    with pytest.raises(ClipWriteError, match=message):
        write(tmp_path / "a.mp4", drawn_frames(), played_samples(sample_count))
    assert names_in(tmp_path) == []


def test_refuses_a_clip_without_sound(tmp_path: Path):
    with pytest.raises(ClipWriteError, match="needs a sound track, got no samples"):
        write(tmp_path / "a.mp4", drawn_frames(), np.empty(0, np.int16))


def test_refuses_float_samples_and_says_what_it_got(tmp_path: Path):
    with pytest.raises(ShapeError, match=r"got float64 \(12000,\)"):
        write(tmp_path / "a.mp4", drawn_frames(), np.zeros(SAMPLES))


def test_refuses_a_frame_of_another_size_and_names_it(tmp_path: Path):
    frames = [*drawn_frames(COUNT - 1), *drawn_frames(1, WIDTH, HEIGHT + 2)]
    with pytest.raises(
        ShapeError, match=r"frame 5 needs .*\(36, 64, 3\).* got uint8 \(38, 64, 3\)"
    ):
        write(tmp_path / "a.mp4", frames, played_samples(SAMPLES))
    assert names_in(tmp_path) == []


def test_refuses_frames_of_another_size_than_announced(tmp_path: Path):
    with pytest.raises(ShapeError, match=r"66 x 36 px were announced.*shape \(36, 64\)"):
        write(tmp_path / "a.mp4", drawn_frames(), played_samples(SAMPLES), width=66)


@pytest.mark.parametrize(
    ("width", "height"),
    [(0, 36), (64, 35), (63, 36), (1922, 36), (64, 1082), (-2, 2)],
)
def test_refuses_sizes_outside_the_limits(tmp_path: Path, width: int, height: int):
    message = rf"2 px to 1920 x 1080 px, got {width} x {height} px"
    with pytest.raises(LimitError, match=message):
        write(tmp_path / "a.mp4", [], played_samples(SAMPLES), width=width, height=height)


def test_refuses_more_than_a_minute(tmp_path: Path):
    silence = np.zeros(60 * 48_000 + 1, np.int16)
    with pytest.raises(LimitError, match=r"at most 60 s, got 60\.00002"):
        write(tmp_path / "a.mp4", drawn_frames(), silence)


def test_refuses_more_than_3600_frames_without_waiting_for_the_end(tmp_path: Path):
    pixel = RgbaFrame(np.zeros((2, 2, 3), np.uint8), np.zeros((2, 2), np.uint8))

    def endless() -> Iterator[RgbaFrame]:
        while True:
            yield pixel

    with pytest.raises(LimitError, match="1 to 3600 frames, got 3601"):
        write(tmp_path / "a.mp4", endless(), np.zeros(48_000, np.int16), fps=120, width=2, height=2)
    assert names_in(tmp_path) == []


def test_refuses_a_picture_without_frames(tmp_path: Path):
    with pytest.raises(LimitError, match="1 to 3600 frames, got 0"):
        write(tmp_path / "a.mp4", [], played_samples(SAMPLES))


@pytest.mark.parametrize("fps", [0, -1, 121, 23.976])
def test_refuses_rates_outside_the_limits(tmp_path: Path, fps: float):
    with pytest.raises(LimitError, match=rf"1 to 120 whole frames a second, got {fps}"):
        write(tmp_path / "a.mp4", drawn_frames(), played_samples(SAMPLES), fps=fps)


def test_refuses_a_size_for_sound_alone(tmp_path: Path):
    with pytest.raises(LimitError, match="got 64 x 36 px"):
        write(tmp_path / "a.mp4", None, played_samples(SAMPLES))


def test_a_missing_folder_is_named(tmp_path: Path):
    path = tmp_path / "missing" / "a.mp4"
    with pytest.raises(ClipWriteError, match=r"missing/a\.mp4: .*No such file.*folder exists"):
        write_small_clip(path)


def test_an_error_while_drawing_leaves_the_old_clip_alone(tmp_path: Path):
    path = tmp_path / "a.mp4"
    path.write_text("old")

    def failing() -> Iterator[RgbaFrame]:
        yield drawn_frames(1)[0]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write(path, failing(), played_samples(SAMPLES))
    assert path.read_text() == "old"
    assert names_in(tmp_path) == ["a.mp4"]


FULL_DISK = """
import pathlib, resource, sys
from motion_assets.errors import ClipWriteError
from motion_assets_tests.media.clips import write_small_clip
path, limit = pathlib.Path(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    write_small_clip(path)
except ClipWriteError as error:
    print(error)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit on file sizes here")
def test_a_full_disk_leaves_nothing_and_says_so(tmp_path: Path):
    size = write_small_clip(tmp_path / "whole.mp4").size_bytes
    (tmp_path / "whole.mp4").unlink()
    path = tmp_path / "a.mp4"
    for limit in (0, 1_000, size // 2, size - 300, size - 1):
        command = [sys.executable, "-c", FULL_DISK, str(path), str(limit)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
        assert "File too large" in done.stdout, limit
        assert "Nothing is left of it" in done.stdout
        assert names_in(tmp_path) == []
