"""Single clips: what `render`, `observe` and `export-clip` make, say and refuse."""

import hashlib
import json
from pathlib import Path

import pytest

from motion_assets.cli import clips
from motion_assets.core.clips.request import ClipRequest
from motion_assets.media.read import open_clip

SMALL = ("--size", "64x36", "--duration", "0.5")
PROMPT = "a red circle on a blue background, no sound"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("",), "a prompt needs words", id="empty"),
        pytest.param((" \n\t ",), "a prompt needs words", id="blank"),
        pytest.param(("a" * 10_001,), "at most 10,000 characters, got 10,001", id="huge"),
        pytest.param(("x", "--size", "0x0"), "got 0 x 0 px", id="no-pixels"),
        pytest.param(("x", "--size", "33x33"), "even sides", id="odd-sides"),
        pytest.param(("x", "--size", "99999x2"), "1920 x 1080", id="too-wide"),
        pytest.param(("x", "--size", "2x99999999"), "a size is WIDTHxHEIGHT", id="too-long"),
        pytest.param(("x", "--size", "٣x٣"), "a size is WIDTHxHEIGHT", id="other-digits"),
        pytest.param(("x", "--size", ""), "a size is WIDTHxHEIGHT", id="no-size"),
        pytest.param(("x", "--duration", "-1"), "got -1.0 s", id="negative"),
        pytest.param(("x", "--duration", "0"), "got 0.0 s", id="zero"),
        pytest.param(("x", "--duration", "nan"), "got nan s", id="nan"),
        pytest.param(("x", "--duration", "inf"), "got inf s", id="infinite"),
        pytest.param(("x", "--duration", "61"), "at most 60 s, got 61.0 s", id="too-long-s"),
        pytest.param(("x", "--duration", "1e9"), "at most 60 s", id="years"),
        pytest.param(("x", "--duration", "long"), "--duration", id="no-number"),
        pytest.param(("x", "--seed", "-1"), "--seed", id="negative-seed"),
        pytest.param(("x", "--seed", "9" * 20), "--seed", id="seed-past-64-bits"),
        pytest.param(("x", "-o", "."), ". is not a file", id="folder"),
        pytest.param(("x", "-o", "/dev/null"), "is not a file", id="device"),
        pytest.param(("x", "-o", "taken/x.mp4"), "taken is a file", id="file-as-folder"),
        pytest.param(("x", "-o", "a" * 300), "File name too long", id="long-name"),
        pytest.param(("x", "-o", "\x00.mp4"), "null", id="nul"),
    ],
)
def test_render_refuses_a_wrong_call_before_any_work(arguments, said, here, command):
    (here / "taken").write_text("")
    ended = command("render", *arguments)
    assert (ended.status, ended.out) == (2, "")
    assert said in ended.err
    assert [path.name for path in here.iterdir()] == ["taken"]


def test_the_same_prompt_and_seed_give_the_same_bytes(here, command):
    for name in ("a.mp4", "b.mp4"):
        assert command("render", PROMPT, *SMALL, "--seed", "7", "-o", name).status == 0
    first, second = ((here / name).read_bytes() for name in ("a.mp4", "b.mp4"))
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()
    command("render", PROMPT, *SMALL, "--seed", "8", "-o", "b.mp4")
    assert (here / "b.mp4").read_bytes() != first


def test_render_names_the_file_after_the_prompt_and_tells_what_was_shown(here, command):
    ended = command("render", "A red/../circle; on 'blue', no sound at all", *SMALL)
    assert ended.status == 0
    assert [path.name for path in here.iterdir()] == ["a-red-circle-on-blue-no.mp4"]
    assert ended.out.splitlines()[0].split() == list(clips.SHOWN)
    assert ended.err.splitlines()[-1].endswith("; the file was read back bit for bit.")
    with open_clip(here / "a-red-circle-on-blue-no.mp4") as reader:
        info = reader.info
    assert (info.width_px, info.height_px, info.duration_s) == (64, 36, 0.5)


def test_render_json_is_one_document_that_names_what_was_asked(here, command):
    ended = command("render", PROMPT, *SMALL, "-o", "new/folder/clip.mp4", "--json")
    assert (ended.status, ended.err) == (0, "")
    document = json.loads(ended.out)
    assert document["exact"] is True
    assert document["file"] == "new/folder/clip.mp4"
    assert (here / document["file"]).is_file()
    asked = [row for row in document["choices"] if row["origin"] == "asked"]
    assert asked
    shown = [row["passed"] for row in asked if row["passed"] is not None]
    assert document["precision_pct"] == pytest.approx(100 * sum(shown) / len(shown))


