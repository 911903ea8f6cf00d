"""The rows of the grammar: sourced, closed, and neutral where they claim to be."""

import pytest

from motion_assets.core.prompts.generate.reads import is_neutral
from motion_assets.core.prompts.generate.wishing import options_of
from motion_assets.errors import UnknownValueError
from motion_assets.vocabulary import grammar
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.slots import SLOT_ASPECTS

OTHER_SLOTS = {"lighting", "intensity", "duration_seconds", "camera_direction", "negations"} | {
    "sound_cells",
    "colors",
    "audio_element",
}
TOPICS = {"lighting", "weather", "duration", "ornament", ""}


@pytest.mark.parametrize("table", grammar.TABLES)
def test_every_row_names_its_source(table):
    rows = list(grammar.read_table(table))
    assert rows
    assert [row for row in rows if not row["source"]] == []


def test_an_unknown_table_is_refused():
    with pytest.raises(UnknownValueError, match=r"no grammar table 'verbs'. Known: wishes, "):
        grammar.read_table("verbs")


def test_wishes_name_values_of_the_vocabulary_and_known_slots():
    for row in grammar.wishes():
        if row.aspect in TOPICS:
            assert row.value == ""
        else:
            assert row.value in ASPECTS[row.aspect].values
        assert {slot for slot, _ in row.reads} <= SLOT_ASPECTS.keys() | OTHER_SLOTS


def test_no_wish_stands_twice():
    rows = [(r.aspect, r.value, r.kind, r.text) for r in grammar.wishes()]
    assert len(rows) == len(set(rows))


def test_a_wish_for_a_value_reads_something():
    silent = [
        row.text for row in grammar.wishes() if row.aspect not in TOPICS - {""} and not row.reads
    ]
    assert silent == []


def test_worlds_suit_settings_of_the_vocabulary_and_have_all_that_a_scene_needs():
    for world, suits in grammar.worlds():
        assert set(suits) <= set(ASPECTS["settings"].values)
        people = [r for r in grammar.scene_rows("cast") if (r.world, r.kind) == (world, "person")]
        deeds = [r for r in grammar.scene_rows("actions") if (r.world, r.noun) == (world, "")]
        details = [r for r in grammar.scene_rows("details") if r.world == world]
        assert min(len(people), len(deeds), len(details)) >= 4, world


def test_who_has_deeds_of_its_own_is_in_the_cast():
    cast = {(row.world, row.text) for row in grammar.scene_rows("cast")}
    own = {(row.world, row.noun) for row in grammar.scene_rows("actions") if row.noun}
    assert own <= cast


def test_the_stock_of_words_is_large():
    cast = {row.text for row in grammar.scene_rows("cast")}
    deeds = {row.text.split()[0] for row in grammar.scene_rows("actions")}
    described = {
        text
        for name in ("adjective", "manner")
        for kind in ("person", "animal", "thing")
        for text in grammar.qualities(name, kind)
    }
    assert (len(cast) >= 350, len(deeds) >= 250, len(described) >= 180) == (True, True, True)


def test_most_words_of_scenes_are_neutral():
    rows = [row.text for row in grammar.scene_rows("details") if not row.reads]
    misread = [text for text in rows if not is_neutral(text)]
    assert len(misread) <= 0.1 * len(rows), misread


def test_most_wordings_are_read_as_they_are_meant():
    """What is not is left out by the generator; a share that falls shows rows gone stale."""
    options = [option for row in grammar.wishes() for option in options_of(row)]
    reliable = sum(option.reliable for option in options)
    assert len(options) > 8_000
    assert reliable >= 0.85 * len(options)


def test_clashes_name_slot_values_that_wishes_ask_for():
    asked = {pair for row in grammar.wishes() for pair in row.reads}
    asked |= {("framing", "close"), ("framing", "extreme_close"), ("mood", "chill")}
    unknown = {pair for clash in grammar.clashes() for pair in clash} - asked
    assert unknown == set()


def test_reads_are_parsed_and_sorted():
    assert grammar.parse_reads("setting=city;mood=calm") == (("mood", "calm"), ("setting", "city"))
    assert grammar.parse_reads("") == ()
