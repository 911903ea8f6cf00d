from pathlib import Path

import numpy as np
import pytest

from motion_assets.core.observations.frames import RgbaFrame
from motion_assets.errors import ClipReadError, ClipWriteError
from motion_assets.media.export import export_copy
from motion_assets.media.read import open_clip
from motion_assets.media.write import write_clip
from motion_assets_tests.media.clips import FPS, HEIGHT, WIDTH, write_small_clip

COLOR = (200, 60, 120)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """One flat color for half a second under a 440 Hz tone."""
    path = tmp_path / "a.mp4"
    rgb = np.full((HEIGHT, WIDTH, 3), COLOR, np.uint8)
    frame = RgbaFrame(rgb, np.full((HEIGHT, WIDTH), 255, np.uint8))
    tone = (9_000 * np.sin(2 * np.pi * 440 * np.arange(24_000) / 48_000)).astype(np.int16)
    write_clip(path, [frame] * 12, tone, fps=FPS, width_px=WIDTH, height_px=HEIGHT)
    return path


def test_the_copy_plays_anywhere_and_looks_and_sounds_alike(clip: Path, tmp_path: Path):
    """One 8-bit 4:2:0 level is up to 2.2 RGB levels in blue, so 3 is the tolerance here."""
    target = tmp_path / "copy.mp4"
    assert export_copy(clip, target) == target.stat().st_size
    with open_clip(target) as reader:
        frames, samples, info = list(reader.frames()), reader.samples(), reader.info
    assert (info.picture_codec, info.sound_codec, info.exact) == ("h264", "aac", False)
    assert (info.width_px, info.height_px, info.fps, len(frames)) == (WIDTH, HEIGHT, FPS, 12)
    for plane, level in zip((frames[5].red, frames[5].green, frames[5].blue), COLOR, strict=True):
        np.testing.assert_allclose(plane.astype(int), level, atol=3)
    middle = samples[6_000:18_000].astype(float)
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(9_000 / 32_768 / np.sqrt(2), rel=0.05)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.mp4", "copy.mp4"]


def test_the_index_stands_first_for_playing_while_loading(clip: Path, tmp_path: Path):
    target = tmp_path / "copy.mp4"
    export_copy(clip, target)
    data = target.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_sound_alone_is_copied_as_sound_alone(tmp_path: Path):
    path, target = tmp_path / "a.mp4", tmp_path / "copy.mp4"
    write_clip(path, None, np.full(24_000, 99, np.int16), fps=FPS, width_px=0, height_px=0)
    export_copy(path, target)
    with open_clip(target) as reader:
        assert (reader.info.has_picture, reader.info.sound_codec) == (False, "aac")


def test_a_torn_clip_is_not_copied(tmp_path: Path):
    path, target = tmp_path / "a.mp4", tmp_path / "copy.mp4"
    write_small_clip(path)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ClipReadError, match="torn"):
        export_copy(path, target)
    assert not target.exists()


def test_a_missing_folder_is_reported_and_nothing_is_left(clip: Path, tmp_path: Path):
    with pytest.raises(ClipWriteError, match=r"none/copy\.mp4: .*No such file.*folder exists"):
        export_copy(clip, tmp_path / "none" / "copy.mp4")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.mp4"]


def test_the_clip_itself_is_never_overwritten(clip: Path, tmp_path: Path):
    before = clip.read_bytes()
    link = tmp_path / "link.mp4"
    link.symlink_to(clip)
    for target in (clip, link):
        with pytest.raises(ClipWriteError, match="is the clip itself"):
            export_copy(clip, target)
    assert clip.read_bytes() == before
