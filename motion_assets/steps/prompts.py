"""Prompt files: the prompts that people wrote down, one a line.

Put reading of prompt files here; what a prompt means belongs in ``core.prompts``.
"""

from pathlib import Path
from typing import Final

from motion_assets.core.clips.request import MAX_PROMPT_CHARS
from motion_assets.errors import LimitError, RequestError
from motion_assets.settings import Settings

SAMPLE_PROMPTS: Final = "sample_prompts.txt"
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
        If a prompt is longer than a prompt may be; the message names its line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise RequestError(f"cannot read prompts from {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RequestError(f"{path} is not UTF-8 text (byte {error.start}).") from error
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_PROMPT_CHARS:
            raise LimitError(
                f"{path}, line {number}: a prompt holds at most {MAX_PROMPT_CHARS:,} characters, "
                f"got {len(line):,}."
            )
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
