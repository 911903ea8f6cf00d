"""Indirect wording: claims for what a prompt describes without naming it.

Put the matching of cue rows here, and the choice between them and topics; the rows are
``cues.csv``. They are read only for slots that nothing else in the prompt fills.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from motion_assets.core.prompts.cue_rows import CueAt
from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.index import Index
from motion_assets.core.prompts.senses import Mention
from motion_assets.core.prompts.topics import find_topics
from motion_assets.core.prompts.trie import Claim

CUE_CONFIDENCE: Final = 0.6
_BROAD: Final = {"setting": frozenset({"nature", "outdoor", "exterior", "interior", "indoor"})}
"""Values that leave open which of many is meant: a glacier is nature, and so is a meadow."""
WAY_SLOTS: Final = frozenset(
    {"motion_direction", "gradient_type", "camera_motion", "camera_direction"}
)
"""Slots of which each tells a way: words that name it for one do not describe another."""
_NEGATIVE: Final = frozenset(
    ["no", "not", "never", "nobody", "nothing", "without", "none", "hardly", "don't", "nor", "out"]
)
"""A row that holds one of these speaks of what is ruled out."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Tokens that were read already, so that they describe nothing else.

    ``ruled_out``: those of a negation. ``named``: those of names, as "seaweed green" is no
    seaweed. ``ways``: those that tell a way and so no other one, as "moving diagonally" is no
    gradient. ``moving``: those of a direction of subjects.
    """

    ruled_out: set[int]
    named: set[int]
    ways: set[int]
    moving: set[int]


def _places(document: Document, token: int, cue: CueAt) -> list[int] | None:
    """Tokens, left to right, that answer the groups of a row of which ``token`` holds the key."""
    low, high = document.sentence[token]
    low, high = max(low, token - cue.span), min(high, token + cue.span + 1)
    places = _in_order(document, token, cue, low, high) if cue.in_order else None
    if not cue.in_order:
        places = _in_any_order(document, token, cue, low, high)
    if not places or max(places) - min(places) > cue.span or len(set(places)) < len(places):
        return None
    sentence = range(*document.sentence[token])
    if cue.guards and any(document.is_any(k, cue.guards) for k in sentence):
        return None
    return sorted(places)


def _in_any_order(
    document: Document, token: int, cue: CueAt, low: int, high: int
) -> list[int] | None:
    places = [token]
    for k, group in enumerate(cue.sets):
        if k != cue.key:
            place = _first(document, range(low, high), group)
            if place is None:
                return None
            places.append(place)
    return places


def _in_order(document: Document, token: int, cue: CueAt, low: int, high: int) -> list[int] | None:
    """Places of the groups, each the nearest to the one found before it, outward from the key."""
    places = [token]
    before = after = token
    for group in reversed(cue.sets[: cue.key]):
        place = _first(document, range(before - 1, low - 1, -1), group)
        if place is None:
            return None
        places.append(place)
        before = place
    for group in cue.sets[cue.key + 1 :]:
        place = _first(document, range(after + 1, high), group)
        if place is None:
            return None
        places.append(place)
        after = place
    return places


def _first(document: Document, tokens: Iterable[int], group: frozenset[str]) -> int | None:
    return next((k for k in tokens if not group.isdisjoint(document.forms[k])), None)


def _may_claim(places: list[int], cue: CueAt, ruled_out: set[int]) -> bool:
    """Whether no word of a row is ruled out, unless the row itself speaks of that."""
    if ruled_out.isdisjoint(range(places[0], places[-1] + 1)):
        return True
    return any(not _NEGATIVE.isdisjoint(group) for group in cue.sets)


def find_indirect(
    document: Document,
    index: Index,
    said: set[Claim],
    taken: Taken,
) -> list[Mention]:
    """What cue rows and topics claim for slots that nothing in ``said`` fills, one of them a slot.

    A cue row says more than a topic does, unless the topic has a word more than it has groups.
    A topic also narrows down what was said broadly. Other parameters are those of ``find_cues``.
    """
    filled = {slot for slot, _ in said}
    narrow = {slot for slot, value in said if value not in _BROAD.get(slot, ())}
    cues = find_cues(document, index, filled, taken)
    topics = find_topics(document, index, narrow, taken.ruled_out | taken.named)
    fuller = {
        slot: topic
        for slot, (words, topic) in topics.items()
        if slot not in cues or words > cues[slot][0]
    }
    kept = {slot: cue for slot, (_, cue) in cues.items()} | fuller
    return sorted(kept.values(), key=lambda m: (m.first, m.end))


def find_cues(
    document: Document,
    index: Index,
    filled: set[str],
    taken: Taken,
) -> dict[str, tuple[int, Mention]]:
    """Claims of cue rows for slots that are not in ``filled``, with how many groups they have.

    For one slot the row with the most groups stands; among those the one found first.

    Parameters
    ----------
    document
        The prompt.
    index
        The lexicon.
    filled
        Slots that something else in the prompt speaks for.
    taken
        Tokens that describe nothing else.
    """
    told = _told_rows(document, index, filled)
    found: dict[str, tuple[int, Mention]] = {}
    for token, forms in enumerate(document.forms if told else ()):
        if token in taken.named:
            continue
        for cue in [cue for form in dict.fromkeys(forms) for cue in told.get(form, ())]:
            slot, size = cue.slot, len(cue.sets)
            if slot in found and found[slot][0] >= size:
                continue
            places = _places(document, token, cue)
            if places is None or not taken.named.isdisjoint(places):
                continue
            if slot in WAY_SLOTS and not taken.ways.isdisjoint(places):
                continue
            if slot == "gradient_type" and not taken.moving.isdisjoint(places):
                continue
            if _may_claim(places, cue, taken.ruled_out):
                found[slot] = size, _mention(document, cue, places)
    return found


def _told_rows(document: Document, index: Index, filled: set[str]) -> dict[str, list[CueAt]]:
    """Rows for slots that are not filled and whose every group the prompt holds, by key word."""
    present, cues = document.present, index.cues
    found: dict[str, list[CueAt]] = {}
    for form in present & cues.heads:
        told = [cue for cue in cues.told(form, present) if cue.slot not in filled]
        if told:
            found[form] = told
    return found


def _mention(document: Document, cue: CueAt, places: list[int]) -> Mention:
    words = " + ".join(repr(document.words[place]) for place in places)
    return Mention(
        first=places[0],
        end=places[-1] + 1,
        claims=tuple((cue.slot, value) for value in cue.value.split(";")),
        sense=f"cue.{cue.slot}.{cue.value.split(';')[0]}",
        rule="indirect.cue",
        confidence=CUE_CONFIDENCE,
        reason=f"describes it without naming it: {words}",
    )
