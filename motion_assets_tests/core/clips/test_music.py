from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from motion_assets.core.clips import voices
from motion_assets.core.clips.scene import Music, SoundCells
from motion_assets.core.clips.score import soundtrack_for
from motion_assets.core.clips.soundtrack import render_samples
from motion_assets.core.observations.frames import sound_digest
from motion_assets.core.observations.sound import measure_instants
from motion_assets.errors import LimitError, UnknownValueError
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.sound_moods import mood_sounds
from motion_assets.vocabulary.sound_ranges import (
    PLOT_TENSION,
    PRESENCE_LAYERS,
    TEMPO_BPM,
    TEMPO_EDGES_BPM,
    tempo_value,
)

Samples = NDArray[np.int16]
MOODS = ASPECTS["sound.mood"].values
ONSET_HOP = 480
TRACK = Music(
    tempo_bpm=100.0,
    mode="major",
    root_hz=200.0,
    pad=0.25,
    bass=0.15,
    beat=0.3,
    air=0.05,
    hit=0.1,
    brightness=0.5,
    roughness=0.2,
    tension=(0.5,),
)
QUIET = replace(TRACK, pad=0.0, bass=0.0, beat=0.0, air=0.0, hit=0.0)


def play(music: Music, *, seconds: int = 4, seed: int = 5) -> Samples:
    return render_samples(music, fps=24, frame_count=24 * seconds, seed=seed)


def changed(music: Music, fields: dict[str, Any]) -> Music:
    return replace(music, **fields)


def scored(presence: str, tempo: str, mood: str, plot: str = "flat", seed: int = 3) -> Music:
    rng = np.random.default_rng(seed)
    track = soundtrack_for(
        presence=presence, tempo=tempo, mood=mood, plot=plot, duration_s=6.0, rng=rng
    )
    assert isinstance(track, Music)
    return track


def power_at(samples: Samples, hz: float) -> float:
    """Share of the track's power within 1 % of ``hz``."""
    power = np.abs(np.fft.rfft(samples * np.hanning(samples.size))) ** 2
    bins = np.fft.rfftfreq(samples.size, 1 / 48_000)
    return float(power[np.abs(bins / hz - 1) < 0.01].sum() / power.sum())


def rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples / 32_768))))


def centroid_hz(samples: Samples) -> float:
    return float(measure_instants(samples, fps=24).centroid_hz.mean())


def beating_share(samples: Samples) -> float:
    """Share of the envelope's power, its mean left out, that lies at 70 Hz."""
    envelope = np.abs(samples.astype(float)).reshape(-1, 48).mean(axis=1)
    power = np.abs(np.fft.rfft(envelope - envelope.mean())) ** 2
    bins = np.fft.rfftfreq(envelope.size, 1 / 1_000)
    return float(power[np.abs(bins - 70) < 1].sum() / power.sum())


