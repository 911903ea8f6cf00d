"""Elements of sound: what makes a kick, a snare, a bass, a pad and a melody, in figures.

Put the measurable definition of an element here. Elements are blends: each needs time, so none
is an instant's sound (``cells``). All figures are this project's own, set between what drums
and notes of known make measure.
"""

from types import MappingProxyType
from typing import Final

ELEMENTS: Final = MappingProxyType(
    {
        "kick": "a low sound that falls in pitch and is over within a sixth of a second",
        "snare": "a burst of noise that lasts longer than a click",
        "bass": "a low note that lasts",
        "pad": "a chord that never stops",
        "melody": "notes above the tonic that are struck one after another and die away",
    }
)
"""Elements and what each is."""

_DRUMS: Final = ("kick", "snare")

BEATING: Final = frozenset(ELEMENTS) - {"pad"}
"""Elements that are struck on the beat."""

ELEMENT_WORDS: Final = MappingProxyType(
    {
        **dict.fromkeys(
            ("drum", "drums", "drummer", "drumming", "drumbeat", "drumbeats", "percussion", "beat",
             "beats", "drumline", "beatbox", "beatboxing", "bongo", "bongos", "djembe", "tabla",
             "breakbeat", "breakbeats", "rhythm section"),
            _DRUMS,
        ),
        **dict.fromkeys(("kick", "kicks", "bass drum", "bass drums"), ("kick",)),
        **dict.fromkeys(("snare", "snares"), ("snare",)),
        **dict.fromkeys(("bass", "bassline", "basslines", "808s", "sub-bass"), ("bass",)),
        **dict.fromkeys(
            ("pad", "pads", "strings", "string quartet", "string section", "organ", "choir",
             "choral", "drone", "chords"),
            ("pad",),
        ),
        **dict.fromkeys(
            ("melody", "melodies", "tune", "piano", "pianist", "guitar", "guitarist", "violin",
             "cello", "flute", "harp", "trumpet", "saxophone", "sax", "banjo", "ukulele", "fiddle",
             "clarinet", "oboe", "harmonica", "xylophone", "marimba", "kalimba", "keyboard",
             "glockenspiel", "mandolin", "sitar", "lute", "vibraphone", "whistle", "trombone",
             "harpsichord", "accordion", "bagpipes", "viola", "lyre", "koto", "music box",
             "brass", "horns"),
            ("melody",),
        ),
    }
)  # fmt: skip
"""Words for elements and for instruments that play their part: what is held is a pad, what is
struck or blown note by note a melody."""

WHOLE_MUSIC: Final = frozenset({"tune", "beat", "beats"})
"""Words that mean music as a whole as often as an element, so that they ask for none."""

PLAIN_PARTS: Final = frozenset({"kick", "snare", "bass", "pad", "pads", "drums", "percussion"})
"""Words that mean an element wherever the talk is of music."""

ELEMENT_PARTS: Final = frozenset(
    ["line", "lines", "drum", "drums", "guitar", "track", "part", "parts", "sound", "sounds",
     "notes", "solo", "loop", "loops", "machine", "hit", "hits", "roll", "rolls", "kit", "section",
     "playing", "plays", "music", "synth", "pad", "pads", "melody", "chords", "beat", "beats"]
)  # fmt: skip
"""Words that may follow the word for an element without changing what it means."""

ONSETS_NEEDED: Final = MappingProxyType({"kick": 3, "snare": 4, "bass": 4, "pad": 0, "melody": 6})
"""Beats that a clip has at least which is to show an element: kick and snare play in turn, and
a melody is told where two of its notes differ and nothing cuts them off."""

LEAST_ONSETS: Final = 2
"""kick, snare, bass, melody: onsets that show one; a single hit is no part of the music."""
AUDIBLE_DB: Final = -22.0
"""Least power of an element at its onsets, against the mean of the stretch."""

KICK_HZ: Final = (68.0, 94.0)
BASS_HZ: Final = (42.0, 66.0)
"""Where a kick begins, and where it ends or a bass sounds; both under the lowest tonic that is
played."""
KICK_RISES_DB: Final = 6.0
KICK_ABOVE_BASS_DB: Final = -7.0
"""kick: least rise of the upper band, and least share of it against the lower band; the attack
of a bass alone stays 11 dB or more under it."""
KICK_OF_ALL_DB: Final = -20.0
"""kick: least power of the upper band against all that sounds then; noise has 30 dB less."""

BASS_RISES_DB: Final = 1.2
BASS_FALLS_DB: Final = (4.0, 15.5)
"""bass: its line is louder a sixth of a second after the onset than before it, and falls so far
in the next sixth; a kick falls further, a held note does not."""

SNARE_RISES_DB: Final = 5.0
SNARE_FALLS_DB: Final = 15.0
"""snare: the noise from 9 to 14 kHz is still so far above what was before, and so near to its
height, when a click is over."""

PAD_HELD_DB: Final = 12.0
"""pad: tonic and third are at most so far under their loudest, nine tenths of the time."""

MELODY_HZ: Final = (180.0, 3_000.0)
MELODY_RISES_DB: Final = 6.0
MELODY_FALLS_DB: Final = 4.0
MELODY_SHARE: Final = 0.6
MELODY_PITCHES: Final = 2
"""melody: a line rises so far at an onset, and has fallen so far a quarter of a second later;
it holds so much of the power of all lines that do; least number of different pitches."""
