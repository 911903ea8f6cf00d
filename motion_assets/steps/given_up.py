"""Given up: gaps that three attempts did not show, with what was seen in their place.

Put the finding here. That a gap is not asked for again is decided in
``core.coverage.asking``.
"""

from collections.abc import Set as AbstractSet

import duckdb

from motion_assets.core.coverage.asking import gap_count
from motion_assets.core.coverage.measure import Pair, pair_key, value_key
from motion_assets.core.coverage.planner import MAX_ATTEMPTS
from motion_assets.steps.loop import given_up
from motion_assets.steps.verify import EXAMPLES, Verdict
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.generations import newest, open_newest
from motion_assets.vocabulary.cells import color_key, sound_key
from motion_assets.vocabulary.impossible import Value

_SEEN_INSTEAD = """
SELECT coalesce(measured, 'nothing'), count(*) FROM learning.choice
WHERE origin = 'gap' AND aspect = ? AND value = ? GROUP BY ALL ORDER BY 2 DESC, 1 LIMIT 3
"""


def gaps_can_be_shown(workspace: Workspace, *, live: AbstractSet[str] = frozenset()) -> Verdict:
    """Fails for every gap that was asked for three times and not seen, saying what was.

    ``live``: reels under way, whose attempts still count.
    """
    generation = newest(workspace.lake)
    if generation is None:
        return Verdict(0, 0, ())
    lost = given_up(workspace, live=live)
    with open_newest(workspace.settings) as connection:
        told = [
            *(_told(value_key(value), [value], connection) for value in lost.values[:EXAMPLES]),
            *(_told_pair(pair, connection) for pair in lost.pairs[:EXAMPLES]),
            *(_told_cell(f"color {color_key(cell)}") for cell in lost.color_cells[:EXAMPLES]),
            *(_told_cell(f"sound {sound_key(cell)}") for cell in lost.sound_cells[:EXAMPLES]),
            *(
                _told_cell(f"color {color_key(cell)} by name")
                for cell in lost.named_cells[:EXAMPLES]
            ),
        ]
    return Verdict(len(generation.reels), gap_count(lost), tuple(told[:EXAMPLES]))


def _told_pair(pair: Pair, connection: duckdb.DuckDBPyConnection) -> str:
    return _told(pair_key(pair), pair, connection)


def _told_cell(what: str) -> str:
    return f"{what}: asked for {MAX_ATTEMPTS} times, never seen"


def _told(what: str, values: Pair | list[Value], connection: duckdb.DuckDBPyConnection) -> str:
    """What was asked for, and what the clips showed that were asked for it."""
    seen = [
        f"{aspect} {measured} ({clips} clips)"
        for aspect, value in values
        for measured, clips in connection.execute(_SEEN_INSTEAD, [aspect, value]).fetchall()
    ]
    return f"{_told_cell(what)}; asked for it, clips showed {', '.join(seen) or 'nothing'}"
