from datetime import UTC, datetime, timedelta

import pytest

from motion_assets.core.clips.request import ClipRequest, ReelRequest
from motion_assets.core.clips.uses import NO_USES
from motion_assets.core.coverage.planner import plan_gaps, prompt_reels
from motion_assets.errors import BadNameError, RequestError, StorageError
from motion_assets.settings import Settings
from motion_assets.steps import verify
from motion_assets.steps.compose import compose_reel
from motion_assets.steps.interpret import interpret_reel
from motion_assets.steps.learn import learn_reel
from motion_assets.steps.observe import decoded_of, observe_reel
from motion_assets.steps.plan import plan_prompts, standing, write_down
from motion_assets.steps.publish import publish_committed, publish_reel
from motion_assets.steps.recount import full_recount
from motion_assets.steps.workspace import open_workspace
from motion_assets.storage.fingerprints import table_fingerprints
from motion_assets.storage.generations import open_newest
from motion_assets.storage.reels import clip_key, get_table, read_commits, write_request
from motion_assets.vocabulary.hues import HUES
from motion_assets_tests.conftest import SMALL_SWEEP, SMALL_WEB, make_reel


def files(workspace, reel):
    folder = workspace.settings.data_dir / "lake" / "reels" / reel
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def rows(workspace, sql):
    with open_newest(workspace.settings) as connection:
        return connection.execute(sql).fetchall()


def fingerprints(workspace):
    with open_newest(workspace.settings) as connection:
        return table_fingerprints(connection)


def test_what_was_planned_is_seen_in_the_file_and_published(grown):
    seen = {cell for (cell,) in rows(grown, "select cell_id from registry.static_color")}
    planned = {cell for clip in SMALL_SWEEP.clips for cell in clip.color_cells}
    assert planned <= seen
    heard = {
        cell
        for (cell,) in rows(grown, "select cell_id from registry.static_sound where seen_in_sweep")
    }
    assert heard == {0, 7, 150, 300}


def test_a_card_gives_back_its_nominal_colors_and_pixels(grown):
    (row,) = rows(
        grown,
        "select mean_red, mean_green, mean_blue, mean_alpha from registry.static_color "
        "where key = '100,100,125_0.35'",
    )
    # 0.35 of 255 is 89.25: the nearest byte stands for the step, and only the card shows it.
    assert row == (100.0, 100.0, 125.0, 89.0)


def test_making_a_reel_again_gives_the_same_bytes_and_changes_no_count(grown):
    before, tables = files(grown, SMALL_WEB.key), fingerprints(grown)
    make_reel(grown, SMALL_WEB)
    assert files(grown, SMALL_WEB.key) == before
    assert publish_committed(grown).published is False
    assert fingerprints(grown) == tables


def test_the_same_requests_in_another_folder_give_the_same_files_and_tables(grown, tmp_path):
    other = open_workspace(Settings(data_dir=tmp_path / "other"))
    for request in (SMALL_SWEEP, SMALL_WEB):
        publish_reel(other, make_reel(other, request))
    assert fingerprints(other) == fingerprints(grown)
    for request in (SMALL_SWEEP, SMALL_WEB):
        assert files(other, request.key) == files(grown, request.key)


def test_every_table_stands_a_full_recount(grown):
    verdict = full_recount(grown)
    assert verdict.passed
    assert verdict.checked_count > 10


def test_a_torn_clip_is_listed_and_the_others_are_kept(grown):
    torn, kept = SMALL_SWEEP.clip_id(1), SMALL_SWEEP.clip_id(0)
    grown.lake.put(clip_key(SMALL_SWEEP.key, torn), b"not a clip at all")
    found = observe_reel(grown, SMALL_SWEEP.key)
    assert set(found.failures) == {torn}
    assert "not a" in found.failures[torn] or torn in found.failures[torn]
    color = get_table(grown.lake, SMALL_SWEEP.key, "color")
    assert set(color["clip_id"]) == {kept}
    assert verify.clip_files_whole(grown, SMALL_SWEEP.key).wrong_count == 1


def test_a_reel_with_a_torn_clip_is_committed_without_it_and_asked_for_again(grown):
    torn = SMALL_WEB.clip_id(0)
    grown.lake.put(clip_key(SMALL_WEB.key, torn), b"torn")
    observe_reel(grown, SMALL_WEB.key)
    learn_reel(grown, SMALL_WEB.key, code_version="test")
    publish_reel(grown, SMALL_WEB.key)
    assert read_commits(grown.lake)[SMALL_WEB.key].failures == (torn,)
    ((failure,),) = rows(grown, "select failure from learning.log where failure is not null")
    assert failure
    make_reel(grown, SMALL_WEB)
    publish_reel(grown, SMALL_WEB.key)
    assert read_commits(grown.lake)[SMALL_WEB.key].failures == ()


