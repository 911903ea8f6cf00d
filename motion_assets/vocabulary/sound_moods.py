"""Moods of the sound: the rows of ``sound_moods.csv``, one a value of ``sound.mood``.

Put how a mood sounds in the table, never in code; the figures behind the words of the table
are in ``sound_ranges``. Each mood is one point of six dimensions that are heard in any sound
with a pitch, whatever its tempo and presence, so that playing and hearing share one table.
Which way each cue goes (minor, low, rough and dissonant for dark moods; major, high and clear
for glad ones; strong for forceful, gentle for still ones; the raised fourth for dreams)
follows A. Gabrielsson and E. Lindstrom, "The role of structure in the musical expression of
emotions", in Handbook of Music and Emotion, 2010; that no two moods share a point is this
project's own choice.
"""

import csv
from dataclasses import astuple, dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import Final

from motion_assets.errors import UnknownValueError
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.files import text_of

DIMENSIONS: Final = MappingProxyType(
    {
        "mode": ("major", "minor"),
        "register": ("low", "middle", "high"),
        "brightness": ("dark", "plain", "bright"),
        "roughness": ("smooth", "rough"),
        "harmony": ("consonant", "dissonant"),
        "loudness": ("gentle", "strong"),
    }
)
"""Levels of each dimension of a mood.

mode: the third above the tonic. register: where the tonic lies. brightness: strength of the
upper partials. roughness: whether the tone beats at 70 Hz. harmony: whether the tritone sounds
above the tonic. loudness: level of the tonic and its third at the loudest moment.
"""


@dataclass(frozen=True, slots=True)
class MoodSound:
    """How a mood sounds: one level of each of ``DIMENSIONS``."""

    mode: str
    register: str
    brightness: str
    roughness: str
    harmony: str
    loudness: str


@cache
def mood_sounds() -> MappingProxyType[str, MoodSound]:
    """Every row by mood, in the order of ``sound.mood``.

    Raises
    ------
    UnknownValueError
        If the table's moods are not those of ``sound.mood``, a level is unknown, or two moods
        sound alike.
    """
    table = csv.DictReader(text_of("sound_moods.csv").splitlines())
    rows = {row["mood"]: _mood_sound(row) for row in table}
    wanted = ASPECTS["sound.mood"].values
    if set(rows) != set(wanted):
        odd = sorted(set(rows) ^ set(wanted))
        raise UnknownValueError(
            f"sound_moods.csv and sound.mood differ in {', '.join(odd)}. Give each mood one row."
        )
    by_sound = {astuple(sound): mood for mood, sound in rows.items()}
    alike = sorted(set(rows) - set(by_sound.values()))
    if alike:
        raise UnknownValueError(
            f"sound_moods.csv: {', '.join(alike)} sound like another mood. Give each its own row."
        )
    return MappingProxyType({mood: rows[mood] for mood in wanted})


def mood_of(sound: MoodSound) -> str | None:
    """Mood that sounds so; None when none does.

    >>> mood_of(MoodSound("major", "low", "dark", "smooth", "consonant", "gentle"))
    'calm'
    """
    return next((mood for mood, known in mood_sounds().items() if known == sound), None)


def _mood_sound(row: dict[str, str]) -> MoodSound:
    for dimension, levels in DIMENSIONS.items():
        if row[dimension] not in levels:
            raise UnknownValueError(
                f"sound_moods.csv: {row['mood']} has {dimension} {row[dimension]!r}. "
                f"Known: {', '.join(levels)}."
            )
    return MoodSound(**{field.name: row[field.name] for field in fields(MoodSound)})
