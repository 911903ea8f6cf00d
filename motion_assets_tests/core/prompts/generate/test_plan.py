"""Plans: every gap is named once, with others that go together with it."""

import pytest

from motion_assets.core.prompts.generate import plan
from motion_assets.core.prompts.generate.plan import VALUES_PER_PROMPT, plan_asks
from motion_assets.core.prompts.generate.wishing import slots_of, targetable
from motion_assets.vocabulary.impossible import impossible_pairs


def test_every_value_that_can_be_named_is_named_once():
    plan = plan_asks(targetable())
    named = [value for ask in plan.asks for value in ask.values]
    assert sorted(named) == sorted(targetable())
    assert plan.unnamable == ()
    assert max(len(ask.values) for ask in plan.asks) == VALUES_PER_PROMPT


def test_one_slot_is_filled_once_and_nothing_is_impossible():
    for ask in plan_asks(targetable()).asks:
        slots = [slot for aspect, _ in ask.values for slot in slots_of(aspect)]
        assert len(slots) == len(set(slots))
        pairs = {frozenset((a, b)) for a in ask.values for b in ask.values if a != b}
        assert not pairs & set(impossible_pairs())


def test_values_that_contradict_each_other_are_kept_apart():
    plan = plan_asks([("mood", "calm"), ("motion.speed", "fast"), ("sound.tempo", "slow")])
    assert [ask.values for ask in plan.asks] == [
        (("mood", "calm"), ("sound.tempo", "slow")),
        (("motion.speed", "fast"),),
    ]


def test_what_brings_music_along_does_not_go_with_another_presence():
    plan = plan_asks([("sound.tempo", "fast"), ("sound.presence", "sfx")])
    assert [ask.values for ask in plan.asks] == [
        (("sound.tempo", "fast"),),
        (("sound.presence", "sfx"),),
    ]


def test_what_no_prompt_can_name_is_said(monkeypatch):
    monkeypatch.setattr(plan, "options_for", lambda _value: {})
    assert plan_asks([("scene_type", "dolly")]).unnamable == (("scene_type", "dolly"),)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [({"color_cells": [27_950]}, "solid white"), ({"sound_cells": [0]}, "silence")],
)
def test_cells_are_asked_for_by_their_names(cells, expected):
    (ask,) = plan_asks([], **cells).asks
    assert (*ask.colors, *ask.sounds) == (expected,)
