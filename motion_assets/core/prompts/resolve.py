"""Resolution: which of the claims found in a prompt stand, slot by slot.

Put rules here for claims that meet: one value or a list, explicit before repaired before
indirect, and a later clause that follows an earlier one.
"""

from collections import defaultdict
from dataclasses import replace
from functools import cache
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.heading import find_headings
from motion_assets.core.prompts.index import load_index
from motion_assets.core.prompts.senses import Mention
from motion_assets.core.prompts.shots import shot_starts
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.cells import sound_key
from motion_assets.vocabulary.slots import HEADING_SLOT, OWN_SLOTS

MADE: Final = (
    "framing",
    "scene_type",
    "rule_of_thirds",
    "camera_speed",
    "camera_steadiness",
    "color_temperature",
    "contrast_ratio",
    "key_intensity",
    "fill_ratio",
    "rim_strength",
    "ambient_level",
    "transition_type",
    "transition_duration",
    "pacing",
    "cut_frequency",
    "shot_length",
    "shape_overlay",
    "parallax",
    "layer_count",
    "fps",
    "aspect_ratio",
    *OWN_SLOTS,
)
"""Slots about how a clip is made, each named after its aspect."""

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
        *MADE,
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
    "subject_shape",
    "subject_count",
    "background_color",
    "sound_cells",
    "gradient_type",
    "camera_motion",
    "camera_direction",
    "view",
    "motion_speed",
    "motion_smoothness",
    "motion_rhythm",
    "motion_direction",
    HEADING_SLOT,
    "motion_acceleration",
    "lighting",
    "composition",
    "setting",
    "audio_presence",
    "audio_element",
    "audio_tempo",
    "audio_mood",
    "mood",
    "genre",
    "style",
    "plot",
    "theme",
    "duration_seconds",
    *MADE,
    "intensity",
    "negations",
)

_CAMERA_SPEEDS: Final = frozenset(ASPECTS["camera.speed"].values)
_UNEVEN: Final = frozenset({"jerky", "rough"})
_TEMPOS: Final = frozenset(ASPECTS["sound.tempo"].values)
_SOUND_MOODS: Final = frozenset(ASPECTS["sound.mood"].values)

IMPLIED: Final = "implied"
"""Rule of claims that follow from those of another slot."""

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
            if slot == "motion_speed" and value in _TEMPOS and _paces_sound(document, mention):
                name = "audio_tempo"
            by_slot[name].append((value, mention))
    for slot, claims in by_slot.items():
        by_slot[slot] = _without_parts(claims)
    by_slot[HEADING_SLOT] = find_headings(document, by_slot.get("motion_direction", ()))
    add_implied(document, by_slot)
    return {slot: by_slot[slot] for slot in SLOT_ORDER if by_slot.get(slot)}


def _without_parts(claims: list[ClaimAt]) -> list[ClaimAt]:
    """Claims of a slot without those of words inside a longer phrase that has spoken for it.

    Words that describe something without naming it take in others that name it themselves.
    """
    if len(claims) == 1:
        return claims
    phrases = [other for _, other in claims if not other.rule.startswith("indirect")]
    return [
        (value, mention)
        for value, mention in claims
        if not any(_is_part(mention, other) for other in phrases)
    ]


def _is_part(inner: Mention, outer: Mention) -> bool:
    shorter = inner.end - inner.first < outer.end - outer.first
    return shorter and outer.first <= inner.first and inner.end <= outer.end


def _slot(document: Document, mention: Mention, ruled_out: set[int]) -> str | None:
    """Where a mood or pace belongs that stands beside words about sound; None: where it is."""
    nouns = load_index().classes["soundnoun"]
    if document.present.isdisjoint(nouns):
        return None
    low, high = document.clause[mention.first]
    sound = [k for k in range(low, high) if document.is_any(k, nouns) and k not in ruled_out]
    if not sound:
        start = document.sentence[mention.first][0]
        opening = range(start, min(start + SUBJECT_WORDS, len(document)))
        sound = [k for k in opening if document.is_any(k, nouns) and k not in ruled_out]
    return "audio_mood" if sound else None


def _paces_sound(document: Document, mention: Mention) -> bool:
    """Whether a pace is that of an instrument, at most one word on: "a slow mournful cello"."""
    classes, low = load_index().classes, mention.end
    if (
        low < len(document)
        and document.is_word[low]
        and document.words[low] not in classes["small"]
    ):
        moves = document.is_any(low, classes["cammove"])
        limit = document.clause[mention.first][1]
        played = classes["instrument"] | classes["musicnoun"]
        near = any(k < limit and document.is_any(k, played) for k in (low, low + 1))
        return not moves and near
    return False


def tells_sequence(document: Document) -> bool:
    """Whether the prompt says that one thing follows another."""
    index = load_index()
    told = not index.classes["sequence"].isdisjoint(document.present)
    return told or bool(shot_starts(document, index))


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


def _easing(claims: list[ClaimAt]) -> list[ClaimAt]:
    """A movement that both eases in and eases out does the two in one."""
    values = [value for value, _ in claims]
    if "ease_in" in values and "ease_out" in values:
        return [("ease_in_out", claims[values.index("ease_in")][1])]
    return _one(claims)


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


