"""Figures against arithmetic on paper; every bound is broken once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.coverage.exposition import exposition
from motion_assets.core.coverage.figures import (
    RECENT_CLIPS,
    REQUIREMENTS,
    ClipRow,
    Figure,
    clip_figures,
    cost_figure,
    coverage_figures,
    gaps_are_open,
    recorded_figure,
    repetition_figures,
    requirement_of,
)
from motion_assets.core.coverage.measure import CoverageRow


def clip(number: int, *, planned: bool = True, asked: int = 0, shown: int = 0, new: int = 0):
    return ClipRow(
        clip_id=f"c{number:03d}",
        planned=planned,
        measured_count=asked,
        passed_count=shown,
        new_entries=new,
        duration_s=2.0,
    )


def values(figures):
    return {(figure.name, figure.scope): figure.value for figure in figures}


def test_figures_of_three_clips_are_what_paper_says():
    clips = [clip(0, asked=4, shown=3, new=6), clip(1), clip(2, planned=False, asked=1, shown=1)]
    found = values(clip_figures(clips, gaps_open=True))
    assert found == {
        ("precision_pct", ""): pytest.approx(80.0),
        ("discovery_rate_pct", ""): pytest.approx(100 / 3),
        ("novel_per_clip", ""): 2.0,
        ("novel_per_video_minute", ""): pytest.approx(60.0),
        ("wasted_pct", ""): 50.0,
    }


def test_only_the_newest_clips_count():
    old = [clip(n, asked=1, shown=0, new=50) for n in range(7)]
    recent = [clip(n, asked=1, shown=1) for n in range(RECENT_CLIPS)]
    found = values(clip_figures([*old, *recent], gaps_open=False))
    assert found["precision_pct", ""] == 100.0
    assert found["discovery_rate_pct", ""] == 0.0


def test_without_clips_nothing_is_claimed():
    assert set(values(clip_figures([], gaps_open=True)).values()) == {None}


def test_with_every_gap_closed_no_clip_can_be_wasted():
    assert values(clip_figures([clip(0)], gaps_open=False))["wasted_pct", ""] is None


def test_repetition_is_the_share_of_the_twenty_most_frequent():
    counts = {"blended": [10] * 20 + [1] * 100, "narrative": [1] * 200, "linguistic": []}
    found = values(repetition_figures(counts))
    assert found["repetition_score", "blended"] == pytest.approx(200 / 300)
    assert found["repetition_score", "narrative"] == pytest.approx(0.1)
    assert found["repetition_score", "linguistic"] is None
    assert found["repetition_score", ""] == found["repetition_score", "blended"]


@given(st.lists(st.integers(0, 50), max_size=60), st.randoms(use_true_random=False))
def test_repetition_depends_on_no_order_and_stays_a_share(counts, chance):
    shuffled = chance.sample(counts, len(counts))
    (_, one), (_, other) = repetition_figures({"a": counts}), repetition_figures({"a": shuffled})
    assert one == other
    assert one.value is None or 0.0 <= one.value <= 1.0


def row(registry, aspect, bar, counts):
    wanted, seen = counts
    return CoverageRow(registry, aspect, bar, "measured", wanted, seen, ())


TARGETS = [
    row("narrative", "genre", 1, (4, 4)),
    row("narrative", "mood", 1, (6, 3)),
    row("narrative", "plots", 1, (2, 2)),
    row("narrative", "genre x mood", 2, (24, 6)),
    row("narrative", "mood x plots", 2, (12, 12)),
]


def test_both_bars_per_registry_and_a_pair_counts_for_both_aspects():
    found = values(coverage_figures(TARGETS))
    assert found["first_bar_pct", "narrative"] == 75.0
    assert found["second_bar_pct", "narrative"] == 50.0
    assert found["first_bar_pct", "mood"] == 50.0
    assert found["second_bar_pct", "genre"] == 25.0
    assert found["second_bar_pct", "mood"] == 50.0
    assert found["second_bar_pct", "plots"] == 100.0


def test_gaps_are_open_until_every_target_is_met():
    assert gaps_are_open(TARGETS)
    assert not gaps_are_open([row("blended", "x", 1, (2, 2)), row("blended", "y", 2, (4, 4))])


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (Figure("precision_pct", "", 95, 100, "%", 100.0), True),
        (Figure("precision_pct", "", 94, 100, "%", 100.0), False),
        (Figure("precision_pct", "", 0, 0, "%", 100.0), True),
        (Figure("wasted_pct", "", 5, 100, "%", 100.0), True),
        (Figure("wasted_pct", "", 6, 100, "%", 100.0), False),
        (Figure("repetition_score", "blended", 35, 100, "share"), True),
        (Figure("repetition_score", "blended", 36, 100, "share"), False),
        (recorded_figure(1_000, 1), False),
        (recorded_figure(1_000, 0), True),
    ],
)
def test_every_bound_can_be_broken(figure, met):
    assert REQUIREMENTS[figure.name].is_met(figure) is met


def test_repetition_must_be_low_only_once_there_are_enough_clips():
    figure = Figure("repetition_score", "", 90, 100, "share")
    assert requirement_of(figure, clip_count=999) is None
    assert requirement_of(figure, clip_count=1_000) == REQUIREMENTS["repetition_score"]


def test_prometheus_text_groups_names_escapes_labels_and_leaves_out_what_is_not_known():
    figures = [
        Figure("first_bar_pct", 'a"b', 1, 4, "%", 100.0),
        cost_figure(10, 4.0),
        Figure("first_bar_pct", "c", 0, 0, "%", 100.0),
    ]
    lines = exposition(figures, {"clips": 3}).splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        'motion_assets_first_bar_pct{scope="a\\"b"} 25.0',
        "motion_assets_novel_per_cpu_second 2.5",
        "motion_assets_clips 3",
    ]
    types = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(types) == len(set(types)) == 3
