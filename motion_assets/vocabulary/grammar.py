"""The grammar: words, phrases and sentence shapes that generated prompts are made of.

Put a new column or table here; the rows are ``lexicon/grammar_*.csv``, each with its source.
How rows are joined to a prompt belongs in ``core.prompts.generate``. These tables say what a
phrase is meant to ask for; what the interpreter makes of it is checked on every prompt.
"""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

from motion_assets.errors import UnknownValueError
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.files import text_of
from motion_assets.vocabulary.slots import SLOT_ASPECTS

TABLES: Final = (
    "wishes",
    "frames",
    "shapes",
    "worlds",
    "cast",
    "actions",
    "details",
    "qualities",
    "forms",
    "shares",
    "clashes",
)

_ANY_KIND: Final = "bit"
"""Kind of phrases that stand between commas, as any wording can."""

Reads = tuple[tuple[str, str], ...]
"""What a phrase asks for: pairs of a slot and a value, sorted."""


class WishRow(NamedTuple):
    """A phrase that asks for something; ``kind`` names the frames it fits.

    ``aspect`` and ``value``: the canonical value it names; for phrases outside of the aspects
    a topic such as ``weather``, with no value. Kinds that begin with ``not_`` rule it out.
    """

    aspect: str
    value: str
    kind: str
    register: str
    text: str
    reads: Reads


class FrameRow(NamedTuple):
    """How phrases of a kind stand in a sentence: ``with a {w} feel`` is a ``tail``.

    In ``text``, ``{w}`` is the phrase, ``{a}`` the phrase with its article, and for verb
    phrases ``{base}``, ``{s}`` and ``{ing}`` their forms. ``reads``: what the frame adds.
    """

    kind: str
    form: str
    register: str
    text: str
    reads: Reads


class ShapeRow(NamedTuple):
    """A prompt with sockets, such as ``{scene}, {tail}.``, and the register it belongs to."""

    register: str
    text: str


class WorldRow(NamedTuple):
    """A place where cast, actions and details belong together; ``suits``: its settings."""

    world: str
    suits: tuple[str, ...]


class SceneRow(NamedTuple):
    """A noun, a verb phrase or a detail of one world; ``kind``: person, animal or thing.

    ``noun``: who alone does what an action says; empty where anyone of the kind may.
    """

    world: str
    kind: str
    noun: str
    text: str
    reads: Reads


def parse_reads(text: str) -> Reads:
    """Slots and values of a ``reads`` column.

    >>> parse_reads("setting=city;mood=calm")
    (('mood', 'calm'), ('setting', 'city'))
    """
    pairs = (pair.partition("=") for pair in text.split(";") if pair)
    return tuple(sorted((slot, value) for slot, _, value in pairs))


def read_table(table: str) -> Iterator[dict[str, str]]:
    """Rows of one grammar table in file order, by column name."""
    if table not in TABLES:
        raise UnknownValueError(f"no grammar table {table!r}. Known: {', '.join(TABLES)}.")
    text = text_of(f"lexicon/grammar_{table}.csv")
    return iter(csv.DictReader(io.StringIO(text, newline="")))


@cache
def wishes() -> tuple[WishRow, ...]:
    """Phrases that ask for a value, in file order.

    Aspects that the table does not know are asked for in the words of the lexicon.
    """
    rows = tuple(
        WishRow(
            row["aspect"],
            row["value"],
            row["kind"],
            row["register"],
            row["text"],
            parse_reads(row["reads"]),
        )
        for row in read_table("wishes")
    )
    unknown = ASPECTS.keys() - {row.aspect for row in rows}
    return (*rows, *lexicon_wishes(unknown)) if unknown else rows


def lexicon_wishes(aspects: Collection[str]) -> Iterator[WishRow]:
    """Every wording that the lexicon has for values of some aspects.

    >>> "no overlay" in {wish.text for wish in lexicon_wishes({"graphics.shape_overlay"})}
    True
    """
    for row in lexicon.phrase_rows():
        for aspect in SLOT_ASPECTS.get(row.slot, ()):
            if aspect in aspects and row.value in ASPECTS[aspect].values:
                reads = ((row.slot, row.value),)
                for text in lexicon.expand(row.pattern):
                    yield WishRow(aspect, row.value, _ANY_KIND, row.register, text, reads)


@cache
def frames() -> Mapping[str, tuple[FrameRow, ...]]:
    """Frames by the kind of phrase that they take."""
    found: dict[str, list[FrameRow]] = {}
    for row in read_table("frames"):
        frame = FrameRow(
            row["kind"], row["form"], row["register"], row["text"], parse_reads(row["reads"])
        )
        found.setdefault(frame.kind, []).append(frame)
    return {kind: tuple(rows) for kind, rows in found.items()}


@cache
def shapes() -> tuple[ShapeRow, ...]:
    """Sentence shapes of all registers, in file order."""
    return tuple(ShapeRow(row["register"], row["text"]) for row in read_table("shapes"))


@cache
def worlds() -> tuple[WorldRow, ...]:
    """Worlds and the settings they suit, in file order."""
    return tuple(
        WorldRow(row["world"], tuple(row["suits"].split())) for row in read_table("worlds")
    )


@cache
def scene_rows(table: str) -> tuple[SceneRow, ...]:
    """Rows of ``cast``, ``actions`` or ``details``, in file order."""
    return tuple(
        SceneRow(
            row["world"],
            row.get("kind", ""),
            row.get("noun", ""),
            row["text"],
            parse_reads(row["reads"]),
        )
        for row in read_table(table)
    )


@cache
def qualities(name: str, kind: str) -> tuple[str, ...]:
    """Words of a class (``adjective``, ``manner``, ``name``) for a kind of subject."""
    return tuple(
        row["text"]
        for row in read_table("qualities")
        if row["class"] == name and row["kind"] == kind
    )


@cache
def forms(name: str) -> Mapping[str, str]:
    """Irregular forms of a class, such as ``ing`` or ``article``, by word."""
    return {row["word"]: row["form"] for row in read_table("forms") if row["class"] == name}


@cache
def shares(name: str) -> Mapping[str, int]:
    """Weights by name, in file order.

    ``register``: in hundredths of all prompts. ``topic``: against each other, of what a prompt
    says beside its targets. ``rare``: in how many of a hundred draws ``aspect=value`` is kept.
    """
    return {row["name"]: int(row["weight"]) for row in read_table("shares") if row["class"] == name}


@cache
def clashes() -> frozenset[frozenset[tuple[str, str]]]:
    """Pairs of slot values that contradict each other in one prompt."""
    return frozenset(
        frozenset((one, other))
        for row in read_table("clashes")
        for one in parse_reads(row["one"].replace(" ", ";"))
        for other in parse_reads(row["other"].replace(" ", ";"))
    )
