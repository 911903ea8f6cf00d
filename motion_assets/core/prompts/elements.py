"""Elements: which parts of the music a prompt names, and which of them alone it allows.

Put the reading of drums, bass, pads and melodies here, once it is known which words speak of
music at all. The words are in ``vocabulary.sound_elements``; what is ruled out by a negation is
read in ``negation``.
"""

from collections.abc import Sequence
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.index import load_index
from motion_assets.core.prompts.reading import Negation
from motion_assets.core.prompts.senses import Mention
from motion_assets.vocabulary.sound_elements import (
    ELEMENT_PARTS,
    ELEMENT_WORDS,
    ELEMENTS,
    PLAIN_PARTS,
    WHOLE_MUSIC,
)

SLOT: Final = "audio_element"

_ALONE: Final = frozenset({"just", "only", "solely", "purely", "merely", "simply"})
_OF_A_PAD: Final = frozenset(
    ["soft", "warm", "lush", "ambient", "airy", "dreamy", "synth", "mellow", "sustained"]
)
_CLOSING: Final = frozenset({"only", "alone"})
_NOTHING_BUT: Final = ("nothing", "but")
_NOT_ALONE: Final = frozenset(
    ["as", "when", "before", "after", "like", "because", "music", "song", "soundtrack", "ambience"]
)
"""Words after which "just" and "only" speak of something else."""
_ADDING: Final = frozenset(
    ["add", "adds", "adding", "added", "plus", "time", "sync", "synced", "synchronized"]
)
_OPENING: Final = frozenset({"with", "plus", "and", "a", "an", "the", "some", "but", "only"})
"""Words that may open a clause that is nothing but a part of the music."""
_OF_SOUND: Final = frozenset({"audio_presence", "audio_tempo", "audio_mood"})
_PLAINLY: Final = PLAIN_PARTS - {"bass", "kick"}
"""Parts that mean nothing else where they are a note of their own."""
_OF_MOOD: Final = frozenset({"mood", "audio_mood", "audio_tempo", "motion_speed"})
_HEARD: Final = frozenset({("audio_presence", "music"), ("audio_presence", "full")})
_LINKS: Final = frozenset({"and", ",", "-", "plus", "with", "a", "an", "the", "some", "or"})
_HEADS: Final = frozenset(words.partition(" ")[0] for words in ELEMENT_WORDS)
"""First words of the names of elements."""
_BETWEEN: Final = 3
"""Words that may stand between "just" or "add" and an element, as in "just a soft piano"."""


def find_elements(
    document: Document, mentions: Sequence[Mention], ruled_out: set[int]
) -> tuple[list[Mention], list[Negation]]:
    """Claims of the elements that a prompt asks for, and what it rules out by asking for no more.

    A word counts where it is read as music, where it follows "just" or "add", where it is listed
    with one that counts, and, unless it may be much else, where its sentence speaks of music.

    ``ruled_out``: tokens of what a negation rules out.
    """
    if _HEADS.isdisjoint(document.words):
        return [], []
    named = [k for k in range(len(document)) if _elements(document, k)]
    if not named:
        return [], []
    refused = [k for k in named if k not in ruled_out and _listed_out(document, k, ruled_out)]
    musical = {k for m in mentions if _HEARD & set(m.claims) for k in range(m.first, m.end)}
    other = _of_other_phrases(mentions)
    free = [
        k
        for k in named
        if document.words[k] not in WHOLE_MUSIC
        and k not in ruled_out.union(refused)
        and (k in musical or k not in other)
    ]
    heard = {document.sentence[k] for k in (*musical, *refused, *ruled_out.intersection(named))}
    moody = {k for m in mentions if _OF_MOOD & dict(m.claims).keys() for k in range(m.first, m.end)}
    told = [
        k
        for k in free
        if k in musical or _is_told(document, k, heard) or _fills_clause(document, k, moody)
    ]
    told += [k for k in free if k not in told and _listed(document, k, told)]
    told.sort()
    negations = [_negation(document, k) for k in refused]
    return [_mention(document, k) for k in told], negations + _left_out(document, told)


def _of_other_phrases(mentions: Sequence[Mention]) -> set[int]:
    """Tokens of phrases of several words that mean something else than a sound."""
    return {
        k
        for m in mentions
        if m.end - m.first > 1 and not any(slot in _OF_SOUND for slot, _ in m.claims)
        for k in range(m.first, m.end)
    }


def _is_told(document: Document, token: int, heard: set[tuple[int, int]]) -> bool:
    """Whether a word means an element for what stands before it, or for the talk of its sentence.

    ``heard``: sentences that speak of music.
    """
    if document.words[token] in PLAIN_PARTS and document.sentence[token] in heard:
        return True
    if _ends_alone(document, token) or _is_held_sound(document, token):
        return True
    if _is_label(document, token) or _is_on_beat(document, token):
        return True
    return any(_told_before(document, token, words) is not None for words in (_ALONE, _ADDING))


def _is_label(document: Document, token: int) -> bool:
    """Whether a word names a field that is switched on, as in "pad: on"."""
    return document.words[token + 1 : token + 3] in ([":", "on"], [":", "yes"])


