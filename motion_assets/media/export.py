"""Export: a copy of a clip for players that cannot show the lossless one.

Put copies that leave the project here. They are lossy: nothing is ever measured from them.
"""

import subprocess
from pathlib import Path
from typing import Final

import imageio_ffmpeg

from motion_assets.errors import ClipReadError, ClipWriteError
from motion_assets.media.read import open_clip
from motion_assets.vocabulary.limits import MAX_DURATION_S

# BT.709 in studio range, which is what phones and QuickTime take 4:2:0 for.
_PICTURE: Final = (
    "-map 0:v:0 -vf scale=out_color_matrix=bt709:out_range=tv,format=yuv420p -c:v libx264 "
    "-crf 18 -preset veryfast -colorspace bt709 -color_primaries bt709 -color_trc bt709"
)
_SOUND: Final = "-map 0:a:0 -c:a aac -b:a 128k"
_FILE: Final = "-map_metadata -1 -movflags +faststart -f mp4"
# Encoding a second of the largest clip takes a few seconds on one slow core.
_TIMEOUT_S: Final = 30 * MAX_DURATION_S


def export_copy(path: Path, target: Path) -> int:
    """Write a 4:2:0 and AAC copy of a clip to ``target``; its size in bytes.

    The clip is read whole first, so that a torn one is never exported in part. Opacity is left
    out: such files have no place for it.

    Raises
    ------
    ClipReadError
        If the clip cannot be read whole.
    ClipWriteError
        If ``target`` is the clip itself or cannot be written; nothing is left of it then.
    """
    if path.absolute() == target.absolute() or (target.exists() and path.samefile(target)):
        raise ClipWriteError(f"{target} is the clip itself. Choose another name for the copy.")
    options = _options(path)
    temporary = target.with_name(f".{target.name}.{path.stem}.tmp")
    source = ["-protocol_whitelist", "file", "-i", str(path.absolute())]
    command = [_ffmpeg(target), "-v", "error", "-nostdin", "-y"]
    try:
        _run([*command, *source, *options, str(temporary.absolute())], target)
        size_bytes = temporary.stat().st_size
        temporary.replace(target)
    except OSError as error:
        raise ClipWriteError(
            f"{target}: the copy could not be written: {error}. Check that the folder exists and "
            "has room."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return size_bytes


def _ffmpeg(target: Path) -> str:
    """Path of the ffmpeg program that imageio-ffmpeg brings or finds."""
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise ClipWriteError(
            f"{target}: no ffmpeg program for a copy on this machine. Install ffmpeg, or "
            "imageio-ffmpeg as a wheel."
        ) from error


def _options(path: Path) -> list[str]:
    """Options of the encoder for the tracks the clip has, after it was read whole."""
    with open_clip(path) as reader:
        if not reader.info.has_sound:
            raise ClipReadError(f"{path}: no sound track; a copy has picture and sound.")
        for _ in reader.frames(wanted=()):
            pass
        reader.samples()
        picture = _PICTURE.split() if reader.info.has_picture else []
    return [*picture, *_SOUND.split(), *_FILE.split()]


def _run(command: list[str], target: Path) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program and a list of arguments, no shell
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ClipWriteError(
            f"{target}: the copy was not ready within {_TIMEOUT_S} s. Try again when the machine "
            "is less busy."
        ) from error
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        reason = lines[-1] if lines else f"exit status {done.returncode}"
        raise ClipWriteError(
            f"{target}: the copy could not be written: {reason}. Check that the folder exists, "
            "may be written and has room."
        )
