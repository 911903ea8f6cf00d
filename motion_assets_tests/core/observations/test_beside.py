"""Which directions are believed beside those of flat parts."""

from types import SimpleNamespace

import pytest

from motion_assets.core.observations.beside import Beside


def view(kind="tilt", growth=0.0):
    return SimpleNamespace(kind=kind, course=SimpleNamespace(growth=growth))


@pytest.mark.parametrize(("growth", "told_more"), [(0.0, True), (0.1, False)])
def test_what_leaves_one_place_goes_out_unless_the_view_grows(growth, told_more):
    beside = Beside({"none"}, ["radial", "radial"], 2, [view(growth=growth)] * 2)
    assert beside.tells_more(travels=True) is told_more


@pytest.mark.parametrize(
    ("told", "ways", "travels", "told_more"),
    [
        ({"none"}, ["vertical"], False, True),
        ({"none"}, ["none"], False, False),
        ({"none"}, ["vertical", "none", "none"], True, False),
        ({"horizontal"}, ["vertical"], False, False),
        ({"horizontal"}, ["radial"], False, True),
    ],
)
def test_more_is_told_where_flat_parts_stand_or_all_ways_lead_out(told, ways, travels, told_more):
    beside = Beside(told, ways, len(ways), [view()] * len(ways))
    assert beside.tells_more(travels=travels) is told_more


@pytest.mark.parametrize(("kind", "holds"), [(None, True), ("roll", False)])
def test_one_way_over_plain_ground_holds_unless_every_view_has_a_name(kind, holds):
    beside = Beside(set(), ["vertical", "vertical"], 2, [view(kind), view("roll")])
    assert beside.holds_over_plain() is holds
