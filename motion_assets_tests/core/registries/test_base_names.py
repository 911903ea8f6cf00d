import numpy as np
import pytest

from motion_assets.core.registries.base_names import (
    FIELD_WORDS,
    REACH_DELTA_E,
    assign_base_names,
)
from motion_assets.core.registries.colorspace import ciede2000, lab_of_rgb
from motion_assets.errors import LimitError
from motion_assets.vocabulary.colors import (
    COLOR_NOUNS,
    COLOR_TERMS,
    PRIMITIVES,
    base_names,
    grid_colors,
    published_colors,
)

LISTS = {color.source for color in published_colors()}
GRID_LAB = lab_of_rgb(np.array(grid_colors(), dtype=np.float64))


@pytest.mark.slow
def test_the_rule_gives_the_names_of_the_table():
    found = assign_base_names(published_colors())
    assert [(base.name, base.source) for base in found] == [
        (base.name, base.source) for base in base_names()
    ]
    distances = [base.delta_e for base in base_names()]
    assert [base.delta_e for base in found] == pytest.approx(distances, abs=0.011)


def test_published_names_lie_within_reach_of_what_was_published():
    published: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for color in published_colors():
        published.setdefault((color.source, color.spoken), []).append(color.rgb)
    checked = 0
    for index, base in enumerate(base_names()):
        if base.source not in LISTS:
            continue
        colors = np.array(published[base.source, base.name], dtype=np.float64)
        distance = ciede2000(GRID_LAB[index], lab_of_rgb(colors)).min()
        assert distance == pytest.approx(base.delta_e, abs=0.0051)
        assert distance <= REACH_DELTA_E
        checked += 1
    assert checked >= 600


def test_trading_two_published_names_never_brings_them_nearer():
    # Least total distance means that no pair can gain by trading; tried on every pair.
    rows = [i for i, base in enumerate(base_names()) if base.source in LISTS]
    colors: dict[str, list[tuple[int, int, int]]] = {}
    for color in published_colors():
        colors.setdefault(color.spoken, []).append(color.rgb)
    rgb = [np.array(colors[base_names()[i].name], dtype=np.float64) for i in rows]
    lab = GRID_LAB[rows][:, None]
    table = np.column_stack([ciede2000(lab, lab_of_rgb(each)).min(axis=1) for each in rgb])
    own = table.diagonal()
    gain = own + own[:, None] - table - table.T
    possible = (table <= REACH_DELTA_E) & (table.T <= REACH_DELTA_E)
    # Distances are matched in thousandths: two pairs may be off by half of one each.
    assert gain[possible].max() < 0.002


def test_a_shaded_name_lies_near_the_color_it_promises():
    far = [base for base in base_names() if base.source == FIELD_WORDS and base.delta_e > 8.0]
    assert far == []


def test_primitives_keep_their_names():
    primitives = [base.name for base in base_names() if base.source == "primitive"]
    assert sorted(primitives) == sorted(PRIMITIVES)


def test_every_base_name_speaks_of_a_color():
    def speaks(words: list[str]) -> bool:
        adjective = any(word.endswith("ish") for word in words)
        return adjective or bool(COLOR_TERMS & set(words)) or words[-1] in COLOR_NOUNS

    assert [base.name for base in base_names() if not speaks(base.name.split())] == []


def test_a_bare_noun_is_not_a_base_name():
    # "Solid gold" and "heavy cream" are things; a name must not take them for colors.
    assert COLOR_NOUNS.isdisjoint(base.name for base in base_names())


def test_too_few_names_are_refused_with_the_count():
    few = [color for color in published_colors() if color.spoken in ("teal", "pink")]
    with pytest.raises(LimitError, match=r"^4 published colors .* of the 1331 grid colors"):
        assign_base_names(few)
