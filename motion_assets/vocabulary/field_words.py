"""Field words: the adjectives that shade a color name, and what each does to the color.

Put a new adjective in ``field_words.csv``. Which shaded name a grid color gets is decided in
``core.registries.base_names``; words for opacity live in ``colors.py``.
"""

import csv
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from motion_assets.errors import StorageError
from motion_assets.vocabulary.files import text_of

SHADING_WORDS: Final = frozenset(
    (
        "acid", "alice", "almost", "antique", "baby", "blush", "burnt", "cadet",
        "camouflage", "carolina", "clear", "cloudy", "dim", "dirty", "dodger", "drab",
        "electric", "floral", "flat", "fluorescent", "fresh", "ghost", "golden", "grassy",
        "hospital", "hot", "hunter", "leafy", "lemon", "metallic", "mid", "minty", "mossy",
        "muddy", "murky", "off", "old", "pastel", "peachy", "poison", "primary", "pure",
        "racing", "raw", "rebecca", "rosy", "rusty", "sandy", "shocking", "smoke", "snow",
        "stormy", "sun", "sunny", "sunshine", "tree", "true", "very", "vibrant",
    )
)  # fmt: skip
"""Words that already shade a published name: such a name is not shaded a second time."""


@dataclass(frozen=True, slots=True)
class FieldWord:
    """One adjective as a change of a color in OKLCh.

    A tone moves the lightness by ``share`` of the way ``toward`` 0.0 or 1.0 and multiplies the
    chroma by ``chroma_factor``. A tint adds ``tint`` of OKLab chroma in the direction
    ``hue_deg``. The word is true of a result of lightness ``darkest`` to ``lightest`` and chroma
    ``least_chroma`` to ``most_chroma``, under a name that ends in one of ``heads`` (any, when
    there are none).
    """

    word: str
    kind: Literal["tone", "tint"]
    toward: float
    share: float
    chroma_factor: float
    hue_deg: float
    tint: float
    darkest: float
    lightest: float
    least_chroma: float
    most_chroma: float
    heads: tuple[str, ...]


@cache
def field_words() -> tuple[FieldWord, ...]:
    """Every field word in the order of the table.

    Raises
    ------
    StorageError
        If a row of ``field_words.csv`` is neither a tone nor a tint.

    Examples
    --------
    >>> field_words()[1].word, field_words()[1].share
    ('pale', 0.55)
    """
    text = text_of("field_words.csv")
    return tuple(_field_word(row) for row in csv.DictReader(text.splitlines()))


def _field_word(row: dict[str, str]) -> FieldWord:
    kind = row["kind"]
    if kind not in ("tone", "tint"):
        raise StorageError(
            f"field_words.csv: the kind of {row['word']!r} must be tone or tint, got {kind!r}."
        )
    return FieldWord(
        word=row["word"],
        kind="tone" if kind == "tone" else "tint",
        toward=float(row["toward"]),
        share=float(row["share"]),
        chroma_factor=float(row["chroma_factor"]),
        hue_deg=float(row["hue_deg"]),
        tint=float(row["tint"]),
        darkest=float(row["darkest"]),
        lightest=float(row["lightest"]),
        least_chroma=float(row["least_chroma"]),
        most_chroma=float(row["most_chroma"]),
        heads=tuple(row["heads"].split()),
    )
