"""The job `interpret`, its sensor and the checks of language: bounded, idempotent, explained."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import cast

import dagster as dg
import pytest

from motion_assets.core.prompts.learned.replay import Replay
from motion_assets.definitions import defs
from motion_assets.defs.prompts import checks, queue
from motion_assets.defs.prompts.queue import BACKLOG_TAG, interpret, interpret_sensor
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.steps import readings, wordings
from motion_assets.steps.linguistic import Correction, accept, correct, read_words
from motion_assets.steps.readings import enqueue
from motion_assets.storage.generations import newest

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def tick(instance):
    context = dg.build_sensor_context(
        instance=instance, resources={"workspace": WorkspaceResource()}
    )
    return interpret_sensor(context)


@cache
def job():
    return defs().resolve_job_def("interpret")


def run(instance, **config):
    return job().execute_in_process(
        instance=instance,
        run_config={"ops": {"read_waiting_prompts": {"config": config}}},
    )


@pytest.fixture
def waiting(workspace):
    prompts = [f"slow pan over field {k}" for k in range(6)]
    enqueue(workspace, prompts, source="generated", author="g", at=NOON)
    return workspace


def test_an_empty_lake_needs_no_run(instance, workspace):
    assert "All 0 recorded prompts were read under version " in tick(instance).skip_message
    assert newest(workspace.lake) is None


def test_the_sensor_asks_once_for_a_backlog_and_stops_when_it_is_read(
    instance, waiting, monkeypatch
):
    monkeypatch.setattr(queue, "values_to_name", lambda _: {})
    first, second = tick(instance), tick(instance)
    assert first.run_key == second.run_key
    assert run(instance).success
    assert "All 6 recorded prompts were read under version " in tick(instance).skip_message
    generation = newest(waiting.lake)
    assert generation is not None
    assert generation.number == 1
    enqueue(waiting, ["fast zoom"], source="web", author="kim", at=NOON)
    assert tick(instance).run_key != first.run_key


@pytest.mark.usefixtures("waiting")
def test_values_with_too_few_words_are_named_until_nothing_new_comes(instance, monkeypatch):
    monkeypatch.setattr(wordings, "PROMPTS_PER_RUN", 3)
    assert run(instance).success
    first, second = tick(instance), tick(instance)
    assert first.run_key == second.run_key
    (output,) = (event for event in run(instance).all_events if event.is_successful_output)
    told = {name: value.value for name, value in output.step_output_data.metadata.items()}
    assert (told["written_count"], told["read_count"]) == (3, 3)
    third = tick(instance)
    assert third.run_key != first.run_key
    monkeypatch.setattr(wordings, "_understood", lambda *_: (None, frozenset()))
    assert run(instance).success
    assert tick(instance).run_key == third.run_key


def test_a_run_reads_no_more_than_its_batches(instance, waiting, monkeypatch):
    monkeypatch.setattr(readings.work, "__kwdefaults__", {"limit": 2})
    assert run(instance, batches=2).success
    backlog = readings.backlog(waiting, NOON)
    assert len(backlog.waiting) == 2


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize(
    ("status", "failed"), [(dg.DagsterRunStatus.FAILURE, 3), (dg.DagsterRunStatus.SUCCESS, 0)]
)
def test_a_backlog_that_stays_is_tried_three_times_and_then_explained(instance, status, failed):
    request = tick(instance)
    keys = []
    for _ in range(3):
        keys.append(tick(instance).run_key)
        instance.create_run_for_job(
            job(),
            status=status,
            tags=request.tags,
        )
    assert len(set(keys)) == 3
    said = tick(instance).skip_message
    assert f"6 prompts wait, and 3 runs changed nothing about what is left; {failed} of" in said


@pytest.mark.usefixtures("waiting")
def test_one_run_at_a_time(instance):
    instance.create_run_for_job(
        job(),
        status=dg.DagsterRunStatus.STARTED,
        tags={BACKLOG_TAG: "other"},
    )
    assert tick(instance).skip_message == "6 prompts wait; a run is reading them."
    assert interpret.name == "interpret"


def verdicts():
    results = cast("Iterable[dg.AssetCheckResult]", checks.linguistic_checks(WorkspaceResource()))
    found = {result.check_name: result for result in results}
    return found | {"prompts_are_read": checks.prompts_are_read(WorkspaceResource())}


@pytest.mark.usefixtures("waiting")
def test_the_checks_pass_and_say_what_waits():
    passed = {name: result.passed for name, result in verdicts().items()}
    assert passed == {
        "canaries_hold": True,
        "words_pass_gates": True,
        "language_is_whole": True,
        "prompts_are_read": False,
    }
    assert verdicts()["prompts_are_read"].metadata["wrong_count"].value == 6


def test_a_torn_remark_fails_its_check(workspace):
    zorble = Correction("zorble", "motion_speed", "slow")
    correct(workspace, "a zorble chair", [zorble], author="kim", at=NOON)
    (key,) = workspace.lake.list("language/remarks")
    workspace.lake.put(key, b"{")
    assert not verdicts()["language_is_whole"].passed


def test_a_word_that_the_lexicon_came_to_read_fails_its_check(workspace, monkeypatch):
    zorble = Correction("zorble", "motion_speed", "slow")
    correct(workspace, "a zorble chair", [zorble], author="kim", at=NOON)
    assert verdicts()["words_pass_gates"].passed
    claims = frozenset({("motion_speed", "fast")})
    gates = "motion_assets.core.prompts.learned.gates.seed_claims"
    monkeypatch.setattr(gates, lambda _: (claims, frozenset()))
    assert not verdicts()["words_pass_gates"].passed


def test_an_accepted_word_that_changes_a_canary_fails_its_check(workspace, monkeypatch):
    """Acceptance replays the canaries; the check is for canaries that came later."""
    apples = Correction("apples", "mood", "tense", near=("bowl",))
    (row,) = correct(workspace, "apples in a bowl", [apples], author="kim", at=NOON)
    replay = "motion_assets.steps.linguistic.replay"
    monkeypatch.setattr(replay, lambda *_: Replay((), ()))
    accept(workspace, row.id, reviewer="kim", at=NOON)
    assert read_words(workspace).row(row.id).state == "accepted"
    assert not verdicts()["canaries_hold"].passed
    assert verdicts()["canaries_hold"].metadata["wrong_sample"].data == ["a bowl of apples"]
