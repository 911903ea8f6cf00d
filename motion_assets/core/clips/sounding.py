"""Sounding: which soundtrack a clip gets, from what was asked and what suits its looks.

Put the choice of presence, tempo and mood here. What they sound like belongs in ``score``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from motion_assets.core.clips.choices import Choice
from motion_assets.core.clips.decide import Decider
from motion_assets.core.clips.elements import Parts, leave_elements, parts_of, record_elements
from motion_assets.core.clips.scene import Music, SoundCells
from motion_assets.core.clips.score import soundtrack_for
from motion_assets.core.clips.wishes import Wish
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.cells import sound_cell_of_key
from motion_assets.vocabulary.force import forced
from motion_assets.vocabulary.sound_ranges import (
    BEATS_HEARD,
    LAST_BEAT_S,
    PRESENCE_LAYERS,
    TEMPO_BPM,
    slowest_bpm,
)

_BEATS: Final = tuple(value for value, layers in PRESENCE_LAYERS.items() if "kick" in layers)
_PRESENCE: Final = "sound.presence"
_TEMPO: Final = "sound.tempo"
_MOOD: Final = "sound.mood"
_SILENCE: Final = "silence"
_FASTEST: Final = max(TEMPO_BPM, key=lambda tempo: TEMPO_BPM[tempo])


def decide_soundtrack(
    decider: Decider, *, frame_count: int, duration_s: float, plot: str | None
) -> SoundCells | Music:
    """Soundtrack of a clip: asked sound cells, else a track of the decided values."""
    cells = _asked_cells(decider)
    if cells:
        return SoundCells(spread_cells(cells, frame_count))
    parts = parts_of(decider.wishes)
    why = f"a clip of {duration_s:g} s is too short"
    short = dict.fromkeys(too_short_for(duration_s), why)
    presence = _presence(decider, short, parts)
    beats = parts.beats(presence)
    # Where the presence has no beat or no mood, the track has no layer that they reach.
    track = soundtrack_for(
        presence=presence,
        tempo=_tempo(decider, presence, parts, _told(decider, short, duration_s, parts)),
        mood=_mood(decider, presence, parts),
        plot=_plot(decider, presence) if plot is None else plot,
        duration_s=duration_s,
        rng=decider.rng,
        ruled_out=parts.ruled_out,
        featured=frozenset(parts.asked),
        onsets=parts.onsets,
    )
    room = beats_in(track, duration_s) if isinstance(track, Music) and beats else 0
    record_elements(decider, presence, room=room)
    take = decider.emphasis.drawn.get("sound", 0)
    return replace(track, take=take) if isinstance(track, Music) else track


def _tempo(decider: Decider, presence: str, parts: Parts, told: Mapping[str, str]) -> str:
    """Tempo of a track; the fastest where none can be heard, which needs the least room."""
    beside = [(_PRESENCE, presence)]
    tempo = None
    beats = parts.beats(presence)
    if presence in _BEATS and not beats:
        decider.decline_all(_TEMPO, beside, "every part that plays a beat is ruled out")
    elif beats or decider.wishes.asked(_TEMPO):
        leaning = [value for look in decider.looks for value in look.tempo]
        tempo = _pick(decider, _TEMPO, beside, leaning, told)
    if beats and tempo is None:
        decider.note(_TEMPO, _FASTEST, "left open; the fastest, where there is room for none")
    return tempo or _FASTEST


def _mood(decider: Decider, presence: str, parts: Parts) -> str:
    """Mood of a track; any where nothing that is played has one."""
    beside = [(_PRESENCE, presence)]
    mood = None
    moodless = parts.moodless(presence)
    if moodless is not None:
        decider.decline_all(_MOOD, beside, moodless)
    elif presence != _SILENCE or decider.wishes.asked(_MOOD):
        leaning = [value for look in decider.looks for value in look.sound_mood]
        mood = _pick(decider, _MOOD, beside, _forced(decider, leaning), {})
    if presence != _SILENCE and mood is None and moodless is None:
        decider.require_free(_MOOD)
    return mood or ASPECTS[_MOOD].values[0]


def _plot(decider: Decider, presence: str) -> str:
    """Plot of a clip that has none: its curve of tension."""
    plot = decider.choose("plots", ASPECTS["plots"].values)
    if presence != _SILENCE:
        decider.note("tension", plot, "left open; the curve of tension of the sound")
    return plot


def _told(
    decider: Decider, short: Mapping[str, str], duration_s: float, parts: Parts
) -> Mapping[str, str]:
    """Values of tempo that the clip is too short for; a tempo that was asked for needs less."""
    if decider.wishes.asked(_TEMPO):
        return short
    return _for_elements(short, duration_s, parts)


def _for_elements(short: Mapping[str, str], duration_s: float, parts: Parts) -> dict[str, str]:
    """Values of tempo at which a clip has too few beats for what is asked of it, if not for all."""
    why = f"a clip of {duration_s:g} s has too few of its beats"
    fewer = dict.fromkeys(too_short_for(duration_s, onsets=parts.onsets), why)
    return {**short, **fewer} if set(fewer) != set(TEMPO_BPM) else dict(short)


def beats_in(track: Music, duration_s: float) -> int:
    """Beats of a track that have room to be heard."""
    return int((duration_s - LAST_BEAT_S) * track.tempo_bpm / 60) + 1


def _forced(decider: Decider, moods: Sequence[str]) -> tuple[str, ...]:
    """Moods of sound that suit the looks and the force that words of degree ask for."""
    force = decider.wishes.force
    return tuple(moods) if force is None else forced(_MOOD, force, tuple(dict.fromkeys(moods)))


def too_short_for(duration_s: float, *, onsets: int = BEATS_HEARD) -> tuple[str, ...]:
    """Values of tempo of which a clip of this length has too few beats.

    ``onsets``: beats that are needed.

    >>> too_short_for(1.5), too_short_for(0.5), too_short_for(2.5)
    (('slow',), ('slow', 'medium', 'fast'), ())
    """
    slowest = slowest_bpm(duration_s, onsets=onsets)
    return tuple(tempo for tempo, (_, high) in TEMPO_BPM.items() if high < slowest)


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
        leave_elements(decider, "the named sounds fill the track")
    return cells


def _give_way(decider: Decider, *, silent: bool) -> None:
    """Record asked values of sound beside named sounds; of them only silence can be shown."""
    for aspect in (_PRESENCE, _TEMPO, _MOOD):
        for wish in decider.wishes.asked(aspect):
            shown = silent and wish.value == _SILENCE
            reason = wish.reason if shown else f"{wish.reason}; the named sounds fill the track"
            decider.choices.append(Choice(aspect, wish.value, wish.origin, reason, rendered=shown))


def _presence(decider: Decider, short: Mapping[str, str], parts: Parts) -> str:
    """Presence; where only tempo, mood or elements are asked for, one that can carry them."""
    beside = _carried(decider)
    leaning = [value for look in decider.looks[:1] for value in look.presence]
    none_fits = set(short) == set(TEMPO_BPM)
    unfit = dict.fromkeys(_BEATS if none_fits else (), "; ".join(dict.fromkeys(short.values())))
    unfit |= parts.unfit()
    if not decider.wishes.asked(_PRESENCE):
        unfit |= _lacking(decider, unfit, beside, parts)
    picked = _pick(decider, _PRESENCE, beside, leaning, unfit)
    if picked is not None:
        return picked
    decider.require_free(_PRESENCE)
    able = decider.open_values(_PRESENCE, beside)
    allowed = next((value for value in able if value not in unfit), able[0])
    why = "left open; what is allowed cannot be told from it"
    decider.note(_PRESENCE, allowed, why if allowed in unfit else "left open; what is left fits")
    return allowed


def _lacking(
    decider: Decider, unfit: Mapping[str, str], beside: list[tuple[str, str]], parts: Parts
) -> dict[str, str]:
    """Values of an open presence that play fewer of the asked elements than another can."""
    able = [value for value in decider.open_values(_PRESENCE, beside) if value not in unfit]
    mood = bool(decider.wishes.asked(_MOOD))
    missing = {
        value: len(parts.lacking(value)) + (mood and parts.moodless(value) is not None)
        for value in able
    }
    least = min(missing.values(), default=0)
    return {value: "it lacks an asked part" for value in able if missing[value] > least}


def _carried(decider: Decider) -> list[tuple[str, str]]:
    """The asked mood and tempo that an open presence can carry, where none is asked for itself."""
    carried: list[tuple[str, str]] = []
    asked = decider.wishes.asked(_PRESENCE)
    if any(not decider.wishes.forbids(_PRESENCE, wish.value) for wish in asked):
        return carried
    for aspect in (_MOOD, _TEMPO):
        for wish in decider.wishes.asked(aspect)[:1]:
            more = [*carried, (aspect, wish.value)]
            if decider.open_values(_PRESENCE, more):
                carried = more
    return carried


def _pick(
    decider: Decider,
    aspect: str,
    beside: list[tuple[str, str]],
    leaning: Sequence[str],
    short: Mapping[str, str],
) -> str | None:
    """Value of an aspect of sound; None when no asked or open one can be shown.

    ``short``: values that the clip is too short to show, with the reason.
    """
    able = decider.open_values(aspect, beside)
    asked = decider.wishes.asked(aspect)
    if not short and able:
        return decider.pick(aspect, leaning=leaning, beside=beside)
    if not short or (asked and not any(wish.value in able for wish in asked)):
        decider.decline_all(aspect, beside)
        return None
    free = [value for value in able if value not in short]
    if asked:
        for wish in (wish for wish in asked if wish.value not in able):
            decider.decline(wish, "it cannot be heard beside the rest of the track")
        return _played(decider, [wish for wish in asked if wish.value in able], free, short)
    if not free:
        return None
    suiting = [value for value in free if value in leaning] or free
    value = decider.choose(aspect, suiting)
    decider.note(aspect, value, f"left open; drawn from {len(suiting)} values that fit the length")
    return value


def _played(
    decider: Decider, asked: Sequence[Wish], free: Sequence[str], short: Mapping[str, str]
) -> str:
    """The first asked value that the clip is long enough for, else the first asked one.

    What cannot be shown is played all the same, and said so: nothing else was asked for.
    """
    shown = next((wish for wish in asked if wish.value in free), None)
    for wish in asked:
        why = short.get(wish.value, "one clip shows one value of it")
        reason = wish.reason if wish is shown else f"{wish.reason}; {why}"
        choice = Choice(wish.aspect, wish.value, wish.origin, reason, rendered=wish is shown)
        decider.choices.append(choice)
    return (shown or asked[0]).value
