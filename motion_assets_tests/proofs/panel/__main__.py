"""The panel as a command; see the package for what it does."""

import argparse
import sys
from collections.abc import Iterable, Sequence

from motion_assets_tests.proofs.panel.families import (
    FAMILIES,
    THROUGH,
    Answer,
    answers,
    family_of,
    fill,
    matrices,
)


def main(
    count: int,
    seed: int,
    *,
    aspect: str | None = None,
    misses: bool = False,
    through: Sequence[str] = THROUGH,
) -> None:
    """Print the matrices of all aspects or of one, and a line for each at the end."""
    families = FAMILIES if aspect is None else (family_of(aspect),)
    headlines = []
    for family in families:
        aspects = family.aspects if aspect is None else (aspect,)
        tables = matrices(aspects, through)
        for answer in answers(family, count, seed, aspects=aspects, only=aspect, through=through):
            fill(tables, answer)
            if misses and answer.missed:
                _say([_told(answer)])
        for (key, way), table in tables.items():
            _say(table.lines(f"{key}, {way}"))
            headlines.append(table.headline(f"{key}, {way}"))
    _say(headlines)


def _told(answer: Answer) -> str:
    asked = " ".join(f"{aspect}={value}" for aspect, value in answer.values.items())
    told = " ".join(f"{aspect}={value}" for aspect, value in answer.missed.items())
    return f"{answer.through}: {asked}\n    told {told}"


def _say(lines: Iterable[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--aspect")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--lossless", action="store_true")
    given = parser.parse_args()
    main(
        given.count,
        given.seed,
        aspect=given.aspect,
        misses=given.misses,
        through=THROUGH[: 1 if given.lossless else None],
    )
