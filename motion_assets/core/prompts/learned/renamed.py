"""Renamed entries as words: what lets a prompt say the new name of a color or a sound.

Put here how a renamed entry of a static registry joins the rows that prompts are read with.
What may be renamed is decided in ``core.registries.renames``.
"""

from functools import cache
from typing import Final

from motion_assets.core.prompts.learned.rows import LearnedRow, lemma_key
from motion_assets.core.registries.naming import color_names, sound_names
from motion_assets.core.registries.renames import Names, Registry, Renamed, Renaming, digest_of

SLOTS: Final[dict[Registry, str]] = {
    "static_color": "color_cells",
    "static_sound": "sound_cells",
}


def name_rows(names: Names) -> tuple[LearnedRow, ...]:
    """One accepted row per entry whose name is not one of the rule: those are read anyway."""
    return tuple(
        _row(item, renaming)
        for renaming in names.renamings
        for item in renaming.items
        if names.current[item.registry, item.key] == item.new and item.new not in _of_the_rule()
    )


@cache
def _of_the_rule() -> frozenset[str]:
    return frozenset((*color_names(), *sound_names()))


def _row(item: Renamed, renaming: Renaming) -> LearnedRow:
    return LearnedRow(
        id=f"name-{digest_of(item)}",
        span=item.new,
        lemma_key=lemma_key(item.new),
        sense_id="",
        slot=SLOTS[item.registry],
        value=item.key,
        register="standard",
        dialect="",
        state="accepted",
        agree=1,
        disagree=0,
        confidence=1.0,
        times_seen=1,
        first_seen=renaming.at,
        last_seen=renaming.at,
        source="correction",
        examples=(),
        reviewer=renaming.reviewer,
        cues=(),
    )
