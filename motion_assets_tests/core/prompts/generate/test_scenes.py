"""Scenes: who does what, in which world, in words that are neutral where they have to be."""

import numpy as np
import pytest

from motion_assets.core.prompts.generate.fillers import contradicts, suits
from motion_assets.core.prompts.generate.reads import fragment_reads, is_neutral, joined
from motion_assets.core.prompts.generate.scenes import (
    Stage,
    settings_of,
    stages,
    suiting_worlds,
)
from motion_assets.core.prompts.generate.wishing import options_for
from motion_assets.vocabulary.grammar import scene_rows, worlds


def a_stage(world, seed=1, *, plain=False):
    return Stage(np.random.default_rng(seed), world, plain)


@pytest.mark.parametrize("setting", ["ocean", "space", "desert", "city", "underwater", "forest"])
def test_scenes_play_where_they_are_asked_to(setting):
    found = suiting_worlds(frozenset({setting}))
    assert found
    assert all(setting in settings_of(world) for world in found)


def test_a_time_of_day_suits_every_world():
    assert suiting_worlds(frozenset({"night"})) == tuple(row.world for row in worlds())


def test_who_has_deeds_of_its_own_does_nothing_else():
    own: dict[tuple[str, str], set[str]] = {}
    for row in scene_rows("actions"):
        if row.noun:
            own.setdefault((row.world, row.noun), set()).add(row.text)
    for seed in range(60):
        stage = a_stage("kitchen", seed)
        stage.clause()
        done = {row.text for row in scene_rows("actions") if row.text in stage.used}
        deeds = own.get(("kitchen", stage.last.noun))
        assert deeds is None or done & deeds


def test_one_scene_never_uses_a_word_of_its_stock_twice():
    for seed in range(40):
        stage = a_stage("harbor", seed)
        details = [stage.detail() for _ in range(4)]
        assert len(set(details)) == 4


def test_plain_scenes_ask_for_nothing_by_their_rows():
    for seed in range(60):
        stage = stages(np.random.default_rng(seed), frozenset(), plain=True)
        stage.clause()
        stage.detail()
        assert joined(stage.reads) == ()


def test_somebody_who_does_one_thing_only_has_no_second_action():
    stage = a_stage("kitchen")
    stage.clause()
    while stage.last.noun != "kettle":
        stage = a_stage("kitchen", int(stage.rng.integers(1 << 30)))
        stage.clause()
    assert stage.second_action() == ""


def test_the_same_seed_gives_the_same_scene():
    assert a_stage("farm", 5).clause() == a_stage("farm", 5).clause()


def test_fragments_are_read_by_themselves():
    assert fragment_reads("in a calm mood") == (("mood", "calm"),)
    assert is_neutral("a weary deckhand")
    assert not is_neutral("a weary deckhand in a calm mood")


def test_what_a_value_implies_belongs_to_what_is_asked():
    assert joined([(("view", "closeup"),)]) == (("framing", "close"), ("view", "closeup"))


def test_a_calm_mood_contradicts_a_chaotic_score_and_not_a_slow_one():
    calm = next(o for o in options_for(("mood", "calm"))["bit"] if o.reads == (("mood", "calm"),))
    assert contradicts(calm, {"audio_mood": frozenset({"chaotic"})})
    assert not contradicts(calm, {"audio_tempo": frozenset({"slow"})})


def test_a_place_is_wished_for_only_where_it_can_be():
    (dunes,) = [o for o in options_for(("settings", "desert"))["bit"] if o.text == "dunes"]
    assert suits(dunes, "desert")
    assert not suits(dunes, "harbor")
    (noon,) = [o for o in options_for(("settings", "day"))["lead"] if o.text == "at noon"]
    assert suits(noon, "harbor")
