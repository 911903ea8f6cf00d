"""Sounding: which soundtrack a clip gets, from what was asked and what suits its looks.

Put the choice of presence, tempo and mood here. What they sound like belongs in ``score``.
"""

from typing import Final

import numpy as np

from motion_assets.core.clips.choices import Choice
from motion_assets.core.clips.decide import Decider
from motion_assets.core.clips.scene import Music, SoundCells
from motion_assets.core.clips.score import soundtrack_for
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.cells import sound_cell_of_key

_BEATS: Final = frozenset({"music", "full"})
_PRESENCE: Final = "sound.presence"
_TEMPO: Final = "sound.tempo"
_MOOD: Final = "sound.mood"


def decide_soundtrack(
    decider: Decider, *, frame_count: int, duration_s: float, plot: str | None
) -> SoundCells | Music:
    """Soundtrack of a clip: asked sound cells, else a track of the decided values."""
    cells = _asked_cells(decider)
    if cells:
        return SoundCells(spread_cells(cells, frame_count))
    presence = _presence(decider)
    beside = [(_PRESENCE, presence)]
    tempo = mood = None
    if presence in _BEATS or decider.wishes.asked(_TEMPO):
        tempo = _pick(decider, _TEMPO, beside)
    if presence != "silence" or decider.wishes.asked(_MOOD):
        mood = _pick(decider, _MOOD, beside)
    if plot is None:
        plot = str(decider.rng.choice(np.array(ASPECTS["plots"].values)))
        if presence != "silence":
            decider.note("tension", plot, "left open; the curve of tension of the sound")
    return soundtrack_for(
        presence=presence,
        # Where the presence has no beat or no mood, the track has no layer that they reach.
        tempo=tempo or ASPECTS[_TEMPO].values[0],
        mood=mood or ASPECTS[_MOOD].values[0],
        plot=plot,
        duration_s=duration_s,
        rng=decider.rng,
    )


def spread_cells(cells: tuple[int, ...], frame_count: int) -> tuple[int, ...]:
    """One cell an instant, every cell for an equal share of the clip, in order.

    >>> spread_cells((7, 9), 5)
    (7, 7, 7, 9, 9)
    """
    count = max(frame_count, len(cells))
    return tuple(cells[i * len(cells) // count] for i in range(count))


def _asked_cells(decider: Decider) -> tuple[int, ...]:
    """Sound cells that the prompt names, recorded; other asked sound then gives way to them."""
    keys = decider.wishes.slots.get("sound_cells", [])
    for key, reason in keys:
        decider.choices.append(Choice("sound", str(key), "asked", reason))
    cells = tuple(sound_cell_of_key(str(key)) for key, _ in keys)
    if cells:
        _give_way(decider, silent=not any(cells))
    return cells


def _give_way(decider: Decider, *, silent: bool) -> None:
    """Record asked values of sound beside named sounds; of them only silence can be shown."""
    for aspect in (_PRESENCE, _TEMPO, _MOOD):
        for wish in decider.wishes.asked(aspect):
            shown = silent and wish.value == "silence"
            reason = wish.reason if shown else f"{wish.reason}; the named sounds fill the track"
            decider.choices.append(Choice(aspect, wish.value, wish.origin, reason, rendered=shown))


def _presence(decider: Decider) -> str:
    """Presence; where only tempo or mood is asked for, one that can carry them."""
    beside = [
        (aspect, wish.value)
        for aspect in (_TEMPO, _MOOD)
        for wish in decider.wishes.asked(aspect)[:1]
        if not decider.wishes.asked(_PRESENCE)
    ]
    leaning = [value for look in decider.looks[:1] for value in look.presence]
    return decider.pick(_PRESENCE, leaning=leaning, beside=beside)


def _pick(decider: Decider, aspect: str, beside: list[tuple[str, str]]) -> str | None:
    """Value of tempo or mood; None when the presence cannot carry the asked one."""
    field = "tempo" if aspect == _TEMPO else "sound_mood"
    leaning = [value for look in decider.looks for value in getattr(look, field)]
    if decider.open_values(aspect, beside):
        return decider.pick(aspect, leaning=leaning, beside=beside)
    decider.decline_all(aspect, beside)
    return None
