from itertools import pairwise

import pytest

from motion_assets.errors import UnknownValueError
from motion_assets.vocabulary.aspects import ASPECTS, NARRATIVE
from motion_assets.vocabulary.definitions import MOTION_SPEED, MOTION_SPEED_DRAWN
from motion_assets.vocabulary.looks import _texture, look_of, looks
from motion_assets.vocabulary.refusals import FORBIDDEN_WORDS, WITH_IT
from motion_assets.vocabulary.slots import (
    CAMERA_OF_DIRECTION,
    FINER_VALUES,
    FRAME_RATES,
    FRAME_SIZES,
    RENDERED,
    SLOT_ASPECTS,
)

LEANINGS = {
    "camera": "camera.motion_type",
    "speed": "motion.speed",
    "sound_mood": "sound.mood",
    "tempo": "sound.tempo",
    "presence": "sound.presence",
}


def test_every_narrative_value_has_a_look_and_no_other_has():
    wanted = {(aspect.key, value) for aspect in NARRATIVE for value in aspect.values}
    assert set(looks()) == wanted


@pytest.mark.parametrize("column", LEANINGS)
def test_leanings_are_values_that_can_be_rendered(column):
    for look in looks().values():
        assert set(getattr(look, column)) <= set(RENDERED[LEANINGS[column]]), look


def test_no_two_looks_of_an_aspect_share_a_palette():
    palettes = [(look.aspect, look.dark, look.light, look.accent) for look in looks().values()]
    assert len(set(palettes)) == len(palettes)


def test_only_plots_move_the_light():
    moving = {look.aspect for look in looks().values() if len(look.curve) > 1}
    assert moving == {"plots"}


def test_missing_look_is_an_error_that_names_it():
    with pytest.raises(UnknownValueError, match="no row for genre 'western'"):
        look_of("genre", "western")


def test_a_texture_that_nothing_draws_is_an_error_that_names_it():
    with pytest.raises(UnknownValueError, match=r"the texture 'lava'. Drawn are cloud, waves"):
        _texture("lava")


def test_slots_lead_to_aspects_and_finer_values_to_their_values():
    for slot, aspects in SLOT_ASPECTS.items():
        known = {value for aspect in aspects for value in ASPECTS[aspect].values}
        assert set(FINER_VALUES.get(slot, {}).values()) <= known
        assert not set(FINER_VALUES.get(slot, {})) & set(ASPECTS[aspects[0]].values)


def test_what_is_rendered_is_in_the_vocabulary():
    for aspect, values in RENDERED.items():
        assert set(values) <= set(ASPECTS[aspect].values)
    assert set(CAMERA_OF_DIRECTION.values()) <= set(RENDERED["camera.motion_type"])
    for hits in (*FORBIDDEN_WORDS.values(), *WITH_IT.values()):
        aspects = [(aspect, value) for aspect, value in hits if aspect != "opacity"]
        assert all(value in ASPECTS[aspect].values for aspect, value in aspects)


def test_sizes_and_rates_have_the_ratio_and_rate_of_their_name():
    for ratio, (width, height) in FRAME_SIZES.items():
        across, down = (float(part) for part in ratio.split(":"))
        assert width / height == pytest.approx(across / down, rel=0.005)
        assert (width % 2, height % 2) == (0, 0)
    assert {str(rate) for rate in FRAME_RATES} <= set(ASPECTS["technical.fps"].values)


@pytest.mark.parametrize("name", MOTION_SPEED)
def test_drawn_speeds_lie_inside_what_their_name_means(name):
    assert MOTION_SPEED[name].holds(MOTION_SPEED_DRAWN[name].low)
    assert MOTION_SPEED[name].holds(MOTION_SPEED_DRAWN[name].high)


def test_ranges_of_speed_do_not_overlap():
    spans = sorted(MOTION_SPEED.values(), key=lambda span: span.low)
    assert all(one.high < other.low for one, other in pairwise(spans))
