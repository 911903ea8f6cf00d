"""Choosing: good prompts to use again, and favoring what was used little or lately.

Put the weighing of candidates here. How many clips exploit is decided in ``explore``; where
clips and counts come from is in ``steps``.
"""

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np

from motion_assets.core.clips.uses import RECENT_SHARE_PCT
from motion_assets.core.prompts.generate.near import Seen, word_set

Item = TypeVar("Item")

RECENT_PROMPTS: Final = 150
EXACT_PCT: Final = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A clip of a prompt, as far as it says whether the prompt is worth using again.

    ``quiet``: nothing can be heard and silence was not asked for. ``names_sound``: the prompt
    asks for something of its sound.
    """

    prompt: str
    precision_pct: float | None
    quality: float
    frozen: bool
    black: bool
    quiet: bool
    names_sound: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """How often a value was used, and how many days ago last; None if that is not known."""

    count: int
    age_days: float | None = None


def good_prompts(made: Sequence[Made]) -> tuple[str, ...]:
    """Prompts whose newest clip shows what was asked and is fit to be seen, each once.

    Fit: moving, not black, audible unless silence was asked, and of at least median quality
    among all clips. ``made`` comes oldest first, and so do the prompts by first use.
    """
    if not made:
        return ()
    median = statistics.median(clip.quality for clip in made)
    newest = {clip.prompt: clip for clip in made}
    return tuple(prompt for prompt, clip in newest.items() if _is_good(clip, median))


def _is_good(clip: Made, median: float) -> bool:
    exact = clip.precision_pct is not None and clip.precision_pct >= EXACT_PCT
    return exact and clip.quality >= median and not (clip.frozen or clip.black or clip.quiet)


def choose_prompts(
    good: Sequence[str], used: Sequence[str], count: int, rng: np.random.Generator
) -> tuple[str, ...]:
    """Prompts to use again, those used little more likely than others.

    ``used``: prompts of all clips so far and under way, oldest first. None of the newest
    ``RECENT_PROMPTS``, the ones chosen here included, comes again while another good one is
    left; then the one that was used longest ago does.

    Examples
    --------
    >>> choose_prompts(["a", "b"], ["a"], 3, np.random.default_rng(1))
    ('b', 'a', 'b')
    """
    line = list(used)
    counts = Counter(line)
    chosen: list[str] = []
    for _ in range(count if good else 0):
        recent = set(line[-RECENT_PROMPTS:])
        fresh = [prompt for prompt in good if prompt not in recent]
        prompt = underused(fresh, counts, rng) if fresh else _longest_ago(good, line)
        chosen.append(prompt)
        line.append(prompt)
        counts[prompt] += 1
    return tuple(chosen)


def underused(items: Sequence[Item], counts: Mapping[Item, int], rng: np.random.Generator) -> Item:
    """One item by the weight 1 / (1 + count)."""
    return _weighted(items, [1.0 / (1 + counts.get(item, 0)) for item in items], rng)


def choose_sound(uses: Mapping[Item, Use], rng: np.random.Generator) -> Item:
    """One sound value: mostly what was heard little, in 35 of 100 cases what was heard lately.

    Weights are 1 / (1 + count) and 1 / (1 + age in days). Where no age is known, what was heard
    little is all there is to go by.
    """
    aged = {item: use.age_days for item, use in uses.items() if use.age_days is not None}
    by_age = int(rng.integers(100)) < RECENT_SHARE_PCT
    if by_age and aged:
        # A clock that was set back makes what was just heard seem to lie ahead.
        weights = [1.0 / (1.0 + max(0.0, age)) for age in aged.values()]
        return _weighted(tuple(aged), weights, rng)
    return underused(tuple(uses), {item: use.count for item, use in uses.items()}, rng)


def unlike(texts: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Texts that are no near duplicate of a known one or of one before them, in order."""
    seen = Seen()
    for text in known:
        seen.add(word_set(text), None)
    kept: list[str] = []
    for text in texts:
        words = word_set(text)
        if seen.nearest(words, None) is None:
            kept.append(text)
            seen.add(words, None)
    return tuple(kept)


def _longest_ago(good: Sequence[str], line: Sequence[str]) -> str:
    """The good prompt whose last use lies furthest back."""
    last = {prompt: place for place, prompt in enumerate(line)}
    return min(good, key=lambda prompt: last.get(prompt, -1))


def _weighted(items: Sequence[Item], weights: Sequence[float], rng: np.random.Generator) -> Item:
    left = float(rng.random()) * sum(weights)
    for item, weight in zip(items, weights, strict=True):
        left -= weight
        if left < 0:
            return item
    return items[-1]
