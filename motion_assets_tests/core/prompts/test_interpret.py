"""Whole prompts: real spans under every claim, no failure on any text, and no defaults."""

import dataclasses

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from motion_assets.core.prompts.interpret import interpret, interpreter_version
from motion_assets.core.prompts.report import explain_lines, reading_to_dict
from motion_assets.vocabulary import lexicon

TYPED = """
slow pan left zoom out no not without teal dusk neon alley crane bird , . 5 seconds very then
camera the a of music quiet blue dreamy never puprle 🌊 #ff8800 faint red - & 1:30
first finally than more paint it fade to ink moss in three layers key light at half 24 fps off pna
"""
WORDS = TYPED.split()
PROMPTS = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)


def assert_spans_are_real(prompt):
    reading = interpret(prompt)
    spans = [(item.start, item.end, item.text) for item in reading.evidence]
    spans += [(item.start, item.end, item.text) for item in reading.negations]
    spans += [(item.start, item.end, item.text) for item in reading.unresolved]
    for start, end, text in spans:
        assert 0 <= start < end <= len(prompt)
        assert text == prompt[start:end]
    assert all(item.reason for item in reading.evidence)
    for slot, values in reading.slots.items():
        assert values
        claimed = {item.value for item in reading.evidence if item.slot == slot}
        assert set(values) <= claimed, slot


@settings(deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text_is_read_with_real_spans(prompt):
    assert_spans_are_real(prompt)


@settings(deadline=None)
@given(PROMPTS)
@example("never very")
def test_any_row_of_known_words_is_read_with_real_spans(prompt):
    assert_spans_are_real(prompt)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read(data):
    assert_spans_are_real(data.decode("utf-8", "surrogateescape"))


@pytest.mark.parametrize(
    "prompt",
    [
        pytest.param("", id="empty"),
        pytest.param("\x00" * 50, id="nul"),
        pytest.param("\ud800\udfff", id="lone-surrogates"),
        pytest.param("שקיעה slow pan left שקיעה", id="right-to-left"),
        pytest.param("\u202eslow pan\u202c", id="direction-marks"),
        pytest.param("slow teal pan, no music. " * 400, id="10,000-characters"),
        pytest.param("a" * 10_000, id="one-word-of-10,000"),
        pytest.param("no " * 3333, id="only-negations"),
        pytest.param("12 seconds, 24 fps, 16:9, three layers " * 260, id="only-numbers"),
        pytest.param("then pan left " * 700, id="hundreds-of-shots"),
        pytest.param("more than a cave " * 580, id="only-comparisons"),
        pytest.param("{}[]()|/\\" * 1000, id="only-marks"),
        pytest.param("1" * 400 + " seconds", id="a-number-beyond-floats"),
    ],
)
def test_hostile_text_is_read(prompt):
    assert_spans_are_real(prompt)


@given(PROMPTS)
@settings(deadline=None, max_examples=30)
def test_one_prompt_has_one_reading(prompt):
    assert interpret(prompt) == interpret(prompt)


def test_the_version_names_the_lexicon():
    assert interpreter_version().endswith(lexicon.fingerprint())
    assert interpret("teal").version == interpreter_version()


def test_a_prompt_is_read_slot_by_slot():
    reading = interpret("A dreamy ocean at dusk with slow waves, no music, zoom out slowly")
    assert reading.slots["camera_motion"] == ("zoom_out",)
    assert reading.slots["camera_direction"] == ("out",)
    assert reading.slots["motion_speed"] == ("slow",)
    assert reading.slots["mood"] == ("dreamy",)
    assert "ocean" in reading.slots["setting"]
    assert reading.slots["negations"] == ("music",)
    assert "audio_presence" not in reading.slots


@pytest.mark.parametrize(
    "prompt", ["a purple bicycle", "two friends on a bench", "the crane flew over the lake"]
)
def test_what_a_prompt_does_not_say_is_not_claimed(prompt):
    slots = interpret(prompt).slots
    assert {"camera_motion", "motion_speed", "duration_seconds", "genre"}.isdisjoint(slots)


@pytest.mark.parametrize(
    ("prompt", "motion", "direction"),
    [
        ("pan left", ("pan",), ("left",)),
        ("the camera slowly tilts up", ("tilt",), ("up",)),
        ("zoom in on her face", ("zoom",), ("in",)),
        ("pull the zoom out", ("zoom_out",), ("out",)),
        ("the camera moves to the right", ("truck",), ("right",)),
        ("the camera rolls in a clockwise direction", ("roll",), ("clockwise",)),
        ("static shot of a lamp", ("static",), None),
    ],
)
def test_camera_moves_and_their_directions(prompt, motion, direction):
    slots = interpret(prompt).slots
    assert slots["camera_motion"] == motion
    assert slots.get("camera_direction") == direction


@pytest.mark.parametrize(
    "prompt",
    [
        "a frying pan on the stove",
        "a crane wading in the pond",
        "bread rolls on a table",
        "a dolly and a teddy bear",
        "train tracks in the desert",
        "a tilted hat",
        "the critics panned it",
    ],
)
def test_words_of_the_camera_in_other_senses(prompt):
    assert "camera_motion" not in interpret(prompt).slots


def test_a_place_and_its_light_are_both_read():
    slots = interpret("neon alley").slots
    assert "neon" in slots["lighting"]
    assert "urban" in slots["setting"]


def test_a_degree_belongs_to_the_claim_beside_it():
    reading = interpret("a very slow pan")
    (degree,) = [item for item in reading.evidence if item.slot == "intensity"]
    assert (degree.value, degree.text, degree.reason) == ("high", "very", "degree of 'slow'")


def test_indirect_wording_is_told_apart_from_a_match():
    reading = interpret("barely moving clouds")
    assert reading.slots["motion_speed"] == ("slow",)
    assert [item.rule for item in reading.evidence] == ["indirect.cue", "degree"]
    assert [line.split()[0] for line in explain_lines(reading)] == ["matched", "guessed", "open"]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        pytest.param(
            "a crow, without motion blur", {"negations": ("motion blur",)}, id="blur-is-no-motion"
        ),
        pytest.param(
            "extreme close up of a coin",
            {"view": ("extreme_close",), "framing": ("extreme_close",)},
            id="extreme-is-part-of-the-name",
        ),
        pytest.param(
            "a long shot of a coin",
            {"view": ("wide",), "framing": ("wide",)},
            id="long-is-far-away",
        ),
        pytest.param(
            "a cinematic music video",
            {"audio_presence": ("music",), "genre": ("music",), "style": ("cinematic",)},
            id="the-music-is-the-video's",
        ),
    ],
)
def test_a_compound_is_read_as_a_whole(prompt, expected):
    assert interpret(prompt).slots == expected


