import json
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motion_assets.core.clips.request import ClipRequest, ReelRequest
from motion_assets.core.clips.scene import Card, Scene, SoundCells
from motion_assets.core.clips.uses import Uses
from motion_assets.errors import BadNameError, RequestError, StorageError, UnknownValueError
from motion_assets.storage.lake import Lake, open_lake
from motion_assets.storage.records import from_json, to_json
from motion_assets.storage.reels import (
    StoredReel,
    clip_key,
    commit_reel,
    get_record,
    get_table,
    list_reel_keys,
    put_record,
    put_table,
    read_commits,
    read_request,
    read_table,
    write_request,
)
from motion_assets.storage.tables import COLOR, KINDS, WINDOW, empty_frame, frame_of
from motion_assets_tests.storage import reel_data as data


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return open_lake(tmp_path / "lake")


def test_the_same_plan_is_written_once(lake: Lake):
    first = write_request(lake, data.request(seed=1), "")
    second = write_request(lake, data.request(seed=2), "f1")
    again = write_request(lake, data.request(seed=1), "f2")
    assert (first.sequence, second.sequence) == (0, 1)
    assert again == first
    assert {read_request(lake, key) for key in list_reel_keys(lake)} == {first, second}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    prompt=st.text(st.characters(exclude_categories=[]), max_size=40) | st.none(),
    cells=st.lists(st.integers(0, 27_950), max_size=5).map(tuple),
    duration=st.floats(0.1, 60) | st.none(),
)
def test_any_request_survives_the_way_through_json(prompt, cells, duration):
    clip = ClipRequest(prompt=prompt, color_cells=cells, duration_s=duration, values=(("a", "b"),))
    uses = Uses((("camera.speed", (("fast", 3),)),), (("sound.mood", (("calm", 2),)),))
    stored = StoredReel(ReelRequest(workflow="web", seed=3, clips=(clip, clip)), 4, "f", uses)
    content = to_json(stored)
    read = from_json(content, StoredReel, "x")
    assert read == stored
    assert read.request.key == stored.request.key
    assert to_json(read) == content


def test_a_request_of_before_uses_were_kept_is_of_an_empty_registry():
    stored = StoredReel(
        ReelRequest(workflow="web", seed=3, clips=(ClipRequest(prompt="x"),)), 4, "f"
    )
    old = json.loads(to_json(stored))
    del old["uses"]
    assert from_json(json.dumps(old).encode(), StoredReel, "x") == stored


@pytest.mark.parametrize("key", ["../x", "/etc", "a/b", "", "Web-1", "x" * 64, "a\n"])
def test_a_malformed_reel_name_never_becomes_a_path(lake: Lake, key: str):
    with pytest.raises(BadNameError, match="is no reel name"):
        read_request(lake, key)


def test_an_unknown_reel_says_what_to_do(lake: Lake):
    with pytest.raises(RequestError, match="no request for reel 'web-000000000000'"):
        read_request(lake, "web-000000000000")


def test_a_request_under_a_foreign_name_is_refused(lake: Lake):
    write_request(lake, data.request(), "")
    key = data.request().key
    lake.put("reels/web-000000000000/request.json", lake.get(f"reels/{key}/request.json"))
    with pytest.raises(StorageError, match=f"holds the request of reel {key}"):
        read_request(lake, "web-000000000000")


def test_records_come_back_equal_from_equal_bytes(lake: Lake):
    scene = Scene(
        clip_id="web-0-00",
        seed=1,
        width_px=16,
        height_px=16,
        fps=24,
        frame_count=3,
        picture=Card((1, 2)),
        soundtrack=SoundCells((0, 5)),
        narrative=(("genre", "drama"),),
    )
    put_record(lake, "web-0", "scene", (scene, scene))
    first = lake.get("reels/web-0/scene.json")
    put_record(lake, "web-0", "scene", (scene, scene))
    assert lake.get("reels/web-0/scene.json") == first
    assert get_record(lake, "web-0", "scene", tuple[Scene, ...]) == (scene, scene)


@dataclass(frozen=True)
class Other:
    number: int


def test_a_record_of_another_type_is_named(lake: Lake):
    put_record(lake, "web-0", "scene", Other(3))
    with pytest.raises(StorageError, match=r"reels/web-0/scene\.json does not hold .*StoredReel"):
        get_record(lake, "web-0", "scene", StoredReel)
    lake.put("reels/web-0/scene.json", b"{torn")
    with pytest.raises(StorageError, match=r"reels/web-0/scene\.json does not hold"):
        get_record(lake, "web-0", "scene", Other)
    with pytest.raises(StorageError, match="may not be called 'request'"):
        put_record(lake, "web-0", "request", Other(3))