@cache
def _implied() -> dict[tuple[str, str], tuple[str, str]]:
    """Claims that say the same in the words of another slot, from ``implied.csv``."""
    rows = lexicon.read_table("implied")
    return {(r["slot"], r["value"]): (r["implied_slot"], r["implied_value"]) for r in rows}


def add_implied(document: Document, by_slot: dict[str, list[ClaimAt]]) -> None:
    """Add to the claims of some slots what they say about another, in place.

    "warm" light is a color temperature, a close-up is a framing; a slow move of the camera is a
    camera speed where the two words stand together.
    """
    for slot, claims in list(by_slot.items()):
        for value, mention in claims:
            other = _implied().get((slot, value))
            if other is not None:
                _imply(by_slot, other, mention, f"follows from {slot} = {value}")
    moves = [m for value, m in by_slot.get("camera_motion", ()) if value != "static"]
    if not moves:
        return
    of_camera = [
        (value, mention)
        for value, mention in by_slot.get("motion_speed", ())
        if value in _CAMERA_SPEEDS and any(_beside(document, mention, move) for move in moves)
    ]
    for value, mention in of_camera:
        reason = "the speed stands beside a move of the camera"
        _imply(by_slot, ("camera_speed", value), mention, reason)
    _keep_subjects(by_slot, of_camera)


def _keep_subjects(by_slot: dict[str, list[ClaimAt]], of_camera: list[ClaimAt]) -> None:
    """Leave to subjects, in place, a speed of their own: "pan left slow, objects right fast"."""
    travels = by_slot.get("motion_direction", ())
    own = [
        (value, mention)
        for value, mention in by_slot.get("motion_speed", ())
        if (value, mention) not in of_camera
        and any(abs(mention.first - travel.end) <= 1 for _, travel in travels)
    ]
    if own and of_camera:
        by_slot["motion_speed"] = own


def _imply(
    by_slot: dict[str, list[ClaimAt]], claim: tuple[str, str], mention: Mention, reason: str
) -> None:
    slot, value = claim
    found = by_slot.setdefault(slot, [])
    if all(value != known for known, _ in found):
        found.append((value, replace(mention, rule=IMPLIED, reason=reason)))


def _beside(document: Document, speed: Mention, move: Mention) -> bool:
    """Whether a speed stands right beside a move; past a mark only where it stands alone."""
    low, high = min(speed.end, move.end), max(speed.first, move.first)
    between = [k for k in range(low, high) if not _is_length(document, k)]
    if len(between) <= 1 and all(document.is_word[k] for k in between):
        return True
    if move.first > speed.first:
        return len(between) <= 1
    first, end = document.clause[speed.first]
    alone = not any(
        document.is_word[k] for k in (*range(first, speed.first), *range(speed.end, end))
    )
    return alone and document.clause[move.end - 1][1] == first


def _is_length(document: Document, token: int) -> bool:
    """Whether a word is a part of a stated time, as in "pan right 2 s fast"."""
    word = document.words[token]
    return word.isdigit() or word in {"s", "sec", "secs", "second", "seconds"}


def resolve(document: Document, by_slot: dict[str, list[ClaimAt]]) -> dict[str, list[ClaimAt]]:
    """The claims that stand, by slot."""
    sequence = tells_sequence(document)
    result: dict[str, list[ClaimAt]] = {}
    for slot, repeated in by_slot.items():
        claims = kept = [claim for claim in _once(repeated) if _stands(slot, claim, result)]
        if not claims:
            continue
        if slot == "audio_presence":
            kept = claims if sequence and _in_turn(claims) else _audio(claims)
        elif slot == "motion_smoothness":
            kept = _smoothness(claims)
        elif slot == "motion_acceleration":
            kept = _easing(claims)
        elif slot == "camera_motion":
            kept = _camera(document, claims)
        elif slot in SINGLE and not (sequence and slot in IN_TURN):
            kept = _one(claims)
        result[slot] = kept
    _drop_overruled(result)
    if any(value != "silence" for value, _ in result.get("audio_presence", ())):
        # The cell of silence stands only where nothing is heard.
        heard = [item for item in result.pop("sound_cells", []) if item[0] != _SILENT_CELL]
        result |= {"sound_cells": heard} if heard else {}
    return result


def _stands(slot: str, claim: ClaimAt, result: dict[str, list[ClaimAt]]) -> bool:
    """Whether what a claim follows from, where it does, is not given up: see ``add_implied``.

    Slots come before what follows from them, so ``result`` holds them resolved.
    """
    value, mention = claim
    if mention.rule != IMPLIED or slot == "camera_speed":
        return True
    return any(
        (slot, value) == implied and source[1] in (kept for kept, _ in result.get(source[0], ()))
        for source, implied in _implied().items()
    )


def _drop_overruled(result: dict[str, list[ClaimAt]]) -> None:
    """Drop, in place, what a longer phrase says the opposite of: "ignore the rule of thirds"."""
    for (slot, value), (other, implied) in _implied().items():
        if slot not in result or other not in result:
            continue
        longer = [mention for found, mention in result[other] if found != implied]
        if longer:
            result[slot] = [
                claim
                for claim in result[slot]
                if claim[0] != value or not any(_is_part(claim[1], one) for one in longer)
            ]
            if not result[slot]:
                del result[slot]


def _in_turn(claims: list[ClaimAt]) -> bool:
    """Whether silence and sound are both asked for, one after the other."""
    values = [value for value, _ in claims]
    return "silence" in values and len(values) > 1
