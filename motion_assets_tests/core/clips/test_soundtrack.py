import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.clips.scene import SoundCells
from motion_assets.core.clips.soundtrack import (
    PITCHES_HZ,
    hiss_unit,
    render_samples,
    rumble_unit,
    tone_unit,
)
from motion_assets.core.observations.frames import sound_digest
from motion_assets.core.observations.sound import measure_instants
from motion_assets.errors import LimitError, UnknownValueError
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.cells import SOUND_CELL_COUNT, sound_cell, sound_steps

EVERY_FPS = [int(fps) for fps in ASPECTS["technical.fps"].values]
EVERY_CELL = SoundCells(tuple(range(SOUND_CELL_COUNT)))
UNIT_RMS = 8_192


def sweep(fps: int, *, seed: int = 7) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return render_samples(EVERY_CELL, fps=fps, frame_count=SOUND_CELL_COUNT, seed=seed)


@pytest.mark.parametrize("fps", EVERY_FPS)
@pytest.mark.parametrize("seed", range(len(PITCHES_HZ)), ids=[f"{hz}Hz" for hz in PITCHES_HZ])
def test_every_instant_is_heard_as_the_cell_it_plays(fps, seed):
    seen = measure_instants(sweep(fps, seed=seed), fps=fps)
    assert seen.cell.tolist() == list(range(SOUND_CELL_COUNT))


@pytest.mark.parametrize("fps", EVERY_FPS)
def test_every_cell_is_played_from_its_middle(fps):
    seen = measure_instants(sweep(fps), fps=fps)
    steps = [sound_steps(cell) for cell in range(1, SOUND_CELL_COUNT)]
    wanted_dbfs = [-60 + 2.5 * strength for strength, _ in steps]
    wanted_shares = np.transpose([quarters for _, quarters in steps]) / 4
    shares = np.array([seen.rumble, seen.tone, seen.hiss])[:, 1:]
    np.testing.assert_allclose(seen.level_dbfs[1:], wanted_dbfs, atol=0.05)  # of 1.25 dB
    np.testing.assert_allclose(shares, wanted_shares, atol=0.006)  # of an eighth


def test_silence_is_digital_silence():
    samples = render_samples(SoundCells((0,)), fps=24, frame_count=24, seed=1)
    assert samples.dtype == np.int16
    assert samples.shape == (48_000,)
    assert not samples.any()


def test_the_loudest_cells_do_not_clip():
    """A wrapped or clipped sample would lie at the end of the int16 scale."""
    peaks = [int(np.abs(sweep(fps).astype(np.int64)).max()) for fps in EVERY_FPS]
    assert max(peaks) < 32_000


@pytest.mark.parametrize("fps", EVERY_FPS)
def test_no_value_of_a_unit_table_lies_where_the_last_bit_would_round_it_otherwise(fps):
    """FFT and sine differ by about 1e-15 between processors; the tables allow 1e-6."""
    units = [rumble_unit(fps), hiss_unit(fps)]
    units += [tone_unit(fps, pitch) for pitch in range(len(PITCHES_HZ))]
    for unit in units:
        scaled = unit * UNIT_RMS
        assert np.abs(scaled - np.floor(scaled) - 0.5).min() > 1e-6
        assert np.sqrt(np.mean(unit**2)) == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("fps", EVERY_FPS)
def test_the_hiss_forgets_errors_of_the_last_bits(fps, monkeypatch):
    """Every transform is disturbed by 1e-13: a thousand times what processors differ by."""
    plain = np.rint(hiss_unit(fps) * UNIT_RMS)
    exact, rng = np.fft.rfft, np.random.default_rng(5)
    monkeypatch.setattr(
        np.fft, "rfft", lambda wave: exact(wave * (1 + 1e-13 * rng.uniform(-1, 1, len(wave))))
    )
    assert np.array_equal(np.rint(hiss_unit(fps) * UNIT_RMS), plain)


