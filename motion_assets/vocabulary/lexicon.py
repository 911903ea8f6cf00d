"""The lexicon: rows that say what a word or phrase of a prompt can mean.

Put a new table or column here; the rows themselves are the CSV files in ``lexicon/``, each
with its ``source``. How rows are matched and weighed belongs in ``core.prompts``.

A phrase may hold alternatives, ``{very|super} slow``; an empty one makes it optional. A row
without a slot is a reading that asks for nothing, such as the crane that is a bird.
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from operator import itemgetter
from typing import Final, NamedTuple

from motion_assets.errors import UnknownValueError

PHRASE_TABLES: Final = (
    "camera",
    "framing",
    "motion",
    "lighting",
    "mood",
    "sound",
    "style",
    "genre",
    "setting",
    "theme",
    "gradient",
    "slang",
    "senses",
    "collocations",
    "emoji",
    "technical",
)
OTHER_TABLES: Final = (
    "cues",
    "classes",
    "irregular",
    "degrees",
    "negators",
    "opposites",
    "languages",
    "numbers",
    "color_words",
    "directions",
    "implied",
    "topics",
)
TABLES: Final = (*PHRASE_TABLES, *OTHER_TABLES)


class PhraseRow(NamedTuple):
    """One sense of a phrase; rows of one phrase with one ``sense_id`` are one sense.

    ``pattern`` is the phrase as written, with its alternatives; see ``expand``.
    """

    pattern: str
    sense_id: str
    slot: str
    value: str
    cues: str
    prior: float
    register: str
    table: str


class CueRow(NamedTuple):
    """Indirect wording: every group of words within ``span`` tokens of one sentence.

    The groups stand in the order written, unless ``in_order`` is False. ``guards`` are words
    of which none may stand in the sentence.
    """

    groups: tuple[tuple[str, ...], ...]
    guards: frozenset[str]
    in_order: bool
    span: int
    slot: str
    value: str
    register: str


def _text(table: str) -> str:
    if table not in TABLES:
        raise UnknownValueError(f"no lexicon table {table!r}. Known: {', '.join(TABLES)}.")
    return (
        files("motion_assets.vocabulary")
        .joinpath("lexicon", f"{table}.csv")
        .read_text(encoding="utf-8")
    )


def read_table(table: str) -> Iterator[dict[str, str]]:
    """Rows of one lexicon table in file order, by column name."""
    return iter(csv.DictReader(io.StringIO(_text(table), newline="")))


def columns(table: str, *names: str) -> Iterator[tuple[str, ...]]:
    """Some columns of one lexicon table in file order; faster than rows by name."""
    rows = csv.reader(io.StringIO(_text(table), newline=""))
    header = next(rows)
    return map(itemgetter(*(header.index(name) for name in names)), rows)


def _split(text: str, mark: str) -> Iterator[str]:
    """Pieces of a text between the marks that stand outside its braces."""
    depth = start = 0
    for place, char in enumerate(text):
        if char == mark and depth == 0:
            yield text[start:place]
            start = place + 1
        elif char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
    yield text[start:]


def parts(pattern: str) -> Iterator[str]:
    """Pieces of a phrase between the spaces that stand outside its braces.

    >>> list(parts("{very|ever so} slow{ly|} pan"))
    ['{very|ever so}', 'slow{ly|}', 'pan']
    """
    return _split(pattern, " ") if "{" in pattern else iter(pattern.split())


def expand(phrase: str) -> tuple[str, ...]:
    """Every wording of a phrase with alternatives, each once, in the order written.

    >>> expand("{very|} slow {motion|mo}")
    ('very slow motion', 'very slow mo', 'slow motion', 'slow mo')
    """
    return tuple(dict.fromkeys(" ".join(wording.split()) for wording in _wordings(phrase)))


def _wordings(phrase: str) -> list[str]:
    head, opened, rest = phrase.partition("{")
    if not opened:
        return [phrase]
    inner = next(_split(rest, "}"))
    tails = _wordings(rest[len(inner) + 1 :])
    return [
        f"{head}{choice}{tail}"
        for part in _split(inner, "|")
        for choice in _wordings(part)
        for tail in tails
    ]


@cache
def phrase_rows() -> tuple[PhraseRow, ...]:
    """All senses of all phrases, alternatives as written, in table and file order."""
    return tuple(
        PhraseRow(phrase, sense_id, slot, value, cues, float(prior), register, table)
        for table in PHRASE_TABLES
        for phrase, sense_id, slot, value, cues, prior, register in columns(
            table, "phrase", "sense_id", "slot", "value", "cues", "prior", "register"
        )
    )


def cue_rows() -> tuple[CueRow, ...]:
    """Rows for indirect wording, in file order; an earlier row is preferred."""
    return tuple(
        CueRow(
            groups=tuple(_members(g) for g in row["groups"].split() if g[0] != "!"),
            guards=frozenset(
                word for g in row["groups"].split() if g[0] == "!" for word in _members(g[1:])
            ),
            in_order=row["order"] == "told",
            span=int(row["span"]),
            slot=row["slot"],
            value=row["value"],
            register=row["register"],
        )
        for row in read_table("cues")
    )


def _members(group: str) -> tuple[str, ...]:
    """Words of one group of a cue row; ``@person`` stands for the words of that class.

    >>> _members("hum|hums")
    ('hum', 'hums')
    """
    words: dict[str, None] = {}
    for part in group.split("|"):
        words.update(dict.fromkeys(_class_words(part[1:]) if part[0] == "@" else (part,)))
    return tuple(words)


@cache
def _class_words(name: str) -> tuple[str, ...]:
    for row in read_table("classes"):
        if row["class"] == name:
            return tuple(row["words"].split())
    raise UnknownValueError(f"no word class {name!r} in classes.csv; a cue row names it.")


@cache
def word_classes() -> Mapping[str, frozenset[str]]:
    """Words by grammatical or topical class, such as ``det`` or ``direction``."""
    return {row["class"]: frozenset(row["words"].split()) for row in read_table("classes")}


@cache
def pairs(table: str, key: str, value: str) -> Mapping[str, str]:
    """Two columns of a table as a mapping; a key that stands twice keeps its first value."""
    result: dict[str, str] = {}
    for row in read_table(table):
        result.setdefault(row[key], row[value])
    return result


@cache
def fingerprint() -> str:
    """The first 12 hex digits of a SHA-256 over all tables; it changes with any row."""
    digest = hashlib.sha256()
    for table in TABLES:
        digest.update(f"{table}\0{_text(table)}\0".encode())
    return digest.hexdigest()[:12]
