"""Static registries: colors and sounds, one row per cell, from exact sums.

Put here what turns sums into means, names and depth breakdowns. Cells that no new reel
showed are carried over from the previous generation: their rows follow from their sums alone.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from motion_assets.core.registries.depth import color_depth, sound_depth
from motion_assets.core.registries.renames import Names
from motion_assets.storage.fold.inputs import insert_frame
from motion_assets.storage.fold.state import MICRO
from motion_assets.storage.published import STATIC_COLOR, STATIC_SOUND
from motion_assets.storage.schema import TableSpec, select_nothing
from motion_assets.vocabulary.cells import (
    LEVEL_STEP,
    OPACITY_COUNT,
    SOUND_PRIMITIVES,
    STRENGTH_COUNT,
    color_cell_of_key,
    color_key,
    color_steps,
    sound_key,
    sound_steps,
)
from motion_assets.vocabulary.colors import PRIMITIVES

Sums = Mapping[str, NDArray[Any]]

_NAMED = """
SELECT c.clip_id, c.value, k.prompt
FROM new_choice c JOIN new_clips k USING (clip_id)
WHERE c.aspect = 'color' AND c.origin = 'asked' AND c.passed AND NOT c.forbidden
  AND k.prompt IS NOT NULL
"""

_MORE_COLOR = """
CREATE TEMP TABLE more_color AS
SELECT cell_id, sum(pixels)::BIGINT AS pixels, sum(sum_red)::BIGINT AS sum_red,
  sum(sum_green)::BIGINT AS sum_green, sum(sum_blue)::BIGINT AS sum_blue,
  sum(sum_alpha)::BIGINT AS sum_alpha, count(n.clip_id) AS named_clips,
  count(*) AS clips, count(*) FILTER (is_sweep) AS sweep_clips,
  min(seen) AS first_seen, max(seen) AS last_seen
FROM new_color JOIN new_clips USING (clip_id) LEFT JOIN named n USING (cell_id, clip_id)
GROUP BY cell_id
"""

# Cells that no new reel showed keep their row; only the others are looked up and added to.
_CHANGED_COLOR = """
CREATE TEMP TABLE all_color AS
SELECT cell_id, sum(pixels)::BIGINT AS pixels, sum(sum_red)::BIGINT AS sum_red,
  sum(sum_green)::BIGINT AS sum_green, sum(sum_blue)::BIGINT AS sum_blue,
  sum(sum_alpha)::BIGINT AS sum_alpha, sum(named_clips)::BIGINT AS named_clips,
  sum(clips)::BIGINT AS clips, sum(sweep_clips)::BIGINT AS sweep_clips,
  split_part(min(first_seen), '/', 2) AS first_clip,
  split_part(max(last_seen), '/', 2) AS last_clip
FROM (
  SELECT s.*, t.pixels, t.named_clips, t.clips, t.sweep_clips,
    printf('%010d/%s', f.sequence, t.first_clip) AS first_seen,
    printf('%010d/%s', l.sequence, t.last_clip) AS last_seen
  FROM previous.fold.color s JOIN previous.registry.static_color t USING (cell_id)
    SEMI JOIN more_color USING (cell_id)
    JOIN previous.fold.reel f ON f.reel = left(t.first_clip, -3)
    JOIN previous.fold.reel l ON l.reel = left(t.last_clip, -3)
  UNION ALL BY NAME SELECT * FROM more_color
)
GROUP BY cell_id
"""

_MERGED_COLOR = """
INSERT INTO fold.color BY NAME SELECT * FROM (
  SELECT * FROM previous.fold.color ANTI JOIN more_color USING (cell_id)
  UNION ALL BY NAME
  SELECT cell_id, sum_red, sum_green, sum_blue, sum_alpha FROM all_color
) ORDER BY cell_id
"""

_PUBLISH_COLOR = """
INSERT INTO registry.static_color BY NAME SELECT * FROM (
  SELECT * FROM previous.registry.static_color ANTI JOIN more_color USING (cell_id)
  UNION ALL BY NAME SELECT * FROM changed_static_color
) ORDER BY cell_id
"""

_MORE_SOUND = """
CREATE TEMP TABLE more_sound AS
SELECT cell_id, sum(instants)::BIGINT AS instants,
  sum(round(sum_level_dbfs * 1e6)::BIGINT)::BIGINT AS sum_level_dbfs,
  sum(round(sum_rumble * 1e6)::BIGINT)::BIGINT AS sum_rumble,
  sum(round(sum_tone * 1e6)::BIGINT)::BIGINT AS sum_tone,
  sum(round(sum_hiss * 1e6)::BIGINT)::BIGINT AS sum_hiss,
  sum(round(sum_low * 1e6)::BIGINT)::BIGINT AS sum_low,
  sum(round(sum_mid * 1e6)::BIGINT)::BIGINT AS sum_mid,
  sum(round(sum_high * 1e6)::BIGINT)::BIGINT AS sum_high,
  sum(round(sum_centroid_hz * 1e6)::BIGINT)::BIGINT AS sum_centroid_hz,
  sum(round(sum_flatness * 1e6)::BIGINT)::BIGINT AS sum_flatness,
  count(*) AS clips, count(*) FILTER (is_sweep) AS sweep_clips,
  min(seen) AS first_seen, max(seen) AS last_seen
