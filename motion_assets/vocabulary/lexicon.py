"""The lexicon: rows that say what a word or phrase of a prompt can mean.

Put a new table or column here; the rows themselves are the CSV files in ``lexicon/``, each
with its ``source``. How rows are matched and weighed belongs in ``core.prompts``.

A phrase may hold alternatives, ``{very|super} slow``; an empty one makes it optional. A row
without a slot is a reading that asks for nothing, such as the crane that is a bird.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from operator import itemgetter
from typing import Final, NamedTuple

from motion_assets.errors import UnknownValueError
from motion_assets.vocabulary.files import bytes_of, text_of

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
    "known",
    "ways",
    "headings",
    "labels",
    "label_values",
    "light_words",
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
    return text_of(f"lexicon/{table}.csv")


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


_PHRASE_COLUMNS: Final = "phrase,sense_id,slot,value,cues,prior,register,source"


def phrase_lines() -> Iterator[tuple[str, str]]:
    """Phrases as written with the line of each, in table and file order.

    One prompt needs few of the rows; the others need not be taken apart.

    Raises
    ------
    UnknownValueError
        If a table of phrases has other columns.
    """
    for table in PHRASE_TABLES:
        header, *lines = _text(table).rstrip("\n").split("\n")
        if header != _PHRASE_COLUMNS:
            raise UnknownValueError(
                f"lexicon table {table!r} needs the columns {_PHRASE_COLUMNS}, got {header}."
            )
        for line in lines:
            phrase = line.partition(",")[0] if line[0] != '"' else next(csv.reader([line]))[0]
            yield phrase, f"{line},{table}"


def rows_of(lines: Iterable[str]) -> Iterator[PhraseRow]:
    """Rows of some lines of ``phrase_lines``.

    >>> [row.value for row in rows_of(["pan,camera.pan,camera_motion,pan,,0,standard,own,camera"])]
    ['pan']
    """
    for phrase, sense_id, slot, value, cues, prior, register, _, table in csv.reader(lines):
        yield PhraseRow(phrase, sense_id, slot, value, cues, float(prior), register, table)


@cache
def phrase_rows() -> tuple[PhraseRow, ...]:
    """All senses of all phrases, alternatives as written, in table and file order."""
    return tuple(rows_of(line for _, line in phrase_lines()))


def cue_rows() -> tuple[CueRow, ...]:
    """Rows for indirect wording, in file order; an earlier row is preferred."""
    return tuple(
        CueRow(
            groups=tuple(_members(group) for group in groups.split() if group[0] != "!"),
            guards=_guards(groups) if "!" in groups else frozenset(),
            in_order=order == "told",
            span=int(span),
            slot=slot,
            value=value,
            register=register,
        )
        for groups, order, span, slot, value, register in columns(
            "cues", "groups", "order", "span", "slot", "value", "register"
        )
    )


def _guards(groups: str) -> frozenset[str]:
    guards = (group[1:] for group in groups.split() if group[0] == "!")
    return frozenset(word for group in guards for word in _members(group))


@cache
def _members(group: str) -> tuple[str, ...]:
    """Words of one group of a cue row; ``@person`` stands for the words of that class.

    >>> _members("hum|hums")
    ('hum', 'hums')
    """
    if "@" not in group:
        return tuple(dict.fromkeys(group.split("|")))
    words: dict[str, None] = {}
    for part in group.split("|"):
        words.update(dict.fromkeys(_class_words(part[1:]) if part[0] == "@" else (part,)))
    return tuple(words)


def _class_words(name: str) -> tuple[str, ...]:
    words = pairs("classes", "class", "words").get(name)
    if words is None:
        raise UnknownValueError(f"no word class {name!r} in classes.csv; a cue row names it.")
    return tuple(words.split())


@cache
def word_classes() -> Mapping[str, frozenset[str]]:
    """Words by grammatical or topical class, such as ``det`` or ``direction``."""
    classes = pairs("classes", "class", "words")
    return {name: frozenset(words.split()) for name, words in classes.items()}


@cache
def pairs(table: str, key: str, value: str) -> Mapping[str, str]:
    """Two columns of a table as a mapping; a key that stands twice keeps its first value."""
    result: dict[str, str] = {}
    for name, meaning in columns(table, key, value):
        result.setdefault(name, meaning)
    return result


@cache
def fingerprint() -> str:
    """The first 12 hex digits of a SHA-256 over all tables; it changes with any row."""
    digest = hashlib.sha256()
    for table in TABLES:
        digest.update(table.encode() + b"\0" + bytes_of(f"lexicon/{table}.csv") + b"\0")
    return digest.hexdigest()[:12]
