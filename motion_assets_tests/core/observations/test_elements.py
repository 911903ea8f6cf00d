from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from motion_assets.core.clips.scene import Music
from motion_assets.core.clips.score import soundtrack_for
from motion_assets.core.clips.soundtrack import render_samples
from motion_assets.core.observations.elements import hear_elements
from motion_assets.core.observations.hearing import hear
from motion_assets.core.observations.windows import hear as hear_in_windows
from motion_assets.core.observations.windows import sound_windows
from motion_assets.errors import ShapeError
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.sound_elements import ELEMENTS

Samples = NDArray[np.int16]
Wave = NDArray[np.float64]
RATE_HZ = 48_000
SECONDS = np.arange(4 * RATE_HZ) / RATE_HZ
BEATS_S = (0.25, 0.85, 1.45, 2.05, 2.65, 3.25)
NOISE = np.random.default_rng(4).uniform(-1, 1, SECONDS.size)


def since(start_s: float) -> Wave:
    """Seconds since a beat; before it, a time at which every decay is over."""
    passed: Wave = np.where(start_s <= SECONDS, SECONDS - start_s, 60.0)
    return passed


def summed(level: float, waves: list[Wave]) -> Wave:
    whole: Wave = level * np.sum(waves, axis=0)
    return whole


def kicks() -> Wave:
    """Sines that fall from 150 to 48 Hz and die within 0.15 s."""
    waves = []
    for beat in BEATS_S:
        t = since(beat)
        turns = 48.0 * t + 102.0 * 0.03 * (1 - np.exp(-t / 0.03))
        waves.append(np.sin(2 * np.pi * turns) * np.exp(-t * 22))
    return summed(0.5, waves)


def snares() -> Wave:
    return summed(0.3, [NOISE * np.exp(-since(beat) * 16) for beat in BEATS_S])


def basses() -> Wave:
    notes = [np.sin(2 * np.pi * 55 * since(b)) * np.exp(-since(b) * 5) for b in BEATS_S]
    return summed(0.3, notes)


def pad() -> Wave:
    return summed(0.05, [np.sin(2 * np.pi * hz * SECONDS) for hz in (220, 277, 330)])


def melody() -> Wave:
    pitches_hz = (880, 988, 1_109, 880, 1_319, 988)
    notes = [
        np.sin(2 * np.pi * hz * since(b)) * np.exp(-since(b) * 7)
        for hz, b in zip(pitches_hz, BEATS_S, strict=True)
    ]
    return summed(0.15, notes)


MADE = {"kick": kicks, "snare": snares, "bass": basses, "pad": pad, "melody": melody}


def mixed(*names: str) -> Samples:
    whole = np.sum([MADE[name]() for name in names], axis=0)
    samples: Samples = np.round(np.clip(whole, -1, 1) * 32_767).astype(np.int16)
    return samples


def heard(samples: Samples) -> tuple[str, ...]:
    return tuple(seen.element for seen in hear_elements(samples))


def test_the_signals_are_those_of_the_vocabulary():
    assert tuple(MADE) == tuple(ELEMENTS)


@pytest.mark.parametrize("name", ELEMENTS)
def test_an_element_alone_is_heard_alone(name):
    assert heard(mixed(name)) == (name,)


@pytest.mark.parametrize("left_out", ELEMENTS)
def test_an_element_left_out_is_not_heard(left_out):
    names = tuple(name for name in ELEMENTS if name != left_out)
    assert heard(mixed(*names)) == names


@pytest.mark.parametrize("name", ["kick", "snare", "bass"])
def test_onsets_are_those_that_were_played(name):
    (seen,) = hear_elements(mixed(name))
    assert seen.onset_s == pytest.approx(BEATS_S, abs=0.03)


def test_a_pad_begins_once_and_is_as_loud_as_its_tonic_and_third():
    """Two sines of amplitude 0.05: 2 x 0.05 ** 2 / 2, -26.0 dBFS."""
    (seen,) = hear_elements(mixed("pad"))
    assert seen.onset_s == (0.0,)
    assert seen.level_dbfs == pytest.approx(-26.0, abs=0.2)
    assert seen.confidence == 1.0


def test_a_chord_struck_again_and_again_is_no_melody_and_no_pad():
    struck = np.sum([np.exp(-since(beat) * 9) for beat in BEATS_S], axis=0)
    samples = np.round(np.clip(6 * pad() * struck, -1, 1) * 32_767).astype(np.int16)
    assert heard(samples) == ()


def test_what_sounds_once_is_no_element():
    once = np.round(0.5 * NOISE * np.exp(-since(1.0) * 16) * 32_767).astype(np.int16)
    assert heard(once) == ()


def test_hearing_once_is_enough():
    samples = mixed(*ELEMENTS)
    assert hear_elements(samples, heard=hear(samples)) == hear_elements(samples)


def own(mood: str, seed: int) -> Music:
    rng = np.random.default_rng(seed)
    track = soundtrack_for(
        presence="music", tempo="medium", mood=mood, plot="flat", duration_s=6.0, rng=rng
    )
    assert isinstance(track, Music)
    return track


def test_own_music_has_all_elements_and_loses_those_that_are_taken_out():
    """95 of 100 single decisions; low rough chords and slow melodies hide one now and then."""
    right = []
    for seed, mood in enumerate(ASPECTS["sound.mood"].values[::2]):
        track = own(mood, seed)
        for played in (track, replace(track, kick=0.0, melody=0.0), replace(track, bass=0.0)):
            names = heard(render_samples(played, fps=24, frame_count=144, seed=seed))
            right += [(getattr(played, name) > 0) == (name in names) for name in ELEMENTS]
    assert sum(right) >= 0.95 * len(right)


@given(st.integers(1, 9_000), st.integers(0, 2**32))
@settings(max_examples=20)
def test_any_track_however_short_is_listened_to(count, seed):
    samples = np.random.default_rng(seed).integers(-32_768, 32_767, count).astype(np.int16)
    for seen in hear_elements(samples):
        assert 0.0 <= seen.confidence <= 1.0


def test_a_window_in_two_stretches_has_one_row_of_the_onsets_in_both():
    track = np.tile(snares(), 3)[: 9 * RATE_HZ]
    samples = np.rint(20_000 * track).astype(np.int16)
    rows = [
        row
        for row in hear_in_windows(samples, sound_windows(9.0))
        if row.aspect == "sound.element" and row.value == "snare"
    ]
    assert len({row.window for row in rows}) == len(rows)
    edge = next(row for row in rows if row.start_s < 4.5 < row.start_s + row.duration_s)
    assert edge.measure == 2.0  # snares at 4.25 s and 4.85 s; the stretches meet at 4.5 s


def test_silence_holds_nothing():
    assert hear_elements(np.zeros(96_000, dtype=np.int16)) == ()


def test_refuses_floats_and_says_what_it_got():
    with pytest.raises(ShapeError, match=r"got float64 \(9,\). Floats"):
        hear_elements(np.zeros(9))  # type: ignore[arg-type]  # what is refused here
