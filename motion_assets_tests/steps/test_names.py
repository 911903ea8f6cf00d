"""A rename reaches every place that says the old name, and leaves none."""

import json
import shutil
from datetime import UTC, datetime

import pytest

from motion_assets.core.clips.request import ClipRequest, ReelRequest
from motion_assets.core.registries.naming import color_cell_of_name, color_names
from motion_assets.errors import BadNameError, UnknownValueError
from motion_assets.settings import Settings
from motion_assets.steps import names as names_step
from motion_assets.steps.linguistic import enter, read_words
from motion_assets.steps.names import (
    changed_by_rule,
    finish,
    key_of_name,
    plan_rename,
    rename,
)
from motion_assets.steps.publish import publish_committed, publish_reel
from motion_assets.steps.readings import read_prompt
from motion_assets.steps.recount import full_recount
from motion_assets.steps.residue import find_residue, text_columns
from motion_assets.steps.workspace import open_workspace
from motion_assets.storage.generations import newest, open_newest
from motion_assets.storage.renames import read_names
from motion_assets.vocabulary.cells import color_key
from motion_assets_tests.conftest import make_reel

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
TEAL = color_key(color_cell_of_name("solid teal"))
PROMPT = "a Solid Teal circle drifts left"
REEL = ReelRequest(workflow="web", seed=5, clips=(ClipRequest(prompt=PROMPT, duration_s=0.5),))


@pytest.fixture(scope="module")
def teal_data(small_data, tmp_path_factory):
    """The small reels, one that was asked for solid teal, and a prompt that was only read."""
    folder = tmp_path_factory.mktemp("teal") / "data"
    shutil.copytree(small_data, folder)
    made = open_workspace(Settings(data_dir=folder))
    publish_reel(made, make_reel(made, REEL))
    said = "never solid-teal, please"
    enter(made, said, source="web", author="ann", at=NOW)
    read_prompt(made, said, read_words(made).resolving, source="web", at=NOW)
    publish_committed(made)
    return folder


@pytest.fixture
def teal(teal_data, tmp_path):
    """A copy of it that a test may change; commands see it too."""
    shutil.copytree(teal_data, tmp_path / "data")
    return open_workspace(Settings(data_dir=tmp_path / "data"))


@pytest.fixture(scope="module")
def renamed_data(teal_data, tmp_path_factory):
    """That data after solid teal got another name, and what renaming said."""
    folder = tmp_path_factory.mktemp("renamed") / "data"
    shutil.copytree(teal_data, folder)
    return folder, do(open_workspace(Settings(data_dir=folder)))


@pytest.fixture
def renamed(renamed_data, tmp_path):
    """A copy of it that a test may change; commands see it too."""
    shutil.copytree(renamed_data[0], tmp_path / "data")
    return open_workspace(Settings(data_dir=tmp_path / "data"))


def all_texts(workspace, *, schema="", like="%"):
    """Every text of every table that is so written, without the search that is tested."""
    with open_newest(workspace.settings) as connection:
        for table, column in text_columns(connection):
            if table.startswith(schema):
                text = f'"{column}"::varchar'
                found = connection.execute(
                    f"select distinct {text} from {table} where lower({text}) like ?", [like]
                ).fetchall()
                yield from ((f"{table}.{column}", text) for (text,) in found)


def do(workspace, key=TEAL, name="deep lagoon blue", *, dry_run=False):
    items = plan_rename(workspace, key, name)
    return rename(workspace, items, reviewer="r", reason="", at=NOW, dry_run=dry_run)


def test_a_dry_run_lists_every_place_and_writes_nothing(teal):
    before = (newest(teal.lake), teal.lake.list("language"), teal.lake.list("renames"))
    found = do(teal, dry_run=True)
    assert (newest(teal.lake), teal.lake.list("language"), teal.lake.list("renames")) == before
    wheres = {place.where for place in found.places}
    assert {
        "registry.static_color.name",
        "registry.interpretation.name",
        "registry.interpretation.evidence",
        "learning.log.prompt",
        "clip.rendered.prompt",
        "language/prompts",
        "language/readings",
    } <= wheres
    by_hand = {
        where
        for where, text in all_texts(teal, like="%solid%")
        if "solid teal" in text.casefold().replace("-", " ")
        and "solid teal " not in text.casefold().replace("solid teal circle", "")
    }
    assert by_hand <= wheres


