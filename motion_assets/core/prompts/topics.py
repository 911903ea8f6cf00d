"""Topics: what several words of a prompt have in common without any of them saying it.

Put the counting of topic words here; the words are rows of ``topics.csv``. One word alone says
nothing ("a fern"); two words of a topic do ("ferns, moss and a woodpecker"). Words that are at
home in many topics ("a door") count half and never speak without one that is not. Topics speak
only for slots that nothing else in the prompt fills.
"""

from collections.abc import Iterable
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.index import Index, Topic
from motion_assets.core.prompts.senses import Mention

LEAST_WORDS: Final = 2.0
"""Words from which a topic speaks: two of its own, or one and two that it shares."""
TOPIC_CONFIDENCE: Final = 0.55


def find_topics(
    document: Document, index: Index, filled: set[str], ruled_out: set[int]
) -> dict[str, tuple[float, Mention]]:
    """Claims of topics for slots that are not in ``filled``, with how many words they count.

    For one slot the fullest topic stands.

    Parameters
    ----------
    document
        The prompt.
    index
        The lexicon.
    filled
        Slots that something else in the prompt speaks for.
    ruled_out
        Tokens that a negation rules out.
    """
    live = document.present & index.topics.keys()
    if len(live) < LEAST_WORDS:
        return {}
    places: dict[Topic, dict[str, int]] = {}
    for token, forms in enumerate(document.forms):
        if token in ruled_out or live.isdisjoint(forms):
            continue
        for topic in dict.fromkeys(topic for form in forms for topic in index.topics.get(form, ())):
            if topic.slot not in filled:
                places.setdefault(topic, {}).setdefault(forms[-1], token)
    best: dict[str, tuple[float, Mention]] = {}
    for topic, words in sorted(places.items(), key=lambda item: item[0].number):
        count = _count(document, topic, words.values())
        if count >= LEAST_WORDS and count > best.get(topic.slot, (0.0,))[0]:
            best[topic.slot] = count, _mention(document, topic, sorted(words.values()))
    return best


def _count(document: Document, topic: Topic, tokens: Iterable[int]) -> float:
    """How many words of a topic there are, shared ones as halves; 0 when all are shared."""
    shared = [not topic.weak.isdisjoint(document.forms[token]) for token in tokens]
    return 0.0 if all(shared) else sum(0.5 if each else 1.0 for each in shared)


def _mention(document: Document, topic: Topic, tokens: list[int]) -> Mention:
    words = " + ".join(repr(document.words[token]) for token in tokens)
    return Mention(
        first=tokens[0],
        end=tokens[-1] + 1,
        claims=tuple((topic.slot, value) for value in topic.values),
        sense=f"topic.{topic.slot}.{topic.values[0]}",
        rule="indirect.topic",
        confidence=TOPIC_CONFIDENCE,
        reason=f"words that go together: {words}",
    )
