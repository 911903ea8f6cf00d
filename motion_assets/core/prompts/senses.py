"""Senses: which meaning of which phrase the words of a prompt have.

Put matching and the choice between senses here. Negation and what happens when several
claims meet belong in ``negation`` and ``resolve``.
"""

from dataclasses import dataclass
from typing import Final

from motion_assets.core.prompts.cues import weigh
from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.index import Index, Phrases
from motion_assets.core.prompts.trie import Claim, Node, Sense

CLAIM_SCORE: Final = 1.0
MARGIN: Final = 0.5
"""A sense is claimed at this score or above, if it leads every other one by the margin."""


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


def _matches(document: Document, first: int, phrases: Phrases) -> list[tuple[int, Node]]:
    """Phrases that start at a token, longest first; hyphens inside a phrase are passed over."""
    starts = [phrases.start(form) for form in document.forms[first]]
    nodes = [node for node in starts if node is not None]
    found: list[tuple[int, Node]] = []
    token = first + 1
    while nodes:
        found += [(token, node) for node in reversed(nodes) if node.senses]
        if token < len(document) and document.words[token] == "-":
            token += 1
        if token >= len(document):
            break
        forms = document.forms[token]
        nodes = [node.next[form] for node in nodes for form in forms if form in node.next]
        token += 1
    found.reverse()
    return found


def _choose(
    document: Document, first: int, end: int, senses: tuple[Sense, ...]
) -> tuple[Sense, float, float]:
    """Best sense with its score and its lead over the next one that claims something else."""
    scored = sorted(
        (
            (sense.prior + weigh(document, first, end, sense.cues), -k, sense)
            for k, sense in enumerate(senses)
        ),
        key=lambda item: item[:2],
        reverse=True,
    )
    best_score, _, best = scored[0]
    rivals = [score for score, _, sense in scored[1:] if sense.claims != best.claims]
    return best, best_score, best_score - max(rivals, default=float("-inf"))


def _reason(document: Document, first: int, end: int, sense: Sense) -> str:
    found = {document.how[k] for k in range(first, end)}
    how = "misspelled, read as" if "repaired" in found else "matches"
    if "lemma" in found and "repaired" not in found:
        how = "is a form of"
    note = f" ({sense.register})" if sense.register != "standard" else ""
    return f"{how} {sense.phrase!r}{note}"


def _confidence(document: Document, first: int, end: int, score: float) -> float:
    repaired = any(document.how[k] == "repaired" for k in range(first, end))
    return round(min(1.0, 0.7 + 0.1 * score) * (0.8 if repaired else 1.0), 2)


def find_mentions(document: Document, index: Index) -> tuple[list[Mention], list[OpenPhrase]]:
    """Phrases with a chosen sense, left to right and not overlapping, and the open ones.

    A sense that asks for nothing still takes its words, so that "traffic light" is no light.
    """
    mentions: list[Mention] = []
    unclear: list[OpenPhrase] = []
    token = 0
    while token < len(document):
        taken = _mention_at(document, token, index, mentions, unclear)
        token = max(taken, token + 1)
    return mentions, unclear


def _mention_at(
    document: Document,
    first: int,
    index: Index,
    mentions: list[Mention],
    unclear: list[OpenPhrase],
) -> int:
    """Token after the phrase taken at ``first``, or ``first`` when none was."""
    for end, node in _matches(document, first, index.phrases):
        sense, score, lead = _choose(document, first, end, node.senses)
        if score < CLAIM_SCORE:
            continue
        if lead < MARGIN:
            readings = tuple(item.sense_id for item in node.senses)
            unclear.append(OpenPhrase(first, end, readings))
            return end
        mentions.append(
            Mention(
                first=first,
                end=end,
                claims=sense.claims,
                sense=sense.sense_id,
                rule=f"lexicon.{sense.table}",
                confidence=_confidence(document, first, end, score),
                reason=_reason(document, first, end, sense),
            )
        )
        return end
    return first
