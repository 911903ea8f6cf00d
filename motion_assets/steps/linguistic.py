"""What people say of words -> learned words: hear, correct, replay, accept and retire.

Put here what reads and writes remarks and decisions in the lake. How evidence is weighed,
gated and replayed belongs in ``core.prompts.learned``. Times come from the caller.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from motion_assets.core.prompts.interpret import interpret, interpreter_version
from motion_assets.core.prompts.learned.gates import admit, admit_row, context_of, needs_context
from motion_assets.core.prompts.learned.overlay import forms_of
from motion_assets.core.prompts.learned.patterns import ReadPrompt, find_patterns
from motion_assets.core.prompts.learned.renamed import name_rows
from motion_assets.core.prompts.learned.replay import Change, Replay, replay
from motion_assets.core.prompts.learned.rows import (
    Decision,
    LearnedRow,
    Remark,
    Verdict,
    span_words,
    stamp,
)
from motion_assets.core.prompts.learned.statements import remarks_of
from motion_assets.core.prompts.learned.states import learned_rows
from motion_assets.errors import LimitError, RefusedWordError, UnknownValueError
from motion_assets.steps.workspace import Workspace
from motion_assets.storage import language
from motion_assets.storage.renames import read_names
from motion_assets.vocabulary.learning import DAILY_CAP, PEOPLE, RESOLVING, PromptSource, Register

OPERATOR: Final = "operator"
"""Author of what is said on the command line without a name."""
MAX_CHANGED: Final = 1_000
"""Prompts that a decision lists as changed; a replay that changes more says how many."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A span of a prompt with the value that it names, or does not name."""

    span: str
    slot: str
    value: str
    agrees: bool = True
    sense_id: str = ""
    near: tuple[str, ...] = ()
    register: Register = "standard"
    dialect: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Learned words of a lake, what was said and decided, and objects that are torn."""

    rows: tuple[LearnedRow, ...]
    remarks: tuple[Remark, ...]
    decisions: tuple[Decision, ...]
    torn: tuple[str, ...]
    names: tuple[LearnedRow, ...] = ()
    """New names of colors and sounds, as rows."""

    @property
    def learned(self) -> tuple[LearnedRow, ...]:
        """Learned rows that prompts are read with."""
        return tuple(row for row in self.rows if row.state in RESOLVING)

    @property
    def resolving(self) -> tuple[LearnedRow, ...]:
        """Everything that prompts are read with: learned rows, and new names."""
        return (*self.learned, *self.names)

    def row(self, row_id: str) -> LearnedRow:
        """The row of an id; ``UnknownValueError`` when nobody spoke for one."""
        found = next((row for row in self.rows if row.id == row_id), None)
        if found is None:
            known = ", ".join(row.id for row in self.rows[:10]) or "none yet"
            raise UnknownValueError(
                f"no learned word {row_id[:60]!r}. Known: {known}. "
                "List them with: motion-assets linguistic list"
            )
        return found


@dataclass(frozen=True, slots=True)
class Decided:
    """A row after a decision, with what the replay before it found."""

    row: LearnedRow
    replay: Replay


def read_words(workspace: Workspace) -> Words:
    """Everything learned so far; a torn object is named and counts for nothing."""
    remarks = language.read_remarks(workspace.lake)
    decisions = language.read_decisions(workspace.lake)
    said = tuple(remark for _, remark in remarks.records)
    made = tuple(decision for _, decision in decisions.records)
    torn = remarks.torn + decisions.torn
    return Words(learned_rows(said, made), said, made, torn, name_rows(read_names(workspace.lake)))


def enter(
    workspace: Workspace, prompt: str, *, source: PromptSource, author: str, at: datetime
) -> tuple[Remark, ...]:
    """Record a prompt with its source, and what it says of words when a person wrote it.

    What may not be learned, or comes after the author's cap of the day, is left out.
    """
    language.enter_prompt(workspace.lake, language.Entered(prompt, source, author, stamp(at)))
    if source not in PEOPLE:
        return ()
    return tuple(
        remark
        for remark in remarks_of(prompt, author=author, at=at)
        if _is_welcome(workspace, remark)
    )


def correct(
    workspace: Workspace,
    prompt: str,
    corrections: Iterable[Correction],
    *,
    author: str,
    at: datetime,
) -> tuple[LearnedRow, ...]:
    """Record what words of a prompt mean; the rows with the state they have now.

    All corrections pass the gates before the first is written; each is one object.

    Raises
    ------
    RefusedWordError
        If a span does not stand in the prompt or may not be learned; the message says why.
    UnknownValueError
        If a slot or value is not known.
    LimitError
        If the author has said enough today.
    """
    remarks = [_remark(prompt, item, author=author, at=at) for item in corrections]
    for remark in remarks:
        admit(remark)
        _require_within_cap(workspace, remark)
    language.enter_prompt(workspace.lake, language.Entered(prompt, "web", author, stamp(at)))
    for remark in remarks:
        language.put_remark(workspace.lake, remark)
    promote(workspace, at=at)
    words = read_words(workspace)
    touched = {remark.row_id for remark in remarks}
    return tuple(row for row in words.rows if row.id in touched)


def accept(workspace: Workspace, row_id: str, *, reviewer: str, at: datetime) -> Decided:
    """Accept a row by review, unless a canary would be read otherwise.

    Raises
    ------
    UnknownValueError
        If there is no such row.
    RefusedWordError
        If the lexicon has come to read the span, or a canary changes; the message shows how.
    """
    words = read_words(workspace)
    admit_row(words.row(row_id))
    found = replay(words.row(row_id), words.resolving, _all_prompts(workspace))
    if found.canaries:
        raise RefusedWordError(_refusal(words.row(row_id), found.canaries))
    _decide(workspace, row_id, "accept", at=at, reviewer=reviewer, changes=found.prompts)
    return Decided(read_words(workspace).row(row_id), found)


def retire(
    workspace: Workspace, row_id: str, *, reviewer: str, reason: str, at: datetime
) -> LearnedRow:
    """Stop a row from resolving, whatever its evidence; accepting it again undoes this.

    Raises
    ------
    UnknownValueError
        If there is no such row.
    """
    read_words(workspace).row(row_id)
    _decide(workspace, row_id, "retire", at=at, reviewer=reviewer, reason=reason)
    return read_words(workspace).row(row_id)


def promote(workspace: Workspace, *, at: datetime) -> tuple[Decided, ...]:
    """Accept rows whose evidence suffices and that harm nothing; block the others."""
    decided: list[Decided] = []
    words = read_words(workspace)
    for row in words.rows:
        if not row.ready:
            continue
        found = replay(row, read_words(workspace).resolving, _all_prompts(workspace))
        refusal = _refusal(row, found.canaries)
        verdict: Verdict = "block" if refusal else "accept"
        reason = refusal or "evidence"
        changes = found.canaries or found.prompts
        _decide(workspace, row.id, verdict, at=at, reason=reason, changes=changes)
        decided.append(Decided(read_words(workspace).row(row.id), found))
    return tuple(decided)


def gather_patterns(workspace: Workspace) -> int:
    """Record what several people's prompts show together; how many remarks are new."""
    people = [item for item in language.waiting_prompts(workspace.lake) if item.source in PEOPLE]
    entered = language.read_entered(workspace.lake, (item.key for item in people))
    version = interpreter_version()
    prompts: list[ReadPrompt] = []
    for _, item in entered.records:
        found = language.find_reading(workspace.lake, item.prompt, version)
        reading = interpret(item.prompt) if found is None else found
        prompts.append(ReadPrompt(reading, item.source, item.author, item.at))
    return sum(_is_welcome(workspace, remark) for remark in find_patterns(prompts))


