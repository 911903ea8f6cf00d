"""The loop without a daemon: tick the gap sensor, run what it asks for, until nothing is asked."""

import dagster as dg
import pytest

from motion_assets.definitions import defs
from motion_assets.defs.coverage.sensors import gap_sensor
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.steps.plan import standing
from motion_assets.storage.generations import open_newest

pytestmark = pytest.mark.slow

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
MOST_TICKS = 4


def run(instance: dg.DagsterInstance, request: dg.RunRequest) -> None:
    key = str(request.partition_key)
    instance.add_dynamic_partitions("reel", [key])
    job = defs().get_repository_def().get_job(str(request.job_name))
    result = job.execute_in_process(
        partition_key=key, instance=instance, run_config=QUIET, raise_on_error=True
    )
    failed = [e for e in result.get_asset_check_evaluations() if not e.passed]
    assert not failed, [(e.check_name, e.metadata) for e in failed]


def test_the_gap_sensor_asks_until_no_value_is_missing(instance, workspace, monkeypatch):
    monkeypatch.setenv("MOTION_ASSETS_TARGET_BAR", "1")
    for _ in range(MOST_TICKS):
        context = dg.build_sensor_context(
            instance=instance, resources={"workspace": WorkspaceResource()}
        )
        result = gap_sensor(context)
        if isinstance(result, dg.SkipReason):
            break
        assert isinstance(result, dg.SensorResult)
        for request in result.run_requests or ():
            run(instance, request)
    assert isinstance(result, dg.SkipReason)
    gaps = standing(workspace).gaps
    assert (gaps.color_cells, gaps.sound_cells, gaps.values) == ((), (), ())
    with open_newest(workspace.settings) as connection:
        (counts,) = connection.execute(
            "select (select count(*) from registry.static_color), "
            "(select count(*) from registry.static_sound), "
            "(select count(*) from registry.narrative where kind = 'value'), "
            "(select count(distinct clip_id) from clip.rendered)"
        ).fetchall()
    assert counts[:3] == (27_951, 301, 118)
    # One sweep, one clip of sound, and as many as the longest aspect has values.
    assert counts[3] == 1 + 1 + 25
