"""Random combinations of all blended values: what one take of each shows, or what several do.

Run by hand: ``python -m motion_assets_tests.proofs.combinations 64 64x64 1`` draws 64 clips of
64 x 64 px from seed 1, measures them as they are drawn, and prints for every aspect the shares
of values that were read back, read otherwise and not read; with ``--matrix`` behind it, what was
told of every value that was asked.

With ``--takes 12`` behind it, sound is asked for as well, every clip is rehearsed as one that
fills gaps is, and it prints how many clips and values are shown after so many takes at most, how
many takes that took, and what no take showed. A clip of which no take shows everything is told
with its number, its frame rate, its values and what each take missed; ``--only 37`` does clip 37
alone again; with ``--places`` every clip is set in another place, which has a ground of its own.
Long runs are cut into several with seeds of their own.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from motion_assets.core.clips.build import build_scene
from motion_assets.core.clips.draw import frames
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.coverage.covering import Row, cover
from motion_assets.core.coverage.measure import possible_pairs
from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.proof import Proof
from motion_assets.core.observations.records import WindowValue
from motion_assets.core.observations.watcher import measure_windows
from motion_assets.settings import Settings
from motion_assets.steps.rehearse import rehearse_takes
from motion_assets.vocabulary.aspects import BLENDED, Aspect
from motion_assets.vocabulary.looks import looks
from motion_assets_tests.core.observations.pictures import decoded
from motion_assets_tests.proofs.matrix import Matrix

ASPECTS = tuple(aspect for aspect in BLENDED if aspect.domain not in {"sound", "technical"})
ASPECTS_OF_TAKES = tuple(aspect for aspect in BLENDED if aspect.domain != "technical")
NUMBA_PAYS_FROM = 16
"""Clips from which it pays to load what measures them in compiled passes."""

RATES = (24, 12, 30, 15, 25, 50, 60, 120)


def rows_of(count: int, seed: int, aspects: tuple[Aspect, ...] = ASPECTS) -> tuple[Row, ...]:
    """Combinations in which all pairs of values come up as evenly as they can."""
    pairs = [pair for a, b in combinations(aspects, 2) for pair in possible_pairs(a, b)]
    rows = cover(pairs, rng=np.random.default_rng(seed), max_rows=count)
    long = ("temporal.shot_length_s", "6"), ("temporal.shot_length_s", "10")
    return tuple(tuple(value for value in row if value not in long) for row in rows)


def shown(values: tuple[WindowValue, ...], aspect: str) -> str | None:
    """The value that most windows show."""
    counts = Counter(row.value for row in values if row.aspect == aspect)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None


def clips(
    count: int, size: tuple[int, int], seed: int
) -> Iterator[tuple[Row, int, tuple[WindowValue, ...]]]:
    """Every combination with its frame rate and what its clip shows."""
    for number, row in enumerate(rows_of(count, seed)):
        request = ClipRequest(
            values=row, width_px=size[0], height_px=size[1], fps=RATES[number % len(RATES)]
        )
        scene = build_scene(request, None, clip_id=f"c{number}", seed=seed).scene
        drawn = decoded(frames(scene))
        yield row, scene.fps, measure_windows(drawn, fps=scene.fps, frame_count=len(drawn))


def main(count: int, size: tuple[int, int], seed: int, *, matrix: bool = False) -> None:
    """Print the shares or the whole matrix by aspect, and the commonest confusions."""
    begun = time.process_time()
    told = {aspect.key: Matrix(aspect.values) for aspect in ASPECTS}
    confused: Counter[tuple[str, str, str | None]] = Counter()
    clean = made = 0
    for row, _, values in clips(count, size, seed):
        missed = [(a, v, shown(values, a)) for a, v in row if shown(values, a) != v]
        made, clean = made + 1, clean + (not missed)
        confused.update(missed)
        for aspect, value in row:
            told[aspect].add(value, shown(values, aspect))
    seconds = (time.process_time() - begun) / made
    sys.stdout.write(f"{clean} of {made} clips show everything; {seconds:.3f} CPU-s each\n")
    for aspect, table in told.items():
        lines = table.lines(aspect) if matrix else (f"{aspect:28s} {table.shares}",)
        sys.stdout.write("".join(f"{line}\n" for line in lines))
    for (aspect, value, found), number in confused.most_common(20):
        sys.stdout.write(f"{number:4d}  {aspect} {value} read as {found}\n")


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A combination, how many of its values are asked, and what each take of its clip misses."""

    number: int
    fps: int
    row: Row
    asked: int
    takes: tuple[tuple[Proof, ...], ...]

    @property
    def best(self) -> tuple[Proof, ...]:
        """What the first take of the fewest misses does not show."""
        return min(self.takes, key=len)

    @property
    def never(self) -> set[str]:
        """Values that no take shows."""
        said = [{f"{p.choice.aspect} {p.choice.value}" for p in take} for take in self.takes]
        return set.intersection(*said)

    def told(self) -> str:
        """What there is to know of a clip that does not show everything."""
        values = " ".join(f"{aspect}={value}" for aspect, value in self.row)
        takes = "".join(f"    {i}: {_told(take)}\n" for i, take in enumerate(self.takes))
        return f"clip {self.number} at {self.fps} fps: {values}\n{takes}"


