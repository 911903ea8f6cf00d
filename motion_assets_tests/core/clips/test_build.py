import itertools
from dataclasses import replace

import numpy as np
import pytest

from motion_assets.core.clips.build import build_scene, require_buildable
from motion_assets.core.clips.card import card_size_px, frames_needed
from motion_assets.core.clips.draw import frames
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.scene import Card, SoundCells
from motion_assets.core.clips.wishes import level_steps
from motion_assets.core.prompts.reading import Evidence, Negation, Reading
from motion_assets.errors import LimitError, RequestError, UnknownValueError
from motion_assets.vocabulary.aspects import ASPECTS, NARRATIVE
from motion_assets.vocabulary.cells import color_cell_of_key, color_steps

PROMPT = ClipRequest(prompt="a prompt")
SMALL = ClipRequest(prompt="a prompt", width_px=64, height_px=64, fps=24, duration_s=1.0)


def reading(*, evidence=(), negations=(), **slots):
    values = {slot: v if isinstance(v, tuple) else (v,) for slot, v in slots.items()}
    return Reading("a prompt", "en", values, evidence, (), negations, "test")


def negation(value, axis=None):
    return Negation(axis, value, 0, 2, f"no {value}")


def build(request=PROMPT, *, seed=1, clip_id="clip", **slots):
    return build_scene(request, reading(**slots), clip_id=clip_id, seed=seed)


def choice_of(built, aspect):
    return next(each for each in built.choices if each.aspect == aspect)


def test_same_arguments_give_the_same_scene_and_choices():
    assert build(mood="tense") == build(mood="tense")


@pytest.mark.parametrize("other", [{"seed": 2}, {"clip_id": "clop"}])
def test_seed_and_clip_give_another_scene(other):
    assert build().scene.picture != build(**other).scene.picture


def test_asked_values_are_in_the_scene_and_on_record():
    built = build(gradient_type="radial", camera_motion="tilt", motion_speed="fast")
    (shot,) = built.scene.picture.shots
    assert (shot.field.gradient_type, shot.ground.motion_type) == ("radial", "tilt")
    assert {each.speed_widths_s > 0.4 for each in shot.subjects} == {True}
    assert {
        ("gradient.gradient_type", "radial"),
        ("camera.motion_type", "tilt"),
        ("motion.speed", "fast"),
    } <= set(built.expected)


def test_reason_of_an_asked_choice_quotes_the_prompt():
    found = Evidence("mood", "tense", 2, 8, "on edge", "tense.1", "lexicon", 0.9, "row")
    built = build(evidence=(found,), mood="tense")
    assert choice_of(built, "mood").reason == 'the prompt says "on edge"'


def test_what_is_left_open_is_chosen_differently_by_different_seeds():
    built = [build(seed=seed) for seed in range(40)]
    for aspect in ("gradient.gradient_type", "camera.motion_type", "motion.speed"):
        chosen = [choice_of(each, aspect) for each in built]
        assert {each.origin for each in chosen} == {"chosen"}
        assert len({each.value for each in chosen}) > 2
    views = [each.scene.picture for each in built]
    assert len({view.shots[0].field.stops for view in views}) == 40
    assert len({view.shots[0].ground.seed for view in views}) == 40
    assert len({view.opacity for view in views}) > 30
    assert {each.scene.fps for each in built} == {24, 25, 30}


def test_narrative_values_are_recorded_only_when_asked_for():
    assert build().scene.narrative == ()
    built = build(mood="tense", setting=("ocean", "night"), plot="slow_build")
    assert built.scene.narrative == (
        ("mood", "tense"),
        ("plots", "slow_build"),
        ("settings", "ocean"),
        ("settings", "night"),
    )


def test_finer_values_are_shown_as_the_canonical_one_and_say_so():
    built = build(setting="street")
    assert choice_of(built, "settings").value == "urban"
    assert choice_of(built, "settings").reason.endswith("shown as urban")


@pytest.mark.parametrize(
    ("slot", "aspect", "value"),
    [
        ("style", "style", "ukiyo"),
        ("lighting", "lighting", "flickering"),
    ],
)
def test_what_cannot_be_rendered_is_said_and_not_replaced(slot, aspect, value):
    built = build(**{slot: value})
    found = [each for each in built.choices if each.value == value]
    assert [each.rendered for each in found] == [False]
    assert (aspect, value) not in built.expected


