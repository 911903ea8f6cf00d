import numpy as np
import pytest

from motion_assets.core.observations.technical import RATES_HZ, RATIOS, measure_technical
from motion_assets.core.observations.thumbs import luma_thumb, reduction
from motion_assets.core.observations.watcher import measure_windows
from motion_assets.core.observations.windows import (
    MAX_WINDOWS,
    spread_spans,
    stride_of,
    window_spans,
)
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.slots import FRAME_SIZES
from motion_assets.vocabulary.stage_ranges import PICTURE_FIGURES
from motion_assets_tests.core.observations.pictures import ffmpeg_frames, gray, planar

CAMERA = "camera.motion_type"
GRADIENT = "gradient.gradient_type"
SPEED = "motion.speed"
DIRECTION = "motion.direction"
FPS = 24


def values(rows, aspect):
    return [row.value for row in rows if row.aspect == aspect]


def measured(clip, fps=FPS):
    return measure_windows(clip, fps=fps, frame_count=len(clip))


@pytest.fixture(scope="module")
def texture():
    """A gray texture that repeats after 256 pixels either way, with detail of about 6 px."""
    spectrum = np.fft.rfft2(np.random.default_rng(3).normal(size=(256, 256)))
    along_y, along_x = np.fft.fftfreq(256)[:, None], np.fft.rfftfreq(256)[None, :]
    spectrum *= np.exp(-((along_x**2 + along_y**2) * 300))
    picture = np.fft.irfft2(spectrum)
    return 128 + 30 * picture / picture.std()


def test_windows_share_the_clip_and_last_about_a_second():
    spans = window_spans(87, 24)
    assert [(each.first, each.last) for each in spans] == [(0, 21), (21, 43), (43, 65), (65, 87)]


@pytest.mark.parametrize(
    ("frame_count", "fps", "count"),
    [
        pytest.param(36, 24, 1, id="a-second-and-a-half"),
        pytest.param(30, 12, 2, id="twelve-a-second"),
        pytest.param(20, 6, 1, id="fewer-frames-than-two-windows-need"),
        pytest.param(1, 24, 1, id="one-frame"),
        pytest.param(0, 24, 0, id="none"),
    ],
)
def test_windows_hold_twelve_frames_where_they_can(frame_count, fps, count):
    assert len(window_spans(frame_count, fps)) == count


def test_two_minutes_are_measured_in_windows_spread_over_all_of_it():
    spans = spread_spans(2_880, 24)
    assert len(spans) == MAX_WINDOWS
    assert [spans[0].index, spans[-1].index] == [4, 116]


@pytest.mark.parametrize("fps", [12, 15, 24, 25, 30, 50, 60, 120])
def test_twelve_to_fifteen_thumbs_a_second_are_enough(fps):
    assert 12 <= len(range(0, fps, stride_of(fps))) <= 15


def test_rows_carry_the_true_start_and_length_of_their_window(texture):
    clip = [gray(texture[:144, :])] * 60
    rows = measured(clip)
    times = {(row.window, row.start_s, row.duration_s) for row in rows}
    assert times == {(0, 0.0, 1.25), (1, 1.25, 1.25)}


@pytest.mark.parametrize(
    ("step", "value"),
    [
        pytest.param((0, 0), "static", id="still"),
        pytest.param((0, 1), "pan", id="one-px-a-frame-sideways"),
        pytest.param((0, -3), "pan", id="three-px-a-frame-back"),
        pytest.param((1, 0), "tilt", id="one-px-a-frame-down"),
    ],
)
def test_shifted_texture_is_a_camera_move_of_that_speed(texture, step, value):
    clip = [gray(np.roll(texture, (-i * step[0], -i * step[1]), (0, 1))[:144]) for i in range(24)]
    rows = [row for row in measured(clip) if row.aspect == CAMERA]
    assert [row.value for row in rows] == [value]
    widths_s = max(abs(each) for each in step) * FPS / 256
    assert rows[0].measure == pytest.approx(widths_s, rel=0.03, abs=0.002)


@pytest.mark.parametrize("down", [1, -1])
def test_travel_along_both_axes_has_no_name(texture, down):
    clip = [gray(np.roll(texture, (i * down, i), (0, 1))[:144]) for i in range(24)]
    assert values(measured(clip), CAMERA) == []


