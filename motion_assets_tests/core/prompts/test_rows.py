"""Rows of the lexicon as prompts meet them: signs, indirect wording, idioms, other languages."""

from pathlib import Path

import numpy as np
import pytest

from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.wishes import wishes_of
from motion_assets.core.prompts.color_names import color_values
from motion_assets.core.prompts.document import read_document
from motion_assets.core.prompts.index import load_index
from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.trie import phrase_words
from motion_assets.core.prompts.weights import compiled
from motion_assets.core.registries.colorspace import oklch_of_rgb
from motion_assets.steps.prompts import read_prompts
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.aspects import ASPECTS

SAMPLES = Path(__file__).parents[3] / "data" / "sample_prompts.txt"


def test_no_word_can_answer_two_groups_of_a_cue_row_that_has_no_order():
    for row in lexicon.cue_rows():
        if row.in_order:
            continue
        words = [word for group in row.groups for word in group]
        assert len(words) == len(set(words)), row


def test_every_cue_of_every_row_can_be_weighed():
    assert [row for row in lexicon.phrase_rows() if compiled(row.cues) is None] == []


def test_no_idiom_hides_a_published_color():
    hidden = {
        " ".join(phrase_words(phrase))
        for row in lexicon.phrase_rows()
        if row.table == "collocations" and not row.slot
        for phrase in lexicon.expand(row.pattern)
    } & color_values().keys()
    assert hidden == set()


@pytest.mark.parametrize(
    ("prompt", "slot", "value"),
    [
        pytest.param("🔇", "audio_presence", "silence", id="a-sign-alone"),
        pytest.param("🎥➡️ 🌃", "camera_direction", "right", id="two-signs-make-a-move"),
        pytest.param("👨‍👩‍👧", "theme", "connection", id="joined-signs"),
        pytest.param("the lens creeps closer", "camera_motion", "dolly", id="indirect-camera"),
        pytest.param("months crammed into seconds", "motion_speed", "fast", id="indirect-speed"),
        pytest.param("deep house", "audio_presence", "music", id="a-house-without-walls"),
        pytest.param("the frame drifts left", "camera_direction", "left", id="the-view-moves"),
        pytest.param("dolly toward the altar", "camera_direction", "in", id="a-goal-is-in"),
        pytest.param("pan from left to right", "camera_direction", "right", id="a-way"),
        pytest.param("orbit the statue", "camera_motion", "arc", id="a-move-with-its-object"),
        pytest.param("tense strings", "audio_mood", "tense", id="a-mood-inside-a-sound"),
        pytest.param("keep the cam dead still", "camera_motion", "static", id="still-camera"),
        pytest.param("the shot slowly pans across a bay", "camera_motion", "pan", id="a-shot-pans"),
        pytest.param("panning slowly over roofs", "camera_motion", "pan", id="adverb-in-between"),
        pytest.param("a pan to the left across it", "camera_direction", "left", id="a-pan-as-noun"),
        pytest.param("begin with a pan left", "camera_motion", "pan", id="no-cooking-with-it"),
        pytest.param("we tilt down", "camera_motion", "tilt", id="who-watches-moves-the-view"),
        pytest.param("slow zoom", "motion_speed", "slow", id="a-speed-inside-a-move"),
        pytest.param("then the camera dissolves to a farm", "transition_type", "dissolve", id="to"),
        pytest.param("the scene fades into a field", "transition_type", "fade", id="a-scene-fades"),
        pytest.param("wipe from the train to a hall", "transition_type", "wipe", id="an-order"),
        pytest.param("cut back to the wide", "view", "wide", id="a-view-as-noun"),
        pytest.param("a year told in a heartbeat", "motion_speed", "fast", id="long-in-short"),
        pytest.param("it oozes like cold molasses", "motion_speed", "slow", id="a-slow-thing"),
    ],
)
def test_reads(prompt, slot, value):
    assert value in interpret(prompt).slots.get(slot, ())


@pytest.mark.parametrize(
    ("prompt", "slot"),
    [
        pytest.param("she leans toward the camera", "camera_motion", id="a-person-leans"),
        pytest.param("close shot of two men shaking hands", "camera_motion", id="hands-shake"),
        pytest.param("gold panning: panning for gold", "camera_motion", id="a-pan-for-gold"),
        pytest.param("house plants by the door", "audio_presence", id="no-house-music"),
        pytest.param("closer the lens is, she creeps", "camera_motion", id="words-out-of-order"),
        pytest.param("nobody is dancing", "mood", id="ruled-out-indirectly"),
        pytest.param("Mr. Brown reads", "colors", id="a-name"),
        pytest.param("a sea of people", "setting", id="a-figure-of-speech"),
        pytest.param("he is sound asleep", "audio_presence", id="no-sound"),
        pytest.param("a light lunch", "lighting", id="no-light"),
        pytest.param("sugar dissolves in a glass of tea", "transition_type", id="sugar-dissolves"),
        pytest.param(
            "a cup of sugar, then it dissolves into the tea", "transition_type", id="tea-dissolves"
        ),
        pytest.param("the song rises and it fades to a whisper", "transition_type", id="a-whisper"),
        pytest.param("she wipes the counter clean", "transition_type", id="a-cloth-wipes"),
        pytest.param("his jeans faded over the years", "transition_type", id="cloth-fades"),
        pytest.param("like a music video", "style", id="no-age-is-told"),
        pytest.param("hope fades in her eyes", "transition_type", id="a-feeling-fades"),
        pytest.param("one by one the guests leave", "aspect_ratio", id="a-count-is-no-ratio"),
        pytest.param(
            "orbit it and never stop", "scene_type", id="what-is-given-up-implies-nothing"
        ),
        pytest.param("ignore the rule of thirds", "composition", id="a-rule-that-is-broken"),
    ],
)
def test_claims_nothing_for(prompt, slot):
    assert slot not in interpret(prompt).slots


