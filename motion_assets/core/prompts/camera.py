"""Camera statements: which way a named camera movement goes, and what that makes of it.

Put rules about the direction of camera movements here. Whether a word names a camera
movement at all is decided by the senses of ``camera.csv``.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Final

from motion_assets.core.prompts.cues import direction_after, is_adverb
from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.index import load_index
from motion_assets.core.prompts.senses import Mention
from motion_assets.vocabulary import lexicon

DIRECTION: Final = "camera_direction"
BY_DIRECTION: Final = "@direction"
"""Value of a verb of plain travel ("the camera moves"): its direction names the movement."""

_TRAVEL: Final = {
    "in": "dolly",
    "out": "dolly",
    "left": "truck",
    "right": "truck",
    "up": "pedestal",
    "down": "pedestal",
    "clockwise": "arc",
    "counterclockwise": "arc",
}
_TURN: Final = frozenset({"clockwise", "counterclockwise"})
_SIDES: Final = frozenset({"left", "right"})
_HEIGHT: Final = frozenset({"up", "down"})
_DEPTH: Final = frozenset({"in", "out"})
_ALLOWED: Final = {
    "pan": _SIDES | _HEIGHT,
    "whip_pan": _SIDES | _HEIGHT,
    "tilt": _HEIGHT | _SIDES,
    "zoom": _DEPTH,
    "zoom_out": _DEPTH,
    "dolly": _DEPTH | _SIDES,
    "truck": _SIDES,
    "crane": _HEIGHT | _DEPTH,
    "pedestal": _HEIGHT,
    "arc": _TURN | _SIDES,
    "roll": _TURN | _SIDES,
    "rotate": _TURN | _SIDES,
    "tracking": _SIDES | _DEPTH | _HEIGHT,
    "handheld": _DEPTH,
    "birds_eye": _DEPTH | _HEIGHT,
}


_PACES: Final = frozenset({"fast", "slow", "quick", "straight", "right"})
"""Words of pace that may stand between a move and its goal."""
_ENDS: Final = {"top": "up", "bottom": "down"}
"""Words that name a direction only as the end of a way: "from top to bottom"."""
_GOALS: Final = {"toward": "in", "towards": "in", "into": "in", "inside": "in"}
"""Words of a goal: a movement toward something goes in."""
_LINKS: Final = frozenset({"then", "and", "before", ",", "it", "again", "back", "finally"})
"""Words between two directions of one movement, as in "zooms in, then back out"."""


@cache
def _directions() -> dict[str, str]:
    return dict(lexicon.pairs("directions", "word", "value"))


def _value_at(document: Document, token: int) -> str | None:
    return next((d for form in document.forms[token] if (d := _directions().get(form))), None)


def _way_after(document: Document, end: int) -> int | None:
    """Token that a way leads to later in the clause, as in "from left to right".

    What stands behind a verb of travel says where its subject goes, unless that is the camera.
    """
    travels = load_index().classes["travel"]
    last = document.clause[end - 1][1]
    for token in range(end, last - 3):
        if token > end and document.is_any(token, travels):
            return None
        if document.words[token] == "from" and _end_at(document, token + 1):
            for place in (token + 3, token + 4, token + 5):
                links = place < last and document.words[place - 1] in {"to", "the"}
                if links and _end_at(document, place):
                    return place
    return None


def _way_noted(document: Document, end: int) -> int | None:
    """Token that a way leads to in a clause of its own: "a quick pan, left to right"."""
    comma = document.clause[end - 1][1]
    if comma != end + 1 or document.words[end] not in {",", ":", "("}:
        return None
    if comma < len(document):
        last = document.clause[comma][1]
        way = [k for k in range(comma, last) if document.is_word[k]]
        value = way and _value_at(document, way[-1])
        if value and all(document.words[k] in {"to", "the"} for k in way[:-1]):
            return way[-1]
    k = comma + (comma < len(document) and document.words[comma] == "from")
    if k + 2 < len(document) and document.words[k + 1] == "to":
        return k + 2 if _end_at(document, k) and _value_at(document, k + 2) else None
    return None


def _clause_noted(document: Document, end: int) -> int | None:
    """Token of a direction that is all of the next clause: "orbit around the logo, clockwise"."""
    comma = document.clause[end - 1][1]
    if comma >= len(document) or document.words[comma - 1] not in {",", ":", "("}:
        return None
    way = [k for k in range(*document.clause[comma]) if document.is_word[k]]
    return way[0] if len(way) == 1 and _value_at(document, way[0]) else None


def _side_after(document: Document, end: int) -> int | None:
    """Token of the side that a move goes to past its object: "pan over the hills to the left"."""
    travels = load_index().classes["travel"]
    last = document.clause[end - 1][1]
    for token in range(end, last - 2):
        if document.is_any(token, travels) or document.words[token] in {"and", "with"}:
            return None
        if document.words[token : token + 2] == ["to", "the"]:
            side = document.words[token + 2]
            of_place = document.words[token + 3 : token + 4] == ["of"]
            return token + 2 if side in _SIDES and not of_place else None
    return None


def _end_at(document: Document, token: int) -> str | None:
    """Direction that one end of a way names, past an article."""
    if document.words[token] == "the" and token + 1 < len(document):
        token += 1
    return _ENDS.get(document.words[token]) or _value_at(document, token)


def _goal_after(document: Document, end: int) -> int | None:
    """Token of "toward" or "into" right after a movement, which then goes in."""
    limit = min(document.clause[end - 1][1], end + 3)
    for token in range(end, limit):
        if document.words[token] in _GOALS:
            return token
        if not is_adverb(document, token) and document.words[token] not in _PACES:
            return None
    return None


def _phrase_after(document: Document, end: int) -> int | None:
    """Token of a turn, or of the direction in "in a left direction", later in the clause."""
    last = document.clause[end - 1][1]
    for token in range(end, last):
        if _value_at(document, token) in _TURN:
            return token
    for token in range(end, last - 1):
        if document.words[token] == "in" and token + 2 < last:
            for place in (token + 1, token + 2):
                following = document.words[place + 1] if place + 1 < last else ""
                if _value_at(document, place) and following in {"direction", "motion", "manner"}:
                    return place
    return None


_FINDERS: Final[tuple[Callable[[Document, int], int | None], ...]] = (
    _way_after, _way_noted, direction_after, _phrase_after, _goal_after, _side_after, _clause_noted,
)  # fmt: skip
"""What looks for the direction after a move, the surest first."""


def _find_direction(document: Document, mention: Mention) -> int | None:
    for token in range(mention.first, mention.end):
        if document.words[token] != "up" or token > mention.first:
            value = _value_at(document, token)
            if value:
                return token
    places = (find(document, mention.end) for find in _FINDERS)
    found = next((place for place in places if place is not None), None)
    if found is None and mention.first > document.sentence[mention.first][0]:
        before = mention.first - 1
        return before if _value_at(document, before) else None
    return found


def _with_direction(mention: Mention, value: str | None) -> tuple[tuple[str, str], ...]:
    claims: list[tuple[str, str]] = []
    own = dict(mention.claims).get(DIRECTION)
    value = value or own
    for slot, motion in mention.claims:
        if slot == DIRECTION:
            continue
        if slot != "camera_motion":
            claims.append((slot, motion))
            continue
        name: str | None = motion
        if motion == BY_DIRECTION:
            name = _TRAVEL.get(value) if value else None
        elif motion == "zoom" and value == "out":
            name = "zoom_out"
        elif motion == "zoom_out" and value == "in":
            name = "zoom"
        if name is None:
            continue
        claims.append((slot, name))
        way = next((w for w in (value, own) if w and w in _ALLOWED.get(name, frozenset())), None)
        if way is not None:
            claims.append((DIRECTION, way))
    return tuple(claims)


def _turns_back(document: Document, mention: Mention, named: Mention) -> Iterator[Mention]:
    """The same movement in further directions: "pans left, then right", "zooms in and out"."""
    token, limit = mention.end, document.sentence[mention.first][1]
    while token < limit:
        start = token
        while token < limit and (
            document.words[token] in _LINKS or document.words[token].endswith("ly")
        ):
            token += 1
        if token > start and document.words[token : token + 2] == ["to", "the"]:
            token += 2
            if token >= limit:
                return
        if token > start and document.words[token - 1] == "back":
            token -= token == limit or _value_at(document, token) is None
        if start == token or token >= limit:
            return
        value = _value_at(document, token)
        following = document.words[token + 1] if token + 1 < limit else ""
        if value is None or following in {"of", "the", "a"}:
            return
        claims = _with_direction(named, value)
        if (DIRECTION, value) not in claims:
            return
        yield replace(named, first=token, end=token + 1, claims=claims)
        token += 1


def direct_camera(document: Document, mentions: list[Mention]) -> list[Mention]:
    """Add directions to camera movements, in place; return the same movements turned elsewhere.

    "zoom ... out" becomes ``zoom_out``; "the camera moves left" becomes ``truck``; "zooms in,
    then back out" is two movements.
    """
    added: list[Mention] = []
    for mention in mentions:
        if not mention.claims or "camera_motion" not in dict(mention.claims):
            continue
        token = _find_direction(document, mention)
        value = None if token is None else _GOALS.get(document.words[token])
        if token is not None and value is None:
            value = _end_at(document, token)
        named = replace(mention, claims=tuple(c for c in mention.claims if c[0] != DIRECTION))
        mention.claims = _with_direction(mention, value)
        if token is not None and token >= mention.end:
            mention.end = token + 1
        elif token is not None and token < mention.first:
            mention.first = token
        if any(slot == DIRECTION for slot, _ in mention.claims):
            added += _turns_back(document, mention, named)
    if not added:
        return []
    covered = {k for m in mentions for k in range(m.first, m.end) if m.claims}
    return [m for m in added if m.first not in covered]
