"""Reports: a reading as plain values for JSON, or as lines for a person.

Put how a reading is shown here; nothing here decides anything.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from motion_assets.core.prompts.reading import Evidence, Reading, SlotValue, Unresolved


def _evidence_dict(item: Evidence) -> dict[str, Any]:
    return {
        "slot": item.slot,
        "value": item.value,
        "start": item.start,
        "end": item.end,
        "text": item.text,
        "sense": item.sense,
        "rule": item.rule,
        "confidence": item.confidence,
        "reason": item.reason,
    }


def _open_dicts(items: Iterable[Unresolved]) -> list[dict[str, Any]]:
    return [
        {"text": item.text, "start": item.start, "end": item.end, "reason": item.reason}
        for item in items
    ]


def reading_to_dict(reading: Reading) -> dict[str, Any]:
    """A reading as dicts, lists, strings and numbers, ready for JSON.

    Lone surrogates of the prompt stay as they are: write with ``ensure_ascii``.
    """
    return {
        "prompt": reading.prompt,
        "language": reading.language,
        "slots": {slot: list(values) for slot, values in reading.slots.items()},
        "evidence": [_evidence_dict(item) for item in reading.evidence],
        "unresolved": _open_dicts(reading.unresolved),
        "negations": [
            {"axis": n.axis, "value": n.value, "start": n.start, "end": n.end, "text": n.text}
            for n in reading.negations
        ],
        "version": reading.version,
        "notice": reading.notice,
        "shots": [{slot: list(values) for slot, values in shot.items()} for shot in reading.shots],
        "passed": _open_dicts(reading.passed),
    }


def explain_lines(reading: Reading) -> list[str]:
    """Word by word what was matched, guessed, passed or left open, in the order of the text.

    Each line names the row or rule that it rests on; values of one slot that rest on the same
    words share a line. Where the prompt tells a sequence, its shots follow.

    >>> from motion_assets.core.prompts.interpret import interpret
    >>> for line in explain_lines(interpret("pan left over a zorgle")):
    ...     print(line.split("  ")[0])
    matched
    matched
    open
    """
    if reading.notice:
        return [reading.notice]
    rows = [(item.start, item.end, line) for item, line in _claim_lines(reading)]
    rows += [(u.start, u.end, f"passed  {u.text!r}: {u.reason}") for u in reading.passed]
    rows += [(u.start, u.end, f"open  {u.text!r}: {u.reason}") for u in reading.unresolved]
    lines = [line for _, _, line in sorted(rows)]
    if len(reading.shots) > 1:
        lines += [_shot_line(number, shot) for number, shot in enumerate(reading.shots, start=1)]
    return lines


def _claim_lines(reading: Reading) -> Iterable[tuple[Evidence, str]]:
    """One line for the values of one slot that rest on the same words by the same row."""

    def key(item: Evidence) -> tuple[int, int, str, str, str]:
        return item.start, item.end, item.slot, item.rule, item.reason

    for _, group in groupby(sorted(reading.evidence, key=key), key=key):
        items = list(group)
        values = ", ".join(str(item.value) for item in items)
        first = items[0]
        claim = f"{first.text!r} -> {first.slot} = {values}"
        yield first, f"{_word(first)}  {claim} ({first.reason}; {_source(first)})"


def _source(item: Evidence) -> str:
    """The table and row behind a claim, or the rule where no row stands behind it."""
    if item.rule.startswith("lexicon."):
        return f"row {item.sense} of {item.rule.removeprefix('lexicon.')}"
    if item.rule == "indirect.cue":
        return f"row {item.sense} of cues"
    return f"rule {item.rule}"


def _shot_line(number: int, shot: Mapping[str, tuple[SlotValue, ...]]) -> str:
    asked = "; ".join(
        f"{slot} = {', '.join(str(value) for value in values)}" for slot, values in shot.items()
    )
    return f"shot {number}  {asked}"


def _word(item: Evidence) -> str:
    return "guessed" if item.rule.startswith("indirect") or item.confidence < 0.7 else "matched"  # noqa: PLR2004 - below: repaired or weak
