"""Cues: what stands around a phrase and speaks for or against one of its senses.

Put a new kind of cue here. Which cue weighs how much for which sense is written in the
``cues`` column of the lexicon: ``dir:3 det:-2 next=shot|move:2 near=@lightnoun:1``.
"""

from collections.abc import Callable
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.index import load_index
from motion_assets.core.prompts.text import canonical
from motion_assets.errors import UnknownValueError

Cue = Callable[[Document, int, int], bool]

NEAR_WORDS: Final = 4
DIRECTION_REACH: Final = 6
_INDEFINITE: Final = frozenset({"a", "an", "one", "another"})
_SMALL_DEGREES: Final = frozenset({"little", "bit", "tad", "touch"})
"""Nouns that make a degree with an article, as in "a little warm"."""
_NOTE_LINKS: Final = frozenset({"with", "and", "then", "by", "in", "use", "add", "into"})
_WHILE: Final = frozenset({"while", "as", "when"})
_TRAVEL_VERBS: Final = frozenset({"go", "goes", "going", "turn", "turns", "turning"})
_BLEND_LINKS: Final = frozenset({"from", "to", "into"})
_BLEND_ENDS: Final = frozenset(
    ["top", "bottom", "left", "right", "center", "middle", "edge", "edges", "above", "below"]
)
_COLOR_JOINTS: Final = frozenset(
    ["and", "or", "but", "also", "to", "into", "with", "on", "then", "finally", ",", "-", "/", "+"]
)


def _class(name: str) -> frozenset[str]:
    classes = load_index().classes
    if name not in classes:
        raise UnknownValueError(f"no word class {name!r}. Known: {', '.join(classes)}.")
    return classes[name]


def is_adverb(document: Document, token: int) -> bool:
    """Whether a token only says how: an -ly word or one of the class ``skip``."""
    word = document.words[token]
    if word in _class("cammove"):
        return False
    return (word.endswith("ly") and len(word) > 4) or word in _class("skip")  # noqa: PLR2004 - fly


def direction_after(document: Document, end: int) -> int | None:
    """Token of a direction that follows, as in "pan slowly to the left"; None without one.

    "to the left of the house" is a place, not a direction of travel.
    """
    limit = min(document.sentence[end - 1][1], end + DIRECTION_REACH)
    reach, bridges = _class("direction"), _class("bridge")
    for token in range(end, limit):
        word = document.words[token]
        preposition = word == "in" and _opens_phrase(document, token + 1, limit)
        if document.is_any(token, reach) and not preposition:
            following = document.words[token + 1] if token + 1 < len(document) else ""
            return None if following == "of" and word != "out" else token
        if word not in bridges and not is_adverb(document, token):
            return None
    return None


def _opens_phrase(document: Document, token: int, limit: int) -> bool:
    """Whether "in" before ``token`` says where or how, as in "in a circle"."""
    return token < limit and document.words[token] in _class("det")


def camera_is_subject(document: Document, token: int) -> bool:
    """Whether the verb at ``token`` would have the camera as its subject."""
    if document.camera_subject is None:
        document.camera_subject = _camera_subjects(document)
    return document.camera_subject[token]


def _camera_subjects(document: Document) -> list[bool]:
    nouns, joints, others = _class("cameranoun"), _class("joint"), _class("np")
    result = [False] * len(document)
    main = current = False
    for k, word in enumerate(document.words):
        if k == document.sentence[k][0]:
            main = current = False
        if document.is_any(k, nouns):
            main = current = True
        elif not document.is_word[k] or word in {"then", "before", "and"}:
            current = main
        elif word in joints and k + 1 < len(document) and document.words[k + 1] in others:
            current = False
        elif word in _WHILE:
            current = current and _goes_on(document, k + 1)
        result[k] = current
    return result


def _goes_on(document: Document, token: int) -> bool:
    """Whether what follows "while" is a further verb of the same subject: "while panning"."""
    end = document.sentence[token - 1][1]
    while token < end and is_adverb(document, token):
        token += 1
    return token < end and document.words[token].endswith("ing")


def _view_moves(document: Document, first: int, _end: int) -> bool:
    """Whether the subject right before a verb is the picture or who looks: "the shot slowly pans".

    Helping verbs and adverbs may stand between; "we" is whoever watches.
    """
    k, low = first - 1, document.clause[first][0]
    while k >= low and (is_adverb(document, k) or document.words[k] in _class("helper")):
        if document.words[k] == "we":
            return True
        k -= 1
    return k >= low and document.words[k] in _class("viewsubject")


def _start(document: Document, first: int, _end: int) -> bool:
    pace, start = _class("pace"), document.clause[first][0]
    if document.words[start] == "a" and first == start + 2:
        return document.words[start + 1] in _SMALL_DEGREES
    return all(
        is_adverb(document, k) or document.is_any(k, pace) or document.words[k] == "-"
        for k in range(start, first)
    )


