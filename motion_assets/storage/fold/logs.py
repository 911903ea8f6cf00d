"""Logs: one row per clip, per choice and per reel, and what each clip showed first.

Put here what is listed rather than counted. ``discovery`` and ``progress`` follow from the
first clips of the registries, so they change when an earlier reel arrives late.
"""

import duckdb

_CLIPS = """
INSERT INTO clip.rendered BY NAME SELECT * FROM (
  SELECT * FROM previous.clip.rendered
  UNION ALL BY NAME
  SELECT r.*, k.reel, k.sequence, k.workflow, k.prompt
  FROM new_rendered r JOIN new_clips k USING (clip_id)
) ORDER BY sequence, clip_id
"""

_LEARNING = """
INSERT INTO learning.log BY NAME SELECT * FROM (
  SELECT * FROM previous.learning.log
  UNION ALL BY NAME
  SELECT r.*, k.reel, k.sequence FROM new_learning r JOIN new_clips k USING (clip_id)
) ORDER BY sequence, clip_id
"""

_CHOICES = """
INSERT INTO learning.choice BY NAME SELECT * FROM (
  SELECT * FROM previous.learning.choice
  UNION ALL BY NAME
  SELECT r.*, k.reel, k.sequence FROM new_choice r JOIN new_clips k USING (clip_id)
) ORDER BY sequence, clip_id, aspect, value, origin, forbidden, reason,
  rendered, measurable, measured, passed
"""

_DISCOVERY = """
INSERT INTO learning.discovery BY NAME
SELECT l.clip_id, l.reel, l.sequence,
  count(*) FILTER (registry = 'color') AS new_color,
  count(*) FILTER (registry = 'sound') AS new_sound,
  count(*) FILTER (registry = 'blended') AS new_blended,
  count(*) FILTER (registry = 'narrative') AS new_narrative
FROM learning.log l LEFT JOIN (
  SELECT first_clip, 'color' AS registry FROM registry.static_color
  UNION ALL SELECT first_clip, 'sound' FROM registry.static_sound
  UNION ALL SELECT first_clip, 'blended' FROM registry.blended
  UNION ALL SELECT first_clip, 'narrative' FROM registry.narrative
) e ON e.first_clip = l.clip_id
GROUP BY l.clip_id, l.reel, l.sequence ORDER BY l.sequence, l.clip_id
"""

_PROGRESS = """
INSERT INTO coverage.progress BY NAME
SELECT *,
  sum(new_color) OVER growth AS seen_color, sum(new_sound) OVER growth AS seen_sound,
  sum(new_blended) OVER growth AS seen_blended, sum(new_narrative) OVER growth AS seen_narrative
FROM (
  SELECT r.reel, r.sequence, r.workflow, count(d.clip_id) AS clips,
    coalesce(sum(d.new_color), 0)::BIGINT AS new_color,
    coalesce(sum(d.new_sound), 0)::BIGINT AS new_sound,
    coalesce(sum(d.new_blended), 0)::BIGINT AS new_blended,
    coalesce(sum(d.new_narrative), 0)::BIGINT AS new_narrative
  FROM fold.reel r LEFT JOIN learning.discovery d ON d.reel = r.reel
  GROUP BY r.reel, r.sequence, r.workflow
)
WINDOW growth AS (ORDER BY sequence, reel ROWS UNBOUNDED PRECEDING)
ORDER BY sequence, reel
"""


def fold_logs(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``clip.rendered``, ``learning.*`` and ``coverage.progress`` from the registries."""
    for statement in (_CLIPS, _LEARNING, _CHOICES, _DISCOVERY, _PROGRESS):
        connection.execute(statement)