@pytest.mark.parametrize(
    ("prompt", "language"),
    [
        pytest.param("une forêt sombre au crépuscule, la caméra avance", "fr", id="French"),
        pytest.param("ein ruhiger See im Nebel, langsam nach links", "de", id="German"),
        pytest.param("spokojne morze o zachodzie, bez muzyki", "pl", id="Polish"),
        pytest.param("a siesta in the plaza, la vida loca", "en", id="loanwords-stay-English"),
        pytest.param("soft piano", "en", id="a-word-Italian-shares"),
    ],
)
def test_tells_the_language(prompt, language):
    assert interpret(prompt).language == language


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        pytest.param("slwo pna left", "slow pan left", id="a-move-and-its-side"),
        pytest.param("zom in on the cake", "zoom in on the cake", id="a-phrase"),
        pytest.param("goldn hour", "golden hour", id="the-neighbor-decides"),
        pytest.param("pna zorgle", "pna zorgle", id="no-neighbor-speaks-for-it"),
    ],
)
def test_short_words_are_repaired_beside_what_they_go_with(prompt, words):
    assert read_document(prompt, load_index()).words == words.split()


@pytest.mark.parametrize(
    ("prompt", "slot", "value"),
    [
        ("at 24 fps", "fps", "24"),
        ("sixty frames per second", "fps", "60"),
        ("29.97 fps", "fps", "30"),
        ("a 2.39:1 frame", "aspect_ratio", "2.39:1"),
        ("vertical video", "aspect_ratio", "9:16"),
        ("three layers", "layer_count", "3"),
        ("a half-second wipe", "transition_duration", "0.5"),
        ("a half-second wipe", "transition_type", "wipe"),
        ("a lake, then it dissolves to a calm beach", "transition_type", "dissolve"),
        ("a lake, then it dissolves into a beach", "transition_type", "dissolve"),
        ("a lake, and it slowly fades to a forest", "transition_type", "fade"),
        ("first a slow pan over a neon city", "camera_motion", "pan"),
        ("two-second shots", "shot_length", "2"),
        ("key light at 80%", "key_intensity", "0.75"),
        ("techno, 140 bpm", "audio_tempo", "fast"),
        ("one continuous take", "cut_frequency", "none"),
        ("no cuts", "cut_frequency", "none"),
        ("slow pan left", "camera_speed", "slow"),
        ("warm light", "color_temperature", "warm"),
        ("a close-up", "framing", "close"),
        ("double pace editing", "pacing", "1.5"),
    ],
)
def test_how_a_clip_is_made(prompt, slot, value):
    assert interpret(prompt).slots.get(slot) == (value,)


@pytest.mark.parametrize(
    "prompt", ["a cake with three layers of cream", "a score of 4:3", "24 frames on the wall"]
)
def test_numbers_of_other_things(prompt):
    assert {"layer_count", "fps"}.isdisjoint(interpret(prompt).slots)


@pytest.mark.parametrize(
    ("prompt", "hue"),
    [
        pytest.param("paint it moss cottage", (80, 160), id="a-thing-with-a-color"),
        pytest.param("walls painted in pumpkin bread", (30, 80), id="the-first-thing-leads"),
        pytest.param("fade to iced lavender", (270, 330), id="a-shaded-color"),
    ],
)
def test_a_color_told_by_a_thing_has_its_hue(prompt, hue):
    (color,) = map(str, interpret(prompt).slots["colors"])
    rgb = np.array([int(color[k : k + 2], 16) for k in (1, 3, 5)], dtype=np.float64)
    assert hue[0] < oklch_of_rgb(rgb)[2] < hue[1]


def test_each_sample_prompt_is_read():
    prompts = read_prompts(SAMPLES)
    assert len(prompts) == 40
    assert [prompt for prompt in prompts if not interpret(prompt).slots] == []


def test_the_sample_prompts_ask_for_every_move_of_the_camera():
    readings = [interpret(prompt) for prompt in read_prompts(SAMPLES)]
    wishes = [wishes_of(ClipRequest(prompt=each.prompt), each) for each in readings]
    moves = {wish.value for each in wishes for wish in each.asked("camera.motion_type")}
    assert moves == set(ASPECTS["camera.motion_type"].values)
