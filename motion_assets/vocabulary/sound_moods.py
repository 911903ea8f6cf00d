"""Moods of the sound: the rows of ``sound_moods.csv``, one a value of ``sound.mood``.

Put how a mood sounds in the table, never in code. Which way each cue goes (minor, low, rough
and dim for dark moods; major, high, smooth and clear for glad ones; loud for strong, soft for
still ones) follows A. Gabrielsson and E. Lindström, "The role of structure in the musical
expression of emotions", in Handbook of Music and Emotion, 2010; the figures are this project's
own, set so that no two moods sound alike.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, Literal, get_args

from motion_assets.errors import UnknownValueError
from motion_assets.vocabulary.aspects import ASPECTS

Mode = Literal["major", "minor"]
MODES: Final[tuple[Mode, ...]] = get_args(Mode)


@dataclass(frozen=True, slots=True)
class MoodSound:
    """How one mood sounds: mode, tonic, timbre, and the peak level of each layer.

    ``root_hz`` in Hz; everything else in 0..1; the five levels sum to at most 1.
    """

    mood: str
    mode: Mode
    root_hz: float
    brightness: float
    roughness: float
    pad: float
    bass: float
    beat: float
    air: float
    hit: float


@cache
def mood_sounds() -> MappingProxyType[str, MoodSound]:
    """Every row by mood, in the order of ``sound.mood``.

    Raises
    ------
    UnknownValueError
        If the table's moods are not those of ``sound.mood``, or a mode is unknown.
    """
    text = files("motion_assets.vocabulary").joinpath("sound_moods.csv").read_text("utf-8")
    rows = {row["mood"]: _mood_sound(row) for row in csv.DictReader(text.splitlines())}
    wanted = ASPECTS["sound.mood"].values
    if set(rows) != set(wanted):
        odd = sorted(set(rows) ^ set(wanted))
        raise UnknownValueError(
            f"sound_moods.csv and sound.mood differ in {', '.join(odd)}. Give each mood one row."
        )
    return MappingProxyType({mood: rows[mood] for mood in wanted})


def _mood_sound(row: dict[str, str]) -> MoodSound:
    mode = next((mode for mode in MODES if mode == row["mode"]), None)
    if mode is None:
        raise UnknownValueError(
            f"sound_moods.csv: {row['mood']} has mode {row['mode']!r}. Known: {', '.join(MODES)}."
        )
    return MoodSound(
        mood=row["mood"],
        mode=mode,
        root_hz=float(row["root_hz"]),
        brightness=float(row["brightness"]),
        roughness=float(row["roughness"]),
        pad=float(row["pad"]),
        bass=float(row["bass"]),
        beat=float(row["beat"]),
        air=float(row["air"]),
        hit=float(row["hit"]),
    )
