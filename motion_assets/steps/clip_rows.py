"""Clip rows: one clip's lines of the choice, narrative, reading, span and learning tables.

Put the form of those rows here. What is true of the clip was decided before, in ``learn``.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from motion_assets.core.clips.choices import Built
from motion_assets.core.clips.instruction import Instruction
from motion_assets.core.observations.proof import ClipSeen, Proof, precision_pct
from motion_assets.core.observations.quality import quality
from motion_assets.core.prompts.keys import interpretation_key, is_complete
from motion_assets.core.prompts.reading import Reading
from motion_assets.steps.observe import DecodedClip

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class ClipRecord:
    """One clip from request to proof; ``seen`` is None when its file could not be read."""

    instruction: Instruction
    built: Built
    decoded: DecodedClip
    seen: ClipSeen | None
    proofs: tuple[Proof, ...]


def choice_rows(clip: ClipRecord) -> Iterator[Row]:
    """Every choice of a clip beside what its file shows."""
    for proof in clip.proofs:
        choice = proof.choice
        yield {
            "clip_id": clip.decoded.clip_id,
            "aspect": choice.aspect,
            "value": choice.value,
            "origin": choice.origin,
            "rendered": choice.rendered,
            "forbidden": choice.forbidden,
            "measurable": proof.measurable,
            "measured": proof.measured,
            "passed": proof.passed,
            "reason": choice.reason,
            "part": choice.part,
        }


def narrative_rows(clip: ClipRecord) -> Iterator[Row]:
    """Narrative values that the instruction declares and the scene was built from."""
    for aspect, value in clip.built.scene.narrative:
        yield {"clip_id": clip.decoded.clip_id, "aspect": aspect, "value": value}


def reading_row(clip: ClipRecord, source: str) -> Row:
    """What the interpreter made of the clip's prompt."""
    reading = _reading(clip)
    return {
        "clip_id": clip.decoded.clip_id,
        "key": reading_key(reading),
        "prompt": reading.prompt,
        "language": reading.language,
        "version": reading.version,
        "source": source,
        "slots": _json(dict(reading.slots)),
        "evidence": _json([asdict(row) for row in reading.evidence]),
        "unresolved": _json([asdict(row) for row in reading.unresolved]),
        "negations": _json([asdict(row) for row in reading.negations]),
        "complete": is_complete(reading),
    }


def reading_key(reading: Reading) -> str:
    """Key of an interpretation: what was asked, and under which rules and words it was read."""
    return interpretation_key(reading.prompt, reading.version)


def span_rows(clip: ClipRecord) -> Iterator[Row]:
    """Every claim of a clip's reading with the words it rests on."""
    for claim in _reading(clip).evidence:
        yield {
            "clip_id": clip.decoded.clip_id,
            "span": claim.text.casefold(),
            "slot": claim.slot,
            "value": str(claim.value),
            "sense": claim.sense,
            "rule": claim.rule,
            "confidence": claim.confidence,
        }


def learning_row(clip: ClipRecord, *, workflow: str, code_version: str) -> Row:
    """What was asked of a clip and how much of it the file shows."""
    asked = [proof for proof in clip.proofs if proof.choice.origin != "chosen"]
    return {
        "clip_id": clip.decoded.clip_id,
        "prompt": clip.instruction.request.prompt,
        "workflow": workflow,
        "seed": clip.built.scene.seed,
        "code_version": code_version,
        "asked_count": len(asked),
        "measured_count": sum(proof.measurable for proof in asked),
        "passed_count": sum(proof.passed is True for proof in asked),
        "precision_pct": precision_pct(clip.proofs),
        "quality": None if clip.seen is None else quality(clip.seen, clip.proofs),
        "failure": clip.decoded.failure,
    }


def _reading(clip: ClipRecord) -> Reading:
    reading = clip.instruction.reading
    if reading is None:
        raise ValueError(f"clip {clip.decoded.clip_id} has no prompt and so no reading.")
    return reading


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True)
