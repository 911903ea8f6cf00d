"""Cell prompts: sentences that use the registry names of some colors or of one sound.

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


def color_prompt(*names: str, rng: np.random.Generator, note: Note | None = None) -> str:
    """A sentence that uses one or more color names and asks for those cells alone.

    Parameters
    ----------
    *names
        Full registry names of color cells, such as ``solid teal``, each another cell.
    rng
        Source of all choices; equal seeds give equal sentences.
    note
        Takes every sentence that was read otherwise and so not kept.

    Raises
    ------
    UnknownValueError
        If no cell has one of the names.
    RequestError
        If no sentence of many was read as these cells alone.

    Examples
    --------
    >>> sentence = color_prompt("solid teal", "faint ruby red", rng=np.random.default_rng(7))
    >>> interpret(sentence).slots["color_cells"]
    ('0,125,125_1.00', '200,25,75_0.20')
    """
    meant = dict.fromkeys(pair for name in names for pair in color_reads(name))
    return _sentence("color", names, tuple(meant), rng, note)


def sound_prompt(name: str, *, rng: np.random.Generator, note: Note | None = None) -> str:
    """A sentence that uses one sound name and asks for that cell alone.

    Silence is a sound cell and the presence of silence at once. Parameters and errors are those
    of ``color_prompt``.

    >>> sentence = sound_prompt("soft rumbling hum", rng=np.random.default_rng(7))
    >>> interpret(sentence).slots["sound_cells"]
    ('0.35_1-3-0',)
    """
    return _sentence("sound", (name,), sound_reads(name), rng, note)


def _sentence(
    register: str,
    names: tuple[str, ...],
    meant: Reads,
    rng: np.random.Generator,
    note: Note | None,
) -> str:
    # Silence is no thing that one could count, and so has shapes without an article.
    shapes = shapes_of("silence" if names == (SILENCE_WORD,) else register)
    for _ in range(MAX_SENTENCES):
        text = _drawn(pick(rng, shapes), _listed(names), rng)
        reading = interpret(text)
        read = reads_beside(reading, *names)
        if set(read) == set(meant) and is_complete(reading):
            return text
        if note is not None:
            missing, extra = sorted(set(meant) - set(read)), sorted(set(read) - set(meant))
            note(Discard(text, register, "round trip", tuple(missing), tuple(extra)))
    raise RequestError(
        f"none of {MAX_SENTENCES} sentences with the {register} {_listed(names)!r} was read as "
        "that alone. A word of it means something else to the interpreter."
    )


def _listed(names: tuple[str, ...]) -> str:
    """Names in a row, as a sentence says them.

    >>> _listed(("solid teal", "misty red", "faint black"))
    'solid teal, misty red and faint black'
    """
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def reads_beside(reading: Reading, *names: str) -> Reads:
    """What a sentence asks for, but for what its color or sound names say beside their cells.

    The words of "intense pure tone" say a degree as well. That is no other cell and no slip of
    the sentence, so claims that rest on words of a name alone are left out unless they are
    about cells and colors.
    """
    side = {pair for name in names if name != SILENCE_WORD for pair in _inside(reading, name)}
    return tuple(pair for pair in reads_of(reading) if pair not in side)


def _inside(reading: Reading, name: str) -> Reads:
    """Claims about neither cells nor colors that rest on words of a name alone."""
    start = reading.prompt.lower().find(name.lower())
    return tuple(
        (item.slot, str(item.value))
        for item in reading.evidence
        if item.slot not in _CELL_SLOTS and start <= item.start and item.end <= start + len(name)
    )


def _drawn(shape: ShapeRow, name: str, rng: np.random.Generator) -> str:
    stage = stages(rng, frozenset(), plain=True)
    text = shape.text
    for part in sockets_of(shape.text):
        words = name if part in _NAME_SOCKETS else scene_part(stage, part)
        text = text.replace(f"{{{part}}}", words, 1)
    return finish(text, shape.register, rng)
