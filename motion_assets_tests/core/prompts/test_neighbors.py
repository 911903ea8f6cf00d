"""Words whose neighbors decide: names, verbs that look like places, notes of camera moves."""

import pytest

from motion_assets.core.prompts.interpret import interpret


@pytest.mark.parametrize(
    ("prompt", "slot"),
    [
        ("a kite with an intense pure tone", "intensity"),
        ("a clouded dark blue gray wall", "lighting"),
        ("a seaweed green door", "setting"),
        ("Saoirse folds a letter", "mood"),
        ("Ravi ties a knot", "setting"),
        ("Noor folds a letter", "setting"),
        ("a dented helmet on a shelf", "view"),
        ("a badger digs out a burrow", "setting"),
        ("the kettle stays flat", "setting"),
        ("a coat lies on the track", "audio_presence"),
        ("a girl grooms a horse", "theme"),
        ("an escape pod drifts by", "genre"),
        ("two men haul a pot", "genre"),
        ("a giant towers up above them", "setting"),
        ("a woman slaps laundry on a stone", "mood"),
        ("a clerk answers two phones at once", "mood"),
        ("an alarm goes off", "mood"),
        ("the clock ticks as it has for years", "duration_seconds"),
        ("a second-hand coat", "duration_seconds"),
        ("boys skip flat stones", "negations"),
        ("a road with no end", "negations"),
        ("the truck left the yard", "camera_motion"),
        ("a tilt of her head", "camera_motion"),
        ("a cup in the sink", "mood"),
    ],
)
def test_neighbors_rule_a_sense_out(prompt: str, slot: str) -> None:
    assert slot not in interpret(prompt).slots


@pytest.mark.parametrize(
    ("prompt", "slot", "values"),
    [
        ("a tilt over the roofs", "camera_motion", ("tilt",)),
        ("a zoom on the clock", "camera_motion", ("zoom",)),
        ("a slow pan with warm light", "camera_motion", ("pan",)),
        ("a leftward pan over the roofs", "camera_direction", ("left",)),
        ("tilt down over dots sliding from left to right", "camera_direction", ("down",)),
        ("pan over the hills from left to right", "camera_direction", ("right",)),
        ("a truck left along the shops", "camera_motion", ("truck",)),
        ("a horse, the camera pans from left to right", "camera_direction", ("right",)),
        ("keep it soft", "mood", ("soft",)),
        ("keep it neutral", "mood", ("neutral",)),
        ("a kite with bright music", "audio_mood", ("bright",)),
        ("nervous music over a hallway", "audio_mood", ("tense",)),
        ("the track is silent", "audio_presence", ("silence",)),
        ("a film about light", "theme", ("light",)),
        ("a film about dreams", "theme", ("dreamy",)),
        ("a film about shadow", "theme", ("shadow",)),
        ("please skip the intro music", "negations", ("intro music",)),
    ],
)
def test_neighbors_rule_a_sense_in(prompt: str, slot: str, values: tuple[str, ...]) -> None:
    assert interpret(prompt).slots.get(slot) == values


@pytest.mark.parametrize(("typed", "meant"), [("Draemy", "dreamy"), ("Cinematicc", "cinematic")])
def test_capitalized_words_with_a_slip_are_still_repaired(typed: str, meant: str) -> None:
    slots = interpret(f"{typed} rooms").slots
    assert meant in (*slots.get("mood", ()), *slots.get("style", ()))


@pytest.mark.parametrize(
    ("prompt", "slot", "values"),
    [
        (
            "to begin with the sea is slow, at the end a fast storm",
            "motion_speed",
            ("slow", "fast"),
        ),
        ("it starts with a slow pan and ends with a fast zoom", "camera_motion", ("pan", "zoom")),
        ("a calm sea, in the end it turns night", "setting", ("ocean", "night")),
    ],
)
def test_a_told_end_is_a_shot_of_its_own(prompt: str, slot: str, values: tuple[str, str]) -> None:
    first, last = interpret(prompt).shots
    assert values[0] in first[slot]
    assert last[slot][0] == values[1]


def test_the_end_of_a_thing_is_no_shot() -> None:
    assert len(interpret("a boy waits at the end of the road, a slow pan").shots) == 1
