"""Printing: tables that align, JSON that is JSON, and terminals that stay whole."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.cli import output


def test_a_table_aligns_numbers_right_and_text_left(capsys):
    output.print_rows([{"name": "red", "n": 7}, {"name": "b", "n": None}], as_json=False)
    assert capsys.readouterr().out.splitlines() == [
        "name  n",
        "----  -",
        "red   7",
        "b     -",
    ]


def test_columns_pick_and_order_the_table_and_json_keeps_every_field(capsys):
    rows = [{"a": 1, "b": 2, "c": 3}]
    output.print_rows(rows, as_json=False, columns=("c", "a"))
    assert capsys.readouterr().out.splitlines()[0].split() == ["c", "a"]
    output.print_rows(rows, as_json=True, columns=("c", "a"))
    assert json.loads(capsys.readouterr().out) == rows


def test_no_rows_are_a_note_for_people_and_an_empty_document_for_programs(capsys):
    output.print_rows([], as_json=False)
    assert capsys.readouterr() == ("", "No rows.\n")
    output.print_rows([], as_json=True)
    assert capsys.readouterr() == ("[]\n", "")


def test_long_cells_are_cut_unless_the_whole_is_asked_for(capsys):
    rows = [{"text": "x" * 500, "last": "y" * 500}]
    output.print_rows(rows, as_json=False)
    line = capsys.readouterr().out.splitlines()[2]
    assert [len(cell) for cell in line.split()] == [60, 120]
    output.print_rows(rows, as_json=False, whole=True)
    assert [len(cell) for cell in capsys.readouterr().out.splitlines()[2].split()] == [500, 500]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param({"red": 0.625, "white": 0.375}, "red 0.625, white 0.375", id="depth"),
        pytest.param([1, None, True], "1, -, yes", id="list"),
        pytest.param(Decimal("1.50"), "1.5", id="decimal"),
        pytest.param(b"\xaa\x00", "aa00", id="bytes"),
        pytest.param(date(2026, 11, 21), "2026-11-21", id="date"),
        pytest.param("\x1b[2J\x00\udce9 tab\tend", "�[2J�� tab end", id="terminal-control"),
    ],
)
def test_cells_read_well(value, text):
    assert output.cell_text(value) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_json_has_no_word_for_what_is_not_a_number(value, capsys):
    output.print_json({"x": value})
    assert json.loads(capsys.readouterr().out) == {"x": None}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.integers() | st.dates(), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_any_answer_of_a_database_is_one_json_document(value):
    text = json.dumps(output.jsonable(value), allow_nan=False)
    assert json.loads(text) == output.jsonable(value)


def test_a_message_keeps_its_lines_and_loses_what_moves_the_cursor(capsys):
    output.note("first\n  second \x1b[31mred")
    assert capsys.readouterr().err == "first\n  second �[31mred\n"


def test_a_name_of_ten_thousand_characters_is_not_printed_back(capsys):
    output.note("Error: " + "a" * 12_000)
    assert len(capsys.readouterr().err) == 2_001
