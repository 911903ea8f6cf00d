"""History: what clips so far say about prompts, sounds and the loop itself.

Put questions to the newest generation here that choosing rests on; the choices themselves
belong in ``core.coverage``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import duckdb

from motion_assets.core.coverage.choosing import EXACT_PCT, Made, Use
from motion_assets.core.coverage.explore import Known
from motion_assets.steps.uses import days_since
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.generations import newest, open_newest
from motion_assets.vocabulary.aspects import ASPECTS, NARRATIVE
from motion_assets.vocabulary.impossible import Value

SHORTEST_S: Final = 1.0
"""A prompt is worth using again only if its clip was long enough to show a move."""
SOUND_ASPECT: Final = "sound.mood"
"""What is chosen for a prompt that says nothing of its sound."""

# With everything shown, quality below 1 is a clip that is black, or silent unasked.
_MADE = """
SELECT l.prompt, l.precision_pct, coalesce(l.quality, 0.0),
  coalesce(c.still_subjects AND c.still_camera, false),
  coalesce(c.silent AND NOT c.silence_asked, false), coalesce(c.names_sound, false)
FROM learning.log l JOIN clip.rendered r USING (clip_id) LEFT JOIN (
  SELECT clip_id,
    bool_and(measured = 'static') FILTER (aspect = 'motion.speed') AS still_subjects,
    bool_and(measured = 'static') FILTER (aspect = 'camera.motion_type') AS still_camera,
    bool_or(aspect = 'sound.presence' AND measured = 'silence') AS silent,
    bool_or(aspect = 'sound.presence' AND value = 'silence' AND origin = 'asked'
      AND NOT forbidden) AS silence_asked,
    bool_or(aspect LIKE 'sound%' AND origin = 'asked') AS names_sound
  FROM learning.choice GROUP BY clip_id
) c USING (clip_id)
WHERE l.prompt IS NOT NULL AND r.duration_s >= ? ORDER BY l.sequence, clip_id
"""
_SOUNDS = """
SELECT value, clips, last_clip FROM registry.blended WHERE kind = 'value' AND aspect = ?
"""
_FIGURES = "SELECT figure, scope, value FROM coverage.figure"


@dataclass(frozen=True, slots=True)
class History:
    """Clips of prompts, oldest first; uses of sound values; what is known of the loop."""

    made: tuple[Made, ...]
    sounds: Mapping[Value, Use]
    known: Known


def read_history(workspace: Workspace, now: datetime) -> History:
    """History up to the newest generation; an empty one before the first."""
    if newest(workspace.lake) is None:
        return History((), _no_sounds(), Known(runs=0))
    with open_newest(workspace.settings) as connection:
        rows = connection.execute(_MADE, [SHORTEST_S]).fetchall()
        heard = connection.execute(_SOUNDS, [SOUND_ASPECT]).fetchall()
        known = _known(connection)
    uses = {
        (SOUND_ASPECT, value): Use(clips, days_since(workspace, last_clip, now))
        for value, clips, last_clip in heard
    }
    return History(tuple(_made(*row) for row in rows), {**_no_sounds(), **uses}, known)


def _made(prompt: str, precision: float | None, quality: float, *facts: bool) -> Made:
    frozen, quiet, names_sound = facts
    flawed = precision is not None and precision >= EXACT_PCT and quality < 1.0
    return Made(
        prompt=prompt,
        precision_pct=precision,
        quality=quality,
        frozen=frozen,
        black=flawed and not quiet,
        quiet=quiet,
        names_sound=names_sound,
    )


def _no_sounds() -> dict[Value, Use]:
    return {(SOUND_ASPECT, value): Use(0) for value in ASPECTS[SOUND_ASPECT].measured_values}


def _known(connection: duckdb.DuckDBPyConnection) -> Known:
    figures = {
        (name, scope): value for name, scope, value in connection.execute(_FIGURES).fetchall()
    }
    ((runs,),) = connection.execute("SELECT count(*) FROM fold.reel").fetchall()
    narrative = [figures.get(("first_bar_pct", aspect.key)) for aspect in NARRATIVE]
    return Known(
        runs=runs,
        color_pct=figures.get(("first_bar_pct", "static_color")),
        narrative_pct=min((value for value in narrative if value is not None), default=None),
        repetition_score=figures.get(("repetition_score", "")),
        discovery_rate_pct=figures.get(("discovery_rate_pct", "")),
    )
