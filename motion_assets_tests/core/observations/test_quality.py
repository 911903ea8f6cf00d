import pytest

from motion_assets.core.clips.choices import Choice
from motion_assets.core.observations.proof import ClipSeen, prove
from motion_assets.core.observations.quality import quality
from motion_assets.core.observations.records import WindowValue
from motion_assets.vocabulary.cells import color_cell_of_key, sound_cell_of_key


def seen(colors: tuple[str, ...], sounds: tuple[str, ...]) -> ClipSeen:
    presence = "silence" if sounds == (SILENCE,) else "sfx"
    return ClipSeen(
        color_cells=frozenset(map(color_cell_of_key, colors)),
        sound_cells=frozenset(map(sound_cell_of_key, sounds)),
        windows=(WindowValue(0, 0.0, 1.0, "sound.presence", presence, -91.0, "dBFS", 1.0),),
        duration_s=1.0,
        frame_s=1 / 24,
    )


RED, BLACK, CLEAR = "250,0,0_1.00", "0,0,0_1.00", "250,0,0_0.00"
HUM, SILENCE = "0.35_0-4-0", "0.00"


@pytest.mark.parametrize(
    ("colors", "sounds", "asked", "expected"),
    [
        pytest.param((RED,), (HUM,), [], 1.0, id="visible-and-audible"),
        pytest.param((BLACK,), (HUM,), [], 0.5, id="black"),
        pytest.param((CLEAR,), (HUM,), [], 0.5, id="fully-transparent"),
        pytest.param((RED,), (SILENCE,), [], 0.5, id="silent-without-being-asked"),
        pytest.param((), (HUM,), [], 1.0, id="sound-alone-needs-no-picture"),
        pytest.param((RED,), (HUM,), [("color", RED), ("color", BLACK)], 2.5 / 3, id="half-shown"),
        pytest.param((RED,), (SILENCE,), [("sound.presence", "silence")], 1.0, id="silence-asked"),
    ],
)
def test_quality_is_the_mean_of_facts_that_can_fail(colors, sounds, asked, expected):
    shown = seen(colors, sounds)
    proofs = prove([Choice(aspect, value, "asked", "test") for aspect, value in asked], shown)
    assert quality(shown, proofs) == pytest.approx(expected)
