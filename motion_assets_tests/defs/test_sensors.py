from datetime import UTC, datetime
from functools import cache

import dagster as dg
import pytest

from motion_assets.core.coverage.budget import RUNS_AHEAD
from motion_assets.core.coverage.measure import Gaps, Seen, measure_coverage
from motion_assets.definitions import defs
from motion_assets.defs import requests
from motion_assets.defs.loop.sensors import explorer_sensor, sound_sensor, sweep_sensor
from motion_assets.defs.prompts.queue import interpret_sensor
from motion_assets.defs.prompts.sensors import prompt_sensor
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.steps import plan
from motion_assets.steps.decisions import decision_of
from motion_assets.steps.pause import pause, resume
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
    assert isinstance(result, dg.SensorResult), result
    return list(result.run_requests or ())


def skipped(sensor: dg.SensorDefinition, instance: dg.DagsterInstance) -> str:
    result = tick(sensor, instance)
    assert isinstance(result, dg.SkipReason), result
    return result.skip_message or ""


def run_of(instance, request, status):
    """A run as the daemon makes it from a request; a wait after the launch is taken away."""
    return instance.create_run_for_job(
        repository().get_job(request.job_name),
        tags={**request.tags, "dagster/partition": request.partition_key},
        status=status,
    )


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setenv("MOTION_ASSETS_TARGET_BAR", "1")
    monkeypatch.setattr(requests, "delay_s", lambda *_: 0.0)


@pytest.fixture
def prompts(tmp_path):
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "sample_prompts.txt").write_text(PROMPTS, encoding="utf-8")


@pytest.mark.parametrize("sensor", [sweep_sensor, sound_sensor, explorer_sensor])
def test_every_gap_sensor_asks_an_empty_lake_for_its_own_kind(sensor, instance, workspace):
    (request,) = asked(sensor, instance)
    workflow = sensor.name.removesuffix("_sensor")
    assert request.job_name == workflow
    clips = read_request(workspace.lake, str(request.partition_key)).request.clips
    kinds = {
        "sweep": sum(len(clip.color_cells) for clip in clips) == 27_951,
        "sound": sum(len(clip.sound_cells) for clip in clips) == 301,
        "explorer": {value for clip in clips for value in clip.values}
        == set(measure_coverage(Seen()).plannable.values),
    }
    assert kinds[workflow]


def test_a_request_says_what_it_was_decided_from(instance, workspace):
    (request,) = asked(explorer_sensor, instance)
    decision = decision_of(workspace, str(request.partition_key))
    assert (decision.workflow, decision.exploit_ratio, decision.cap) == ("explorer", 0.0, "")
    assert request.tags["motion/reason"] == decision.reason == "this workflow only explores"
    assert request.tags["motion/clips"] == str(
        len(read_request(workspace.lake, str(request.partition_key)).request.clips)
    )


def test_a_reel_is_written_down_before_its_partition_is_added(instance, workspace):
    result = tick(sweep_sensor, instance)
    assert isinstance(result, dg.SensorResult)
    (added,) = result.dynamic_partitions_requests or ()
    assert list(added.partition_keys) == [r.partition_key for r in result.run_requests or ()]
    for key in added.partition_keys:
        assert read_request(workspace.lake, key).request.key == key


def test_a_repeated_tick_repeats_its_keys(instance):
    keys = [request.run_key for request in asked(sweep_sensor, instance)]
    assert keys == [request.run_key for request in asked(sweep_sensor, instance)]
    assert all(str(key).endswith("/0") for key in keys)


def test_what_a_reel_under_way_promises_is_not_asked_for_by_anyone(instance, workspace):
    (request,) = asked(sweep_sensor, instance)
    run_of(instance, request, dg.DagsterRunStatus.STARTED)
    said = skipped(sweep_sensor, instance)
    # The sweep carries every color and, on the frames that it needs, sounds.
    assert "promised by 1 reels under way" in said
    (sound,) = asked(sound_sensor, instance)
    clips = read_request(workspace.lake, str(sound.partition_key)).request.clips
    assert 0 < sum(len(clip.sound_cells) for clip in clips) < 301


def test_a_failed_run_is_tried_again_three_times_and_then_given_up(instance):
    for failed in range(requests.RUNS_PER_REEL):
        (request,) = asked(sweep_sensor, instance)
        assert str(request.run_key).endswith(f"/{failed}")
        run_of(instance, request, dg.DagsterRunStatus.FAILURE)
    assert "missing 27951 color cells" in skipped(sweep_sensor, instance)


