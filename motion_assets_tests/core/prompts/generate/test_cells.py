"""Names of cells in sentences: read back as that cell and no other."""

import numpy as np
import pytest

from motion_assets.core.prompts.generate.cells import color_prompt, reads_beside, sound_prompt
from motion_assets.core.prompts.generate.generator import Discard
from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.registries.naming import color_names, sound_names
from motion_assets.errors import UnknownValueError
from motion_assets.vocabulary.cells import color_key, sound_key

EVERY = 19
"""A prime below 21, the count of opacities: every color is met, with every opacity in turn."""


def test_color_names_are_said_and_read_as_their_cells():
    rng = np.random.default_rng(17)
    sentences = set()
    for cell in range(0, len(color_names()), EVERY):
        text = color_prompt(color_names()[cell], rng=rng)
        slots = interpret(text).slots
        assert slots["color_cells"] == (color_key(cell),), text
        assert len(slots["colors"]) == 1, text
        sentences.add(text.lower().replace(color_names()[cell], "?"))
    assert len(sentences) > 1_300


def test_all_sound_names_are_said_and_read_as_their_cells():
    rng = np.random.default_rng(19)
    for cell, name in enumerate(sound_names()):
        text = sound_prompt(name, rng=rng)
        slots = interpret(text).slots
        assert slots["sound_cells"] == (sound_key(cell),), text
        assert "color_cells" not in slots


def test_a_claim_beside_the_name_is_seen_and_one_inside_of_it_is_not():
    name = "intense pure tone"
    slots = {slot for slot, _ in reads_beside(interpret(f"A calm mood, and an {name}."), name)}
    assert slots == {"mood", "sound_cells"}


def test_every_sentence_that_was_read_otherwise_is_noted():
    notes: list[Discard] = []
    rng = np.random.default_rng(20)
    for _ in range(60):
        color_prompt("faint black", rng=rng, note=notes.append)
    assert notes
    assert all(note.missing or note.extra for note in notes)


def test_a_name_that_no_cell_has_is_refused():
    with pytest.raises(UnknownValueError, match=r"no color is named 'teal'"):
        color_prompt("teal", rng=np.random.default_rng(0))
    with pytest.raises(UnknownValueError, match=r"no sound is named 'loud teal'"):
        sound_prompt("loud teal", rng=np.random.default_rng(0))
