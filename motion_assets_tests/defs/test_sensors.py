from functools import cache

import dagster as dg
import pytest

from motion_assets.core.coverage.measure import Seen, measure_coverage
from motion_assets.definitions import defs
from motion_assets.defs import requests
from motion_assets.defs.coverage.sensors import gap_sensor
from motion_assets.defs.prompts.sensors import prompt_sensor
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.steps import plan
from motion_assets.storage.reels import read_request

PROMPTS = "a red circle, one second\n# a comment\n\nneon city at night for one second\n"


@cache
def repository() -> dg.RepositoryDefinition:
    return defs().get_repository_def()


def tick(
    sensor: dg.SensorDefinition, instance: dg.DagsterInstance
) -> dg.SensorResult | dg.SkipReason:
    context = dg.build_sensor_context(
        instance=instance, resources={"workspace": WorkspaceResource()}
    )
    result = sensor(context)
    assert isinstance(result, dg.SensorResult | dg.SkipReason)
    return result


def asked(sensor: dg.SensorDefinition, instance: dg.DagsterInstance) -> list[dg.RunRequest]:
    result = tick(sensor, instance)
    assert isinstance(result, dg.SensorResult)
    return list(result.run_requests or ())


def skipped(sensor: dg.SensorDefinition, instance: dg.DagsterInstance) -> str:
    result = tick(sensor, instance)
    assert isinstance(result, dg.SkipReason)
    return result.skip_message or ""


@pytest.fixture(autouse=True)
def first_bar(monkeypatch):
    monkeypatch.setenv("MOTION_ASSETS_TARGET_BAR", "1")


@pytest.fixture
def prompts(tmp_path):
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "sample_prompts.txt").write_text(PROMPTS, encoding="utf-8")


def test_an_empty_lake_asks_for_every_kind_of_gap_at_once(instance):
    jobs = [request.job_name for request in asked(gap_sensor, instance)]
    assert jobs == ["sweep", "sound", "explorer"]
    assert len(jobs) <= requests.REELS_PER_TICK


def test_on_the_way_to_the_second_bar_pairs_are_asked_for_too(instance, monkeypatch):
    monkeypatch.delenv("MOTION_ASSETS_TARGET_BAR")
    jobs = [request.job_name for request in asked(gap_sensor, instance)]
    assert jobs == ["sweep", "sound", "explorer", "explorer"]


def test_a_reel_is_written_down_before_its_partition_is_added(instance, workspace):
    result = tick(gap_sensor, instance)
    assert isinstance(result, dg.SensorResult)
    (added,) = result.dynamic_partitions_requests or ()
    assert list(added.partition_keys) == [r.partition_key for r in result.run_requests or ()]
    for key in added.partition_keys:
        assert read_request(workspace.lake, key).request.key == key


def test_a_repeated_tick_repeats_its_keys(instance):
    keys = [request.run_key for request in asked(gap_sensor, instance)]
    assert keys == [request.run_key for request in asked(gap_sensor, instance)]
    assert all(str(key).endswith("/0") for key in keys)


def run_of(instance, key, status):
    instance.create_run_for_job(
        repository().get_job(key.split("-")[0]),
        tags={"dagster/partition": key},
        status=status,
    )


def test_a_reel_under_way_is_not_asked_for_again_and_a_failed_one_is(instance):
    sweep, sound, explorer = (r.partition_key for r in asked(gap_sensor, instance))
    run_of(instance, sweep, dg.DagsterRunStatus.STARTED)
    run_of(instance, sound, dg.DagsterRunStatus.FAILURE)
    keys = [request.run_key for request in asked(gap_sensor, instance)]
    assert keys == [f"{sound}/1", f"{explorer}/0"]


def test_a_reel_that_failed_three_times_is_given_up_and_the_skip_says_so(instance):
    for request in asked(gap_sensor, instance):
        for _ in range(requests.RUNS_PER_REEL):
            run_of(instance, request.partition_key, dg.DagsterRunStatus.FAILURE)
    said = skipped(gap_sensor, instance)
    assert "missing 27951 color cells, 301 sound cells" in said


def test_nothing_missing_is_explained_with_figures(instance, monkeypatch):
    everything = measure_coverage(Seen()).plannable
    seen = Seen(
        color_cells=frozenset(everything.color_cells),
        sound_cells=frozenset(everything.sound_cells),
        values=frozenset(everything.values),
    )
    complete = plan.Standing(9, "f", measure_coverage(seen).plannable, frozenset())
    monkeypatch.setattr("motion_assets.defs.coverage.sensors.standing", lambda _: complete)
    said = skipped(gap_sensor, instance)
    assert "Generation 9: missing 0 color cells, 0 sound cells and 0 values" in said


@pytest.mark.usefixtures("prompts")
def test_prompts_are_made_once(instance, workspace):
    (request,) = asked(prompt_sensor, instance)
    assert request.job_name == "web"
    clips = read_request(workspace.lake, str(request.partition_key)).request.clips
    assert [clip.prompt for clip in clips] == [
        "a red circle, one second",
        "neon city at night for one second",
    ]


@pytest.mark.usefixtures("prompts")
def test_prompts_that_have_their_clips_are_explained(instance, workspace, monkeypatch):
    (request,) = plan.plan_prompts(workspace, plan.standing(workspace), PROMPTS.splitlines()[0::3])
    done = plan.Standing(4, "f", measure_coverage(Seen()).plannable, frozenset({request.key}))
    monkeypatch.setattr("motion_assets.defs.prompts.sensors.standing", lambda _: done)
    said = skipped(prompt_sensor, instance)
    assert "Generation 4 holds a clip for each of 2 prompts" in said
