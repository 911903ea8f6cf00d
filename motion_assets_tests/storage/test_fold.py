from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import pytest

from motion_assets.core.coverage.measure import measure_coverage, pair_key, value_key
from motion_assets.core.registries.naming import color_name, sound_name
from motion_assets.settings import Settings
from motion_assets.storage.fold.statics import depth_entries
from motion_assets.storage.generations import newest, open_newest, publish, read_coverage, read_gaps
from motion_assets.storage.lake import Lake, open_lake
from motion_assets.storage.tables import PUBLISHED_TABLES
from motion_assets.vocabulary.cells import color_cell, color_key, sound_cell
from motion_assets_tests.storage import reel_data as data

TEAL = color_cell(0, 5, 5, 20)
RED = color_cell(10, 0, 0, 20)
LOUD_HUM = sound_cell(16, (2, 1, 1))

SWEEP = data.request("sweep", seed=1, clips=1)
WEB = data.request("web", seed=2, clips=2)
CLIP_S, CLIP_A, CLIP_B = SWEEP.clip_id(0), WEB.clip_id(0), WEB.clip_id(1)


def teal_row(clip: str, pixels: int, green: int) -> data.Row:
    return {
        **data.color_row(clip, TEAL, pixels, red=0),
        "sum_green": pixels * green,
        "sum_blue": pixels * 128,
    }


def narrative(clip: str, *values: tuple[str, str]) -> list[data.Row]:
    return [{"clip_id": clip, "aspect": aspect, "value": value} for aspect, value in values]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def lake(settings: Settings) -> Lake:
    """A sweep reel and a prompted one, folded one after the other."""
    lake = open_lake(settings.lake_location)
    data.commit(
        lake,
        SWEEP,
        {
            "color": [teal_row(CLIP_S, 100, 120), data.color_row(CLIP_S, RED)],
            "sound": [data.sound_row(CLIP_S, LOUD_HUM, 3, -20.0)],
        },
    )
    publish(lake, settings=settings, derive_coverage=measure_coverage)
    prompt = f"please, {color_name(TEAL).upper()} waves"
    data.commit(
        lake,
        WEB,
        {
            "color": [teal_row(CLIP_A, 300, 136), teal_row(CLIP_B, 100, 128)],
            "sound": [data.sound_row(CLIP_B, LOUD_HUM, 1, -40.0), data.sound_row(CLIP_B, 0, 2)],
            "window": [
                data.window_row(CLIP_A, 0, "technical.fps", "24", 24.0),
                data.window_row(CLIP_A, 0, "camera.motion_type", "zoom_out", 0.2),
                data.window_row(CLIP_A, 1, "camera.motion_type", "zoom_out", 0.4),
                data.window_row(CLIP_A, 1, "motion.speed", "slow", 0.1),
                data.window_row(CLIP_B, 0, "motion.speed", "slow", 0.1),
            ],
            "narrative": [
                *narrative(CLIP_A, ("mood", "calm"), ("genre", "drama")),
                *narrative(CLIP_B, ("genre", "drama")),
            ],
            "reading": [
                data.reading_row(CLIP_A, prompt),
                data.reading_row(CLIP_B, "florp", complete=False),
            ],
            "span": [
                data.span_row(CLIP_A, "Slow", "motion_speed", "slow"),
                data.span_row(CLIP_B, "slow", "motion_speed", "slow"),
                data.span_row(CLIP_B, "crawling", "motion_speed", "slow"),
            ],
            "choice": [
                data.choice_row(CLIP_A, "color", color_key(TEAL)),
                data.choice_row(CLIP_B, "color", color_key(RED), passed=False),
            ],
            "learning": [
                data.learning_row(CLIP_A, "web", prompt),
                data.learning_row(CLIP_B, "web", f"{color_name(RED)} and florp"),
            ],
        },
    )
    publish(lake, settings=settings, derive_coverage=measure_coverage)
    return lake


