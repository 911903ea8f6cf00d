from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from motion_assets.core.clips import voices
from motion_assets.core.clips.scene import Music
from motion_assets.core.clips.soundtrack import render_samples
from motion_assets.core.observations.frames import sound_digest
from motion_assets.core.observations.sound import measure_instants
from motion_assets.errors import LimitError, UnknownValueError
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.sound_ranges import (
    HIT_GAPS_S,
    LAYERS,
    PLOT_TENSION,
)
from motion_assets_tests.core.clips.scenes import scored

Samples = NDArray[np.int16]
MOODS = ASPECTS["sound.mood"].values
TRACK = Music(
    tempo_bpm=100.0,
    mode="major",
    root_hz=200.0,
    pad=0.06,
    bass=0.1,
    kick=0.2,
    snare=0.15,
    melody=0.05,
    air=0.02,
    hit=0.03,
    impact=1.0,
    brightness=0.5,
    roughness=0.2,
    dissonance=0.2,
    tension=(0.5,),
)
SILENT = replace(TRACK, pad=0.0, bass=0.0, kick=0.0, snare=0.0, melody=0.0, air=0.0, hit=0.0)
PAD = replace(SILENT, pad=0.1, roughness=0.0, dissonance=0.0)


def play(music: Music, *, seconds: int = 4, seed: int = 5) -> Samples:
    return render_samples(music, fps=24, frame_count=24 * seconds, seed=seed)


def changed(music: Music, fields: dict[str, Any]) -> Music:
    return replace(music, **fields)


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


def starts_s(samples: Samples) -> NDArray[np.float64]:
    """When a sound begins after 20 ms of near silence."""
    loud = np.abs(samples.astype(int)).reshape(-1, 480).max(axis=1) > 40
    begins = np.flatnonzero(loud[1:] & ~loud[:-1]) + 1
    times: NDArray[np.float64] = np.concatenate([[0] if loud[0] else [], begins]) / 100
    return times


@pytest.mark.parametrize(
    ("before", "change", "measure"),
    [
        pytest.param(
            replace(TRACK, pad=0.0, hit=0.0),
            {"pad": 0.1},
            lambda s: power_at(s, 200.0),
            id="pad-sounds-its-root",
        ),
        pytest.param(TRACK, {"bass": 0.2}, lambda s: power_at(s, 50.0), id="bass-two-octaves-down"),
        pytest.param(PAD, {"kick": 0.4}, lambda s: power_at(s, 46.0), id="kick-is-low"),
        pytest.param(SILENT, {"snare": 0.4}, centroid_hz, id="snare-is-high"),
        pytest.param(SILENT, {"hit": 0.1}, rms, id="hit-is-heard"),
        pytest.param(
            SILENT,
            {"melody": 0.1},
            lambda s: len(starts_s(s)),
            id="melody-is-one-note-a-beat",
        ),
        pytest.param(
            TRACK,
            {"air": 0.2},
            lambda s: float(measure_instants(s, fps=24).hiss.mean()),
            id="air-is-hiss",
        ),
        pytest.param(
            replace(SILENT, kick=0.3),
            {"tempo_bpm": 140.0},
            lambda s: len(starts_s(s)),
            id="tempo-is-onsets",
        ),
        pytest.param(
            PAD,
            {"mode": "minor"},
            lambda s: power_at(s, 200 * 2 ** (3 / 12)),
            id="minor-has-a-minor-third",
        ),
        pytest.param(
            replace(PAD, mode="minor"),
            {"mode": "major"},
            lambda s: power_at(s, 200 * 2 ** (4 / 12)),
            id="major-has-a-major-third",
        ),
        pytest.param(TRACK, {"root_hz": 230.0}, lambda s: power_at(s, 230.0), id="root-moves"),
        pytest.param(PAD, {"brightness": 0.9}, centroid_hz, id="brightness-lifts-the-centroid"),
        pytest.param(TRACK, {"roughness": 0.8}, beating_share, id="roughness-beats-at-70-Hz"),
        pytest.param(
            TRACK,
            {"dissonance": 0.9},
            lambda s: power_at(s, 200 * 2**0.5),
            id="dissonance-is-a-tritone",
        ),
        pytest.param(
            replace(SILENT, hit=0.03, impact=0.0),
            {"impact": 1.0},
            lambda s: power_at(s, 46.0),
            id="impacts-are-low",
        ),
        pytest.param(
            replace(PAD, tension=(1.0, 0.0)),
            {"tension": (1.0, 0.6)},
            lambda s: rms(s[-48_000:]),
            id="tension-is-louder",
        ),
    ],
)
def test_every_field_reaches_the_samples(before, change, measure):
    low, high = measure(play(before)), measure(play(changed(before, change)))
    assert np.nan_to_num(low) * 1.1 < high
    assert high > 0


