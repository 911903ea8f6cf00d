import numpy as np
import pytest

from motion_assets.core.clips.pulse import pulse
from motion_assets.core.clips.scene import Editing
from motion_assets.core.clips.transitions import mixed, moment
from motion_assets.core.observations.pacing import name_pacing
from motion_assets.core.observations.shots import Change, find_changes, shots_of, tiny
from motion_assets.errors import ShapeError
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets_tests.core.observations.pictures import ffmpeg_frames, planar

FPS = 24
SIDE = 64
TEAL, ROSE, SAND = (90, 160, 150), (190, 110, 140), (170, 150, 90)


@pytest.fixture(scope="module")
def texture():
    """Shares of light about 1, two-way, with detail of a few pixels."""
    spectrum = np.fft.rfft2(np.random.default_rng(3).normal(size=(SIDE, 256)))
    along_y, along_x = np.fft.fftfreq(SIDE)[:, None], np.fft.rfftfreq(256)[None, :]
    spectrum *= np.exp(-((along_x**2 + along_y**2) * 120))
    picture = np.fft.irfft2(spectrum)
    return 1 + 0.11 * picture / picture.std()


def shot(texture, color, index, gain=1.0, speed_px=1.5):
    """A frame of a colored ground that moves to the left."""
    light = np.roll(texture, -round(speed_px * index), axis=1)[:, :SIDE, None] * gain
    return np.clip(np.rint(np.array(color) * light), 0, 255).astype(np.uint8)


def clip(texture, editing, frame_count, *, colors=(TEAL, ROSE, SAND), gains=None):
    frames = []
    for index in range(frame_count):
        seen = moment(editing, index)
        gain = 1.0 if gains is None else gains[index]
        frame = shot(texture, colors[seen.shot], index, gain)
        if seen.next_shot is not None:
            after = shot(texture, colors[seen.next_shot], index + 99, gain)
            frame = mixed(frame, after, editing, seen.share)
        frames.append(tiny(planar(frame)))
    return np.stack(frames)


@pytest.mark.parametrize("kind", ASPECTS["transition.type"].values)
@pytest.mark.parametrize("frames", [6, 12, 24])
def test_changes_are_found_where_they_are(texture, kind, frames):
    length = 0 if kind == "cut" else frames
    editing = Editing(kind, (0, 36, 84), length, turn=frames // 6)
    changes = find_changes(clip(texture, editing, 130), FPS)
    assert [each.kind for each in changes] == [kind, kind]
    for change, start in zip(changes, (36, 84), strict=True):
        assert change.middle == pytest.approx(start, abs=2)
        assert change.last - change.first == pytest.approx(length, abs=0.15 * length)


def test_a_picture_that_moves_and_breathes_has_no_changes(texture):
    still = Editing("cut", (0,), 0)
    breathing = clip(texture, still, 96, gains=pulse(1.5, FPS, 96))
    assert find_changes(breathing, FPS) == ()


def test_a_flash_and_a_subject_that_passes_are_no_cuts(texture):
    frames = [shot(texture, TEAL, index) for index in range(48)]
    frames[20] = np.clip(frames[20].astype(int) + 90, 0, 255).astype(np.uint8)
    for index, frame in enumerate(frames):
        frame[20:34, 2 * index % 50 : 2 * index % 50 + 14] = (250, 50, 0)
    assert find_changes(np.stack([tiny(planar(each)) for each in frames]), FPS) == ()


@pytest.mark.parametrize(
    ("effect", "kind"),
    [
        pytest.param("fade", "dissolve", id="cross-fade"),
        pytest.param("fadeblack", "fade", id="through-black"),
        pytest.param("wipeleft", "wipe", id="to-the-left"),
        pytest.param("wipedown", "wipe", id="downwards"),
    ],
)
def test_changes_that_ffmpeg_made(effect, kind):
    sources = ["testsrc2=s=64x64:r=24:d=3", "mandelbrot=s=64x64:r=24:maxiter=100"]
    graph = f"[0:v]format=yuv444p[a];[1:v]trim=duration=3,format=yuv444p,settb=1/24[b];\
[a]settb=1/24[c];[c][b]xfade=transition={effect}:duration=0.5:offset=1.5"
    frames = ffmpeg_frames(sources, graph, width_px=64, height_px=64, frame_count=84)
    changes = find_changes(np.stack([tiny(each) for each in frames]), FPS)
    assert [each.kind for each in changes] == [kind]
    assert changes[0].middle / FPS == pytest.approx(1.75, abs=0.15)


@pytest.mark.parametrize("slow_at", ["start", "end"])
def test_a_fade_that_slows_down_lasts_until_one_shot_is_seen_alone(slow_at):
    """As `xfade=fadeblack` has it: one shot goes at once, the other comes ever more slowly."""
    share = np.arange(1, 20) / 20
    coming = share * np.interp(share, (0.0, 0.8), (0.0, 1.0))
    light = np.concatenate([np.full(30, 0.9), [0.4, 0.05], coming, np.ones(40)])
    light = light if slow_at == "end" else light[::-1]
    tinies = (light[:, None, None, None] * np.full((3, 16, 16), 180)).astype(np.uint8)
    (change,) = find_changes(tinies, FPS)
    first = 30 if slow_at == "end" else 40
    assert change.kind == "fade"
    assert (change.first, change.last) == pytest.approx((first, first + 21), abs=2)


def test_a_picture_too_small_for_sixteen_parts_is_refused():
    with pytest.raises(ShapeError, match=r"got 64 x 16\. Smaller ones are looked at as one shot"):
        tiny(planar(np.zeros((16, 64, 3), np.uint8)))


def test_shots_lie_between_the_middles_of_changes():
    shots = shots_of((Change("dissolve", 10, 16, 1.0), Change("cut", 30, 30, 1.0)), 40)
    assert [(each.first, each.last) for each in shots] == [(0, 10), (16, 30), (30, 40)]
    assert [(each.start, each.stop) for each in shots] == [(0, 13), (13, 30), (30, 40)]


@pytest.mark.parametrize("pace", ASPECTS["temporal.pacing"].values)
def test_the_pace_is_read_from_the_breath_of_the_light(texture, pace):
    gains = pulse(float(pace), FPS, 72) * np.linspace(0.92, 1.08, 72)
    seen = name_pacing(clip(texture, Editing("cut", (0,), 0), 72, gains=gains), (), FPS)
    assert seen is not None
    assert seen.value == pace
    assert seen.share == pytest.approx(0.05, abs=0.015)


@pytest.mark.parametrize("pace", ["0.5", "1.5"])
def test_the_pace_is_read_beside_a_large_subject_that_comes_and_goes(texture, pace):
    gains = pulse(float(pace), FPS, 72)
    frames = [shot(texture, (60, 90, 80), index, gain) for index, gain in enumerate(gains)]
    for index, frame in enumerate(frames):
        height = int(32 + 30 * np.sin(index / 5))
        frame[:height, 20:42] = 235
    seen = name_pacing(np.stack([tiny(planar(frame)) for frame in frames]), (), FPS)
    assert seen is not None
    assert seen.value == pace


@pytest.mark.parametrize("frame_count", [pytest.param(72, id="no-breath"), 36])
def test_no_pace_is_read_without_a_breath_or_in_too_short_a_clip(texture, frame_count):
    gains = np.ones(72) if frame_count == 72 else pulse(1.0, FPS, 36)
    tinies = clip(texture, Editing("cut", (0,), 0), frame_count, gains=gains)
    assert name_pacing(tinies, (), FPS) is None
