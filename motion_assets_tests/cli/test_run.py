"""`motion-assets run`: what it refuses before work, and that a second run has nothing to do."""

import os
from pathlib import Path

import polars as pl
import pytest

from motion_assets.cli import run
from motion_assets.core.clips.request import ClipRequest, ReelRequest
from motion_assets.core.coverage.planner import Plan
from motion_assets.defs.observations import assets
from motion_assets.errors import LimitError, RequestError
from motion_assets.steps import plan
from motion_assets.steps.observe import observe_reel
from motion_assets.steps.prompts import read_prompts
from motion_assets.storage.reels import get_table, put_table


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(None, "No such file", id="missing"),
        pytest.param(b"\x7fELF\xff\xfe", "is not UTF-8 text (byte 4)", id="binary"),
        pytest.param(b"red\n" + b"a" * 10_001, "line 2: a prompt holds at most", id="huge"),
    ],
)
def test_a_prompt_file_that_cannot_be_used_stops_the_run_before_it_writes(
    content, said, command, tmp_path
):
    path = tmp_path / "prompts.txt"
    if content is not None:
        path.write_bytes(content)
    ended = command("run", "--prompts", str(path))
    assert (ended.status, ended.out) == (1, "")
    assert said in ended.err
    assert str(path) in ended.err
    assert not (tmp_path / "data").exists()


def test_a_folder_is_no_prompt_file(command, tmp_path):
    ended = command("run", "--prompts", str(tmp_path))
    assert (ended.status, ended.out) == (1, "")
    assert "Is a directory" in ended.err


@pytest.mark.parametrize(
    ("content", "prompts"),
    [
        pytest.param(b"", (), id="empty"),
        pytest.param(b"\n  \n# note\n", (), id="nothing-but-notes"),
        pytest.param(b"red\r\n  blue sky \r\n", ("red", "blue sky"), id="windows-lines"),
        pytest.param(b"\xef\xbb\xbfred\n", ("red",), id="byte-order-mark"),
        pytest.param("a\u2028b\x0bc\n".encode(), ("a\u2028b\x0bc",), id="odd-separators-are-text"),
        pytest.param(b"../x'; drop--\n", ("../x'; drop--",), id="quotes-and-paths"),
    ],
)
def test_a_prompt_file_has_one_prompt_a_line(content, prompts, tmp_path):
    path = tmp_path / "prompts.txt"
    path.write_bytes(content)
    assert read_prompts(path) == prompts


def test_a_file_without_end_is_refused():
    with pytest.raises(LimitError, match=r"/dev/zero is longer than 20,000,000 characters"):
        read_prompts(Path("/dev/zero"))


def test_cells_that_never_show_are_named():
    given_up = ReelRequest(workflow="sweep", seed=1, clips=(ClipRequest(color_cells=(7,)),))
    with pytest.raises(RequestError, match=f"the cells of {given_up.key} were asked for three"):
        run._unexhausted(Plan(reels=(), exhausted=(given_up,)))


def test_the_interface_needs_the_root_of_the_checkout(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ended = command("ui")
    assert (ended.status, ended.out) == (1, "")
    assert "run `motion-assets ui` in the checkout's root" in ended.err


def test_a_data_folder_that_is_a_file_is_named(command, tmp_path):
    (tmp_path / "data").write_text("")
    (tmp_path / "none.txt").write_text("")
    ended = command("run", "--prompts", str(tmp_path / "none.txt"))
    assert (ended.status, ended.out) == (1, "")
    assert f"{tmp_path / 'data'}: " in ended.err


def test_a_prompt_that_no_clip_can_be_is_named_before_any_clip_is_made(
    grown, command, monkeypatch, tmp_path
):
    monkeypatch.setattr(plan, "plan_static", lambda _now: Plan(reels=(), exhausted=()))
    before = sorted((tmp_path / "data/lake/reels").iterdir())
    prompts = tmp_path / "prompts.txt"
    prompts.write_text("a small green square\na red circle, 90 seconds long\n")
    ended = command("run", "--prompts", str(prompts))
    assert (ended.status, ended.out) == (1, "")
    assert "prompt 'a red circle, 90 seconds long': a clip lasts" in ended.err
    assert sorted((tmp_path / "data/lake/reels").iterdir()) == before
    assert plan.standing(grown).generation == 2


def test_a_run_makes_what_is_missing_and_the_next_has_nothing_to_do(
    grown, command, monkeypatch, tmp_path
):
    # The static registries take a minute; here the prompts alone are missing.
    monkeypatch.setattr(plan, "plan_static", lambda _now: Plan(reels=(), exhausted=()))
    prompts = tmp_path / "prompts.txt"
    prompts.write_text("a small green square, 1 second, no sound\n")
    before = plan.standing(grown).folded
    first = command("run", "--prompts", str(prompts))
    assert first.status == 0, first.err
    assert first.out.startswith("registry ")
    assert "Nothing to do" not in first.err
    made = plan.standing(grown).folded - before
    assert len(made) == 1
    second = command("run", "--prompts", str(prompts))
    assert second.status == 0
    assert "Nothing to do" in second.err
    assert second.out == first.out
    assert plan.standing(grown).folded == before | made


def test_a_run_whose_clip_shows_something_else_says_what_and_keeps_what_was_seen(
    grown, command, monkeypatch, tmp_path
):
    def misread(workspace, reel):
        done = observe_reel(workspace, reel)
        windows = get_table(workspace.lake, reel, "window")
        silence = (pl.col("aspect") == "sound.presence") & (pl.col("value") == "silence")
        heard = pl.when(silence).then(pl.lit("music")).otherwise("value").alias("value")
        put_table(workspace.lake, reel, "window", windows.with_columns(heard))
        return done

    monkeypatch.setattr(assets, "observe_reel", misread)
    monkeypatch.setattr(plan, "plan_static", lambda _now: Plan(reels=(), exhausted=()))
    prompts = tmp_path / "prompts.txt"
    prompts.write_text("a small blue square, 1 second, no sound\n")
    before = plan.standing(grown).folded
    ended = command("run", "--prompts", str(prompts))
    assert ended.status == 1
    assert "asked sound.presence silence, shown music" in ended.err
    assert len(plan.standing(grown).folded - before) == 1


@pytest.mark.parametrize(("folder", "home"), [("data", None), ("other", "other/.dagster/ui")])
def test_the_interface_shows_the_history_of_the_data_folder(folder, home, monkeypatch, tmp_path):
    started = {}
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    monkeypatch.setenv("MOTION_ASSETS_DATA_DIR", str(tmp_path / folder))
    monkeypatch.setattr(os, "execve", lambda _path, _command, env: started.update(env))
    Path("workspace.yaml").touch()
    run.ui(port=3000)
    assert started.get("DAGSTER_HOME") == (None if home is None else str(tmp_path / home))
    if home is not None:
        config = (tmp_path / home / "dagster.yaml").read_text(encoding="utf-8")
        assert f"base_dir: {tmp_path / folder / '.dagster'}\n" in config
        assert "base_dir: data" not in config
