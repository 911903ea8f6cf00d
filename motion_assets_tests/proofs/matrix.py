"""Confusion matrices: what was asked, what was told, and the shares, as lines of text.

Put the counting and the printing of answers here. Making clips and asking for what they show
belongs in the modules that fill a matrix in.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

UNTOLD = "-"
"""What stands for no answer."""


class Matrix:
    """Answers by what was asked, of one aspect.

    >>> seen = Matrix(("slow", "fast"))
    >>> seen.add("slow", "slow"), seen.add("fast", None)
    (None, None)
    >>> print("\\n".join(seen.lines("speed")))
    speed: 1 of 2 right, 0 wrong, 1 untold
                slow fast    -
           slow    1    .    .
           fast    .    .    1
    """

    def __init__(self, values: Sequence[str]) -> None:
        self.values = tuple(values)
        self.counts: Counter[tuple[str, str]] = Counter()

    def add(self, asked: str, told: str | None) -> None:
        """Count one answer; ``told`` is None where nothing was."""
        self.counts[asked, UNTOLD if told is None else told] += 1

    @property
    def total(self) -> int:
        """Answers that were asked for."""
        return self.counts.total()

    @property
    def right(self) -> int:
        """Answers that are what was asked."""
        return sum(count for (asked, told), count in self.counts.items() if asked == told)

    @property
    def untold(self) -> int:
        """Clips of which nothing was told."""
        return sum(count for (_, told), count in self.counts.items() if told == UNTOLD)

    @property
    def shares(self) -> str:
        """Shares of right, wrong and untold answers."""
        total = max(self.total, 1)
        wrong = self.total - self.right - self.untold
        counts = {"right": self.right, "wrong": wrong, "none": self.untold}
        return "  ".join(f"{each} {count / total:.3f}" for each, count in counts.items())

    def headline(self, title: str) -> str:
        """How many are right, wrong and untold, in one line."""
        wrong = self.total - self.right - self.untold
        return f"{title}: {self.right} of {self.total} right, {wrong} wrong, {self.untold} untold"

    def lines(self, title: str) -> Iterator[str]:
        """The headline, and rows of what was asked by columns of what was told."""
        yield self.headline(title)
        told = {value for _, value in self.counts}
        others = sorted(told - {*self.values, UNTOLD})
        columns = (*self.values, *others, UNTOLD)
        rows = [each for each in self.values if any(asked == each for asked, _ in self.counts)]
        wide = [max(4, len(each)) for each in columns]
        first = max(10, *(len(each) for each in self.values)) + 1
        yield " " * first + "".join(f" {c:>{w}}" for c, w in zip(columns, wide, strict=True))
        for asked in rows:
            counts = [self.counts[asked, column] or "." for column in columns]
            yield f"{asked:>{first}}" + "".join(
                f" {count:>{w}}" for count, w in zip(counts, wide, strict=True)
            )