def _is_on_beat(document: Document, token: int) -> bool:
    """Whether a word is struck on the beat, as in "a kick on every beat"."""
    following = document.words[token + 1 : token + 4]
    return following[:1] == ["on"] and bool({"beat", "beats"} & set(following))


def _fills_clause(document: Document, token: int, moody: set[int]) -> bool:
    """Whether a clause of several is a part of the music and how it sounds.

    ``moody``: tokens that claim a mood or a pace.
    """
    low, high = document.clause[token]
    if not _is_tail(document, token + 1, high):
        return False
    sounding = load_index().classes["sounding"] | ELEMENT_WORDS.keys()
    how = [k for k in range(low, token) if k in moody or document.words[k] in sounding]
    named = low == token and document.words[token] in _PLAINLY
    if low == document.sentence[token][0] and not named and (high == len(document) or not how):
        return False
    if named and low == 0 and high == len(document):
        return False
    return all(k in how or document.words[k] in _OPENING for k in range(low, token))


def _is_tail(document: Document, first: int, high: int) -> bool:
    """Whether a clause ends at ``first``, or goes on with what else is or is not to be heard."""
    rest = [document.words[k] for k in range(first, high) if document.is_word[k]]
    if not rest:
        return True
    opened = rest[0] in {"and", "but", "with"} and len(rest) > 1
    return opened and (rest[1] in {"no", "not", "without"} or rest[-1] in ELEMENT_WORDS)


def _elements(document: Document, token: int) -> tuple[str, ...]:
    """Elements that the word at a token names; none for a part of a name, as in "kick drum"."""
    word = document.words[token]
    before = document.words[token - 1] if token else ""
    if before in ELEMENT_WORDS and word in ELEMENT_PARTS:
        return ()
    after = document.words[token + 1] if token + 1 < len(document) else ""
    return ELEMENT_WORDS.get(f"{word} {after}", ELEMENT_WORDS.get(word, ()))


def _listed_out(document: Document, token: int, ruled_out: set[int]) -> bool:
    """Whether a list goes on with what is ruled out, as the bass in "no drums, bass or vocals"."""
    following = document.words[token + 1 : token + 2]
    closes = following in (["or"], ["nor"])
    return closes and token > 1 and document.words[token - 1] == "," and token - 2 in ruled_out


def _negation(document: Document, token: int) -> Negation:
    start, end = document.span(token, token + 1)
    return Negation(SLOT, document.words[token], start, end, document.prompt[start:end])


def _is_held_sound(document: Document, token: int) -> bool:
    """Whether a pad is one of sound, as a soft one is."""
    if document.words[token] == "drone":
        return document.words[token + 1 : token + 2] in (["pad"], ["pads"])
    pads = document.words[token] in {"pad", "pads"}
    return pads and token > 0 and document.words[token - 1] in _OF_A_PAD


def _told_before(document: Document, token: int, words: frozenset[str]) -> int | None:
    """Token of one of ``words`` shortly before a token, in its clause; None where none is."""
    low = max(document.clause[token][0], token - 1 - _BETWEEN)
    for k in range(token - 1, low - 1, -1):
        if document.words[k] in words:
            return k
        if words is _ALONE and tuple(document.words[max(0, k - 1) : k + 1]) == _NOTHING_BUT:
            return k - 1
        if not document.is_word[k] or document.words[k] in (_NOT_ALONE | ELEMENT_WORDS.keys()):
            return None
    return None


def _listed(document: Document, token: int, told: Sequence[int]) -> bool:
    """Whether only "and" and its like stand between a token and one that counts."""
    return any(
        all(document.words[k] in _LINKS for k in range(min(token, one) + 1, max(token, one)))
        for one in told
    )


def _mention(document: Document, token: int) -> Mention:
    word = document.words[token]
    return Mention(
        first=token,
        end=token + 1,
        claims=tuple((SLOT, element) for element in _elements(document, token)),
        sense=f"{SLOT}.{word}",
        rule="sound.element",
        confidence=0.9,
        reason=f"{word!r} is a part of the music",
    )


def _left_out(document: Document, told: Sequence[int]) -> list[Negation]:
    """Elements that "just piano and pad" or "drums only" leaves out."""
    before = (_told_before(document, one, _ALONE) for one in told)
    begun = next((k for k in before if k is not None), None)
    if begun is None and told and _ends_alone(document, told[-1]):
        begun = told[0]
    if begun is None:
        return []
    kept = {element for k in told for element in _elements(document, k)}
    start, end = document.span(begun, _end_of_alone(document, told[-1]))
    text = document.prompt[start:end]
    return [Negation(SLOT, each, start, end, text) for each in ELEMENTS if each not in kept]


def _ends_alone(document: Document, token: int) -> bool:
    """Whether "only" or "alone" closes the list, as in "drums and bass only"."""
    end = _end_of_alone(document, token)
    if document.words[end : end + 3] in ([",", "nothing", "else"], [",", "no", "more"]):
        return True
    return document.words[end - 1] in _CLOSING and document.clause[token][1] <= end + 1


def _end_of_alone(document: Document, token: int) -> int:
    """Token after an element, the rest of its name, and an "only" that follows it."""
    end = token + 1
    while end < len(document) and document.words[end] in ELEMENT_PARTS:
        end += 1
    return end + (end < len(document) and document.words[end] in _CLOSING)
