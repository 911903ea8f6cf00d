"""Interpretation and linguistic registries: prompts that were read, and spans that named values.

Put here what counts them. Reading prompts belongs in ``core.prompts``.
"""

import json
from pathlib import Path
from typing import Final

import duckdb

from motion_assets.core.prompts.learned.overlay import TABLE, forms_of, holds
from motion_assets.core.prompts.learned.rows import lemma_key
from motion_assets.storage.fold.inputs import insert_frame
from motion_assets.storage.schema import Column, TableSpec, frame_of, select_nothing
from motion_assets.vocabulary import lexicon

_Claim = tuple[str, str, str, str]
"""A span with the slot, the value and the sense in which it was read."""

LEARNED_RULE: Final = f"lexicon.{TABLE}"
"""Rule of claims that rest on a learned word."""

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
  WHERE t.clips > 0
  UNION ALL BY NAME
  SELECT r.key, r.prompt AS name, r.language, r.version, r.source, r.slots, r.evidence,
    r.unresolved, r.negations, r.complete, 1 AS clips, is_sweep::BIGINT AS sweep_clips,
    seen AS first_seen, seen AS last_seen
  FROM new_reading r JOIN new_clips USING (clip_id)
)
GROUP BY key
"""

# Prompts that no clip was made of. Texts that share a key are one row: the first of them.
_UNSHOWN_INTERPRETATION = """
INSERT INTO all_interpretation BY NAME
SELECT key, unnest(arg_min(struct_pack(name, language, version, source, slots, evidence,
    unresolved, negations, complete), name)),
  0::BIGINT AS clips, 0::BIGINT AS sweep_clips
FROM (
  SELECT key, name, language, version, source, slots, evidence, unresolved, negations, complete
  FROM previous.registry.interpretation WHERE clips = 0
  UNION ALL BY NAME
  FROM new_interpretation
)
WHERE key NOT IN (SELECT key FROM all_interpretation)
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
_MERGED_SPANS = """
INSERT INTO fold.span BY NAME
SELECT span, slot, value, sense, arg_min(rule, first_seen) AS rule,
  sum(times_seen)::BIGINT AS times_seen,
  sum(clips)::BIGINT AS clips, sum(sweep_clips)::BIGINT AS sweep_clips,
  min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM (
  FROM previous.fold.span
  UNION ALL BY NAME
  SELECT lower(s.span) AS span, s.slot, s.value, s.sense,
    arg_min(s.rule, seen || '/' || s.rule) AS rule, count(*) AS times_seen,
    count(DISTINCT clip_id) AS clips, count(DISTINCT clip_id) FILTER (is_sweep) AS sweep_clips,
    min(seen) AS first_seen, max(seen) AS last_seen
  FROM new_span s JOIN new_clips USING (clip_id)
  GROUP BY lower(s.span), s.slot, s.value, s.sense
)
GROUP BY span, slot, value, sense ORDER BY span, slot, value, sense
"""

_PUBLISH_LINGUISTIC = """
INSERT INTO registry.linguistic BY NAME
SELECT * EXCLUDE (seen_first, seen_last),
  clips - sweep_clips AS prompt_clips, sweep_clips > 0 AS seen_in_sweep,
  clips > sweep_clips AS seen_in_prompt,
  split_part(seen_first, '/', 2) AS first_clip, split_part(seen_last, '/', 2) AS last_clip
FROM (
  SELECT s.span || ' -> ' || s.slot || '=' || s.value || ' (' || s.sense || ')' AS key,
    s.span AS name, s.span, w.lemma_key, s.sense AS sense_id, s.slot, s.value, w.register,
    '' AS dialect, s.rule, 'accepted' AS state, 0 AS agree, 0 AS disagree, 1.0 AS confidence,
    s.times_seen, NULL AS first_seen, NULL AS last_seen, 'seed' AS source, '[]' AS examples,
    '' AS reviewer, s.clips, s.sweep_clips, s.seen_first, s.seen_last
  FROM (
    SELECT span, slot, value, sense, min(rule) AS rule, sum(times_seen)::BIGINT AS times_seen,
      sum(clips)::BIGINT AS clips, sum(sweep_clips)::BIGINT AS sweep_clips,
      min(first_seen) AS seen_first, max(last_seen) AS seen_last
    FROM (FROM fold.span UNION ALL BY NAME FROM read_span)
    WHERE rule <> $learned_rule
    GROUP BY span, slot, value, sense
  ) s JOIN seed_word w USING (span, sense)
  UNION ALL BY NAME
  SELECT l.id AS key, l.span AS name, l.span, l.lemma_key, l.sense_id, l.slot, l.value,
    l.register, l.dialect, $learned_rule AS rule, l.state, l.agree, l.disagree, l.confidence,
    h.prompts AS times_seen, l.first_seen, l.last_seen, l.source,
    l.examples, l.reviewer, coalesce(c.clips, 0) AS clips,
    coalesce(c.sweep_clips, 0) AS sweep_clips, c.seen_first, c.seen_last
  FROM learned l JOIN held_by h ON h.id = l.id LEFT JOIN (
    SELECT sense, sum(clips)::BIGINT AS clips,
      sum(sweep_clips)::BIGINT AS sweep_clips,
      min(first_seen) AS seen_first, max(last_seen) AS seen_last
    FROM fold.span WHERE rule = $learned_rule GROUP BY sense
  ) c ON c.sense = l.id
)
ORDER BY key
"""

