"""Shots: the parts of a prompt that follow one another, each with what it asks for.

Put here how a told sequence ("first ..., then ..., finally ...") parts what was read. Which
claims stand at all is decided in ``resolve``.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cache

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.index import Index
from motion_assets.core.prompts.reading import SlotValue

Shot = Mapping[str, tuple[SlotValue, ...]]
Told = tuple[str, SlotValue, int]
"""Slot, value and offset in the prompt of one claim."""
_STARTS = frozenset(
    ["starts", "start", "starting", "begins", "begin", "beginning", "opens", "open", "opening"]
)
_ENDS = frozenset(["ends", "end", "ending", "closes", "finishes"])
_OWNERS = frozenset(["the", "a", "this", "that", "his", "her"])


def shot_starts(document: Document, index: Index) -> list[int]:
    """Offsets in the prompt at which a further shot begins; empty without a sequence.

    A word such as "then" begins a shot, and so does a change such as "turns into", whose own
    words belong to what comes after. "At first" and "in the beginning" close the shot that they
    stand in, so that the next clause begins another.
    """
    if document.shot_starts is None:
        document.shot_starts = _shot_starts(document, index)
    return document.shot_starts


@cache
def _heads(marks: frozenset[str], turns: frozenset[str]) -> frozenset[str]:
    """Words that can begin or close a shot."""
    return marks | turns | _ENDS | {"at", "in", "first", "beginning", "start"}


def _shot_starts(document: Document, index: Index) -> list[int]:
    marks, turns = index.classes["shotmark"], index.classes["shotturn"]
    changes, heads = index.classes["shotchange"], _heads(marks, turns)
    found: list[int] = []
    for k, word in enumerate(document.words):
        if word not in heads:
            continue
        first, last = document.clause[k]
        if word in marks and k > 0 and not _counts(document, k):
            found.append(document.starts[first if _opens(document, first, k) else k])
        elif word in turns and _leads_on(document, k, changes):
            found.append(document.starts[k])
        elif _opens_end(document, k):
            found.append(document.starts[first if _opens(document, first, k) else k])
        elif _closes_opening(document, k) and last < len(document):
            found.append(document.starts[last])
    return sorted({start for start in found if start > document.starts[0]})


def _counts(document: Document, k: int) -> bool:
    """Whether a mark is part of another phrase, as in "the next day" and "next to the door"."""
    following = document.words[k + 1] if k + 1 < len(document) else ""
    if document.words[k] == "next" and following in {"to", "door"}:
        return True
    return document.words[k - 1] in _OWNERS


def _opens(document: Document, first: int, k: int) -> bool:
    """Whether only links stand between the start of the clause and its mark."""
    return all(document.words[j] in {"and", "but"} for j in range(first, k))


def _leads_on(document: Document, k: int, changes: frozenset[str]) -> bool:
    """Whether something stands before a change, and a value to change to after it."""
    low, high = document.sentence[k]
    if not low < k < high - 1:
        return False
    return document.words[k] in changes or document.words[k + 1] in {"to", "into"}


def _opens_end(document: Document, k: int) -> bool:
    """Whether "at the end" or "ends with" begins at ``k``, after something else was told."""
    words = document.words[k : k + 3]
    if words[1:] == ["the", "end"]:
        following = document.words[k + 3] if k + 3 < len(document) else ""
        return words[0] in {"at", "in"} and following != "of" and k > 0
    told = document.words[document.sentence[k][0] : k]
    ends = words[0] in _ENDS and len(words) > 1
    return ends and words[1] in {"with", "on", "in", "as"} and not _STARTS.isdisjoint(told)


def _closes_opening(document: Document, k: int) -> bool:
    """Whether "at first" or "in the beginning" ends at ``k`` and its clause has more before."""
    words, first = document.words, document.clause[k][0]
    if words[k] == "first":
        return k - 2 >= first and words[k - 1] == "at"
    return words[k] in {"beginning", "start"} and k - 3 >= first and words[k - 1] == "the"


def shots_of(told: Iterable[Told], starts: list[int]) -> tuple[Shot, ...]:
    """What each shot asks for, in order; a shot that asks for nothing is left out.

    Parameters
    ----------
    told
        Slot, value and offset in the prompt of each claim that stands, repeats included.
    starts
        Offsets at which further shots begin, rising.

    Examples
    --------
    >>> shots_of([("camera_motion", "pan", 0), ("camera_motion", "tilt", 14)], [10])
    ({'camera_motion': ('pan',)}, {'camera_motion': ('tilt',)})
    """
    shots: list[dict[str, list[SlotValue]]] = [{} for _ in range(len(starts) + 1)]
    for slot, value, start in sorted(told, key=lambda item: item[2]):
        values = shots[bisect_right(starts, start)].setdefault(slot, [])
        if value not in values:
            values.append(value)
    asked = [{slot: tuple(values) for slot, values in shot.items()} for shot in shots if shot]
    return tuple(asked) or ({},)
