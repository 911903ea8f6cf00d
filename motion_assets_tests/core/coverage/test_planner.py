from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.coverage.measure import Gaps, Seen, measure_coverage
from motion_assets.core.coverage.planner import (
    MAX_ATTEMPTS,
    next_attempt,
    pack_values,
    plan_gaps,
    prompt_reels,
)
from motion_assets.vocabulary.aspects import NARRATIVE
from motion_assets.vocabulary.impossible import impossible_pairs

EVERYTHING = measure_coverage(Seen()).plannable


def test_a_plan_asks_for_every_missing_cell_exactly_once():
    clips = [clip for reel in plan_gaps(EVERYTHING, ()).reels for clip in reel.clips]
    assert sorted(cell for clip in clips for cell in clip.color_cells) == list(range(27_951))
    assert sorted(cell for clip in clips for cell in clip.sound_cells) == list(range(301))


def test_a_plan_asks_for_every_missing_value_exactly_once():
    clips = [clip for reel in plan_gaps(EVERYTHING, ()).reels for clip in reel.clips]
    assert sorted(v for clip in clips for v in clip.values) == sorted(EVERYTHING.values)


def test_narrative_values_need_as_many_clips_as_the_longest_aspect_has_values():
    values = [(a.key, v) for a in NARRATIVE for v in a.values]
    assert len(pack_values(values)) == max(len(a.values) for a in NARRATIVE) == 25


def test_one_clip_is_never_asked_for_two_values_that_exclude_each_other():
    impossible = impossible_pairs()
    for row in pack_values(EVERYTHING.values):
        assert len({aspect for aspect, _ in row}) == len(row)
        assert not any(frozenset({a, b}) in impossible for a in row for b in row)


def test_the_same_gaps_give_the_same_reels():
    assert plan_gaps(EVERYTHING, ()) == plan_gaps(EVERYTHING, ())


def test_no_gaps_no_reels():
    assert plan_gaps(Gaps(), ()).reels == ()


def test_a_reel_that_did_not_close_its_gap_is_asked_for_again_and_then_given_up():
    gaps = Gaps(sound_cells=(7,))
    made: list[str] = []
    for attempt in range(MAX_ATTEMPTS):
        (reel,) = plan_gaps(gaps, made).reels
        assert reel.attempt == attempt
        made.append(reel.key)
    plan = plan_gaps(gaps, made)
    assert plan.reels == ()
    assert [reel.attempt for reel in plan.exhausted] == [0]
    assert next_attempt(replace(plan.exhausted[0]), made) is None


def test_prompts_fill_reels_of_64_in_order():
    reels = list(prompt_reels([f"prompt {'x' * n}" for n in range(70)]))
    assert [len(reel.clips) for reel in reels] == [64, 6]
    assert reels[1].clips[0].prompt == f"prompt {'x' * 64}"


@given(st.lists(st.sampled_from(EVERYTHING.values), unique=True, max_size=30))
def test_packing_loses_and_repeats_nothing(values):
    assert sorted(v for row in pack_values(values) for v in row) == sorted(values)
