import pytest

from motion_assets.core.prompts.interpret import interpret


def elements(prompt: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Elements that a prompt asks for, and what it rules out."""
    slots = interpret(prompt).slots
    return tuple(map(str, slots.get("audio_element", ()))), tuple(
        map(str, slots.get("negations", ()))
    )


@pytest.mark.parametrize(
    ("prompt", "asked", "ruled_out"),
    [
        ("upbeat music with drums", ("kick", "snare"), ()),
        ("a forest, add a snare", ("snare",), ()),
        ("add a kick drum", ("kick",), ()),
        ("a big bass drum plays", ("kick",), ()),
        ("just piano and pad", ("melody", "pad"), ("kick", "snare", "bass")),
        ("drums and bass only", ("kick", "snare", "bass"), ("pad", "melody")),
        ("a man walks, bass only", ("bass",), ("kick", "snare", "pad", "melody")),
        ("a calm lake, soft pad, 5 seconds", ("pad",), ()),
        ("nothing but piano", ("melody",), ("kick", "snare", "bass", "pad")),
        ("a soft pad and no beat", ("pad",), ("beat",)),
        ("no drums, bass or vocals", (), ("drums", "bass")),
        ("music without bass", (), ("bass",)),
        ("music, only when the drums begin", ("kick", "snare"), ()),
        ("just music and drums", ("kick", "snare"), ()),
        ("red dots, melancholic pads", ("pad",), ()),
        ("peaceful piano and no percussion, pan left", ("melody",), ("percussion",)),
        ("circles pulse, a kick on every beat", ("kick",), ()),
        ("pan left; drums none; pad: on", ("pad",), ("drums",)),
        ("no drums no bass", (), ("drums", "bass")),
    ],
)
def test_parts_of_the_music_are_asked_for_and_ruled_out(prompt, asked, ruled_out):
    assert elements(prompt) == (asked, ruled_out)


@pytest.mark.parametrize(
    "prompt",
    ["sea bass fishing at dawn", "a helicopter pad", "he kicks the ball", "a string of pearls",
     "a tune-up at the garage", "an oil drum on the dock"],
)  # fmt: skip
def test_words_that_mean_something_else_ask_for_no_part(prompt):
    assert elements(prompt) == ((), ())
