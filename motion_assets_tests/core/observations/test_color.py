import importlib.util
import subprocess
import sys
from collections import Counter, defaultdict
from typing import Final

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from motion_assets.core.observations.color import (
    LEVEL_OF_BYTE,
    OPACITY_OF_BYTE,
    CellCounter,
    Kernel,
    choose_kernel,
    count_cells,
    pixel_cells,
)
from motion_assets.core.observations.color_kernel import CHUNK_PX, GROUP_PX
from motion_assets.core.observations.color_tally import BLOCK_PX
from motion_assets.core.observations.compiled import kept
from motion_assets.core.observations.frames import PlanarFrame
from motion_assets.core.observations.records import ColorCells
from motion_assets.errors import LimitError, ShapeError
from motion_assets.vocabulary.cells import color_cell, color_cell_of_key

KERNELS: Final[tuple[Kernel, ...]] = ("numpy", "numba")
FIELDS = tuple(ColorCells.__slots__)


def frame_of(pixels: NDArray[np.uint8]) -> PlanarFrame:
    """Frame whose planes are the channels of uint8 pixels (height, width, rgba)."""
    return PlanarFrame(*(np.ascontiguousarray(pixels[..., channel]) for channel in range(4)))


def solid(rgba: tuple[int, ...], height: int = 4, width: int = 4) -> PlanarFrame:
    return frame_of(np.full((height, width, 4), rgba, np.uint8))


def noise(seed: int, height: int, width: int) -> PlanarFrame:
    rng = np.random.default_rng(seed)
    return frame_of(rng.integers(0, 256, (height, width, 4), dtype=np.uint8))


def rows_of(seen: ColorCells) -> list[tuple[int, ...]]:
    """Rows as tuples, in the order of the fields of `ColorCells`."""
    return list(zip(*(getattr(seen, field).tolist() for field in FIELDS), strict=True))


def nearest(value: int, steps: int, top: int) -> int:
    """Index of the nearest of ``steps`` equal shares of ``top``, by distance alone."""
    return min(range(steps), key=lambda step: abs(value - top * step / (steps - 1)))


def counted_by_hand(frames: list[PlanarFrame], min_cell_px: int) -> list[tuple[int, ...]]:
    """Rows by the definition, one pixel at a time."""
    pixels: Counter[int] = Counter()
    peaks: Counter[int] = Counter()
    shown: Counter[int] = Counter()
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for frame in frames:
        in_frame: Counter[int] = Counter()
        for rgba in zip(
            *(p.ravel().tolist() for p in (frame.red, frame.green, frame.blue, frame.alpha)),
            strict=True,
        ):
            steps = [nearest(value, 11, 250) for value in rgba[:3]]
            cell = color_cell(steps[0], steps[1], steps[2], nearest(rgba[3], 21, 255))
            in_frame[cell] += 1
            sums[cell] = [a + b for a, b in zip(sums[cell], rgba, strict=True)]
        pixels += in_frame
        peaks |= in_frame
        shown.update(cell for cell, count in in_frame.items() if count >= min_cell_px)
    return [(c, pixels[c], shown[c], peaks[c], *sums[c]) for c in sorted(shown)]


def test_levels_are_the_nearest_of_eleven_and_238_to_255_are_the_last():
    assert LEVEL_OF_BYTE.tolist() == [nearest(value, 11, 250) for value in range(256)]
    assert set(LEVEL_OF_BYTE[238:]) == {10}
    assert LEVEL_OF_BYTE[237] == 9


def test_opacities_are_the_nearest_of_twenty_one_shares():
    assert OPACITY_OF_BYTE.tolist() == [nearest(alpha, 21, 255) for alpha in range(256)]


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize(
    ("rgba", "key"),
    [
        pytest.param((0, 0, 0, 0), "0,0,0_0.00", id="clear-black"),
        pytest.param((255, 255, 255, 255), "250,250,250_1.00", id="opaque-white"),
        pytest.param((12, 13, 37, 6), "0,25,25_0.00", id="under-each-edge"),
        pytest.param((38, 237, 238, 7), "50,225,250_0.05", id="over-each-edge"),
        pytest.param((100, 125, 150, 217), "100,125,150_0.85", id="key-of-the-specification"),
    ],
)
def test_a_flat_frame_is_one_cell_with_exact_sums(kernel, rgba, key):
    seen = count_cells([solid(rgba)] * 3, kernel=kernel)
    sums = [48 * value for value in rgba]
    assert rows_of(seen) == [(color_cell_of_key(key), 48, 3, 16, *sums)]


