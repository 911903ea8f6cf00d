"""Learned rows in the interpreter, their replay, and canaries that no row may change."""

from dataclasses import replace

import pytest

from motion_assets.core.prompts.interpret import interpret, interpreter_version, version_for
from motion_assets.core.prompts.learned.overlay import applicable
from motion_assets.core.prompts.learned.replay import difference, replay
from motion_assets.core.prompts.learned.states import learned_rows
from motion_assets.vocabulary.learning import canaries
from motion_assets_tests.core.prompts.learned.words import said

(ZORBLE,) = learned_rows([said(1)])


def row(state="accepted", **changes):
    return replace(ZORBLE, state=state, **changes)


@pytest.mark.parametrize(
    ("state", "slots", "confidence"),
    [
        ("proposed", {}, None),
        ("trial", {"motion_speed": ("slow",)}, 0.6),
        ("accepted", {"motion_speed": ("slow",)}, 0.8),
        ("retired", {}, None),
    ],
)
def test_only_accepted_rows_and_trials_resolve(state, slots, confidence):
    reading = interpret("a zorble chair", (row(state),))
    assert reading.slots == slots
    if confidence is not None:
        (claim,) = reading.evidence
        assert (claim.text, claim.confidence, claim.sense) == ("zorble", confidence, ZORBLE.id)
        assert ("guess" in claim.reason) is (state == "trial")


def test_a_prompt_without_the_word_keeps_reading_and_version():
    assert interpret("a slow chair", (row(),)) == interpret("a slow chair")
    assert version_for("a slow chair", (row(),)) == interpreter_version()


def test_the_version_changes_with_what_the_rows_mean():
    versions = {
        version_for("a zorble chair", rows)
        for rows in ((), (row(),), (row("trial"),), (row(cues=("chair",)),))
    }
    assert len(versions) == 4


def test_inflections_resolve_and_misspellings_never_become_a_learned_word():
    assert interpret("the zorbles", (row(),)).slots == {"motion_speed": ("slow",)}
    assert interpret("a zorbel chair", (row(),)) == interpret("a zorbel chair")


def test_a_row_with_context_resolves_only_beside_it():
    crispy = row(id="word-1", span="crispy", slot="lighting", value="hard", cues=("shadows",))
    assert interpret("crispy shadows on a wall", (crispy,)).slots["lighting"] == ("hard",)
    assert "lighting" not in interpret("crispy noodles on a plate", (crispy,)).slots


def test_rows_that_contradict_each_other_do_not_hide_the_accepted_one():
    rival = row("trial", id="word-0", value="fast", confidence=0.99)
    assert applicable("zorble", (rival, row())) == (row(),)
    assert interpret("zorble", (rival, row())).slots["motion_speed"] == ("slow",)


def test_an_unlearned_index_is_never_changed():
    before = interpret("zorble fast pan left")
    interpret("zorble fast pan left", (row(),))
    assert interpret("zorble fast pan left") == before


def other_than_expected(canary):
    """Slots of a canary that lack an expected value, or have one where none may be."""
    slots = interpret(canary.prompt).slots
    return [
        (canary.prompt, slot, slots.get(slot))
        for slot, values in canary.expected.items()
        if not set(values) <= set(slots.get(slot, ())) or (slot in slots and not values)
    ]


def test_canaries_are_read_as_expected():
    assert [wrong for canary in canaries() for wrong in other_than_expected(canary)] == []


def test_there_are_two_hundred_different_canaries():
    assert len({canary.prompt for canary in canaries()}) == 200


def test_replay_lists_what_changes_and_nothing_else():
    found = replay(row("trial"), (), ["a zorble chair", "a slow chair", "a zorble chair"])
    assert found.canaries == ()
    assert [(c.prompt, c.before, c.after) for c in found.prompts] == [
        ("a zorble chair", (), ("motion_speed=slow",))
    ]


def test_replay_sees_a_canary_that_would_change():
    apples = row(id="word-2", span="apples", slot="mood", value="tense")
    assert "a bowl of apples" in {change.prompt for change in replay(apples, (), ()).canaries}


def test_equal_readings_have_no_difference_and_an_order_is_one():
    one = interpret("slow at first, then fast")
    assert difference(one, one) is None
    turned = replace(one, slots={**one.slots, "motion_speed": ("fast", "slow")})
    assert difference(one, turned) is not None
