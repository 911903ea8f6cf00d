import pytest

from motion_assets.core.prompts.interpret import interpret


@pytest.mark.parametrize(
    ("prompt", "ruled_out"),
    [
        ("a beach, no music", ("music",)),
        ("a beach without people or cars", ("people", "cars")),
        ("neither music nor voices", ("music", "voices")),
        ("anything but jazz", ("jazz",)),
        ("a smoke-free room", ("smoke",)),
        ("we could do without the fog", ("fog",)),
        ("hold the drums", ("drums",)),
        ("keep the text off the screen", ("text",)),
        ("leave people out of frame", ("people",)),
        ("music off", ("music",)),
        ("never shaky", ("shaky",)),
        ("please don't make it look scary", ("scary",)),
        ("everything except blue", ("blue",)),
        ("no rain and no clouds", ("rain", "clouds")),
        ("turn the music off", ("music",)),
        ("cars are not allowed", ("cars",)),
        ("nobody in sight", ("people",)),
        ("no tunes pls", ("tunes",)),
        ("no msuic", ("music",)),
    ],
)
def test_what_is_ruled_out(prompt, ruled_out):
    assert tuple(item.value for item in interpret(prompt).negations) == ruled_out


@pytest.mark.parametrize(
    "prompt",
    [
        "no cap, a red car",
        "no doubt a red car",
        "not only red",
        "no more than 12 seconds of red",
        "can't stop the music",
        "red is nice, isn't it",
        "keep the dog out of the water",
        "silence except for footsteps",
        "fade out at the end",
        "waves drown out the voices",
        "a boat sails off",
        "cut it off",
        "nothing beats a red car",
        "a minimal white room",
        "more sea than sky",
    ],
)
def test_figures_of_speech_rule_out_nothing(prompt):
    assert interpret(prompt).negations == ()


@pytest.mark.parametrize(
    ("prompt", "slot", "value"),
    [
        ("no sound at all", "audio_presence", "silence"),
        ("no camera movement", "camera_motion", "static"),
        ("don't move the camera", "camera_motion", "static"),
    ],
)
def test_a_negation_with_one_opposite_claims_it(prompt, slot, value):
    assert interpret(prompt).slots[slot] == (value,)


def test_not_dark_rules_out_dark_and_claims_nothing_else():
    reading = interpret("a scene that is not dark")
    assert [item.value for item in reading.negations] == ["dark"]
    assert set(reading.slots) == {"negations"}


@pytest.mark.parametrize(
    ("prompt", "value"),
    [("red, not blue", "#ff0000"), ("instead of red, use blue", "#0000ff")],
)
def test_the_color_that_replaces_another_is_claimed(prompt, value):
    assert interpret(prompt).slots["colors"] == (value,)


def test_what_something_is_compared_with_is_not_asked_for():
    assert "setting" not in interpret("darker than a forest").slots
    assert "motion_speed" not in interpret("not as fast").slots


def test_a_movement_that_replaces_another_is_claimed():
    assert interpret("no pan, tilt instead").slots["camera_motion"] == ("tilt",)


@pytest.mark.parametrize(
    ("prompt", "values"),
    [
        pytest.param("no wind in the trees", ("wind",), id="a-place-is-not-ruled-out"),
        pytest.param("anything but black and white", ("black and white",), id="one-name"),
        pytest.param("avoid anything shiny", ("shiny",), id="anything-names-nothing"),
        pytest.param("a hall with no one in it", ("people",), id="no-one"),
    ],
)
def test_what_exactly_is_ruled_out(prompt, values):
    assert interpret(prompt).slots["negations"] == values
