"""Interpretation and linguistic registries: prompts that were read, and spans that named values.

Put here what counts them. Reading prompts belongs in ``core.prompts``.
"""

import duckdb

_MERGED_INTERPRETATION = """
CREATE TEMP TABLE all_interpretation AS
SELECT key, arg_min(name, first_seen) AS name, arg_min(language, first_seen) AS language,
  arg_min(version, first_seen) AS version, arg_min(source, first_seen) AS source,
  arg_min(slots, first_seen) AS slots, arg_min(evidence, first_seen) AS evidence,
  arg_min(unresolved, first_seen) AS unresolved, arg_min(negations, first_seen) AS negations,
  arg_min(complete, first_seen) AS complete,
  sum(clips)::BIGINT AS clips, sum(sweep_clips)::BIGINT AS sweep_clips,
  min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM (
  SELECT t.key, t.name, t.language, t.version, t.source, t.slots, t.evidence, t.unresolved,
    t.negations, t.complete, t.clips, t.sweep_clips,
    printf('%010d/%s', f.sequence, t.first_clip) AS first_seen,
    printf('%010d/%s', l.sequence, t.last_clip) AS last_seen
  FROM previous.registry.interpretation t
    JOIN previous.fold.reel f ON f.reel = left(t.first_clip, -3)
    JOIN previous.fold.reel l ON l.reel = left(t.last_clip, -3)
  UNION ALL BY NAME
  SELECT r.key, r.prompt AS name, r.language, r.version, r.source, r.slots, r.evidence,
    r.unresolved, r.negations, r.complete, 1 AS clips, is_sweep::BIGINT AS sweep_clips,
    seen AS first_seen, seen AS last_seen
  FROM new_reading r JOIN new_clips USING (clip_id)
)
GROUP BY key
"""

_PUBLISH_INTERPRETATION = """
INSERT INTO registry.interpretation BY NAME
SELECT key, name, language, version, source, slots, evidence, unresolved, negations, complete,
  clips, sweep_clips, clips - sweep_clips AS prompt_clips, sweep_clips > 0 AS seen_in_sweep,
  clips > sweep_clips AS seen_in_prompt,
  split_part(first_seen, '/', 2) AS first_clip, split_part(last_seen, '/', 2) AS last_clip
FROM all_interpretation ORDER BY key
"""

# One clip may claim a span under several rules; the rule joins the order to keep it total.
_MERGED_LINGUISTIC = """
CREATE TEMP TABLE all_linguistic AS
SELECT span, slot, value, sense, arg_min(rule, first_seen) AS rule,
  sum(times_seen)::BIGINT AS times_seen,
  sum(clips)::BIGINT AS clips, sum(sweep_clips)::BIGINT AS sweep_clips,
  min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM (
  SELECT t.span, t.slot, t.value, t.sense, t.rule, t.times_seen, t.clips, t.sweep_clips,
    printf('%010d/%s', f.sequence, t.first_clip) AS first_seen,
    printf('%010d/%s', l.sequence, t.last_clip) AS last_seen
  FROM previous.registry.linguistic t
    JOIN previous.fold.reel f ON f.reel = left(t.first_clip, -3)
    JOIN previous.fold.reel l ON l.reel = left(t.last_clip, -3)
  UNION ALL BY NAME
  SELECT lower(s.span) AS span, s.slot, s.value, s.sense,
    arg_min(s.rule, seen || '/' || s.rule) AS rule, count(*) AS times_seen,
    count(DISTINCT clip_id) AS clips, count(DISTINCT clip_id) FILTER (is_sweep) AS sweep_clips,
    min(seen) AS first_seen, max(seen) AS last_seen
  FROM new_span s JOIN new_clips USING (clip_id)
  GROUP BY lower(s.span), s.slot, s.value, s.sense
)
GROUP BY span, slot, value, sense
"""

_PUBLISH_LINGUISTIC = """
INSERT INTO registry.linguistic BY NAME
SELECT span || ' -> ' || slot || '=' || value || ' (' || sense || ')' AS key, span AS name,
  span, slot, value, sense, rule, 'accepted' AS state, 'seed' AS source, times_seen,
  clips, sweep_clips, clips - sweep_clips AS prompt_clips, sweep_clips > 0 AS seen_in_sweep,
  clips > sweep_clips AS seen_in_prompt,
  split_part(first_seen, '/', 2) AS first_clip, split_part(last_seen, '/', 2) AS last_clip
FROM all_linguistic ORDER BY key
"""


def fold_words(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``registry.interpretation`` and ``registry.linguistic``."""
    for statement in (
        _MERGED_INTERPRETATION,
        _PUBLISH_INTERPRETATION,
        _MERGED_LINGUISTIC,
        _PUBLISH_LINGUISTIC,
    ):
        connection.execute(statement)
