"""Refused: what the words of a negation would ask for, and what is left where they are ruled out.

Put the meaning of a phrase that is ruled out here; cues of negation and how far they reach belong
in ``negation``. What is left ("no sound" is silence) are rows of ``opposites.csv``.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.index import load_index
from motion_assets.core.prompts.senses import Mention, find_phrases
from motion_assets.core.prompts.trie import phrase_words
from motion_assets.vocabulary import lexicon

MAKING: Final = frozenset(
    ["make", "let", "get", "it", "this", "them", "feel", "look", "seem", "become", "turn"]
)
"""Words passed over on the way to what is ruled out, as in "don't make it look scary"."""
_MADE_SLOTS: Final = frozenset(
    ["camera_motion", "camera_speed", "camera_steadiness", "camera_direction", "motion_smoothness",
     "motion_rhythm", "motion_direction", "motion_acceleration", "transition_type",
     "cut_frequency", "gradient_type", "shape_overlay", "framing", "view", "composition",
     "lighting", "aspect_ratio", "contrast_ratio", "color_temperature", "pacing"]
)  # fmt: skip
"""Slots about how a clip is made: words for them that are ruled out mean nothing else."""


def refused_claims(
    document: Document, mentions: Sequence[Mention], first: int, end: int
) -> tuple[tuple[str, str], ...]:
    """What a phrase would ask for: by itself, or where it ends with words about how a clip is made.

    "Zooming" alone may be a car; ruled out in a prompt for a clip, it is the camera.
    """
    inside = [m for m in mentions if first <= m.first and m.end <= end and m.claims]
    found = [claim for m in inside for claim in m.claims]
    for low in range(first, end if not found else first):
        for stop, node in find_phrases(document, low, load_index().phrases):
            senses = [sense for sense in node.senses if stop == end and sense.claims]
            made = [s for s in senses if s.claims[0][0] in _MADE_SLOTS]
            if made:
                return max(made, key=lambda sense: sense.prior).claims
    return tuple(dict.fromkeys(found))


@cache
def opposites() -> dict[str, tuple[str, str]]:
    """Slot and value that are left where a phrase is ruled out."""
    result: dict[str, tuple[str, str]] = {}
    for row in lexicon.read_table("opposites"):
        for phrase in lexicon.expand(row["phrase"]):
            result[" ".join(phrase_words(phrase))] = (row["slot"], row["value"])
    return result


def opposite_of(
    document: Document, phrase: tuple[int, int], cue: tuple[int, int], inside: Sequence[Mention]
) -> Mention | None:
    """The claim that follows from ruling a phrase out, where there is just one opposite.

    What is ruled out of one kind only, as in "no fast movement", leaves all other kinds.

    ``phrase``, ``cue``: token ranges; ``inside``: what else the cue rules out.
    """
    first, end = phrase
    for low in range(first, end):
        if any(first <= m.first < low and m.claims for m in inside):
            return None
        found = sorted(names_of(document, low, end) & opposites().keys())
        if found:
            return Mention(
                first=cue[0],
                end=max(end, cue[1]),
                claims=(opposites()[found[0]],),
                sense=f"no.{found[0].replace(' ', '_')}",
                rule="negation.opposite",
                confidence=0.9,
                reason=f"ruling out {found[0]!r} leaves one value",
            )
    return None


def possible_value(document: Document, first: int, end: int) -> list[tuple[int, int]]:
    """The phrase right after "not" or "never" that can be a claim elsewhere, as "never shaky"."""
    index = load_index()
    while first < end and (
        document.words[first] in index.classes["negskip"] or document.words[first] in MAKING
    ):
        first += 1
    if first >= end:
        return []
    for stop in range(end, first, -1):
        if names_of(document, first, stop) & opposites().keys():
            return [(first, stop)]
    for stop, node in find_phrases(document, first, index.phrases):
        if stop <= end and any(sense.claims for sense in node.senses):
            return [(first, stop)]
    return []


def names_of(document: Document, first: int, end: int) -> set[str]:
    """A phrase as typed and with the dictionary form of each word."""
    forms = [document.forms[k] for k in range(first, end) if document.is_word[k]]
    return {" ".join(f[0] for f in forms), " ".join(f[-1] for f in forms)}