@pytest.mark.parametrize("kernel", KERNELS)
def test_every_byte_in_every_channel_falls_where_the_tables_say(kernel):
    values = np.arange(256, dtype=np.uint8)
    for channel in range(4):
        pixels = np.zeros((16, 16, 4), np.uint8)
        pixels[..., channel] = values.reshape(16, 16)
        seen = count_cells([frame_of(pixels)], min_cell_px=1, kernel=kernel)
        assert rows_of(seen) == counted_by_hand([frame_of(pixels)], 1)


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_cell_under_the_least_area_in_every_frame_is_absent(kernel):
    pixels = np.zeros((8, 8, 4), np.uint8)
    pixels[0, :8] = pixels[1, :7] = (255, 0, 0, 255)
    once = pixels.copy()
    once[1, 7] = (255, 0, 0, 255)
    black, red = color_cell(0, 0, 0, 0), color_cell(10, 0, 0, 20)
    frames = [frame_of(pixels), frame_of(pixels)]
    assert count_cells(frames, kernel=kernel).cell.tolist() == [black]
    seen = count_cells([*frames, frame_of(once)], kernel=kernel)
    assert rows_of(seen)[1] == (red, 46, 1, 16, 46 * 255, 0, 0, 46 * 255)


@pytest.mark.parametrize("kernel", KERNELS)
def test_no_frames_and_empty_frames_show_nothing(kernel):
    assert rows_of(count_cells([], kernel=kernel)) == []
    empty = frame_of(np.zeros((0, 4, 4), np.uint8))
    assert rows_of(count_cells([empty], kernel=kernel)) == []


@settings(max_examples=60, deadline=None)
@given(
    hnp.arrays(
        np.uint8,
        st.tuples(st.integers(1, 3), st.integers(1, 9), st.integers(1, 9), st.just(4)),
        elements=st.sampled_from([0, 12, 13, 37, 38, 126, 237, 238, 255]),
    ),
    st.integers(1, 20),
)
def test_both_kernels_count_what_the_definition_says(clip, min_cell_px):
    frames = [frame_of(pixels) for pixels in clip]
    expected = counted_by_hand(frames, min_cell_px)
    for kernel in KERNELS:
        assert rows_of(count_cells(frames, min_cell_px=min_cell_px, kernel=kernel)) == expected


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    height=st.integers(1, 70),
    width=st.integers(1, 70),
    spread=st.sampled_from([1, 30, 256]),
)
def test_kernels_agree_on_noise_of_any_size(seed, height, width, spread):
    rng = np.random.default_rng(seed)
    start = rng.integers(0, 257 - spread, 4)
    pixels = start + rng.integers(0, spread, (2, height, width, 4))
    frames = [frame_of(frame.astype(np.uint8)) for frame in pixels]
    numpy_rows, numba_rows = (
        rows_of(count_cells(frames, min_cell_px=2, kernel=kernel)) for kernel in KERNELS
    )
    assert numpy_rows == numba_rows


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize(
    "pixel_count",
    [
        pytest.param(CHUNK_PX, id="just-the-chunk-of-the-compiled-kernel"),
        pytest.param(CHUNK_PX + GROUP_PX + 1, id="a-little-over-the-chunk"),
        pytest.param(BLOCK_PX + 1, id="over-the-block-of-the-numpy-kernel"),
        pytest.param(1920 * 1080, id="the-largest-frame"),
    ],
)
def test_no_field_overflows_in_a_large_frame_of_one_color(kernel, pixel_count):
    seen = count_cells([solid((255, 254, 253, 255), 1, pixel_count)], kernel=kernel)
    sums = [pixel_count * value for value in (255, 254, 253, 255)]
    assert rows_of(seen) == [(27_950, pixel_count, 1, pixel_count, *sums)]


