from hypothesis import given, settings
from hypothesis import strategies as st

from motion_assets.core.coverage.measure import Coverage, Seen, measure_coverage, possible_pairs
from motion_assets.vocabulary.aspects import ASPECTS


def row(coverage: Coverage, registry: str, aspect: str, bar: int):
    return next(
        r for r in coverage.summary if (r.registry, r.aspect, r.bar) == (registry, aspect, bar)
    )


def test_nothing_seen_leaves_every_target_whole():
    coverage = measure_coverage(Seen())
    assert row(coverage, "static_color", "cell", 1).wanted == 27_951
    assert row(coverage, "static_sound", "primitive", 1).wanted == 4
    assert row(coverage, "static_sound", "cell", 2).wanted == 301
    assert sum(r.wanted for r in coverage.summary if (r.registry, r.bar) == ("narrative", 1)) == 118
    assert all(r.seen == 0 for r in coverage.summary)
    assert len(coverage.plannable.color_cells) == 27_951


def test_seen_values_are_counted_and_leave_the_gaps():
    seen = Seen(
        color_cells=frozenset({0, 5}),
        sound_cells=frozenset({300}),
        sound_primitives=frozenset({"tone"}),
        values=frozenset({("genre", "drama"), ("mood", "calm")}),
        pairs=frozenset({(("genre", "drama"), ("mood", "calm"))}),
    )
    coverage = measure_coverage(seen)
    assert row(coverage, "static_color", "cell", 1).seen == 2
    assert row(coverage, "static_color", "cell", 1).missing_sample[0] == "0,0,0_0.05"
    assert row(coverage, "static_sound", "primitive", 1).missing_sample == (
        "silence",
        "rumble",
        "hiss",
    )
    assert row(coverage, "narrative", "genre", 1).seen == 1
    assert row(coverage, "narrative", "genre x mood", 2).seen == 1
    assert ("genre", "drama") not in coverage.plannable.values
    (genres,) = (gap for gap in coverage.gaps if gap.aspect == "genre")
    assert len(genres.missing) == len(ASPECTS["genre"].values) - 1
    assert "drama" not in genres.missing


def test_every_measured_value_and_pair_is_planned_for():
    coverage = measure_coverage(Seen())
    assert row(coverage, "blended", "camera.speed", 1).status == "measured"
    assert ("camera.motion_type", "dolly") in coverage.plannable.values
    wanted = sum(r.wanted for r in coverage.summary if r.bar == 2 and " x " in r.aspect)
    assert len(coverage.plannable.pairs) == wanted > 18_000


def test_impossible_pairs_are_not_wanted():
    speed, direction = ASPECTS["motion.speed"], ASPECTS["motion.direction"]
    # 4 speeds x 5 directions, less static with four directions and three speeds with none.
    assert len(possible_pairs(speed, direction)) == 20 - 4 - 3


def test_prompts_and_spans_have_no_fixed_target_but_a_share():
    seen = Seen(
        resolved_prompts=frozenset({"a red sea"}),
        unresolved_prompts=frozenset({"a glorp"}),
        spans={("genre", "drama"): 3, ("genre", "news"): 2},
    )
    coverage = measure_coverage(seen)
    understood = row(coverage, "interpretation", "prompt_understood", 1)
    assert (understood.wanted, understood.seen) == (2, 1)
    assert understood.missing_sample == ("a glorp",)
    assert row(coverage, "linguistic", "value_named_three_ways", 1).seen == 1


@settings(max_examples=8)
@given(st.frozensets(st.integers(0, 27_950), max_size=40))
def test_seen_and_missing_always_add_up(cells):
    coverage = measure_coverage(Seen(color_cells=cells))
    cell = row(coverage, "static_color", "cell", 1)
    assert cell.seen == len(cells)
    assert cell.seen + len(coverage.plannable.color_cells) == 27_951
