import pytest

from motion_assets.core.clips.build import build_scene
from motion_assets.core.clips.choices import Built
from motion_assets.core.clips.refusals import refused_color, refused_values
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.reading import Negation


def refused(prompt: str) -> set[tuple[str, str]]:
    """What a prompt rules out."""
    found: set[tuple[str, str]] = set()
    for negation in interpret(prompt).negations:
        found.update(refused_values(negation, ()))
    return found


def built(prompt: str) -> Built:
    return build_scene(ClipRequest(prompt=prompt), interpret(prompt), clip_id="c", seed=1)


@pytest.mark.parametrize(
    ("phrase", "values"),
    [
        ("vertical gradient", {("gradient.gradient_type", "vertical")}),
        ("zooming", {("camera.motion_type", "zoom"), ("camera.motion_type", "zoom_out")}),
        ("zooming out", {("camera.motion_type", "zoom_out")}),
        (
            "camera shake",
            {("camera.motion_type", "handheld"), ("camera.steadiness", "handheld"),
             ("camera.steadiness", "shaky")},
        ),
        ("fast camera movement", {("camera.speed", "fast")}),
        ("fast zooms", {("camera.speed", "fast")}),
        ("jerky motion", {("motion.smoothness", "jerky")}),
        ("diagonal movement", {("motion.direction", "diagonal")}),
        ("time-lapse", {("motion.speed", "fast")}),
        ("sad music", {("mood", "melancholy"), ("sound.mood", "melancholy")}),
        ("background music", {("sound.presence", "music"), ("sound.presence", "full")}),
        ("ambient sound", {("sound.presence", "ambient"), ("sound.presence", "full")}),
        ("heavy drums", {("sound.element", "kick"), ("sound.element", "snare")}),
        ("vocals", set()),
        ("loud music", set()),
        ("warm light", {("lighting.color_temperature", "warm")}),
        ("close-ups", {("scene_type", "closeup"), ("composition.framing", "close")}),
        ("dissolves", {("transition.type", "dissolve")}),
        ("fast cuts", {("temporal.cut_frequency", "fast"), ("temporal.cut_frequency", "rapid")}),
        ("circles", {("graphics.shape_overlay", "circle")}),
        ("people", {("graphics.shape_overlay", "character")}),
        ("square format", {("technical.aspect_ratio", "1:1")}),
        ("cities", {("settings", "city"), ("settings", "urban")}),
        ("subtitles", set()),
    ],
)  # fmt: skip
def test_ruled_out_words_rule_out_the_values_that_they_would_ask_for(phrase, values):
    assert refused(f"a quiet lake, no {phrase}") == values
    assert refused(f"a quiet lake without {phrase}") == values


def test_one_kind_of_a_thing_that_is_ruled_out_leaves_the_other_kinds():
    for prompt in ("a lake, no fast movement", "a lake, no smooth motion", "a lake, no hard cuts"):
        told = interpret(prompt).slots
        assert not {"motion_speed", "cut_frequency"} & set(told)
    assert interpret("a lake, no movement").slots["motion_speed"] == ("static",)


def test_what_is_asked_for_by_another_word_stays():
    shown = {each.value for each in built("a forest, no ocean").choices if each.rendered}
    assert "nature" in shown
    claims = (("lighting", "harsh"),)
    harsh = Negation("lighting", "harsh light", 0, 2, "no harsh light", claims)
    kept = refused_values(harsh, {("lighting.key_intensity", "1.25")})
    assert ("lighting.key_intensity", "1.25") not in kept
    assert ("lighting.fill_ratio", "0.2") in kept


def test_a_color_is_ruled_out_by_any_of_its_names():
    for phrase in ("red", "#ff0000", "bright red"):
        (negation,) = interpret(f"a lake, no {phrase}").negations
        red, green, blue = refused_color(negation) or (0, 0, 0)
        assert red > 200 > green + blue


def test_no_transparency_leaves_everything_opaque():
    picture = built("a red ball, no transparency").scene.picture
    assert picture is not None
    assert (picture.opacity.start, picture.opacity.end) == (1.0, 1.0)  # type: ignore[union-attr]  # a view
    subjects = picture.shots[0].subjects  # type: ignore[union-attr]  # a view
    assert {each.opacity for each in subjects} == {1.0}


def test_what_cannot_be_kept_out_is_declined_and_what_is_no_value_says_so():
    (declined,) = (each for each in built("a lake, no gradient").choices if not each.rendered)
    assert declined.reason.endswith("the background of every clip is a gradient")
    (declined,) = (each for each in built("a lake, no gray").choices if not each.rendered)
    assert declined.reason.endswith("the shades of every background pass by it")
    (kept_out,) = (each for each in built("a lake, no clouds").choices if each.forbidden)
    assert kept_out.reason.endswith("nothing that is drawn or played stands for it")
    (opposite,) = (each for each in built("a lake, no cuts").choices if each.forbidden)
    assert opposite.reason.endswith("so it asks for cut_frequency none")


def test_a_dolly_goes_the_way_that_is_told_or_left_to_it():
    for prompt, sign in (("dolly out", -1), ("the camera dollies in", 1), ("dolly back", -1)):
        (shot,) = built(prompt).scene.picture.shots  # type: ignore[union-attr]  # a view
        assert (shot.ground.motion_type, shot.ground.sign) == ("dolly", sign)


def test_no_black_keeps_dim_light_out_unless_that_is_asked_for():
    kept_out = {(each.aspect, each.value) for each in built("a lake, no black").choices
                if each.forbidden}  # fmt: skip
    assert kept_out == {("color", "0,0,0_1.00"), ("lighting.ambient_level", "0.2")}
    (declined,) = (each for each in built("dark light, no black").choices if not each.rendered)
    assert declined.reason.endswith("the shadows of the light that is asked for are black")


def test_nothing_white_is_laid_over_a_picture_without_white():
    kept_out = {each.value for each in built("a lake, no white").choices
                if each.aspect == "graphics.shape_overlay" and each.forbidden}  # fmt: skip
    assert kept_out == {"circle", "rect", "arrow", "character"}


def test_a_view_held_by_hand_may_be_asked_not_to_shake():
    clip = built("a handheld shot of a garden, no shaking")
    assert ("camera.motion_type", "handheld") in clip.expected
    assert {each.value for each in clip.choices if each.forbidden} == {"shaky"}
