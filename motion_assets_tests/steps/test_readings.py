"""Interpretations in the lake: read once, queued fairly, compared between versions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.clips.request import ClipRequest, ReelRequest
from motion_assets.core.prompts.interpret import interpret, interpreter_version
from motion_assets.core.prompts.queue import Queued, next_in_line, urgency_s
from motion_assets.errors import UnknownValueError
from motion_assets.steps import readings
from motion_assets.steps.interpret import instructions_of, interpret_reel
from motion_assets.steps.linguistic import Correction, accept, correct, read_words
from motion_assets.steps.plan import plan_prompts, standing, write_down
from motion_assets.steps.readings import (
    backlog,
    compare_versions,
    enqueue,
    read_prompt,
    waiting_line,
    work,
)
from motion_assets.storage import language
from motion_assets.storage.generations import publish
from motion_assets.vocabulary.learning import HEAD_START_S, PROMPT_SOURCES
from motion_assets_tests.storage import reel_data as data
from motion_assets_tests.storage.varied import small_coverage

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def later(hours=0.0, minutes=0.0):
    return NOON + timedelta(hours=hours, minutes=minutes)


@pytest.fixture
def interpreted(monkeypatch):
    """Prompts that were really interpreted, in order."""
    calls = []

    def counted(prompt, learned=()):
        calls.append(prompt)
        return interpret(prompt, learned)

    monkeypatch.setattr(readings, "interpret", counted)
    return calls


def test_a_prompt_is_interpreted_once_under_one_version(workspace, interpreted):
    first = read_prompt(workspace, "slow pan left", (), source="web", at=NOON)
    again = read_prompt(workspace, "slow pan left", (), source="generated", at=later(1))
    assert first == again == interpret("slow pan left")
    assert interpreted == ["slow pan left"]


def test_two_reels_and_a_reel_made_again_share_one_interpretation(workspace, interpreted):
    clip = ClipRequest(prompt="slow pan left")
    for seed in (1, 2):
        reel = ReelRequest(workflow="web", seed=seed, clips=(clip, clip))
        write_down(workspace, reel, standing(workspace))
        interpret_reel(workspace, reel.key, at=later(seed))
        interpret_reel(workspace, reel.key, at=later(seed + 5))
    assert interpreted == ["slow pan left"]
    # Two reels entered it at two times; making one again entered nothing.
    assert len(language.waiting_prompts(workspace.lake)) == 2


def test_prompts_that_differ_in_case_share_a_key_and_keep_their_own_spans(workspace):
    for prompt in ("Slow  PAN left", "slow pan left"):
        reading = read_prompt(workspace, prompt, (), source="web", at=NOON)
        assert all(prompt[e.start : e.end] == e.text for e in reading.evidence)
    keys = language.readings_under(workspace.lake, interpreter_version())
    stored = [item for _, item in language.read_readings(workspace.lake, keys).records]
    assert len(stored) == 2
    assert len({item.key for item in stored}) == 1


def test_a_torn_reading_is_read_again_and_repaired(workspace, interpreted):
    whole = read_prompt(workspace, "slow pan left", (), source="web", at=NOON)
    (key,) = language.readings_under(workspace.lake, interpreter_version())
    workspace.lake.put(key, workspace.lake.get(key)[:-40])
    assert read_prompt(workspace, "slow pan left", (), source="web", at=NOON) == whole
    assert read_prompt(workspace, "slow pan left", (), source="web", at=NOON) == whole
    assert interpreted == ["slow pan left"] * 2


def test_a_reel_keeps_the_words_it_was_first_read_with(workspace):
    reel = ReelRequest(workflow="web", seed=1, clips=(ClipRequest(prompt="a zorble chair"),))
    write_down(workspace, reel, standing(workspace))
    interpret_reel(workspace, reel.key, at=NOON)
    before = instructions_of(workspace, reel.key)
    (row,) = correct(
        workspace,
        "a zorble chair",
        [Correction("zorble", "motion_speed", "slow")],
        author="kim",
        at=later(1),
    )
    accept(workspace, row.id, reviewer="kim", at=later(2))
    interpret_reel(workspace, reel.key, at=later(3))
    assert instructions_of(workspace, reel.key) == before
    other = ReelRequest(workflow="web", seed=2, clips=reel.clips)
    write_down(workspace, other, standing(workspace))
    ((instruction),) = interpret_reel(workspace, other.key, at=later(3))
    assert instruction.reading is not None
    assert instruction.reading.slots == {"motion_speed": ("slow",)}


def queued(key, source, since=NOON):
    return Queued(key, source, since)


def test_people_come_first_and_the_oldest_of_them():
    items = [
        queued("a", "generated", later(-2)),
        queued("b", "web", later(-1)),
        queued("c", "backfill", later(-20)),
        queued("d", "web", later(-3)),
    ]
    assert [item.key for item in next_in_line(items, NOON, 4)] == ["d", "b", "c", "a"]
    assert [item.key for item in next_in_line(items, NOON, 1)] == ["d"]


@given(st.lists(st.tuples(st.sampled_from(PROMPT_SOURCES), st.integers(-9999, 0)), max_size=20))
def test_the_order_is_the_same_by_every_clock(entries):
    items = [queued(str(k), source, later(minutes=m)) for k, (source, m) in enumerate(entries)]
    assert next_in_line(items, NOON, 20) == next_in_line(items[::-1], later(500), 20)


@given(st.sampled_from(PROMPT_SOURCES), st.integers(1, 5))
def test_nothing_starves_behind_a_stream_of_peoples_prompts(source, per_hour):
    """One batch slot an hour, always more people's prompts than slots: its turn still comes."""
    waiting = [queued("poor", source, later(0))]
    most = (HEAD_START_S["web"] - HEAD_START_S[source]) // 3600
    for hour in range((most + 1) * per_hour + 2):
        waiting += [queued(f"web-{hour}-{k}", "web", later(hour)) for k in range(per_hour)]
        (served,) = next_in_line(waiting, later(hour), 1)
        waiting.remove(served)
        if served.key == "poor":
            break
    assert served.key == "poor"


