import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from motion_assets.core.clips.draw import frames
from motion_assets.core.observations.color import CellCounter
from motion_assets.core.observations.frames import PlanarFrame, RgbaFrame, planar
from motion_assets.errors import LimitError
from motion_assets.steps import bench_speed
from motion_assets.steps.bench import run_benchmarks
from motion_assets.steps.bench_clips import (
    CLIP_FPS,
    gradient_frames,
    noise_frames,
    render,
    varied_scene,
)
from motion_assets.steps.bench_decode import decode_raw, peer_row, signalstats_row
from motion_assets.steps.bench_exact import (
    Content,
    Wrong,
    compare,
    exact_rows,
    through_file,
)
from motion_assets.steps.bench_measure import (
    PROMPTS,
    all_aspects_row,
    camera_kinds,
    color_sound_and_pairs,
    prompted_scene,
)
from motion_assets.steps.bench_rows import at_least, at_most, median_cpu_s, none_wrong
from motion_assets.steps.bench_speed import sweep_row, two_processes_row
from motion_assets.steps.bench_sweep import sweep_scene
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.limits import sample_count_of


def content(drawn: list[RgbaFrame]) -> Content:
    rng = np.random.default_rng(5)
    samples = rng.integers(-9_000, 9_000, sample_count_of(len(drawn), CLIP_FPS), np.int16)
    return Content([planar(frame) for frame in drawn], samples, CLIP_FPS)


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(noise_frames(4, width_px=64, height_px=36), id="noise-in-four-channels"),
        pytest.param(noise_frames(2, width_px=50, height_px=34), id="noise-off-the-block-grid"),
        pytest.param(gradient_frames(5, width_px=96, height_px=54), id="gradients"),
        pytest.param(list(frames(sweep_scene())), id="card-of-all-cells"),
    ],
)
def test_keys_counts_and_sums_after_the_file_equal_those_before(drawn, tmp_path):
    found = through_file(content(drawn), tmp_path / "clip.mp4")
    assert (found.wrong_frames, found.wrong_cells, found.wrong_instants) == (0, 0, 0)
    assert (found.frames, found.instants) == (len(drawn), len(drawn))
    assert found.cells > 500


def test_a_single_wrong_pixel_and_instant_are_counted():
    drawn = content(gradient_frames(3, width_px=16, height_px=16))
    alpha = drawn.frames[1].alpha.copy()
    alpha[3, 4] ^= 0x80
    samples = drawn.samples.copy()
    samples[:2000] = 0
    spoiled = [drawn.frames[0], replace(drawn.frames[1], alpha=alpha), drawn.frames[2]]
    found = compare(drawn, Content(spoiled, samples, CLIP_FPS))
    assert (found.frames, found.wrong_frames) == (3, 1)
    assert found.wrong_cells == 2  # the cell the pixel left and the one it came to
    assert (found.instants, found.wrong_instants) == (3, 1)


def test_a_sum_that_differs_inside_one_cell_is_a_wrong_cell():
    plane = np.full((4, 4), 100, np.uint8)
    other = plane.copy()
    other[0, 0] = 101
    clips = [
        Content([PlanarFrame(p, plane, plane, plane)], np.zeros(2000, np.int16), 24)
        for p in (plane, other)
    ]
    assert compare(*clips) == Wrong(1, 1, 2, 1, 1, 0)


def test_a_lost_frame_is_a_wrong_frame():
    drawn = content(gradient_frames(3, width_px=16, height_px=16))
    found = compare(drawn, Content(drawn.frames[:2], drawn.samples[:4000], CLIP_FPS))
    assert (found.frames, found.wrong_frames, found.wrong_instants) == (3, 1, 1)


def test_rows_of_exactness_compare_thousands_of_cells_and_find_none_wrong(tmp_path):
    rows = exact_rows(tmp_path)
    assert [(row.figure, row.goal, row.passed) for row in rows] == [(0, "0", True)] * 3
    assert int(rows[1].note.split()[0]) > 27_951


@pytest.mark.parametrize(
    ("row", "passed"),
    [
        pytest.param(none_wrong("n", 0, 5, "cells"), True, id="nothing-wrong"),
        pytest.param(none_wrong("n", 1, 5, "cells"), False, id="one-wrong"),
        pytest.param(none_wrong("n", 0, 0, "cells"), False, id="nothing-compared"),
        pytest.param(at_least("n", 0.78, "x", 0.78, ""), True, id="just-reached"),
        pytest.param(at_least("n", 0.77, "x", 0.78, ""), False, id="just-missed"),
        pytest.param(at_most("n", 20.0, "ms", 20, ""), True, id="just-within"),
        pytest.param(at_most("n", 20.1, "ms", 20, ""), False, id="just-over"),
    ],
)
def test_a_row_passes_exactly_when_its_goal_is_met(row, passed):
    assert row.passed is passed


