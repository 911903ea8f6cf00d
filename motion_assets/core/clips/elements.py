"""Elements: which layers of a track play, by what is asked for and ruled out of them.

Put here what kick, snare, bass, pad and melody do to the choice of a soundtrack. Presence,
tempo and mood are chosen in ``sounding``; how loud a layer is belongs in ``score``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from motion_assets.core.clips.decide import Decider
from motion_assets.core.clips.refusals import ELEMENT
from motion_assets.core.clips.wishes import Wishes
from motion_assets.vocabulary.sound_elements import BEATING, ELEMENTS, ONSETS_NEEDED
from motion_assets.vocabulary.sound_ranges import BEATS_HEARD, PRESENCE_LAYERS

_BEATS: Final = frozenset(
    presence for presence, layers in PRESENCE_LAYERS.items() if BEATING & set(layers)
)
"""Presences that keep a beat."""

_NO_BEAT: Final = "it keeps a beat, and every part that plays one is ruled out"
_NO_CHORD: Final = "it is a held chord, and that is ruled out"
_NO_MOOD: Final = "a mood is heard in held chords, and those are ruled out"


@dataclass(frozen=True, slots=True)
class Parts:
    """Elements that a prompt asks for and rules out.

    ``asked``: those that are not ruled out as well, in the order of the prompt.
    """

    asked: tuple[str, ...]
    ruled_out: frozenset[str]

    @property
    def onsets(self) -> int:
        """Least beats of a clip in which everything asked can be told."""
        return max([BEATS_HEARD, *(ONSETS_NEEDED[element] for element in self.asked)])

    def unfit(self) -> dict[str, str]:
        """Values of presence that cannot be shown, or lack an asked element, with the reason."""
        found: dict[str, str] = {}
        for presence, layers in PRESENCE_LAYERS.items():
            if presence in _BEATS and not self.beats(presence):
                found[presence] = _NO_BEAT
            elif "air" in layers and presence not in _BEATS and "pad" in self.ruled_out:
                found[presence] = _NO_CHORD
        return found

    def beats(self, presence: str) -> bool:
        """Whether a track of a presence keeps a beat."""
        return presence in _BEATS and not self.ruled_out >= BEATING

    def moodless(self, presence: str) -> str | None:
        """Why no mood can be heard in a track of a presence; None where one can."""
        held = "pad" in PRESENCE_LAYERS[presence]
        return _NO_MOOD if held and "pad" in self.ruled_out else None

    def lacking(self, presence: str) -> tuple[str, ...]:
        """Asked elements that a presence has no layer for."""
        layers: Iterable[str] = PRESENCE_LAYERS[presence]
        return tuple(element for element in self.asked if element not in layers)


def parts_of(wishes: Wishes) -> Parts:
    """Elements that a clip is asked to play and not to play."""
    ruled_out = frozenset(each for each in ELEMENTS if wishes.forbids(ELEMENT, each))
    asked = tuple(wish.value for wish in wishes.asked(ELEMENT) if wish.value not in ruled_out)
    return Parts(asked, ruled_out)


def record_elements(decider: Decider, presence: str, *, room: int) -> None:
    """Record the asked elements that a track of a presence plays, and those that it does not.

    ``room``: beats that the clip has.
    """
    parts = parts_of(decider.wishes)
    for wish in decider.wishes.asked(ELEMENT):
        if wish.value in parts.ruled_out:
            decider.decline(wish, "but it is ruled out as well, and what is ruled out is not heard")
        elif wish.value in parts.lacking(presence):
            decider.decline(wish, f"a track of {presence} has no such part")
        elif room < ONSETS_NEEDED[wish.value]:
            decider.decline(wish, f"it is played, and {room} beats are too few to tell it")
        else:
            decider.record(wish)


def leave_elements(decider: Decider, why: str) -> None:
    """Record that no asked element is heard."""
    for wish in decider.wishes.asked(ELEMENT):
        decider.decline(wish, why)
