"""Imports: older spellings and shapes reach the keys of today, everything else is told."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.registries.importing import canonical, key_of_today, read_export
from motion_assets.errors import RequestError, UnknownValueError
from motion_assets.vocabulary.cells import (
    COLOR_CELL_COUNT,
    SOUND_CELL_COUNT,
    color_key,
    sound_key,
)


@pytest.mark.parametrize(
    ("registry", "key", "expected"),
    [
        ("static_color", "100,125,150_1.0", "100,125,150_1.00"),
        ("static_color", "100,125,150_1", "100,125,150_1.00"),
        ("static_color", "100,125,150_0.85", "100,125,150_0.85"),
        ("static_color", "237,238,255_0.5", "225,250,250_0.50"),
        ("static_color", "12,13,0_0.025", "0,25,0_0.05"),
        ("static_sound", "0", "0.00"),
        ("static_sound", "0.35_2-1-1", "0.35_2-1-1"),
        ("static_sound", "1_4-0-0", "1.00_4-0-0"),
        ("narrative", "genre=drama", "genre=drama"),
        ("narrative", "genre=drama & mood=calm", "genre=drama & mood=calm"),
        (
            "blended",
            "motion.speed=slow & sound.element=bass",
            "motion.speed=slow & sound.element=bass",
        ),
        ("interpretation", "any key", "any key"),
    ],
)
def test_keys_of_older_exports_become_keys_of_today(registry, key, expected):
    assert key_of_today(registry, key) == expected


@pytest.mark.parametrize(
    ("registry", "key"),
    [
        ("static_color", "256,0,0_1.0"),
        ("static_color", "0,0,0_1.01"),
        ("static_color", "0,0,0"),
        ("static_color", "teal"),
        ("static_sound", "0.35"),
        ("static_sound", "0.35_2-2-2"),
        ("narrative", "genre=polka"),
        ("narrative", "motion.speed=slow"),
        ("linguistic", ""),
    ],
)
def test_what_no_registry_can_hold_is_refused(registry, key):
    with pytest.raises(UnknownValueError):
        key_of_today(registry, key)


@given(st.integers(0, COLOR_CELL_COUNT - 1), st.integers(0, SOUND_CELL_COUNT - 1))
def test_keys_of_today_stay_as_they_are(color, sound):
    assert key_of_today("static_color", color_key(color)) == color_key(color)
    assert key_of_today("static_sound", sound_key(sound)) == sound_key(sound)


def keys(document):
    return [(row.registry, row.key) for row in read_export(document).rows]


@pytest.mark.parametrize(
    "document",
    [
        {"static_color": [{"key": "0,0,0_1.0", "count": 3, "name": "ink"}]},
        {"registries": {"static_colors": {"0,0,0_1.0": {"count": 3, "name": "ink"}}}},
        {"static": {"colors": {"0,0,0_1.0": {"count": 3, "name": "ink"}}}},
    ],
)
def test_shapes_of_older_exports_give_the_same_entry(document):
    (row,) = read_export(document).rows
    assert (row.registry, row.key, row.original_key) == ("static_color", "0,0,0_1.00", "0,0,0_1.0")
    assert (row.name, row.claimed_clips) == ("ink", 3)


def test_counts_names_and_aspects_may_stand_alone():
    found = read_export(
        {
            "colors": {"0,0,0_1.00": 7, "25,0,0_1.00": "ember", "50,0,0_1.00": True},
            "narrative": {"genre": ["drama", "polka"], "mood": {"calm": 2}},
        }
    )
    assert [(row.key, row.name, row.claimed_clips) for row in found.rows] == [
        ("genre=drama", "", None),
        ("mood=calm", "", 2),
        ("0,0,0_1.00", "", 7),
        ("25,0,0_1.00", "ember", None),
    ]
    assert [(item.original_key, item.reason) for item in found.refused] == [
        ("50,0,0_1.00", "no row with a key"),
        ("genre=polka", "narrative has no value 'genre=polka'"),
    ]


def test_what_moved_to_the_nearest_cell_is_told_apart_from_another_spelling():
    found = read_export({"colors": {"100,125,150_1.0": 1, "101,125,150_1.0": 1, "0,0,0_1.00": 1}})
    assert (found.mapped, found.moved) == (2, 1)
    assert keys({"colors": {"100,125,150_1.0": 1, "101,125,150_1.0": 1}}) == [
        ("static_color", "100,125,150_1.00"),
        ("static_color", "100,125,150_1.00"),
    ]


@given(st.permutations([{"key": f"{25 * n},0,0_1.0", "count": n} for n in range(6)]))
def test_the_order_of_a_document_changes_nothing(rows):
    assert read_export({"colors": rows}) == read_export({"colors": rows[::-1] + rows})


@pytest.mark.parametrize("document", [[], {}, "x", None, {"colors": 3}, {"other": []}])
def test_what_is_no_export_is_refused(document):
    with pytest.raises(RequestError, match="no export of registries"):
        read_export(document)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(st.dictionaries(st.text(), JSON_VALUES, max_size=4))
def test_no_document_breaks_the_reader_and_rows_keep_all_they_held(extra):
    row = {**extra, "key": "0,0,0_1.00"}
    found = read_export({"static_color": [row, extra.get("x"), 3, [row]]})
    assert json.loads(found.rows[0].row) == row
    assert canonical(json.loads(found.rows[0].row)) == found.rows[0].row
