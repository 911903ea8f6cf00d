"""Verdicts: the facts that must hold of a reel and of a published generation.

Put what the asset checks assert here, one function a property; ``defs`` turns a verdict into
a check result. Nothing is repaired here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import duckdb
import numpy as np
import polars as pl

from motion_assets.core.clips.choices import Built
from motion_assets.core.clips.scene import Card, SoundCells
from motion_assets.errors import ClipReadError, StorageError
from motion_assets.media.read import open_clip
from motion_assets.steps.compose import scenes_of
from motion_assets.steps.observe import DecodedClip, decoded_of
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.reels import get_table
from motion_assets.vocabulary.colors import PRIMITIVES

EXAMPLES: Final = 10
ASKED_IS_SHOWN: Final = "asked_is_shown"
"""Name of the check over all aspects; commands tell a run that failed for it from others."""
DEPTH_SUM_TOLERANCE: Final = 1e-9
SHARE_TOLERANCE: Final = 1e-5
"""Shares are stored with six decimals, and the largest one takes what rounding leaves."""
DEPTH_LEVEL_TOLERANCE: Final = 0.5
"""Half a level of 255: what a breakdown may miss of the color it stands for."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many rows were looked at, how many are wrong, and a few of those."""

    checked_count: int
    wrong_count: int
    examples: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Nothing is wrong. That there was something to look at is the asset's own count."""
        return self.wrong_count == 0


def _verdict(checked_count: int, wrong: Iterable[str]) -> Verdict:
    listed = list(wrong)
    return Verdict(checked_count, len(listed), tuple(listed[:EXAMPLES]))


def color_as_rendered(workspace: Workspace, reel: str) -> Verdict:
    """Color of every readable clip is bit for bit what was drawn, and card cells are all seen."""
    return _as_rendered(workspace, reel, "color_digest", _card_cells_wrong)


def opacity_as_rendered(workspace: Workspace, reel: str) -> Verdict:
    """Opacity of every readable clip is bit for bit what was drawn."""
    return _as_rendered(workspace, reel, "opacity_digest", None)


def sound_as_rendered(workspace: Workspace, reel: str) -> Verdict:
    """Sound of every readable clip is bit for bit what was played, and asked cells are heard."""
    return _as_rendered(workspace, reel, "sound_digest", _sound_cells_wrong)


ExtraCheck = Callable[[Workspace, str, Built], str | None]


def _as_rendered(workspace: Workspace, reel: str, digest: str, extra: ExtraCheck | None) -> Verdict:
    drawn = dict(get_table(workspace.lake, reel, "rendered").select("clip_id", digest).rows())
    scenes = {built.scene.clip_id: built for built in scenes_of(workspace, reel)}
    readable = [clip for clip in decoded_of(workspace, reel) if clip.failure is None]
    if not readable:
        # Nothing compared proves nothing: such a reel may not reach the registries.
        return Verdict(0, 1, (f"no clip of {reel} could be read back",))
    wrong = [
        reason
        for clip in readable
        for reason in (
            _digest_wrong(clip, drawn, digest),
            extra(workspace, reel, scenes[clip.clip_id]) if extra else None,
        )
        if reason is not None
    ]
    return _verdict(len(readable), wrong)


def _digest_wrong(clip: DecodedClip, drawn: dict[str, str], digest: str) -> str | None:
    found, expected = getattr(clip, digest), drawn.get(clip.clip_id)
    if found == expected:
        return None
    return f"{clip.clip_id}: {digest} {found or 'missing'}, rendered {expected}"


def _card_cells_wrong(workspace: Workspace, reel: str, built: Built) -> str | None:
    if not isinstance(built.scene.picture, Card):
        return None
    return _cells_wrong(workspace, reel, "color", built.scene.clip_id, built.scene.picture.cells)


def _sound_cells_wrong(workspace: Workspace, reel: str, built: Built) -> str | None:
    if not isinstance(built.scene.soundtrack, SoundCells):
        return None
    return _cells_wrong(workspace, reel, "sound", built.scene.clip_id, built.scene.soundtrack.cells)


def _cells_wrong(
    workspace: Workspace, reel: str, kind: str, clip_id: str, asked: tuple[int, ...]
) -> str | None:
    seen = set(get_table(workspace.lake, reel, kind).filter(clip_id=clip_id)["cell_id"])
    unseen = sorted(set(asked) - seen)
    if not unseen:
        return None
    return f"{clip_id}: {len(unseen)} asked {kind} cells not seen, first {unseen[0]}"


def clip_files_whole(workspace: Workspace, reel: str) -> Verdict:
    """Every clip of the reel has a file that opens and has a sound track."""
    rows = get_table(workspace.lake, reel, "rendered").select("clip_id", "path").rows()
    problems = (_file_wrong(workspace, clip_id, path) for clip_id, path in rows)
    return _verdict(len(rows), (problem for problem in problems if problem is not None))


