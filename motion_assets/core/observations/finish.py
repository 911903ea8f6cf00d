"""Finish: what further aspects have laid over whole frames, read from them.

Put the reading of an aspect of the whole frame here: its row in `READERS` and the function that
tells its value. Drawing it belongs in ``core.clips.finish``, the overlay in ``inscription``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from motion_assets.core.observations.frames import PlanarFrame
from motion_assets.core.observations.stage import StageValue

Reader = Callable[[PlanarFrame], StageValue | None]
"""The value that one frame shows; None where it leaves a doubt."""

Finish = Mapping[str, StageValue | None]
"""What one frame shows of every finish, by aspect."""

READERS: Final[Mapping[str, Reader]] = {}
"""How every finish is read, by aspect."""


def read_finish(frame: PlanarFrame) -> Finish:
    """What one frame shows of every finish."""
    return {aspect: reader(frame) for aspect, reader in READERS.items()}


def by_aspect(looks: Sequence[Finish]) -> Iterator[list[StageValue | None]]:
    """What some frames show, aspect after aspect."""
    for aspect in READERS:
        yield [look[aspect] for look in looks]
