"""`motion-assets doctor`: what this machine and this data folder need, and what is wrong.

Each check returns a verdict and a way out; nothing is repaired here.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from motion_assets.cli import output
from motion_assets.errors import MotionAssetsError

Verdict = tuple[str, str]
"""``ok``, ``warn`` or ``fail``, and what was found with the way out."""

MIN_FREE_BYTES: Final = 2_000_000_000
ENCODERS: Final = ("libx264rgb", "libx264", "flac")


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Check the installation and the data folder; exit status 1 when something must be mended."""
    rows = [
        {"check": name, "verdict": verdict, "detail": detail}
        for name, (verdict, detail) in ((name, _guarded(run)) for name, run in _checks())
    ]
    output.print_rows(rows, as_json=as_json, whole=True)
    if any(row["verdict"] == "fail" for row in rows):
        raise typer.Exit(1)


def _checks() -> Iterator[tuple[str, Callable[[], Verdict]]]:
    yield "python", _python
    yield "encoders", _encoders
    yield "second reader", _second_reader
    yield "settings", _settings
    # Without settings there is no folder to look at; that verdict stands above.
    if _guarded(_settings)[0] == "ok":
        yield "data folder", _data_folder
        yield "published registry", _published
        yield "stable file", _stable_file
    yield "browser", _browser


def _guarded(check: Callable[[], Verdict]) -> Verdict:
    try:
        return check()
    except MotionAssetsError as error:
        return "fail", str(error)


def _python() -> Verdict:
    return "ok", ".".join(map(str, sys.version_info[:3]))


def _encoders() -> Verdict:
    import av

    missing = [name for name in ENCODERS if name not in av.codecs_available]
    if missing:
        return "fail", f"av {av.__version__} lacks {', '.join(missing)}; reinstall with make"
    return "ok", f"av {av.__version__} has {', '.join(ENCODERS)}"


def _second_reader() -> Verdict:
    import imageio_ffmpeg

    path = Path(imageio_ffmpeg.get_ffmpeg_exe())
    if not path.is_file():
        return "warn", "no ffmpeg binary; export-clip will not work"
    return "ok", f"ffmpeg {imageio_ffmpeg.get_ffmpeg_version()}"


def _settings() -> Verdict:
    from motion_assets.settings import load_settings

    changed = sorted(load_settings().model_fields_set)
    return "ok", f"set by the environment: {', '.join(changed)}" if changed else "all defaults"


def _data_folder() -> Verdict:
    from motion_assets.settings import load_settings

    folder = load_settings().data_dir
    nearest = next(path for path in (folder, *folder.resolve().parents) if path.exists())
    if not nearest.is_dir():
        return "fail", f"{nearest} is a file; set MOTION_ASSETS_DATA_DIR to a folder"
    if not os.access(nearest, os.W_OK):
        return "fail", f"{folder} cannot be written; set MOTION_ASSETS_DATA_DIR to another folder"
    free = shutil.disk_usage(nearest).free
    if free < MIN_FREE_BYTES:
        return "warn", f"{free / 1e9:.1f} GB free for {folder}; 2 GB is comfortable"
    return "ok", f"{folder}, {free / 1e9:.0f} GB free"


def _published() -> Verdict:
    from motion_assets.settings import load_settings
    from motion_assets.steps.plan import standing
    from motion_assets.steps.workspace import open_workspace

    now = standing(open_workspace(load_settings()))
    if not now.generation:
        return "warn", "nothing published yet; run: motion-assets run"
    gaps = now.gaps
    return "ok", (
        f"generation {now.generation}: {len(now.folded)} reels, missing {len(gaps.color_cells)} "
        f"color cells, {len(gaps.sound_cells)} sound cells, {len(gaps.values)} values"
    )


def _stable_file() -> Verdict:
    from motion_assets.settings import load_settings
    from motion_assets.storage.generations import newest
    from motion_assets.storage.lake import open_lake

    settings = load_settings()
    path = settings.database_path
    generation = newest(open_lake(settings.lake_location))
    if generation is None:
        return "warn", f"no {path} yet; run: motion-assets run"
    if not path.is_file():
        return "fail", f"no {path} for generation {generation.number}; run: motion-assets run"
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != generation.database.sha256:
        return "fail", (
            f"{path} is not generation {generation.number}, or was changed; "
            "delete it and run: motion-assets run"
        )
    return "ok", f"{path} is generation {generation.number}, {path.stat().st_size / 1e6:.1f} MB"


def _browser() -> Verdict:
    found = shutil.which("chromium")
    return ("ok", found) if found else ("warn", "no chromium; the playback tests are skipped")
