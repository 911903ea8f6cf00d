from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motion_assets.core.clips.build import build_scene
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.uses import NO_USES, Uses, choose
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.hues import HUES, hue_family

GRADIENT = "gradient.gradient_type"
MOOD = "sound.mood"


def drawn(values, count, *, uses=NO_USES, base=None, aspect="a", seed=1):
    rng = np.random.default_rng(seed)
    return Counter(choose(aspect, values, base or {}, uses, rng) for _ in range(count))


def counted(aspect, **counts):
    return Uses(((aspect, tuple(counts.items())),))


def test_weights_are_one_over_one_more_than_the_count_times_the_base_weight():
    # Weights 1, 1/2 and 3/6: shares 2/4, 1/4 and 1/4.
    found = drawn("xyz", 6_000, uses=counted("a", y=1, z=5), base={"z": 3})
    np.testing.assert_allclose([found[v] / 6_000 for v in "xyz"], [0.5, 0.25, 0.25], atol=0.02)


@settings(max_examples=25)
@given(few=st.integers(0, 50), more=st.integers(0, 5_000), seed=st.integers(0, 99))
def test_what_was_shown_less_is_drawn_more_often(few, more, seed):
    uses = counted("a", rare=few, usual=3 * few + 2 + more)
    found = drawn(["usual", "rare"], 300, uses=uses, seed=seed)
    assert found["rare"] > found["usual"]


def test_counts_of_one_aspect_leave_another_alone():
    found = drawn("xy", 2_000, uses=counted("other", x=99_999))
    assert found["x"] / 2_000 == pytest.approx(0.5, abs=0.05)


def test_sound_favors_what_was_heard_lately_in_35_of_100_cases():
    # By count "old" is all but sure, by age "new" is: the shares are those of the rule.
    uses = Uses(((MOOD, (("new", 999_999),)),), ((MOOD, (("new", 0), ("old", 999_999))),))
    found = drawn(["old", "new"], 6_000, uses=uses, aspect=MOOD)
    assert found["new"] / 6_000 == pytest.approx(0.35, abs=0.02)
    # Nothing but sound knows of ages.
    still = Uses(((GRADIENT, (("new", 999_999),)),), ((GRADIENT, (("new", 0),)),))
    assert drawn(["old", "new"], 200, uses=still, aspect=GRADIENT)["new"] == 0


def clips(prompt, uses, count):
    """Scenes of one prompt after another, as a reel composes them."""
    for number in range(count):
        built = build_scene(
            ClipRequest(prompt=prompt), None, clip_id=f"c-{number:02d}", seed=1, uses=uses
        )
        uses = uses.after(built.shown)
        yield built, uses


def test_a_skewed_aspect_becomes_even_over_clips():
    values, rng = ASPECTS[GRADIENT].values, np.random.default_rng(2)
    uses = counted(GRADIENT, vertical=200, horizontal=50)
    for _ in range(1_750):
        uses = uses.after([(GRADIENT, choose(GRADIENT, values, {}, uses, rng))])
    counts = [uses.count(GRADIENT, value) for value in values]
    # 500 clips each would be even; drawn alike, vertical ones come to 638 and others to 438.
    assert sum(counts) == 2_000
    assert max(counts) < 1.2 * min(counts)


def test_clips_of_a_reel_leave_alone_what_was_shown_often():
    skewed = counted(GRADIENT, vertical=60, horizontal=40)
    *_, (_, after) = clips("anything", skewed, 40)
    more = [after.count(GRADIENT, value) for value in ("vertical", "horizontal")]
    # Drawn alike, each would come 10 times more.
    assert more[0] <= 64
    assert more[1] <= 46
    assert min(after.count(GRADIENT, value) for value in ("radial", "angled")) >= 12


def test_a_clip_counts_each_of_its_values_once():
    ((built, after),) = clips("anything", NO_USES, 1)
    assert {after.count(*each) for each in built.shown} == {1}
    assert after.after([("a", "x"), ("a", "x")]).count("a", "x") == 1


def test_colors_left_open_take_up_the_hue_that_was_shown_least():
    seldom = "cyan"
    uses = Uses((("hue", tuple((hue, 10**6) for hue in HUES if hue != seldom)),))
    found: Counter[str | None] = Counter()
    for built, _ in clips("anything", uses, 30):
        (color, *_) = (each.value for each in built.choices if each.aspect == "color")
        red, green, blue = (int(level) for level in color.split("_")[0].split(","))
        found[hue_family((red, green, blue))] += 1
    # The ground is cyan; its subjects stand out in the hues on the other side of the wheel.
    assert set(found) <= {"red", "orange", "rose", "yellow", "magenta", None}


def test_equal_uses_give_equal_scenes_and_other_uses_other_ones():
    uses = counted("camera.motion_type", static=500, pan=500, zoom=500)
    one, again, other = (
        build_scene(ClipRequest(prompt="x"), None, clip_id="c", seed=5, uses=each)
        for each in (uses, uses, NO_USES)
    )
    assert one == again
    assert one != other
