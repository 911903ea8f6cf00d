"""Asking the newest registry: coverage, gaps, entries, and SQL that can reach nothing else."""

import json
from pathlib import Path

import pytest

from motion_assets.cli import database
from motion_assets.storage.tables import REGISTRY_TABLES
from motion_assets.vocabulary.cells import COLOR_CELL_COUNT, SOUND_CELL_COUNT

REGISTRIES = [table.name for table in REGISTRY_TABLES]


@pytest.fixture(autouse=True)
def _reading(published: Path) -> None:
    """Every test here reads the shared small data."""


def test_coverage_json_has_one_row_per_target_with_a_list_of_what_is_missing(command):
    ended = command("coverage", "--json")
    assert (ended.status, ended.err) == (0, "")
    rows = json.loads(ended.out)
    assert {"registry", "aspect", "bar", "wanted", "seen", "missing_sample"} <= rows[0].keys()
    assert {row["registry"] for row in rows} == set(REGISTRIES)
    for row in rows:
        assert isinstance(row["missing_sample"], list)
        assert 0 <= row["seen"] <= row["wanted"]
        if row["aspect"] == "cell":
            assert bool(row["missing_sample"]) == (row["seen"] < row["wanted"])
    cells = {row["registry"]: row for row in rows if row["aspect"] == "cell"}
    assert cells["static_color"]["wanted"] == COLOR_CELL_COUNT
    (entries,) = json.loads(
        command("sql", "select count(*) as n from registry.static_color", "--json").out
    )
    assert cells["static_color"]["seen"] == entries["n"] > 40


def test_coverage_table_leaves_the_pairs_out_and_says_so(command):
    ended = command("coverage")
    assert ended.status == 0
    assert " x " not in ended.out
    assert "--bar 2" in ended.err
    assert " x " in command("coverage", "--bar", "2", "--registry", "blended").out


@pytest.mark.parametrize("bar", ["1", "2"])
def test_one_bar_of_one_registry(bar, command):
    rows = json.loads(command("coverage", "--registry", "blended", "--bar", bar, "--json").out)
    assert {(row["registry"], row["bar"]) for row in rows} == {("blended", int(bar))}


def test_gaps_are_what_the_registry_does_not_hold(command):
    ended = command("gaps", "--registry", "static_sound", "--bar", "1", "--limit", "1000", "--json")
    missing = {row["value"] for row in json.loads(ended.out)}
    seen = {
        row["key"] for row in json.loads(command("sql", "from registry.static_sound", "--json").out)
    }
    assert missing.isdisjoint(seen)
    wanted = json.loads(
        command("coverage", "--registry", "static_sound", "--bar", "1", "--json").out
    )
    assert len(missing) == wanted[0]["wanted"] - wanted[0]["seen"]


