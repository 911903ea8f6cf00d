"""Travel: which way the subjects of a prompt go, told apart from what the camera does.

Put here how a verb of travel finds what moves and where it goes. Verbs are the classes ``travel``
and ``travel-...``, ways the rows of ``ways.csv``. Moves of the camera belong in ``camera``.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from motion_assets.core.prompts.cues import camera_is_subject, is_adverb
from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.index import load_index
from motion_assets.core.prompts.senses import Mention
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.forms import FORM_WORDS

SLOT: Final = "motion_direction"
TRAVEL: Final = "travel"
"""Rule of the claims that are made here."""

_CAMERA: Final = frozenset({"camera_motion", "camera_direction"})
_REACH: Final = 9
"""Words after a verb within which its way is told."""
_WORD: Final = re.compile(r"[a-z]+")
_LITTLE: Final = frozenset(
    ["a", "an", "the", "and", "in", "on", "of", "its", "their", "to", "from", "at", "by", "into"]
)
_OWN_WAY: Final = "travel-"
"""Classes of verbs that name their way themselves: ``travel-vertical`` holds "fall"."""
_LINKS: Final = frozenset({"and", "or", "that", "which", "who", "then", "-", "both", "all"})
_WATCHERS: Final = frozenset({"we", "you", "viewer", "shot", "view", "frame", "drone"})
_PREPOSITIONS: Final = frozenset({"up", "down"})
_SCREENS: Final = frozenset({"screen", "frame", "picture", "image"})
_MARKS: Final = frozenset({",", ":", "("})
_NO_TRAVEL: Final = frozenset(
    ["asleep", "love", "apart", "in", "of", "short", "for", "behind", "silent", "by", "out", "off",
     "across", "on", "upon", "over", "through", "and", "back", "above"]
)  # fmt: skip
"""Words after which a verb that names its way means something else, as in "falls asleep"."""
_PLACES: Final = frozenset({"in", "by", "across", "on", "upon", "over", "through", "above", "for"})
"""Those after which a shape still goes its way: night falls on a town, dots fall on it."""


@cache
def _ways() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Wordings of ways right after a verb, with the direction of each, in file order."""
    groups = str.maketrans({"{": "(?:", "}": ")"})
    return tuple(
        (re.compile(rf"(?:{row['phrase'].translate(groups)})(?= |$)"), row["value"])
        for row in lexicon.read_table("ways")
    )


@cache
def _way_words() -> frozenset[str]:
    """Words of which every wording of a way holds one: all but the little ones."""
    rows = lexicon.read_table("ways")
    return frozenset(word for row in rows for word in _WORD.findall(row["phrase"])) - _LITTLE


@cache
def _verbs() -> dict[str, str]:
    """Words of travel with the way that each names itself, empty where it names none."""
    classes = load_index().classes
    found = dict.fromkeys(classes["travel"] | classes["travelnoun"], "")
    for name, words in classes.items():
        if name.startswith(_OWN_WAY):
            found |= dict.fromkeys(words, name.removeprefix(_OWN_WAY))
    return found


