"""States of learned words: proposed, trial, accepted, retired, from evidence and decisions.

Put the rules of belief here. The same remarks and decisions give the same rows, in
whatever order they are listed; leaving one out undoes it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from motion_assets.core.prompts.learned.counting import (
    Counted,
    independent,
    lower_bound,
    total,
    within_caps,
)
from motion_assets.core.prompts.learned.rows import Decision, LearnedRow, Remark, lemma_key
from motion_assets.vocabulary.learning import (
    ACCEPT_AGREE,
    ACCEPT_BOUND,
    KIND_SOURCES,
    MAX_CUE_WORDS,
    MAX_EXAMPLES,
    TRIAL_AGREE,
    State,
)


@dataclass(frozen=True, slots=True)
class _Standing:
    state: State
    ready: bool
    reviewer: str


def learned_rows(
    remarks: Iterable[Remark], decisions: Iterable[Decision] = ()
) -> tuple[LearnedRow, ...]:
    """Every row that somebody spoke for, by id.

    What speaks for one value of a slot speaks against every other value of the same slot,
    span and sense.
    """
    by_row: dict[str, list[Remark]] = defaultdict(list)
    by_sense: dict[tuple[str, str, str], list[Remark]] = defaultdict(list)
    for item in within_caps(remarks):
        by_sense[item.span, item.sense_id, item.slot].append(item)
        by_row[item.row_id].append(item)
    decided: dict[str, list[Decision]] = defaultdict(list)
    for decision in sorted(decisions, key=lambda decision: (decision.at, decision.id)):
        decided[decision.row_id].append(decision)
    rows = []
    for row_id, own in by_row.items():
        speakers = [item for item in own if item.agrees]
        if speakers:
            sense = by_sense[own[0].span, own[0].sense_id, own[0].slot]
            against = [item for item in sense if item.agrees == (item.row_id != row_id)]
            rows.append(_row(row_id, speakers, against, decided[row_id]))
    return tuple(sorted(rows, key=lambda row: row.id))


def _row(
    row_id: str,
    speakers: Sequence[Remark],
    against: Sequence[Remark],
    decisions: Sequence[Decision],
) -> LearnedRow:
    first = speakers[0]
    pro, contra = independent(speakers), independent(against)
    standing = _standing(pro, contra, decisions)
    everyone = [*speakers, *against]
    return LearnedRow(
        id=row_id,
        span=first.span,
        lemma_key=lemma_key(first.span),
        sense_id=first.sense_id or f"{first.span.replace(' ', '_')}.{first.slot}",
        slot=first.slot,
        value=first.value,
        register=first.register,
        dialect=first.dialect,
        state=standing.state,
        agree=total(pro),
        disagree=total(contra),
        confidence=lower_bound(total(pro), total(contra)),
        times_seen=len(everyone),
        first_seen=min(item.at for item in everyone),
        last_seen=max(item.at for item in everyone),
        source=KIND_SOURCES[first.kind],
        examples=tuple(item.remark.prompt for item in pro[:MAX_EXAMPLES]),
        reviewer=standing.reviewer,
        cues=_cues(pro),
        ready=standing.ready,
    )


def _cues(pro: Sequence[Counted]) -> tuple[str, ...]:
    """Words that stood around the span most often, in alphabetical order."""
    counts = Counter(cue for item in pro for cue in set(item.remark.cues))
    best = sorted(counts, key=lambda cue: (-counts[cue], cue))[:MAX_CUE_WORDS]
    return tuple(sorted(best))


def _standing(
    pro: Sequence[Counted], contra: Sequence[Counted], decisions: Sequence[Decision]
) -> _Standing:
    """State by the last decision and what was said after it."""
    agree, disagree = total(pro), total(contra)
    last = decisions[-1] if decisions else None
    if last is not None and last.verdict == "retire":
        return _Standing("retired", ready=False, reviewer=last.reviewer)
    accepted = next((d for d in reversed(decisions) if d.verdict == "accept"), None)
    later = [item for item in contra if accepted and item.remark.at > accepted.at]
    reviewer = accepted.reviewer if accepted else ""
    if accepted and not later:
        return _Standing("accepted", ready=False, reviewer=reviewer)
    believed = agree + (ACCEPT_AGREE if reviewer else 0)
    trial = believed > disagree if accepted else agree >= TRIAL_AGREE and agree > disagree
    if not trial:
        return _Standing("proposed", ready=False, reviewer=reviewer)
    enough = agree >= ACCEPT_AGREE and lower_bound(agree, disagree) >= ACCEPT_BOUND
    blocked = last is not None and last.verdict == "block"
    ready = enough and not blocked and _confirmed_since(pro, later)
    return _Standing("trial", ready=ready, reviewer=reviewer)


def _confirmed_since(pro: Sequence[Counted], contradictions: Sequence[Counted]) -> bool:
    """Whether enough agreed anew after the last contradiction of an accepted row."""
    if not contradictions:
        return True
    last = contradictions[-1].remark.at
    return total(item for item in pro if item.remark.at > last) >= TRIAL_AGREE