@given(st.sampled_from(PROMPT_SOURCES), st.floats(0, 1000), st.floats(0.01, 1000))
def test_waiting_only_ever_makes_a_prompt_more_urgent(source, waited, more):
    item = queued("a", source)
    assert urgency_s(item, later(waited + more)) > urgency_s(item, later(waited))


def test_work_is_bounded_and_doing_it_again_does_nothing(workspace, interpreted):
    prompts = [f"slow pan over field {k}" for k in range(7)]
    assert enqueue(workspace, prompts, source="generated", author="g", at=later(-2)) == 7
    enqueue(workspace, ["fast zoom"], source="web", author="kim", at=NOON)
    assert not backlog(workspace, later(9)).is_empty
    first = work(workspace, now=NOON, limit=5)
    assert first.read[0] == "fast zoom"
    assert (len(first.read), first.left) == (5, 3)
    second, third = (work(workspace, now=NOON, limit=5) for _ in range(2))
    assert (len(second.read), second.left, third.read) == (3, 0, ())
    assert len(interpreted) == len(set(interpreted)) == 8
    assert backlog(workspace, later(9)).is_empty


def test_a_new_version_waits_as_backfill_behind_new_prompts(workspace, monkeypatch):
    enqueue(workspace, ["slow pan", "fast zoom"], source="web", author="kim", at=later(-99))
    work(workspace, now=later(-98))
    for module in ("motion_assets.steps.readings", "motion_assets.core.prompts.interpret"):
        monkeypatch.setattr(f"{module}.interpreter_version", lambda: "99-0123456789ab")
    enqueue(workspace, ["a calm lake"], source="web", author="kim", at=NOON)
    line = waiting_line(workspace, NOON)
    assert sorted(item.source for item in line) == ["backfill", "backfill", "web"]
    # The version of today begins with the first prompt that is read under it.
    assert work(workspace, now=NOON, limit=1).read in [
        ("a calm lake",),
        ("slow pan",),
        ("fast zoom",),
    ]
    assert work(workspace, now=NOON).left == 0
    found = compare_versions(workspace)
    assert (found.after, found.compared, found.changes) == ("99-0123456789ab", 2, ())


def test_a_learned_word_has_its_prompts_read_again_and_the_difference_listed(workspace):
    prompts = ["a zorble chair", "a chair", "the zorble table"]
    enqueue(workspace, prompts, source="sample", author="kim", at=NOON)
    work(workspace, now=NOON)
    (row,) = correct(
        workspace,
        "a zorble chair",
        [Correction("zorble", "motion_speed", "slow")],
        author="kim",
        at=later(1),
    )
    assert not backlog(workspace, later(9)).is_empty
    done = work(workspace, now=later(2))
    assert sorted(done.read) == ["a zorble chair", "the zorble table"]
    assert backlog(workspace, later(9)).is_empty
    found = compare_versions(workspace)
    assert found.before == interpreter_version()
    assert {(c.prompt, c.before, c.after) for c in found.changes} == {
        ("a zorble chair", (), ("motion_speed=slow",)),
        ("the zorble table", (), ("motion_speed=slow",)),
    }
    assert read_words(workspace).row(row.id).state == "trial"


def test_a_difference_names_the_versions_it_knows(workspace):
    with pytest.raises(UnknownValueError, match="needs two versions, and 0 was used"):
        compare_versions(workspace)
    read_prompt(workspace, "slow pan", (), source="web", at=NOON)
    with pytest.raises(UnknownValueError, match=r"no version 'x' was used\. Known: "):
        compare_versions(workspace, "x", interpreter_version())


def test_prompts_of_older_clips_are_adopted_and_read(workspace, interpreted):
    reel = data.request("web", seed=2, clips=1)
    rows = [data.reading_row(reel.clip_id(0), "slow pan left")]
    data.commit(workspace.lake, reel, {"reading": rows})
    publish(workspace.lake, settings=workspace.settings, derive_coverage=small_coverage)
    assert not backlog(workspace, NOON).is_empty
    assert work(workspace, now=NOON).read == ("slow pan left",)
    assert work(workspace, now=later(1)).read == ()
    assert interpreted == ["slow pan left"]
    (entered,) = language.waiting_prompts(workspace.lake)
    assert entered.source == "backfill"
    assert backlog(workspace, later(1)).is_empty


def test_a_reel_says_which_prompts_the_generator_wrote(workspace):
    prompts = ("a slow teal dusk", "a fern in zorble light")
    (before,) = plan_prompts(workspace, standing(workspace), prompts)
    assert [clip.prompt_source for clip in before.clips] == [None, None]
    enqueue(workspace, prompts, source="generated", author="generator", at=NOON)
    enqueue(workspace, prompts[:1], source="web", author="ada", at=NOON)
    (request,) = plan_prompts(workspace, standing(workspace), prompts)
    assert [clip.prompt_source for clip in request.clips] == [None, "generated"]
    assert request.key == before.key
    write_down(workspace, request, standing(workspace), at=NOON)
    interpret_reel(workspace, request.key, at=later(1))
    entered = {(item.at[:13], item.source) for item in language.waiting_prompts(workspace.lake)}
    assert entered == {
        *(("2026-03-01T12", source) for source in ("generated", "web")),
        *(("2026-03-01T13", source) for source in ("generated", "web")),
    }
