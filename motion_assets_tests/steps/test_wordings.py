from datetime import UTC, datetime

from motion_assets.core.coverage.measure import SPANS_WANTED
from motion_assets.core.prompts.generate.generator import Ask
from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.keys import is_complete
from motion_assets.steps import wordings as steps
from motion_assets.steps.publish import publish_committed
from motion_assets.steps.readings import work
from motion_assets.steps.wordings import (
    enter_wordings,
    values_to_name,
    wordings,
)
from motion_assets.storage.fold.reports import spans_of
from motion_assets.storage.generations import open_newest
from motion_assets.vocabulary.aspects import ASPECTS

CALM, DRAMA, PAN = ("mood", "calm"), ("genre", "drama"), ("camera.motion_type", "pan")
TURNS = 9
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def rows(workspace, sql):
    with open_newest(workspace.settings) as connection:
        return connection.execute(sql).fetchall()


def read_everything(workspace):
    while work(workspace, now=NOW).left:
        pass
    publish_committed(workspace)


def test_before_the_first_generation_nothing_is_named(workspace):
    assert values_to_name(workspace) == {}


def test_prompts_name_their_values_and_are_understood_to_the_last_word():
    texts = wordings((CALM, DRAMA, PAN), count=4, seed=5)
    assert texts
    assert all(is_complete(interpret(text)) for text in texts)
    assert texts == wordings((CALM, DRAMA, PAN), count=4, seed=5)
    assert wordings((), count=4, seed=5) == ()


def test_written_prompts_are_read_and_count_without_a_clip(grown, monkeypatch):
    monkeypatch.setattr(steps, "PROMPTS_PER_RUN", 12)
    before = values_to_name(grown)
    shown = rows(grown, "FROM registry.linguistic WHERE clips > 0")
    assert CALM in before
    assert 0 < enter_wordings(grown, seed=1, at=NOW) <= 12
    read_everything(grown)
    after = values_to_name(grown)
    assert sum(before.values()) < sum(after.get(value, SPANS_WANTED) for value in before)
    unshown = rows(grown, "SELECT times_seen, first_clip FROM registry.linguistic WHERE clips = 0")
    assert unshown
    assert all(times > 0 and clip is None for times, clip in unshown)
    assert rows(grown, "FROM registry.linguistic WHERE clips > 0") == shown
    publish_committed(grown, afresh=True)
    assert values_to_name(grown) == after


def test_values_that_no_sentence_holds_together_get_one_each(monkeypatch):
    monkeypatch.setattr(steps, "is_complete", lambda _: True)
    clashing = Ask(values=(("mood", "calm"), ("mood", "energetic"), ("mood", "tense")))
    monkeypatch.setattr(steps, "plan_asks", lambda _: type("Plan", (), {"asks": (clashing,)})())
    texts = wordings(clashing.values, count=3, seed=5)
    moods = [mood for text in texts for mood in interpret(text).slots["mood"]]
    assert set(moods) == {"calm", "energetic", "tense"}


def test_every_value_is_named_in_three_ways_in_a_few_turns():
    every = [(aspect.key, value) for aspect in ASPECTS.values() for value in aspect.values]
    said: dict[tuple[str, str], set[str]] = {value: set() for value in every}
    for turn in range(TURNS):
        left = [value for value in every if len(said[value]) < SPANS_WANTED]
        for text in wordings(left, count=len(every), seed=turn, said=said):
            claims = interpret(text).evidence
            for value, spans in spans_of((c.slot, c.value, c.text) for c in claims).items():
                said[value] |= spans
    assert [value for value in every if len(said[value]) < SPANS_WANTED] == []
