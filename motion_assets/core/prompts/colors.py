"""Colors in a prompt: published names, modified names, hex values and registry names.

Put rules about color words here. Color arithmetic belongs in ``core.registries.colorspace``,
the grid's names in ``core.registries.naming``.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Final

from motion_assets.core.prompts.color_names import color_terms, color_values
from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.senses import Mention
from motion_assets.core.prompts.text import canonical
from motion_assets.core.prompts.words import dictionary
from motion_assets.vocabulary.colors import rgb_of_code

Oklch = tuple[float, float, float]
"""Lightness 0..1, chroma, hue in degrees."""

MODIFIERS: Final[Mapping[str, tuple[float, float, float]]] = {
    # word: (pull of lightness toward 1 or, negative, toward 0; factor on chroma; least chroma)
    "light": (0.35, 0.85, 0.0),
    "lighter": (0.35, 0.85, 0.0),
    "lightish": (0.2, 0.95, 0.0),
    "pale": (0.55, 0.5, 0.0),
    "powder": (0.5, 0.55, 0.0),
    "pastel": (0.5, 0.55, 0.0),
    "soft": (0.3, 0.65, 0.0),
    "baby": (0.4, 0.7, 0.0),
    "frosty": (0.55, 0.35, 0.0),
    "icy": (0.6, 0.4, 0.0),
    "milky": (0.55, 0.45, 0.0),
    "ephemeral": (0.6, 0.3, 0.0),
    "faded": (0.25, 0.5, 0.0),
    "washed": (0.35, 0.45, 0.0),
    "misty": (0.3, 0.4, 0.0),
    "dusty": (0.0, 0.6, 0.0),
    "dusky": (-0.2, 0.55, 0.0),
    "smoky": (-0.15, 0.4, 0.0),
    "smokey": (-0.15, 0.4, 0.0),
    "muted": (0.0, 0.55, 0.0),
    "dull": (-0.05, 0.55, 0.0),
    "grayish": (0.0, 0.4, 0.0),
    "muddy": (-0.2, 0.6, 0.0),
    "dirty": (-0.15, 0.65, 0.0),
    "dark": (-0.4, 0.9, 0.0),
    "darker": (-0.4, 0.9, 0.0),
    "darkish": (-0.2, 0.95, 0.0),
    "deep": (-0.3, 1.05, 0.0),
    "inky": (-0.6, 0.7, 0.0),
    "midnight": (-0.55, 0.8, 0.0),
    "nocturne": (-0.45, 0.5, 0.0),
    "rich": (-0.1, 1.15, 0.1),
    "bright": (0.15, 1.25, 0.15),
    "vivid": (0.0, 1.35, 0.18),
    "vibrant": (0.0, 1.35, 0.18),
    "hyper": (0.0, 1.4, 0.22),
    "intense": (0.0, 1.35, 0.18),
    "saturated": (0.0, 1.35, 0.18),
    "strong": (-0.05, 1.25, 0.15),
    "hot": (0.0, 1.35, 0.2),
    "electric": (0.1, 1.4, 0.2),
    "neon": (0.3, 1.45, 0.24),
    "fluorescent": (0.3, 1.45, 0.24),
    "cyber": (0.2, 1.4, 0.22),
    "acid": (0.2, 1.35, 0.2),
    "ish": (0.1, 0.65, 0.0),
}
"""How a word shades a color that is published without it; chosen by eye on the XKCD survey's
pairs of shaded and plain names."""

_PURE_FACTOR: Final = 1.35
_PURE_PULL: Final = 0.6
"""Words that raise chroma this much move a color this far toward its hue's purest shade."""
_GRAY_CHROMA: Final = 0.02
"""Below this chroma a color has no hue to strengthen."""
_ISH_SHARE: Final = 0.35
"""Share of the first color in "greenish teal"."""


def _to_oklch(value: str) -> Oklch:
    import numpy as np  # noqa: PLC0415 - most prompts need no color arithmetic

    from motion_assets.core.registries.colorspace import oklch_of_rgb  # noqa: PLC0415 - as above

    rgb = np.array(rgb_of_code(value), dtype=np.float64)
    lightness, chroma, hue = (float(x) for x in oklch_of_rgb(rgb))
    return lightness, chroma, hue


def _to_hex(color: Oklch) -> str:
    import numpy as np  # noqa: PLC0415 - most prompts need no color arithmetic

    from motion_assets.core.registries.colorspace import fit_gamut  # noqa: PLC0415 - as above

    rgb = fit_gamut(np.array(color, dtype=np.float64))
    return "#" + "".join(f"{round(float(x) - 1e-6):02x}" for x in np.clip(rgb, 0.0, 255.0))


@lru_cache(maxsize=360)
def _purest_lightness(hue_deg: int) -> float:
    """Lightness at which a hue shows its highest chroma on a screen, to a fiftieth."""

    def reach(step: int) -> float:
        shown = _to_oklch(_to_hex((step / 50, 0.4, float(hue_deg))))
        return shown[1]

    return max(range(15, 49), key=lambda step: (round(reach(step), 3), -step)) / 50


