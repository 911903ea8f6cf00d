"""Topics: what several words of a prompt have in common without any of them saying it.

Put the counting of topic words here; the words are rows of ``topics.csv``. One word alone says
nothing ("a fern"); two words of a topic do ("ferns, moss and a woodpecker"). Topics speak only
for slots that nothing else in the prompt fills.
"""

from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.index import Index, Topic
from motion_assets.core.prompts.senses import Mention

LEAST_WORDS: Final = 2
TOPIC_CONFIDENCE: Final = 0.55


def find_topics(
    document: Document, index: Index, filled: set[str], ruled_out: set[int]
) -> list[Mention]:
    """Claims of topics for slots that are not in ``filled``; for one slot the fullest topic stands.

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
    places: dict[Topic, dict[str, int]] = {}
    for token, forms in enumerate(document.forms):
        if token in ruled_out:
            continue
        for topic in dict.fromkeys(topic for form in forms for topic in index.topics.get(form, ())):
            if topic.slot not in filled:
                places.setdefault(topic, {}).setdefault(forms[-1], token)
    best: dict[str, tuple[Topic, list[int]]] = {}
    for topic, words in sorted(places.items(), key=lambda item: item[0].number):
        if len(words) >= max(LEAST_WORDS, len(best.get(topic.slot, (topic, []))[1]) + 1):
            best[topic.slot] = topic, sorted(words.values())
    return [_mention(document, topic, tokens) for topic, tokens in best.values()]


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