def test_after_a_rename_no_text_says_the_old_name(renamed, renamed_data):
    done = renamed_data[1]
    assert (done.residue, len(done.items)) == ((), 1)
    assert find_residue(renamed, read_names(renamed.lake)) == ()
    said = [text.casefold() for _, text in all_texts(renamed, like="%lagoon%")]
    left = [text.casefold() for _, text in all_texts(renamed, like="%solid%")]
    assert not [text for text in left if "solid teal circle" in text or "solid-teal" in text]
    assert [text for text in said if text == "deep lagoon blue"]
    assert "a deep lagoon blue circle drifts left" in said
    stored = b"".join(renamed.lake.get(key) for key in renamed.lake.list("language"))
    assert b"olid Teal" not in stored.replace(b"solid-teal", b"Solid Teal")
    assert full_recount(renamed).passed


def test_evidence_points_at_the_new_words(renamed):
    with open_newest(renamed.settings) as connection:
        rows = connection.execute("select name, evidence from registry.interpretation").fetchall()
    spans = [
        (prompt[item["start"] : item["end"]], item["text"])
        for prompt, evidence in rows
        for item in json.loads(evidence)
    ]
    assert ("deep lagoon blue", "deep lagoon blue") in spans
    assert all(found == text for found, text in spans)


def test_the_new_name_means_the_key_and_the_old_one_is_refused(teal_data, renamed):
    before = open_workspace(Settings(data_dir=teal_data))
    assert key_of_name(before, "static_color", "solid teal") == TEAL
    assert key_of_name(renamed, "static_color", "Deep Lagoon Blue") == TEAL
    with pytest.raises(UnknownValueError, match="it is 'deep lagoon blue' now"):
        key_of_name(renamed, "static_color", "solid teal")
    prompt = ClipRequest(prompt="a deep lagoon blue square", duration_s=0.5)
    clip = ReelRequest(workflow="web", seed=6, clips=(prompt,))
    publish_reel(renamed, make_reel(renamed, clip))
    with open_newest(renamed.settings) as connection:
        row = connection.execute(
            "select name, named_clips from registry.static_color where key = ?", [TEAL]
        ).fetchall()
    assert row == [("deep lagoon blue", 2)]


def test_a_reel_made_again_after_a_rename_changes_no_count(renamed):
    before = set(all_texts(renamed, schema="registry."))
    make_reel(renamed, REEL)
    publish_committed(renamed)
    after = set(all_texts(renamed, schema="registry."))
    assert {w for w, _ in before ^ after} <= {"registry.interpretation.key"}


def test_renaming_twice_is_renaming_once(renamed, renamed_data):
    first = renamed_data[1]
    again = do(renamed)
    assert (again.items, again.generation, again.residue) == ((), first.generation, ())


def test_a_rename_that_was_interrupted_is_finished(teal, monkeypatch):
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(names_step, "_rewrite_language", killed)
    with pytest.raises(KeyboardInterrupt):
        do(teal)
    monkeypatch.undo()
    assert find_residue(teal, read_names(teal.lake)) != ()
    assert finish(teal).residue == ()


def test_a_base_color_is_renamed_at_every_opacity(teal):
    done = do(teal, "0,125,125", "lagoon blue")
    assert len(done.items) == 21
    assert done.residue == ()
    assert key_of_name(teal, "static_color", "faint lagoon blue") == "0,125,125_0.20"
    assert key_of_name(teal, "static_color", "solid lagoon blue") == TEAL


@pytest.mark.parametrize("name", ["solid white", "teal", "camera pans left"])
def test_a_name_that_is_taken_or_means_something_else_is_refused_before_anything_is_written(
    grown, name
):
    with pytest.raises(BadNameError):
        plan_rename(grown, TEAL, name)
    assert grown.lake.list("renames") == ()


def test_names_of_an_older_rule_are_found_and_brought_to_the_rule_of_today(teal, monkeypatch):
    assert changed_by_rule(teal) == ()
    from motion_assets.core.registries import renames as core_renames
    from motion_assets.storage.fold import build

    changed = [n.replace("solid teal", "solid lagoon") if n == "solid teal" else n
               for n in color_names()]  # fmt: skip
    monkeypatch.setattr(core_renames, "color_names", lambda: tuple(changed))
    monkeypatch.setattr(build, "color_names", lambda: tuple(changed))
    items = changed_by_rule(teal)
    assert [(item.old, item.new) for item in items] == [("solid teal", "solid lagoon")]
    done = rename(teal, items, reviewer="r", reason="rule", at=NOW)
    assert done.residue == ()
    with open_newest(teal.settings) as connection:
        assert connection.execute(
            "select name from registry.static_color where key = ?", [TEAL]
        ).fetchall() == [("solid lagoon",)]
    monkeypatch.undo()