@pytest.mark.parametrize(
    ("picture", "density", "value"),
    [
        pytest.param(np.full((64, 64), 90.0), 0.0, "low", id="flat"),
        # Every eighth column an edge that is seen from both pixels beside it, of 62 inner ones.
        pytest.param(np.tile([20.0] * 8 + [220.0] * 8, (64, 4)), 14 / 62, "high", id="bars"),
    ],
)
def test_every_window_has_figures_of_its_picture(picture, density, value):
    rows = measured([gray(picture)] * 24)
    told = {row.aspect: row for row in rows if row.aspect in PICTURE_FIGURES}
    assert told.keys() == PICTURE_FIGURES.keys()
    edges = told["graphics.edge_density"]
    assert (edges.value, edges.unit) == (value, "1")
    assert edges.measure == pytest.approx(density, abs=1e-4)


@pytest.mark.parametrize("seed", [1, 2])
def test_great_shake_is_no_travel(texture, seed):
    rng = np.random.default_rng(seed)
    places = [tuple(rng.integers(-9, 10, 2).tolist()) for _ in range(24)]
    rows = measured([gray(np.roll(texture, place, (0, 1))[:144]) for place in places])
    assert values(rows, CAMERA) == ["handheld"]


@pytest.mark.parametrize(
    "clip",
    [
        pytest.param([planar(np.full((144, 256, 3), 90, np.uint8))] * 24, id="flat"),
        pytest.param(
            [
                planar(np.random.default_rng(i).integers(0, 256, (144, 256, 3), np.uint8))
                for i in range(24)
            ],
            id="noise",
        ),
        pytest.param([planar(np.zeros((144, 256, 3), np.uint8))], id="one-black-frame"),
    ],
)
def test_pictures_without_form_show_neither_movement_nor_gradient_nor_stage(clip):
    told = {row.aspect.split(".")[0] for row in measured(clip)}
    assert told <= {"lighting", "temporal", "graphics"}
    assert {row.aspect for row in measured(clip)} <= {
        *PICTURE_FIGURES,
        "lighting.color_temperature",
        "temporal.cut_frequency",
        "temporal.shot_length_s",
        "graphics.shape_overlay",
    }


def test_a_clip_too_small_to_look_for_cuts_in_is_not_called_uncut():
    rng = np.random.default_rng(1)
    clip = [gray(rng.integers(0, 256, (24, 64))) for _ in range(24)]
    assert not [row for row in measured(clip) if row.aspect.startswith("temporal.")]


def test_a_single_frame_never_gets_a_row():
    ramp = np.linspace(0, 255, 256)[None, :, None].repeat(144, 0).repeat(3, 2).astype(np.uint8)
    assert values(measured([planar(ramp)] * 24), GRADIENT) == ["horizontal"]
    assert measured([planar(ramp)]) == ()


def test_smooth_gradient_says_nothing_of_the_camera():
    ramp = np.linspace(0, 255, 256)[None, :, None].repeat(144, 0).repeat(3, 2).astype(np.uint8)
    assert values(measured([planar(ramp)] * 24), CAMERA) == []


@pytest.mark.parametrize(("widths_s", "speed"), [(0.09, "slow"), (0.25, "medium"), (0.55, "fast")])
@pytest.mark.parametrize(
    ("axis", "direction"),
    [((1, 0), "horizontal"), ((0, 1), "vertical"), ((0.7071, -0.7071), "diagonal")],
)
def test_square_over_texture_travels_as_it_was_moved(texture, widths_s, speed, axis, direction):
    clip = []
    for i in range(24):
        picture = texture[:144].copy()
        way = widths_s * 256 * i / FPS
        left, top = round(100 + axis[0] * (way - 60)), round(60 + axis[1] * (way - 30))
        picture[max(top, 0) : top + 32, max(left, 0) : left + 32] = 250
        clip.append(gray(picture))
    rows = measured(clip)
    assert (values(rows, CAMERA), values(rows, SPEED)) == (["static"], [speed])
    assert values(rows, DIRECTION) == [direction]


def test_every_second_frame_by_index_measures_the_same_camera(texture):
    clip = [gray(np.roll(texture, -i, 1)[:144]) for i in range(48)]
    wanted = range(0, 48, stride_of(24))
    some = measure_windows((clip[i] for i in wanted), fps=24, frame_count=48, indices=wanted)
    assert values(some, CAMERA) == values(measured(clip), CAMERA) == ["pan", "pan"]


