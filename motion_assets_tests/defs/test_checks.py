"""Every check is made to fail, and a failing blocking check keeps a reel out of the registries."""

from pathlib import Path

import dagster as dg
import duckdb
import numpy as np
import polars as pl
import pytest

from motion_assets.core.clips.scene import SoundCells
from motion_assets.core.clips.soundtrack import render_samples
from motion_assets.core.observations.frames import RgbaFrame
from motion_assets.definitions import defs
from motion_assets.defs.jobs import RECOUNT, SHEETS
from motion_assets.defs.observations import assets
from motion_assets.media.write import write_clip
from motion_assets.steps import verify
from motion_assets.steps.observe import observe_reel
from motion_assets.steps.recount import full_recount
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.generations import newest, open_newest
from motion_assets.storage.reels import clip_key, get_table, put_table
from motion_assets_tests.conftest import SMALL_SWEEP, SMALL_WEB

REEL = SMALL_SWEEP.key
CLIP = SMALL_SWEEP.clip_id(0)


def swap_clip(workspace: Workspace, tmp_path: Path, *, level: int, alpha: int, sound: int) -> None:
    """Put another, whole clip of ours under the id of the reel's first one."""
    rows = get_table(workspace.lake, REEL, "rendered").filter(clip_id=CLIP)
    width, height, count, fps = rows.select("width_px", "height_px", "frame_count", "fps").row(0)
    frame = RgbaFrame(
        np.full((height, width, 3), level, np.uint8), np.full((height, width), alpha, np.uint8)
    )
    samples = render_samples(SoundCells((sound,)), fps=fps, frame_count=count, seed=0)
    path = tmp_path / "other.mp4"
    write_clip(path, [frame] * count, samples, fps=fps, width_px=width, height_px=height)
    workspace.lake.put_file(clip_key(REEL, CLIP), path)
    observe_reel(workspace, REEL)


@pytest.mark.parametrize(
    "fact", [verify.color_as_rendered, verify.opacity_as_rendered, verify.sound_as_rendered]
)
def test_what_is_read_back_as_rendered_passes(grown, fact):
    verdict = fact(grown, REEL)
    assert verdict.passed
    assert verdict.checked_count == len(SMALL_SWEEP.clips)


@pytest.mark.parametrize(
    "fact", [verify.color_as_rendered, verify.opacity_as_rendered, verify.sound_as_rendered]
)
def test_a_clip_of_other_content_fails_color_opacity_and_sound(grown, tmp_path, fact):
    swap_clip(grown, tmp_path, level=90, alpha=30, sound=42)
    verdict = fact(grown, REEL)
    assert not verdict.passed
    assert CLIP in verdict.examples[0]


@pytest.mark.parametrize(
    "fact", [verify.color_as_rendered, verify.opacity_as_rendered, verify.sound_as_rendered]
)
def test_a_reel_of_which_nothing_can_be_read_proves_nothing(grown, fact):
    for index in range(len(SMALL_SWEEP.clips)):
        grown.lake.put(clip_key(REEL, SMALL_SWEEP.clip_id(index)), b"torn")
    observe_reel(grown, REEL)
    assert fact(grown, REEL).examples == (f"no clip of {REEL} could be read back",)


def test_cells_that_were_planned_and_not_seen_are_counted(grown, tmp_path):
    swap_clip(grown, tmp_path, level=90, alpha=30, sound=42)
    wrong = " ".join(verify.color_as_rendered(grown, REEL).examples)
    assert f"{len(SMALL_SWEEP.clips[0].color_cells)} asked color cells not seen" in wrong
    assert "asked sound cells not seen" in " ".join(verify.sound_as_rendered(grown, REEL).examples)


def test_a_missing_file_fails_the_file_check(grown):
    grown.lake.delete(clip_key(REEL, CLIP))
    verdict = verify.clip_files_whole(grown, REEL)
    assert (verdict.checked_count, verdict.wrong_count) == (2, 1)
    assert CLIP in verdict.examples[0]


def test_an_asked_value_that_is_not_shown_is_named_by_its_aspect(grown):
    choices = get_table(grown.lake, REEL, "choice")
    assert all(verdict.passed for verdict in verify.asked_is_shown(grown, REEL).values())
    spoiled = choices.with_columns(
        passed=pl.when(pl.int_range(pl.len()) == 0).then(pl.lit(value=False)).otherwise("passed")
    )
    put_table(grown.lake, REEL, "choice", spoiled)
    aspect = choices["aspect"][0]
    verdicts = verify.asked_is_shown(grown, REEL)
    assert [each for each, verdict in verdicts.items() if not verdict.passed] == [aspect]
    assert verify.in_all(verdicts.values()).wrong_count == verdicts[aspect].wrong_count == 1
    assert verdicts[aspect].examples[0].startswith(f"{CLIP}: asked {aspect} ")


@pytest.fixture
def registry(grown, tmp_path):
    """A writable copy of the newest generation, to be spoiled."""
    generation = newest(grown.lake)
    assert generation is not None
    path = tmp_path / "spoiled.duckdb"
    path.write_bytes(grown.lake.get(generation.database.key))
    with duckdb.connect(str(path)) as connection:
        yield connection


@pytest.mark.parametrize("table", ["static_color", "static_sound"])
def test_a_name_given_twice_fails(registry, table):
    assert verify.names_unique(registry, table).passed
    registry.execute(f"update registry.{table} set name = 'twin' where rowid < 2")
    verdict = verify.names_unique(registry, table)
    assert verdict.wrong_count == 1
    assert "'twin': 2 entries" in verdict.examples[0]


