from collections import Counter

from motion_assets.core.prompts.generate.generator import Ask
from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.keys import is_complete
from motion_assets.steps import wordings
from motion_assets.steps.wordings import MOST_PROMPTS, values_to_name, wording_clips

CALM, DRAMA, PAN = ("mood", "calm"), ("genre", "drama"), ("camera.motion_type", "pan")


def test_before_the_first_generation_nothing_is_named(workspace):
    assert values_to_name(workspace, made={}, live={}) == ()


def test_values_named_in_vain_or_about_to_be_named_are_left_out(grown):
    every = values_to_name(grown, made={}, live={})
    assert {CALM, DRAMA} <= set(every)
    fewer = values_to_name(
        grown, made=Counter({CALM: MOST_PROMPTS, PAN: MOST_PROMPTS - 1}), live=Counter({DRAMA: 1})
    )
    assert set(every) - set(fewer) == {CALM, DRAMA}


def test_prompts_name_their_values_and_are_understood_to_the_last_word():
    clips = wording_clips((CALM, DRAMA, PAN), count=4, seed=5)
    assert clips
    for clip in clips:
        reading = interpret(clip.prompt or "")
        assert is_complete(reading)
    assert clips == wording_clips((CALM, DRAMA, PAN), count=4, seed=5)
    assert wording_clips((), count=4, seed=5) == ()


def test_values_that_no_sentence_holds_together_get_one_each(monkeypatch):
    monkeypatch.setattr(wordings, "is_complete", lambda _: True)
    clashing = Ask(values=(("mood", "calm"), ("mood", "energetic"), ("mood", "tense")))
    monkeypatch.setattr(wordings, "plan_asks", lambda _: type("Plan", (), {"asks": (clashing,)})())
    clips = wording_clips(clashing.values, count=1, seed=5)
    named = {value for clip in clips for value in clip.values}
    assert named <= set(clashing.values)
    assert clips
