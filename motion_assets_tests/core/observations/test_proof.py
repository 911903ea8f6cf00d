from dataclasses import replace

import pytest

from motion_assets.core.clips.choices import Choice
from motion_assets.core.observations.proof import ClipSeen, precision_pct, prove
from motion_assets.core.observations.records import WindowValue
from motion_assets.vocabulary.cells import color_cell_of_key, sound_cell_of_key

TEAL = "0,125,125_1.00"


def window(aspect: str, value: str, index: int = 0) -> WindowValue:
    return WindowValue(index, float(index), 1.0, aspect, value, 0.5, "widths/s", 0.9)


def seen(*windows: WindowValue, colors=(TEAL,), sounds=("0.35_2-1-1",)) -> ClipSeen:
    return ClipSeen(
        color_cells=frozenset(map(color_cell_of_key, colors)),
        sound_cells=frozenset(map(sound_cell_of_key, sounds)),
        windows=windows,
        duration_s=2.0,
        frame_s=1 / 24,
    )


def ask(aspect: str, value: str, *, forbidden: bool = False, origin="asked") -> Choice:
    return Choice(aspect, value, origin, "test", forbidden=forbidden)


@pytest.mark.parametrize(
    ("way", "measured", "passed"), [("left", "left", True), ("up", "left", False)]
)
def test_a_heading_is_shown_when_most_windows_go_that_way(way, measured, passed):
    going = [
        window(aspect, value, index)
        for index, told in enumerate(("left", "left", "right"))
        for aspect, value in (("motion.direction", "horizontal"), ("motion.heading", told))
    ]
    (proof,) = prove([ask("motion.heading", way)], seen(*going))
    assert (proof.measured, proof.passed) == (measured, passed)


def test_a_heading_is_not_shown_where_no_window_tells_a_direction():
    (proof,) = prove([ask("motion.heading", "left")], seen(window("motion.speed", "slow")))
    assert (proof.measured, proof.passed) == (None, False)


@pytest.mark.parametrize(
    ("choice", "measured", "passed"),
    [
        pytest.param(ask("color", TEAL), TEAL, True, id="color-shown"),
        pytest.param(ask("color", "250,0,0_1.00"), None, False, id="color-missing"),
        pytest.param(ask("color", TEAL, forbidden=True), TEAL, False, id="forbidden-color-shown"),
        pytest.param(ask("color", "0,0,0_1.00", forbidden=True), None, True, id="forbidden-absent"),
        pytest.param(ask("sound", "0.35_2-1-1"), "0.35_2-1-1", True, id="sound-cell-heard"),
        pytest.param(ask("sound", "0.00"), None, False, id="sound-cell-missing"),
        pytest.param(ask("duration_s", "2.02"), "2.02", True, id="duration-within-a-frame"),
        pytest.param(ask("duration_s", "3"), "2.000", False, id="duration-wrong"),
        pytest.param(ask("sound.presence", "silence"), "music", False, id="music-for-silence"),
        pytest.param(ask("sound.presence", "music"), "music", True, id="music-heard"),
        pytest.param(ask("genre", "drama"), None, None, id="declared-values-are-not-measured"),
        pytest.param(ask("camera.motion_type", "dolly"), "pan", False, id="another-move-shown"),
        pytest.param(ask("camera.motion_type", "pan"), "pan", True, id="most-windows-show-it"),
        pytest.param(ask("camera.motion_type", "tilt"), "pan", False, id="another-kind-shown"),
        pytest.param(ask("motion.speed", "slow"), None, False, id="no-window-could-tell"),
    ],
)
def test_a_choice_is_held_against_the_file(choice, measured, passed):
    shown = seen(
        window("camera.motion_type", "pan"),
        window("camera.motion_type", "pan", 1),
        window("camera.motion_type", "tilt", 2),
        window("sound.presence", "music"),
    )
    (proof,) = prove([choice], shown)
    assert (proof.measured, proof.passed) == (measured, passed)


