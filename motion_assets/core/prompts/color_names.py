"""Color names as phrases: the published lists, the primitives and words of the lexicon.

Put which names exist and when they mean a color here. Shading and blending belong in
``colors``.
"""

from functools import cache
from typing import Final

from motion_assets.core.prompts.trie import Sense, phrase_words
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.colors import COLOR_TERMS, PRIMITIVES, published_colors

_BASIC_EXTRA: Final = frozenset(
    [
        "bluish",
        "purplish",
        "reddish",
        "greenish",
        "yellowish",
        "pinkish",
        "brownish",
        "orangish",
        "grayish",
        "whitish",
        "blackish",
        "purply",
        "purpley",
        "bluey",
        "greeny",
        "yellowy",
        "pinky",
        "browny",
        "orangey",
        "reddy",
        "golden",
        "silver",
    ]
)


def name_words(name: str) -> tuple[str, ...]:
    """Words of a color name; the slash of "blue/green" is one, it parts no two colors.

    >>> name_words("blue/grey")
    ('blue', '/', 'gray')
    """
    return tuple(word for part in name.replace("/", " / ").split() for word in _part_words(part))


def _part_words(part: str) -> tuple[str, ...]:
    return ("/",) if part == "/" else phrase_words(part)


@cache
def color_values() -> dict[str, str]:
    """Hex by name in matching spelling; a primitive's own value, then XKCD, come first."""
    table = {name: f"#{r:02x}{g:02x}{b:02x}" for name, (r, g, b) in PRIMITIVES.items()}
    for color in published_colors():
        table.setdefault(" ".join(name_words(color.name)), color.hex)
    for color in published_colors():
        if color.spoken:
            table.setdefault(" ".join(name_words(color.spoken)), color.hex)
    for row in lexicon.read_table("color_words"):
        if row["hex"]:
            table.setdefault(" ".join(phrase_words(row["name"])), row["hex"])
    return table


def color_terms() -> frozenset[str]:
    """Single words that mean a color wherever they stand."""
    return COLOR_TERMS | _BASIC_EXTRA


def color_sense(name: str) -> Sense:
    """The sense of a name of ``color_values``; names of things need a color around them."""
    prior, cues = _prior_and_cues(name)
    return Sense(
        phrase=name,
        sense_id=f"color.{name.replace(' ', '_')}",
        claims=(("colors", color_values()[name]),),
        prior=prior,
        cues=cues,
        register="standard",
        table="colors",
    )


def _prior_and_cues(name: str) -> tuple[float, str]:
    row = _rows().get(name)
    if row is None:
        words = name.split()
        is_color = not color_terms().isdisjoint(words) or len(words[-1]) > 1 < len(words)
        row = _rows()["*color" if is_color else "*noun"]
    elif row["kind"]:
        row = _rows()[f"*{row['kind']}"]
    return float(row["prior"]), row["cues"]


@cache
def _rows() -> dict[str, dict[str, str]]:
    return {
        r["name"] if r["name"].startswith("*") else " ".join(phrase_words(r["name"])): r
        for r in lexicon.read_table("color_words")
    }