def test_clip_files_lie_under_their_reel():
    assert clip_key("web-0", "web-0-00") == "reels/web-0/clips/web-0-00.mp4"
    with pytest.raises(BadNameError, match="is no clip name"):
        clip_key("web-0", "../../x")


def test_equal_rows_give_the_same_object_in_any_order(lake: Lake):
    rows = [data.color_row("web-0-00", cell) for cell in (3, 1, 2)]
    name = put_table(lake, "web-0", "color", frame_of(COLOR, rows))
    content = lake.get(name)
    assert put_table(lake, "web-0", "color", frame_of(COLOR, rows[::-1])) == name
    assert lake.get(name) == content
    assert get_table(lake, "web-0", "color")["cell_id"].to_list() == [1, 2, 3]


def test_a_commit_replaces_the_whole_contribution(lake: Lake):
    reel = data.request()
    clip = reel.clip_id(0)
    first = data.commit(lake, reel, {"color": [data.color_row(clip, 1)]})
    put_table(lake, reel.key, "color", frame_of(COLOR, [data.color_row(clip, 2)]))
    assert read_commits(lake) == {reel.key: first}
    second = commit_reel(lake, reel.key, {}, "2")
    assert read_commits(lake) == {reel.key: second}
    assert set(second.objects) == set(KINDS)
    assert read_table(lake, second.objects["color"])["cell_id"].to_list() == [2]
    assert commit_reel(lake, reel.key, {}, "2") == second


def test_a_commit_needs_every_kind_and_names_unreadable_clips(lake: Lake):
    reel = data.request(clips=2)
    write_request(lake, reel, "")
    with pytest.raises(StorageError, match="has no learning table yet"):
        commit_reel(lake, reel.key, {}, "1")
    rows = data.plain_rows(reel)
    rows["learning"][1] = data.learning_row(reel.clip_id(1), "web", None, "torn file")
    commit = commit_reel(lake, reel.key, data.frames(rows), "1")
    assert commit.failures == (reel.clip_id(1),)


def test_a_torn_table_is_named(lake: Lake):
    reel = data.request()
    table = data.commit(lake, reel).objects["rendered"]
    content = lake.get(table.key)
    lake.put(table.key, content[:-7])
    with pytest.raises(StorageError, match=f"{table.key} is damaged"):
        read_table(lake, table)
    lake.delete(table.key)
    with pytest.raises(StorageError, match=f"{table.key} is not in the lake"):
        read_table(lake, table)


def test_rows_that_cannot_be_right_are_refused(lake: Lake):
    row = data.color_row("web-0-00", 1)
    with pytest.raises(StorageError, match="got several for"):
        frame_of(COLOR, [row, row])
    with pytest.raises(StorageError, match="missing: pixels; unknown: pixel"):
        frame_of(COLOR, [{("pixel" if k == "pixels" else k): v for k, v in row.items()}])
    with pytest.raises(StorageError, match="may hold no null in cell_id"):
        frame_of(COLOR, [{**row, "cell_id": None}])
    with pytest.raises(StorageError, match="cannot be made"):
        frame_of(COLOR, [{**row, "cell_id": "red"}])
    with pytest.raises(StorageError, match=r"observation\.color has columns"):
        put_table(lake, "web-0", "color", pl.DataFrame({"cell_id": [1]}))
    with pytest.raises(StorageError, match="names clip 'web-0-00'"):
        put_table(lake, "web-1", "color", frame_of(COLOR, [row]))
    with pytest.raises(StorageError, match="no observation kind 'colour'"):
        put_table(lake, "web-0", "colour", empty_frame(COLOR))
    wrong = frame_of(WINDOW, [data.window_row("web-0-00", 0, "motion.speed", "slwo")])
    with pytest.raises(UnknownValueError, match="Did you mean 'slow'"):
        put_table(lake, "web-0", "window", wrong)


def test_text_that_utf8_cannot_hold_is_stored_readable():
    frame = frame_of(KINDS["reading"], [data.reading_row("web-0-00", "a \ud800 b")])
    assert frame["prompt"].to_list() == ["a ? b"]
