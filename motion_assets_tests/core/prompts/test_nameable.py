"""Every value that a person can ask for has at least three spans that name it."""

from collections import defaultdict

import pytest

from motion_assets.core.prompts.generate.wishing import asks_for, options_for
from motion_assets.core.prompts.interpret import interpret
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.slots import FINER_VALUES, SLOT_ASPECTS

SPANS = 3
TRIED = 60
COUNTED = {
    "fps": ("{} fps", "{} frames per second", "shot at {} frames a second"),
    "camera_motion": ("{} shot", "camera {}", "{} camera"),
    "aspect_ratio": ("{} please", "a {} frame", "in {}"),
    "layer_count": ("{} layers of depth", "{} layers", "{} moving layers"),
    "shot_length": ("{}-second shots", "shots of {} seconds", "each shot lasts {} seconds"),
    "transition_duration": ("a {}-second dissolve", "{} second fade", "a {}s wipe"),
    "key_intensity": ("key light at {}", "key at {}", "key light set to {}"),
    "fill_ratio": ("fill light at {}", "fill at {}", "fill light set to {}"),
    "rim_strength": ("rim light at {}", "rim at {}", "rim light set to {}"),
    "ambient_level": ("ambient light at {}", "ambient at {}", "ambient light set to {}"),
}
"""Wordings of the slots whose values are counted."""


def asked(prompt):
    """Aspects and values that a prompt asks for, as creation reads them."""
    found = set()
    for slot, values in interpret(prompt).slots.items():
        for value in values:
            canonical = FINER_VALUES.get(slot, {}).get(str(value), str(value))
            found |= {
                (aspect, canonical)
                for aspect in SLOT_ASPECTS.get(slot, ())[:2]
                if canonical in ASPECTS[aspect].values
            }
    return found


def phrases():
    """Wordings of the lexicon by the aspect and value that they claim."""
    wordings: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for row in lexicon.phrase_rows():
        for value in row.value.split(";"):
            canonical = FINER_VALUES.get(row.slot, {}).get(value, value)
            for aspect in SLOT_ASPECTS.get(row.slot, ())[:2]:
                if canonical in ASPECTS[aspect].values:
                    wordings[aspect, canonical].update(dict.fromkeys(lexicon.expand(row.pattern)))
    return wordings


def counted(aspect, value):
    slots = [slot for slot, aspects in SLOT_ASPECTS.items() if aspect in aspects]
    slots += ["camera_motion"] * (aspect == "scene_type")
    return [wording.format(value) for slot in slots for wording in COUNTED.get(slot, ())]


def spans_that_name(aspect, value, wordings):
    found = []
    for prompt in (*counted(aspect, value), *list(wordings[aspect, value])[:TRIED]):
        if (aspect, value) in asked(prompt):
            found.append(prompt)
        if len(found) == SPANS:
            break
    return found


@pytest.fixture(scope="module")
def wordings():
    return phrases()


@pytest.mark.parametrize("aspect", list(ASPECTS))
def test_every_value_is_nameable_by_three_spans(aspect, wordings):
    short = {
        value: found
        for value in ASPECTS[aspect].values
        if len(found := spans_that_name(aspect, value, wordings)) < SPANS
    }
    assert short == {}


@pytest.mark.parametrize("aspect", list(ASPECTS))
def test_the_generator_has_three_phrases_for_every_value_that_are_read_back(aspect):
    short = {}
    for value in ASPECTS[aspect].values:
        options = [option for form in options_for((aspect, value)).values() for option in form]
        phrases = {option.wish.text for option in options if option.reliable}
        if len(phrases) < SPANS or not all(asks_for(o.reads, (aspect, value)) for o in options):
            short[value] = sorted(phrases)
    assert short == {}