def test_gaps_end_at_the_limit(command):
    assert len(command("gaps", "--limit", "3").out.splitlines()) == 2 + 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("coverage", "--registry", "bleded"), "Did you mean 'blended'?", id="slip"),
        pytest.param(("gaps", "--registry", ""), "no registry ''", id="empty"),
        pytest.param(
            ("gaps", "--aspect", "camera.motion_typ"),
            "Did you mean 'camera.motion_type'?",
            id="aspect",
        ),
        pytest.param(("registry", "list", "x'; drop--"), "Known: static_color", id="sql-in-name"),
        pytest.param(("registry", "list", "../etc"), "Known: static_color", id="path-in-name"),
        pytest.param(("registry", "show", "nope", "x"), "Known: static_color", id="show"),
        pytest.param(("gaps", "--limit", "0"), "--limit", id="no-rows"),
        pytest.param(("gaps", "--limit", "9" * 30), "--limit", id="past-every-integer"),
        pytest.param(("coverage", "--bar", "3"), "--bar", id="no-such-bar"),
    ],
)
def test_a_wrong_call_names_the_argument_and_what_is_known(arguments, said, command):
    ended = command(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert said in ended.err


def test_the_list_of_registries_counts_their_entries(command):
    rows = json.loads(command("registry", "list", "--json").out)
    assert [row["registry"] for row in rows] == REGISTRIES
    sound = next(row for row in rows if row["registry"] == "static_sound")
    assert 0 < sound["entries"] <= SOUND_CELL_COUNT
    assert all(row["seen_in_prompt"] <= row["entries"] for row in rows)


def test_a_list_of_entries_starts_with_the_most_seen(command):
    rows = json.loads(command("registry", "list", "static_color", "--limit", "10", "--json").out)
    assert len(rows) == 10
    assert [row["clips"] for row in rows] == sorted((row["clips"] for row in rows), reverse=True)


@pytest.mark.parametrize(
    ("registry", "entry", "key"),
    [
        pytest.param("static_color", "invisible black", "0,0,0_0.00", id="name"),
        pytest.param("static_color", "  INVISIBLE   Black ", "0,0,0_0.00", id="case-and-spaces"),
        pytest.param("static_color", "0,0,0_0.00", "0,0,0_0.00", id="key"),
        pytest.param("static_sound", "silence", "0.00", id="sound"),
    ],
)
def test_an_entry_is_found_by_name_and_by_key(registry, entry, key, command):
    ended = command("registry", "show", registry, entry, "--json")
    document = json.loads(ended.out)
    assert (ended.status, document["key"]) == (0, key)
    assert sum(document["depth"].values()) == pytest.approx(1.0, abs=1e-6)


def test_an_entry_is_shown_whole_with_its_depth_in_words(command):
    lines = command("registry", "show", "static_color", "invisible black").out.splitlines()
    assert "depth           black 1" in lines
    longest = "from registry.interpretation order by length(slots) desc limit 1"
    (row,) = json.loads(command("sql", longest, "--json").out)
    assert row["slots"] in command("registry", "show", "interpretation", row["key"]).out


@pytest.mark.parametrize(
    ("registry", "entry", "said"),
    [
        pytest.param("static_color", "solid tael", "Did you mean 'solid teal'?", id="slip"),
        pytest.param("static_color", "teal", "Did you mean 'solid teal'?", id="no-opacity"),
        pytest.param("static_color", "9,9,9_0.5", "expected r,g,b_o", id="off-the-grid"),
        pytest.param("static_color", "0,0,0_0.10", "no clip has shown '0,0,0_0.10'", id="unseen"),
        pytest.param("static_sound", "soft hmu", "Did you mean 'soft", id="sound-slip"),
        pytest.param("blended", "'; drop table x; --", "has no entry", id="sql"),
        pytest.param("blended", "", "has no entry", id="empty"),
        pytest.param("static_color", "a" * 12_000, "aaa...'", id="huge"),
        pytest.param("narrative", "a" * 12_000, "aaa…'", id="huge-value"),
        pytest.param("narrative", "\x00\udcff", "has no entry", id="odd-bytes"),
    ],
)
def test_a_missing_entry_says_why_and_what_is_close(registry, entry, said, command):
    ended = command("registry", "show", registry, entry)
    assert (ended.status, ended.out) == (1, "")
    assert said in ended.err
    assert len(ended.err) < 400


def test_a_slip_in_the_name_of_a_value_is_offered_the_value(command):
    (row,) = json.loads(command("sql", "from registry.blended order by key limit 1", "--json").out)
    ended = command("registry", "show", "blended", row["name"] + "e")
    assert f"Did you mean {row['name']!r}?" in ended.err


@pytest.mark.parametrize(
    "statement",
    [
        "copy (select 1) to '{folder}/made.csv'",
        "copy registry.static_color from '{folder}/seen.csv'",
        "attach '{folder}/made.duckdb'",
        "export database '{folder}/made'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "reset lock_configuration",
        "drop table registry.static_color",
        "create table made as select 1",
        "create temp table made as select 1",
        "update registry.static_color set name = 'x'",
        "checkpoint",
        "begin",
        "select 1; select 2",
        "select 1; drop table registry.static_color",
        "from read_text('{folder}/seen.csv')",
        "from '{folder}/seen.csv'",
        "from read_csv('{folder}/*')",
        "from glob('{folder}/*')",
        "from read_parquet('https://localhost:1/x.parquet')",
        "pragma profiling_output = '{folder}/made'",
        "pragma import_database('{folder}')",
    ],
)
def test_sql_reaches_nothing_but_the_published_tables(statement, command, tmp_path):
    (tmp_path / "seen.csv").write_text("secret\n1\n")
    ended = command("sql", statement.format(folder=tmp_path))
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("Error: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["seen.csv"]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        pytest.param("", "expected one SQL statement, got 0", id="empty"),
        pytest.param(" -- nothing", "expected one SQL statement, got 0", id="comment"),
        pytest.param("selec 1", "syntax error", id="slip"),
        pytest.param("from nope.x", "Tables: clip.rendered", id="unknown-table"),
        pytest.param("select ?", "parameters", id="parameter"),
        pytest.param("select '", "unterminated", id="quote"),
        pytest.param("select " + "nope, " * 12_000 + "1", "nope", id="huge"),
        pytest.param("select '\udcff' from nope", "nope", id="odd-bytes"),
        pytest.param("from range(3000000)", "more than 1,000,000 rows", id="too-many-rows"),
    ],
)
def test_a_refused_statement_says_why_in_a_few_lines(statement, said, command):
    ended = command("sql", statement)
    assert (ended.status, ended.out) == (1, "")
    assert said in ended.err
    assert len(ended.err) <= 2_001


