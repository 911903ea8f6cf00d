from pathlib import Path

import numpy as np
import pytest

from motion_assets.core.observations.frames import RgbaFrame
from motion_assets.media.encoders import EncoderShelf, PictureCoding, PictureEncoder
from motion_assets.media.read import open_clip
from motion_assets.media.write import write_clip

COLOR = PictureCoding(32, 18, 30, "color")
OPACITY = PictureCoding(32, 18, 30, "opacity")
FLAT = PictureCoding(32, 18, 30, "opacity", arithmetic=True)


def pictures(coding: PictureCoding, count: int, seed: int = 1) -> list[np.ndarray]:
    """A rough picture that drifts, so that both kinds of prediction have something to find."""
    shape = (coding.height_px, coding.width_px, 3)[: 3 if coding.content == "color" else 2]
    first = np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)
    return [np.roll(first, index, axis=1) for index in range(count)]


def coded(encoder: PictureEncoder, clip: list[np.ndarray]) -> list[tuple[bytes, int | None, bool]]:
    packets = [encoder.encode(pixels, index) for index, pixels in enumerate(clip)]
    encoder.rewind()
    return [(bytes(packet), packet.pts, packet.is_keyframe) for packet in packets]


@pytest.mark.parametrize("coding", [COLOR, OPACITY, FLAT], ids=["color", "opacity", "flat"])
@pytest.mark.parametrize(
    "before",
    [
        pytest.param([1], id="one-picture"),
        pytest.param([5, 2, 9], id="three-clips"),
        pytest.param([251], id="two-key-pictures"),
        pytest.param([501, 3], id="three-key-pictures-then-one"),
    ],
)
def test_a_kept_encoder_gives_the_bytes_of_a_new_one(coding: PictureCoding, before: list[int]):
    wanted = pictures(coding, 7)
    kept = PictureEncoder(coding)
    for seed, count in enumerate(before, start=2):
        coded(kept, pictures(coding, count, seed))
    assert coded(kept, wanted) == coded(PictureEncoder(coding), wanted)


@pytest.mark.parametrize("coding", [COLOR, OPACITY, FLAT], ids=["color", "opacity", "flat"])
def test_every_picture_is_one_packet_at_once_and_the_first_needs_no_other(coding: PictureCoding):
    packets = coded(PictureEncoder(coding), pictures(coding, 4))
    assert [(at, key) for _, at, key in packets] == [(0, True), (1, False), (2, False), (3, False)]


def test_no_packet_says_which_library_made_it():
    assert not any(
        b"x264" in data for data, _, _ in coded(PictureEncoder(COLOR), pictures(COLOR, 2))
    )


def test_a_shelf_hands_an_encoder_to_one_clip_at_a_time():
    shelf = EncoderShelf()
    first, second = shelf.take(COLOR), shelf.take(COLOR)
    assert first is not second
    shelf.put_back(COLOR, first)
    assert shelf.take(OPACITY) is not first
    assert shelf.take(COLOR) is first
    assert shelf.take(COLOR) is not first


def test_a_shelf_keeps_the_encoders_used_last_and_none_of_large_pictures():
    shelf = EncoderShelf()
    codings = [PictureCoding(16, 16, fps, "color") for fps in range(1, 10)]
    encoders = [shelf.take(coding) for coding in codings]
    for coding, encoder in zip(codings, encoders, strict=True):
        shelf.put_back(coding, encoder)
    assert shelf.take(codings[-1]) is encoders[-1]
    assert shelf.take(codings[0]) is not encoders[0]
    large = PictureCoding(320, 240, 24, "opacity")
    encoder = shelf.take(large)
    shelf.put_back(large, encoder)
    assert shelf.take(large) is not encoder


def test_clips_written_in_turn_are_the_same_whatever_was_written_between(tmp_path: Path):
    def clip(seed: int, count: int) -> list[RgbaFrame]:
        drawn = zip(pictures(COLOR, count, seed), pictures(OPACITY, count, seed), strict=True)
        return [RgbaFrame(rgb, alpha) for rgb, alpha in drawn]

    def write(name: str, frames: list[RgbaFrame]) -> bytes:
        samples = np.zeros(len(frames) * 1_600, np.int16)
        write_clip(tmp_path / name, frames, samples, fps=30, width_px=32, height_px=18)
        return (tmp_path / name).read_bytes()

    first = write("a.mp4", clip(1, 6))
    write("b.mp4", clip(2, 3))

    def failing():
        yield from clip(3, 2)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_clip(
            tmp_path / "c.mp4",
            failing(),
            np.zeros(8_000, np.int16),
            fps=30,
            width_px=32,
            height_px=18,
        )
    assert write("d.mp4", clip(1, 6)) == first
    with open_clip(tmp_path / "d.mp4") as reader:
        shown = list(reader.frames())
    for drawn, frame in zip(clip(1, 6), shown, strict=True):
        assert np.array_equal(np.stack([frame.red, frame.green, frame.blue], axis=-1), drawn.rgb)
        assert np.array_equal(frame.alpha, drawn.alpha)