def test_a_prompt_reel_with_a_torn_clip_is_planned_again(workspace):
    prompts = ("a red circle, one second",)
    (request,) = prompt_reels(prompts)
    publish_reel(workspace, make_reel(workspace, request))
    assert plan_prompts(workspace, standing(workspace), prompts) == ()
    workspace.lake.put(clip_key(request.key, request.clip_id(0)), b"torn")
    observe_reel(workspace, request.key)
    learn_reel(workspace, request.key, code_version="test")
    publish_reel(workspace, request.key)
    assert plan_prompts(workspace, standing(workspace), prompts) == (request,)


def test_a_reel_that_was_never_planned_is_refused(workspace):
    with pytest.raises(RequestError, match="no request for reel 'sweep-000000000000'"):
        interpret_reel(workspace, "sweep-000000000000")


@pytest.mark.parametrize("name", ["../outside", "a/b", "", "UPPER", "x" * 64, "a\x00b"])
def test_names_that_are_no_ids_never_become_paths(workspace, name):
    with pytest.raises(BadNameError):
        interpret_reel(workspace, name)


def test_publishing_a_reel_that_was_not_committed_says_so(workspace):
    with pytest.raises(StorageError, match="never committed"):
        publish_reel(workspace, SMALL_SWEEP.key)


def test_gaps_shrink_by_exactly_what_was_seen(grown):
    now = standing(grown)
    gaps = now.gaps
    seen = {cell for (cell,) in rows(grown, "select cell_id from registry.static_color")}
    assert set(gaps.color_cells) == set(range(27_951)) - seen
    planned = [cell for reel in plan_gaps(gaps, now.folded).reels for cell in _cells(reel)]
    assert sorted(planned) == list(gaps.color_cells)


def _cells(reel):
    return [cell for clip in reel.clips for cell in clip.color_cells]


def test_prompts_with_quotes_sql_and_control_characters_are_data(workspace):
    prompts = (
        "a 'red' \"circle\"; drop table registry.static_color; --",
        "../../etc/passwd in teal\x00 and \x1b[31mred",
    )
    request = ReelRequest(
        workflow="web",
        seed=3,
        clips=tuple(ClipRequest(prompt=p, duration_s=1.0) for p in prompts),
    )
    publish_reel(workspace, make_reel(workspace, request))
    kept = rows(workspace, "select prompt from learning.log order by clip_id")
    assert [prompt for (prompt,) in kept] == list(prompts)


def test_decoded_digests_cover_every_clip(grown):
    decoded = decoded_of(grown, SMALL_WEB.key)
    rendered = get_table(grown.lake, SMALL_WEB.key, "rendered")
    assert [clip.color_digest for clip in decoded] == rendered.sort("clip_index")[
        "color_digest"
    ].to_list()


def test_a_reel_keeps_what_was_shown_when_it_was_planned(grown):
    later = ReelRequest(workflow="web", seed=9, clips=(ClipRequest(prompt="a quiet ball"),))
    stored = write_down(grown, later, standing(grown), at=datetime.now(UTC))
    shown = dict(rows(grown, "select key, clips from registry.blended where kind = 'value'"))
    assert stored.uses.count("camera.motion_type", "pan") == shown["camera.motion_type=pan"] == 1
    assert stored.uses.count("settings", "city") == 1
    heard = {key: 0 for key in shown if key.startswith("sound.mood=")}
    assert {
        f"sound.mood={value}": days for value, days in stored.uses.ages("sound.mood").items()
    } == heard
    hues = {name for name, _ in dict(stored.uses.counts)["hue"]}
    assert {"red", "blue"} <= hues <= set(HUES)


def test_a_plan_that_is_asked_for_again_stays_as_it_was_written_down(grown):
    later = ReelRequest(workflow="web", seed=9, clips=(ClipRequest(prompt="a quiet ball"),))
    now = datetime.now(UTC)
    first = write_down(grown, later, standing(grown), at=now + timedelta(days=10, hours=1))
    again = write_down(grown, later, standing(grown), at=now + timedelta(days=20))
    assert again == first
    assert set(first.uses.ages("sound.mood").values()) == {10}


def test_reels_that_leave_nothing_open_and_first_reels_keep_no_counts(grown, tmp_path):
    cells = ReelRequest(workflow="sweep", seed=9, clips=(ClipRequest(color_cells=(1, 2)),))
    assert write_down(grown, cells, standing(grown)).uses == NO_USES
    empty = open_workspace(Settings(data_dir=tmp_path / "empty"))
    assert write_down(empty, SMALL_WEB, standing(empty)).uses == NO_USES


def test_equal_requests_compose_equally_and_by_what_they_keep(grown, tmp_path):
    later = ReelRequest(workflow="web", seed=9, clips=(ClipRequest(prompt="a quiet ball"),) * 3)
    stored = write_down(grown, later, standing(grown))
    interpret_reel(grown, later.key)
    made = compose_reel(grown, later.key)
    assert compose_reel(grown, later.key) == made
    other = open_workspace(Settings(data_dir=tmp_path / "other"))
    write_request(other.lake, later, "", stored.uses)
    interpret_reel(other, later.key)
    assert compose_reel(other, later.key) == made
    empty = open_workspace(Settings(data_dir=tmp_path / "empty"))
    write_down(empty, later, standing(empty))
    interpret_reel(empty, later.key)
    assert compose_reel(empty, later.key) != made
