"""The rows of the lexicon: readable, sourced, and canonical where the values are closed."""

import re

import pytest

from motion_assets.core.prompts.color_names import color_sense, color_values
from motion_assets.core.prompts.resolve import MADE
from motion_assets.core.prompts.trie import phrase_words
from motion_assets.core.prompts.weights import compiled
from motion_assets.errors import UnknownValueError
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.slots import SLOT_ASPECTS

CLOSED = {
    "gradient_type": set(ASPECTS["gradient.gradient_type"].values),
    "camera_motion": {*ASPECTS["camera.motion_type"].values, "@direction"},
    "camera_direction": {"left", "right", "up", "down", "in", "out"}
    | {"clockwise", "counterclockwise"},
    "motion_speed": set(ASPECTS["motion.speed"].values),
    "motion_smoothness": set(ASPECTS["motion.smoothness"].values),
    "motion_rhythm": set(ASPECTS["motion.rhythm"].values),
    "motion_direction": set(ASPECTS["motion.direction"].values),
    "motion_acceleration": set(ASPECTS["motion.acceleration"].values),
    "audio_presence": set(ASPECTS["sound.presence"].values),
    "audio_tempo": set(ASPECTS["sound.tempo"].values),
    "genre": set(ASPECTS["genre"].values),
    "plot": set(ASPECTS["plots"].values),
    "intensity": {"low", "medium", "high"},
    **{slot: set(ASPECTS[SLOT_ASPECTS[slot][0]].values) for slot in MADE},
}
OPEN = {
    "lighting",
    "composition",
    "view",
    "mood",
    "audio_mood",
    "style",
    "setting",
    "theme",
    "colors",
    "negations",
}
SLOT_TABLES = (*lexicon.PHRASE_TABLES, "cues", "opposites")


@pytest.mark.parametrize("table", lexicon.TABLES)
def test_every_row_names_its_source(table):
    assert [row for row in lexicon.read_table(table) if not row["source"]] == []


@pytest.mark.parametrize("table", SLOT_TABLES)
def test_values_of_closed_slots_are_canonical(table):
    unknown = {
        (row["slot"], value)
        for row in lexicon.read_table(table)
        if row["slot"] and row["slot"] not in OPEN
        for value in row["value"].split(";")
        if value not in CLOSED.get(row["slot"], ())
    }
    assert unknown == set()


def test_every_cue_can_be_read():
    strings = {row.cues for row in lexicon.phrase_rows()}
    strings |= {color_sense(name).cues for name in color_values()}
    for cues in sorted(strings):
        compiled(cues)


def test_a_bad_cue_is_named():
    with pytest.raises(UnknownValueError, match="no cue 'dri'"):
        compiled("dri:2")
    with pytest.raises(UnknownValueError, match="no place 'nxt'"):
        compiled("nxt=a|b:2")
    with pytest.raises(UnknownValueError, match="no word class 'colour'"):
        compiled("next=@colour:1")


def test_every_phrase_has_a_word_to_match():
    assert [row for row in lexicon.phrase_rows() if not phrase_words(row.pattern)] == []


def test_braces_of_every_pattern_are_balanced():
    assert [
        row.pattern
        for row in lexicon.phrase_rows()
        if any("{" in wording or "}" in wording for wording in lexicon.expand(row.pattern))
    ] == []


def test_a_cue_row_has_groups_and_a_span():
    assert [row for row in lexicon.cue_rows() if row.span < len(row.groups) - 1] == []


@pytest.mark.parametrize(
    ("pattern", "wordings"),
    [
        ("pan", ("pan",)),
        ("{very|} slow", ("very slow", "slow")),
        ("zoom{s|ing|} in", ("zooms in", "zooming in", "zoom in")),
        ("{a {b|c}|d} e", ("a b e", "a c e", "d e")),
        ("{a|a}", ("a",)),
    ],
)
def test_alternatives_are_written_out_once(pattern, wordings):
    assert lexicon.expand(pattern) == wordings


def test_an_unknown_table_is_named():
    with pytest.raises(UnknownValueError, match="no lexicon table 'colours'"):
        lexicon.read_table("colours")


def test_the_fingerprint_is_short_and_steady():
    found = lexicon.fingerprint.__wrapped__()
    assert found == lexicon.fingerprint.__wrapped__()
    assert re.fullmatch("[0-9a-f]{12}", found)
