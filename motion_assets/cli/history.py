"""Dagster's history in SQLite, where a file stays open while its process works with it.

Dagster's own storage opens a file anew for each of the ten statements of an event and closes it
again: each time SQL is compiled anew, and the log that SQLite writes ahead is folded into the file
and removed. Here statements are compiled once and the log is folded when it is long. The files are
the same, and so is what outlives a kill: everything that was committed. The disk is waited for when
the log is folded, not 300 times a reel; a power cut may take the last events with it, and leaves
the file whole. The versions of its tables, 60 modules that Dagster runs anew for each file it
opens, are read once in a process.

Put here what differs from Dagster's own storage; where a history lies is said in ``dagster_run``.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from alembic.config import Config
from alembic.script import ScriptDirectory
from dagster._core.storage.event_log.sqlite.sqlite_event_log import (
    INDEX_SHARD_NAME,
    SqliteEventLogStorage,
)
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.schedules import SqliteScheduleStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import (
    DagsterSqliteStorage,
    _event_logs_directory,
    _runs_directory,
    _schedule_directory,
)
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, inspect
from sqlalchemy.engine.interfaces import DBAPIConnection


class OpenHistory(DagsterSqliteStorage):
    """Runs and their events in files that stay open; what sensors did is kept Dagster's way."""

    @staticmethod
    def config(base_dir: str) -> dict[str, Any]:
        """The entry ``storage`` of an instance's configuration."""
        named = {"module": __name__, "class": "OpenHistory", "config": {"base_dir": base_dir}}
        return {"custom": named}

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self.base_dir = base_dir
        Path(base_dir).mkdir(parents=True, exist_ok=True)
        self._run_storage = OpenRuns.from_local(_runs_directory(base_dir))
        self._event_log_storage = OpenEvents(_event_logs_directory(base_dir))
        self._schedule_storage = SqliteScheduleStorage.from_local(_schedule_directory(base_dir))
        self._inst_data = inst_data
        # Past the parent, which would open storages of its own.
        super(DagsterSqliteStorage, self).__init__()  # type: ignore[no-untyped-call]  # Dagster's own

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "OpenHistory":
        """Open the folder that an instance's configuration names."""
        return cls(config_value["base_dir"], inst_data)


class OpenRuns(SqliteRunStorage):
    """The table of runs, in one file."""

    def __init__(self, conn_string: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engine = _engine(conn_string)
        super().__init__(conn_string, inst_data)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Begin a transaction; what raises undoes it."""
        with self._engine.begin() as connection:
            yield connection

    def dispose(self) -> None:
        """Close the file."""
        super().dispose()
        self._engine.dispose()


class OpenEvents(SqliteEventLogStorage):
    """Events: a file for each run and one for all; open are that and the run's used last."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str, Engine] = {}
        super().__init__(base_dir, inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._engine(shard)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection

    def _engine(self, shard: str) -> Engine:
        if shard not in self._engines:
            if shard != INDEX_SHARD_NAME:
                self._close(self._engines.keys() - {INDEX_SHARD_NAME})
            self._engines[shard] = _engine(self.conn_string_for_shard(shard))
        return self._engines[shard]

    def _close(self, shards: set[str]) -> None:
        for shard in shards:
            self._engines.pop(shard).dispose()

    def has_table(self, table_name: str) -> bool:
        """Whether the file of all runs has a table."""
        return inspect(self._engine(INDEX_SHARD_NAME)).has_table(table_name)

    def wipe(self) -> None:
        """Remove all events, files and all."""
        self._close(set(self._engines))
        super().wipe()

    def dispose(self) -> None:
        """Close the files."""
        super().dispose()
        self._close(set(self._engines))


def _engine(address: str) -> Engine:
    wait = {"timeout": SQLITE_BUSY_TIMEOUT_SECONDS}
    engine = create_engine(address, poolclass=QueuePool, connect_args=wait)
    event.listen(engine, "connect", _wait_for_the_disk_rarely)
    return engine


@contextmanager
def new_history() -> Iterator[None]:
    """Write the files that Dagster makes while the block runs as the ones here are written."""
    event.listen(Engine, "connect", _wait_for_the_disk_rarely)
    try:
        yield
    finally:
        event.remove(Engine, "connect", _wait_for_the_disk_rarely)


def _wait_for_the_disk_rarely(connection: DBAPIConnection, _: object) -> None:
    """Write ahead from the first table on, not after the last as Dagster does."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()


_READ: Final[dict[str | None, ScriptDirectory]] = {}
_read = ScriptDirectory.from_config


def _read_once(config: Config) -> ScriptDirectory:
    """Versions of Dagster's tables, by where they lie; they change with the installation alone."""
    place = config.get_main_option("script_location")
    if place not in _READ:
        _READ[place] = _read(config)
    return _READ[place]


# Dagster and Alembic ask this class by name each time; they leave no other place to keep it.
ScriptDirectory.from_config = staticmethod(_read_once)  # type: ignore[method-assign]  # as said