def test_a_prompt_that_breaks_a_limit_is_refused_with_the_limit(here, command):
    ended = command("render", "a red circle, 90 seconds long", "--size", "64x36")
    assert (ended.status, ended.out) == (1, "")
    assert "at most 60 s, got 90.0 s. Ask for a shorter clip" in ended.err
    assert not list(here.iterdir())


def test_render_says_what_cannot_be_shown(here, command):
    ended = command("render", "a photorealistic portrait of a red circle", *SMALL, "--json")
    unshown = [
        row
        for row in json.loads(ended.out)["choices"]
        if row["origin"] == "asked" and not row["rendered"]
    ]
    told = command("render", "a photorealistic portrait of a red circle", *SMALL).err
    assert here.is_dir()
    assert told.count("Cannot be shown: ") == len(unshown)
    for row in unshown:
        assert f"Cannot be shown: {row['aspect']} {row['value']}: " in told


@pytest.mark.parametrize(
    "prompt",
    [
        pytest.param('\'; drop table x; -- "quotes" $(ls)', id="quotes-and-sql"),
        pytest.param("🙂🙃 ☃ \u202e right to left", id="emoji"),
        pytest.param("red\x00\x1b[2J\udcff", id="odd-bytes"),
        pytest.param("-" * 50 + "x", id="no-words"),
    ],
)
def test_odd_prompts_make_a_clip_or_a_plain_refusal(prompt, here, command):
    ended = command("render", *SMALL, "-o", "clip.mp4", "--", prompt)
    assert ended.status in {0, 1}
    assert "\x1b" not in ended.err
    assert (here / "clip.mp4").exists() == (ended.status == 0)


def clip_of_cells(path: Path) -> Path:
    """A clip of two color cells and one sound cell, made without a prompt."""
    from motion_assets.core.clips.build import build_scene
    from motion_assets.steps.render import render_clip

    request = ClipRequest(color_cells=(27_950, 20), sound_cells=(300,))
    render_clip(build_scene(request, None, clip_id="x-00", seed=1).scene, path, max_frames=120)
    return path


def test_observe_lists_the_cells_that_were_rendered(here, command):
    path = clip_of_cells(here / "clip.mp4")
    ended = command("observe", str(path), "--json")
    assert (ended.status, ended.err) == (0, "")
    document = json.loads(ended.out)
    assert document["exact"] is True
    assert {"solid white", "solid black"} <= {row["name"] for row in document["colors"]}
    assert "deafening plain hiss" in {row["name"] for row in document["sounds"]}
    assert {"window", "start_s", "aspect", "value"} <= document["windows"][0].keys()


def test_observe_prints_a_table_for_people(here, command):
    ended = command("observe", str(clip_of_cells(here / "clip.mp4")))
    assert ended.status == 0
    assert "solid white" in ended.out
    assert "colors: " in ended.err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        pytest.param("missing.mp4", None, "No such file", id="missing"),
        pytest.param("empty.mp4", b"", "empty.mp4", id="empty"),
        pytest.param("text.mp4", b"only words\n" * 50, "cannot be decoded", id="text"),
        pytest.param(".", None, "not a file", id="folder"),
        pytest.param("a" * 12_000, None, "too long", id="huge-name"),
        pytest.param("\udcff.mp4", None, "No such file", id="odd-bytes"),
    ],
)
def test_observe_refuses_what_is_no_clip(name, content, said, here, command):
    if content is not None:
        (here / name).write_bytes(content)
    ended = command("observe", name, "--json")
    assert (ended.status, ended.out) == (1, "")
    assert "Error: " in ended.err
    assert said in ended.err or len(ended.err) == 2_001


def test_export_makes_a_copy_that_players_know(here, command):
    clip_of_cells(here / "clip.mp4")
    ended = command("export-clip", "clip.mp4", "copy.mp4")
    assert (ended.status, ended.out, ended.err) == (0, "", "Wrote copy.mp4.\n")
    with open_clip(here / "copy.mp4") as reader:
        assert (reader.info.picture_codec, reader.info.sound_codec) == ("h264", "aac")


@pytest.mark.parametrize(
    ("source", "target", "status"),
    [
        pytest.param("missing.mp4", "copy.mp4", 1, id="no-clip"),
        pytest.param("text.mp4", "copy.mp4", 1, id="no-video"),
        pytest.param("text.mp4", ".", 2, id="target-is-a-folder"),
        pytest.param("text.mp4", "text.mp4/copy.mp4", 2, id="target-in-a-file"),
    ],
)
def test_export_leaves_nothing_of_a_copy_that_failed(source, target, status, here, command):
    (here / "text.mp4").write_text("only words")
    ended = command("export-clip", source, target)
    assert (ended.status, ended.out) == (status, "")
    assert ended.err.splitlines()[-1].startswith("Error: ")
    assert [path.name for path in here.iterdir()] == ["text.mp4"]
