"""Shades: every way to say a color as field words before a known color name.

Put the building of shaded phrases and the color each one stands for here. Which phrase a grid
color gets is decided in ``base_names``; the words are rows of ``vocabulary.field_words``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from motion_assets.core.registries.colorspace import (
    Floats,
    fit_gamut,
    oklch_of_rgb,
)
from motion_assets.vocabulary.colors import (
    COLOR_NOUNS,
    COLOR_TERMS,
    OPACITY_WORDS,
    PRIMITIVES,
    PublishedColor,
    Rgb,
)
from motion_assets.vocabulary.field_words import SHADING_WORDS, FieldWord, field_words

_LONGEST_HEAD: Final = 2

# CIEDE2000 that a phrase of so many words has to be nearer than a phrase of two.
_LENGTH_PLAINNESS: Final = {2: 0.0, 3: 1.2, 4: 3.0}

# A word whose color lies this far (OKLab chroma) outside what can be shown promises too much.
_GAMUT_SLACK: Final = 0.05

# Two words that start alike say the same thing twice: "dusky dusk blue".
_ROOT_LENGTH: Final = 4

# "Grayish" says nothing about a name that is a gray already.
_NEUTRAL: Final = frozenset(("gray", "black", "white"))


@dataclass(frozen=True, slots=True, eq=False)
class Shades:
    """Shaded phrases with the color each stands for.

    ``phrases`` are distinct; ``rgb`` is float64 of shape (phrases, 3), 0..255; ``plainness`` is
    float64 of shape (phrases,), 0 for a field word before a basic color word and more for what
    is longer or rarer, in units of CIEDE2000.
    """

    phrases: tuple[str, ...]
    rgb: Floats
    plainness: Floats


@dataclass(frozen=True, slots=True)
class _Head:
    """A name that may be shaded; ``bare`` is what is said of it after "reddish" and the like.

    "Amethyst purple" is said "reddish amethyst", since "reddish" tells that it is a color.
    """

    name: str
    bare: str
    rgb: Rgb

    @property
    def words(self) -> list[str]:
        return self.name.split()


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """Heads under the same field words: ``lch`` is OKLCh of shape (heads, 3)."""

    words: tuple[str, ...]
    heads: tuple[_Head, ...]
    lch: Floats
    tinted: bool  # under a word in -ish

    def phrase(self, head: _Head) -> str:
        return " ".join((*self.words, head.bare if self.tinted else head.name))


def shades_of(published: Sequence[PublishedColor]) -> Shades:
    """Every phrase of one tone, one tint, or a tone and a tint before a published name.

    Phrases that are themselves published, that start like an opacity, that say a thing twice or
    that promise a color no screen shows are left out.
    """
    heads = _heads(published)
    colors = np.array([head.rgb for head in heads], dtype=np.float64)
    plain = _Batch((), heads, oklch_of_rgb(colors), tinted=False)
    tones = [word for word in field_words() if word.kind == "tone"]
    tinted = [_shade(plain, word) for word in field_words() if word.kind == "tint"]
    batches = [_shade(batch, word) for word in tones for batch in (plain, *tinted)] + tinted
    return _collect(batches, {color.spoken for color in published} | set(PRIMITIVES))


def apply_word(word: FieldWord, lch: Floats) -> Floats:
    """OKLCh colors, shape (n, 3), as the field word changes them; not fitted to the gamut."""
    lightness, chroma, hue_deg = lch.T
    shifted = lightness + word.share * (word.toward - lightness)
    hue, tint_hue = np.radians(hue_deg), np.radians(word.hue_deg)
    a = word.chroma_factor * chroma * np.cos(hue) + word.tint * np.cos(tint_hue)
    b = word.chroma_factor * chroma * np.sin(hue) + word.tint * np.sin(tint_hue)
    return np.column_stack((shifted, np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360.0))


def _heads(published: Sequence[PublishedColor]) -> tuple[_Head, ...]:
    """Names that may be shaded; the first list that has a name decides its color."""
    heads: dict[str, _Head] = {}
    for color in published:
        words = color.spoken.split()
        if _may_be_shaded(words):
            known = color.name in COLOR_NOUNS and words[:-1] == [color.name]
            bare = color.name if known else color.spoken
            heads.setdefault(color.spoken, _Head(color.spoken, bare, color.rgb))
    return tuple(heads.values())


def _may_be_shaded(words: list[str]) -> bool:
    shading = SHADING_WORDS | {word.word for word in field_words()}
    shaded = any(word in shading or word.endswith("ish") for word in words)
    return 0 < len(words) <= _LONGEST_HEAD and words[-1] in COLOR_TERMS and not shaded


def _shade(batch: _Batch, word: FieldWord) -> _Batch:
    """The heads of which the word is true, shaded by it."""
    changed = apply_word(word, batch.lch)
    lightness, chroma, _ = changed.T
    true = (
        (lightness >= word.darkest)
        & (lightness <= word.lightest)
        & (chroma >= word.least_chroma)
        & (chroma <= word.most_chroma)
    )
    kept = [i for i in np.flatnonzero(true) if _sounds_right(word, batch.words, batch.heads[i])]
    heads = tuple(batch.heads[i] for i in kept)
    tinted = batch.tinted or word.word.endswith("ish")
    return _Batch((word.word, *batch.words), heads, changed[kept], tinted)


def _sounds_right(word: FieldWord, before: tuple[str, ...], head: _Head) -> bool:
    """Whether a person would put the word before the words and the head."""
    if word.heads and head.words[-1] not in word.heads:
        return False
    if word.kind == "tint" and sum(part in COLOR_TERMS for part in head.words) > 1:
        return False
    if word.word == "grayish" and (before or not _NEUTRAL.isdisjoint(head.words)):
        return False
    return word.word[:_ROOT_LENGTH] not in {part[:_ROOT_LENGTH] for part in (*before, *head.words)}


def _collect(batches: Sequence[_Batch], taken: set[str]) -> Shades:
    """All phrases of all batches that are free and can be shown."""
    heads = [(batch, head) for batch in batches for head in batch.heads]
    phrases = [batch.phrase(head) for batch, head in heads]
    lch = np.concatenate([batch.lch for batch in batches])
    rgb = fit_gamut(lch)
    shown = np.abs(oklch_of_rgb(rgb)[:, 1] - lch[:, 1]) < _GAMUT_SLACK
    free = [phrase not in taken and phrase.split()[0] not in OPACITY_WORDS for phrase in phrases]
    kept = np.flatnonzero(shown & np.array(free))
    plainness = np.array([_plainness(phrases[i], heads[i][1]) for i in kept])
    return Shades(tuple(phrases[i] for i in kept), rgb[kept], plainness)


def _plainness(phrase: str, head: _Head) -> float:
    """Extra distance that a longer or rarer phrase has to make up for; chosen by reading names."""
    rare = 0.0 if head.name in PRIMITIVES else 0.4
    return rare + _LENGTH_PLAINNESS[len(phrase.split())]
