"""Sheets of camera moves: one a move that a file shows, the reason for every other."""

import io

import pytest
from PIL import Image

from motion_assets.definitions import defs
from motion_assets.media.preview import SHEET_COLUMNS
from motion_assets.steps.camera_sheets import camera_sheets
from motion_assets.storage.generations import open_newest
from motion_assets.storage.reels import clip_key, get_table
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets_tests.conftest import SMALL_WEB
from motion_assets_tests.defs.test_recovery import QUIET

MOVES = ASPECTS["camera.motion_type"].values


def sheets_of(workspace):
    with open_newest(workspace.settings) as connection:
        return {sheet.move: sheet for sheet in camera_sheets(workspace, connection)}


@pytest.fixture
def shown(grown):
    """Windows of the small reels by the move that they show."""
    windows = get_table(grown.lake, SMALL_WEB.key, "window").rows(named=True)
    return {row["value"]: row for row in windows if row["aspect"] == "camera.motion_type"}


def test_every_move_that_a_file_shows_has_a_sheet_and_no_other(grown, shown):
    sheets = sheets_of(grown)
    assert tuple(sheets) == MOVES
    assert {move for move, sheet in sheets.items() if sheet.png} == set(shown) >= {"pan"}
    for move, sheet in sheets.items():
        assert (sheet.reason == "no clip has shown it yet") == (move not in shown)


def test_a_sheet_holds_frames_of_its_window_in_a_row(grown, shown):
    sheet = sheets_of(grown)["pan"]
    assert (sheet.clip_id, sheet.clips) == (shown["pan"]["clip_id"], 1)
    assert sheet.png is not None
    picture = Image.open(io.BytesIO(sheet.png)).convert("RGB")
    step = (picture.width + 2) // SHEET_COLUMNS
    tiles = [picture.crop((i * step, 0, (i + 1) * step - 2, picture.height)) for i in range(6)]
    assert len({tile.tobytes() for tile in tiles}) == SHEET_COLUMNS


def test_a_clip_that_is_gone_is_named(grown, shown):
    clip_id = shown["pan"]["clip_id"]
    grown.lake.delete(clip_key(SMALL_WEB.key, clip_id))
    sheet = sheets_of(grown)["pan"]
    assert sheet.png is None
    assert clip_id in sheet.reason


def test_the_job_shows_the_sheets_and_lists_what_is_missing(shown, instance):
    job = defs().get_repository_def().get_job("camera_sheets")
    result = job.execute_in_process(instance=instance, run_config=QUIET)
    (event,) = result.get_asset_materialization_events()
    metadata = event.materialization.metadata
    assert metadata["dagster/row_count"].value == len(shown)
    assert metadata["missing"].value == [move for move in MOVES if move not in shown]
    assert str(metadata["pan"].value).startswith("![pan in web-")
