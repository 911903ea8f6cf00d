"""The loop without a daemon: tick the sensors, run what they ask for, until nothing is asked."""

from datetime import UTC, datetime

import dagster as dg
import pytest

from motion_assets.core.coverage.asking import OpenGaps
from motion_assets.core.coverage.measure import Gaps
from motion_assets.definitions import defs
from motion_assets.defs import requests
from motion_assets.defs.loop.sensors import evaluate
from motion_assets.steps.decisions import decision_of
from motion_assets.steps.loop import next_turn
from motion_assets.steps.plan import standing
from motion_assets.storage.reels import read_request
from motion_assets.vocabulary.workflows import Workflow

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


def run(instance: dg.DagsterInstance, request: dg.RunRequest) -> dg.ExecuteInProcessResult:
    key = str(request.partition_key)
    instance.add_dynamic_partitions("reel", [key])
    job = defs().get_repository_def().get_job(str(request.job_name))
    return job.execute_in_process(
        partition_key=key,
        instance=instance,
        run_config=QUIET,
        raise_on_error=True,
        tags=dict(request.tags),
    )


@pytest.mark.slow
@pytest.mark.parametrize("workflow", ["sweep", "sound"])
def test_a_workflow_asks_until_none_of_its_gaps_is_open(
    workflow: Workflow, instance, workspace, monkeypatch
):
    monkeypatch.setenv("MOTION_ASSETS_TARGET_BAR", "1")
    monkeypatch.setattr(requests, "delay_s", lambda *_: 0.0)
    told = evaluate(instance, workspace, workflow)
    assert isinstance(told, dg.SensorResult)
    for request in told.run_requests or ():
        result = run(instance, request)
        key = str(request.partition_key)
        entries = [e for e in result.all_events if e.is_step_materialization]
        metadata = {
            e.asset_key.to_user_string(): e.materialization.metadata
            for e in entries
            if e.asset_key is not None
        }
        shown = metadata["registry/static_color"]["ratio_reason"].value
        assert shown == decision_of(workspace, key).reason
    gaps = standing(workspace).gaps
    left = {"sweep": gaps.color_cells, "sound": gaps.sound_cells}
    assert left[workflow] == ()


def test_every_run_says_in_one_line_what_grew(grown):
    from motion_assets.steps.growth import growth_line
    from motion_assets.storage.generations import newest, open_newest

    generation = newest(grown.lake)
    assert generation is not None
    lines = {}
    with open_newest(grown.settings) as connection:
        for reel in generation.reels:
            lines[reel.split("-")[0]] = growth_line(grown, connection, reel)
        nothing = growth_line(
            grown, connection, next(reel for reel in generation.reels if reel.startswith("web"))
        )
    assert nothing.startswith("Growth [all] reel=web-")
    assert " clips=2 new_color=42 new_sound=" in lines["sweep"]
    assert lines["sweep"].startswith("Growth [frame] reel=sweep-")


def test_the_same_state_gives_the_same_turn(grown):
    workflows: tuple[Workflow, ...] = ("sweep", "sound", "explorer", "exploiter", "balanced")
    for workflow in workflows:
        one, other = (next_turn(grown, workflow, live=frozenset(), at=AT, bar=1) for _ in range(2))
        assert one == other
        assert all(reel.workflow == workflow for reel in one.reels)


def test_the_exploiter_uses_good_prompts_and_balanced_says_its_ratio(grown):
    exploiting = next_turn(grown, "exploiter", live=frozenset(), at=AT)
    prompts = {clip.prompt for reel in exploiting.reels for clip in reel.clips}
    known = {"a red circle on a blue background, no sound", "neon city at night, camera pans right"}
    assert prompts <= known
    balanced = next_turn(grown, "balanced", live=frozenset(), at=AT)
    assert balanced.decision.reason == "base ratio: 2 of 3 runs done"
    assert balanced.decision.exploit_ratio == 0.7


@pytest.mark.usefixtures("grown")
def test_a_focus_that_is_set_leaves_only_its_own_gaps(monkeypatch):
    for focus, kind in (("frame", "prompt"), ("window", "values"), ("sound", "sound_cells")):
        monkeypatch.setenv("LOOP_EXTRACTION_FOCUS", focus)
        from motion_assets.settings import load_settings
        from motion_assets.steps.workspace import open_workspace

        turn = next_turn(
            open_workspace(load_settings()), "explorer", live=frozenset(), at=AT, bar=2
        )
        (reel,) = turn.reels
        assert turn.decision.focus == focus
        assert any(getattr(clip, kind) for clip in reel.clips)
        if focus == "sound":
            aspects = {aspect for clip in reel.clips for aspect, _ in clip.values}
            assert all(aspect.startswith("sound.") for aspect in aspects)


def test_a_reel_that_was_never_written_down_promises_nothing(grown):
    turn = next_turn(grown, "sweep", live=frozenset({"sweep-000000000000"}), at=AT, bar=1)
    assert turn.decision.promised == 0
    (reel,) = turn.reels
    with pytest.raises(ValueError, match="no request for reel"):
        read_request(grown.lake, reel.key)


def test_the_last_try_of_a_value_asks_for_nothing_beside_it(grown, monkeypatch):
    """Values that two attempts did not show come alone, and not in the rows of the others."""
    gaps = standing(grown).gaps
    hard = gaps.values[:2]
    found = OpenGaps(gaps, Gaps(), 0, Gaps(values=hard))
    monkeypatch.setattr("motion_assets.steps.loop.open_gaps", lambda *_, **__: found)
    turn = next_turn(grown, "explorer", live=frozenset(), at=AT, bar=1, reels=3)
    first, *others = turn.reels
    assert [clip.values for clip in first.clips] == [(value,) for value in sorted(hard)]
    beside = {value for reel in others for clip in reel.clips for value in clip.values}
    assert beside.isdisjoint(hard)
    assert beside
