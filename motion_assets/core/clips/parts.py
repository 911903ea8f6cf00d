"""Parts: what each part of a clip asks for, where a prompt tells a sequence or lists values.

Put the parting of one prompt into shots here. What a part asks for in the words of the
vocabulary belongs in ``wishes``.
"""

from collections.abc import Iterator
from typing import Final

from motion_assets.core.clips.choices import Choice
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.wishes import (
    VIEW,
    WAY,
    Slots,
    Wishes,
    declined,
    opaque_key,
    wishes_from,
)
from motion_assets.core.prompts.reading import Reading, SlotValue
from motion_assets.vocabulary.aspects import ASPECTS, RECORDED
from motion_assets.vocabulary.slots import (
    CAMERA_WAYS,
    FINER_VALUES,
    FRAMING_OF_VIEW,
    SLOT_ASPECTS,
)

MAX_PARTS: Final = 6
"""Parts of a told sequence that one clip shows; a clip of the usual length has no room for more."""

_FEWEST_PARTS: Final = 2
_OF_A_SHOT: Final = (WAY, "intensity")
_ONE_A_SHOT: Final = frozenset(
    slot
    for slot, aspects in SLOT_ASPECTS.items()
    if all(ASPECTS[aspect].registry == "blended" for aspect in aspects)
    and len(aspects) == 1
    and ASPECTS[aspects[0]].scope == "shot"
)
"""Slots whose values stand for one aspect of a shot."""


def wishes_of_parts(request: ClipRequest, reading: Reading | None) -> tuple[Wishes, ...]:
    """What each part of a clip asks for; one part where nothing follows anything.

    Values of which a shot can show but one, such as two camera moves, follow one another where
    they are only listed too. What is told past `MAX_PARTS` parts is left out; the last part
    says so of every value of it.
    """
    told: tuple[Slots, ...] = ({},)
    if reading is not None:
        told = reading.shots if len(reading.shots) >= _FEWEST_PARTS else (reading.slots,)
    parts = [wishes_from(request, reading, part) for slots in told for part in _in_turn(slots)]
    for number in range(MAX_PARTS, len(parts)):
        parts[MAX_PARTS - 1].left_out += _left_out(parts[number - 1], parts[number], number)
    return tuple(parts[:MAX_PARTS])


def _left_out(before: Wishes, part: Wishes, number: int) -> Iterator[Choice]:
    """What a part that has no room asks for beyond the part before it, as declined choices."""
    why = f"a clip has room for {MAX_PARTS} parts, and this is part {number + 1}"
    new = (
        wish
        for aspect, wishes in part.by_aspect.items()
        for wish in wishes
        if _is_of_part(aspect) and wish.value not in {each.value for each in before.asked(aspect)}
    )
    for wish in new:
        yield declined(wish.aspect, wish.value, f"{wish.reason}; {why}")
    for color in part.colors:
        if color not in before.colors:
            key = opaque_key(color.rgb)
            yield declined("color", key, f"{color.reason}; {why}")
    for slot in _OF_A_SHOT:
        for value, reason in part.slots.get(slot, []):
            if (value, reason) not in before.slots.get(slot, []):
                yield declined(slot, str(value), f"{reason}; {why}")


def _is_of_part(aspect: str) -> bool:
    """Whether parts of a clip may differ in it; the rest is asked of the clip as a whole."""
    known = RECORDED[aspect]
    return known.registry == "narrative" or known.scope == "shot"


def _in_turn(slots: Slots) -> tuple[Slots, ...]:
    """The slots once for every value of the one that lists most values of one aspect."""
    listed: dict[str, list[tuple[SlotValue, ...]]]
    listed = {slot: [(v,) for v in slots[slot]] for slot in slots if slot in _ONE_A_SHOT}
    if _turns_about(slots):
        listed[WAY] = [(way,) for way in slots[WAY]]
    views = _views(slots)
    if len(views) > 1:
        # Every view brings the framing of its own shot.
        slots = {slot: slots[slot] for slot in slots if slot != "framing"}
        listed[VIEW] = views
    listed = {slot: told for slot, told in listed.items() if len(told) > 1 and slot in slots}
    count = max(map(len, listed.values()), default=1)
    return tuple(
        {**slots, **{slot: told[min(i, len(told) - 1)] for slot, told in listed.items()}}
        for i in range(count)
    )


def _views(slots: Slots) -> list[tuple[SlotValue, ...]]:
    """Views that one shot has after the other; those of one framing are one shot.

    Others, such as a dialogue, go with the view before them, or with the first.
    """
    found: list[tuple[SlotValue, ...]] = []
    framings: list[str | None] = []
    for value in slots.get(VIEW, ()):
        framing = FRAMING_OF_VIEW.get(FINER_VALUES[VIEW].get(str(value), str(value)))
        framing = FRAMING_OF_VIEW.get(str(value), framing)
        if found and (framing is None or framings[-1] in {None, framing}):
            found[-1] = (*found[-1], value)
            framings[-1] = framings[-1] or framing
        else:
            found.append((value,))
            framings.append(framing)
    return found


def _turns_about(slots: Slots) -> bool:
    """Whether one camera move is told to go several of its ways, as in "pan left and right"."""
    moves, ways = slots.get("camera_motion", ()), slots.get(WAY, ())
    known = CAMERA_WAYS.get(str(moves[0]), ()) if len(moves) == 1 else ()
    return len(ways) > 1 and all(way in known for way in ways)
