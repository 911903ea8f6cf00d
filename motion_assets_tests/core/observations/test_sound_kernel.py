"""The compiled way to measure spectra against the numpy way."""

from dataclasses import fields
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from motion_assets.core.observations.records import Float64s
from motion_assets.core.observations.sound import SoundInstants, measure_instants
from motion_assets.core.observations.sound_kernel import (
    compiled_levels,
    compiled_spectra,
    middle_network,
)
from motion_assets.core.observations.sound_levels import describe
from motion_assets.core.observations.sound_spectrum import measure_spectra
from motion_assets_tests.core.observations.signals import labeled_signals, one_second_each

RATE_HZ = 48_000


def assert_alike(one: SoundInstants, other: SoundInstants) -> None:
    for field in fields(SoundInstants):
        np.testing.assert_array_equal(
            getattr(one, field.name), getattr(other, field.name), err_msg=field.name
        )


@pytest.mark.parametrize("count", [1, 3, 5, 7, 9, 11, 13])
def test_the_network_puts_the_median_of_any_order_in_the_middle(count):
    # The 0-1 principle (Knuth, The Art of Computer Programming 3, 5.3.4): what holds for every
    # row of zeros and ones holds for all values.
    rows = np.array(list(product((0, 1), repeat=count)))
    medians = np.sort(rows, axis=1)[:, count // 2]
    for pair in middle_network(count):
        rows[:, list(pair)] = np.sort(rows[:, list(pair)], axis=1)
    np.testing.assert_array_equal(rows[:, count // 2], medians)


@pytest.mark.parametrize("fps", [24, 30, 24_000 / 1_001, 60, 120, 7])
def test_independent_signals_measure_alike_in_both_ways(fps):
    samples = one_second_each(labeled_signals()[::4], "flac")
    assert_alike(
        measure_instants(samples, fps=fps, kernel="numba"), measure_instants(samples, fps=fps)
    )


@settings(max_examples=60, deadline=None)  # the first call compiles
@example(seed=2836, size=1_984, fps=750, loudest=40, pitch_hz=990.0625).via("a share half-way")
@given(
    seed=st.integers(0, 2**32 - 1),
    size=st.integers(0, 9_000),
    fps=st.sampled_from([12, 24, 50, 120, 750]),
    loudest=st.sampled_from([1, 40, 32_767]),
    pitch_hz=st.floats(20, 23_000),
)
def test_any_mixture_measures_alike_in_both_ways(seed, size, fps, loudest, pitch_hz):
    rng = np.random.default_rng(seed)
    wave = rng.random() * np.sin(2 * np.pi * pitch_hz * np.arange(size) / RATE_HZ)
    wave += rng.random() * rng.uniform(-1, 1, size)
    samples = np.rint(wave / 2 * loudest).astype(np.int16)
    assert_alike(
        measure_instants(samples, fps=fps, kernel="numba"), measure_instants(samples, fps=fps)
    )


def test_floats_of_any_memory_layout_measure_alike_in_both_ways():
    samples = np.random.default_rng(5).standard_normal(96_000)[::2] / 8
    assert_alike(
        measure_instants(samples, fps=24, kernel="numba"), measure_instants(samples, fps=24)
    )


def spectrum_of(levels: Float64s) -> Float64s:
    """Samples of one instant whose bins have these powers, shape (1, sample)."""
    wave: Float64s = np.fft.irfft(np.sqrt(levels / 2) * 2 * (levels.size - 1) + 0j)
    return wave[np.newaxis]


@pytest.mark.parametrize(
    ("bin_", "reach"),
    [
        pytest.param(4, -1, id="96-hz-is-no-pitch"),
        pytest.param(5, 1, id="120-hz-is-the-first-above-the-floor"),
        pytest.param(10, 1, id="last-of-its-block"),
        pytest.param(11, 1, id="first-of-its-block"),
        pytest.param(833, 1, id="19992-hz-is-the-last-under-the-ceiling"),
        pytest.param(834, -1, id="20016-hz-is-no-pitch"),
    ],
)
def test_a_clear_bin_and_its_neighbors_are_taken_out_of_the_rest(bin_, reach):
    levels = np.full(1_001, 1e-6)
    levels[[0, -1]] = 0.0
    levels[bin_] *= 26
    rest = np.where(np.abs(np.arange(1_001) - bin_) <= reach, 0.0, levels)
    rumble_end = 9  # 216 Hz, the first bin of 24 Hz from 200 Hz
    for spectra in (compiled_spectra, measure_spectra):
        total, rumble, hiss, *_ = spectra(spectrum_of(levels), RATE_HZ)[:, 0]
        assert total == pytest.approx(levels.sum())
        assert rumble == pytest.approx(rest[:rumble_end].sum())
        assert hiss == pytest.approx(rest[rumble_end:].sum())


@settings(max_examples=100, deadline=None)  # the first call compiles
@given(
    eighths=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=40),
    level_dbfs=st.floats(-130, 3),
)
def test_shares_on_the_edge_between_cells_fall_alike_in_both_ways(eighths, level_dbfs):
    rumble, low = np.array(eighths).T / 8
    found = np.full((7, len(eighths)), 0.25)
    found[1:5] = rumble, (1 - rumble) * low, low, 1 - low
    found[:6] *= 10 ** (level_dbfs / 10)
    found[0] = 10 ** (level_dbfs / 10)
    np.testing.assert_array_equal(compiled_levels(found), describe(found))


def test_flatness_of_known_powers_is_their_geometric_over_their_arithmetic_mean():
    levels = np.tile([1e-3, 4e-3], 501)[:1_001]
    levels[[0, -1]] = 0.0
    wave = spectrum_of(levels)
    found = compiled_spectra(wave, RATE_HZ)[6, 0]
    kept = levels[1:] + 1e-12 / 1_000
    assert found == pytest.approx(np.exp(np.log(kept).mean()) / kept.mean(), rel=1e-9)
