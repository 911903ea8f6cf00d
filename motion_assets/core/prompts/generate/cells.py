"""Cell prompts: sentences that use the registry name of exactly one color or sound.

Put the proof of names here: every name of both static registries can be said in a sentence
and is read back as its cell and as nothing else.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from motion_assets.core.prompts.generate.choosing import pick
from motion_assets.core.prompts.generate.drafting import scene_part, shapes_of, sockets_of
from motion_assets.core.prompts.generate.generator import Discard
from motion_assets.core.prompts.generate.reads import reads_of
from motion_assets.core.prompts.generate.registers import finish
from motion_assets.core.prompts.generate.scenes import stages
from motion_assets.core.prompts.generate.wishing import color_reads, sound_reads
from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.keys import is_complete
from motion_assets.core.prompts.reading import Reading
from motion_assets.errors import RequestError
from motion_assets.vocabulary.grammar import Reads, ShapeRow
from motion_assets.vocabulary.sounds import SILENCE_WORD

MAX_SENTENCES: Final = 40
"""Sentences that are tried for one name; the usual number is one."""
_NAME_SOCKETS: Final = frozenset({"c", "s"})
_CELL_SLOTS: Final = frozenset({"colors", "color_cells", "sound_cells"})
Note = Callable[[Discard], None]


def color_prompt(name: str, rng: np.random.Generator, *, note: Note | None = None) -> str:
    """A sentence that uses one color name and asks for that cell alone.

    Parameters
    ----------
    name
        Full registry name of a color cell, such as ``solid teal``.
    rng
        Source of all choices; equal seeds give equal sentences.
    note
        Takes every sentence that was read otherwise and so not kept.

    Raises
    ------
    UnknownValueError
        If no cell has this name.
    RequestError
        If no sentence of many was read as this cell alone.

    Examples
    --------
    >>> sentence = color_prompt("solid teal", np.random.default_rng(7))
    >>> interpret(sentence).slots["color_cells"]
    ('0,125,125_1.00',)
    """
    return _sentence("color", name, color_reads(name), rng, note)


def sound_prompt(name: str, rng: np.random.Generator, *, note: Note | None = None) -> str:
    """A sentence that uses one sound name and asks for that cell alone.

    Silence is a sound cell and the presence of silence at once. Parameters and errors are those
    of ``color_prompt``.

    >>> sentence = sound_prompt("soft rumbling hum", np.random.default_rng(7))
    >>> interpret(sentence).slots["sound_cells"]
    ('0.35_1-3-0',)
    """
    return _sentence("sound", name, sound_reads(name), rng, note)


def _sentence(
    register: str, name: str, meant: Reads, rng: np.random.Generator, note: Note | None
) -> str:
    # Silence is no thing that one could count, and so has shapes without an article.
    shapes = shapes_of("silence" if name == SILENCE_WORD else register)
    for _ in range(MAX_SENTENCES):
        text = _drawn(pick(rng, shapes), name, rng)
        reading = interpret(text)
        read = reads_beside(reading, name)
        if read == meant and is_complete(reading):
            return text
        if note is not None:
            missing, extra = sorted(set(meant) - set(read)), sorted(set(read) - set(meant))
            note(Discard(text, register, "round trip", tuple(missing), tuple(extra)))
    raise RequestError(
        f"none of {MAX_SENTENCES} sentences with the {register} name {name!r} was read as that "
        "cell alone. A word of the name means something else to the interpreter."
    )


def reads_beside(reading: Reading, name: str) -> Reads:
    """What a sentence asks for, but for what its color or sound name says beside its cell.

    The words of "intense pure tone" say a degree as well. That is no other cell and no slip of
    the sentence, so claims that rest on words of the name alone are left out unless they are
    about cells and colors.
    """
    start = reading.prompt.lower().find(name.lower())
    side = {
        (item.slot, str(item.value))
        for item in reading.evidence
        if item.slot not in _CELL_SLOTS and start <= item.start and item.end <= start + len(name)
    }
    return tuple(pair for pair in reads_of(reading) if name == SILENCE_WORD or pair not in side)


def _drawn(shape: ShapeRow, name: str, rng: np.random.Generator) -> str:
    stage = stages(rng, frozenset(), plain=True)
    text = shape.text
    for part in sockets_of(shape.text):
        words = name if part in _NAME_SOCKETS else scene_part(stage, part)
        text = text.replace(f"{{{part}}}", words, 1)
    return finish(text, shape.register, rng)