def _is_welcome(workspace: Workspace, remark: Remark) -> bool:
    """Keep a remark that passes the gates and its author's cap; whether it is new."""
    with suppress(RefusedWordError, UnknownValueError, LimitError):
        admit(remark)
        _require_within_cap(workspace, remark)
        return language.put_remark(workspace.lake, remark)
    return False


def _require_within_cap(workspace: Workspace, remark: Remark) -> None:
    if language.remarks_today(workspace.lake, remark) >= DAILY_CAP:
        raise LimitError(
            f"{remark.author[:60]!r} has said {DAILY_CAP} things of words on {remark.day}, which "
            "is the most a day. Go on tomorrow, or review: motion-assets linguistic review"
        )


def _remark(prompt: str, item: Correction, *, author: str, at: datetime) -> Remark:
    words = span_words(item.span)
    span = " ".join(words) or item.span
    if not forms_of(prompt).issuperset(words):
        raise RefusedWordError(
            f"the prompt does not hold {item.span[:60]!r}: correct words that stand in it."
        )
    near = tuple(sorted({word for text in item.near for word in span_words(text)}))
    cues = near or (context_of(prompt, span) if needs_context(span) else ())
    return Remark(
        kind="correction",
        span=span,
        slot=item.slot,
        value=item.value,
        author=author,
        at=stamp(at),
        prompt=prompt,
        agrees=item.agrees,
        sense_id=item.sense_id,
        cues=cues,
        register=item.register,
        dialect=item.dialect,
    )


def _decide(
    workspace: Workspace,
    row_id: str,
    verdict: Verdict,
    *,
    at: datetime,
    reviewer: str = "",
    reason: str = "",
    changes: Iterable[Change] = (),
) -> None:
    changed = tuple(change.prompt for change in changes)[:MAX_CHANGED]
    decision = Decision(
        row_id=row_id,
        verdict=verdict,
        at=stamp(at),
        reviewer=reviewer,
        reason=reason,
        changed=changed,
    )
    language.put_decision(workspace.lake, decision)


def _all_prompts(workspace: Workspace) -> tuple[str, ...]:
    """Texts of all prompts that ever entered."""
    keys = (item.key for item in language.waiting_prompts(workspace.lake))
    return tuple(item.prompt for _, item in language.read_entered(workspace.lake, keys).records)


def _refusal(row: LearnedRow, canaries: tuple[Change, ...]) -> str:
    """Why a row may not be accepted; empty when it may."""
    try:
        admit_row(row)
    except (RefusedWordError, UnknownValueError) as error:
        return str(error)
    if not canaries:
        return ""
    first = canaries[0]
    return (
        f"{row.span!r} as {row.slot}={row.value} would change {len(canaries)} prompts that must "
        f"stay as they are, such as {first.prompt!r}: {', '.join(first.before) or 'nothing'} "
        f"would become {', '.join(first.after) or 'nothing'}. Retire it, or narrow it with --near."
    )
