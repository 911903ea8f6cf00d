import base64
import io
import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from motion_assets.core.observations.frames import PlanarFrame
from motion_assets.errors import LimitError, ShapeError
from motion_assets.media.preview import (
    MAX_PNG_BYTES,
    contact_sheet,
    inline_svg_bar,
    png_markdown,
    swatches,
    waveform,
)


def pixels(png: bytes):
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"))


def flat_frame(rgb: tuple[int, int, int], alpha: int, width: int = 64, height: int = 36):
    red, green, blue, opacity = (
        np.full((height, width), level, np.uint8) for level in (*rgb, alpha)
    )
    return PlanarFrame(red, green, blue, opacity)


def noise_frame(seed: int, width: int = 256, height: int = 144):
    planes = np.random.default_rng(seed).integers(0, 256, (4, height, width), dtype=np.uint8)
    return PlanarFrame(*planes)


def test_tiles_stand_in_reading_order():
    colors = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (0, 0, 0)]
    sheet = pixels(contact_sheet([flat_frame(color, 255) for color in colors], columns=3))
    assert sheet.shape == (2 * 72 + 2, 3 * 128 + 2 * 2, 3)
    centers = [sheet[36, 64], sheet[36, 194], sheet[36, 324], sheet[110, 64]]
    assert [tuple(center.tolist()) for center in centers] == colors


def test_transparent_pixels_show_the_checkerboard():
    sheet = pixels(contact_sheet([flat_frame((255, 0, 0), 0)]))
    assert {tuple(color) for color in sheet.reshape(-1, 3).tolist()} == {(72,) * 3, (88,) * 3}


def test_half_opaque_red_lets_half_of_the_board_through():
    """Straight alpha: 255 * 128/255 + 72 * 127/255 = 163.9, 0 * 128/255 + 72 * 127/255 = 35.9."""
    sheet = pixels(contact_sheet([flat_frame((255, 0, 0), 128)]))
    assert {tuple(color) for color in sheet.reshape(-1, 3).tolist()} == {
        (164, 36, 36),
        (172, 44, 44),
    }


@pytest.mark.parametrize("count", [1, 6, 24])
def test_a_sheet_of_noise_stays_small(count: int):
    png = contact_sheet([noise_frame(seed) for seed in range(count)])
    assert len(png) <= MAX_PNG_BYTES


def test_frames_of_several_sizes_share_a_sheet():
    sheet = pixels(contact_sheet([flat_frame((9, 9, 9), 255), flat_frame((99, 9, 9), 255, 36, 64)]))
    assert sheet.shape == (72, 128 + 2 + 40, 3)


def test_previews_repeat_byte_by_byte():
    frames = [noise_frame(seed) for seed in range(3)]
    assert contact_sheet(frames) == contact_sheet(frames)
    samples = np.random.default_rng(1).integers(-9, 9, 5_000).astype(np.int16)
    assert waveform(samples) == waveform(samples)


def test_no_frames_are_refused():
    with pytest.raises(LimitError, match="got 0 and 6"):
        contact_sheet([])


def test_swatches_show_their_colors():
    colors = np.array([[250, 0, 125, 255], [0, 100.4, 0, 255], [10, 20, 30, 0]])
    image = pixels(swatches(colors))
    assert image.shape == (20, 60, 3)
    assert tuple(image[10, 10].tolist()) == (250, 0, 125)
    assert tuple(image[10, 30].tolist()) == (0, 100, 0)
    assert {tuple(c) for c in image[:, 40:].reshape(-1, 3).tolist()} == {(72,) * 3, (88,) * 3}


def test_hundreds_of_swatches_stay_small():
    colors = np.random.default_rng(5).integers(0, 256, (288, 4))
    png = swatches(colors)
    assert pixels(png).shape == (12 * 20, 24 * 20, 3)
    assert len(png) <= MAX_PNG_BYTES


@pytest.mark.parametrize(
    ("colors", "error", "message"),
    [
        (np.zeros((3, 3)), ShapeError, r"got \(3, 3\)"),
        (np.zeros((0, 4)), LimitError, "got 0"),
        (np.full((2, 4), 256), ShapeError, "got 256 to 256"),
        (np.full((2, 4), np.nan), ShapeError, "got nan"),
    ],
)
def test_swatches_refuse(colors, error: type[Exception], message: str):
    with pytest.raises(error, match=message):
        swatches(colors)


def test_a_full_scale_square_reaches_both_edges_and_silence_only_the_middle():
    square = np.tile(np.array([-32_768, 32_767], np.int16), 3_000)
    blue = (38, 84, 140)
    loud = (pixels(waveform(square)) == blue).all(axis=2)
    quiet = (pixels(waveform(np.zeros(6_000, np.int16))) == blue).all(axis=2)
    assert loud.all()
    assert quiet.sum(axis=0).tolist() == [1] * 600
    assert quiet[47:49].any()


def test_a_float_waveform_is_drawn_like_the_same_integers():
    samples = np.random.default_rng(2).integers(-30_000, 30_000, 4_800).astype(np.int16)
    assert waveform(samples) == waveform((samples / np.float32(32_768)).astype(np.float32))


def test_few_samples_fill_the_width():
    image = pixels(waveform(np.array([32_767, -32_768], np.int16)))
    assert tuple(image[0, 0].tolist()) == tuple(image[95, 599].tolist()) == (38, 84, 140)


def test_no_samples_are_refused():
    with pytest.raises(ShapeError, match=r"got \(0,\)"):
        waveform(np.empty(0, np.int16))


def bar_of(markdown: str) -> ET.Element:
    encoded = re.fullmatch(r"!\[[^\]]*\]\(data:image/svg\+xml;base64,([^)]*)\)", markdown)
    assert encoded
    return ET.fromstring(base64.b64decode(encoded[1]))  # noqa: S314 - made by the line above


@pytest.mark.parametrize(
    ("share", "filled", "text"),
    [
        pytest.param(0, "0", "0.0 % seen", id="nothing"),
        pytest.param(0.25, "40", "25.0 % seen", id="a-quarter"),
        pytest.param(0.99999, "159", "99.9 % seen", id="almost-is-not-all"),
        pytest.param(1, "160", "100.0 % seen", id="all"),
    ],
)
def test_the_bar_is_as_long_as_its_share(share: float, filled: str, text: str):
    ground, bar, label = bar_of(inline_svg_bar(share, "seen"))
    assert (ground.get("width"), bar.get("width"), label.text) == ("160", filled, text)


def test_the_longest_bar_stays_inline_and_escapes_its_label():
    markdown = inline_svg_bar(1, '<&">' * 15)
    assert len(markdown) < 900
    assert bar_of(markdown)[2].text == "100.0 % " + '<&">' * 15


@pytest.mark.parametrize("share", [-0.01, 1.01, float("nan")])
def test_a_share_outside_its_range_is_refused(share: float):
    with pytest.raises(LimitError, match=r"share in 0\.\.1"):
        inline_svg_bar(share, "seen")


def test_png_markdown_holds_the_picture():
    png = swatches(np.full((1, 4), 255))
    markdown = png_markdown(png)
    assert markdown.startswith("![preview](data:image/png;base64,")
    assert base64.b64decode(markdown.partition("base64,")[2][:-1]) == png