def test_two_runs_of_one_workflow_are_enough(instance):
    (request,) = asked(sweep_sensor, instance)
    for _ in range(RUNS_AHEAD):
        run_of(instance, request, dg.DagsterRunStatus.NOT_STARTED)
    assert skipped(sweep_sensor, instance) == (
        "2 runs of sweep wait or work; 2 at once are enough."
    )


def test_the_budget_of_a_day_is_kept_and_explained(instance, monkeypatch):
    monkeypatch.setenv("MOTION_ASSETS_DAILY_CLIPS", "20")
    (request,) = asked(explorer_sensor, instance)
    run_of(instance, request, dg.DagsterRunStatus.SUCCESS)
    clips = request.tags["motion/clips"]
    said = skipped(explorer_sensor, instance)
    assert f"explorer has launched {clips} clips today, its budget is 20" in said
    assert len(asked(sweep_sensor, instance)) == 1


def test_a_launch_is_followed_by_a_wait_that_grows_with_failures(instance, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setenv("MOTION_ASSETS_DATA_DIR", "unused")
    request = dg.RunRequest(job_name="sweep", partition_key="sweep-0123456789ab", tags={})
    run_of(instance, request, dg.DagsterRunStatus.FAILURE)
    now = datetime.now(UTC)
    said = requests.hold(instance, _workspace(), "sweep", now)
    assert said == (
        "sweep waits 6 s after a launch: 0 runs are queued and 1 of its 1 newest runs failed."
    )
    assert requests.hold(instance, _workspace(), "sound", now) is None


def _workspace():
    return WorkspaceResource().open()


def test_a_full_disk_starts_nothing_new(instance, monkeypatch):
    monkeypatch.setenv("MOTION_ASSETS_MIN_FREE_BYTES", str(10**18))
    assert "Make room" in skipped(sweep_sensor, instance)


@pytest.mark.usefixtures("prompts")
def test_a_paused_loop_starts_nothing_until_it_is_resumed(instance, workspace):
    pause(workspace, by="a test", at=datetime(2026, 11, 21, tzinfo=UTC))
    pause(workspace, by="another", at=datetime(2026, 11, 22, tzinfo=UTC))
    for sensor in (sweep_sensor, sound_sensor, explorer_sensor, prompt_sensor, interpret_sensor):
        assert skipped(sensor, instance).startswith("Paused since 2026-11-21T00:00:00")
    resume(workspace)
    resume(workspace)
    assert len(asked(sweep_sensor, instance)) == 1


def test_nothing_missing_is_explained_with_figures(instance, monkeypatch):
    complete = plan.Standing(9, "f", Gaps(), frozenset())
    monkeypatch.setattr("motion_assets.steps.loop.standing", lambda _: complete)
    said = skipped(sweep_sensor, instance)
    assert "Generation 9: missing 0 color cells, 0 sound cells, 0 values, 0 pairs" in said


@pytest.mark.usefixtures("prompts")
def test_prompts_are_made_once_and_go_first(instance, workspace):
    (request,) = asked(prompt_sensor, instance)
    assert request.job_name == "web"
    assert request.tags["dagster/priority"] == "50"
    clips = read_request(workspace.lake, str(request.partition_key)).request.clips
    assert [clip.prompt for clip in clips] == [
        "a red circle, one second",
        "neon city at night for one second",
    ]


@pytest.mark.usefixtures("prompts")
def test_a_prompt_that_no_clip_can_be_keeps_none_of_the_others(instance, workspace, tmp_path):
    (tmp_path / "data" / "sample_prompts.txt").write_text(
        f"{PROMPTS}two hours of dusk\n", encoding="utf-8"
    )
    (request,) = asked(prompt_sensor, instance)
    clips = read_request(workspace.lake, str(request.partition_key)).request.clips
    assert [clip.prompt for clip in clips] == PROMPTS.splitlines()[0::3]


@pytest.mark.usefixtures("prompts")
def test_prompts_that_have_their_clips_are_explained(instance, workspace, monkeypatch):
    (request,) = plan.plan_prompts(workspace, plan.standing(workspace), PROMPTS.splitlines()[0::3])
    done = plan.Standing(4, "f", measure_coverage(Seen()).plannable, frozenset({request.key}))
    monkeypatch.setattr("motion_assets.defs.prompts.sensors.standing", lambda _: done)
    said = skipped(prompt_sensor, instance)
    assert "Generation 4 holds a clip for each of 2 prompts" in said
