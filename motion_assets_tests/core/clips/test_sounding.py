import pytest

from motion_assets.core.clips.build import build_scene
from motion_assets.core.clips.choices import Built
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.scene import Music
from motion_assets.core.clips.sounding import too_short_for
from motion_assets.core.prompts.interpret import interpret
from motion_assets.vocabulary.sound_ranges import TEMPO_BPM, needed_duration_s, tempo_value


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
