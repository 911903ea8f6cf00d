"""Families of the panel, and the running of them: from aspects to filled-in matrices.

Put the choice of families here. Makers belong in the modules that it lists, printing in
``__main__`` and ``matrix``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from motion_assets.errors import UnknownValueError
from motion_assets.vocabulary.aspects import RECORDED
from motion_assets_tests.proofs.matrix import Matrix
from motion_assets_tests.proofs.panel.clips import Family, Values
from motion_assets_tests.proofs.panel.edits import CUTS, PACES, SHOTS, TRANSITIONS
from motion_assets_tests.proofs.panel.files import FILES
from motion_assets_tests.proofs.panel.sounds import ELEMENTS, MOODS, PRESENCES, TEMPI
from motion_assets_tests.proofs.panel.stages import STAGES
from motion_assets_tests.proofs.panel.tints import TINTS
from motion_assets_tests.proofs.panel.travels import DIRECTIONS, TRAVELS
from motion_assets_tests.proofs.panel.views import MOVES, VIEWS

FAMILIES = (
    TINTS,
    MOVES,
    VIEWS,
    TRAVELS,
    DIRECTIONS,
    TEMPI,
    PRESENCES,
    MOODS,
    ELEMENTS,
    STAGES,
    TRANSITIONS,
    SHOTS,
    CUTS,
    PACES,
    FILES,
)
THROUGH = ("lossless", "lossy")


@dataclass(frozen=True)
class Answer:
    """What was asked of one clip, and what was told of it on its way ``through`` a codec.

    ``values``: all that the clip was made of.
    """

    values: Values
    asked: Values
    told: Values
    through: str

    @property
    def missed(self) -> dict[str, str | None]:
        """What was told instead, by aspect."""
        return {a: self.told.get(a) for a, value in self.asked.items() if self.told.get(a) != value}


def family_of(aspect: str) -> Family:
    """The family whose clips are asked about an aspect."""
    for family in FAMILIES:
        if aspect in family.aspects:
            return family
    known = ", ".join(each for family in FAMILIES for each in family.aspects)
    raise UnknownValueError(f"the panel has no aspect {aspect!r}. Known: {known}.")


def answers(
    family: Family,
    count: int,
    seed: int,
    *,
    aspects: Sequence[str],
    only: str | None = None,
    through: Sequence[str] = THROUGH,
) -> Iterator[Answer]:
    """Answers about the clips of a family; ``only``: of one aspect, whose values count."""
    rng = np.random.default_rng([seed, FAMILIES.index(family)])
    for values in family.plan(count, rng, only):
        made = family.make(values, rng)
        asked = {aspect: values[aspect] for aspect in aspects if aspect in values}
        for way in through:
            yield Answer(values, asked, made.told(lossy=way == "lossy"), way)


def matrices(
    aspects: Sequence[str], through: Sequence[str] = THROUGH
) -> dict[tuple[str, str], Matrix]:
    """An empty matrix by aspect and codec."""
    return {(key, way): Matrix(RECORDED[key].values) for key in aspects for way in through}


def fill(tables: dict[tuple[str, str], Matrix], answer: Answer) -> None:
    """Count an answer in the matrices of its aspects."""
    for aspect, value in answer.asked.items():
        tables[aspect, answer.through].add(value, answer.told.get(aspect))
