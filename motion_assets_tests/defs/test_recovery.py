"""The job `recover` and the figure checks, each made to fail, in Dagster."""

import dagster as dg
import duckdb
import pytest

from motion_assets.definitions import defs
from motion_assets.defs.runs import alive_reels
from motion_assets.storage.generations import newest
from motion_assets_tests.conftest import SMALL_WEB

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def run_checks(instance: dg.DagsterInstance) -> dict[str, dg.AssetCheckEvaluation]:
    selection = dg.AssetSelection.checks_for_assets(
        dg.AssetKey(["coverage", "figure"]), dg.AssetKey(["coverage", "progress"])
    )
    job = dg.define_asset_job("checks", selection=selection)
    found = dg.Definitions.merge(defs(), dg.Definitions(jobs=[job])).resolve_job_def("checks")
    result = found.execute_in_process(instance=instance, run_config=QUIET)
    return {e.check_name: e for e in result.get_asset_check_evaluations()}


def test_figures_out_of_bounds_and_missing_rows_fail_their_checks(grown, instance):
    good = run_checks(instance)
    assert {name: e.passed for name, e in good.items()} == dict.fromkeys(
        ("every_clip_recorded", "precision_is_high", "few_clips_wasted", "repetition_is_low"),
        True,
    )
    generation = newest(grown.lake)
    assert generation is not None
    with (
        grown.lake.local_file(generation.database.key) as path,
        duckdb.connect(str(path)) as connection,
    ):
        connection.execute("update coverage.figure set part = 0 where figure = 'precision_pct'")
        connection.execute("update coverage.figure set part = whole where figure = 'wasted_pct'")
        connection.execute("update coverage.figure set part = whole where figure like 'repetit%'")
        connection.execute(
            "insert into clip.rendered by name select r.* replace ('x-' || i as clip_id) "
            "from clip.rendered r, range(1000) t(i)"
        )
        connection.execute("delete from learning.discovery where clip_id like 'web%'")
    bad = run_checks(instance)
    assert {name for name, e in bad.items() if not e.passed} == set(good)
    assert bad["every_clip_recorded"].severity is dg.AssetCheckSeverity.ERROR
    assert bad["precision_is_high"].severity is dg.AssetCheckSeverity.WARN
    sample = bad["every_clip_recorded"].metadata["wrong_sample"].value
    assert sample == [f"Missing discovery (clip={SMALL_WEB.clip_id(i)})" for i in (0, 1)]


def test_the_job_records_what_is_missing(grown, instance):
    generation = newest(grown.lake)
    assert generation is not None
    grown.lake.delete(f"reels/{SMALL_WEB.key}/commit.json")
    grown.lake.delete(f"generations/{generation.number:08d}.json")
    assert not run_checks(instance)["every_clip_recorded"].passed
    job = defs().get_repository_def().get_job("recover")
    result = job.execute_in_process(instance=instance, run_config=QUIET)
    assert result.success
    assert run_checks(instance)["every_clip_recorded"].passed


@pytest.mark.usefixtures("grown")
def test_reels_of_other_runs_are_alive_and_the_own_is_not(instance):
    job = defs().get_repository_def().get_job("sweep")
    run = instance.create_run_for_job(
        job,
        tags={"dagster/partition": "sweep-0"},
        status=dg.DagsterRunStatus.STARTED,
    )
    assert alive_reels(instance) == {"sweep-0"}
    assert alive_reels(instance, run.run_id) == frozenset()