def test_open_values_of_a_gap_clip_are_drawn_alike_and_of_a_prompt_quietly():
    gap = ClipRequest(values=(("genre", "drama"),))
    shown = [build_scene(gap, None, clip_id="c", seed=seed) for seed in range(60)]
    quiet = [build(seed=seed) for seed in range(60)]
    cut = [choice_of(each, "graphics.shape_overlay").value != "none" for each in shown]
    calm = [choice_of(each, "graphics.shape_overlay").value != "none" for each in quiet]
    assert sum(cut) > 35
    assert sum(calm) < 25


def test_camera_moves_follow_the_order_of_the_prompt():
    built = build(camera_motion=("pan", "zoom"), camera_direction="left")
    first, second = (shot.ground for shot in built.scene.picture.shots)
    assert (first.motion_type, first.sign, second.motion_type) == ("pan", -1, "zoom")
    assert built.scene.duration_s >= 2 * 1.6
    assert [x.part for x in built.choices if x.aspect == "camera.motion_type"] == [0, 1]
    (one, other) = built.scene.part_spans_s
    assert (one[0], one[1], other[1]) == (0.0, other[0], built.scene.duration_s)


def test_camera_that_goes_in_zooms():
    built = build(camera_direction="in")
    assert built.scene.picture.shots[0].ground.motion_type == "zoom"


def test_two_values_of_which_a_shot_shows_one_follow_one_another():
    built = build(gradient_type=("radial", "vertical"))
    found = [(x.value, x.part) for x in built.choices if x.aspect == "gradient.gradient_type"]
    assert found == [("radial", 0), ("vertical", 1)]
    shots = built.scene.picture.shots
    assert [shot.field.gradient_type for shot in shots] == ["radial", "vertical"]


def test_second_value_of_what_a_whole_clip_has_is_declined_with_the_reason():
    built = build(audio_presence="music", audio_tempo=("slow", "fast"))
    found = {x.value: x for x in built.choices if x.aspect == "sound.tempo"}
    assert (found["slow"].rendered, found["fast"].rendered) == (True, False)
    assert "one clip shows one value of it, here slow" in found["fast"].reason


def test_values_that_exclude_each_other_are_declined_with_the_rule():
    built = build(audio_presence="ambient", audio_tempo="fast")
    declined = next(each for each in built.choices if each.aspect == "sound.tempo")
    assert not declined.rendered
    assert "a tempo needs a beat" in declined.reason


def test_tempo_alone_brings_a_beat():
    for seed in range(8):
        built = build(audio_tempo="slow", seed=seed)
        assert choice_of(built, "sound.presence").value in {"music", "full"}


def test_forbidden_values_are_not_chosen_and_are_on_record():
    ruled_out = (negation("music", "audio_presence"), negation("pan"), negation("dark"))
    for seed in range(30):
        built = build(seed=seed, negations=ruled_out)
        assert choice_of(built, "sound.presence").value not in {"music", "full"}
        assert choice_of(built, "camera.motion_type").value != "pan"
        assert all(
            x.value != "dark" for x in built.choices if x.aspect == "sound.mood" and not x.forbidden
        )
    forbidden = {(each.aspect, each.value) for each in built.choices if each.forbidden}
    assert {
        ("sound.presence", "full"),
        ("camera.motion_type", "pan"),
        ("mood", "dark"),
    } <= forbidden


def test_no_camera_movement_means_a_still_view():
    for seed in range(10):
        built = build(seed=seed, negations=(negation("camera movement"),))
        assert built.scene.picture.shots[0].ground.motion_type == "static"


def test_forbidden_color_is_kept_out_of_stops_and_subjects():
    for seed in range(40):
        view = build(seed=seed, negations=(negation("red"),)).scene.picture
        for rgb in (each.color for each in view.shots[0].subjects):
            assert np.hypot.reduce(np.subtract(rgb, (255, 0, 0))) > 90


def test_ruling_out_every_value_is_an_error_that_names_them():
    everything = tuple(negation(x, "motion_speed") for x in ASPECTS["motion.speed"].values)
    with pytest.raises(RequestError, match=r"every value of motion\.speed .*static, slow"):
        build(negations=everything)


def test_negation_of_something_never_drawn_is_kept_on_record():
    built = build(negations=(negation("clouds"),))
    found = choice_of(built, "content")
    assert (found.value, found.forbidden) == ("clouds", True)