@lru_cache(maxsize=4096)
def shade(value: str, modifiers: tuple[str, ...]) -> str:
    """Color of a modified name, such as "dusty teal", in OKLCh.

    Parameters
    ----------
    value
        The unmodified color, ``#rrggbb``.
    modifiers
        Words of ``MODIFIERS``, outermost first; the word beside the color is applied first.
    """
    lightness, chroma, hue = _to_oklch(value)
    for word in reversed(modifiers):
        pull, factor, least = MODIFIERS[word]
        if factor >= _PURE_FACTOR and chroma > _GRAY_CHROMA:
            lightness += _PURE_PULL * (_purest_lightness(round(hue) % 360) - lightness)
        lightness += pull * ((1.0 - lightness) if pull > 0 else lightness)
        chroma = max(chroma * factor, least if chroma > _GRAY_CHROMA else 0.0)
    return _to_hex((lightness, chroma, hue))


@lru_cache(maxsize=4096)
def blend(first: str, second: str) -> str:
    """Color of "greenish teal": mostly the second, some of the first, mixed in OKLCh."""
    l1, c1, h1 = _to_oklch(first)
    l2, c2, h2 = _to_oklch(second)
    turn = (h1 - h2 + 180.0) % 360.0 - 180.0
    mixed = tuple(b + _ISH_SHARE * (a - b) for a, b in ((l1, l2), (c1, c2)))
    return _to_hex((mixed[0], mixed[1], (h2 + _ISH_SHARE * turn) % 360.0))


@lru_cache(maxsize=4096)
def ish_color(word: str) -> str | None:
    """Color of "mauvish" and "orangey" style words whose stem is a color; None for others.

    >>> ish_color("mauvish") == shade(color_values()["mauve"], ("ish",)), ish_color("fish")
    (True, None)
    """
    for ending in ("ish", "y"):
        if not word.endswith(ending) or len(word) <= len(ending) + 2:
            continue
        for stem in _color_stems(word[: -len(ending)]):
            # Words that mean something else are no colors: "Cornish", "minty".
            if stem in color_terms() or (ending == "ish" and word not in dictionary()):
                return shade(color_values()[stem], ("ish",))
    return None


def _color_stems(root: str) -> list[str]:
    """Names of colors that ``root`` may be the rest of: "mauv", "redd"."""
    stems = [root, root + "e"] + ([root[:-1]] if root[-1] == root[-2] else [])
    return [stem for stem in stems if stem in color_values()]


def ish_mentions(document: Document, taken: Iterable[Mention]) -> list[Mention]:
    """Colors that only their stem is published of, such as "mauvish"."""
    if "ish" not in document.text.text:
        return []
    covered = {k for m in taken for k in range(m.first, m.end)}
    found: list[Mention] = []
    for k, word in enumerate(document.typed):
        value = ish_color(word) if word[-3:] == "ish" and k not in covered else None
        if value is not None:
            found.append(_ish_mention(k, word, value))
    return found


def _ish_mention(token: int, word: str, value: str) -> Mention:
    return Mention(
        first=token,
        end=token + 1,
        claims=(("colors", value),),
        sense=f"color.{word}",
        rule="color.ish",
        confidence=0.8,
        reason="nearly the color that it is named after",
    )


def hex_mentions(document: Document) -> list[Mention]:
    """Colors written as #rrggbb."""
    if "#" not in document.text.text:
        return []
    return [
        Mention(
            first=k,
            end=k + 1,
            claims=(("colors", word),),
            sense="color.hex",
            rule="color.hex",
            confidence=1.0,
            reason="a color written in hex",
        )
        for k, word in enumerate(document.words)
        if word[0] == "#" and len(word) > 1
    ]


def _is_color(mention: Mention) -> bool:
    return bool(mention.claims) and mention.claims[0][0] == "colors"


def refine_colors(document: Document, mentions: list[Mention]) -> list[Mention]:
    """Apply words that shade a color, and blend "greenish" into the color after it."""
    taken = {k for m in mentions for k in range(m.first, m.end) if m.claims}
    result: list[Mention] = []
    for mention in mentions:
        if _is_color(mention) and mention.rule not in {"color.hex", "registry.name"}:
            _take_in_shades(document, mention, taken)
            if result and _tints(document, result[-1], mention):
                _blend_in(result.pop(), mention)
        result.append(mention)
    return result


def _take_in_shades(document: Document, mention: Mention, taken: Collection[int]) -> None:
    """Shade the color of a mention by the words before it and an "ish" behind it."""
    first, words = _shades_before(document, mention.first, taken)
    after = document.beside(mention.end - 1, 1)
    if after < len(document) and document.words[after] == "ish":
        words.append("ish")
        mention.end = after + 1
    if words:
        mention.claims = (("colors", shade(mention.claims[0][1], tuple(words))),)
        mention.rule = "color.modified"
        mention.reason += f", shaded by {' '.join(words)!r}"
        mention.first = first


def _shades_before(document: Document, first: int, taken: Collection[int]) -> tuple[int, list[str]]:
    """Words before the one at ``first`` that shade a color, in order, and where they begin.

    ``taken``: places of words that claim something themselves.
    """
    begin = document.sentence[first][0]
    words: list[str] = []
    while first > begin:
        word = document.words[first - 1]
        if word in MODIFIERS and first - 1 not in taken:
            words.insert(0, word)
        elif word != "-" or first - 1 == 0:
            break
        first -= 1
    return first, words


def _blend_in(tint: Mention, mention: Mention) -> None:
    """Blend the color of a tint into that of the mention behind it."""
    mention.claims = (("colors", blend(tint.claims[0][1], mention.claims[0][1])),)
    mention.first = tint.first
    mention.rule = "color.blend"


def _tints(document: Document, before: Mention, mention: Mention) -> bool:
    return (
        _is_color(before)
        and before.end == mention.first
        and before.end - before.first == 1
        and canonical(document.words[before.first]).endswith("ish")
    )
