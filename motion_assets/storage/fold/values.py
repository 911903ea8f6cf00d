"""Blended and narrative registries: values, and pairs of values seen together.

Put here what counts windows and clips per value. Two values make a pair when two different
aspects show them in the same window (blended) or shaped the same clip (narrative); the
first of a pair is the one whose aspect comes first in the vocabulary.
"""

from pathlib import Path

import duckdb
import polars as pl

from motion_assets.storage.fold.inputs import insert_frame
from motion_assets.vocabulary.aspects import RECORDED, Aspect

_NEW_BLENDED = """
CREATE TEMP TABLE more_blended AS
SELECT 'value' AS kind, aspect, value, NULL::VARCHAR AS other_aspect, NULL::VARCHAR AS other_value,
  count(*) AS windows, sum(round(measure * 1e6)::BIGINT)::BIGINT AS sum_measure,
  min(unit) AS unit, count(DISTINCT clip_id) AS clips,
  count(DISTINCT clip_id) FILTER (is_sweep) AS sweep_clips,
  min(seen) AS first_seen, max(seen) AS last_seen
FROM new_window JOIN new_clips USING (clip_id)
GROUP BY aspect, value
UNION ALL BY NAME
SELECT 'pair' AS kind, a.aspect, a.value, b.aspect AS other_aspect, b.value AS other_value,
  count(*) AS windows, NULL::BIGINT AS sum_measure, NULL::VARCHAR AS unit,
  count(DISTINCT a.clip_id) AS clips,
  count(DISTINCT a.clip_id) FILTER (is_sweep) AS sweep_clips,
  min(seen) AS first_seen, max(seen) AS last_seen
FROM new_window a JOIN new_window b USING (clip_id, window_index)
  JOIN aspect_words p ON p.aspect = a.aspect JOIN aspect_words q ON q.aspect = b.aspect
  JOIN new_clips USING (clip_id)
WHERE p.place < q.place
GROUP BY a.aspect, a.value, b.aspect, b.value
"""

_MERGED_BLENDED = """
INSERT INTO fold.blended BY NAME
SELECT kind, aspect, value, other_aspect, other_value, sum(windows)::BIGINT AS windows,
  sum(sum_measure)::BIGINT AS sum_measure, min(unit) AS unit,
  sum(clips)::BIGINT AS clips, sum(sweep_clips)::BIGINT AS sweep_clips,
  min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM (SELECT * FROM previous.fold.blended UNION ALL BY NAME SELECT * FROM more_blended)
GROUP BY kind, aspect, value, other_aspect, other_value
ORDER BY kind, aspect, value, other_aspect, other_value
"""

_NEW_NARRATIVE = """
CREATE TEMP TABLE more_narrative AS
SELECT 'value' AS kind, aspect, value, NULL::VARCHAR AS other_aspect, NULL::VARCHAR AS other_value,
  count(*) AS clips, count(*) FILTER (is_sweep) AS sweep_clips,
  min(seen) AS first_seen, max(seen) AS last_seen
FROM new_narrative JOIN new_clips USING (clip_id)
GROUP BY aspect, value
UNION ALL BY NAME
SELECT 'pair' AS kind, a.aspect, a.value, b.aspect AS other_aspect, b.value AS other_value,
  count(DISTINCT a.clip_id) AS clips,
  count(DISTINCT a.clip_id) FILTER (is_sweep) AS sweep_clips,
  min(seen) AS first_seen, max(seen) AS last_seen
FROM new_narrative a JOIN new_narrative b USING (clip_id)
  JOIN aspect_words p ON p.aspect = a.aspect JOIN aspect_words q ON q.aspect = b.aspect
  JOIN new_clips USING (clip_id)
WHERE p.place < q.place
GROUP BY a.aspect, a.value, b.aspect, b.value
"""

_MERGED_NARRATIVE = """
CREATE TEMP TABLE all_narrative AS
SELECT kind, aspect, value, other_aspect, other_value,
  sum(clips)::BIGINT AS clips, sum(sweep_clips)::BIGINT AS sweep_clips,
  min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM (
  SELECT t.kind, t.aspect, t.value, t.other_aspect, t.other_value, t.clips, t.sweep_clips,
    printf('%010d/%s', f.sequence, t.first_clip) AS first_seen,
    printf('%010d/%s', l.sequence, t.last_clip) AS last_seen
  FROM previous.registry.narrative t
    JOIN previous.fold.reel f ON f.reel = left(t.first_clip, -3)
    JOIN previous.fold.reel l ON l.reel = left(t.last_clip, -3)
  UNION ALL BY NAME SELECT * FROM more_narrative
)
GROUP BY kind, aspect, value, other_aspect, other_value
"""

