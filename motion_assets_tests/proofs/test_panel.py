"""The panel asks about every blended aspect, and its matrices add up: on the cheapest clips."""

import re
from collections import Counter

import numpy as np
import pytest

from motion_assets.errors import UnknownValueError
from motion_assets.vocabulary.aspects import BLENDED, RECORDED
from motion_assets.vocabulary.impossible import impossible_pairs
from motion_assets_tests.proofs.matrix import Matrix
from motion_assets_tests.proofs.panel import __main__ as panel
from motion_assets_tests.proofs.panel.families import FAMILIES, family_of


def test_every_blended_aspect_is_asked_about_once():
    asked = Counter(aspect for family in FAMILIES for aspect in family.aspects)
    assert asked == Counter([*(aspect.key for aspect in BLENDED), "sound.element"])


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.aspects[0])
def test_every_value_is_asked_as_often_as_wanted_beside_values_that_it_may_stand_with(family):
    used: Counter[tuple[str, str]] = Counter()
    for values in family.plan(2, np.random.default_rng(3)):
        used.update(values.items())
        pairs = values.items()
        assert not any(
            frozenset({one, other}) in impossible_pairs() for one in pairs for other in pairs
        )
    assert {(a, v) for a in family.aspects for v in RECORDED[a].values} <= used.keys()
    assert min(used[a, v] for a in family.aspects for v in RECORDED[a].values) >= 2


@pytest.mark.parametrize(
    ("aspect", "least"),
    [("gradient.gradient_type", 4), ("sound.tempo", 3), ("technical.aspect_ratio", 6)],
)
def test_a_matrix_tells_all_that_was_asked(capsys, aspect, least):
    panel.main(1, 1, aspect=aspect, through=("lossless",))
    said = capsys.readouterr().out
    lossless = re.search(rf"{re.escape(aspect)}, lossless: (\d+) of (\d+) right, (\d+) wrong", said)
    assert lossless is not None
    assert int(lossless[1]) == int(lossless[2]) == least == len(RECORDED[aspect].values)


def test_an_unknown_aspect_is_refused_with_those_that_there_are():
    with pytest.raises(UnknownValueError, match=r"no aspect 'sound.temper'. Known: gradient"):
        family_of("sound.temper")


def test_a_matrix_counts_right_wrong_and_untold():
    seen = Matrix(("slow", "fast"))
    for asked, told in (("slow", "slow"), ("slow", "fast"), ("fast", None), ("fast", "both")):
        seen.add(asked, told)
    assert list(seen.lines("speed")) == [
        "speed: 1 of 4 right, 2 wrong, 1 untold",
        "            slow fast both    -",
        "       slow    1    1    .    .",
        "       fast    .    .    1    1",
    ]
