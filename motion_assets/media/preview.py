"""Preview: small pictures of frames, colors and sound for people, as PNG, SVG and Markdown.

Put the drawing of previews here; choosing what is shown belongs in ``steps``. Nothing is ever
measured from a preview: its colors are reduced. Equal input gives equal bytes with one release
of Pillow and zlib.
"""

import base64
import io
from collections.abc import Sequence
from html import escape
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from motion_assets.core.observations.frames import PlanarFrame
from motion_assets.errors import LimitError, ShapeError

MAX_PNG_BYTES: Final = 30_000

SHEET_COLUMNS: Final = 6
SHEET_COLORS: Final = 128
TILE_HEIGHTS_PX: Final = (72, 64, 56, 48, 40, 34, 28, 22, 16, 11)
GAP_PX: Final = 2
CHECKER_PX: Final = 4
CHECKER_GRAYS: Final = (72, 88)
"""Dark, so that a picture that is half transparent keeps its colors; the board is seen still."""

SWATCH_COLUMNS: Final = 24
SWATCH_PX: Final = 20
MAX_SWATCHES: Final = 1_200

WAVE_WIDTH_PX: Final = 600
WAVE_HEIGHT_PX: Final = 96
INK: Final = (38, 84, 140)
PAPER: Final = (255, 255, 255)
RULE: Final = (200, 206, 214)

BAR_WIDTH_PX: Final = 160
MAX_LABEL_CHARS: Final = 60


def contact_sheet(frames: Sequence[PlanarFrame], *, columns: int = SHEET_COLUMNS) -> bytes:
    """PNG of the frames in reading order, over a checkerboard where they are transparent.

    All tiles are equally high, so that upright frames take no more room than wide ones. They
    become smaller until the picture has at most `MAX_PNG_BYTES` bytes.

    Raises
    ------
    LimitError
        If there are no frames, ``columns`` is below 1, or even the smallest tiles take more.
    """
    if not frames or columns < 1:
        raise LimitError(
            f"a contact sheet needs frames and columns, got {len(frames)} and {columns}."
        )
    for height_px in TILE_HEIGHTS_PX:
        sheet = _sheet([_tile(frame, height_px) for frame in frames], columns)
        png = _png(sheet.quantize(SHEET_COLORS, dither=Image.Dither.NONE))
        if len(png) <= MAX_PNG_BYTES:
            return png
    raise LimitError(
        f"{len(frames)} frames do not fit a contact sheet of {MAX_PNG_BYTES} bytes. Pass fewer."
    )