_NAMED_VALUES = """
CREATE TEMP MACRO value_key(aspect, value, other_aspect, other_value) AS
  aspect || '=' || value || coalesce(' & ' || other_aspect || '=' || other_value, '');
CREATE TEMP MACRO value_name(value, words, other_value, other_words) AS
  replace(value, '_', ' ') || ' ' || words
  || coalesce(' with ' || replace(other_value, '_', ' ') || ' ' || other_words, '');
"""

_PUBLISH_BLENDED = """
INSERT INTO registry.blended BY NAME
SELECT value_key(v.aspect, v.value, v.other_aspect, v.other_value) AS key,
  value_name(v.value, a.words, v.other_value, o.words) AS name,
  v.kind, v.aspect, v.value, v.other_aspect, v.other_value, v.windows,
  v.sum_measure / (v.windows * 1e6) AS mean_measure, v.unit, v.clips, v.sweep_clips,
  v.clips - v.sweep_clips AS prompt_clips, v.sweep_clips > 0 AS seen_in_sweep,
  v.clips > v.sweep_clips AS seen_in_prompt,
  split_part(v.first_seen, '/', 2) AS first_clip, split_part(v.last_seen, '/', 2) AS last_clip
FROM fold.blended v JOIN aspect_words a ON a.aspect = v.aspect
  LEFT JOIN aspect_words o ON o.aspect = v.other_aspect
ORDER BY key
"""

_PUBLISH_NARRATIVE = """
INSERT INTO registry.narrative BY NAME
SELECT value_key(v.aspect, v.value, v.other_aspect, v.other_value) AS key,
  value_name(v.value, a.words, v.other_value, o.words) AS name,
  v.kind, v.aspect, v.value, v.other_aspect, v.other_value, v.clips, v.sweep_clips,
  v.clips - v.sweep_clips AS prompt_clips, v.sweep_clips > 0 AS seen_in_sweep,
  v.clips > v.sweep_clips AS seen_in_prompt,
  split_part(v.first_seen, '/', 2) AS first_clip, split_part(v.last_seen, '/', 2) AS last_clip
FROM all_narrative v JOIN aspect_words a ON a.aspect = v.aspect
  LEFT JOIN aspect_words o ON o.aspect = v.other_aspect
ORDER BY key
"""


def fold_values(connection: duckdb.DuckDBPyConnection, scratch: Path) -> None:
    """Fill ``fold.blended``, ``registry.blended`` and ``registry.narrative``."""
    words = [(a.key, place, aspect_words(a)) for place, a in enumerate(RECORDED.values())]
    schema = {"aspect": pl.String, "place": pl.Int64, "words": pl.String}
    connection.execute(
        "CREATE TEMP TABLE aspect_words (aspect VARCHAR, place BIGINT, words VARCHAR)"
    )
    insert_frame(
        connection, "aspect_words", pl.DataFrame(words, schema=schema, orient="row"), scratch
    )
    for statement in (
        _NAMED_VALUES,
        _NEW_BLENDED,
        _MERGED_BLENDED,
        _PUBLISH_BLENDED,
        _NEW_NARRATIVE,
        _MERGED_NARRATIVE,
        _PUBLISH_NARRATIVE,
    ):
        connection.execute(statement)


def aspect_words(aspect: Aspect) -> str:
    """Words that follow a value in its name.

    >>> aspect_words(RECORDED["camera.motion_type"]), aspect_words(RECORDED["sound.element"])
    ('camera motion type', 'sound element')
    >>> aspect_words(RECORDED["temporal.shot_length_s"])
    'temporal shot length in seconds'
    >>> aspect_words(RECORDED["gradient.gradient_type"]), aspect_words(RECORDED["genre"])
    ('gradient type', 'genre')
    """
    name = aspect.name.replace("_", " ")
    if aspect.name.endswith("_s"):
        name = f"{name.removesuffix(' s')} in seconds"
    if aspect.registry == "narrative" or name.startswith(aspect.domain):
        return name
    return f"{aspect.domain} {name}"
