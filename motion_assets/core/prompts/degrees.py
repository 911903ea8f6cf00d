"""Degrees: how strongly something is asked for ("very", "barely", "as bright as possible").

Put words of degree here; they are rows of ``degrees.csv``. A degree belongs to the claim
beside it, never to the whole prompt.
"""

from functools import cache
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.senses import Mention
from motion_assets.core.prompts.trie import phrase_words
from motion_assets.vocabulary import lexicon

REACH: Final = 2
"""Words that may stand between a degree and what it belongs to ("a very, very slow pan")."""


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    by_word: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for row in lexicon.read_table("degrees"):
        for phrase in lexicon.expand(row["phrase"]):
            words = phrase_words(phrase)
            by_word.setdefault(words[0], []).append((words, row["level"], row["side"]))
    for rows in by_word.values():
        rows.sort(key=lambda item: -len(item[0]))
    return by_word


def _belongs_to(mentions: list[Mention], first: int, end: int, side: str) -> Mention | None:
    for mention in mentions:
        if mention.negated or not mention.claims:
            continue
        gap = mention.first - end if side == "before" else first - mention.end
        inside = mention.first <= first and end <= mention.end
        if 0 <= gap <= REACH or (inside and mention.claims[0][0] != "colors"):
            return mention
    return None


def find_degrees(document: Document, mentions: list[Mention]) -> list[Mention]:
    """Degrees that stand beside a claim, each as a claim of the slot ``intensity``."""
    found: list[Mention] = []
    token = 0
    while token < len(document):
        rows = _phrases().get(document.words[token], ())
        step = 1
        for words, level, side in rows:
            end = document.end_of(token, words)
            if end is None:
                continue
            owner = _belongs_to(mentions, token, end, side)
            if owner is None:
                continue
            found.append(
                Mention(
                    first=token,
                    end=end,
                    claims=(("intensity", level),),
                    sense=f"degree.{level}",
                    rule="degree",
                    confidence=0.8,
                    reason=f"degree of {owner.claims[0][1]!r}",
                )
            )
            step = end - token
            break
        token += step
    return found
