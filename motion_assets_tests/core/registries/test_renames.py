"""Renames: texts follow, longer names stay whole, and no name means two things."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.learned.renamed import name_rows
from motion_assets.core.registries.naming import color_name, color_names
from motion_assets.core.registries.renames import (
    Names,
    Renamed,
    Renaming,
    moved,
    names_after,
    registry_of_key,
    require_fit,
)
from motion_assets.errors import BadNameError, UnknownValueError
from motion_assets.vocabulary.cells import color_cell_of_key

TEAL = "0,125,125_1.00"


def renaming(*items: Renamed) -> Renaming:
    return Renaming(items, "2026-11-21T09:30:00.000000Z", "reviewer", "")


def teal(old: str, new: str) -> Renamed:
    return Renamed("static_color", TEAL, old, new)


LAGOON = names_after((renaming(teal("solid teal", "deep lagoon blue")),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("solid teal", "deep lagoon blue"),
        ("a SOLID  teal wave, solid-teal", "a deep lagoon blue wave, deep lagoon blue"),
        ("a solid, teal wave", "a solid, teal wave"),
        ("stolid teals", "stolid teals"),
        ("", ""),
    ],
)
def test_texts_follow_a_rename(text, expected):
    assert LAGOON.rewrite(text)[0] == expected


def test_a_name_is_not_torn_out_of_a_longer_one():
    longer = next(name for name in color_names() if name.startswith("solid teal "))
    assert LAGOON.rewrite(f"a {longer}")[0] == f"a {longer}"


@given(
    st.lists(st.sampled_from(["solid", "teal", "a", "Teal", "deep", ",", "lagoon"]), max_size=12)
)
def test_rewriting_twice_is_rewriting_once(words):
    once, edits = LAGOON.rewrite(" ".join(words))
    assert LAGOON.rewrite(once) == (once, ())
    assert len(once) - len(" ".join(words)) == sum(e.length - (e.end - e.start) for e in edits)


@given(st.text(max_size=20), st.text(max_size=20))
def test_positions_follow_the_text(before, after):
    text = f"{before} solid teal {after}"
    new, edits = LAGOON.rewrite(text)
    start = len(before) + 1
    end = start + len("solid teal")
    if len(edits) == 1 and edits[0].start == start:
        assert new[moved(start, edits) : moved(end, edits)] == "deep lagoon blue"
        assert new[moved(end, edits) :] == text[end:]


def test_of_several_renames_the_last_holds_and_all_earlier_names_lead_to_it():
    names = names_after(
        (
            renaming(teal("solid teal", "deep lagoon blue")),
            renaming(teal("deep lagoon blue", "calm harbor green")),
        )
    )
    assert names.color_name(color_cell_of_key(TEAL)) == "calm harbor green"
    assert (
        names.rewrite("solid teal, deep lagoon blue")[0] == "calm harbor green, calm harbor green"
    )
    assert names.key_of("static_color", "Calm Harbor GREEN") == TEAL
    for old in ("solid teal", "deep lagoon blue"):
        with pytest.raises(UnknownValueError, match=f"'{old}' was renamed: it is 'calm harbor"):
            names.key_of("static_color", old)


def test_going_back_to_an_earlier_name_is_allowed():
    names = names_after((*LAGOON.renamings, renaming(teal("deep lagoon blue", "solid teal"))))
    require_fit("solid teal", TEAL, LAGOON)
    assert names.color_name(color_cell_of_key(TEAL)) == "solid teal"
    assert names.rewrite("solid teal and deep lagoon blue")[0] == "solid teal and solid teal"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("teal", "two to five words"),
        ("deep teal 2", "two to five words"),
        ("Deep Teal", "two to five words"),
        ("deep  teal", "two to five words"),
        ("a" * 30 + " " + "b" * 30, "two to five words"),
        ("blorp fnargle", "blorp, fnargle is no English word"),
        ("solid white", "is or was the name of 250,250,250_1.00"),
        ("solid teal", "is or was the name of 0,125,125_1.00"),
        ("silence please", None),
    ],
)
def test_only_readable_names_that_nobody_has_are_fit(name, why):
    if why is None:
        require_fit(name, "0,0,0_0.50", LAGOON)
        return
    with pytest.raises(BadNameError, match=why):
        require_fit(name, "0,0,0_0.50", LAGOON)


def test_a_prompt_that_says_the_new_name_asks_for_the_cell():
    reading = interpret("a Deep Lagoon Blue sea", name_rows(LAGOON))
    assert reading.slots["color_cells"] == (TEAL,)
    assert reading.slots["colors"] == ("#007d7d",)
    assert "color_cells" not in interpret("a deep lagoon blue sea").slots


def test_names_without_renames_are_those_of_the_rule():
    assert [Names().color_name(cell) for cell in (0, 27_950)] == [color_name(0), color_name(27_950)]
    assert Names().rewrite("solid teal") == ("solid teal", ())


def test_the_registry_of_a_key():
    assert registry_of_key(TEAL) == "static_color"
    assert registry_of_key("0.35_2-1-1") == "static_sound"
    with pytest.raises(UnknownValueError):
        registry_of_key("teal")