@pytest.mark.parametrize("size", [(64, 64), (256, 144)])
def test_every_asked_color_covers_sixteen_pixels_of_a_frame_exactly(size):
    asked = ("#ff0000", "#00ff00", "#0000ff", "#000000", "#ffffff", "#7b3f00", "#ffc0cb")
    request = replace(SMALL, width_px=size[0], height_px=size[1])
    for seed in range(4):
        drawn = list(frames(build(request, seed=seed, colors=asked).scene))
        for code in asked:
            rgb = [int(code[i : i + 2], 16) for i in (1, 3, 5)]
            assert max((frame.rgb == rgb).all(axis=2).sum() for frame in drawn) >= 16


def test_asked_cell_is_drawn_at_its_color_and_opacity():
    built = build(SMALL, color_cells="100,125,150_0.35", colors="#647d96")
    drawn = list(frames(built.scene))
    inside = [
        ((frame.rgb == (100, 125, 150)).all(axis=2) & (frame.alpha == 89)).sum() for frame in drawn
    ]
    assert max(inside) >= 16
    assert ("color", "100,125,150_0.35") in built.expected


def test_more_colors_than_a_view_holds_are_declined():
    asked = tuple(f"#{level:02x}0000" for level in range(5, 255, 25))
    asked += tuple(f"#00{level:02x}00" for level in range(30, 255, 25))
    built = build(colors=asked)
    declined = [each for each in built.choices if each.aspect == "color" and not each.rendered]
    assert len(built.scene.picture.shots[0].subjects) == 12
    assert all("a view holds 12 colors" in each.reason for each in declined)
    assert len(declined) == len(asked) - 12


def test_color_choices_name_the_cells_that_are_drawn():
    for seed in range(20):
        built = build(seed=seed)
        told = {each.value for each in built.choices if each.aspect == "color"}
        for subject in built.scene.picture.shots[0].subjects:
            cells = [color_steps(color_cell_of_key(key)) for key in told]
            drawn = (*level_steps(subject.color), round(subject.opacity * 20))
            assert drawn in cells


def test_asked_gradient_of_two_colors_runs_from_one_to_the_other():
    view = build(colors=("#000000", "#ffffff"), gradient_type="horizontal").scene.picture
    assert view.shots[0].field.stops == ((0, 0, 0), (255, 255, 255))


@pytest.mark.parametrize("aspect", [each.key for each in NARRATIVE])
def test_two_values_of_one_narrative_aspect_never_render_alike(aspect):
    request = ClipRequest(prompt="x", width_px=64, height_px=64, fps=24, duration_s=0.5)
    views = {}
    for value in ASPECTS[aspect].values:
        wanted = replace(request, values=((aspect, value),))
        scene = build_scene(wanted, None, clip_id="clip", seed=5).scene
        first = next(iter(frames(scene)))
        views[value] = first.rgb.astype(int)
    for one, other in itertools.combinations(views, 2):
        assert np.abs(views[one] - views[other]).mean() > 2, (one, other)


@pytest.mark.parametrize(
    ("dark", "bright"),
    [(("settings", "night"), ("settings", "day")), (("mood", "dark"), ("mood", "bright"))],
)
def test_dark_values_look_darker_than_bright_ones(dark, bright):
    def level(value):
        request = replace(SMALL, values=(value,))
        scenes = [build_scene(request, None, clip_id="c", seed=s).scene for s in range(6)]
        return np.mean([next(iter(frames(scene))).rgb.mean() for scene in scenes])

    assert level(dark) < level(bright) - 12


def test_warm_lighting_is_warmer_than_cool():
    warm, cool = (
        next(iter(frames(build(SMALL, lighting=x, seed=3).scene))).rgb.mean(axis=(0, 1))
        for x in ("warm", "cool")
    )
    assert (warm[0] - warm[2]) - (cool[0] - cool[2]) > 30


@pytest.mark.parametrize("length_s", [0.5, 1.25, 4.0])
@pytest.mark.parametrize("seed", range(4))
def test_asked_length_is_kept_whatever_rate_is_open(length_s, seed):
    built = build(seed=seed, duration_seconds=length_s)
    assert built.scene.duration_s == length_s
    assert float(choice_of(built, "duration_s").value) == length_s


def test_a_length_that_no_rate_divides_is_kept_to_a_frame():
    assert build(duration_seconds=1.001).scene.duration_s == pytest.approx(1.0, abs=1 / 24)


@pytest.mark.parametrize("seconds", [120.0, 0.0])
def test_lengths_no_clip_can_have_are_refused_at_the_edge(seconds):
    with pytest.raises(LimitError, match=r"at most 60 s"):
        require_buildable(PROMPT, reading(duration_seconds=seconds))
    with pytest.raises(LimitError, match=r"at most 60 s"):
        build(duration_seconds=seconds)


