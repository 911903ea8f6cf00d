"""Resolution: which of the claims found in a prompt stand, slot by slot.

Put rules here for claims that meet: one value or a list, explicit before repaired before
indirect, and a later clause that follows an earlier one.
"""

from collections import defaultdict
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.index import load_index
from motion_assets.core.prompts.senses import Mention
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.cells import sound_key

SINGLE: Final = frozenset(
    {
        "gradient_type",
        "motion_speed",
        "motion_rhythm",
        "motion_direction",
        "motion_acceleration",
        "audio_tempo",
        "genre",
        "plot",
        "intensity",
        "duration_seconds",
    }
)
"""Slots that hold one value unless the prompt tells a sequence."""

IN_TURN: Final = frozenset(
    ["motion_speed", "motion_rhythm", "motion_direction", "audio_tempo", "gradient_type"]
)
"""Single slots that hold one value after the other where a sequence is told."""

SLOT_ORDER: Final = (
    "colors",
    "color_cells",
    "sound_cells",
    "gradient_type",
    "camera_motion",
    "camera_direction",
    "view",
    "motion_speed",
    "motion_smoothness",
    "motion_rhythm",
    "motion_direction",
    "motion_acceleration",
    "lighting",
    "composition",
    "setting",
    "audio_presence",
    "audio_tempo",
    "audio_mood",
    "mood",
    "genre",
    "style",
    "plot",
    "theme",
    "duration_seconds",
    "intensity",
    "negations",
)

_UNEVEN: Final = frozenset({"jerky", "rough"})
_SOUND_MOODS: Final = frozenset(ASPECTS["sound.mood"].values)

SUBJECT_WORDS: Final = 4
"""First words of a sentence that say what it is about."""
_SILENT_CELL: Final = sound_key(0)
_PAUSE: Final = frozenset({"momentarily", "briefly", "moment", "pauses", "pausing"})

ClaimAt = tuple[str, Mention]
"""A value and the mention it comes from."""


def collect(document: Document, mentions: list[Mention]) -> dict[str, list[ClaimAt]]:
    """Values by slot in text order, repeats included, without those that are ruled out."""
    ruled_out = {k for m in mentions if m.negated for k in range(m.first, m.end)}
    by_slot: dict[str, list[ClaimAt]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda item: (item.first, item.end)):
        if mention.negated:
            continue
        for slot, value in mention.claims:
            name = slot
            if slot == "mood" and value in _SOUND_MOODS:
                name = _slot(document, mention, ruled_out) or slot
            by_slot[name].append((value, mention))
    return {slot: by_slot[slot] for slot in SLOT_ORDER if by_slot.get(slot)}


def _slot(document: Document, mention: Mention, ruled_out: set[int]) -> str | None:
    """Where a mood or pace belongs that stands beside words about sound; None: where it is."""
    nouns = load_index().classes["soundnoun"]
    low, high = document.clause[mention.first]
    sound = [k for k in range(low, high) if document.is_any(k, nouns) and k not in ruled_out]
    if not sound:
        start = document.sentence[mention.first][0]
        opening = range(start, min(start + SUBJECT_WORDS, len(document)))
        sound = [k for k in opening if document.is_any(k, nouns) and k not in ruled_out]
    return "audio_mood" if sound else None


def tells_sequence(document: Document) -> bool:
    """Whether the prompt says that one thing follows another."""
    return any(document.is_any(k, load_index().classes["sequence"]) for k in range(len(document)))


def _once(claims: list[ClaimAt]) -> list[ClaimAt]:
    """The first claim of each value."""
    first: dict[str, ClaimAt] = {}
    for claim in claims:
        first.setdefault(claim[0], claim)
    return list(first.values())


def _one(claims: list[ClaimAt]) -> list[ClaimAt]:
    best = max(range(len(claims)), key=lambda k: (claims[k][1].confidence, -k))
    return [claims[best]]


def _audio(claims: list[ClaimAt]) -> list[ClaimAt]:
    """Music with other sounds is a full track; silence yields to any sound asked for."""
    values = {value for value, _ in claims}
    if values == {"silence"}:
        return claims
    heard = [item for item in claims if item[0] != "silence"]
    if "full" in values or ("music" in values and len(heard) > 1):
        first = next((item for item in heard if item[0] == "full"), None)
        if first is not None:
            return [first]
        music = next(item for item in heard if item[0] == "music")
        return [("full", music[1])]
    return heard[:1]


def _smoothness(claims: list[ClaimAt]) -> list[ClaimAt]:
    """Uneven movement is not smooth: the surer of the two stands, with its like."""
    best = _one(claims)[0][0] in _UNEVEN
    return [item for item in claims if (item[0] in _UNEVEN) == best]


def _camera(document: Document, claims: list[ClaimAt]) -> list[ClaimAt]:
    """A pause inside a movement ("then stops") is no static camera."""
    moving = [item for item in claims if item[0] != "static"]
    if not moving or len(moving) == len(claims):
        return claims
    standing = [m for value, m in claims if value == "static" and m.sense == "camera.static_shot"]
    pauses = any(
        document.is_any(k, _PAUSE) for m in standing for k in range(*document.clause[m.first])
    )
    return claims if standing and not pauses and tells_sequence(document) else moving


def resolve(document: Document, by_slot: dict[str, list[ClaimAt]]) -> dict[str, list[ClaimAt]]:
    """The claims that stand, by slot."""
    sequence = tells_sequence(document)
    result: dict[str, list[ClaimAt]] = {}
    for slot, repeated in by_slot.items():
        claims = kept = _once(repeated)
        if slot == "audio_presence":
            kept = claims if sequence and _in_turn(claims) else _audio(claims)
        elif slot == "motion_smoothness":
            kept = _smoothness(claims)
        elif slot == "camera_motion":
            kept = _camera(document, claims)
        elif slot in SINGLE and not (sequence and slot in IN_TURN):
            kept = _one(claims)
        result[slot] = kept
    if any(value != "silence" for value, _ in result.get("audio_presence", ())):
        # The cell of silence stands only where nothing is heard.
        heard = [item for item in result.pop("sound_cells", []) if item[0] != _SILENT_CELL]
        result |= {"sound_cells": heard} if heard else {}
    return result


def _in_turn(claims: list[ClaimAt]) -> bool:
    """Whether silence and sound are both asked for, one after the other."""
    values = [value for value, _ in claims]
    return "silence" in values and len(values) > 1