def test_the_change_test_names_every_field():
    tested = {*LAYERS, "tempo_bpm", "mode", "root_hz", "brightness", "roughness", "dissonance"}
    assert {*tested, "tension", "impact"} == set(Music.__dataclass_fields__) - {"kind", "take"}


def test_seed_moves_melody_noise_and_hits_only():
    assert np.array_equal(play(PAD, seed=1), play(PAD, seed=2))
    assert not np.array_equal(play(TRACK, seed=1), play(TRACK, seed=2))
    assert np.array_equal(play(TRACK, seed=1), play(TRACK, seed=1))


def test_a_take_moves_what_a_seed_does():
    again = replace(TRACK, take=1)
    assert not np.array_equal(play(TRACK), play(again))
    assert not np.array_equal(play(again), play(replace(TRACK, take=2)))
    assert np.array_equal(play(PAD), play(replace(PAD, take=1)))


def test_bytes_are_those_of_the_first_machine():
    """Changes only when the sound of music is changed on purpose."""
    assert sound_digest(play(TRACK))[:12] == TRACK_DIGEST


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_at_full_level_is_limited_and_does_not_wrap(layer):
    """Under the limit twice the level is twice the sample; over it the sign stays."""
    full, half = (play(changed(SILENT, {layer: level})).astype(int) for level in (1.0, 0.05))
    assert np.abs(full).max() <= 32_000
    clear = np.abs(half) > 100
    assert (np.sign(full[clear]) == np.sign(half[clear])).all()
    low, twice = (play(changed(SILENT, {layer: level})).astype(int) for level in (1 / 32, 1 / 16))
    assert np.abs(twice - 2 * low).max() <= 8  # rounding, a few times


def test_every_layer_at_full_level_together_does_not_wrap():
    loud = play(changed(TRACK, dict.fromkeys((*LAYERS, "roughness", "dissonance"), 1.0)))
    jumps = np.abs(np.diff(loud.astype(int)))
    assert np.abs(loud.astype(int)).max() <= 32_000
    assert jumps.max() < 64_000


def test_voices_stay_within_their_peak():
    rng = np.random.default_rng(1)
    noises = [voices.breath(), voices.hiss(), voices.white_noise()]
    drawn = [voices.noise_of(noise, 200_000, rng) for noise in noises]
    for part in (*noises, *drawn, voices.sine_table()):
        assert np.abs(part).max() <= voices.UNIT
    tables = voices.wave_tables().astype(np.int32).reshape(voices.TIMBRES, -1)
    fundamentals = np.abs(np.fft.rfft(tables)[:, 1]) * 2 / tables.shape[1]
    np.testing.assert_allclose(fundamentals, voices.UNIT, rtol=2e-3)


def test_no_table_value_lies_where_the_last_bit_would_round_it_otherwise():
    """Sine and power differ by about 1e-12 here between processors."""
    scaled = voices.UNIT * np.sin(2 * np.pi * np.arange(2_048) / 2_048)
    assert np.abs(scaled - np.floor(scaled) - 0.5).min() > 1e-6
    slopes = 3.6 + (1.0 - 3.6) * np.arange(64)[:, np.newaxis] / 63
    weights = 4_096 * np.arange(1, 13) ** -slopes
    assert np.abs(weights - np.floor(weights) - 0.5).min() > 1e-9


def test_no_note_lies_where_the_last_bit_would_round_it_to_another_hertz():
    for track in (scored("full", "slow", mood, seed=seed) for mood in MOODS for seed in range(8)):
        notes_hz = track.root_hz * 2 ** (np.array((0, 3, 4, 6, 7, 12, 14, 15, 16, 19, 24)) / 12)
        assert np.abs(notes_hz - np.floor(notes_hz) - 0.5).min() > 1e-6


