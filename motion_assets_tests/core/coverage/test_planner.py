from collections import Counter
from dataclasses import replace
from functools import cache

from motion_assets.core.coverage.measure import Gaps, Seen, all_values, measure_coverage
from motion_assets.core.coverage.planner import (
    MAX_ATTEMPTS,
    MAX_NAMED,
    MAX_ROWS,
    Plan,
    lone_clips,
    named_clip,
    next_attempt,
    plan_gaps,
    prompt_reels,
)
from motion_assets.core.prompts.interpret import interpret
from motion_assets.vocabulary.aspects import NARRATIVE
from motion_assets.vocabulary.cells import color_key
from motion_assets.vocabulary.impossible import impossible_pairs

EVERYTHING = measure_coverage(Seen()).plannable


@cache
def plan_of_everything() -> Plan:
    """Planned once: it is the largest plan there is."""
    return plan_gaps(EVERYTHING, ())


def test_a_plan_asks_for_every_missing_cell_exactly_once():
    clips = [clip for reel in plan_of_everything().reels for clip in reel.clips]
    assert sorted(cell for clip in clips for cell in clip.color_cells) == list(range(27_951))
    addressed = [clip for clip in clips if clip.prompt is None]
    assert sorted(cell for clip in addressed for cell in clip.sound_cells) == list(range(301))


def test_clips_of_named_colors_play_all_sounds_alike():
    counts = Counter(cell for number in range(301) for cell in named_clip([number]).sound_cells)
    assert set(counts.values()) == {6}
    assert len(counts) == 301


def test_the_first_clips_of_a_plan_ask_for_every_missing_value():
    clips = [clip for reel in plan_of_everything().reels for clip in reel.clips]
    assert {value for clip in clips for value in clip.values} == set(EVERYTHING.values)


def test_the_first_bar_needs_as_many_clips_as_the_longest_aspect_has_values():
    values = tuple((a.key, v) for a in NARRATIVE for v in a.values)
    clips = [c for reel in plan_gaps(Gaps(values=values), (), bar=1).reels for c in reel.clips]
    assert len(clips) == max(len(a.values) for a in NARRATIVE) == 25


def test_one_clip_is_never_asked_for_two_values_that_exclude_each_other():
    impossible = impossible_pairs()
    clips = [clip for reel in plan_of_everything().reels for clip in reel.clips]
    for row in (clip.values for clip in clips):
        assert len({aspect for aspect, _ in row}) == len(row)
        assert not any(frozenset({a, b}) in impossible for a in row for b in row)


def test_clips_for_pairs_are_planned_some_reels_at_a_time():
    clips = [c for r in plan_of_everything().reels for c in r.clips]
    assert sum(bool(clip.values) for clip in clips) == MAX_ROWS
    assert sum(clip.prompt is not None for clip in clips) == MAX_NAMED


def test_colors_that_no_prompt_named_are_asked_for_three_a_sentence():
    named = (5, 700, 9_000, 12_345)
    (reel,) = plan_gaps(Gaps(named_cells=named), ()).reels
    readings = [interpret(clip.prompt or "") for clip in reel.clips]
    keys = [set(reading.slots["color_cells"]) for reading in readings]
    assert keys == [{color_key(5), color_key(9_000)}, {color_key(700), color_key(12_345)}]
    assert plan_gaps(Gaps(named_cells=named), (), bar=1).reels == ()


def test_the_same_gaps_give_the_same_reels():
    assert plan_gaps(EVERYTHING, ()) == plan_of_everything()


def test_a_lone_clip_for_a_length_of_shots_is_that_shot_where_it_can_be():
    length = ("temporal.shot_length_s", "1")
    others = [("camera.motion_type", "crane"), ("transition.type", "fade")]
    others += [("temporal.pacing", "1.0"), ("temporal.cut_frequency", "fast")]
    place = {value: number for number, value in enumerate(all_values())}
    pairs = tuple((place[other], place[length]) for other in others)
    clips = lone_clips(Gaps(pair_numbers=pairs))
    uncut = [("temporal.cut_frequency", "none") in clip.values for clip in clips]
    assert uncut == [True, False, False, False]
    assert all({other, length} <= set(c.values) for other, c in zip(others, clips, strict=True))


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
