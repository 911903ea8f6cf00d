"""Rows of the lexicon as prompts meet them: signs, indirect wording, idioms, other languages."""

from pathlib import Path

import pytest

from motion_assets.core.prompts.color_names import color_values
from motion_assets.core.prompts.cues import compiled
from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.trie import phrase_words
from motion_assets.steps.prompts import read_prompts
from motion_assets.vocabulary import lexicon

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
        pytest.param("keep the cam dead still", "camera_motion", "static", id="still-camera"),
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
        pytest.param("he is sound asleep", "audio_presence", id="no-sound"),
        pytest.param("a light lunch", "lighting", id="no-light"),
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


def test_each_sample_prompt_is_read():
    prompts = read_prompts(SAMPLES)
    assert len(prompts) == 40
    assert [prompt for prompt in prompts if not interpret(prompt).slots] == []