_UNSHOWN_EVIDENCE: Final = """
SELECT name, evidence FROM all_interpretation
WHERE clips = 0 AND name NOT IN (SELECT name FROM all_interpretation WHERE clips > 0)
"""

_READ_SPAN: Final = TableSpec(
    "fold",
    "read_span",
    "Spans that named a value in prompts of which no clip was made.",
    (
        Column("span", "VARCHAR", "The span in lower case."),
        Column("slot", "VARCHAR", "Slot that it named a value of."),
        Column("value", "VARCHAR", "The value."),
        Column("sense", "VARCHAR", "Sense in which it was read."),
        Column("rule", "VARCHAR", "Rule that read it."),
        Column("times_seen", "BIGINT", "Prompts that hold it.", "prompts"),
        Column("clips", "BIGINT", "None.", "clips"),
        Column("sweep_clips", "BIGINT", "None.", "clips"),
    ),
    ("span", "slot", "value", "sense"),
)

_SEED_WORD: Final = TableSpec(
    "fold",
    "seed_word",
    "What the lexicon says of spans beside their value.",
    (
        Column("span", "VARCHAR", "The span in lower case."),
        Column("sense", "VARCHAR", "Sense in which it was read."),
        Column("lemma_key", "VARCHAR", "Dictionary forms of its words."),
        Column("register", "VARCHAR", "standard, slang or dialect."),
    ),
    ("span", "sense"),
)

_HELD_BY: Final = TableSpec(
    "fold",
    "held_by",
    "Prompts that hold a learned word.",
    (
        Column("id", "VARCHAR", "Id of the word."),
        Column("prompts", "BIGINT", "Prompts of all sources.", "prompts"),
    ),
    ("id",),
)


def fold_words(connection: duckdb.DuckDBPyConnection, scratch: Path) -> None:
    """Fill ``registry.interpretation`` and ``registry.linguistic``."""
    for statement in (
        _MERGED_INTERPRETATION,
        _UNSHOWN_INTERPRETATION,
        _PUBLISH_INTERPRETATION,
        _MERGED_SPANS,
    ):
        connection.execute(statement)
    _offer_read_spans(connection, scratch)
    _offer_seed_words(connection, scratch)
    _offer_prompt_counts(connection, scratch)
    connection.execute(_PUBLISH_LINGUISTIC, {"learned_rule": LEARNED_RULE})


def _offer_read_spans(connection: duckdb.DuckDBPyConnection, scratch: Path) -> None:
    """Spans of prompts that were read and of which no clip was made; a text counts once."""
    prompts: dict[_Claim, set[str]] = {}
    rules: dict[_Claim, str] = {}
    for name, evidence in connection.execute(_UNSHOWN_EVIDENCE).fetchall():
        for claim in json.loads(evidence):
            said = (
                str(claim["text"]).casefold(),
                str(claim["slot"]),
                str(claim["value"]),
                str(claim["sense"]),
            )
            prompts.setdefault(said, set()).add(name)
            rules[said] = min(rules.get(said, claim["rule"]), claim["rule"])
    rows = [
        {
            **dict(zip(("span", "slot", "value", "sense"), said, strict=True)),
            "rule": rules[said],
            "times_seen": len(names),
            "clips": 0,
            "sweep_clips": 0,
        }
        for said, names in sorted(prompts.items())
    ]
    connection.execute(f"CREATE TEMP TABLE {_READ_SPAN.name} AS {select_nothing(_READ_SPAN)}")
    insert_frame(connection, _READ_SPAN.name, frame_of(_READ_SPAN, rows), scratch)


def _offer_seed_words(connection: duckdb.DuckDBPyConnection, scratch: Path) -> None:
    spans = "SELECT span, sense FROM fold.span UNION SELECT span, sense FROM read_span"
    pairs = connection.execute(spans).fetchall()
    registers = {row.sense_id: row.register for row in reversed(lexicon.phrase_rows())}
    rows = [
        {
            "span": span,
            "sense": sense,
            "lemma_key": lemma_key(span),
            "register": registers.get(sense, "standard"),
        }
        for span, sense in pairs
    ]
    connection.execute(f"CREATE TEMP TABLE {_SEED_WORD.name} AS {select_nothing(_SEED_WORD)}")
    insert_frame(connection, _SEED_WORD.name, frame_of(_SEED_WORD, rows), scratch)


def _offer_prompt_counts(connection: duckdb.DuckDBPyConnection, scratch: Path) -> None:
    """How many prompts hold each learned word, whoever wrote them; each text counts once."""
    rows = connection.execute("SELECT id, span FROM learned ORDER BY id").fetchall()
    names = "SELECT name FROM all_interpretation UNION SELECT prompt FROM said"
    prompts = [str(row[0]) for row in connection.execute(names).fetchall()] if rows else []
    forms = [forms_of(prompt) for prompt in prompts]
    counts = [
        {"id": row_id, "prompts": sum(holds(words, span) for words in forms)}
        for row_id, span in rows
    ]
    connection.execute(f"CREATE TEMP TABLE {_HELD_BY.name} AS {select_nothing(_HELD_BY)}")
    insert_frame(connection, _HELD_BY.name, frame_of(_HELD_BY, counts), scratch)
