"""Patterns: an unknown word that stands beside the same value in several people's prompts.

Put here what only many prompts together show. One prompt shows nothing; what a prompt says
in so many words is in ``statements``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from motion_assets.core.prompts.learned.counting import near_duplicates
from motion_assets.core.prompts.learned.gates import is_unknown
from motion_assets.core.prompts.learned.rows import Remark, content_words, span_words
from motion_assets.core.prompts.reading import Reading, Unresolved
from motion_assets.vocabulary.learning import PATTERN_PROMPTS, PEOPLE, PromptSource
from motion_assets.vocabulary.slots import NO_WISH

Claim = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ReadPrompt:
    """A prompt that entered, who sent it when, and how the lexicon alone reads it."""

    reading: Reading
    source: PromptSource
    author: str
    at: str


def find_patterns(prompts: Iterable[ReadPrompt]) -> tuple[Remark, ...]:
    """Remarks of prompts that agree on what an unknown word goes with.

    A word counts when people's prompts that are no near duplicates of each other have it right
    beside a value, at least three of them, and beside exactly one value in every prompt that
    has it at all. A capitalized word inside a sentence is a name. Generated prompts count for
    nothing.
    """
    places: dict[str, list[tuple[ReadPrompt, frozenset[Claim]]]] = defaultdict(list)
    for item in sorted(prompts, key=lambda item: (item.at, item.author, item.reading.prompt)):
        if item.source in PEOPLE and item.reading.language == "en":
            for word, claims in _unknown_words(item.reading):
                places[word].append((item, claims))
    found: list[Remark] = []
    for word, seen in sorted(places.items()):
        shared = frozenset.intersection(*(claims for _, claims in seen))
        prompts_of = _independent([item for item, _ in seen])
        if len(shared) == 1 and len(prompts_of) >= PATTERN_PROMPTS:
            ((slot, value),) = shared
            found += [
                Remark(
                    kind="pattern",
                    span=word,
                    slot=slot,
                    value=value,
                    author=item.author,
                    at=item.at,
                    prompt=item.reading.prompt,
                )
                for item in prompts_of
            ]
    return tuple(found)


def _unknown_words(reading: Reading) -> Iterator[tuple[str, frozenset[Claim]]]:
    """Words of a prompt that nothing knows, each with the values that stand right beside it."""
    by_word: dict[str, set[Claim]] = {}
    for item in reading.unresolved:
        words = span_words(item.text)
        if len(words) != 1 or not words[0].isalpha() or not is_unknown(words[0]):
            continue
        if _is_name(reading.prompt, item):
            continue
        by_word.setdefault(words[0], set()).update(_beside(reading, item))
    for word, claims in by_word.items():
        yield word, frozenset(claims)


def _is_name(prompt: str, item: Unresolved) -> bool:
    return prompt[item.start].isupper() and bool(prompt[: item.start].strip())


def _beside(reading: Reading, item: Unresolved) -> Iterator[Claim]:
    for claim in reading.evidence:
        if claim.slot in NO_WISH or not isinstance(claim.value, str):
            continue
        before, after = (claim.end, item.start), (item.end, claim.start)
        for start, end in (before, after):
            if 0 < end - start <= len(" - ") and not reading.prompt[start:end].strip(" -"):
                yield claim.slot, claim.value


def _independent(prompts: Sequence[ReadPrompt]) -> list[ReadPrompt]:
    kept: list[ReadPrompt] = []
    seen: list[frozenset[str]] = []
    for item in prompts:
        words = content_words(item.reading.prompt)
        if not any(near_duplicates(words, other) for other in seen):
            seen.append(words)
            kept.append(item)
    return kept
