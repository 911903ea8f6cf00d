"""Gates: each rule refuses what it is there for, and lets its neighbor pass."""

import pytest

from motion_assets.core.prompts.learned.gates import (
    admit,
    context_of,
    learnable_values,
    require_target,
)
from motion_assets.core.prompts.learned.rows import Remark
from motion_assets.errors import RefusedWordError, UnknownValueError


def remark(span, slot="motion_speed", value="slow", kind="definition", **more):
    return Remark(
        kind=kind,
        span=span,
        slot=slot,
        value=value,
        author="kim",
        at="2026-03-01T09:00:00.000000Z",
        prompt="",
        **more,
    )


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(remark("zorble"), id="unknown-word"),
        pytest.param(remark("zorble frind"), id="unknown-words"),
        pytest.param(remark("lowkey", "mood", "calm", "correction"), id="corrected-sense"),
        pytest.param(remark("lowkey", "mood", "calm", sense_id="lowkey.mood"), id="named-sense"),
        pytest.param(remark("crispy", "lighting", "hard", cues=("shadows",)), id="in-context"),
        pytest.param(remark("zorble", "colors", "#12ab9f"), id="color"),
    ],
)
def test_what_may_be_learned_passes(item):
    admit(item)


@pytest.mark.parametrize(
    ("item", "why"),
    [
        pytest.param(remark("z"), "'z' has 1 characters; a learned span has 2 to 40", id="short"),
        pytest.param(remark("z" * 41), "has 41 characters", id="long"),
        pytest.param(remark("the"), "'the', a word of grammar", id="stop-word"),
        pytest.param(remark("off the chain"), "a word of grammar", id="stop-word-inside"),
        pytest.param(remark("without"), "a word of grammar", id="negation"),
        pytest.param(remark("then"), "a word of grammar", id="sequence"),
        pytest.param(remark("z\u043erble"), "mixes scripts", id="cyrillic-o"),
        pytest.param(remark("12 34"), "no letters", id="digits"),
        pytest.param(remark("zor<b>"), "may hold letters", id="marks"),
        pytest.param(remark("slow", value="fast"), "already reads 'slow'", id="seed"),
        pytest.param(
            remark("slow", value="fast", kind="correction", sense_id="slow.other"),
            "cannot be overridden",
            id="seed-with-a-sense",
        ),
        pytest.param(remark("slooow", value="fast"), "cannot be overridden", id="drawn-out"),
        pytest.param(remark("slower", value="fast"), "cannot be overridden", id="inflected"),
        pytest.param(
            remark("moody zorble", "lighting", "dark"), "a part of 'moody zorble'", id="inside"
        ),
        pytest.param(remark("lowkey", "mood", "calm"), "needs a sense id", id="other-axis"),
        pytest.param(remark("crispy", "lighting", "hard"), "--near WORD", id="dictionary"),
        pytest.param(remark("solid teal", "mood", "calm"), "in the registry", id="cell"),
        pytest.param(remark("zorble", sense_id="No Id"), "is no sense id", id="sense-id"),
    ],
)
def test_what_may_not_be_learned_is_refused_with_the_rule(item, why):
    with pytest.raises(RefusedWordError, match=why):
        admit(item)


@pytest.mark.parametrize(
    ("slot", "value", "why"),
    [
        ("moods", "calm", "no slot 'moods' that a word can name. Known: .*audio_mood, "),
        ("mood", "clam", "mood has no value 'clam'. Known: bright, calm, "),
        ("colors", "red", "colors has no value 'red'. Known: #rrggbb"),
        ("negations", "music", "no slot 'negations'"),
        ("duration_seconds", "5", "no slot 'duration_seconds'"),
    ],
)
def test_an_unknown_target_is_refused_with_the_known_ones(slot, value, why):
    with pytest.raises(UnknownValueError, match=why):
        require_target(slot, value)


def test_every_value_of_a_slot_can_be_named():
    assert learnable_values()["motion_speed"] == {"static", "slow", "medium", "fast"}
    assert "kitchen" in learnable_values()["setting"]


def test_the_context_of_a_word_is_what_stands_around_it():
    prompt = "Tall ships; the crispy shadows of a very old tower at noon, hills"
    assert context_of(prompt, "crispy") == ("shadows",)
    assert context_of("a harbor", "crispy") == ()
