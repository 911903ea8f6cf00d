"""Dagster's history in files that stay open: the same files as Dagster's own storage makes."""

from pathlib import Path

import dagster as dg
from alembic.script import ScriptDirectory
from dagster._core.instance import InstanceRef

from motion_assets.cli.dagster_run import HISTORY, open_instance
from motion_assets.cli.history import OpenEvents

NOTHING = dg.GraphDefinition("nothing").to_job()


def open_histories(folder: Path) -> set[str]:
    """Names of the files of SQLite in a folder that this process holds open."""
    held = {Path("/proc/self/fd", number.name) for number in Path("/proc/self/fd").iterdir()}
    paths = {path.readlink() for path in held if path.is_symlink()}
    return {path.name for path in paths if path.is_relative_to(folder) and path.suffix == ".db"}


def failed_run(instance: dg.DagsterInstance) -> str:
    run = instance.create_run_for_job(NOTHING)
    instance.report_run_failed(run, "as wished")
    return run.run_id


def settings_of(storage) -> tuple[str, int]:
    """How the file of a storage is written, and when its writes wait for the disk."""
    is_log = isinstance(storage, OpenEvents)
    with storage.index_connection() if is_log else storage.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous")
        ]
    return tuple(found)


def test_versions_of_the_tables_are_read_once_for_all_files(tmp_path, monkeypatch):
    reads = []
    read = ScriptDirectory._load_revisions

    def counted(scripts):
        reads.append(scripts.dir)
        return read(scripts)

    monkeypatch.setattr(ScriptDirectory, "_load_revisions", counted)
    with open_instance(tmp_path) as instance:
        failed_run(instance)
    with open_instance(tmp_path / "another") as instance:
        failed_run(instance)
    assert len(reads) <= 1


def test_files_stay_open_while_an_instance_is_and_are_read_by_dagster_itself(tmp_path):
    with open_instance(tmp_path) as instance:
        runs = [failed_run(instance) for _ in range(2)]
        for storage in (instance.run_storage, instance.event_log_storage):
            # A log written ahead (a kill loses nothing), the disk waited for when it is folded (1).
            assert settings_of(storage) == ("wal", 1)
        # The file of the first run was closed for that of the second.
        assert open_histories(tmp_path) == {"runs.db", "index.db", f"{runs[1]}.db"}
        said = [len(instance.all_logs(run)) for run in runs]
    assert open_histories(tmp_path) == set()
    home = str((tmp_path / HISTORY).resolve())
    own = {"storage": {"sqlite": {"base_dir": home}}}
    with dg.DagsterInstance.from_ref(InstanceRef.from_dir(home, overrides=own)) as instance:
        assert {run.run_id for run in instance.get_runs()} == set(runs)
        assert [len(instance.all_logs(run)) for run in runs] == said
        third = failed_run(instance)
    with open_instance(tmp_path) as instance:
        assert {run.run_id for run in instance.get_runs()} == {*runs, third}
        instance.wipe()
        assert not instance.get_runs()
        assert not instance.all_logs(third)
    assert open_histories(tmp_path) == set()