def onsets_per_minute(samples: Samples) -> float:
    """Tempo by autocorrelation of spectral flux: the shortest lag that repeats well."""
    hops = samples[: samples.size // ONSET_HOP * ONSET_HOP].reshape(-1, ONSET_HOP)
    spectra = np.abs(np.fft.rfft(hops * np.hanning(ONSET_HOP)))
    flux = np.maximum(np.diff(np.log1p(spectra / 100), axis=0), 0).sum(axis=1)
    flux = np.convolve(flux - flux.mean(), (0.5, 1.0, 0.5), "same")
    likeness = np.correlate(flux, flux, "full")[flux.size - 1 :] / np.arange(flux.size, 0, -1)
    lags = np.arange(30, 121)  # 50 to 200 a minute at 10 ms
    first = lags[likeness[lags] >= 0.75 * likeness[lags].max()][0]
    near = np.arange(first, first + 4)
    return float(60 * 48_000 / ONSET_HOP / near[np.argmax(likeness[near])])


@pytest.mark.parametrize(
    ("before", "change", "measure"),
    [
        pytest.param(
            replace(TRACK, pad=0.0),
            {"pad": 0.25},
            lambda s: power_at(s, 200.0),
            id="pad-sounds-its-root",
        ),
        pytest.param(TRACK, {"bass": 0.3}, lambda s: power_at(s, 100.0), id="bass-an-octave-below"),
        pytest.param(QUIET, {"beat": 0.4}, rms, id="beat-is-heard"),
        pytest.param(QUIET, {"hit": 0.4}, rms, id="hit-is-heard"),
        pytest.param(
            TRACK,
            {"air": 0.2},
            lambda s: float(measure_instants(s, fps=24).hiss.mean()),
            id="air-is-hiss",
        ),
        pytest.param(TRACK, {"tempo_bpm": 140.0}, onsets_per_minute, id="tempo-is-onsets"),
        pytest.param(
            replace(TRACK, roughness=0.0),
            {"mode": "minor"},
            lambda s: power_at(s, 200 * 2 ** (3 / 12)),
            id="minor-has-a-minor-third",
        ),
        pytest.param(
            replace(TRACK, mode="minor"),
            {"mode": "major"},
            lambda s: power_at(s, 200 * 2 ** (4 / 12)),
            id="major-has-a-major-third",
        ),
        pytest.param(TRACK, {"root_hz": 260.0}, lambda s: power_at(s, 260.0), id="root-moves"),
        pytest.param(TRACK, {"brightness": 0.9}, centroid_hz, id="brightness-lifts-the-centroid"),
        pytest.param(TRACK, {"roughness": 0.8}, beating_share, id="roughness-beats-at-70-Hz"),
        pytest.param(TRACK, {"tension": (1.0,)}, rms, id="tension-is-louder"),
        pytest.param(
            replace(QUIET, pad=0.4), {"tension": (1.0,)}, centroid_hz, id="tension-is-brighter"
        ),
    ],
)
def test_every_field_reaches_the_samples(before, change, measure):
    low, high = measure(play(before)), measure(play(replace(before, **change)))
    assert np.nan_to_num(low) * 1.1 < high
    assert high > 0


def test_the_change_test_names_every_field():
    tested = {"pad", "bass", "beat", "hit", "air", "tempo_bpm", "mode", "root_hz"}
    tested |= {"brightness", "roughness", "tension"}
    assert tested == set(Music.__dataclass_fields__) - {"kind"}


def test_seed_moves_noise_and_hits_only():
    pad = replace(QUIET, pad=0.5)
    assert np.array_equal(play(pad, seed=1), play(pad, seed=2))
    assert not np.array_equal(play(TRACK, seed=1), play(TRACK, seed=2))
    assert np.array_equal(play(TRACK, seed=1), play(TRACK, seed=1))


def test_bytes_are_those_of_the_first_machine():
    """Changes only when the sound of music is changed on purpose."""
    assert sound_digest(play(TRACK))[:12] == TRACK_DIGEST


@pytest.mark.parametrize("layer", ["pad", "bass", "beat", "air", "hit"])
def test_a_layer_at_full_level_does_not_wrap(layer):
    """A wrapped sample jumps by almost the whole scale; noise alone may jump by its peaks."""
    loudest = replace(QUIET, tension=(1.0,))
    full, half = changed(loudest, {layer: 1.0}), changed(loudest, {layer: 0.5})
    loud, soft = play(full).astype(int), play(half).astype(int)
    assert np.abs(loud - 2 * soft).max() <= 4  # rounding, twice
    assert np.abs(soft).max() <= 16_384


def test_voices_stay_within_their_peak():
    rng = np.random.default_rng(1)
    noises = [voices.breath(48_000, bright, rng) for bright in (0.0, 0.5, 1.0)]
    tables = [voices.sine_table(), voices.kick(), voices.wave_tables().astype(np.int32)]
    for part in (*tables, *noises, voices.white_noise(48_000, rng)):
        assert np.abs(part).max() <= voices.PEAK


def test_no_table_value_lies_where_the_last_bit_would_round_it_otherwise():
    """Sine and power differ by about 1e-12 here between processors."""
    scaled = voices.PEAK * np.sin(2 * np.pi * np.arange(2_048) / 2_048)
    assert np.abs(scaled - np.floor(scaled) - 0.5).min() > 1e-6
    slopes = 4.0 + (0.75 - 4.0) * np.arange(64)[:, np.newaxis] / 63
    weights = 1_024 * np.arange(1, 13) ** -slopes
    assert np.abs(weights - np.floor(weights) - 0.5).min() > 1e-9


@pytest.mark.parametrize("sample_frames", [1, 2, 24, 240])
def test_a_loop_does_not_click(sample_frames):
    samples = render_samples(TRACK, fps=24, frame_count=sample_frames, seed=2)
    assert samples[0] == samples[-1] == 0
    assert samples.size == sample_frames * 2_000


@pytest.mark.parametrize("presence", ["music", "full"])
@pytest.mark.parametrize("tempo", TEMPO_BPM)
@pytest.mark.parametrize("mood", ["calm", "dark", "chaotic", "harsh", "dreamy", "energetic"])
def test_the_tempo_is_heard_within_two_percent(presence, tempo, mood):
    track = scored(presence, tempo, mood)
    heard = onsets_per_minute(play(track, seconds=6))
    assert heard == pytest.approx(track.tempo_bpm, rel=0.02)
    assert tempo_value(heard) == tempo


@pytest.mark.parametrize("presence", ["ambient", "music", "sfx", "full"])
def test_no_two_moods_sound_alike(presence):
    """Mean difference of sixth-octave levels, 30 Hz to 20 kHz, of one phrase in 20 moods."""
    spectra = [sixth_octaves_db(play(scored(presence, "medium", mood))) for mood in MOODS]
    apart = {
        pair: float(np.abs(spectra[i] - spectra[j]).mean())
        for (i, j), pair in zip(combinations(range(20), 2), combinations(MOODS, 2), strict=True)
    }
    assert min(apart.values()) > 1.5, min(apart, key=lambda pair: apart[pair])


def sixth_octaves_db(samples: Samples) -> NDArray[np.float64]:
    power = np.abs(np.fft.rfft(samples / 32_768)) ** 2 / samples.size**2
    edges_hz = 2.0 ** np.arange(np.log2(30), np.log2(20_000), 1 / 6)
    starts = np.searchsorted(np.fft.rfftfreq(samples.size, 1 / 48_000), edges_hz)
    levels: NDArray[np.float64] = 10 * np.log10(np.add.reduceat(power, starts)[:-1] + 1e-9)
    return levels


def test_presence_decides_the_layers():
    for presence, layers in PRESENCE_LAYERS.items():
        if presence == "silence":
            continue
        track = scored(presence, "slow", "tense")
        sounding = [name for name in PRESENCE_LAYERS["full"] if getattr(track, name) > 0]
        assert tuple(sounding) == layers
    assert set(PRESENCE_LAYERS) == set(ASPECTS["sound.presence"].values)


def test_silence_is_the_silent_cell():
    rng = np.random.default_rng(1)
    track = soundtrack_for(
        presence="silence", tempo="fast", mood="harsh", plot="standard", duration_s=2.0, rng=rng
    )
    assert track == SoundCells((0,))


def test_sfx_are_sparse_and_ambient_is_not():
    silent = {
        presence: np.mean(
            measure_instants(play(scored(presence, "slow", "dark")), fps=24).cell == 0
        )
        for presence in ("sfx", "ambient")
    }
    assert silent["sfx"] > 0.2
    assert silent["ambient"] == 0


@pytest.mark.parametrize(
    ("plot", "loudest_slices", "lowest_slices"),
    [
        pytest.param("slow_build", {11}, {0, 1, 2}, id="slow-build-rises-to-the-end"),
        pytest.param("standard", {7, 8}, {0}, id="standard-climaxes-at-two-thirds"),
        pytest.param("immediate", {0, 1}, {11}, id="immediate-starts-at-its-height"),
    ],
)
def test_the_plot_is_heard_as_loudness_over_time(plot, loudest_slices, lowest_slices):
    levels_db = twelve_levels_db(plot)
    assert int(np.argmax(levels_db)) in loudest_slices
    assert int(np.argmin(levels_db)) in lowest_slices
    assert np.ptp(levels_db) > 4
    assert min(levels_db[0], levels_db[-1]) < levels_db.max() - 1.5


def test_a_flat_plot_stays_as_loud():
    assert np.ptp(twelve_levels_db("flat")) < 0.5
    assert set(PLOT_TENSION) == set(ASPECTS["plots"].values)


def twelve_levels_db(plot: str) -> NDArray[np.float64]:
    """Level of each twelfth of 6 s of a chord that the plot alone changes."""
    track = replace(QUIET, pad=0.6, tempo_bpm=30.0, tension=PLOT_TENSION[plot])
    levels: NDArray[np.float64] = 20 * np.log10(
        [rms(s) for s in np.split(play(track, seconds=6), 12)]
    )
    return levels


@given(
    st.sampled_from(tuple(TEMPO_BPM)),
    st.floats(0.25, 60.0),
    st.sampled_from(MOODS),
    st.integers(0, 2**32),
)
def test_a_scored_track_is_playable_and_keeps_to_its_range(tempo, duration_s, mood, seed):
    rng = np.random.default_rng(seed)
    track = soundtrack_for(
        presence="full", tempo=tempo, mood=mood, plot="flat", duration_s=duration_s, rng=rng
    )
    assert isinstance(track, Music)
    low, high = TEMPO_BPM[tempo]
    assert low - 1e-3 <= track.tempo_bpm <= high + 1e-3
    assert tempo_value(track.tempo_bpm) == tempo
    assert render_samples(track, fps=24, frame_count=1, seed=seed).size == 2_000
    assert track.root_hz == pytest.approx(mood_sounds()[mood].root_hz, rel=0.018)


def test_a_tempo_with_whole_beats_is_taken_where_there_is_one():
    beats = {scored("music", "medium", "calm", seed=seed).tempo_bpm / 10 for seed in range(20)}
    assert beats == {10.0, 11.0}  # 95 to 115 a minute for 6 s: ten or eleven beats


def test_measured_tempo_edges_lie_between_the_played_ranges():
    ranges = list(TEMPO_BPM.values())
    for edge, (below, above) in zip(TEMPO_EDGES_BPM, pairwise(ranges), strict=True):
        assert edge == (below[1] + above[0]) / 2


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        pytest.param({"pad": 0.9}, LimitError, "sum to 1.500; above 1", id="sum-clips"),
        pytest.param({"air": -0.1}, LimitError, "air in 0 to 1, got -0.1", id="negative-level"),
        pytest.param({"roughness": 2.0}, LimitError, "roughness in 0 to 1, got 2.0", id="rough"),
        pytest.param({"tempo_bpm": 0.0}, LimitError, "tempo_bpm in 30 to 300", id="no-tempo"),
        pytest.param({"root_hz": 20.0}, LimitError, "root_hz in 80 to 400", id="root-too-low"),
        pytest.param({"tension": ()}, LimitError, "at least one tension", id="no-tension"),
        pytest.param({"tension": (0.5, 1.5)}, LimitError, r"tension\[1\] in 0", id="tension"),
        pytest.param({"brightness": float("nan")}, LimitError, "got nan", id="nan"),
        pytest.param({"mode": "dorian"}, UnknownValueError, "no mode 'dorian'", id="mode"),
    ],
)
def test_refuses_music_outside_its_limits(change, error, message):
    with pytest.raises(error, match=message):
        play(replace(TRACK, **change))


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        pytest.param({"mood": "hapy"}, UnknownValueError, "sound.mood has no", id="mood"),
        pytest.param({"tempo": "slwo"}, UnknownValueError, "mean 'slow'", id="tempo"),
        pytest.param({"presence": "loud"}, UnknownValueError, "presence", id="presence"),
        pytest.param({"plot": "twist"}, UnknownValueError, "plots", id="plot"),
        pytest.param({"duration_s": 0.0}, LimitError, "above 0, got 0.0", id="duration"),
    ],
)
def test_refuses_words_it_does_not_know(change, error, message):
    words = {"presence": "full", "tempo": "slow", "mood": "calm", "plot": "flat"}
    with pytest.raises(error, match=message):
        soundtrack_for(**{"duration_s": 2.0, **words, **change}, rng=np.random.default_rng(1))


TRACK_DIGEST = "968d53c677be"