def _told(missed: tuple[Proof, ...]) -> str:
    return ", ".join(
        f"{proof.choice.aspect} {proof.choice.value} read as {proof.measured}" for proof in missed
    )


def rehearsed(
    count: int,
    size: tuple[int, int],
    seed: int,
    *,
    takes: int,
    only: int | None = None,
    places: tuple[str, ...] = (),
) -> Iterator[Rehearsed]:
    """Every combination, or the one numbered ``only``, with what the takes of its clip miss.

    ``places``: settings that take turns; without any, the ground of all clips is plain.
    """
    settings = Settings()
    kernel: Kernel = "numba" if count >= NUMBA_PAYS_FROM and only is None else "numpy"
    for number, row in enumerate(rows_of(count, seed, ASPECTS_OF_TAKES)):
        if only not in {None, number}:
            continue
        fps = RATES[number % len(RATES)]
        place = ("settings", places[number % len(places)]) if places else None
        values = row if place is None else (place, *row)
        request = ClipRequest(values=values, width_px=size[0], height_px=size[1], fps=fps)
        name = f"c{number}"
        tried = list(
            rehearse_takes(
                request,
                None,
                clip_id=name,
                seed=seed,
                settings=settings,
                takes=takes,
                kernel=kernel,
            )
        )
        gaps = [c for c in tried[0][0].choices if c.origin == "gap" and c.aspect != "settings"]
        asked = sum(choice.rendered for choice in gaps)
        missed = tuple(tuple(misses) for _, misses in tried)
        yield Rehearsed(number, fps, row, asked, missed)


def main_of_takes(clips: Iterator[Rehearsed], takes: int, *, every: bool = False) -> None:
    """Print every clip that fails, or ``every`` one, the shares of clips and values, and misses."""
    begun = time.process_time()
    done: list[Rehearsed] = []
    for clip in clips:
        done.append(clip)
        if clip.best or every:
            sys.stdout.write(clip.told())
            sys.stdout.flush()
    made = len(done)
    seconds = (time.process_time() - begun) / made
    first = sum(not clip.takes[0] for clip in done)
    shown_all = sum(not clip.best for clip in done)
    tried = sum(len(clip.takes) for clip in done)
    asked = sum(clip.asked for clip in done)
    lost = sum(len(clip.best) for clip in done)
    sys.stdout.write(
        f"{first} of {made} clips show everything at once, {shown_all} after {takes} takes, "
        f"{tried / made:.2f} takes each; {asked - lost} of {asked} values; {seconds:.3f} CPU-s\n"
    )
    never = Counter(value for clip in done for value in clip.never)
    missed = Counter(_told((proof,)) for clip in done for proof in clip.best)
    for told, counts in (("no take shows", never), ("the best take misses", missed)):
        for value, number in counts.most_common(20):
            sys.stdout.write(f"{number:4d}  {told} {value}\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("size")
    parser.add_argument("seed", type=int)
    parser.add_argument("--takes", type=int, default=0)
    parser.add_argument("--only", type=int)
    parser.add_argument("--matrix", action="store_true")
    parser.add_argument("--places", action="store_true", help="each clip in a setting")
    given = parser.parse_args()
    wide, high = (int(each) for each in given.size.split("x"))
    if given.takes:
        grounds = [place for (aspect, place) in looks() if aspect == "settings"]
        made = rehearsed(
            given.count,
            (wide, high),
            given.seed,
            takes=given.takes,
            only=given.only,
            places=tuple(grounds) if given.places else (),
        )
        main_of_takes(made, given.takes, every=given.only is not None)
    else:
        main(given.count, (wide, high), given.seed, matrix=given.matrix)