def _end(document: Document, first: int, end: int) -> bool:
    last = document.clause[first][1]
    return all(not document.is_word[k] or is_adverb(document, k) for k in range(end, last))


def _directed(document: Document, _first: int, end: int) -> bool:
    return direction_after(document, end) is not None


def _previous(document: Document, first: int) -> str:
    before = document.beside(first, -1)
    return document.words[before] if before >= document.sentence[first][0] else ""


def _following(document: Document, first: int, end: int) -> str:
    after = document.beside(end - 1, 1)
    return document.words[after] if after < document.sentence[first][1] else ""


def token_before(document: Document, first: int) -> int:
    """Token before a phrase in its sentence, past hyphens; -1 without one."""
    before = document.beside(first, -1)
    return before if before >= document.sentence[first][0] else -1


def token_after(document: Document, first: int, end: int) -> int:
    """Token after a phrase in its sentence, past hyphens; -1 without one."""
    after = document.beside(end - 1, 1)
    return after if after < document.sentence[first][1] else -1


def _imperative(document: Document, first: int, end: int) -> bool:
    word = document.words[first]
    if word.endswith("ed") or not _start(document, first, end):
        return False
    while end < document.sentence[first][1] and is_adverb(document, end):
        end += 1
    following = _following(document, first, end)
    return (
        _end(document, first, end)
        or following in _class("camprep")
        or following in {"not", "instead", "then"}
        or _directed(document, first, end)
    )


def _determined(document: Document, first: int, _end: int) -> bool:
    """A determiner before it, with nothing or adjectives of pace between."""
    k, low = first - 1, document.sentence[first][0]
    while k >= low and document.is_any(k, _class("pace")):
        k -= 1
    return k >= low and document.words[k] in _class("det")


def _noted(document: Document, first: int, end: int) -> bool:
    """A move noted down as a thing: "a tilt over ...", "with a slow pan, ..."."""
    k, low = first - 1, document.clause[first][0]
    while k >= low and document.is_any(k, _class("pace")):
        k -= 1
    if k < low or document.words[k] not in _INDEFINITE:
        return False
    opens = k == low or document.words[k - 1] in _NOTE_LINKS
    following = _following(document, first, end)
    return opens and (not following or not following[0].isalpha() or following in _class("camprep"))


def _named(document: Document, first: int, end: int) -> bool:
    """Part of a proper name: capitalized in mid-sentence, or beside another capital."""
    if not document.capital[first]:
        return False
    beside = (
        end < len(document)
        and document.is_word[end]
        and document.capital[end]
        and end < document.sentence[first][1]
    ) or _after_capital(document, first)
    return beside and not _title_case(document)


def _after_capital(document: Document, first: int) -> bool:
    """Whether a capitalized word stands right before, past the full stop of "Mr."."""
    low, before = document.sentence[first][0], first - 1
    if before > low and document.words[before] == ".":
        before -= 1
    return before >= low and document.capital[before]


def _title_case(document: Document) -> bool:
    small = _class("small")
    content = [
        document.capital[k]
        for k, word in enumerate(document.words)
        if document.is_word[k] and word not in small
    ]
    return len(content) > 3 and all(content)  # noqa: PLR2004 - fewer words are a name


def _word(document: Document, first: int, _end: int) -> str:
    return document.words[first]


def _is_plain_word(document: Document, first: int, end: int) -> bool:
    """Whether a content word follows at once, as after an attributive adjective."""
    following = _following(document, first, end)
    return bool(following) and following[0].isalpha() and following not in _class("small")


def _noun_before(document: Document, first: int) -> bool:
    """Whether a content word stands right before, as before a verb with its subject."""
    previous = _previous(document, first)
    return (
        bool(previous)
        and previous[0].isalpha()
        and previous not in _class("small")
        and previous not in _class("pace")
        and not is_adverb(document, first - 1)
    )


def _painted(document: Document, first: int, end: int) -> bool:
    """Whether a color would stand here: before what it can color, after a verb, by a color."""
    return (
        _following(document, first, end) in _class("colorhead")
        or _predicative(document, first, end)
        or _beside_color(document, first, end)
        or _in_blend(document, first, end)
    )


def _in_blend(document: Document, first: int, end: int) -> bool:
    """One end of a gradient or fade: "a gradient from X to Y", "X fading into Y"."""
    if _is_plain_word(document, first, end) and not document.is_any(end, _class("shiftverb")):
        return False
    if _previous(document, first) not in _BLEND_LINKS and _following(document, first, end) != "to":
        return False
    low, high = document.clause[first]
    blends = _class("shiftverb") - _TRAVEL_VERBS
    if any(document.is_any(k, blends) for k in range(low, high)):
        return True
    words = document.words[low:high]
    return "from" in words and "to" in words and not _BLEND_ENDS.isdisjoint(words)


