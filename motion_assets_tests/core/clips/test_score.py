from dataclasses import asdict
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.clips.scene import SoundCells
from motion_assets.core.clips.score import soundtrack_for
from motion_assets.core.clips.soundtrack import render_samples
from motion_assets.errors import LimitError, UnknownValueError
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.sound_moods import DIMENSIONS, mood_of, mood_sounds
from motion_assets.vocabulary.sound_ranges import (
    BRIGHTNESS_DB,
    BRIGHTNESS_PLAYED,
    HARMONY_DB,
    HARMONY_PLAYED,
    LAYERS,
    LOUDNESS_DBFS,
    LOUDNESS_PLAYED,
    PRESENCE_LAYERS,
    REGISTER_ROOT_HZ,
    ROUGHNESS_DB,
    ROUGHNESS_PLAYED,
    TEMPO_BPM,
    TEMPO_EDGES_BPM,
    needed_duration_s,
    register_of,
    slowest_bpm,
    tempo_value,
)
from motion_assets_tests.core.clips.scenes import scored

MOODS = ASPECTS["sound.mood"].values


def test_presence_decides_the_layers():
    for presence, layers in PRESENCE_LAYERS.items():
        if presence == "silence":
            continue
        track = scored(presence, "slow", "tense")
        assert tuple(name for name in LAYERS if getattr(track, name) > 0) == layers
    assert set(PRESENCE_LAYERS) == set(ASPECTS["sound.presence"].values)
    assert PRESENCE_LAYERS["full"] == LAYERS


def test_silence_is_the_silent_cell():
    rng = np.random.default_rng(1)
    track = soundtrack_for(
        presence="silence", tempo="fast", mood="harsh", plot="standard", duration_s=2.0, rng=rng
    )
    assert track == SoundCells((0,))


@given(
    st.sampled_from(tuple(TEMPO_BPM)),
    st.floats(0.25, 60.0),
    st.sampled_from(MOODS),
    st.integers(0, 2**32),
)
def test_a_scored_track_is_playable_and_keeps_to_its_range(tempo, duration_s, mood, seed):
    track = scored("full", tempo, mood, seed=seed, duration_s=duration_s)
    low, high = TEMPO_BPM[tempo]
    assert low - 1e-3 <= track.tempo_bpm <= high + 1e-3
    assert tempo_value(track.tempo_bpm) == tempo
    assert render_samples(track, fps=24, frame_count=1, seed=seed).size == 2_000
    assert register_of(track.root_hz) == mood_sounds()[mood].register


@given(st.sampled_from(tuple(TEMPO_BPM)), st.floats(0.9, 6.0), st.integers(0, 2**32))
def test_a_scored_tempo_can_be_shown_where_the_clip_has_room_for_any_of_its_range(
    tempo, duration_s, seed
):
    track = scored("music", tempo, "calm", seed=seed, duration_s=duration_s)
    if needed_duration_s(TEMPO_BPM[tempo][1]) <= duration_s:
        assert needed_duration_s(track.tempo_bpm) <= duration_s + 1e-4


@given(st.floats(0.2, 60.0))
def test_the_slowest_tempo_of_a_length_needs_that_length(duration_s):
    assert needed_duration_s(slowest_bpm(duration_s)) == pytest.approx(duration_s)


def test_a_tempo_with_whole_beats_is_taken_where_there_is_one():
    beats = {scored("music", "medium", "calm", seed=seed).tempo_bpm / 10 for seed in range(20)}
    assert beats == {10.0, 11.0}  # 95 to 115 a minute for 6 s: ten or eleven beats


def test_measured_tempo_edges_lie_between_the_played_ranges():
    ranges = list(TEMPO_BPM.values())
    for edge, (below, above) in zip(TEMPO_EDGES_BPM, pairwise(ranges), strict=True):
        assert edge == (below[1] + above[0]) / 2


@pytest.mark.parametrize(
    ("dimension", "played", "heard"),
    [
        pytest.param("brightness", BRIGHTNESS_PLAYED, BRIGHTNESS_DB, id="brightness"),
        pytest.param("roughness", ROUGHNESS_PLAYED, ROUGHNESS_DB, id="roughness"),
        pytest.param("harmony", HARMONY_PLAYED, HARMONY_DB, id="harmony"),
        pytest.param("loudness", LOUDNESS_PLAYED, LOUDNESS_DBFS, id="loudness"),
    ],
)
def test_levels_of_a_dimension_rise_in_order_and_leave_gaps(dimension, played, heard):
    levels = DIMENSIONS[dimension]
    assert tuple(played) == tuple(heard) == levels
    assert list(played.values()) == sorted(played.values())
    for below, above in pairwise(heard.values()):
        assert above.low - below.high >= 2.0


def test_registers_are_those_of_the_table():
    assert tuple(REGISTER_ROOT_HZ) == DIMENSIONS["register"]
    for register, limits in REGISTER_ROOT_HZ.items():
        assert register_of(limits.low) == register_of(limits.high) == register


def test_every_mood_is_a_point_of_its_own():
    for mood, sound in mood_sounds().items():
        assert mood_of(sound) == mood
        assert all(level in DIMENSIONS[name] for name, level in asdict(sound).items())


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
