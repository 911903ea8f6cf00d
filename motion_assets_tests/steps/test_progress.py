"""Figures of real reels, and rows that are missing: found, named and recorded again."""

import duckdb
import pytest

from motion_assets.steps.costs import reel_cost_s
from motion_assets.steps.plan import standing, write_down
from motion_assets.steps.progress import metrics_text, read_progress
from motion_assets.steps.recover import find_missing, recover
from motion_assets.storage.fingerprints import table_fingerprints
from motion_assets.storage.generations import newest, open_newest
from motion_assets.storage.reels import read_commits
from motion_assets_tests.conftest import SMALL_SWEEP, SMALL_WEB, make_reel

CLIPS = [request.clip_id(i) for request in (SMALL_SWEEP, SMALL_WEB) for i in (0, 1)]


def values(progress):
    return {(figure.name, figure.scope): figure.value for figure in progress.figures}


def fingerprints(workspace):
    with open_newest(workspace.settings) as connection:
        return table_fingerprints(connection)


def uncommit(workspace, reel):
    """What a run leaves that is killed before it learned from its clips."""
    workspace.lake.delete(f"reels/{reel}/commit.json")
    workspace.lake.delete(f"reels/{reel}/observation/learning.json")


def spoil(workspace, *statements):
    """Change rows of the newest generation's file, as a damaged disk might."""
    generation = newest(workspace.lake)
    assert generation is not None
    with (
        workspace.lake.local_file(generation.database.key) as path,
        duckdb.connect(str(path)) as connection,
    ):
        for statement in statements:
            connection.execute(statement)


def test_published_figures_agree_with_the_rows(grown):
    progress = read_progress(grown)
    found = values(progress)
    with open_newest(grown.settings) as connection:
        ((passed, measured),) = connection.execute(
            "select sum(passed_count), sum(measured_count) from learning.log"
        ).fetchall()
        ((top, total),) = connection.execute(
            "select (select sum(clips) from (from registry.static_sound order by clips desc "
            "limit 20)), (select sum(clips) from registry.static_sound)"
        ).fetchall()
    assert found["precision_pct", ""] == pytest.approx(100 * passed / measured)
    assert found["repetition_score", "static_sound"] == pytest.approx(top / total)
    assert found["recorded_pct", ""] == 100.0
    assert progress.clip_count == 4
    assert 0 < found["first_bar_pct", "narrative"] < 100


def test_what_a_reel_cost_is_kept_and_divides_what_it_found(grown):
    cost_s = [reel_cost_s(grown, request.key) or 0.0 for request in (SMALL_SWEEP, SMALL_WEB)]
    assert min(cost_s) > 0.0
    with open_newest(grown.settings) as connection:
        ((new,),) = connection.execute(
            "select sum(new_color + new_sound + new_blended + new_narrative) "
            "from learning.discovery"
        ).fetchall()
    assert values(read_progress(grown))["novel_per_cpu_second", ""] == pytest.approx(
        new / sum(cost_s)
    )
    grown.lake.delete(f"costs/{SMALL_WEB.key}/render.json")
    assert reel_cost_s(grown, SMALL_WEB.key) is None


def test_a_clip_that_was_never_learned_from_is_named_and_recorded(grown):
    before = fingerprints(grown)
    uncommit(grown, SMALL_WEB.key)
    records = find_missing(grown)
    # The generation still holds the reel: it is only the next one that would lose it.
    assert records.missing == ()
    lost = newest(grown.lake)
    assert lost is not None
    grown.lake.delete(f"generations/{lost.number:08d}.json")
    names = [item.text for item in find_missing(grown).missing]
    clips = [SMALL_WEB.clip_id(0), SMALL_WEB.clip_id(1)]
    assert names == [
        f"Missing {row} (clip={c})" for row in ("learning", "discovery") for c in clips
    ]
    assert find_missing(grown).figure.value == 50.0
    assert not find_missing(grown).verdict.passed
    assert find_missing(grown, alive={SMALL_WEB.key}).missing == ()
    done = recover(grown, code_version="test", alive=frozenset())
    assert (done.reels, done.left) == ((SMALL_WEB.key,), ())
    assert fingerprints(grown) == before
    again = recover(grown, code_version="test", alive=frozenset())
    assert (again.found, again.generation) == ((), done.generation)


def test_a_reel_that_is_learned_from_but_not_published_lacks_discovery(grown):
    other = SMALL_WEB.__class__(workflow="web", seed=77, clips=SMALL_WEB.clips[:1])
    write_down(grown, other, standing(grown))
    make_reel(grown, other)
    assert [item.text for item in find_missing(grown).missing] == [
        f"Missing discovery (clip={other.clip_id(0)})"
    ]
    assert recover(grown, code_version="test", alive=frozenset()).left == ()


def test_rows_lost_from_a_published_file_are_folded_again(grown):
    before = fingerprints(grown)
    generation = newest(grown.lake)
    assert generation is not None
    spoil(
        grown,
        f"delete from learning.log where clip_id = '{CLIPS[0]}'",
        f"delete from learning.discovery where clip_id = '{CLIPS[1]}'",
    )
    assert [item.text for item in find_missing(grown).missing] == [
        f"Missing learning (clip={CLIPS[0]})",
        f"Missing discovery (clip={CLIPS[1]})",
    ]
    done = recover(grown, code_version="test", alive=frozenset())
    assert (len(done.found), done.left, done.generation) == (2, (), generation.number + 1)
    assert fingerprints(grown) == before


def test_recovering_measures_again_what_was_never_measured(grown):
    reel = SMALL_SWEEP.key
    uncommit(grown, reel)
    generation = newest(grown.lake)
    assert generation is not None
    for number in range(1, generation.number + 1):
        grown.lake.delete(f"generations/{number:08d}.json")
    for kind in ("color", "sound", "window"):
        grown.lake.delete(f"reels/{reel}/observation/{kind}.json")
    assert recover(grown, code_version="test", alive=frozenset()).left == ()
    assert reel in read_commits(grown.lake)


def test_metrics_are_prometheus_text_of_every_known_figure(grown):
    progress = read_progress(grown)
    text = metrics_text(progress)
    assert "motion_assets_recorded_pct 100.0\n" in text
    assert 'motion_assets_first_bar_pct{scope="narrative"}' in text
    samples = [line for line in text.splitlines() if not line.startswith("#")]
    known = [figure for figure in progress.figures if figure.value is not None]
    assert len(samples) == len(known) + len(progress.totals())


def test_metadata_is_a_number_for_every_figure_also_for_one_of_nothing(grown):
    metadata = read_progress(grown).metadata()
    assert all(isinstance(value, float) for value in metadata.values())
    assert {"precision_pct", "precision_pct_of", "wasted_pct", "recorded_pct"} <= set(metadata)
    assert "second_bar_pct/static_color" in metadata


@pytest.mark.parametrize(
    ("figure", "update"),
    [
        ("precision_pct", "update coverage.figure set part = 0 where figure = 'precision_pct'"),
        ("wasted_pct", "update coverage.figure set part = whole where figure = 'wasted_pct'"),
    ],
)
def test_a_figure_out_of_bounds_fails_its_verdict(grown, figure, update):
    assert read_progress(grown).verdict(figure).passed
    spoil(grown, update)
    verdict = read_progress(grown).verdict(figure)
    assert (verdict.passed, verdict.wrong_count) == (False, 1)
    assert verdict.examples[0].startswith(f"{figure} is ")
