"""Reports: a reading as plain values for JSON, or as lines for a person.

Put how a reading is shown here; nothing here decides anything.
"""

from typing import Any

from motion_assets.core.prompts.reading import Evidence, Reading


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


def reading_to_dict(reading: Reading) -> dict[str, Any]:
    """A reading as dicts, lists, strings and numbers, ready for JSON.

    Lone surrogates of the prompt stay as they are: write with ``ensure_ascii``.
    """
    return {
        "prompt": reading.prompt,
        "language": reading.language,
        "slots": {slot: list(values) for slot, values in reading.slots.items()},
        "evidence": [_evidence_dict(item) for item in reading.evidence],
        "unresolved": [
            {"text": u.text, "start": u.start, "end": u.end, "reason": u.reason}
            for u in reading.unresolved
        ],
        "negations": [
            {"axis": n.axis, "value": n.value, "start": n.start, "end": n.end, "text": n.text}
            for n in reading.negations
        ],
        "version": reading.version,
        "notice": reading.notice,
        "shots": [{slot: list(values) for slot, values in shot.items()} for shot in reading.shots],
    }


def explain_lines(reading: Reading) -> list[str]:
    """Word by word what was matched, guessed or left open, in the order of the text.

    >>> from motion_assets.core.prompts.interpret import interpret
    >>> for line in explain_lines(interpret("slow pan left over a zorgle")):
    ...     print(line.split("  ")[0])
    matched
    matched
    matched
    open
    """
    if reading.notice:
        return [reading.notice]
    rows = [
        (
            item.start,
            item.end,
            f"{_word(item)}  {item.text!r} -> {item.slot} = {item.value} ({item.reason})",
        )
        for item in reading.evidence
    ]
    rows += [
        (item.start, item.end, f"open  {item.text!r}: {item.reason}") for item in reading.unresolved
    ]
    return [line for _, _, line in sorted(rows)]


def _word(item: Evidence) -> str:
    return "guessed" if item.rule.startswith("indirect") or item.confidence < 0.7 else "matched"  # noqa: PLR2004 - below: repaired or weak
