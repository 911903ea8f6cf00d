"""States of learned words: each threshold from both sides, and every way back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.prompts.learned.states import learned_rows
from motion_assets_tests.core.prompts.learned.words import decided, said


def only(remarks, decisions=()):
    (row,) = (r for r in learned_rows(remarks, decisions) if r.value == "slow")
    return row


def many(count, **options):
    return [said(k, **options) for k in range(count)]


@pytest.mark.parametrize(
    ("count", "state"), [(1, "proposed"), (2, "proposed"), (3, "trial"), (14, "trial")]
)
def test_three_independent_evidences_bring_a_row_to_trial(count, state):
    row = only(many(count))
    assert (row.state, row.agree, row.disagree) == (state, count, 0)


@pytest.mark.parametrize(("count", "ready"), [(8, False), (9, False), (10, True)])
def test_acceptance_needs_eight_and_a_bound_of_four_fifths(count, ready):
    # Eight agreements alone leave the bound at 0.774; ten raise it to 0.811.
    assert only(many(count)).ready is ready


def test_one_correction_is_a_trial_and_two_by_different_people_are_ready():
    one, two = many(2, kind="correction")
    assert only([one]).state == "trial"
    assert not only([one]).ready
    assert only([one, two]).ready
    assert not only([one, replace(two, author=one.author)]).ready


def test_a_decision_accepts_and_names_its_reviewer():
    row = only(many(1), [decided("accept", 5, "kim")])
    assert (row.state, row.reviewer) == ("accepted", "kim")


def test_a_contradiction_after_acceptance_sends_the_row_back_to_trial():
    accepted = [*many(10)], [decided("accept", 20)]
    assert only(*accepted).state == "accepted"
    fast = said(11, value="fast", minutes=30)
    row = only([*accepted[0], fast], accepted[1])
    assert (row.state, row.disagree, row.ready) == ("trial", 1, False)
    anew = [said(k, minutes=30 + k) for k in range(12, 22)]
    assert only([*accepted[0], fast, *anew], accepted[1]).ready


def test_a_contradiction_before_a_review_does_not_undo_it():
    row = only([*many(3), said(4, value="fast")], [decided("accept", 20, "kim")])
    assert row.state == "accepted"


def test_a_denial_speaks_against_its_row_alone():
    denial = said(5, agrees=False)
    rows = learned_rows([*many(3), denial, said(6, slot="mood", value="calm")])
    assert {(r.value, r.agree, r.disagree) for r in rows} == {("slow", 3, 1), ("calm", 1, 0)}
    assert learned_rows([denial]) == ()


def test_another_value_of_the_slot_speaks_against_a_row():
    rows = learned_rows([*many(4), said(5, value="fast")])
    assert {(r.value, r.agree, r.disagree, r.state) for r in rows} == {
        ("slow", 4, 1, "trial"),
        ("fast", 1, 4, "proposed"),
    }


def test_a_retired_row_stays_retired_whatever_is_said():
    assert only(many(14), [decided("accept", 2), decided("retire", 3, "kim")]).state == "retired"
    back = [decided("retire", 3, "kim"), decided("accept", 4, "kim")]
    assert only(many(14), back).state == "accepted"


def test_a_blocked_row_is_never_ready_by_evidence():
    assert not only(many(14), [decided("block", 20)]).ready


def test_leaving_a_remark_out_undoes_it():
    assert learned_rows(many(3)[:2]) == learned_rows(many(2))


@given(st.permutations([*many(6), *many(3, value="fast"), said(9, agrees=False)]))
def test_rows_do_not_depend_on_the_order_of_what_was_said(listed):
    decisions = [decided("accept", 4.5), decided("retire", 7)]
    expected = learned_rows(sorted(listed, key=lambda item: item.id), decisions[::-1])
    assert learned_rows(listed, decisions) == expected