def find_travel(document: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """A claim of a direction for every verb of travel whose subject is not the camera.

    The claim replaces moves of the camera that were read in its words: "dots drifting left" say
    nothing of a camera.
    """
    stays = _find_stays(document, mentions)
    verbs = _verbs()
    if document.present.isdisjoint(verbs):
        return stays
    told = _told_at_length(mentions)
    found: list[Mention] = []
    for token, forms in enumerate(document.forms):
        own = next((verbs[form] for form in forms if form in verbs), None)
        if own is None:
            continue
        noun = document.words[token] in load_index().classes["travelnoun"]
        claim = _way_of(document, token, own)
        if claim is None or _is_told_else(told, token, claim):
            continue
        alone = claim[1] == token + 1
        if _subject_travels(document, token, mentions, alone=alone) or (
            noun and _is_apart(document, token, mentions)
        ):
            found.append(_mention(document, token, SLOT, *claim))
    return found + stays


def _find_stays(document: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """Claims of no speed for what stays where it is: "triangles stay still"."""
    classes = load_index().classes
    if document.present.isdisjoint(classes["still"]):
        return []
    found: list[Mention] = []
    for token in range(1, len(document)):
        if document.words[token] not in classes["still"]:
            continue
        verb = token - 1
        while verb > document.clause[token][0] and is_adverb(document, verb):
            verb -= 1
        stays = document.is_any(verb, classes["stay"])
        if stays and _subject_travels(document, verb, mentions):
            found.append(_mention(document, verb, "motion_speed", "static", token + 1))
    return found


def _told_at_length(mentions: Sequence[Mention]) -> dict[int, str]:
    """Directions by the tokens of phrases of several words that name them."""
    return {
        k: dict(m.claims)[SLOT]
        for m in mentions
        if SLOT in dict(m.claims) and m.end - m.first > 1
        for k in range(m.first, m.end)
    }


def _is_told_else(told: dict[int, str], first: int, claim: tuple[str, int]) -> bool:
    """Whether a phrase names the direction, at the verb, further on or another one."""
    value, end = claim
    return (
        first in told or end in told or any(told.get(k, value) != value for k in range(first, end))
    )


def _is_apart(document: Document, noun: int, mentions: Sequence[Mention]) -> bool:
    """Whether a noun of travel stands in words of its own, without a camera before it."""
    if document.words[noun + 1] in _PREPOSITIONS:
        return False
    before = range(document.clause[noun][0], noun)
    return not any(_is_camera(document, k, mentions) for k in before)


def _way_of(document: Document, token: int, own: str) -> tuple[str, int] | None:
    """Direction of a verb with the token after the words that tell it; None without one."""
    told = _told_way(document, token + 1)
    if told is not None or not own:
        return told
    after = document.words[token + 1] if token + 1 < document.clause[token][1] else ""
    stops = (load_index().classes["det"] - {"one", "all", "both", "each"}) | _NO_TRAVEL
    if token > document.clause[token][0] and document.words[token - 1] in FORM_WORDS:
        stops -= _PLACES
    paired = token > 0 and document.words[token - 1] in {"and", "or"}
    if paired or not _is_verb(document, token):
        return None
    return None if after in stops else (own, token + 1)


def _is_verb(document: Document, token: int) -> bool:
    """Whether a word that may be a noun is a verb: "dots sink", but not "a gray sink"."""
    if document.words[token].endswith(("ing", "s", "ed")):
        return True
    before = document.words[token - 1] if token > document.clause[token][0] else ""
    causes = load_index().classes["causing"]
    low = document.clause[token][0]
    return before.endswith("s") or any(word in causes for word in document.words[low:token])


def _told_way(document: Document, first: int) -> tuple[str, int] | None:
    """The way that stands at ``first``, past adverbs, with the token after it."""
    last = min(document.clause[first - 1][1], first + _REACH)
    if _way_words().isdisjoint(document.words[first:last]):
        return None
    while first < last and _passes(document, first):
        first += 1
    words = document.words[first:last]
    text = " ".join(words)
    for pattern, value in _ways():
        hit = pattern.match(text)
        if hit is not None:
            end = first + len(hit.group().split())
            return None if _opens_place(document, end) else (value, end)
    return None


def _opens_place(document: Document, end: int) -> bool:
    """Whether the way before ``end`` opens a place: "down the street", "to the left of a rock"."""
    if end >= document.clause[end - 1][1]:
        return False
    place = document.words[end : end + 3]
    if not _SCREENS.isdisjoint(place):
        return False
    if place[0] == "of":
        return True
    return document.words[end - 1] in _PREPOSITIONS and place[0] in load_index().classes["det"]


def _passes(document: Document, token: int) -> bool:
    """Whether a word only says how something goes, and no way."""
    word, classes = document.words[token], load_index().classes
    if word in classes["small"] - _LINKS or any(way.fullmatch(word) for way, _ in _ways()):
        return False
    return is_adverb(document, token) or word in classes["pace"]


def _subject_travels(
    document: Document, verb: int, mentions: Sequence[Mention], *, alone: bool = False
) -> bool:
    """Whether what stands before a verb is a thing that travels, and no camera.

    ``alone``: the verb itself names its way, as it does in "hearts soar" of what does not.
    """
    token = verb - 1
    low = document.clause[verb][0]
    helpers = load_index().classes["helper"]
    while token >= low and (
        document.words[token] in _LINKS
        or document.words[token] in helpers
        or _passes(document, token)
    ):
        token -= 1
    if token < low:
        return _goes_on(document, verb, low, mentions)
    if _is_camera(document, token, mentions) or document.words[token] in {"to", "not", "no"}:
        return False
    if document.is_any(token, load_index().classes["untravelled"]):
        return False
    if alone and document.is_any(token, load_index().classes["unrisen"]):
        return False
    if _finite_of_camera(document, verb, mentions):
        return False
    small = load_index().classes["small"] - {"they", "it", "everything", "them"}
    return document.is_word[token] and document.words[token] not in small


def _goes_on(document: Document, verb: int, low: int, mentions: Sequence[Mention]) -> bool:
    """Whether a verb after a comma or "and" goes on about a thing named before it."""
    opened = verb == document.sentence[verb][0] or low == document.sentence[verb][0]
    if opened or document.words[low - 1] not in _MARKS | {"and"}:
        return False
    if not document.words[verb].endswith(("ing", "s")):
        return False
    before = _clause_before(document, low)
    return bool(before) and not any(_is_camera(document, k, mentions) for k in before)


def _clause_before(document: Document, low: int) -> range:
    """Tokens of the clause before the one at ``low``, past clauses that only say where."""
    start = document.sentence[low][0]
    first, end = document.clause[low - 1]
    while first > start and document.words[first] in load_index().classes["camprep"]:
        first, end = document.clause[first - 1]
    return range(first, end)


def _finite_of_camera(document: Document, verb: int, mentions: Sequence[Mention]) -> bool:
    """Whether a verb is the first one of a camera that is the subject of its clause."""
    if document.words[verb].endswith("ing") or not camera_is_subject(document, verb):
        return False
    cameras = load_index().classes["cameranoun"]
    nouns = [k for k in range(document.clause[verb][0], verb) if document.is_any(k, cameras)]
    moves = (m for m in mentions if "camera_motion" in dict(m.claims))
    return bool(nouns) and not any(nouns[-1] < m.end and m.first < verb for m in moves)


def _is_camera(document: Document, token: int, mentions: Sequence[Mention]) -> bool:
    """Whether a token is a camera, who looks through it, or a move of it."""
    if document.is_any(token, load_index().classes["cameranoun"] | _WATCHERS):
        return True
    return any(
        m.first <= token < m.end and not _CAMERA.isdisjoint(dict(m.claims)) for m in mentions
    )


def with_travel(
    document: Document, mentions: list[Mention], travel: list[Mention]
) -> list[Mention]:
    """Mentions and travel, without moves and directions that were read in the words of a travel."""
    if not travel:
        return [m for m in mentions if not _of_blend(document, m)]
    covered = {k for m in travel for k in range(m.first, m.end)}
    replaced = _CAMERA | {SLOT, "view"}
    kept = [m for m in mentions if m.first not in covered or replaced.isdisjoint(dict(m.claims))]
    return [m for m in kept if not _of_blend(document, m)] + travel


def _of_blend(document: Document, mention: Mention) -> bool:
    """Whether a direction is that of a gradient: "blending from left to right"."""
    if all(slot != SLOT for slot, _ in mention.claims):
        return False
    classes = load_index().classes
    blends = classes["shiftverb"] - classes["travel"] - {"goes", "going"}
    return document.is_any(mention.first - 1, blends)


def _mention(document: Document, first: int, slot: str, value: str, end: int) -> Mention:
    words = " ".join(document.words[first:end])
    return Mention(
        first=first,
        end=end,
        claims=((slot, value),),
        sense=f"travel.{value}",
        rule=TRAVEL,
        confidence=0.85,
        reason=f"{words!r} tells of what stands before it, not of the camera",
    )