@pytest.mark.parametrize("name", ["teal 2", "(12,3,4)", "deep_teal", ""])
def test_a_name_nobody_would_say_fails(registry, name):
    assert verify.names_without_digits(registry, "static_color").passed
    registry.execute(
        "update registry.static_color set name = ? "
        "where cell_id = (select min(cell_id) from registry.static_color)",
        [name],
    )
    assert verify.names_without_digits(registry, "static_color").wrong_count == 1


@pytest.mark.parametrize(
    ("depth", "why"),
    [
        pytest.param({"red": 0.5}, "shares sum to 0.5", id="shares-missing"),
        pytest.param({"black": 0.2, "white": 0.8}, "off by", id="another-color"),
        pytest.param({"red": 1.5, "black": -0.5}, "off by", id="negative-share"),
    ],
)
def test_a_depth_that_does_not_give_the_color_back_fails(registry, depth, why):
    assert verify.color_depth_true(registry).passed
    registry.execute(
        "update registry.static_color set depth = ?::json::map(varchar, double) "
        "where cell_id = (select min(cell_id) from registry.static_color)",
        [str(depth).replace("'", '"')],
    )
    verdict = verify.color_depth_true(registry)
    assert verdict.wrong_count == 1
    assert why in verdict.examples[0]


def test_a_sound_depth_that_was_not_measured_fails(registry):
    assert verify.sound_depth_true(registry).passed
    registry.execute(
        "update registry.static_sound set depth = map {'rumble': 1.0} "
        "where cell_id = (select max(cell_id) from registry.static_sound)"
    )
    assert verify.sound_depth_true(registry).wrong_count == 1


def test_a_published_count_that_is_wrong_fails_the_recount(grown):
    generation = newest(grown.lake)
    assert generation is not None
    with grown.lake.local_file(generation.database.key) as path:
        with duckdb.connect(str(path)) as connection:
            connection.execute("update registry.static_color set clips = clips + 1")
        verdict = full_recount(grown)
    assert verdict.examples == ("registry.static_color",)


def materialize(instance: dg.DagsterInstance, reel: str) -> dg.ExecuteInProcessResult:
    instance.add_dynamic_partitions("reel", [reel])
    job = defs().get_repository_def().get_job("sweep")
    return job.execute_in_process(
        partition_key=reel,
        instance=instance,
        raise_on_error=False,
        run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
    )


@pytest.mark.usefixtures("grown")
def test_a_whole_reel_passes_every_check_in_dagster(instance):
    result = materialize(instance, REEL)
    assert result.success
    evaluations = result.get_asset_check_evaluations()
    assert len(evaluations) >= 11
    assert all(evaluation.passed for evaluation in evaluations)


def test_a_missed_value_is_published_as_seen_and_nothing_follows_from_the_run(grown, instance):
    windows = get_table(grown.lake, SMALL_WEB.key, "window")
    pan = (pl.col("aspect") == "camera.motion_type") & (pl.col("value") == "pan")
    tilted = pl.when(pan).then(pl.lit("tilt")).otherwise("value").alias("value")
    put_table(grown.lake, SMALL_WEB.key, "window", windows.with_columns(tilted))
    selection = dg.AssetSelection.assets(dg.AssetKey(["learning", "log"])).downstream()
    job = dg.define_asset_job("learn", selection=selection - SHEETS - RECOUNT)
    found = dg.Definitions.merge(defs(), dg.Definitions(jobs=[job])).resolve_job_def("learn")
    instance.add_dynamic_partitions("reel", [SMALL_WEB.key])
    result = found.execute_in_process(
        instance=instance, partition_key=SMALL_WEB.key, raise_on_error=False
    )
    passed = {e.check_name: e.passed for e in result.get_asset_check_evaluations()}
    wrong = {name for name, each in passed.items() if not each}
    assert wrong == {"asked_is_shown", "shown_camera_motion_type"}
    counts = {
        e.check_name: e.metadata["checked_count"].value
        for e in result.get_asset_check_evaluations()
    }
    assert counts["shown_sound_presence"] != 0
    assert counts["shown_sound_tempo"] == 0
    assert not result.success
    events = result.get_asset_materialization_events()
    assert {e.asset_key.path[0] for e in events if e.asset_key} == {"learning", "registry"}
    with open_newest(grown.settings) as connection:
        kept = connection.execute(
            "select measured, passed from learning.choice "
            "where aspect = 'camera.motion_type' and value = 'pan'"
        )
        assert kept.fetchall() == [("tilt", False)]


@pytest.mark.usefixtures("grown")
def test_a_file_that_is_not_what_was_rendered_stops_the_run_before_the_registries(
    instance, monkeypatch
):
    def torn_disk(workspace, reel):
        done = observe_reel(workspace, reel)
        drawn = get_table(workspace.lake, reel, "rendered")
        other = drawn.with_columns(color_digest=pl.lit("0" * 32))
        put_table(workspace.lake, reel, "rendered", other)
        return done

    monkeypatch.setattr(assets, "observe_reel", torn_disk)
    result = materialize(instance, REEL)
    assert not result.success
    failed = {e.check_name for e in result.get_asset_check_evaluations() if not e.passed}
    assert failed == {"color_extracted_as_rendered"}
    events = result.get_asset_materialization_events()
    assert {e.asset_key.path[0] for e in events if e.asset_key} == {"prompt", "clip", "observation"}
