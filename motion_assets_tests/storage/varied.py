"""Overlapping reels and a small coverage, for tests of folding and publishing."""

import duckdb

from motion_assets.core.clips.request import ReelRequest
from motion_assets.core.coverage.measure import Coverage, CoverageRow, Gaps, Seen
from motion_assets.storage.fingerprints import table_fingerprints
from motion_assets.storage.fold.build import CONFIG
from motion_assets.storage.generations import newest
from motion_assets.storage.lake import Lake
from motion_assets.storage.reels import write_request
from motion_assets_tests.storage import reel_data as data


def small_coverage(seen: Seen) -> Coverage:
    """Coverage of ten cells: the whole measure would cost every fold a tenth of a second."""
    missing = tuple(cell for cell in range(10) if cell not in seen.color_cells)
    row = CoverageRow("static_color", "cell", 1, "measured", 10, 10 - len(missing), ())
    return Coverage((row,), (), Gaps(color_cells=missing))


def varied_reel(number: int) -> ReelRequest:
    return data.request("sweep" if number % 2 else "web", seed=number, clips=2)


def varied_rows(request: ReelRequest) -> dict[str, list[data.Row]]:
    """Rows that overlap between reels, with sums whose order would show in floating point."""
    first, second = request.clip_id(0), request.clip_id(1)
    seed = request.seed
    return {
        "color": [
            data.color_row(first, seed % 4, pixels=100 + seed, red=seed % 50),
            data.color_row(second, 3, pixels=17, red=3),
        ],
        "sound": [data.sound_row(first, seed % 3, 3, -10.0 - seed / 7)],
        "window": [
            data.window_row(first, 0, "motion.speed", "slow", 0.1 + seed / 3),
            data.window_row(first, 0, "technical.fps", "24", 24.0),
        ],
        "narrative": [
            {"clip_id": first, "aspect": "genre", "value": "drama"},
            {"clip_id": first, "aspect": "mood", "value": ("calm", "dark")[seed % 2]},
        ],
        "reading": [data.reading_row(first, f"prompt {seed % 2}", complete=seed % 3 > 0)],
        "span": [data.span_row(first, f"Slow{seed % 2}", "motion_speed", "slow")],
        "choice": [data.choice_row(first, "motion.speed", "slow")],
    }


def commit_varied(lake: Lake, request: ReelRequest) -> None:
    data.commit(lake, request, varied_rows(request))


def plan(lake: Lake, reels: tuple[ReelRequest, ...]) -> None:
    """Write all requests down first, so that every order of commits has the same sequences."""
    for request in reels:
        write_request(lake, request, "")


def fingerprints(lake: Lake) -> dict[str, str]:
    """Fingerprints of the tables of the newest generation."""
    generation = newest(lake)
    assert generation is not None
    with (
        lake.local_file(generation.database.key) as path,
        duckdb.connect(str(path), read_only=True, config=CONFIG) as connection,
    ):
        return table_fingerprints(connection)
