"""The job `generate`: prompts enter the queue, and what went wrong is in the metadata."""

from datetime import UTC, datetime

import dagster as dg

from motion_assets.defs.prompts.generated import generate
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.settings import Settings
from motion_assets.steps.readings import waiting_line
from motion_assets.steps.workspace import open_workspace

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def run_job(monkeypatch, data_dir, **config):
    monkeypatch.setenv("MOTION_ASSETS_DATA_DIR", str(data_dir))
    return generate.execute_in_process(
        resources={"workspace": WorkspaceResource()},
        run_config={"ops": {"write_prompts": {"config": config}}},
    )


def output_metadata(result):
    (event,) = [e for e in result.all_events if e.event_type_value == "STEP_OUTPUT"]
    return event.event_specific_data.metadata


def test_a_run_enters_prompts_and_reports_them(tmp_path, monkeypatch):
    result = run_job(monkeypatch, tmp_path, count=30)
    assert result.success
    found = output_metadata(result)
    assert found["prompt_count"].value == 30
    assert len(found["prompts"].value) == 10
    assert found["read_otherwise_count"].value >= len(found["read_otherwise"].records)
    assert isinstance(found["read_otherwise"], dg.TableMetadataValue)
    workspace = open_workspace(Settings(data_dir=tmp_path))
    assert len(waiting_line(workspace, NOON)) == 30
