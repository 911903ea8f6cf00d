import pytest

from motion_assets.errors import UnknownValueError
from motion_assets.vocabulary.aspects import ASPECTS, BLENDED, NARRATIVE, require_value
from motion_assets.vocabulary.impossible import RULES, impossible_pairs


def test_narrative_holds_118_values_in_seven_aspects():
    assert [len(aspect.values) for aspect in NARRATIVE] == [24, 20, 11, 4, 25, 17, 17]


def test_no_aspect_lists_a_value_twice_and_no_key_stands_twice():
    assert len(ASPECTS) == len(BLENDED) + len(NARRATIVE)
    assert all(len(set(aspect.values)) == len(aspect.values) for aspect in ASPECTS.values())


def test_every_blended_value_is_measured_and_no_narrative_one():
    for aspect in ASPECTS.values():
        expected = aspect.values if aspect.registry == "blended" else ()
        assert aspect.measured_values == expected


def test_a_shot_has_its_own_camera_and_a_clip_one_sound():
    assert ASPECTS["camera.motion_type"].scope == "shot"
    assert {ASPECTS[key].scope for key in ("sound.mood", "transition.type", "genre")} == {"clip"}


def test_an_unknown_value_is_refused_with_the_nearest_one():
    with pytest.raises(UnknownValueError, match=r"motion.speed has no value 'slwo'.*'slow'"):
        require_value("motion.speed", "slwo")


def test_an_unknown_aspect_is_refused_with_the_known_ones():
    with pytest.raises(UnknownValueError, match=r"no aspect 'colour'.*camera.motion_type"):
        require_value("colour", "red")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.aspect}-{rule.other_aspect}")
def test_impossible_rules_name_known_values_of_two_aspects(rule):
    for value in rule.values:
        require_value(rule.aspect, value)
    for value in rule.other_values:
        require_value(rule.other_aspect, value)
    assert rule.aspect != rule.other_aspect
    assert rule.reason


def test_no_value_is_ruled_out_beside_every_value_of_another_aspect_without_a_reason_to():
    pairs = impossible_pairs()
    assert frozenset({("motion.speed", "static"), ("motion.direction", "none")}) not in pairs
    assert frozenset({("motion.speed", "fast"), ("motion.direction", "none")}) in pairs