def test_a_sweep_that_missed_a_cell_has_failed_however_fast_it_was():
    row = sweep_row("warm", 0.1, "ms CPU", 20, seen=27_950, note="")
    assert (row.figure, row.passed) == (None, False)
    assert row.note == "only 27950 of 27951 cells were seen"
    assert sweep_row("warm", 0.1, "ms CPU", 20, seen=27_951, note="").passed


def test_a_median_is_of_the_rounds_after_the_first():
    calls: list[str] = []
    times = median_cpu_s(lambda: calls.append("a"), lambda: calls.append("b"), runs=5)
    assert calls == ["a", "b"] * 6
    assert len(times) == 2


def test_a_cold_sweep_sees_all_cells_without_numba_or_scipy(tmp_path):
    program = (
        "import sys, pathlib\n"
        "from motion_assets.steps.bench_sweep import report_cold_sweep\n"
        "print(report_cold_sweep(pathlib.Path(sys.argv[1])))\n"
        "print([m for m in ('numba', 'scipy', 'librosa', 'polars') if m in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "cold.mp4")],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    report, loaded = done.stdout.splitlines()
    cpu_s, colors, sounds = report.split()
    assert float(cpu_s) > 0
    assert (colors, sounds, loaded) == ("27951", "21", "[]")


def test_varied_scenes_differ_and_repeat():
    scenes = [varied_scene(i, width_px=64, height_px=64) for i in range(6)]
    assert len({(scene.picture, scene.soundtrack) for scene in scenes}) == 6
    assert scenes[4] == varied_scene(4, width_px=64, height_px=64)
    assert {(s.width_px, s.height_px, s.fps, s.duration_s) for s in scenes} == {(64, 64, 24, 1.0)}


def test_raw_decoding_decodes_all_three_tracks(tmp_path):
    scene = varied_scene(0, width_px=64, height_px=64)
    render(scene, tmp_path / "clip.mp4")
    pictures = 2 * scene.frame_count
    assert decode_raw(tmp_path / "clip.mp4") > pictures


def test_a_program_that_is_not_installed_is_said_to_be_so(tmp_path):
    row = peer_row([tmp_path / "none.mp4"], decode_raw, "Nobody", "no_such_module", 1.1, runs=1)
    assert (row.figure, row.passed, row.goal) == (None, None, ">= 1.1")
    assert row.note == "not measured here: no_such_module is not installed"


def test_ffmpeg_is_timed_on_the_same_file(tmp_path):
    path = tmp_path / "clip.mp4"
    render(varied_scene(0, width_px=256, height_px=256), path)
    row = signalstats_row([path], runs=1)
    assert row.figure is not None
    assert row.figure > 0
    assert row.passed is (row.figure >= 2.5)


def test_medians_of_fewer_than_five_runs_are_refused():
    with pytest.raises(LimitError, match="at least 5 runs, got 4"):
        run_benchmarks(runs=4)


@pytest.mark.slow
def test_two_processes_each_do_clips_of_their_own(tmp_path, monkeypatch):
    monkeypatch.setattr(bench_speed, "CLIPS_A_PROCESS", 1)
    assert bench_speed._wall_s(tmp_path, 2) > 0.0
    one, other = (tmp_path / f"worker-{number}.mp4" for number in range(2))
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(("one_s", "two_s", "passed"), [(1.0, 1.25, True), (1.0, 1.26, False)])
def test_two_processes_are_held_against_twice_the_work_of_one(
    one_s, two_s, passed, tmp_path, monkeypatch
):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(bench_speed, "_wall_s", lambda _folder, count: (0.0, one_s, two_s)[count])
    row = two_processes_row(tmp_path, runs=3)
    assert row.figure == pytest.approx(2 * one_s / two_s, abs=0.001)
    assert row.passed is passed


@pytest.mark.slow
def test_a_prompted_clip_is_measured_whole_beside_its_raw_decoding(tmp_path):
    row = all_aspects_row(tmp_path, 64, 0.5, runs=1, prompts=PROMPTS[:1])
    assert row.figure is not None
    assert row.passed is (row.figure >= 0.5)


def test_prompted_clips_of_the_benchmark_last_two_to_four_seconds():
    lasting_s = [prompted_scene(prompt, 64).duration_s for prompt in PROMPTS[::3]]
    assert all(2.0 <= each <= 4.0 for each in lasting_s)


def test_the_camera_of_varied_clips_is_named_while_it_is_timed():
    clips = [
        [planar(frame) for frame in frames(varied_scene(index, width_px=64, height_px=64))]
        for index in (0, 1)
    ]
    moves = ASPECTS["camera.motion_type"].measured_values
    assert [camera_kinds(clip) for clip in clips] == [[moves[0]], [moves[1]]]


def test_every_pair_of_frames_is_followed_while_it_is_timed(tmp_path):
    path = tmp_path / "clip.mp4"
    render(varied_scene(0, width_px=64, height_px=64), path)
    assert color_sound_and_pairs(path, CellCounter(kernel="numpy")) == CLIP_FPS - 1
