import pytest

from motion_assets.core.clips.build import build_scene
from motion_assets.core.clips.request import ClipRequest
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.impossible import impossible_pairs, impossible_triples

UNCUT = ("temporal.cut_frequency", "none")
LENGTHS = [("temporal.shot_length_s", value) for value in ASPECTS["temporal.shot_length_s"].values]
TIMED = [
    (aspect, value)
    for aspect in ("temporal.pacing", "sound.tempo")
    for value in ASPECTS[aspect].values
]


@pytest.mark.parametrize("length", LENGTHS[:3])
@pytest.mark.parametrize("timed", TIMED)
def test_three_values_are_planned_together_exactly_where_a_clip_can_show_them(length, timed):
    three = (UNCUT, length, timed)
    built = build_scene(ClipRequest(values=three), None, clip_id="c", seed=1)
    shown = {(choice.aspect, choice.value) for choice in built.choices if choice.rendered}
    assert (frozenset(three) in impossible_triples()) == (not shown.issuperset(three))


def test_any_two_of_three_values_can_be_seen_together():
    for triple in impossible_triples():
        assert not any(pair <= triple for pair in impossible_pairs())