@pytest.mark.parametrize(
    ("prompt", "slot", "values"),
    [
        ("ombre from white to blue, vertical", "gradient_type", ("vertical",)),
        ("a blend across the screen, blue on the left, red on the right", "gradient_type",
         ("horizontal",)),
        ("diagonally from lime to aqua", "gradient_type", ("angled",)),
        ("eases in gently and eases out at the end", "motion_acceleration", ("ease_in_out",)),
        ("a slow mournful cello", "audio_tempo", ("slow",)),
        ("a quick pan, left to right", "camera_direction", ("right",)),
        ("energetic, 80% intensity", "intensity", ("high",)),
        ("zooming slowly out of the room", "camera_motion", ("zoom_out",)),
        ("a slowish zoom", "motion_speed", ("slow",)),
        ("a minute thirty", "duration_seconds", (90.0,)),
    ],
)  # fmt: skip
def test_what_words_say_together(prompt, slot, values):
    assert interpret(prompt).slots[slot] == values


@pytest.mark.parametrize(
    ("prompt", "slot"),
    [
        pytest.param("a music box shop owner", "audio_presence", id="who-sells-it"),
        pytest.param("a news agency in the city", "genre", id="who-deals-in-it"),
        pytest.param("a slow tracking shot", "audio_tempo", id="tracking-is-no-track"),
        pytest.param("an arm added to the statue", "genre", id="added-is-no-ad"),
        pytest.param("runtime: 40 seconds", "audio_presence", id="runtime-is-no-ragtime"),
        pytest.param("she looked on in horror", "genre", id="a-feeling"),
        pytest.param("the clock is ten minutes fast", "duration_seconds", id="how-wrong-it-is"),
        pytest.param("can you see the sea from her window", "lighting", id="sight"),
    ],
)
def test_what_words_only_seem_to_say(prompt, slot):
    assert slot not in interpret(prompt).slots


def test_what_films_and_what_carries_it_are_understood():
    reading = interpret("the camera pulls back on a dolly")
    assert reading.slots["camera_motion"] == ("dolly",)
    assert reading.slots["camera_direction"] == ("out",)
    assert [item.text for item in reading.passed] == ["camera", "on a dolly"]
    assert not reading.unresolved


def test_silence_has_a_cell_only_where_nothing_is_heard():
    assert interpret("total silence").slots["sound_cells"] == ("0.00",)
    assert "sound_cells" not in interpret("silence except for footsteps").slots


def test_a_sequence_keeps_its_order():
    slots = interpret("pan left, then tilt up, then zoom in").slots
    assert slots["camera_motion"] == ("pan", "tilt", "zoom")


def test_a_word_between_two_senses_stays_open():
    reading = interpret("a zorgle on a plinth")
    assert [item.text for item in reading.unresolved] == ["zorgle", "plinth"]
    assert not reading.slots


def test_a_reading_as_a_document_holds_every_field():
    reading = interpret("slow pan left, no fog")
    document = reading_to_dict(reading)
    assert list(document) == [field.name for field in dataclasses.fields(reading)]
    assert document["slots"]["camera_motion"] == ["pan"]
    assert document["negations"] == [
        {"axis": None, "value": "fog", "start": 18, "end": 21, "text": "fog"}
    ]


def test_every_claim_is_explained_in_the_order_of_the_text():
    lines = explain_lines(interpret("slow pan left over a zorgle"))
    assert [line.split()[0] for line in lines] == [*["matched"] * 4, "open"]
    assert (
        lines[1]
        == "matched  'slow' -> motion_speed = slow (matches 'slow'; row motion.slow of motion)"
    )


@pytest.mark.parametrize(
    ("prompt", "slot", "kept", "overruled"),
    [
        ("fast slow pan", "camera_speed", "fast", "slow"),
        ("24 fps, 30 fps", "fps", "24", "30 fps"),
    ],
)
def test_a_value_that_gives_way_to_another_is_said_to(prompt, slot, kept, overruled):
    reading = interpret(prompt)
    assert reading.slots[slot] == (kept,)
    assert [word.text for word in reading.unresolved] == [overruled]


def test_both_easings_make_one_and_none_gives_way():
    reading = interpret("squares ease in, then ease out")
    assert reading.slots["motion_acceleration"] == ("ease_in_out",)
    assert [word.text for word in reading.unresolved] == ["squares"]