def test_bytes_are_those_of_the_first_machine():
    """Changes only when the sound of a cell is changed on purpose."""
    assert {fps: sound_digest(sweep(fps))[:12] for fps in EVERY_FPS} == DIGESTS


def test_a_steady_tone_has_no_click_between_instants():
    tone = SoundCells((sound_cell(16, (0, 4, 0)),))
    wave = render_samples(tone, fps=24, frame_count=24, seed=0).astype(np.float64)
    fastest = 2 * np.pi * 456 / 48_000 * wave.max()  # slope of a 456 Hz sine at its crossing
    assert np.abs(np.diff(wave)).max() <= fastest + 1


def test_the_last_cell_is_held_and_later_cells_are_cut():
    loud, soft = sound_cell(18, (1, 2, 1)), sound_cell(5, (0, 0, 4))
    held = render_samples(SoundCells((loud, soft)), fps=30, frame_count=6, seed=3)
    cut = render_samples(SoundCells((loud, soft)), fps=30, frame_count=1, seed=3)
    assert measure_instants(held, fps=30).cell.tolist() == [loud, *[soft] * 5]
    assert np.array_equal(cut, held[:1_600])


def test_the_seed_changes_pitch_and_grain_but_no_cell():
    tracks = [sweep(24, seed=seed).tobytes() for seed in (0, 1, -1, 2**70)]
    assert len(set(tracks)) == 4
    assert sweep(24, seed=1).tobytes() == tracks[1]


@given(
    st.sampled_from(EVERY_FPS),
    st.lists(st.integers(0, 300), min_size=1, max_size=9),
    st.integers(1, 20),
    st.integers(),
)
def test_any_cells_in_any_order_read_back(fps, cells, frame_count, seed):
    samples = render_samples(SoundCells(tuple(cells)), fps=fps, frame_count=frame_count, seed=seed)
    held = (cells + [cells[-1]] * frame_count)[:frame_count]
    assert samples.size == frame_count * 48_000 // fps
    assert measure_instants(samples, fps=fps).cell.tolist() == held


def test_a_sweep_needs_neither_scipy_nor_numba_nor_numpy_random():
    code = (
        "import sys\n"
        "from motion_assets.core.clips.scene import SoundCells\n"
        "from motion_assets.core.clips.soundtrack import render_samples\n"
        "from motion_assets.core.observations.sound import measure_instants\n"
        "track = SoundCells(tuple(range(301)))\n"
        "samples = render_samples(track, fps=24, frame_count=301, seed=7)\n"
        "measure_instants(samples, fps=24)\n"
        "print(*sorted({'scipy', 'numba', 'librosa', 'numpy.random'} & set(sys.modules)))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


@pytest.mark.parametrize(
    ("cells", "fps", "frame_count", "error", "message"),
    [
        pytest.param((), 24, 1, LimitError, "silence is cell 0", id="no-cell"),
        pytest.param((301,), 24, 1, UnknownValueError, "no sound cell 301", id="past-the-end"),
        pytest.param((5, -1), 24, 2, UnknownValueError, "no sound cell -1", id="negative"),
        pytest.param((1,), 29, 1, LimitError, "got 29 fps", id="does-not-divide"),
        pytest.param((1,), 240, 1, LimitError, "at most 120", id="too-fast"),
        pytest.param((1,), 0, 1, LimitError, "got fps 0", id="no-rate"),
        pytest.param((1,), 24, 0, LimitError, "frame_count 0", id="no-length"),
    ],
)
def test_refuses_tracks_that_cannot_be_played_exactly(cells, fps, frame_count, error, message):
    with pytest.raises(error, match=message):
        render_samples(SoundCells(cells), fps=fps, frame_count=frame_count, seed=1)


DIGESTS = {
    12: "6b41795ca6e1",
    15: "a834875139c8",
    24: "18c67c3a31bb",
    25: "7040433a5678",
    30: "677a09f36735",
    50: "dbd1629a50ac",
    60: "a60e7c2c42f2",
    120: "8fa9b9c95d28",
}
