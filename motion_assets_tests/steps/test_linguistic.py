"""What people say of words, through the lake: heard, capped, believed, and taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.learned.states import learned_rows
from motion_assets.errors import LimitError, RefusedWordError, UnknownValueError
from motion_assets.steps.linguistic import (
    Correction,
    accept,
    correct,
    enter,
    promote,
    read_words,
    retire,
)
from motion_assets.steps.readings import enqueue, work
from motion_assets.vocabulary.learning import DAILY_CAP
from motion_assets_tests.core.prompts.learned.words import PLACES, said

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ZORBLE = Correction("zorble", "motion_speed", "slow")


def later(hours):
    return NOON + timedelta(hours=hours)


def tell(workspace, number, text, source="web", author=None):
    return enter(
        workspace,
        f"{text}; {PLACES[number % len(PLACES)]}",
        source=source,
        author=author or f"author-{number}",
        at=later(number),
    )


def only(workspace):
    (row,) = read_words(workspace).rows
    return row


def test_what_people_define_is_heard_and_what_the_machine_says_is_not(workspace):
    for number, source in enumerate(("web", "sample", "generated", "loop", "backfill")):
        tell(workspace, number, "zorble means slow", source)
    assert (only(workspace).agree, only(workspace).state) == (2, "proposed")
    tell(workspace, 7, "by zorble I mean slow")
    assert (only(workspace).agree, only(workspace).state) == (3, "trial")


def test_ten_people_bring_a_word_to_acceptance_by_themselves(workspace):
    for number in range(10):
        tell(workspace, number, "zorble means slow")
    (decided,) = promote(workspace, at=later(20))
    assert (decided.row.state, decided.row.reviewer) == ("accepted", "")
    assert promote(workspace, at=later(21)) == ()
    tell(workspace, 26, "zorble means fast")
    assert {row.value: row.state for row in read_words(workspace).rows} == {
        "slow": "trial",
        "fast": "proposed",
    }


def test_an_author_is_heard_so_many_times_a_day(workspace):
    letters = "abcdefghijklmnopqrstuvwxyz"
    for letter in letters:
        tell(workspace, 0, f"zorb{letter}x means slow", author="kim")
    assert len(read_words(workspace).remarks) == DAILY_CAP
    with pytest.raises(LimitError, match=f"'kim' has said {DAILY_CAP} things of words on 2026-03"):
        correct(workspace, "a zorble chair", [ZORBLE], author="kim", at=NOON)
    assert correct(workspace, "a zorble chair", [ZORBLE], author="kim", at=later(24))


def test_an_unknown_word_beside_one_value_in_three_prompts_is_a_trial(workspace):
    for number, place in enumerate(PLACES[:3]):
        prompt = f"glonky slow {place}"
        enqueue(workspace, [prompt], source="web", author=f"a{number}", at=later(number))
        done = work(workspace, now=later(number))
        assert done.new_remarks == (3 if number == 2 else 0)
    row = only(workspace)
    assert (row.span, row.value, row.state, row.source) == ("glonky", "slow", "trial", "user")


def test_several_corrections_are_all_kept_or_none(workspace):
    wrong = Correction("slow", "motion_speed", "fast")
    with pytest.raises(RefusedWordError, match="cannot be overridden"):
        correct(workspace, "a slow zorble", [ZORBLE, wrong], author="kim", at=NOON)
    assert read_words(workspace).remarks == ()
    assert workspace.lake.list("language") == ()


def test_the_context_of_a_dictionary_word_is_taken_from_its_prompt(workspace):
    prompt = "crispy shadows on a wall"
    (row,) = correct(
        workspace, prompt, [Correction("crispy", "lighting", "hard")], author="k", at=NOON
    )
    assert row.cues == ("shadows", "wall")
    words = read_words(workspace).resolving
    assert interpret("a crispy wall", words).slots["lighting"] == ("hard",)
    assert "lighting" not in interpret("crispy bread", words).slots


def test_accepting_names_what_changes_and_retiring_takes_it_back(workspace):
    prompts = ["zorble boats", "boats", "the zorble kite"]
    enqueue(workspace, prompts, source="generated", author="g", at=NOON)
    before = {prompt: interpret(prompt, read_words(workspace).resolving) for prompt in prompts}
    (row,) = correct(workspace, "a zorble chair", [ZORBLE], author="kim", at=NOON)
    done = accept(workspace, row.id, reviewer="kim", at=later(1))
    changed = ("a zorble chair", "the zorble kite", "zorble boats")
    assert tuple(change.prompt for change in done.replay.prompts) == changed
    assert read_words(workspace).decisions[0].changed == changed
    retire(workspace, row.id, reviewer="kim", reason="a joke", at=later(2))
    after = {prompt: interpret(prompt, read_words(workspace).resolving) for prompt in prompts}
    assert after == before


def test_a_word_that_the_lexicon_came_to_read_is_not_accepted(workspace, monkeypatch):
    for number in range(10):
        tell(workspace, number, "zorble means slow")
    claims = frozenset({("motion_speed", "fast")})
    gates = "motion_assets.core.prompts.learned.gates.seed_claims"
    monkeypatch.setattr(gates, lambda _: (claims, frozenset()))
    with pytest.raises(RefusedWordError, match="already reads 'zorble' as motion_speed=fast"):
        accept(workspace, only(workspace).id, reviewer="kim", at=later(20))
    (decided,) = promote(workspace, at=later(21))
    assert decided.row.state == "trial"
    assert "already reads" in read_words(workspace).decisions[0].reason
    assert promote(workspace, at=later(22)) == ()


def test_an_unknown_row_is_named_with_the_known_ones(workspace):
    with pytest.raises(UnknownValueError, match=r"no learned word 'word-x'\. Known: none yet"):
        retire(workspace, "word-x", reviewer="kim", reason="", at=NOON)


@given(st.text(max_size=80))
def test_with_learned_words_no_text_raises_and_every_claim_cites_it(text):
    rows = learned_rows([said(k) for k in range(3)])
    prompt = f"{text} zorble {text}"
    reading = interpret(prompt, rows)
    assert all(prompt[claim.start : claim.end] == claim.text for claim in reading.evidence)
