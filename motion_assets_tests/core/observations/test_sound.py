import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.observations.records import Float64s
from motion_assets.core.observations.sound import SoundInstants, measure_instants, sound_cells
from motion_assets.errors import LimitError, ShapeError
from motion_assets.vocabulary.cells import MIXTURES, sound_cell, sound_key, sound_steps
from motion_assets_tests.core.observations.signals import labeled_signals, one_second_each

RATE_HZ = 48_000
FPS = 24
LENGTH = RATE_HZ // FPS
T = np.arange(LENGTH) / RATE_HZ


def sine(hz: float, *, rms: float = 0.5**0.5) -> Float64s:
    wave: Float64s = rms * 2**0.5 * np.sin(2 * np.pi * hz * T)
    return wave


def flat_hiss(*, rms: float) -> Float64s:
    """One instant of noise with the same power in every bin from 2.4 to 21.6 kHz."""
    rng = np.random.default_rng(11)
    spectrum = np.zeros(LENGTH // 2 + 1, dtype=complex)
    spectrum[100:900] = np.exp(2j * np.pi * rng.random(800))
    wave: Float64s = np.fft.irfft(spectrum, LENGTH).astype(np.float64)
    scaled: Float64s = wave * rms / np.sqrt(np.mean(wave**2))
    return scaled


def rms_at(level_dbfs: float) -> float:
    return float(10 ** (level_dbfs / 20))


@pytest.mark.parametrize(
    ("samples", "level_dbfs"),
    [
        pytest.param(np.where(T < LENGTH / 2 / RATE_HZ, 1.0, -1.0), 0.0, id="full-scale-square"),
        pytest.param(sine(480), -3.0103, id="full-scale-sine"),
        pytest.param(sine(480, rms=0.05), -26.0206, id="a-twentieth"),
        pytest.param(np.full(LENGTH, -32_768, dtype=np.int16), 0.0, id="int16-full-scale"),
        pytest.param(np.full(LENGTH, 16_384, dtype=np.int16), -6.0206, id="int16-half"),
    ],
)
def test_level_is_rms_against_a_full_scale_square(samples, level_dbfs):
    assert measure_instants(samples, fps=FPS).level_dbfs == pytest.approx([level_dbfs], abs=1e-4)


@pytest.mark.parametrize(
    ("level_dbfs", "strength"),
    [
        pytest.param(-70.0, 0, id="under-the-scale"),
        pytest.param(-58.8, 0, id="nearer-to-silence"),
        pytest.param(-58.7, 1, id="nearer-to-the-first-step"),
        pytest.param(-35.0, 10, id="half-way-is-50-percent"),
        pytest.param(-11.3, 19, id="just-under-full"),
        pytest.param(-11.2, 20, id="just-full"),
        pytest.param(-3.1, 20, id="above-minus-ten-is-full"),
    ],
)
def test_strength_steps_are_linear_in_level(level_dbfs, strength):
    (cell,) = measure_instants(sine(480, rms=rms_at(level_dbfs)), fps=FPS).cell
    assert sound_steps(int(cell)) == (strength, (0, 4, 0) if strength else (0, 0, 0))


@pytest.mark.parametrize(
    ("parts", "key"),
    [
        pytest.param((1, 0, 0), "0.50_4-0-0", id="48-Hz-is-rumble"),
        pytest.param((0, 1, 0), "0.50_0-4-0", id="a-sine-is-a-tone"),
        pytest.param((0, 0, 1), "0.50_0-0-4", id="high-noise-is-hiss"),
        pytest.param((0.5, 0.25, 0.25), "0.50_2-1-1", id="quarters"),
        pytest.param((0.30, 0.30, 0.40), "0.50_1-1-2", id="largest-remainder-gets-the-rest"),
        pytest.param((0.13, 0.0, 0.87), "0.50_1-0-3", id="an-eighth-rounds-up"),
        pytest.param((0.12, 0.0, 0.88), "0.50_0-0-4", id="less-than-an-eighth-is-dropped"),
    ],
)
def test_mixture_is_the_share_of_power_in_quarters(parts, key):
    rms = rms_at(-35.0)
    rumble, tone, hiss = (rms * part**0.5 for part in parts)
    mix = sine(48, rms=rumble) + sine(480, rms=tone) + flat_hiss(rms=hiss)
    seen = measure_instants(mix, fps=FPS)
    assert sound_key(int(seen.cell[0])) == key
    np.testing.assert_allclose(
        [seen.rumble, seen.tone, seen.hiss], np.transpose([parts]), atol=0.01
    )


@given(st.tuples(*[st.integers(0, 1000)] * 3).filter(any), st.floats(-50, -12))
def test_the_mixture_is_the_nearest_of_the_fifteen(powers, level_dbfs):
    shares = np.array(powers) / sum(powers)
    rumble, tone, hiss = rms_at(level_dbfs) * np.sqrt(shares)
    mix = sine(48, rms=rumble) + sine(480, rms=tone) + flat_hiss(rms=hiss)
    seen = measure_instants(mix, fps=FPS)
    measured = np.array([seen.rumble[0], seen.tone[0], seen.hiss[0]])
    distance = np.abs(np.array(MIXTURES) / 4 - measured).sum(axis=1)
    _, chosen = sound_steps(int(seen.cell[0]))
    assert distance[MIXTURES.index(chosen)] == pytest.approx(distance.min(), abs=1e-9)
    assert measured.sum() == pytest.approx(1.0, abs=2e-6)


def test_bands_and_centroid_of_three_equal_sines():
    seen = measure_instants(sine(96) + sine(960) + sine(9_600), fps=FPS)
    np.testing.assert_allclose([seen.low, seen.mid, seen.high], 1 / 3, atol=1e-5)
    assert seen.centroid_hz == pytest.approx([(96 + 960 + 9_600) / 3], abs=0.01)


def test_an_impulse_is_flat_and_a_sine_is_not():
    impulse = np.zeros(LENGTH)
    impulse[700] = 0.5
    assert measure_instants(impulse, fps=FPS).flatness == pytest.approx([1.0], abs=1e-3)
    assert measure_instants(sine(480), fps=FPS).flatness[0] < 1e-6


@pytest.mark.parametrize("dtype", [np.int16, np.float32, np.float64])
def test_digital_silence_is_the_silent_cell_with_no_shares(dtype):
    seen = measure_instants(np.zeros(3 * LENGTH, dtype=dtype), fps=FPS)
    assert seen.cell.tolist() == [0, 0, 0]
    assert seen.level_dbfs.tolist() == [-120.0] * 3
    for name in ("rumble", "tone", "hiss", "low", "mid", "high", "centroid_hz", "flatness"):
        assert getattr(seen, name).tolist() == [0.0] * 3


@pytest.mark.parametrize(
    ("sample_count", "instants"),
    [
        pytest.param(0, 0, id="empty"),
        pytest.param(999, 0, id="less-than-half-an-instant"),
        pytest.param(1_000, 1, id="half-an-instant"),
        pytest.param(4_999, 2, id="short-rest-is-left-out"),
        pytest.param(5_000, 3, id="half-a-rest-is-measured"),
        pytest.param(200_000, 100, id="more-than-one-batch"),
    ],
)
def test_rest_of_half_an_instant_counts(sample_count, instants):
    wave = 0.1 * np.sin(2 * np.pi * 480 * np.arange(sample_count) / RATE_HZ)
    seen = measure_instants(wave, fps=FPS)
    assert seen.cell.tolist() == [sound_cell(15, (0, 4, 0))] * instants


@pytest.mark.parametrize(
    ("fps", "rate_hz", "instants"),
    [
        pytest.param(24_000 / 1_001, 48_000, 24, id="ntsc-film"),
        pytest.param(24, 44_100, 25, id="cd-rate-is-1837.5-samples"),
        pytest.param(7, 48_000, 7, id="fps-that-does-not-divide"),
    ],
)
def test_instants_that_are_not_whole_samples_keep_time(fps, rate_hz, instants):
    wave = 0.1 * np.sin(2 * np.pi * 997 * np.arange(48_048) / rate_hz)
    wave[48_048 // 2 :] = 0.0
    seen = measure_instants(wave, fps=fps, sample_rate_hz=rate_hz)
    assert len(seen.cell) == pytest.approx(48_048 / rate_hz * fps, abs=0.5)
    assert abs(len(seen.cell) - instants - (fps == 24)) <= 1
    half = len(seen.cell) // 2
    assert (seen.cell[:half] > 0).all()
    assert (seen.cell[half + 1 :] == 0).all()


@given(st.integers(0, 8), st.integers(0, 2**32 - 1))
def test_halving_the_amplitude_takes_6_db_and_leaves_the_shares(halvings, seed):
    rng = np.random.default_rng(seed)
    wave = rng.uniform(-0.9, 0.9, LENGTH) + sine(rng.uniform(300, 5_000), rms=0.3)
    loud = measure_instants(wave, fps=FPS)
    quiet = measure_instants(wave / 2**halvings, fps=FPS)
    assert quiet.level_dbfs == pytest.approx(loud.level_dbfs - 6.0206 * halvings, abs=1e-3)
    for name in ("rumble", "tone", "hiss", "low", "mid", "high"):
        np.testing.assert_allclose(getattr(quiet, name), getattr(loud, name), atol=2e-6)


def test_int16_and_the_same_floats_agree():
    rng = np.random.default_rng(3)
    samples = rng.integers(-9_000, 9_000, 10 * LENGTH).astype(np.int16)
    ints = measure_instants(samples, fps=FPS)
    floats = measure_instants(samples / 32_768, fps=FPS)
    assert ints.cell.tolist() == floats.cell.tolist()
    assert ints.level_dbfs.tolist() == floats.level_dbfs.tolist()


@pytest.mark.parametrize("codec", ["wav", "flac"])
def test_76_of_76_ffmpeg_signals_are_heard_as_what_they_are(codec):
    signals = labeled_signals()
    assert len(signals) == 76
    samples = one_second_each(signals, codec)
    for fps in (12, 15, 24, 25, 30, 60):
        seen = dominant(measure_instants(samples, fps=fps)).reshape(len(signals), fps)
        wrong = [
            (source, wanted, heard.tolist())
            for (source, wanted), heard in zip(signals, seen, strict=True)
            if np.count_nonzero(heard == wanted) * 2 <= fps
        ]
        assert wrong == []


def dominant(instants: SoundInstants):
    names = np.array(["rumble", "tone", "hiss"])
    largest = np.argmax([instants.rumble, instants.tone, instants.hiss], axis=0)
    return np.where(instants.cell == 0, "silence", names[largest])


def test_cells_seen_are_counts_and_sums_by_cell():
    wave = np.concatenate([sine(480), np.zeros(LENGTH), sine(48), sine(480), sine(480)])
    seen = sound_cells(measure_instants(wave, fps=FPS))
    assert seen.cell.tolist() == [0, sound_cell(20, (4, 0, 0)), sound_cell(20, (0, 4, 0))]
    assert seen.instants.tolist() == [1, 1, 3]
    np.testing.assert_allclose(seen.sum_level_dbfs, [-120.0, -3.0103, -9.0309], atol=1e-3)
    np.testing.assert_allclose(seen.sum_rumble, [0, 1, 0], atol=1e-4)
    np.testing.assert_allclose(seen.sum_tone, [0, 0, 3], atol=1e-4)
    np.testing.assert_allclose(seen.sum_hiss, 0, atol=1e-4)
    np.testing.assert_allclose(seen.sum_low, [0, 1, 0], atol=1e-4)
    np.testing.assert_allclose(seen.sum_mid, [0, 0, 3], atol=1e-4)
    np.testing.assert_allclose(seen.sum_high, 0, atol=1e-4)
    np.testing.assert_allclose(seen.sum_centroid_hz, [0, 48, 1_440], atol=0.1)
    assert seen.sum_flatness[0] == 0


def test_nothing_heard_gives_no_cells():
    seen = sound_cells(measure_instants(np.zeros(0), fps=FPS))
    assert seen.cell.size == seen.sum_tone.size == 0


@pytest.mark.parametrize(
    ("samples", "error", "message"),
    [
        pytest.param(np.zeros((2, 9)), ShapeError, r"got float64 \(2, 9\)", id="stereo"),
        pytest.param(np.zeros(9, dtype=np.int32), ShapeError, r"got int32 \(9,\)", id="int32"),
        pytest.param(np.full(2_000, np.nan), ShapeError, "got 2000 of 2000", id="nan"),
    ],
)
def test_refuses_what_is_not_a_mono_track(samples, error, message):
    with pytest.raises(error, match=message):
        measure_instants(samples, fps=FPS)


def test_refuses_instants_too_short_for_a_spectrum():
    with pytest.raises(LimitError, match="at least 64 samples, got 48"):
        measure_instants(np.zeros(48_000), fps=1_000)
