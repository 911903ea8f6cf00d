import numpy as np
import pytest

from motion_assets.core.clips.build import build_scene
from motion_assets.core.clips.choices import Built
from motion_assets.core.clips.refusals import ELEMENT
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.scene import Music
from motion_assets.core.clips.score import soundtrack_for
from motion_assets.core.clips.sounding import beats_in, too_short_for
from motion_assets.core.clips.soundtrack import render_samples
from motion_assets.core.observations.windows import hear, sound_windows
from motion_assets.core.prompts.interpret import interpret
from motion_assets.vocabulary.sound_elements import ELEMENTS, ONSETS_NEEDED
from motion_assets.vocabulary.sound_ranges import (
    LAYERS,
    TEMPO_BPM,
    needed_duration_s,
    tempo_value,
)


def build(*values: tuple[str, str], duration_s: float, seed: int = 0) -> Built:
    request = ClipRequest(values=values, duration_s=duration_s)
    return build_scene(request, None, clip_id="clip", seed=seed)


def shown(built: Built, aspect: str) -> dict[str, bool]:
    return {each.value: each.rendered for each in built.choices if each.aspect == aspect}


@pytest.mark.parametrize("tempo", TEMPO_BPM)
def test_a_tempo_is_shown_in_a_clip_that_is_long_enough_and_declined_in_a_shorter_one(tempo):
    needed_s = needed_duration_s(TEMPO_BPM[tempo][1])
    for duration_s, fits in ((needed_s + 0.05, True), (needed_s - 0.05, False)):
        built = build(("sound.tempo", tempo), ("sound.presence", "music"), duration_s=duration_s)
        assert shown(built, "sound.tempo") == {tempo: fits}
        track = built.scene.soundtrack
        assert isinstance(track, Music)
        assert tempo_value(track.tempo_bpm) == tempo


def test_a_declined_tempo_says_why():
    built = build(("sound.tempo", "slow"), duration_s=1.0)
    (choice,) = (each for each in built.choices if each.aspect == "sound.tempo")
    assert choice.reason.endswith("a clip of 1 s is too short")


def test_a_tempo_left_open_is_one_that_the_clip_can_show():
    for seed in range(12):
        built = build(("sound.presence", "music"), duration_s=1.2, seed=seed)
        (tempo,) = shown(built, "sound.tempo")
        assert tempo not in too_short_for(1.2)


def test_no_room_for_any_beat_leaves_sounds_without_one():
    for seed in range(12):
        built = build(("sound.mood", "calm"), duration_s=0.5, seed=seed)
        (presence,) = shown(built, "sound.presence")
        assert presence in {"ambient", "sfx"}


def test_music_in_a_blink_is_played_and_said_not_to_be_shown():
    built = build(("sound.presence", "music"), duration_s=0.5)
    assert shown(built, "sound.presence") == {"music": False}
    track = built.scene.soundtrack
    assert isinstance(track, Music)
    assert track.kick > 0


def test_a_tempo_without_a_beat_is_declined_in_a_clip_of_any_length():
    for duration_s in (1.0, 4.0):
        values = (("sound.presence", "ambient"), ("sound.tempo", "slow"))
        built = build(*values, duration_s=duration_s)
        assert shown(built, "sound.tempo") == {"slow": False}


def test_what_only_a_ruled_out_sound_could_carry_is_declined_and_never_played():
    for seed in range(8):
        prompt = "no music, a slow tempo"
        clip = build_scene(ClipRequest(prompt=prompt), interpret(prompt), clip_id="c", seed=seed)
        (presence,) = (
            each.value
            for each in clip.choices
            if each.aspect == "sound.presence" and each.rendered and not each.forbidden
        )
        assert presence in {"silence", "ambient", "sfx"}
        assert shown(clip, "sound.tempo") == {"slow": False}


def prompted(prompt: str, seed: int = 0) -> Built:
    return build_scene(ClipRequest(prompt=prompt), interpret(prompt), clip_id="c", seed=seed)


def played(built: Built) -> set[str]:
    """Layers of the track that can be heard."""
    track = built.scene.soundtrack
    return {name for name in LAYERS if getattr(track, name, 0.0) > 0}


@pytest.mark.parametrize(
    ("prompt", "layers"),
    [
        ("music without drums", {"pad", "bass", "melody"}),
        ("music without a kick", {"pad", "bass", "snare", "melody"}),
        ("drums and bass only", {"kick", "snare", "bass"}),
        ("just piano and pad", {"pad", "melody"}),
        ("full soundtrack with effects, no drums", {"pad", "bass", "melody", "air"}),
    ],
)
def test_a_track_has_the_parts_that_are_left_to_it(prompt, layers):
    for seed in range(3):
        assert played(prompted(prompt, seed)) >= layers
        assert not played(prompted(prompt, seed)) - layers - {"air"}


def test_no_drum_is_heard_among_separate_sounds():
    track = prompted("sound effects only, no drums").scene.soundtrack
    assert isinstance(track, Music)
    assert (track.hit > 0, track.impact) == (True, 0.0)


def test_music_of_which_nothing_may_keep_the_beat_is_declined():
    built = prompted("music, slow tempo, no drums, no bass, no melody")
    assert shown(built, "sound.presence") == {"music": False}
    assert shown(built, "sound.tempo") == {"slow": False}


def test_a_mood_without_its_chords_is_declined_or_struck():
    assert shown(prompted("tense music, no pad"), "sound.mood") == {"tense": False}
    built = prompted("a tense soundtrack mood, no pads")
    assert "pad" not in played(built)


def test_a_part_is_asked_of_a_clip_that_has_room_for_it():
    for seed in range(4):
        built = prompted("a piano melody", seed)
        track = built.scene.soundtrack
        assert isinstance(track, Music)
        assert beats_in(track, built.scene.duration_s) >= ONSETS_NEEDED["melody"]
        assert shown(built, "sound.element") == {"melody": True}
    assert shown(prompted("a piano melody, 1 second"), "sound.element") == {"melody": False}


def test_the_parts_of_a_track_are_heard_and_those_ruled_out_are_not():
    for presence, ruled_out in (("music", {"kick", "snare"}), ("music", {"bass", "kick", "snare"})):
        track = soundtrack_for(
            presence=presence, tempo="fast", mood="calm", plot="flat", duration_s=3.0,
            rng=np.random.default_rng(3), ruled_out=frozenset(ruled_out),
        )  # fmt: skip
        samples = render_samples(track, fps=24, frame_count=72, seed=1)
        told = {row.value for row in hear(samples, sound_windows(3.0)) if row.aspect == ELEMENT}
        assert told == set(ELEMENTS) - ruled_out