def test_kernels_agree_when_a_clip_crosses_chunks_and_blocks():
    frames = [noise(seed, 250, 299) for seed in range(3)]
    numpy_rows, numba_rows = (
        rows_of(count_cells(frames, min_cell_px=5, kernel=kernel)) for kernel in KERNELS
    )
    assert numpy_rows == numba_rows
    assert len(numpy_rows) > 10_000


@pytest.mark.parametrize("kernel", KERNELS)
def test_rows_further_apart_than_their_width_count_alike(kernel):
    whole = noise(7, 20, 64)
    planes = (whole.red, whole.green, whole.blue, whole.alpha)
    view = PlanarFrame(*(plane[:, :50] for plane in planes))
    packed = PlanarFrame(*(plane[:, :50].copy() for plane in planes))
    assert not view.red.flags.c_contiguous
    seen = [rows_of(count_cells([f], min_cell_px=1, kernel=kernel)) for f in (view, packed)]
    assert seen[0] == seen[1]


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_counter_starts_anew_after_each_clip(kernel):
    counter = CellCounter(kernel=kernel)
    for seed in (1, 2, 1):
        frames = [noise(seed, 30, 40), solid((9, 9, 9, 255))]
        for frame in frames:
            counter.add(frame)
        assert rows_of(counter.take()) == rows_of(count_cells(frames, kernel=kernel))
    assert rows_of(counter.take()) == []


def test_cells_of_pixels_are_those_that_are_counted():
    frame = noise(3, 40, 50)
    cell, pixels = np.unique(pixel_cells(frame), return_counts=True)
    seen = count_cells([frame], min_cell_px=1, kernel="numpy")
    assert (seen.cell.tolist(), seen.pixels.tolist()) == (cell.tolist(), pixels.tolist())


def test_planes_of_unlike_shape_or_dtype_are_refused_with_what_arrived():
    plane = np.zeros((4, 6), np.uint8)
    with pytest.raises(ShapeError, match=r"got uint8 \(4, 6\), float64 \(4, 6\)"):
        count_cells(
            [PlanarFrame(plane, plane.astype(float), plane, plane)],
            kernel="numpy",
        )
    with pytest.raises(ShapeError, match=r"uint8 \(4, 5\)"):
        count_cells([PlanarFrame(plane, plane, plane, plane[:, 1:])], kernel="numba")
    with pytest.raises(ShapeError, match="one shape"):
        pixel_cells(PlanarFrame(*[np.zeros(4, np.uint8)] * 4))


def test_a_least_area_of_nothing_is_refused():
    with pytest.raises(LimitError, match="at least 1 pixel, got 0"):
        CellCounter(kernel="numpy", min_cell_px=0)


def test_a_short_job_never_imports_numba():
    program = (
        "import sys, numpy as np\n"
        "from motion_assets.core.observations.color import choose_kernel, count_cells\n"
        "from motion_assets.core.observations.frames import PlanarFrame\n"
        "plane = np.zeros((64, 64), np.uint8)\n"
        "kernel = choose_kernel(plane.size, 1)\n"
        "count_cells([PlanarFrame(plane, plane, plane, plane)], kernel=kernel)\n"
        "print(kernel, 'numba' in sys.modules, 'scipy' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == ["numpy", "False", "False"]


def test_the_kernel_follows_from_the_work_alone():
    sizes = ((0, 0), (59_951_999, 1), (59_952_000, 1), (0, 1_249), (0, 1_250))
    assert [choose_kernel(*each) == "numba" for each in sizes] == [False, False, True, False, True]


def test_the_kernel_compiles_where_no_cache_can_be_written(tmp_path, monkeypatch):
    source = tmp_path / "plus.py"
    source.write_text("def plus_one(value):\n    return value + 1\n")
    # A file where a folder is wanted cannot be written to, not even by root.
    (tmp_path / "__pycache__").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(source))
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    spec = importlib.util.spec_from_file_location("plus", source)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with pytest.raises(RuntimeError, match="cannot cache"):
        numba.njit(cache=True)(module.plus_one)
    assert kept(module.plus_one)(41) == 42
