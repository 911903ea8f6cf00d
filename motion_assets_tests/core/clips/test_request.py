"""What a request asks for beside its prompt, and what gives way to it."""

from motion_assets.core.clips.build import build_scene
from motion_assets.core.clips.choices import Built
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.scene import SoundCells
from motion_assets.core.prompts.reading import Reading, SlotValue


def build(request: ClipRequest, slots: dict[str, tuple[SlotValue, ...]]) -> Built:
    reading = Reading("a prompt", "en", slots, (), (), (), "test")
    return build_scene(request, reading, clip_id="c", seed=1)


def test_what_the_request_sets_otherwise_is_declined_with_the_reason():
    request = ClipRequest(prompt="a prompt", width_px=64, height_px=64, fps=24, duration_s=1.0)
    slots: dict[str, tuple[SlotValue, ...]]
    slots = {"aspect_ratio": ("9:16",), "fps": ("60",), "duration_seconds": (5.0, 1.0)}
    built = build(request, slots)
    declined = {(x.aspect, x.value): x.reason for x in built.choices if not x.rendered}
    assert set(declined) == {
        ("technical.aspect_ratio", "9:16"),
        ("technical.fps", "60"),
        ("duration_s", "5"),
    }
    assert declined["duration_s", "5"].endswith("a clip has one length, here 1 s")
    assert built.scene.duration_s == 1.0


def test_values_beside_cells_by_address_are_declined():
    request = ClipRequest(color_cells=(1, 2), values=(("genre", "drama"),))
    built = build_scene(request, None, clip_id="c", seed=1)
    (choice,) = (x for x in built.choices if x.aspect == "genre")
    assert (choice.rendered, "shows nothing else" in choice.reason) == (False, True)


def test_sounds_by_address_beside_a_prompt_are_played():
    built = build(ClipRequest(prompt="a prompt", sound_cells=(7,)), {})
    assert isinstance(built.scene.soundtrack, SoundCells)
    assert set(built.scene.soundtrack.cells) == {7}
