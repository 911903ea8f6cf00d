import pytest

from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.quantities import number_of


def seconds(prompt):
    return interpret(prompt).slots.get("duration_seconds")


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("5 seconds", 5.0),
        ("a 4s clip", 4.0),
        ("three seconds of fog", 3.0),
        ("2.5 seconds long", 2.5),
        ("half a minute", 30.0),
        ("a minute and a half", 90.0),
        ("one and a half minutes", 90.0),
        ("0:30", 30.0),
        ("1m30s", 90.0),
        ("2 minutes and 30 seconds", 150.0),
        ("no more than 12 seconds", 12.0),
        ("twenty-five seconds", 25.0),
        ("a 10-second loop", 10.0),
        ("45 sec", 45.0),
        ("ten secnods of fog", 10.0),
        ("make it last three days", 259_200.0),
        ("two hours long", 7200.0),
    ],
)
def test_a_stated_length_in_seconds(prompt, expected):
    assert seconds(prompt) == (expected,)


@pytest.mark.parametrize(
    "prompt",
    [
        pytest.param("90s synth vibes", id="a-decade"),
        pytest.param("a trap beat with 808s", id="a-drum-machine"),
        pytest.param("4:5 format, slow", id="a-shape-that-is-not-listed"),
        pytest.param("dots, fades 0.5 s", id="the-length-of-a-transition"),
        pytest.param("24 fps", id="a-rate"),
        pytest.param("the title appears at 4 seconds", id="a-moment"),
        pytest.param("a second hand sweeps the dial", id="a-clock-hand"),
        pytest.param("two-minute noodles", id="a-dish"),
        pytest.param("tea at five o'clock", id="an-hour-of-the-day"),
        pytest.param("a ferret and a washer, 9:16, 30 fps", id="the-shape-of-a-picture"),
        pytest.param("dissolves of half a second between shots", id="a-transition"),
        pytest.param("three shots of a lake, each shot one second", id="every-shot"),
        pytest.param("sunrise at 6:30 am", id="a-clock-time"),
        pytest.param("a second chance", id="an-ordinal"),
        pytest.param("thirty years of marriage", id="a-part-of-the-story"),
        pytest.param("a hundred years ago", id="long-before-the-clip"),
        pytest.param("they talk for three hours", id="what-people-spend"),
        pytest.param("a half-second dissolve", id="a-transition"),
        pytest.param("two-second shots", id="shots-not-the-clip"),
        pytest.param("he has two seconds to live", id="time-left-to-someone"),
    ],
)
def test_other_numbers_are_no_length(prompt):
    assert seconds(prompt) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12.0), ("1,5", 1.5), ("two hundred and ten", 210.0), ("three thousand", 3000.0)],
)
def test_numbers_in_digits_and_words(text, value):
    assert number_of(text) == value


def test_words_that_make_no_number():
    assert number_of("two teal") is None