@pytest.mark.parametrize("roughness", [0, 143, 256])
def test_a_chord_joins_to_itself(roughness):
    """The step across the seam is no larger than those within."""
    loop = voices.chord_loop((98, 117, 147), (256, 256, 160), 63, roughness).astype(int)
    assert abs(loop[0] - loop[-1]) <= np.abs(np.diff(loop)).max()
    np.testing.assert_array_equal(np.resize(loop, 96_000)[48_000:], loop)


@pytest.mark.parametrize("sample_frames", [1, 2, 24, 240])
def test_a_loop_does_not_click(sample_frames):
    samples = render_samples(TRACK, fps=24, frame_count=sample_frames, seed=2)
    assert samples[0] == samples[-1] == 0
    assert samples.size == sample_frames * 2_000


@pytest.mark.parametrize("presence", ["ambient", "music", "sfx", "full"])
def test_no_two_moods_sound_alike(presence):
    """Mean difference of sixth-octave levels, 30 Hz to 20 kHz, of one phrase in 20 moods."""
    spectra = [sixth_octaves_db(play(scored(presence, "medium", mood))) for mood in MOODS]
    apart = {
        pair: float(np.abs(spectra[i] - spectra[j]).mean())
        for (i, j), pair in zip(combinations(range(20), 2), combinations(MOODS, 2), strict=True)
    }
    assert min(apart.values()) > 1.0, min(apart, key=lambda pair: apart[pair])


def sixth_octaves_db(samples: Samples) -> NDArray[np.float64]:
    power = np.abs(np.fft.rfft(samples / 32_768)) ** 2 / samples.size**2
    edges_hz = 2.0 ** np.arange(np.log2(30), np.log2(20_000), 1 / 6)
    starts = np.searchsorted(np.fft.rfftfreq(samples.size, 1 / 48_000), edges_hz)
    levels: NDArray[np.float64] = 10 * np.log10(np.add.reduceat(power, starts)[:-1] + 1e-9)
    return levels


def test_hits_stand_apart_at_uneven_distances():
    for seed in range(12):
        gaps_s = np.diff(starts_s(play(scored("sfx", "slow", "peaceful"), seconds=12, seed=seed)))
        assert ((gaps_s > HIT_GAPS_S[0][0] - 0.03) & (gaps_s < HIT_GAPS_S[1][1] + 0.03)).all()
        ratios = [max(pair) / min(pair) for pair in pairwise(gaps_s)]
        assert min(ratios) > 1.35


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
    assert np.ptp(levels_db) > 3
    assert min(levels_db[0], levels_db[-1]) < levels_db.max() - 1.5


def test_a_flat_plot_stays_as_loud():
    assert np.ptp(twelve_levels_db("flat")[1:-1]) < 0.1
    assert set(PLOT_TENSION) == set(ASPECTS["plots"].values)


def twelve_levels_db(plot: str) -> NDArray[np.float64]:
    """Level of each twelfth of 6 s of a chord that the plot alone changes."""
    track = replace(PAD, tension=PLOT_TENSION[plot])
    levels: NDArray[np.float64] = 20 * np.log10(
        [rms(s) for s in np.split(play(track, seconds=6), 12)]
    )
    return levels


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        pytest.param({"pad": 1.9}, LimitError, "pad in 0 to 1, got 1.9", id="too-loud"),
        pytest.param({"air": -0.1}, LimitError, "air in 0 to 1, got -0.1", id="negative-level"),
        pytest.param({"roughness": 2.0}, LimitError, "roughness in 0 to 1, got 2.0", id="rough"),
        pytest.param({"dissonance": 2.0}, LimitError, "dissonance in 0 to 1", id="dissonance"),
        pytest.param({"tempo_bpm": 0.0}, LimitError, "tempo_bpm in 30 to 300", id="no-tempo"),
        pytest.param({"root_hz": 20.0}, LimitError, "root_hz in 80 to 600", id="root-too-low"),
        pytest.param({"tension": ()}, LimitError, "at least one tension", id="no-tension"),
        pytest.param({"tension": (0.5, 1.5)}, LimitError, r"tension\[1\] in 0", id="tension"),
        pytest.param({"brightness": float("nan")}, LimitError, "got nan", id="nan"),
        pytest.param({"mode": "dorian"}, UnknownValueError, "no mode 'dorian'", id="mode"),
    ],
)
def test_refuses_music_outside_its_limits(change: dict[str, Any], error, message):
    with pytest.raises(error, match=message):
        play(changed(TRACK, change))


TRACK_DIGEST = "1e16da16f9c3"