def swatches(rgba: NDArray[np.number]) -> bytes:
    """PNG of one square a color, in reading order, over a checkerboard where transparent.

    Parameters
    ----------
    rgba : shape (color, channel)
        Red, green, blue and straight alpha, 0..255, integers or means.

    Raises
    ------
    ShapeError
        If ``rgba`` is not of shape (color, 4) with values in 0..255.
    LimitError
        If there are no colors or more than `MAX_SWATCHES`.
    """
    if rgba.ndim != 2 or rgba.shape[1] != 4:  # noqa: PLR2004 - axes and channels of the parameter
        raise ShapeError(f"swatches needs colors of shape (color, 4), got {rgba.shape}.")
    if not 1 <= len(rgba) <= MAX_SWATCHES:
        raise LimitError(f"1 to {MAX_SWATCHES} swatches can be drawn, got {len(rgba)}.")
    if not ((rgba >= 0) & (rgba <= 255)).all():  # noqa: PLR2004 - range of the parameter
        raise ShapeError(f"swatches needs values in 0..255, got {rgba.min():g} to {rgba.max():g}.")
    columns = min(SWATCH_COLUMNS, len(rgba))
    rows = -(-len(rgba) // columns)
    cells = np.zeros((rows * columns, 4), np.uint8)
    cells[: len(rgba)] = np.rint(rgba).astype(np.uint8)
    grid = cells.reshape(rows, columns, 4).repeat(SWATCH_PX, axis=0).repeat(SWATCH_PX, axis=1)
    return _png(_over_checker(grid[:, :, :3], grid[:, :, 3]))


def waveform(samples: NDArray[np.int16] | NDArray[np.float32]) -> bytes:
    """PNG of the loudest swing up and down in each column, full scale from edge to edge.

    Parameters
    ----------
    samples : int16, or float with full scale at -1 and 1, shape (sample,)

    Raises
    ------
    ShapeError
        If ``samples`` is empty or not of shape (sample,).
    """
    if samples.ndim != 1 or not samples.size:
        raise ShapeError(f"waveform needs samples of shape (sample,), got {samples.shape}.")
    full_scale = 32_768.0 if samples.dtype == np.int16 else 1.0
    width = min(WAVE_WIDTH_PX, samples.size)
    starts = np.arange(width) * samples.size // width
    middle = (WAVE_HEIGHT_PX - 1) / 2
    rows = [
        np.rint(middle - np.clip(peak.reduceat(samples, starts) / full_scale, -1, 1) * middle)
        for peak in (np.maximum, np.minimum)
    ]
    image = Image.new("RGB", (WAVE_WIDTH_PX, WAVE_HEIGHT_PX), PAPER)
    draw = ImageDraw.Draw(image)
    draw.line((0, round(middle), WAVE_WIDTH_PX - 1, round(middle)), fill=RULE)
    for column, (top, bottom) in enumerate(zip(*rows, strict=True)):
        left = column * WAVE_WIDTH_PX // width
        right = (column + 1) * WAVE_WIDTH_PX // width - 1
        draw.rectangle((left, int(top), right, int(bottom)), fill=INK)
    return _png(image.quantize(4, dither=Image.Dither.NONE))


def png_markdown(png: bytes, label: str = "preview") -> str:
    """Markdown that shows a PNG without a file beside it."""
    return _markdown(label, "image/png", png)


def inline_svg_bar(share: float, label: str) -> str:
    """Markdown of a bar filled to ``share`` (0..1), with its percentage and label behind it.

    It stays under 900 characters: the Dagster pages fold longer Markdown away from 1,000 on.
    The percentage is cut, not rounded: only what is complete says 100 %.

    Raises
    ------
    LimitError
        If ``share`` is outside of 0..1 or the label has more than `MAX_LABEL_CHARS` characters.

    Examples
    --------
    >>> inline_svg_bar(0.5, "color")[:35]
    '![50.0 % color](data:image/svg+xml;'
    """
    if not 0 <= share <= 1 or len(label) > MAX_LABEL_CHARS:
        raise LimitError(
            "a bar needs a share in 0..1 and a label of at most "
            f"{MAX_LABEL_CHARS} characters, got {share:g} and {label!r}."
        )
    text = f"{int(share * 1_000) / 10:.1f} % {label}"
    filled = int(share * BAR_WIDTH_PX)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{BAR_WIDTH_PX + 260}" height="16">'
        f'<rect width="{BAR_WIDTH_PX}" height="16" fill="#c8ced6"/>'
        f'<rect width="{filled}" height="16" fill="#26548c"/>'
        f'<text x="{BAR_WIDTH_PX + 8}" y="12" font-size="12" fill="#888">{escape(text)}</text>'
        "</svg>"
    )
    return _markdown(text, "image/svg+xml", svg.encode())


def _markdown(label: str, kind: str, content: bytes) -> str:
    alt = label.replace("[", "(").replace("]", ")")
    return f"![{alt}](data:{kind};base64,{base64.b64encode(content).decode()})"


def _tile(frame: PlanarFrame, height_px: int) -> Image.Image:
    rgb = np.stack((frame.red, frame.green, frame.blue), axis=-1)
    height, width = frame.alpha.shape
    size = max(1, height_px * width // height), height_px
    resample = Image.Resampling.BOX if height_px <= height else Image.Resampling.NEAREST
    color = Image.fromarray(rgb).resize(size, resample)
    alpha = Image.fromarray(np.ascontiguousarray(frame.alpha)).resize(size, resample)
    return _over_checker(np.asarray(color), np.asarray(alpha))


def _sheet(tiles: Sequence[Image.Image], columns: int) -> Image.Image:
    """Tiles of one height in rows, one beside the other."""
    lines = [tiles[i : i + columns] for i in range(0, len(tiles), columns)]
    widths = [sum(tile.width + GAP_PX for tile in line) - GAP_PX for line in lines]
    step = tiles[0].height + GAP_PX
    sheet = Image.new("RGB", (max(widths), len(lines) * step - GAP_PX), PAPER)
    for row, line in enumerate(lines):
        left = 0
        for tile in line:
            sheet.paste(tile, (left, row * step))
            left += tile.width + GAP_PX
    return sheet


def _over_checker(rgb: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> Image.Image:
    """Straight color over a gray checkerboard, rounded to the nearest level."""
    y, x = np.indices(alpha.shape) // CHECKER_PX
    board = np.where((x + y) % 2, *CHECKER_GRAYS)[:, :, np.newaxis]
    share = alpha[:, :, np.newaxis].astype(np.int64)
    mixed = (rgb * share + board * (255 - share) + 127) // 255
    return Image.fromarray(mixed.astype(np.uint8))


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()