FROM new_sound JOIN new_clips USING (clip_id)
GROUP BY cell_id
"""

_MERGED_SOUND = """
INSERT INTO fold.sound BY NAME
SELECT cell_id, sum(instants)::BIGINT AS instants,
  sum(sum_level_dbfs)::BIGINT AS sum_level_dbfs, sum(sum_rumble)::BIGINT AS sum_rumble,
  sum(sum_tone)::BIGINT AS sum_tone, sum(sum_hiss)::BIGINT AS sum_hiss,
  sum(sum_low)::BIGINT AS sum_low, sum(sum_mid)::BIGINT AS sum_mid,
  sum(sum_high)::BIGINT AS sum_high, sum(sum_centroid_hz)::BIGINT AS sum_centroid_hz,
  sum(sum_flatness)::BIGINT AS sum_flatness,
  sum(clips)::BIGINT AS clips, sum(sweep_clips)::BIGINT AS sweep_clips,
  min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM (SELECT * FROM previous.fold.sound UNION ALL BY NAME SELECT * FROM more_sound)
GROUP BY cell_id ORDER BY cell_id
"""

_CHANGED_SOUND = """
SELECT f.*, split_part(first_seen, '/', 2) AS first_clip, split_part(last_seen, '/', 2) AS last_clip
FROM fold.sound f SEMI JOIN more_sound USING (cell_id) ORDER BY cell_id
"""

_PUBLISH_SOUND = """
INSERT INTO registry.static_sound BY NAME SELECT * FROM (
  SELECT * FROM previous.registry.static_sound ANTI JOIN more_sound USING (cell_id)
  UNION ALL BY NAME SELECT * FROM changed_static_sound
) ORDER BY cell_id
"""


def fold_color(connection: duckdb.DuckDBPyConnection, names: Names, scratch: Path) -> None:
    """Fill ``fold.color`` and ``registry.static_color``."""
    _add_named(connection, names, scratch)
    connection.execute(_MORE_COLOR)
    connection.execute(_CHANGED_COLOR)
    connection.execute(_MERGED_COLOR)
    changed = "SELECT * FROM all_color ORDER BY cell_id"
    rows_of = partial(_color_rows, names=names)
    _add_changed(connection, scratch, STATIC_COLOR, changed, rows_of)
    connection.execute(_PUBLISH_COLOR)


def fold_sound(connection: duckdb.DuckDBPyConnection, names: Names, scratch: Path) -> None:
    """Fill ``fold.sound`` and ``registry.static_sound``."""
    connection.execute(_MORE_SOUND)
    connection.execute(_MERGED_SOUND)
    rows_of = partial(_sound_rows, names=names)
    _add_changed(connection, scratch, STATIC_SOUND, _CHANGED_SOUND, rows_of)
    connection.execute(_PUBLISH_SOUND)


def depth_entries(shares: NDArray[np.float64], primitives: Sequence[str]) -> pl.Series:
    """Depth breakdowns as lists of (key, value) entries, zero shares left out.

    Shares are kept as whole millionths that sum to one million, so that the last bits of a
    processor's arithmetic do not show; what rounding leaves over goes to the largest share.

    >>> thirds = np.full((1, 3), 1 / 3)
    >>> [entry["value"] for entry in depth_entries(thirds, ("a", "b", "c"))[0]]
    [0.333334, 0.333333, 0.333333]
    """
    parts = np.rint(shares * MICRO).astype(np.int64)
    every = np.arange(len(parts))
    parts[every, parts.argmax(axis=1)] += MICRO - parts.sum(axis=1)
    rows, columns = np.nonzero(parts)
    entries = pl.DataFrame(
        {
            "row": rows,
            "key": pl.Series(primitives, dtype=pl.String).gather(columns),
            "value": parts[rows, columns] / MICRO,
        }
    )
    lists = entries.group_by("row", maintain_order=True).agg(pl.struct("key", "value"))
    return lists.get_column(lists.columns[1]).alias("depth")


def uses_name(prompt: str, name: str) -> bool:
    """Whether the words of ``name`` stand in ``prompt``, one after the other.

    Case, spaces and "grey" do not matter, as where names are read.

    >>> uses_name("A PALE  teal, please", "pale teal"), uses_name("stealth", "teal")
    (True, False)
    """
    return f" {_words(name)} " in f" {_words(prompt)} "


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold().replace("grey", "gray")))


def _add_named(connection: duckdb.DuckDBPyConnection, names: Names, scratch: Path) -> None:
    """Table ``named``: cells that a clip showed after its prompt used their name."""
    asked = connection.execute(_NAMED).fetchall()
    named = sorted(
        {
            (cell, clip_id)
            for clip_id, key, prompt in asked
            if uses_name(prompt, names.color_name(cell := color_cell_of_key(key)))
        }
    )
    schema = {"cell_id": pl.Int64, "clip_id": pl.String}
    connection.execute("CREATE TEMP TABLE named (cell_id BIGINT, clip_id VARCHAR)")
    insert_frame(connection, "named", pl.DataFrame(named, schema=schema, orient="row"), scratch)


def _add_changed(
    connection: duckdb.DuckDBPyConnection,
    scratch: Path,
    spec: TableSpec,
    changed: str,
    rows_of: Callable[[Sums], pl.DataFrame],
) -> None:
    """Table ``changed_<name>``: new rows of the cells whose sums changed."""
    target = f"changed_{spec.name}"
    connection.execute(f"CREATE TEMP TABLE {target} AS {select_nothing(spec)}")
    sums = connection.execute(changed).fetchnumpy()
    if len(sums["cell_id"]):
        entries = "* REPLACE (map_from_entries(depth) AS depth)"
        insert_frame(connection, target, rows_of(sums), scratch, select=entries)


def _color_rows(sums: Sums, names: Names) -> pl.DataFrame:
    cells = sums["cell_id"].tolist()
    steps = np.array([color_steps(cell) for cell in cells], dtype=np.int64)
    means = {
        f"mean_{name}": sums[f"sum_{name}"] / sums["pixels"]
        for name in ("red", "green", "blue", "alpha")
    }
    color = np.column_stack([means["mean_red"], means["mean_green"], means["mean_blue"]])
    return pl.DataFrame(
        {
            "cell_id": sums["cell_id"],
            "key": [color_key(cell) for cell in cells],
            "name": [names.color_name(cell) for cell in cells],
            "red": steps[:, 0] * LEVEL_STEP,
            "green": steps[:, 1] * LEVEL_STEP,
            "blue": steps[:, 2] * LEVEL_STEP,
            "opacity": steps[:, 3] / (OPACITY_COUNT - 1),
            **means,
            "depth": depth_entries(color_depth(color), tuple(PRIMITIVES)),
            "pixels": sums["pixels"],
            "named_clips": sums["named_clips"],
            **_provenance(sums),
        }
    )


def _sound_rows(sums: Sums, names: Names) -> pl.DataFrame:
    cells = sums["cell_id"].tolist()
    steps = [sound_steps(cell) for cell in cells]
    mixture = np.array([quarters for _, quarters in steps], dtype=np.int64)
    measured = [name for name in sums if name.startswith("sum_")]
    means = {
        name.replace("sum_", "mean_"): sums[name] / (sums["instants"] * float(MICRO))
        for name in measured
    }
    shares = np.column_stack([means["mean_rumble"], means["mean_tone"], means["mean_hiss"]])
    return pl.DataFrame(
        {
            "cell_id": sums["cell_id"],
            "key": [sound_key(cell) for cell in cells],
            "name": [names.sound_name(cell) for cell in cells],
            "strength": [strength / STRENGTH_COUNT for strength, _ in steps],
            "rumble": mixture[:, 0],
            "tone": mixture[:, 1],
            "hiss": mixture[:, 2],
            **means,
            "depth": depth_entries(sound_depth(means["mean_level_dbfs"], shares), SOUND_PRIMITIVES),
            "instants": sums["instants"],
            **_provenance(sums),
        }
    )


def _provenance(sums: Sums) -> dict[str, object]:
    prompt_clips = sums["clips"] - sums["sweep_clips"]
    return {
        "clips": sums["clips"],
        "sweep_clips": sums["sweep_clips"],
        "prompt_clips": prompt_clips,
        "seen_in_sweep": sums["sweep_clips"] > 0,
        "seen_in_prompt": prompt_clips > 0,
        "first_clip": sums["first_clip"].tolist(),
        "last_clip": sums["last_clip"].tolist(),
    }
