"""``motion-assets interpret --jsonl``: one line answered after the other.

Put the protocol of lines here, and what the words that a prompt is read with come from. It
loads no library that reads options or settings: a program that asks for one prompt waits for
the reading alone.
"""

import gc
import json
import os
import sys
from typing import TYPE_CHECKING, Any, Final, NoReturn

from motion_assets.cli import edge

if TYPE_CHECKING:
    from motion_assets.core.prompts.learned.rows import LearnedRow

_DATA_DIR: Final = "MOTION_ASSETS_DATA_DIR"
_WORD_FOLDERS: Final = (("language", "remarks"), ("renames",))
"""Folders of a lake without which no word was ever learned."""


def main() -> NoReturn:
    """Answer every line of stdin and exit."""
    gc.disable()
    edge.run(answer_lines)


def answer_lines() -> int:
    """Answer every line of stdin; 1 when a line was not {"id", "prompt"}, else 0."""
    status = 0
    words = resolving_words()
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            request = _request(line)
        except ValueError as error:
            edge.note(f'line {number}: expected {{"id": ..., "prompt": "text"}}, {error}')
            status = 1
            continue
        sys.stdout.write(_answer(*request, words) + "\n")
        _collect_garbage_again()
    sys.stdout.flush()
    return status


def _collect_garbage_again() -> None:
    """Look for garbage from the first answer on, and never in the lexicon, which stays.

    Looking through it while it is loaded takes a tenth of the first answer.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _request(line: bytes) -> tuple[Any, str]:
    """Id and prompt of one line; ValueError says what stands there instead."""
    item: Any = json.loads(line.decode("utf-8"))
    if not isinstance(item, dict) or "id" not in item or not isinstance(item.get("prompt"), str):
        raise ValueError(f"got {line[:80].decode('utf-8', 'replace').strip()!r}.")
    return item["id"], item["prompt"]


def _answer(identity: Any, prompt: str, words: tuple["LearnedRow", ...]) -> str:
    from motion_assets.core.prompts import report
    from motion_assets.core.prompts.interpret import interpret as read

    found = report.reading_to_dict(read(prompt, words))
    return json.dumps({"id": identity, "slots": found["slots"], "evidence": found["evidence"]})


def resolving_words() -> tuple["LearnedRow", ...]:
    """Learned words that prompts are read with; torn objects are told on stderr."""
    if not _may_have_words():
        return ()
    from motion_assets.settings import load_settings
    from motion_assets.steps.linguistic import read_words
    from motion_assets.steps.workspace import open_workspace

    words = read_words(open_workspace(load_settings()))
    tell_torn(words.torn)
    return words.resolving


def tell_torn(keys: tuple[str, ...]) -> None:
    """Say on stderr which objects count for nothing."""
    for key in keys:
        edge.note(f"{key} is torn and counts for nothing. Delete it, and say it again.")


def _may_have_words() -> bool:
    """Whether words may ever have been learned, so that settings need be loaded.

    With no setting but the data folder the lake is a folder there; where it holds nothing that
    was said of words, it would tell nothing.
    """
    if any(name.upper().startswith("MOTION_ASSETS_") for name in os.environ if name != _DATA_DIR):
        return True
    lake = os.path.join(os.environ.get(_DATA_DIR) or "data", "lake")  # noqa: PTH118  pathlib costs a hundredth of the answer
    return any(os.path.isdir(os.path.join(lake, *folder)) for folder in _WORD_FOLDERS)  # noqa: PTH112, PTH118  as above
