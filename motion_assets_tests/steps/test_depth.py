"""Depth is derived again for every entry, and adds up."""

import duckdb
import pytest

from motion_assets.steps.depth import backfill_depth, stale_depths
from motion_assets.storage.fingerprints import table_fingerprints
from motion_assets.storage.generations import newest, open_newest


def spoil(workspace, statement):
    generation = newest(workspace.lake)
    assert generation is not None
    with (
        workspace.lake.local_file(generation.database.key) as path,
        duckdb.connect(str(path)) as connection,
    ):
        connection.execute(statement)


@pytest.fixture
def before(grown):
    with open_newest(grown.settings) as connection:
        return table_fingerprints(connection)


def test_nothing_is_stale_where_the_rule_made_it(grown):
    found = backfill_depth(grown)
    assert (found.stale, found.generation) == ((), 0)
    assert all(v.passed and v.checked_count for v in found.verdicts.values())


@pytest.mark.parametrize(
    ("registry", "depth"),
    [("static_color", "map {'white': 0.5}"), ("static_sound", "map {'tone': 0.2, 'hiss': 0.9}")],
)
def test_stale_breakdowns_are_listed_and_derived_again(grown, before, registry, depth):
    spoil(
        grown,
        f"update registry.{registry} set depth = {depth} "
        f"where key = (select max(key) from registry.{registry})",
    )
    dry = backfill_depth(grown, dry_run=True)
    assert [(item.registry, dry.generation) for item in dry.stale] == [(registry, 0)]
    assert dry.verdicts[registry].wrong_count == 1
    done = backfill_depth(grown)
    assert done.stale == dry.stale
    assert all(verdict.passed for verdict in done.verdicts.values())
    with open_newest(grown.settings) as connection:
        assert list(stale_depths(connection)) == []
        assert table_fingerprints(connection) == before
