"""Export and import against real reels: complete, whole or not at all, and never counted."""

import hashlib
import json
import os
import random
import shutil

import polars as pl
import pytest

from motion_assets.errors import RequestError, StorageError
from motion_assets.settings import Settings
from motion_assets.steps import export as export_step
from motion_assets.steps.export import CARD, CROISSANT, export_registries, json_name, json_parts
from motion_assets.steps.import_ import import_file
from motion_assets.steps.publish import publish_committed
from motion_assets.steps.recount import full_recount
from motion_assets.steps.workspace import open_workspace
from motion_assets.storage.fingerprints import table_fingerprints
from motion_assets.storage.generations import open_newest
from motion_assets.storage.published import REGISTRY_TABLES

DAY = "2026-11-21"
OLD = {
    "exported": "2024-01-01",
    "static": {"colors": {"100,125,150_1.0": {"count": 9, "name": "old slate"}, "1,2_3": 1}},
    "narrative": {"genre": ["drama"]},
}


def exported(workspace, folder):
    return export_registries(workspace, folder, day=DAY).folder


def document(folder):
    return json.loads((folder / json_name(DAY)).read_bytes())


def section(folder, name):
    """What stands below ``registries`` or ``imported`` in the JSON, as it is written."""
    text = (folder / json_name(DAY)).read_text(encoding="ascii")
    registries, imported = text.partition('"registries":{')[2].split('},\n"imported":{')
    return registries if name == "registries" else imported.removesuffix("}}\n")


def query(workspace, sql):
    with open_newest(workspace.settings) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def empty_data(tmp_path_factory):
    """A data folder where nothing was seen yet, published."""
    folder = tmp_path_factory.mktemp("empty") / "data"
    publish_committed(open_workspace(Settings(data_dir=folder)))
    return folder


@pytest.fixture
def elsewhere(empty_data, tmp_path):
    """Makes workspaces of their own from it, by name."""

    def made(name):
        shutil.copytree(empty_data, tmp_path / name)
        return open_workspace(Settings(data_dir=tmp_path / name))

    return made


def test_an_export_holds_every_row_of_every_registry_twice(grown, tmp_path):
    folder = exported(grown, tmp_path / "out")
    whole = document(folder)
    for spec in REGISTRY_TABLES:
        ((count,),) = query(grown, f"select count(*) from {spec.full_name}")
        assert len(whole["registries"][spec.name]) == count == whole["counts"][spec.name]
        assert len(pl.read_parquet(folder / f"{spec.name}.parquet")) == count
    teal = next(row for row in whole["registries"]["static_color"] if row["cell_id"] == 11_462)
    ((mean, depth),) = query(
        grown, "select mean_blue, depth from registry.static_color where cell_id = 11462"
    )
    assert (teal["mean_blue"], teal["depth"]) == (mean, depth)


def test_metadata_and_card_describe_exactly_the_files_that_are_there(grown, tmp_path):
    folder = exported(grown, tmp_path / "out")
    metadata = json.loads((folder / CROISSANT).read_bytes())
    listed = {item["name"]: item["sha256"] for item in metadata["distribution"]}
    files = {path.name for path in folder.iterdir()} - {CROISSANT, CARD}
    assert set(listed) == files
    for name, digest in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    for record_set in metadata["recordSet"]:
        frame = pl.read_parquet(folder / f"{record_set['name']}.parquet")
        fields = [field["source"]["extract"]["column"] for field in record_set["field"]]
        assert fields == [name for name in frame.columns if name != "depth"]
    card = (folder / CARD).read_text(encoding="utf-8")
    assert all(name in card for name in files)
    assert "first_bar_pct static_color" in card


def test_the_same_generation_gives_the_same_bytes(grown, tmp_path):
    one, other = exported(grown, tmp_path / "one"), exported(grown, tmp_path / "other")
    again = exported(grown, tmp_path / "one")
    for path in sorted(one.iterdir()):
        assert path.read_bytes() == (other / path.name).read_bytes(), path.name
    assert again == one


def test_what_is_imported_is_exported_again_byte_for_byte(grown, tmp_path, elsewhere):
    first = exported(grown, tmp_path / "first")
    second = elsewhere("second")
    import_file(second, first / json_name(DAY))
    middle = exported(second, tmp_path / "middle")
    assert section(middle, "imported") == section(first, "registries")
    assert len(section(middle, "imported")) > 10_000
    third = elsewhere("third")
    import_file(third, middle / json_name(DAY))
    last = exported(third, tmp_path / "last")
    assert section(last, "imported") == section(middle, "imported")