def test_each_part_of_a_sequence_is_held_against_its_own_windows():
    shown = replace(
        seen(
            window("camera.motion_type", "pan"),
            window("camera.motion_type", "pan", 1),
            window("camera.motion_type", "tilt", 2),
        ),
        parts_s=((0.0, 2.0), (2.0, 3.0)),
    )
    moves = [
        replace(ask("camera.motion_type", value), part=part)
        for value, part in (("pan", 0), ("tilt", 1), ("tilt", 0), ("pan", 1))
    ]
    assert [proof.passed for proof in prove(moves, shown)] == [True, True, False, False]


def test_a_clip_of_which_nothing_was_told_rules_nothing_out():
    ruled_out = [ask("camera.motion_type", "pan", forbidden=True)]
    assert [proof.passed for proof in prove(ruled_out, seen())] == [False]
    assert [p.passed for p in prove(ruled_out, seen(window("camera.motion_type", "tilt")))] == [
        True
    ]
    uncut = [ask("transition.type", "fade", forbidden=True)]
    assert [proof.passed for proof in prove(uncut, seen())] == [True]


def test_a_forbidden_value_may_not_show_in_a_single_window():
    shown = seen(window("camera.motion_type", "static"), window("camera.motion_type", "pan", 1))
    (proof,) = prove([ask("camera.motion_type", "pan", forbidden=True)], shown)
    assert (proof.measured, proof.passed) == ("pan", False)


def test_precision_counts_what_was_asked_and_can_be_measured():
    shown = seen(window("motion.speed", "slow"))
    proofs = prove(
        [
            ask("motion.speed", "slow"),
            ask("color", "250,0,0_1.00"),
            ask("genre", "drama"),
            ask("motion.speed", "fast", origin="chosen"),
        ],
        shown,
    )
    assert precision_pct(proofs) == 50.0
    assert precision_pct(prove([ask("genre", "drama")], shown)) is None


@pytest.mark.parametrize(
    ("aspect", "asked", "ruled_out"),
    [("sound.presence", "music", "music"), ("color", "0,125,125_0.80", "0,125,125_1.00")],
)
def test_what_is_asked_for_and_ruled_out_at_once_counts_on_one_side_alone(aspect, asked, ruled_out):
    declined = replace(ask(aspect, asked), rendered=False)
    shown = seen(window("sound.presence", "ambient"), colors=())
    proofs = prove([declined, ask(aspect, ruled_out, forbidden=True)], shown)
    assert [proof.passed for proof in proofs] == [None, True]
    assert precision_pct(proofs) == 100.0
    # Declined for another reason, it was asked for and is not shown.
    assert prove([declined], shown)[0].passed is False


def test_parts_of_a_track_are_shown_together_and_each_is_looked_for():
    heard = seen(window("sound.element", "kick"), window("sound.element", "kick", 1),
                 window("sound.element", "pad"))  # fmt: skip
    asked = [ask("sound.element", value) for value in ("kick", "pad", "bass")]
    banned = [ask("sound.element", value, forbidden=True) for value in ("pad", "bass")]
    proofs = prove([*asked, *banned], heard)
    assert [proof.passed for proof in proofs] == [True, True, False, False, True]
    assert proofs[2].measured == "kick, pad"


@pytest.mark.parametrize(
    ("ruled_out", "key", "passed"),
    [
        pytest.param("250,0,0_1.00", "225,25,25_0.80", False, id="near-red-however-opaque"),
        pytest.param("250,0,0_1.00", "175,75,50_1.00", True, id="brown-is-no-red"),
        pytest.param("0,25,75_1.00", "25,25,25_1.00", True, id="a-dark-gray-is-no-navy"),
        pytest.param("250,250,250_1.00", "250,250,250_0.70", False, id="white-however-opaque"),
        pytest.param("125,125,125_1.00", "125,125,150_1.00", True, id="another-gray"),
    ],
)
def test_a_ruled_out_color_is_not_seen_in_any_cell_that_looks_like_it(ruled_out, key, passed):
    (proof,) = prove([ask("color", ruled_out, forbidden=True)], seen(colors=(key,)))
    assert proof.passed is passed