@pytest.fixture(scope="module")
def connection(lake: Lake, settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    del lake  # published before the connection opens
    with open_newest(settings) as opened:
        yield opened


def rows(
    connection: duckdb.DuckDBPyConnection, query: str, *parameters: object
) -> Sequence[tuple[Any, ...]]:
    return connection.execute(query, list(parameters)).fetchall()


def entry(connection: duckdb.DuckDBPyConnection, table: str, key: str) -> Mapping[str, Any]:
    query = f"SELECT * FROM registry.{table} WHERE key = ?"
    found = connection.execute(query, [key])
    names = [column[0] for column in found.description or ()]
    return dict(zip(names, found.fetchall()[0], strict=True))


def test_a_color_keeps_exact_means_names_and_who_showed_it(connection):
    teal = entry(connection, "static_color", "0,125,125_1.00")
    # 100 px of green 120, 300 of 136 and 100 of 128: 65,600 / 500.
    assert teal["mean_green"] == 131.2
    assert (teal["mean_red"], teal["mean_blue"], teal["mean_alpha"]) == (0.0, 128.0, 255.0)
    assert (teal["red"], teal["green"], teal["blue"], teal["opacity"]) == (0, 125, 125, 1.0)
    assert teal["name"] == color_name(TEAL)
    assert teal["pixels"] == 500
    assert (teal["clips"], teal["sweep_clips"], teal["prompt_clips"]) == (3, 1, 2)
    assert (teal["seen_in_sweep"], teal["seen_in_prompt"]) == (True, True)
    assert (teal["first_clip"], teal["last_clip"]) == (CLIP_S, CLIP_B)


def test_only_a_prompt_that_uses_the_name_proves_a_color(connection):
    proven = rows(connection, "SELECT cell_id, named_clips FROM registry.static_color ORDER BY 1")
    assert proven == [(TEAL, 1), (RED, 0)]


def test_a_sound_is_measured_over_all_its_instants(connection):
    hum = entry(connection, "static_sound", "0.80_2-1-1")
    # 3 instants at -20 dBFS and 1 at -40: -25 dBFS, 35 of the 50 dB between silence and full.
    assert hum["mean_level_dbfs"] == -25.0
    assert (hum["strength"], hum["rumble"], hum["tone"], hum["hiss"]) == (0.8, 2, 1, 1)
    assert hum["depth"] == {"silence": 0.3, "rumble": 0.35, "tone": 0.175, "hiss": 0.175}
    assert hum["name"] == sound_name(LOUD_HUM)
    assert (hum["instants"], hum["clips"], hum["sweep_clips"]) == (4, 2, 1)


def test_depth_shares_sum_to_one_and_give_the_color_back(connection):
    ((depth,),) = rows(connection, "SELECT depth FROM registry.static_color WHERE cell_id = ?", RED)
    # 50 of 255 red is a share of red; what is left is black.
    assert sum(depth.values()) == pytest.approx(1, abs=1e-12)
    assert depth == {
        "black": pytest.approx(1 - 50 / 255, abs=1e-6),
        "red": pytest.approx(50 / 255, abs=1e-6),
    }


def test_rounded_shares_sum_to_one_million_millionths():
    shares = np.array([[1 / 3, 1 / 3, 1 / 3], [0.0, 1.0, 0.0], [1 / 6, 1 / 6, 4 / 6]])
    for listed in depth_entries(shares, ("a", "b", "c")):
        assert sum(round(entry["value"] * 1_000_000) for entry in listed) == 1_000_000
    assert [e["key"] for e in depth_entries(shares, ("a", "b", "c"))[1]] == ["b"]


def test_blended_values_count_windows_and_pairs_share_one(connection):
    zoom = entry(connection, "blended", value_key(("camera.motion_type", "zoom_out")))
    assert (zoom["windows"], zoom["clips"]) == (2, 1)
    assert zoom["mean_measure"] == pytest.approx(0.3, abs=1e-9)
    assert zoom["unit"] == "widths/s"
    assert zoom["name"] == "zoom out camera motion type"
    pairs = rows(
        connection, "SELECT key, windows FROM registry.blended WHERE kind = 'pair' ORDER BY key"
    )
    zoom_out = ("camera.motion_type", "zoom_out")
    assert pairs == [
        (pair_key((zoom_out, ("motion.speed", "slow"))), 1),
        (pair_key((zoom_out, ("technical.fps", "24"))), 1),
    ]
    slow = entry(connection, "blended", "motion.speed=slow")
    assert (slow["windows"], slow["clips"], slow["first_clip"]) == (2, 2, CLIP_A)


def test_narrative_pairs_come_in_the_order_of_the_vocabulary(connection):
    assert rows(connection, "SELECT key, name, clips FROM registry.narrative ORDER BY key") == [
        ("genre=drama", "drama genre", 2),
        ("genre=drama & mood=calm", "drama genre with calm mood", 1),
        ("mood=calm", "calm mood", 1),
    ]


def test_spans_are_counted_without_regard_to_case(connection):
    found = rows(
        connection,
        "SELECT span, times_seen, clips, first_clip, state FROM registry.linguistic ORDER BY span",
    )
    assert found == [("crawling", 1, 1, CLIP_B, "accepted"), ("slow", 2, 2, CLIP_A, "accepted")]


def test_discoveries_belong_to_the_first_clip(connection):
    query = (
        "SELECT clip_id, new_color, new_sound, new_blended, new_narrative FROM learning.discovery"
    )
    assert rows(connection, query) == [
        (CLIP_S, 2, 1, 0, 0),
        (CLIP_A, 0, 0, 5, 3),
        (CLIP_B, 0, 1, 0, 0),
    ]


def test_progress_grows_reel_by_reel(connection):
    query = (
        "SELECT reel, workflow, clips, seen_color, seen_sound, seen_blended, seen_narrative "
        "FROM coverage.progress"
    )
    assert rows(connection, query) == [
        (SWEEP.key, "sweep", 1, 2, 1, 0, 0),
        (WEB.key, "web", 2, 2, 2, 5, 3),
    ]


def test_clips_and_logs_keep_their_reel_and_prompt(connection):
    clips = rows(connection, "SELECT clip_id, reel, sequence, workflow FROM clip.rendered")
    assert clips == [
        (CLIP_S, SWEEP.key, 0, "sweep"),
        (CLIP_A, WEB.key, 1, "web"),
        (CLIP_B, WEB.key, 1, "web"),
    ]
    prompts = rows(
        connection,
        "SELECT l.prompt = r.prompt FROM learning.log l JOIN clip.rendered r USING (clip_id)",
    )
    assert prompts == [(None,), (True,), (True,)]
    assert rows(connection, "SELECT count(*) FROM learning.choice") == [(2,)]


def test_coverage_counts_what_the_registries_hold(connection):
    query = "SELECT wanted, seen FROM coverage.summary WHERE registry = ? AND aspect = ?"
    assert rows(connection, query, "static_color", "cell") == [(27_951, 2)]
    assert rows(connection, query, "static_color", "cell_asked_by_name") == [(27_951, 1)]
    assert rows(connection, query, "static_sound", "cell") == [(301, 2)]
    assert rows(connection, query, "static_sound", "primitive") == [(4, 4)]
    assert rows(connection, query, "narrative", "genre x mood") == [(24 * 20, 1)]
    assert rows(connection, query, "interpretation", "prompt_understood") == [(2, 1)]
    missing = rows(connection, "SELECT sum(missing) FROM coverage.summary")
    assert rows(connection, "SELECT count(*) FROM coverage.gap") == missing


def test_sensors_read_the_same_gaps_without_the_database(lake, connection):
    generation = newest(lake)
    assert generation is not None
    gaps = read_gaps(lake, generation)
    assert len(gaps.color_cells) == 27_951 - 2
    assert TEAL not in gaps.color_cells
    assert ("genre", "drama") not in gaps.values
    query = "SELECT registry, aspect, bar, wanted, seen FROM coverage.summary ORDER BY position"
    report = read_coverage(lake, generation)
    assert rows(connection, query) == [
        (row.registry, row.aspect, row.bar, row.wanted, row.seen) for row in report.summary
    ]


def test_every_table_and_column_says_what_it_holds(connection):
    tables = rows(
        connection, "SELECT schema_name || '.' || table_name, comment FROM duckdb_tables()"
    )
    assert {(spec.full_name, spec.comment) for spec in PUBLISHED_TABLES} <= set(tables)
    columns = "SELECT comment FROM duckdb_columns() WHERE NOT internal"
    assert rows(connection, f"{columns} AND comment IS NULL") == []
    length = f"{columns} AND table_name = 'rendered' AND column_name = 'duration_s'"
    assert rows(connection, length) == [("Length of the clip. [s]",)]


def test_the_published_file_cannot_be_written(connection):
    with pytest.raises(duckdb.InvalidInputException, match="read-only"):
        connection.execute("DELETE FROM registry.static_color")


def test_a_missing_table_is_an_error_even_when_a_variable_has_its_name(connection):
    measurements = [1, 2, 3]
    with pytest.raises(duckdb.CatalogException, match="measurements"):
        connection.execute("SELECT * FROM measurements")
    assert len(measurements) == 3