def test_gap_values_are_built_and_marked():
    request = ClipRequest(
        prompt="x",
        values=(("technical.fps", "50"), ("technical.aspect_ratio", "4:3"), ("genre", "horror")),
    )
    built = build_scene(request, None, clip_id="clip", seed=1)
    assert (built.scene.fps, built.scene.width_px, built.scene.height_px) == (50, 192, 144)
    assert choice_of(built, "genre").origin == "gap"


def test_unknown_gap_value_is_refused_with_a_hint():
    with pytest.raises(UnknownValueError, match="Did you mean 'horror'"):
        build_scene(
            ClipRequest(prompt="x", values=(("genre", "horor"),)), None, clip_id="c", seed=1
        )


def test_cells_without_a_prompt_become_a_card_with_sound():
    request = ClipRequest(color_cells=(5, 700, 27_950), sound_cells=(3, 300))
    scene = build_scene(request, None, clip_id="clip", seed=1).scene
    assert scene.picture == Card((5, 700, 27_950), 4)
    assert (scene.width_px, scene.height_px) == card_size_px()
    assert scene.frame_count == 2
    assert scene.soundtrack == SoundCells((3, 300))


def test_silence_follows_sound_cells_in_a_longer_clip():
    request = ClipRequest(color_cells=tuple(range(4_000)), sound_cells=(3,))
    scene = build_scene(request, None, clip_id="clip", seed=1).scene
    assert (scene.frame_count, scene.soundtrack) == (frames_needed(4_000), SoundCells((3, 0)))


def test_sound_cells_alone_make_a_clip_without_a_picture():
    scene = build_scene(ClipRequest(sound_cells=(1, 2, 3)), None, clip_id="c", seed=1).scene
    assert (scene.picture, scene.width_px, scene.fps, scene.frame_count) == (None, 0, 24, 3)


def test_sound_values_alone_make_a_clip_without_a_picture():
    request = ClipRequest(values=(("sound.presence", "music"), ("sound.tempo", "fast")))
    built = build_scene(request, None, clip_id="c", seed=1)
    assert built.scene.picture is None
    assert set(built.expected) >= {("sound.presence", "music"), ("sound.tempo", "fast")}


def test_named_sounds_fill_the_track():
    built = build(sound_cells=("0.35_2-1-1", "0.00"), audio_presence="music")
    cells = built.scene.soundtrack.cells
    assert len(cells) == built.scene.frame_count
    assert len(set(cells)) == 2
    declined = choice_of(built, "sound.presence")
    assert not declined.rendered


def test_silence_named_as_a_sound_is_silence():
    built = build(sound_cells="0.00", audio_presence="silence")
    assert {("sound", "0.00"), ("sound.presence", "silence")} <= set(built.expected)


@pytest.mark.parametrize(
    ("said", "ruled_out"),
    [
        pytest.param(negation("dark"), False, id="a-published-name-that-is-no-color-alone"),
        pytest.param(negation("sand", "colors"), True, id="the-same-among-colors"),
        pytest.param(negation("teal"), True, id="a-color-term"),
        pytest.param(negation("#102030"), True, id="a-hex-code"),
    ],
)
def test_only_colors_are_ruled_out_as_colors(said, ruled_out):
    built = build(negations=(said,))
    assert any(x.aspect == "color" and x.forbidden for x in built.choices) == ruled_out


def test_slots_that_ask_for_nothing_are_no_wishes():
    built = build(negations=(), language="es")
    assert all(each.aspect != "language" for each in built.choices)


def test_request_for_nothing_is_refused():
    with pytest.raises(RequestError, match="asks for nothing"):
        build_scene(ClipRequest(), None, clip_id="c", seed=1)


def test_still_picture_without_subjects_has_no_direction():
    for seed in range(40):
        built = build(motion_speed="static", seed=seed)
        assert choice_of(built, "motion.direction").value == "none"
        assert all(x.direction == "none" for x in built.scene.picture.shots[0].subjects)


def test_a_ratio_that_a_prompt_leaves_open_is_drawn_and_one_of_a_gap_is_the_usual():
    open_ratios = {choice_of(build(seed=seed), "technical.aspect_ratio").value for seed in range(9)}
    assert len(open_ratios) > 2
    assert choice_of(build(), "technical.aspect_ratio").origin == "chosen"
    gap = build_scene(ClipRequest(values=(("mood", "tense"),)), None, clip_id="clip", seed=1)
    assert (gap.scene.width_px, gap.scene.height_px) == (256, 144)
