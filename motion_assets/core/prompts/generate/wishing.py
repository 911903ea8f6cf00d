"""Wishing: the ways to say that a prompt wants, or does not want, a value.

Put the joining of wishes and frames here. Which of them a prompt gets is decided in
``drafting``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from motion_assets.core.prompts.generate.inflect import (
    fix_articles,
    participle,
    third_person,
    with_article,
)
from motion_assets.core.prompts.generate.reads import fragment_reads, joined
from motion_assets.core.prompts.generate.registers import is_doubled
from motion_assets.core.prompts.registry_names import hex_of_color
from motion_assets.core.registries.naming import color_cell_of_name, sound_cell_of_name
from motion_assets.errors import RequestError
from motion_assets.vocabulary.aspects import ASPECTS, require_value
from motion_assets.vocabulary.cells import OPACITY_COUNT, color_key, sound_key
from motion_assets.vocabulary.grammar import FrameRow, Reads, WishRow, frames, wishes
from motion_assets.vocabulary.slots import FINER_VALUES, SLOT_ASPECTS

STANDARD: Final = "standard"
Value = tuple[str, str]
"""An aspect key or topic, and a value of it; a topic has the empty value."""


@dataclass(frozen=True, slots=True)
class Option:
    """One wording: a phrase in a frame, the form it has, and what it is meant to ask for."""

    wish: WishRow
    form: str
    register: str
    text: str
    reads: Reads

    @property
    def value(self) -> Value:
        """What it names."""
        return self.wish.aspect, self.wish.value

    @property
    def ruling_out(self) -> bool:
        """Whether it says what must not be there."""
        return self.wish.kind.startswith("not_")

    @property
    def reliable(self) -> bool:
        """Whether the interpreter reads the wording by itself as it is meant.

        A word said twice in a row, such as "eighties-style style", is no wording either.
        """
        return fragment_reads(self.text) == self.reads and not is_doubled(self.text)


def _option(wish: WishRow, frame: FrameRow) -> Option:
    phrase = wish.text
    text = fix_articles(
        frame.text.replace("{w}", phrase)
        .replace("{a}", with_article(phrase))
        .replace("{a single}", f"a single {phrase}")
        .replace("{base}", phrase)
        .replace("{s}", third_person(phrase))
        .replace("{ing}", participle(phrase))
    )
    register = frame.register if wish.register == STANDARD else wish.register
    return Option(wish, frame.form, register, text, joined((wish.reads, frame.reads)))


def options_of(wish: WishRow) -> Iterator[Option]:
    """All wordings of one wish; a kind without frames is a form by itself."""
    for frame in frames().get(wish.kind) or (_as_it_is(wish.kind),):
        yield _option(wish, frame)


def _as_it_is(kind: str) -> FrameRow:
    return FrameRow(kind, kind, STANDARD, "{w}", ())


Options = Mapping[str, tuple[Option, ...]]
"""Wordings by form."""


def by_form(rows: Iterable[WishRow]) -> Options:
    """Wordings of some wishes by form; those that rule out come as ``not.<form>``."""
    found: dict[str, list[Option]] = {}
    for row in rows:
        for option in options_of(row):
            form = f"not.{option.form}" if option.ruling_out else option.form
            found.setdefault(form, []).append(option)
    return {form: tuple(options) for form, options in found.items()}


@cache
def options_for(value: Value, *, ruling_out: bool = False) -> Options:
    """Wordings that name a value, by form; empty where there is none."""
    rows = [
        row
        for row in wishes()
        if (row.aspect, row.value) == value and row.kind.startswith("not_") == ruling_out
    ]
    if not rows and not ruling_out:
        rows = [row for row in wishes() if _names(row, value)]
    return by_form(rows)


def _names(row: WishRow, value: Value) -> bool:
    """Whether a wish for another aspect names the value as well, or says what implies it."""
    aspect, wanted = value
    return not row.kind.startswith("not_") and any(
        aspect in SLOT_ASPECTS.get(slot, ()) and wanted == read
        for slot, read in joined([row.reads])
    )


@cache
def topics() -> Mapping[str, tuple[Value, ...]]:
    """Values that have wordings, by aspect or topic, in file order."""
    found: dict[str, dict[Value, None]] = {}
    for row in wishes():
        if not row.kind.startswith("not_"):
            found.setdefault(row.aspect, {})[row.aspect, row.value] = None
    return {topic: tuple(values) for topic, values in found.items()}


@cache
def free_negations() -> Options:
    """Wordings that rule out something of no aspect, such as people or logos."""
    return by_form(row for row in wishes() if row.kind.startswith("not_"))


def slots_of(aspect: str) -> tuple[str, ...]:
    """Slots of a reading that may ask for an aspect."""
    return tuple(slot for slot, aspects in SLOT_ASPECTS.items() if aspect in aspects)


def asks_for(reads: Iterable[tuple[str, str]], value: Value) -> bool:
    """Whether what was read names a value of an aspect, by itself or by a finer one.

    >>> asks_for([("setting", "dusk")], ("settings", "golden_hour"))
    True
    """
    aspect, wanted = value
    return any(
        aspect in SLOT_ASPECTS.get(slot, ())
        and wanted in {read, FINER_VALUES.get(slot, {}).get(read, read)}
        for slot, read in reads
    )


def require_wording(value: Value) -> None:
    """Refuse a value that no prompt can name.

    Raises
    ------
    UnknownValueError
        If it is not a value of the vocabulary.
    RequestError
        If the grammar has no wording for it; the message says why.
    """
    require_value(*value)
    if not options_for(value):
        aspect, name = value
        reason = "the grammar has no row for it" if slots_of(aspect) else "no slot asks for it"
        raise RequestError(
            f"no prompt can name {aspect}={name}: {reason}. `targetable()` lists what can be named."
        )


@cache
def targetable() -> tuple[Value, ...]:
    """Every value of the vocabulary that a prompt can name, in the order of the vocabulary."""
    every = ((key, value) for key, aspect in ASPECTS.items() for value in aspect.values)
    return tuple(value for value in every if options_for(value))


def color_options(name: str) -> Options:
    """Wordings that name a color cell by its registry name."""
    return by_form([WishRow("color", name, "color_np", STANDARD, name, color_reads(name))])


def color_reads(name: str) -> Reads:
    """What the registry name of a color cell asks for: the cell and its color.

    >>> color_reads("solid white")
    (('color_cells', '250,250,250_1.00'), ('colors', '#fafafa'))
    """
    cell = color_cell_of_name(name)
    return ("color_cells", color_key(cell)), ("colors", hex_of_color(cell // OPACITY_COUNT))


def sound_options(name: str) -> Options:
    """Wordings that name a sound cell by its registry name; silence is a value of its own."""
    if sound_cell_of_name(name) == 0:
        return options_for(("sound.presence", "silence"))
    return by_form([WishRow("sound", name, "hum_np", STANDARD, name, sound_reads(name))])


def sound_reads(name: str) -> Reads:
    """What the registry name of a sound cell asks for; silence is a presence as well.

    >>> sound_reads("silence")
    (('audio_presence', 'silence'), ('sound_cells', '0.00'))
    """
    cell = sound_cell_of_name(name)
    silence = (("audio_presence", "silence"),) if cell == 0 else ()
    return (*silence, ("sound_cells", sound_key(cell)))


def duration_options(duration_s: float) -> Options:
    """Wordings that ask for a length in seconds."""
    reads = (("duration_seconds", f"{duration_s:g}"),)
    text = f"{duration_s:g} seconds" if duration_s != 1 else "1 second"
    return by_form([WishRow("duration", f"{duration_s:g}", "span", STANDARD, text, reads)])
