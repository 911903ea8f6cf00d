"""Prompt files: the prompts that people wrote down, one a line.

Put reading and refusing of prompt files here; what a prompt means belongs in ``core.prompts``.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from motion_assets.core.clips.build import require_buildable
from motion_assets.core.clips.request import MAX_PROMPT_CHARS, ClipRequest, ReelRequest
from motion_assets.core.prompts.interpret import interpret
from motion_assets.errors import LimitError, RequestError
from motion_assets.settings import Settings

SAMPLE_PROMPTS: Final = "sample_prompts.txt"
MAX_SHOWN_CHARS: Final = 80
MAX_FILE_CHARS: Final = 20_000_000
"""More than a hundred thousand prompts; what is longer is no list of prompts."""

_CHECKOUT_DATA: Final = Path(__file__).resolve().parents[2] / "data"


def prompt_file(settings: Settings) -> Path:
    """The data folder's own prompt file, or the checkout's samples where it has none."""
    own = settings.data_dir / SAMPLE_PROMPTS
    return own if own.is_file() else _CHECKOUT_DATA / SAMPLE_PROMPTS


def read_prompts(path: Path) -> tuple[str, ...]:
    """Prompts of a text file, one a line; blank lines and lines that start with # are left out.

    Raises
    ------
    RequestError
        If the file cannot be read or is not UTF-8 text.
    LimitError
        If the file or a prompt is too long; the message names the line of the prompt.
    """
    # A line ends where an editor ends it, not at every separator that Unicode knows.
    lines = _text(path).split("\n")
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_PROMPT_CHARS:
            raise LimitError(
                f"{path}, line {number}: a prompt holds at most {MAX_PROMPT_CHARS:,} characters, "
                f"got {len(line):,}."
            )
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def require_buildable_prompts(reels: Iterable[ReelRequest]) -> None:
    """Refuse a prompt that asks for what no clip can be, before any clip is made.

    Raises
    ------
    RequestError
        If a prompt asks for a length or rate outside of the limits, or rules out every value of
        what a clip always has; the message names it.
    """
    for clip in (clip for reel in reels for clip in reel.clips):
        why = None if clip.prompt is None else refusal_of(clip.prompt)
        if why is not None:
            raise RequestError(f"prompt {str(clip.prompt)[:MAX_SHOWN_CHARS]!r}: {why}")


def sort_out(prompts: Iterable[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Prompts that clips can be made of, and why none can be made of the others.

    >>> sort_out(["a teal dusk", "rain for two hours"])[0]
    ('a teal dusk',)
    """
    refused = {prompt: why for prompt in prompts if (why := refusal_of(prompt)) is not None}
    return tuple(prompt for prompt in prompts if prompt not in refused), refused


@lru_cache(maxsize=65_536)
def refusal_of(prompt: str) -> str | None:
    """Why no clip can be made of a prompt; None where one can.

    >>> refusal_of("a teal dusk"), refusal_of("a teal dusk, two hours long")
    (None, 'a clip lasts more than 0 and at most 60 s, got 7200.0 s. Ask for a shorter clip, or
     for several.')
    """
    try:
        require_buildable(ClipRequest(prompt=prompt), interpret(prompt))
    except (LimitError, RequestError) as error:
        return str(error)
    return None


def _text(path: Path) -> str:
    """Text of a file without the mark that some editors put first."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(MAX_FILE_CHARS + 1)
    except OSError as error:
        raise RequestError(f"cannot read prompts from {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RequestError(
            f"{path} is not UTF-8 text (byte {error.start}). Save it as UTF-8."
        ) from error
    if len(text) > MAX_FILE_CHARS:
        raise LimitError(
            f"{path} is longer than {MAX_FILE_CHARS:,} characters. Split it into several files."
        )
    return text