def test_an_import_counts_as_nothing_seen(grown, tmp_path, elsewhere):
    folder = exported(grown, tmp_path / "out")
    other = elsewhere("other")
    before = query(other, "select * from coverage.summary")
    done = import_file(other, folder / json_name(DAY))
    assert len(done.found.rows) > 100
    assert query(other, "select * from coverage.summary") == before
    assert query(other, "select count(*) from registry.static_color") == [(0,)]
    assert query(other, "select count(*) from exchange.imported") == [(len(done.found.rows),)]


def old_file(tmp_path):
    path = tmp_path / "old.json"
    path.write_text(json.dumps(OLD), encoding="utf-8")
    return path


def test_an_older_export_is_mapped_and_what_has_no_place_is_told(grown, tmp_path):
    done = import_file(grown, old_file(tmp_path))
    assert (len(done.found.rows), done.found.mapped, len(done.found.refused)) == (2, 1, 1)
    assert query(
        grown, "select registry, key, original_key, name, claimed_clips from exchange.imported"
    ) == [
        ("narrative", "genre=drama", "genre=drama", "", None),
        ("static_color", "100,125,150_1.00", "100,125,150_1.0", "old slate", 9),
    ]


def test_a_dry_run_writes_nothing_and_importing_twice_changes_nothing(grown, tmp_path):
    path = old_file(tmp_path)
    before = sorted(grown.lake.list(""))
    assert import_file(grown, path, dry_run=True).generation == 0
    assert sorted(grown.lake.list("")) == before
    first = import_file(grown, path)
    again = import_file(grown, path)
    assert (first.is_new, again.is_new, again.generation) == (True, False, first.generation)
    assert full_recount(grown).passed


def test_the_order_of_imports_does_not_matter(tmp_path, elsewhere):
    parts = [
        {"colors": {f"{25 * n},0,0_1.0": n for n in range(4)}},
        {"colors": {f"{25 * n},0,0_1.0": n for n in range(2, 7)}, "narrative": {"mood": ["calm"]}},
    ]
    seen = []
    for name, order in (("a", (0, 1)), ("b", (1, 0))):
        made = elsewhere(name)
        for part in order:
            path = tmp_path / "part.json"
            path.write_text(json.dumps(parts[part]), encoding="utf-8")
            import_file(made, path)
        with open_newest(made.settings) as connection:
            seen.append(table_fingerprints(connection))
    assert seen[0] == seen[1]


def test_a_torn_file_is_refused_wherever_it_is_cut(grown, tmp_path):
    content = (exported(grown, tmp_path / "out") / json_name(DAY)).read_bytes()
    chance = random.Random(3)
    path = tmp_path / "torn.json"
    before = sorted(grown.lake.list(""))
    for _ in range(20):
        path.write_bytes(content[: chance.randrange(len(content) - 2)])
        with pytest.raises(RequestError, match="no whole JSON document"):
            import_file(grown, path)
    assert sorted(grown.lake.list("")) == before


@pytest.mark.parametrize(
    "text",
    ["", "[", "{}", '{"colors": {"x": 1}}', '{"colors": {"0,0,0_1.0": NaN}}', "[" * 100_000,
     '{"colors": [{"key": "0,0,0_1.0", "count": 1e999}]}', "\ud800"],
)  # fmt: skip
def test_a_bad_file_writes_nothing(grown, tmp_path, text):
    path = tmp_path / "bad.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    before = sorted(grown.lake.list(""))
    with pytest.raises(RequestError):
        import_file(grown, path)
    assert sorted(grown.lake.list("")) == before


def test_a_full_disk_leaves_the_earlier_export_and_nothing_else(grown, tmp_path, monkeypatch):
    folder = exported(grown, tmp_path / "out")
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}

    def full(*arguments):
        for place, part in enumerate(json_parts(*arguments)):
            if place == 5:
                raise OSError(28, os.strerror(28))
            yield part

    monkeypatch.setattr(export_step, "json_parts", full)
    for target in (folder, tmp_path / "new"):
        with pytest.raises(StorageError, match=r"No space left on device\. Nothing was left"):
            export_registries(grown, target, day=DAY)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == kept
    assert not (tmp_path / "new").exists()
    assert list(tmp_path.glob(".export-*")) == []


def test_a_folder_that_cannot_be_made_is_told(grown, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="was not written"):
        export_registries(grown, tmp_path / "file" / "out", day=DAY)