def test_a_statement_cannot_take_all_memory(command, monkeypatch):
    small = [setting.replace("2GB", "50MB") for setting in database._LOCKED]
    monkeypatch.setattr(database, "_LOCKED", small)
    ended = command("sql", "select list(x) from range(20000000) t(x)")
    assert (ended.status, ended.out) == (1, "")
    assert "Out of Memory" in ended.err


def test_sql_answers_in_types_that_json_has(command):
    statement = (
        "select 1 as a, 2 as a, 'nan'::double as x, '\\xAA'::blob as b, "
        "map([date '2026-11-21'], [1]) as m, [1, null] as l, 1.50::decimal(4, 2) as d"
    )
    (row,) = json.loads(command("sql", statement, "--json").out)
    assert row == {
        "a": 1,
        "a_2": 2,
        "x": None,
        "b": "aa",
        "m": {"2026-11-21": 1},
        "l": [1, None],
        "d": 1.5,
    }


@pytest.mark.parametrize("statement", ["describe registry.blended", "summarize coverage.gap"])
def test_sql_can_describe(statement, command):
    assert command("sql", statement).status == 0


def test_nothing_published_is_said_with_the_way_out(command, monkeypatch, tmp_path):
    monkeypatch.setenv("MOTION_ASSETS_DATA_DIR", str(tmp_path / "fresh"))
    for arguments in (["coverage"], ["gaps"], ["registry", "list"], ["sql", "select 1"]):
        ended = command(*arguments, "--json")
        assert (ended.status, ended.out) == (1, "")
        assert "run `make run` or `motion-assets run` first" in ended.err
    assert not (tmp_path / "fresh").exists()


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        pytest.param(
            "MOTION_ASSETS_MAX_FRAME", "9", "Did you mean MOTION_ASSETS_MAX_FRAMES?", id="slip"
        ),
        pytest.param("MOTION_ASSETS_MAX_FRAMES", "0", "MOTION_ASSETS_MAX_FRAMES=0", id="too-few"),
        pytest.param("MOTION_ASSETS_MIN_CELL_PX", "many", "MIN_CELL_PX=many", id="no-number"),
        pytest.param("MOTION_ASSETS_LAKE_URL", "ftp://x", "LAKE_URL=ftp://x", id="no-lake"),
    ],
)
def test_a_broken_setting_is_named(variable, value, said, command, monkeypatch):
    monkeypatch.setenv(variable, value)
    ended = command("coverage", "--json")
    assert (ended.status, ended.out) == (1, "")
    assert said in ended.err


def test_columns_of_one_name_are_told_apart_even_when_the_new_name_is_taken():
    assert database._unique(["a", "a_2", "a", "a"]) == ["a", "a_2", "a_3", "a_4"]
