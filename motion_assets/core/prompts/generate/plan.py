"""Plans: which values that are still missing each generated prompt has to name.

Put the step from gaps to asks here. How an ask becomes a sentence belongs in ``generator``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from motion_assets.core.prompts.generate.generator import Ask
from motion_assets.core.prompts.generate.wishing import Value, options_for, slots_of
from motion_assets.core.registries.naming import color_name, sound_name
from motion_assets.vocabulary.grammar import clashes
from motion_assets.vocabulary.impossible import impossible_pairs

VALUES_PER_PROMPT: Final = 3
"""More wishes than that read like a form; chosen by reading."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Asks for prompts, and the values that no prompt can name."""

    asks: tuple[Ask, ...]
    unnamable: tuple[Value, ...]


def plan_asks(
    values: Sequence[Value],
    *,
    color_cells: Iterable[int] = (),
    sound_cells: Iterable[int] = (),
    values_per_prompt: int = VALUES_PER_PROMPT,
) -> Plan:
    """Asks that name every value and cell once, as many values in one as go together.

    Parameters
    ----------
    values
        Missing ``(aspect, value)`` pairs, widest gap first; that order is kept.
    color_cells, sound_cells
        Ids of missing cells; each has an ask of its own.
    values_per_prompt
        The most values in one ask, at least 1.

    Examples
    --------
    >>> plan = plan_asks([("mood", "calm"), ("mood", "tense"), ("genre", "news")])
    >>> [ask.values for ask in plan.asks]
    [(('mood', 'calm'), ('genre', 'news')), (('mood', 'tense'),)]
    """
    open_values = [value for value in dict.fromkeys(values) if options_for(value)]
    asks = []
    while open_values:
        group: list[Value] = []
        for value in open_values:
            if len(group) < values_per_prompt and all(_go_together(value, o) for o in group):
                group.append(value)
        open_values = [value for value in open_values if value not in group]
        asks.append(Ask(values=tuple(group)))
    asks += [Ask(colors=(color_name(cell),)) for cell in color_cells]
    asks += [Ask(sounds=(sound_name(cell),)) for cell in sound_cells]
    unnamable = tuple(value for value in dict.fromkeys(values) if not options_for(value))
    return Plan(tuple(asks), unnamable)


def _go_together(one: Value, other: Value) -> bool:
    """Whether two values fill different slots and do not contradict each other."""
    if set(slots_of(one[0])) & set(slots_of(other[0])):
        return False
    if frozenset((one, other)) in impossible_pairs():
        return False
    said, added = always_read(one), always_read(other)
    if any(frozenset((a, b)) in clashes() for a in said for b in added):
        return False
    # Fast music is music: it cannot stand beside silence, though nobody asked for music.
    slots = {slot for slot, _ in said} & {slot for slot, _ in added}
    return all(_values(said, slot) == _values(added, slot) for slot in slots)


@cache
def always_read(value: Value) -> frozenset[tuple[str, str]]:
    """What every wording of a value asks for.

    >>> sorted(always_read(("sound.tempo", "fast")))
    [('audio_presence', 'music'), ('audio_tempo', 'fast')]
    """
    reads = [frozenset(o.reads) for options in options_for(value).values() for o in options]
    return frozenset.intersection(*reads)


def _values(reads: frozenset[tuple[str, str]], slot: str) -> frozenset[str]:
    return frozenset(value for name, value in reads if name == slot)
