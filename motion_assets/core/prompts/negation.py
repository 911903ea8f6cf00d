"""Negation: what a prompt rules out, reduces or replaces.

Put cues of negation and their scope here; the cue words are rows of ``negators.csv``. What the
words of a negation mean, and what is left without it, belongs in ``refused``.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.fields import labels
from motion_assets.core.prompts.index import load_index
from motion_assets.core.prompts.reading import Negation
from motion_assets.core.prompts.refused import (
    MAKING,
    names_of,
    opposite_of,
    opposites,
    possible_value,
    refused_claims,
)
from motion_assets.core.prompts.senses import Mention
from motion_assets.core.prompts.trie import phrase_words
from motion_assets.vocabulary import lexicon

MAX_SCOPE_WORDS: Final = 8
_NAME_WORDS: Final = 3
"""Words of a name that holds an "and"."""
_PLACES: Final = frozenset({"in", "on", "at", "near", "behind", "under", "from"})
_EMPTY: Final = frozenset({"none", "off", "no", "nothing", "zero", "without", "never"})
"""Values of a field that say that there is none of it."""
_SWITCHED: Final = frozenset({"off", "none"})
"""Cues after what they rule out that mean something else elsewhere."""
_HOLDING: Final = frozenset({"keep", "leave", "keeping", "leaving"})
_OPENING: Final = _HOLDING | _EMPTY
_SCREEN: Final = frozenset(
    ["screen", "frame", "shot", "view", "picture", "image", "video", "clip", "scene", "it", "this"]
)
_MOVES_AND_SOUNDS: Final = frozenset(
    ["camera_motion", "motion_speed", "motion_smoothness", "audio_presence"]
)
"""Slots that "minimal" and "little" reduce; elsewhere they are a look or a size."""
_SLIGHT_REACH: Final = 2
"""Words after "minimal" within which what it reduces begins."""
_AGAIN: Final = frozenset({"no", "not", "without", "never"})
"""Words after "and" that open a negation of their own."""
_ORDERS: Final = frozenset({"skip", "omit", "avoid", "exclude"})
_SUBJECTS: Final = frozenset({"he", "she", "they", "we", "i", "you"})
_BEING: Final = frozenset({"is", "are", "was", "were", "be", "being", "should", "must"})
_SCREEN_LINKS: Final = frozenset({"of", "the", "this", "our", "your", "my"})


@dataclass(frozen=True, slots=True)
class Negator:
    """A cue in tokens ``first`` to ``end - 1``; ``kind`` says what it does.

    ``noun`` rules out the phrase after it, ``value`` only what is a claim or could be one,
    ``after`` what stands before it ("music off"), ``apart`` what stands inside it ("keep text
    off the screen"), ``slight`` only movement and sound ("minimal shaking"), ``nobody`` people;
    ``field`` the label before it ("music: none"); ``none`` is a cue that rules out nothing
    ("no doubt").
    """

    first: int
    end: int
    kind: str


@cache
def _negator_phrases() -> tuple[dict[tuple[str, ...], str], frozenset[str], int]:
    """Kind by phrase, the words that phrases begin with, and the most words of one."""
    kinds: dict[tuple[str, ...], str] = {}
    for row in lexicon.read_table("negators"):
        for phrase in lexicon.expand(row["phrase"]):
            kinds.setdefault(phrase_words(phrase), row["kind"])
    return kinds, frozenset(words[0] for words in kinds), max(map(len, kinds))


def find_negators(document: Document) -> list[Negator]:
    """Cues of negation, left to right, the longest at each place."""
    kinds, heads, most = _negator_phrases()
    if heads.isdisjoint(document.words) and _OPENING.isdisjoint(document.words):
        return []
    found: list[Negator] = []
    token = 0
    for first, word in enumerate(document.words):
        if first < token:
            continue
        apart = _apart_end(document, first) if word in _HOLDING else None
        if apart is not None:
            found.append(Negator(first, apart, "apart"))
            token = apart
        elif word in _EMPTY and _label_of(document, first) is not None:
            token = document.clause[first][1]
            found.append(Negator(first, first + 1, "field"))
        elif word in _ORDERS and _has_subject(document, first):
            continue
        elif word in heads and (hits := document.phrases_at(first, kinds, most)):
            # "No time" rules out nothing, but a hyphen makes it another word: "no time-lapse".
            joined = [hit for hit in hits if document.words[hit[0] : hit[0] + 1] != ["-"]]
            token, kind = (joined or hits)[0]
            found.append(Negator(first, token, kind))
    return found


def _label_of(document: Document, token: int) -> tuple[int, int] | None:
    """Label of the field whose whole value is the word at ``token``."""
    low, high = document.clause[token]
    if low != token or any(document.is_word[low + 1 : high]):
        return None
    return next((label for label in labels(document) if label[1] == token - 1), None)


def _has_subject(document: Document, token: int) -> bool:
    """Whether a verb tells what somebody does, as in "boys skip stones", and orders nothing."""
    if token <= document.clause[token][0]:
        return False
    before = document.words[token - 1]
    classes = load_index().classes
    polite = before in classes["skip"] or before in classes["small"]
    return before in _SUBJECTS or (document.is_word[token - 1] and not polite)


def _apart_end(document: Document, token: int) -> int | None:
    """Token after "keep ... off the screen", "leave ... out"; None without its end."""
    limit = min(document.clause[token][1], token + MAX_SCOPE_WORDS)
    for k in range(token + 2, limit):
        if document.words[k] in {"off", "out"}:
            after = [w for w in document.words[k + 1 : limit] if w not in _SCREEN_LINKS]
            return k + 1 if not after or after[0] in _SCREEN else None
    return None


def _scope_end(
    document: Document, start: int, mentions: dict[int, Mention], *, lenient: bool
) -> int:
    """Token after the phrase that a cue at the tokens before ``start`` rules out.

    ``lenient`` passes over "make it look" as in "don't make it look scary".
    """
    classes = load_index().classes
    stops, fillers = classes["negstop"], classes["negskip"]
    token, limit = start, min(document.sentence[start - 1][1], start + MAX_SCOPE_WORDS)
    while token < limit and (
        document.words[token] in fillers or (lenient and document.words[token] in MAKING)
    ):
        token += 1
    if token < limit and token in mentions and _is_sign(document, token):
        return token + 1
    while token < limit:
        mention = mentions.get(token)
        if mention is not None and token + 1 < mention.end:
            token = min(mention.end, limit)
            continue
        word = document.words[token]
        if word == "of" and document.words[token - 1] in classes["measure"]:
            token += 1
            continue
        if word == "and" and token + 1 < limit and document.words[token + 1] in _AGAIN:
            break
        if word in _AGAIN and token > start:
            break
        joined = word in {"or", "nor"} or (word == "and" and _continues(document, token, limit))
        if not joined and (not document.is_word[token] or word in stops):
            if word == "-":
                token += 1
                continue
            break
        token += 1
    return token


def _is_sign(document: Document, token: int) -> bool:
    """Whether a token is a picture, which stands for a thing as a noun does."""
    return not document.is_word[token] and not document.words[token].isascii()


def _continues(document: Document, token: int, limit: int) -> bool:
    """Whether "and" adds a further noun to what is ruled out, not a new wish."""
    stops = load_index().classes["np"] | load_index().classes["pace"]
    following = token + 1
    return following < limit and document.words[following] not in stops


def _joined_tokens(document: Document, inside: list[Mention]) -> set[int]:
    """Tokens of "and" that are part of a name, as in "black and white"."""
    return {
        k
        for m in inside
        for k in range(m.first + 1, m.end - 1)
        if document.words[k] == "and" and m.end - m.first == _NAME_WORDS
    }


def _noun_phrases(
    document: Document, start: int, end: int, joined: set[int]
) -> list[tuple[int, int]]:
    """The phrases between "or", "nor" and "and", without quantifiers and measure words.

    A phrase ends where what it stands in begins: "no wind in the trees" rules out wind.
    """
    classes = load_index().classes
    pronouns = classes["pronoun"]
    parts: list[tuple[int, int]] = []
    first = start
    for token in range(start, end + 1):
        parted = token < end and document.words[token] in {"or", "nor", "and"}
        if token == end or (parted and token not in joined):
            low = first
            while low < token and (
                document.words[low] in classes["negskip"]
                or document.words[low] in classes["measure"]
                or document.words[low] == "of"
            ):
                low += 1
            stop = next((k for k in range(low + 1, token) if document.words[k] in _PLACES), token)
            if low < stop and not pronouns.issuperset(document.words[low:stop]):
                parts.append((low, stop))
            first = token + 1
    return parts


def _value(document: Document, first: int, end: int) -> str:
    return " ".join(document.words[k] for k in range(first, end) if document.is_word[k])


def _sign_value(mentions: list[Mention], token: int) -> str:
    """What the picture at a token stands for: the first value that it claims."""
    return next((m.claims[0][1] for m in mentions if m.first == token and m.claims), "")


def _axis(mentions: list[Mention], first: int, end: int) -> str | None:
    inside = [m for m in mentions if first <= m.first and m.end <= end and m.claims]
    return inside[-1].claims[0][0] if inside else None


def _negation(document: Document, mentions: list[Mention], first: int, end: int) -> Negation:
    start, stop = document.span(first, end)
    value = _value(document, first, end) or _sign_value(mentions, first)
    return Negation(
        axis=_axis(mentions, first, end),
        value=value or document.words[first],
        start=start,
        end=stop,
        text=document.prompt[start:stop],
        claims=refused_claims(document, mentions, first, end),
    )


def _scope_before(document: Document, cue: Negator, mentions: list[Mention]) -> tuple[int, int]:
    """The phrase that a cue after it rules out: "music off", "shake-free"."""
    end = cue.first
    if document.words[cue.first] in _SWITCHED and not _is_switched(document, cue.first, mentions):
        return 0, 0
    if end > 0 and document.words[end - 1] == "-":
        end -= 1
    elif cue.kind == "suffix":
        return 0, 0
    while end > document.sentence[cue.first][0] and document.words[end - 1] in _BEING:
        end -= 1
    if end <= document.sentence[cue.first][0]:
        return 0, 0
    before = [m.first for m in mentions if m.end == end]
    return (before[0] if before else end - 1), end


def _is_switched(document: Document, token: int, mentions: list[Mention]) -> bool:
    """Whether "off" switches off what stands before it, unlike in "a boat sails off".

    A verb of switching stands before it, or the clause is no more than the thing itself.
    """
    low, high = document.clause[token]
    if any(document.is_any(k, load_index().classes["switchverb"]) for k in range(low, token)):
        return True
    before = [m for m in mentions if m.end == token and m.claims]
    named = before or bool(names_of(document, token - 1, token) & opposites().keys())
    links = load_index().classes["small"]
    opened = low if not before else before[0].first
    return bool(named) and all(
        document.words[k] in links or not document.is_word[k]
        for k in [*range(low, opened), *range(token + 1, high)]
    )


def _scope(document: Document, cue: Negator, mentions: list[Mention]) -> tuple[int, int]:
    """Token range that a cue rules out; empty when it rules out nothing."""
    if cue.kind in {"after", "suffix"}:
        return _scope_before(document, cue, mentions)
    if cue.kind == "field":
        return _label_of(document, cue.first) or (0, 0)
    if cue.kind == "apart":
        return cue.first + 1, cue.end - 1
    by_token = {m.first: m for m in mentions}
    return cue.end, _scope_end(document, cue.end, by_token, lenient=cue.kind == "value")


def _rule_out(
    document: Document, mentions: list[Mention], cue: Negator
) -> tuple[list[Negation], list[Mention]]:
    if cue.kind == "nobody":
        start, stop = document.span(cue.first, cue.end)
        text = document.prompt[start:stop]
        return [Negation(axis=None, value="people", start=start, end=stop, text=text)], []
    first, end = _scope(document, cue, mentions)
    if end <= first:
        return [], []
    inside = [m for m in mentions if cue.first < m.first < end and first < m.end and m.claims]
    if cue.kind in {"after", "suffix", "field"}:
        inside = [m for m in mentions if first <= m.first < end and m.claims]
    negations: list[Negation] = []
    added: list[Mention] = []
    if cue.kind == "slight":
        near = first + _SLIGHT_REACH
        inside = [m for m in inside if m.claims[0][0] in _MOVES_AND_SOUNDS and m.first < near]
        parts = list(dict.fromkeys((m.first, m.end) for m in inside))[:1]
    elif cue.kind == "value":
        parts = list(dict.fromkeys((m.first, m.end) for m in inside))[:2]
        parts = parts or possible_value(document, first, end)
    else:
        parts = _noun_phrases(document, first, end, _joined_tokens(document, inside))
    for low, high in parts:
        negations.append(_negation(document, mentions, low, high))
        opposite = opposite_of(document, (low, high), (cue.first, cue.end), inside)
        if opposite is not None:
            added.append(opposite)
    for mention in inside:
        mention.negated = True
    return negations, added


def _is_exception(
    document: Document, cue: Negator, negations: list[Negation], mentions: list[Mention]
) -> bool:
    """Whether "except" lets back in, as in "silence except for rain" and "no sound but rain"."""
    if document.words[cue.first] not in {"except", "excepting"}:
        return False
    low = document.starts[document.sentence[cue.first][0]]
    return any(item.start >= low for item in negations) or any(
        m.end <= cue.first and ("audio_presence", "silence") in m.claims for m in mentions
    )


def _set_aside(document: Document, mentions: list[Mention], cues: list[Negator]) -> None:
    """Mark what something is only compared with, as in "darker than a cave".

    It is not asked for, and not ruled out either.
    """
    if "than" not in document.words:
        return
    in_cues = {k for cue in cues for k in range(cue.first, cue.end)}
    for token, word in enumerate(document.words):
        if word != "than" or token in in_cues:
            continue
        end = _scope_end(document, token + 1, {}, lenient=False)
        for mention in mentions:
            if token < mention.first < end:
                mention.negated = True


def apply_negation(
    document: Document, mentions: list[Mention], cues: list[Negator]
) -> tuple[list[Negation], list[Mention]]:
    """Mark what is ruled out as negated; return negations and claims that follow from them."""
    negations: list[Negation] = []
    added: list[Mention] = []
    _set_aside(document, mentions, cues)
    for cue in cues:
        if cue.kind == "none" or _is_exception(document, cue, negations, mentions):
            continue
        more, claims = _rule_out(document, mentions, cue)
        negations += [item for item in more if item not in negations]
        added += claims
    return negations, added
