"""Inflection: articles by sound, verb forms and plurals of the words of the grammar.

Put rules of English word forms here; exceptions are rows of ``grammar_forms.csv``.
"""

import re
from collections.abc import Callable
from typing import Final

from motion_assets.vocabulary.grammar import forms

_ARTICLE: Final = re.compile(r"\b([Aa])n?\s+([\w'\u2019-]+)")
_VERB_MARK: Final = "~"
_VOWEL_LETTERS: Final = frozenset("aeiou")
_HISSING: Final = ("s", "x", "z", "ch", "sh")


def article(word: str) -> str:
    """``a`` or ``an``, by the sound that the word begins with.

    >>> [article(word) for word in ("hour", "one-shot", "umbrella", "university", "Owl")]
    ['an', 'a', 'an', 'a', 'an']
    """
    lower = word.lower()
    known = forms("article")
    for part in (lower, lower.split("-")[0], lower.removesuffix("s")):
        if part in known:
            return known[part]
    return "an" if lower[:1] in _VOWEL_LETTERS else "a"


def fix_articles(text: str) -> str:
    """The text with every indefinite article in the form that the next word asks for.

    >>> fix_articles("A old sailor waits a hour for an ferry")
    'An old sailor waits an hour for a ferry'
    """
    return _ARTICLE.sub(
        lambda found: found[1] + article(found[2])[1:] + found[0][_width(found[0]) :], text
    )


def _width(matched: str) -> int:
    """Characters of the article that a match begins with."""
    return len(matched.split(None, 1)[0])


def with_article(phrase: str) -> str:
    """A noun phrase with ``a`` or ``an``, unless it has an article already.

    >>> with_article("upward tilt"), with_article("the passage of time")
    ('an upward tilt', 'the passage of time')
    """
    first = phrase.split(maxsplit=1)[0]
    return phrase if first in {"a", "an", "the"} else f"{article(first)} {phrase}"


def third_person(phrase: str) -> str:
    """A verb phrase in the third person singular: its first word, and words marked with ``~``.

    >>> third_person("carry a crate"), third_person("do a roll"), third_person("sit and ~wait")
    ('carries a crate', 'does a roll', 'sits and waits')
    """
    return _inflected(phrase, lambda verb: _with_s(verb, "s"))


def base_form(phrase: str) -> str:
    """A verb phrase as it stands after a plural.

    >>> base_form("sit and ~wait")
    'sit and wait'
    """
    return phrase.replace(_VERB_MARK, "")


def participle(phrase: str) -> str:
    """A verb phrase in the form that ends in -ing: its first word, and words marked with ``~``.

    >>> participle("tie a knot"), participle("pan left"), participle("shake and ~stop")
    ('tying a knot', 'panning left', 'shaking and stopping')
    """
    return _inflected(phrase, _ing)


def _inflected(phrase: str, change: Callable[[str], str]) -> str:
    first, *rest = phrase.split(" ")
    marked = (change(w[1:]) if w.startswith(_VERB_MARK) else w for w in rest)
    return " ".join([change(first), *marked])


def _ing(verb: str) -> str:
    return forms("ing").get(verb) or f"{verb.removesuffix('e')}ing"


def plural(noun: str) -> str:
    """A noun phrase with its head, the last word, in the plural.

    >>> plural("alley cat"), plural("mouse"), plural("spy"), plural("message in a bottle")
    ('alley cats', 'mice', 'spies', 'messages in a bottle')
    """
    head, between, rest = noun, "", ""
    for mark in (" in ", " with ", " of ", " on "):
        if mark in noun:
            head, between, rest = noun.partition(mark)
            break
    known = forms("plural").get(head) or _plural_head(head)
    return f"{known}{between}{rest}"


def _plural_head(noun: str) -> str:
    *before, last = noun.split(" ")
    return " ".join([*before, forms("plural").get(last) or _with_s(last, "plural")])


def _with_s(word: str, name: str) -> str:
    known = forms(name).get(word)
    if known is not None:
        return known
    if word.endswith(_HISSING):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in _VOWEL_LETTERS:
        return f"{word[:-1]}ies"
    if word.endswith("man") and name == "plural":
        return f"{word[:-3]}men"
    return f"{word}s"