def _predicative(document: Document, first: int, end: int) -> bool:
    """After "is", "looks", "painted" or "in", with no noun after it."""
    k, low = first - 1, document.sentence[first][0]
    while k >= low and is_adverb(document, k):
        k -= 1
    if k < low:
        return False
    if {document.words[k], document.words[max(low, k - 1)]} & _class("paintword"):
        return True
    opens = document.words[k] in _class("be") or document.words[k] in {"in", "all"}
    return opens and not _is_plain_word(document, first, end)


def _told(document: Document, first: int, end: int) -> bool:
    """Named as the color to take: "make it X", "paint the whole wall X", "fade to X"."""
    low, high = document.clause[first]
    last = all(k >= high or is_adverb(document, k) for k in range(end, min(high, end + 2)))
    if not last or first == low:
        return False
    if document.words[first - 1] in {"to", "into"}:
        return document.is_any(first - 2, _class("shiftverb"))
    return first - low > 1 and any(
        document.words[k] in _class("paintverb") for k in range(low, first - 1)
    )


def _beside_color(document: Document, first: int, end: int) -> bool:
    """Another plain color name on either side, past "and", "to", a comma or what it colors.

    Right after a color the word is a thing of that color, as in "a blue watermelon".
    """
    low, high = document.sentence[first]
    before, after = first - 1, end
    while before > low and _passes(document, before):
        before -= 1
    while after < high - 1 and _passes(document, after):
        after += 1
    terms = _class("colorterm")
    return (low <= before < first - 1 and document.words[before] in terms) or (
        after < high and document.words[after] in terms
    )


def _passes(document: Document, token: int) -> bool:
    word = document.words[token]
    return word in _COLOR_JOINTS or word in _class("colorhead")


_STRUCTURAL: Final[dict[str, Cue]] = {
    "cam": lambda d, i, _: camera_is_subject(d, i),
    "view": _view_moves,
    "camany": lambda d, _i, _j: any(d.is_any(k, _class("cameranoun")) for k in range(len(d))),
    "talk": lambda d, i, j: any(
        d.is_any(k, _class("camtalk")) for k in range(len(d)) if not i <= k < j
    ),
    "dir": _directed,
    "start": _start,
    "end": _end,
    "only": lambda d, i, j: _start(d, i, j) and _end(d, i, j),
    "imp": _imperative,
    "det": _determined,
    "pace": lambda d, i, _: i > d.clause[i][0] and d.is_any(i - 1, _class("pace")),
    "noted": _noted,
    "named": _named,
    "ing": lambda d, i, j: _word(d, i, j).endswith("ing"),
    "ed": lambda d, i, j: _word(d, i, j).endswith("ed"),
    "s": lambda d, i, j: _word(d, i, j).endswith("s"),
    "obj": lambda d, i, j: _following(d, i, j) in _class("np"),
    "noun": _is_plain_word,
    "after": lambda d, i, _: _noun_before(d, i),
    "painted": _painted,
    "told": _told,
}


def members(text: str) -> frozenset[str]:
    """Words of a cue such as ``shot|@cammove``, those of classes taken in."""
    found: set[str] = set()
    for part in text.split("|"):
        if part.startswith("@"):
            found |= _class(part[1:])
        else:
            found.add(canonical(part))
    return frozenset(found)


def _lexical(where: str, named: frozenset[str]) -> Cue:
    def inside(document: Document, first: int, end: int, low: int, high: int) -> bool:
        if document.present.isdisjoint(named):
            return False
        return any(document.is_any(k, named) for k in range(low, high) if not first <= k < end)

    ranges: dict[str, Cue] = {
        "near": lambda d, i, j: inside(
            d, i, j, max(d.sentence[i][0], i - NEAR_WORDS), min(d.sentence[i][1], j + NEAR_WORDS)
        ),
        "after": lambda d, i, j: inside(d, i, j, j, min(d.clause[i][1], j + NEAR_WORDS)),
        "before": lambda d, i, j: inside(d, i, j, max(d.clause[i][0], i - NEAR_WORDS), i),
        "clause": lambda d, i, j: inside(d, i, j, *d.clause[i]),
        "sent": lambda d, i, j: inside(d, i, j, *d.sentence[i]),
        "any": lambda d, i, j: inside(d, i, j, 0, len(d)),
    }
    if where not in ranges:
        known = ", ".join(("next", "prev", "is", *ranges))
        raise UnknownValueError(f"no place {where!r} in a cue. Known: {known}.")
    return ranges[where]


def cue_of(name: str, where: str, words: str) -> Cue:
    """The cue of a name, or of a place and its words; UnknownValueError names a bad one."""
    if words:
        return _lexical(where, members(words))
    if name not in _STRUCTURAL:
        raise UnknownValueError(f"no cue {name!r}. Known: {', '.join(_STRUCTURAL)}.")
    return _STRUCTURAL[name]
