from collections import Counter

import pytest

from motion_assets.core.clips.choices import Choice
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.observations.proof import Proof
from motion_assets.core.prompts.interpret import interpret
from motion_assets.settings import Settings
from motion_assets.steps import rehearse as rehearsing
from motion_assets.steps.rehearse import MAX_TAKES, rehearse, settled_scene

SETTINGS = Settings()
MISSED = Proof(Choice("camera.motion_type", "tilt", "asked", "said"), "crane", passed=False)
SMALL = {"width_px": 64, "height_px": 64, "fps": 24}


def settled(prompt, **changes):
    request = ClipRequest(prompt=prompt, **{**SMALL, **changes})
    return settled_scene(request, interpret(prompt), clip_id="c", seed=1, settings=SETTINGS)


def test_the_same_request_settles_on_the_same_scene():
    assert settled("a slow pan over a red ball") == settled("a slow pan over a red ball")


def test_a_settled_scene_shows_what_is_asked_and_nothing_that_is_ruled_out():
    built = settled("the camera pans slowly over the desert, no music, duration two seconds")
    wanted = frozenset(choice.aspect for choice in built.choices)
    seen = rehearse(built.scene, SETTINGS, wanted)
    shown = Counter((row.aspect, row.value) for row in seen.windows)
    assert shown["camera.motion_type", "pan"]
    assert not shown["sound.presence", "music"]
    assert not shown["sound.presence", "full"]


@pytest.mark.parametrize(("prompt", "looked_at"), [("a teal ball", 0), ("a ball, no red", 1)])
def test_one_asked_color_needs_no_rehearsal_and_a_ruled_out_one_does(
    monkeypatch, prompt, looked_at
):
    tried = []

    def nothing_missed(built, *_):
        tried.append(built)
        return []

    monkeypatch.setattr(rehearsing, "_missed", nothing_missed)
    settled(prompt)
    assert len(tried) == looked_at


@pytest.mark.parametrize("seed", [2, 26])
def test_dark_parts_that_a_whip_pan_smears_hide_no_subject(seed):
    values = {
        "camera.motion_type": "whip_pan",
        "composition.framing": "pov",
        "lighting.ambient_level": "0.2",
        "lighting.contrast_ratio": "flat",
        "motion.direction": "diagonal",
        "motion.speed": "fast",
        "motion.smoothness": "fluid",
        "temporal.cut_frequency": "none",
    }
    request = ClipRequest(values=tuple(values.items()), width_px=64, height_px=64, fps=12)
    takes = rehearsing.rehearse_takes(
        request, None, clip_id="c", seed=seed, settings=SETTINGS, takes=1
    )
    _, missed = next(iter(takes))
    assert missed == []


def test_takes_go_on_until_one_shows_everything(monkeypatch):
    tried = []

    def refuse_two(built, *_):
        tried.append(built)
        return [] if len(tried) == 3 else [MISSED]

    monkeypatch.setattr(rehearsing, "_missed", refuse_two)
    built = settled("a tilt over the sea, the camera tilts up")
    assert len(tried) == 3
    assert built == tried[2]
    assert len({each.scene.picture for each in tried}) == 3


def test_the_best_take_is_kept_when_none_shows_everything(monkeypatch):
    left = iter(range(MAX_TAKES, 0, -1))
    tried = []

    def always_something(built, *_):
        tried.append(built)
        return [MISSED] * next(left)

    monkeypatch.setattr(rehearsing, "_missed", always_something)
    built = settled("the camera tilts up over the sea")
    assert len(tried) == MAX_TAKES
    assert built == tried[-1]


@pytest.mark.parametrize("request_", [ClipRequest(color_cells=(5,)), ClipRequest(sound_cells=(7,))])
def test_cells_by_address_are_not_rehearsed(monkeypatch, request_):
    monkeypatch.setattr(rehearsing, "_missed", None)
    built = settled_scene(request_, None, clip_id="c", seed=1, settings=SETTINGS)
    assert built.scene.frame_count == 1
