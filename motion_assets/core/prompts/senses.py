"""Senses: which meaning of which phrase the words of a prompt have.

Put matching and the choice between senses here. Negation and what happens when several
claims meet belong in ``negation`` and ``resolve``.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.index import Index
from motion_assets.core.prompts.phrases import Phrases
from motion_assets.core.prompts.trie import Claim, Node, Sense
from motion_assets.core.prompts.weights import THOUSANDTHS, weigh
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.colors import COLOR_TERMS

CLAIM_SCORE: Final = 1000
MARGIN: Final = 500
"""A sense is claimed at this score or above, if it leads every other one by the margin.

Scores are in thousandths: they add up alike in any order and on any machine.
"""

FIELD_SCORE: Final = 1500
"""What "mood:" before a word adds to its senses that are moods."""

ANY_SLOT: Final = frozenset({"senses", "slang", "collocations", "emoji", "colors"})
"""Tables whose senses stand against those of every other table."""
WORD_TABLES: Final = frozenset({"senses", "collocations", "colors"})
ALL_TABLES: Final = frozenset({*lexicon.PHRASE_TABLES, "colors", "learned"})
LIST_SLOTS: Final = frozenset(
    [
        "lighting",
        "composition",
        "view",
        "setting",
        "theme",
        "mood",
        "audio_mood",
        "style",
        "motion_smoothness",
    ]
)
"""Slots that hold several values at once."""

_OPENERS: Final = frozenset({"the", "a", "an", "no", "without", "zero"})
"""First words of a phrase that belong to what follows, whatever a longer phrase makes of that."""
_COMPOUND_HEADS: Final = frozenset(
    ["music", "news", "video", "action", "light", "sound", "motion", "tracking"]
)
"""Words that open compounds which outweigh what stands before them, as "music" in "music video"."""
_TRADED: Final = frozenset({"genre", "audio_presence", "audio_tempo", "audio_mood"})
"""Slots of what is made and sold; who teaches or sells it shows none of it."""
_LOOKS: Final = frozenset({"lighting", "mood", "style", "colors"})
_COLORS: Final = frozenset({"colors"})
_PLACES: Final = frozenset({"setting"})
_INSIDE: Final = {
    "camera": frozenset({"motion", "technical", "framing"}),
    "setting": _LOOKS,
    "lighting": _PLACES | {"colors"},
    "mood": _PLACES,
    "genre": _PLACES | {"theme"},
    "slang": _PLACES,
    "colors": frozenset({"lighting"}),
    "style": frozenset({"colors", "setting"}),
    "sound": frozenset({"mood"}),
    "collocations": frozenset({"mood"}),
    "framing": frozenset({"mood"}),
    "technical": ALL_TABLES - {"technical", "collocations", "senses"},
}
"""Tables whose phrases are also read inside a phrase of a table, as "neon" in "neon alley"."""


@dataclass(slots=True)
class Mention:
    """A phrase found in tokens ``first`` to ``end - 1`` and the claims it makes."""

    first: int
    end: int
    claims: tuple[Claim, ...]
    sense: str
    rule: str
    confidence: float
    reason: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class OpenPhrase:
    """A phrase whose senses are too close to choose between."""

    first: int
    end: int
    readings: tuple[str, ...]


def find_phrases(document: Document, first: int, phrases: Phrases) -> list[tuple[int, Node]]:
    """Phrases that start at a token, longest first; hyphens inside a phrase are passed over."""
    nodes = [node for form in document.forms[first] if (node := phrases.start(form)) is not None]
    if not nodes:
        return []
    found: list[tuple[int, Node]] = []
    token, count, words = first + 1, len(document.words), document.words
    while nodes:
        found += [(token, node) for node in reversed(nodes) if node.senses]
        if token < count and words[token] == "-":
            token += 1
        if token >= count:
            break
        forms = document.forms[token]
        nodes = [
            following
            for node in nodes
            for form in forms
            if (following := node.step(form)) is not None
        ]
        token += 1
    found.reverse()
    return found


class _Scored(NamedTuple):
    score: int
    sense: Sense


def _switches_off(sense: Sense) -> bool:
    return sense.table == "collocations" and not sense.claims


def _rivals(one: Sense, other: Sense) -> bool:
    """Whether only one of two senses of a phrase can be meant.

    A table speaks for its own slots: a sense that asks for nothing in the table of sounds
    says nothing about settings. The tables in ``ANY_SLOT`` speak for all slots; a collocation
    that asks for nothing switches off its words, not the phrase as a whole.
    """
    if one.table == other.table:
        return True
    if _switches_off(one) or _switches_off(other):
        return one.table in WORD_TABLES and other.table in WORD_TABLES
    if one.table not in ANY_SLOT and other.table not in ANY_SLOT:
        return False
    if not one.claims or not other.claims:
        return True
    return not {slot for slot, _ in one.claims}.isdisjoint(slot for slot, _ in other.claims)


def _agree(one: Sense, other: Sense) -> bool:
    """Whether two close senses can both stand, as moody and melancholy for "gloomy" can."""
    if not one.claims or not other.claims:
        return False
    shared = {slot for slot, _ in one.claims} & {slot for slot, _ in other.claims}
    differing = set(one.claims) ^ set(other.claims)
    return all(slot in LIST_SLOTS for slot, _ in differing if slot in shared)


@lru_cache(maxsize=1024)
def _base(prior: float) -> int:
    return round(prior * THOUSANDTHS)


def _choose(
    document: Document, first: int, end: int, senses: tuple[Sense, ...]
) -> tuple[list[_Scored], list[Sense]]:
    """Senses that are meant, best first, and those too close to choose between."""
    scored = [_Scored(_base(s.prior) + weigh(document, first, end, s.cues), s) for s in senses]
    if first in document.fields:
        scored = _in_field(document.fields[first], scored)
    if len(scored) == 1:
        return (scored if scored[0].score >= CLAIM_SCORE else []), []
    scored.sort(key=lambda item: -item.score)
    meant: list[_Scored] = []
    unclear: list[Sense] = []
    settled: list[Sense] = []
    for place, item in enumerate(scored):
        if item.score < CLAIM_SCORE:
            break
        if any(_rivals(item.sense, other) for other in settled):
            continue
        close = [
            other.sense
            for other in scored[place + 1 :]
            if other.score > item.score - MARGIN
            and other.sense.claims != item.sense.claims
            and _rivals(item.sense, other.sense)
        ]
        settled += [item.sense, *close]
        if all(_agree(item.sense, other) for other in close):
            meant += [item, *(_Scored(item.score - MARGIN, other) for other in close)]
        else:
            unclear += [item.sense, *close]
    return meant, unclear


def _in_field(slots: frozenset[str], scored: list[_Scored]) -> list[_Scored]:
    """Senses for the value of a field: where some speak for its slots, only those."""
    meant = [
        _Scored(item.score + FIELD_SCORE, item.sense)
        for item in scored
        if any(slot in slots for slot, _ in item.sense.claims)
    ]
    return meant or scored


def _reason(found: list[str], sense: Sense) -> str:
    how = "misspelled, read as" if "repaired" in found else "matches"
    if "lemma" in found and "repaired" not in found:
        how = "is a form of"
    note = f" ({sense.register})" if sense.register != "standard" else ""
    return f"{how} {sense.phrase!r}{note}"


@lru_cache(maxsize=4096)
def _confidence(score: int, trust: float, *, repaired: bool) -> float:
    sure = round(min(1.0, 0.7 + 0.1 * score / THOUSANDTHS) * (0.8 if repaired else 1.0), 2)
    return round(sure * trust, 2)


def find_mentions(document: Document, index: Index) -> tuple[list[Mention], list[OpenPhrase]]:
    """Phrases with their chosen senses, left to right, and the open ones.

    A sense that asks for nothing still takes its words, so that "traffic light" is no light.
    A place may hold further claims: "neon alley" is a light and a street.
    """
    mentions: list[Mention] = []
    unclear: list[OpenPhrase] = []
    token = 0
    count, heads = len(document), index.phrases.heads
    while token < count:
        if heads.isdisjoint(document.forms[token]):
            token += 1
            continue
        found = _phrase_at(document, token, index)
        if found is None or _yields(document, token, found, index):
            token += 1
            continue
        if not found[1]:
            found = _without_shared_word(document, token, found, index)
        taken, opened = found
        mentions += taken
        unclear += opened
        _set_traded_aside(document, taken, index)
        end = _end(found)
        if end - token > 1 and not opened:
            mentions += _inner(document, taken, index)
        token = end
    return sorted(mentions, key=lambda item: (item.first, item.end)), unclear


def _without_shared_word(
    document: Document, token: int, found: tuple[list[Mention], list[OpenPhrase]], index: Index
) -> tuple[list[Mention], list[OpenPhrase]]:
    """The phrase at ``token``, or a shorter one where its last word opens a compound.

    In "cinematic music video" the music belongs to the video: a compound binds its words before
    an adjective does.
    """
    last = _end(found) - 1
    if last <= token or document.words[last] not in _COMPOUND_HEADS:
        return found
    following = _phrase_at(document, last, index)
    if following is None or _end(following) <= last + 1:
        return found
    shorter = [item for item in find_phrases(document, token, index.phrases) if item[0] <= last]
    meant = _meant_at(document, token, shorter, ALL_TABLES)
    return found if meant is None else meant


def _set_traded_aside(document: Document, taken: list[Mention], index: Index) -> None:
    """Take away, in place, the claims of what is only dealt in or owns what follows.

    A "music shop" and a "news agency" show neither, nor does "the orchestra's van".
    """
    for item in taken:
        after = document.beside(item.end - 1, 1)
        traded = document.is_any(after, index.classes["tradenoun"])
        traded = traded or document.typed[item.end - 1].endswith("'s")
        if traded and after < document.clause[item.first][1]:
            item.claims = tuple(claim for claim in item.claims if claim[0] not in _TRADED)


def _end(found: tuple[list[Mention], list[OpenPhrase]]) -> int:
    """Token after a phrase; all that is found at one place ends together."""
    return found[0][0].end if found[0] else found[1][0].end


def _yields(
    document: Document, token: int, found: tuple[list[Mention], list[OpenPhrase]], index: Index
) -> bool:
    """Whether a phrase gives way to a longer one: "the ...", and "no motion" to "motion blur"."""
    if document.words[token] not in _OPENERS or token + 1 >= len(document):
        return False
    following = _phrase_at(document, token + 1, index)
    return following is not None and _end(following) > _end(found)


def _phrase_at(
    document: Document, first: int, index: Index, tables: frozenset[str] = ALL_TABLES
) -> tuple[list[Mention], list[OpenPhrase]] | None:
    """The longest phrase of some tables at ``first`` that means something there."""
    if tables is not ALL_TABLES:
        return _meant_at(document, first, find_phrases(document, first, index.phrases), tables)
    if first not in document.phrases_found:
        phrases = find_phrases(document, first, index.phrases)
        document.phrases_found[first] = _meant_at(document, first, phrases, tables)
    found: tuple[list[Mention], list[OpenPhrase]] | None = document.phrases_found[first]
    return found


def _meant_at(
    document: Document, first: int, phrases: list[tuple[int, Node]], tables: frozenset[str]
) -> tuple[list[Mention], list[OpenPhrase]] | None:
    """The first of some phrases at ``first`` that means something there."""
    for end, node in phrases:
        senses = node.senses
        if tables is not ALL_TABLES:
            senses = tuple(sense for sense in senses if sense.table in tables)
        meant, unclear = _choose(document, first, end, senses)
        if not meant and not unclear:
            continue
        opened = [OpenPhrase(first, end, tuple(s.sense_id for s in unclear))] if unclear else []
        return [_mention(document, first, end, item) for item in meant], opened
    return None


def _inner(document: Document, outer: list[Mention], index: Index) -> list[Mention]:
    """Shorter phrases inside a phrase that speaks for other slots than they do."""
    first, end = outer[0].first, outer[0].end
    tables = ALL_TABLES.intersection(*(_tables_inside(item) for item in outer))
    if not tables:
        return []
    filled = {slot for item in outer for slot, _ in item.claims}
    found: list[Mention] = []
    token = first
    heads = index.phrases.heads
    while token < end:
        if heads.isdisjoint(document.forms[token]):
            token += 1
            continue
        inner = _phrase_at(document, token, index, tables)
        items = inner[0] if inner else []
        found += [
            item
            for item in items
            if item.end <= end
            and item.claims
            and filled.isdisjoint(s for s, _ in item.claims)
            and _is_plain(document, item)
        ]
        token = max([token + 1, *(item.end for item in items)])
    return found


def _tables_inside(outer: Mention) -> frozenset[str]:
    """Tables that are read inside a phrase; inside a place that is none, its color is."""
    table = outer.rule.removeprefix("lexicon.")
    if not outer.claims:
        return _COLORS if table == "setting" else frozenset()
    return _INSIDE.get(table, frozenset())


def _is_plain(document: Document, item: Mention) -> bool:
    """Whether a color inside a longer phrase is asked for.

    It is not in "golden hour" and in "black and white".
    """
    if item.claims[0][0] != "colors":
        return True
    around = document.words[max(0, item.first - 2) : item.end + 2]
    if "and" in around or "hour" in around:
        return False
    return item.end - item.first > 1 or document.words[item.first] in COLOR_TERMS


def _mention(document: Document, first: int, end: int, item: _Scored) -> Mention:
    how, sense = document.how[first:end], item.sense
    return Mention(
        first=first,
        end=end,
        claims=sense.claims,
        sense=sense.sense_id,
        rule=f"lexicon.{sense.table}",
        confidence=_confidence(item.score, sense.trust, repaired="repaired" in how),
        reason=_reason(how, sense),
    )