def test_frames_too_far_apart_say_nothing_of_movement(texture):
    clip = [gray(np.roll(texture, -i, 1)[:144]) for i in (0, 12, 22)]
    rows = measure_windows(clip, fps=24, frame_count=24, indices=(0, 12, 22))
    assert values(rows, CAMERA) == values(rows, SPEED) == []


@pytest.mark.parametrize("size", [(64, 64), (256, 144), (1280, 720), (1920, 1080), (72, 128)])
def test_thumbs_keep_the_luma_of_a_flat_frame(size):
    frame = planar(np.full((size[1], size[0], 3), (200, 80, 16), np.uint8))
    thumb = luma_thumb(frame)
    # Sixteenths: six of red 200, nine of green 80, one of blue 16.
    assert np.unique(thumb).tolist() == [121.0]
    assert thumb.shape == (size[1] // reduction(*size), size[0] // reduction(*size))


def test_technical_values_of_the_vocabulary_are_all_told():
    assert tuple(RATIOS) == ASPECTS["technical.aspect_ratio"].values
    assert tuple(map(str, RATES_HZ)) == ASPECTS["technical.fps"].values
    for name, (width, height) in FRAME_SIZES.items():
        rows = measure_technical(width_px=width, height_px=height, fps=29.97, duration_s=1.0)
        assert [row.value for row in rows] == ["30", name]


# Clips of independent origin.

_STILL = (
    "mandelbrot=s=640x360:start_x=-0.743:start_y=0.131:start_scale=0.02:maxiter=300:rate=24",
    "color=c=gray:s=640x360:rate=24,noise=alls=100:all_seed=5,gblur=sigma=4,eq=contrast=4",
    "cellauto=s=320x180:rate=24:rule=30,scale=640:360:flags=bilinear,gblur=sigma=3",
)
_HELD = "trim=end_frame=1,loop=loop=24:size=1:start=0,setpts=N/24/TB,"
_TO_SIZE = ",scale=256:144:flags=area"


@pytest.mark.slow
@pytest.mark.parametrize("still", _STILL, ids=["fractal", "noise", "automaton"])
@pytest.mark.parametrize(
    ("moving", "value"),
    [
        ("crop=384:216:100:72", "static"),
        ("crop=384:216:x='5+40*n/24':y=72", "pan"),
        ("crop=384:216:x='250-120*n/24':y=72", "pan"),
        ("crop=384:216:x=100:y='2+40*n/24'", "tilt"),
        ("crop=384:216:x=100:y='140-70*n/24'", "tilt"),
        (
            "zoompan=z='1.2*exp(0.1*on/24)':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d=1:s=640x360",
            "zoom",
        ),
        (
            "zoompan=z='2.2*exp(-0.2*on/24)':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d=1:s=640x360",
            "zoom_out",
        ),
        ("rotate=a='0.3*n/24',crop=384:216", "rotate"),
    ],
)
def test_camera_of_clips_that_ffmpeg_made(still, moving, value):
    clip = ffmpeg_frames(
        [still], f"[0]{_HELD}{moving}{_TO_SIZE}", width_px=256, height_px=144, frame_count=24
    )
    assert values(measured(clip), CAMERA) == ([value] if value else [])


@pytest.mark.parametrize(
    "colors", ["c0=black:c1=white", "c0=red:c1=blue", "c0=purple:c1=gold:c2=teal"]
)
@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("type=linear:x0=0:y0=72:x1=255:y1=72", "horizontal"),
        ("type=linear:x0=128:y0=0:x1=128:y1=143", "vertical"),
        ("type=linear:x0=40:y0=0:x1=215:y1=143", "angled"),
        ("type=radial:x0=128:y0=72:x1=230:y1=72", "radial"),
        ("type=radial:x0=90:y0=60:x1=180:y1=60", "radial"),
    ],
)
def test_gradient_of_clips_that_ffmpeg_made(colors, form, value):
    count = colors.count("=")
    source = f"gradients=s=256x144:{colors}:nb_colors={count}:{form}:speed=0.00001:rate=24"
    clip = ffmpeg_frames([source], "[0]null", width_px=256, height_px=144, frame_count=12)
    assert values(measured(clip), GRADIENT) == [value]