def _file_wrong(workspace: Workspace, clip_id: str, key: str) -> str | None:
    try:
        with workspace.lake.local_file(key) as path, open_clip(path) as reader:
            return None if reader.info.has_sound else f"{clip_id}: {key} has no sound track"
    except (ClipReadError, StorageError) as error:
        return f"{clip_id}: {error}"


def asked_is_shown(workspace: Workspace, reel: str) -> dict[str, Verdict]:
    """Every asked, measurable value is what its file shows: a verdict an aspect that was asked."""
    choices = get_table(workspace.lake, reel, "choice").filter(measurable=True)
    asked = choices.filter(choices["origin"] != "chosen")
    return {
        aspect: _verdict(len(rows), _missed(rows))
        for (aspect,), rows in asked.partition_by("aspect", as_dict=True).items()
    }


def _missed(asked: pl.DataFrame) -> Iterator[str]:
    """What was asked of clips beside what they show, where that is another value."""
    wrong = asked.filter(passed=False).select("clip_id", "aspect", "value", "measured", "forbidden")
    for clip, aspect, value, shown, forbidden in wrong.rows():
        verb = "ruled out" if forbidden else "asked"
        yield f"{clip}: {verb} {aspect} {value}, shown {shown}"


def in_all(verdicts: Iterable[Verdict]) -> Verdict:
    """One verdict over several: nothing is wrong in any."""
    every = tuple(verdicts)
    examples = [example for each in every for example in each.examples]
    return Verdict(
        sum(each.checked_count for each in every),
        sum(each.wrong_count for each in every),
        tuple(examples[:EXAMPLES]),
    )


def names_unique(connection: duckdb.DuckDBPyConnection, registry: str) -> Verdict:
    """No two entries of a static registry share a name."""
    table = connection.table(f"registry.{registry}")
    twice = table.aggregate("name, count(*) as n, min(key) as a, max(key) as b", "name").filter(
        "n > 1"
    )
    wrong = [f"{name!r}: {count} entries, {a} and {b}" for name, count, a, b in _all(twice)]
    return _verdict(_count(table), wrong)


def names_without_digits(connection: duckdb.DuckDBPyConnection, registry: str) -> Verdict:
    """No name of a static registry holds a digit, an underscore or nothing at all."""
    table = connection.table(f"registry.{registry}")
    odd = table.filter("not regexp_full_match(name, '[a-z][a-z -]*[a-z]')").project("key, name")
    return _verdict(_count(table), (f"{key}: {name!r}" for key, name in _all(odd)))


def color_depth_true(connection: duckdb.DuckDBPyConnection) -> Verdict:
    """Shares of primitives sum to 1 and give every entry's mean color back."""
    rows = connection.execute(
        "select key, depth, mean_red, mean_green, mean_blue from registry.static_color"
    ).fetchall()
    shares = np.array([[depth.get(name, 0.0) for name in PRIMITIVES] for _, depth, *_ in rows])
    shares = shares.reshape(-1, len(PRIMITIVES))
    means = np.array([mean for _, _, *mean in rows], dtype=np.float64).reshape(-1, 3)
    given = shares @ np.array(list(PRIMITIVES.values()), dtype=np.float64)
    sums = np.array([sum(depth.values()) for _, depth, *_ in rows])
    errors = np.abs(given - means).max(axis=1, initial=0.0)
    wrong = (
        (np.abs(sums - 1.0) > DEPTH_SUM_TOLERANCE)
        | (shares < 0.0).any(axis=1)
        | (errors > DEPTH_LEVEL_TOLERANCE)
    )
    return _verdict(
        len(rows),
        (
            f"{rows[i][0]}: shares sum to {sums[i]:.9f}, off by {errors[i]:.2f} levels"
            for i in np.flatnonzero(wrong)
        ),
    )


def sound_depth_true(connection: duckdb.DuckDBPyConnection) -> Verdict:
    """Shares of sound primitives sum to 1 and are the measured mean shares."""
    rows = connection.execute(
        "select key, depth, mean_rumble, mean_tone, mean_hiss from registry.static_sound"
    ).fetchall()
    return _verdict(len(rows), (r for r in map(_sound_depth_wrong, rows) if r is not None))


def _sound_depth_wrong(row: tuple[str, dict[str, float], float, float, float]) -> str | None:
    key, depth, rumble, tone, hiss = row
    if abs(sum(depth.values()) - 1.0) > DEPTH_SUM_TOLERANCE or min(depth.values()) < 0.0:
        return f"{key}: shares sum to {sum(depth.values())!r}"
    audible = 1.0 - depth.get("silence", 0.0)
    measured = {"rumble": rumble, "tone": tone, "hiss": hiss}
    total = sum(measured.values()) or 1.0
    for name, share in measured.items():
        if abs(depth.get(name, 0.0) - audible * share / total) > SHARE_TOLERANCE:
            return f"{key}: {name} is {depth.get(name, 0.0):.4f}, measured {share:.4f}"
    return None


def _count(table: duckdb.DuckDBPyRelation) -> int:
    return int(table.aggregate("count(*)").fetchall()[0][0])


def _all(relation: duckdb.DuckDBPyRelation) -> list[tuple[str, ...]]:
    return list(relation.fetchall())
