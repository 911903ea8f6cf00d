"""``motion-assets linguistic``: words learned from people, and what was decided of them.

Put the commands on learned words here, and how ``interpret --correct`` records a correction.
When a word is believed is decided in ``core.prompts.learned``.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from motion_assets.cli import output
from motion_assets.cli.arguments import JsonOption, LimitOption, called_with, require_known
from motion_assets.cli.interpret_lines import tell_torn

if TYPE_CHECKING:
    from motion_assets.core.prompts.learned.replay import Change
    from motion_assets.core.prompts.learned.rows import LearnedRow
    from motion_assets.steps.linguistic import Correction, Words
    from motion_assets.steps.workspace import Workspace
    from motion_assets.vocabulary.learning import Register

IdArgument = Annotated[str, typer.Argument(help="Id of a learned word, for example word-1a2b3c….")]
ReviewerOption = Annotated[str, typer.Option(help="Who decides.")]
OPERATOR: Final = "operator"
SHOWN_CHANGES: Final = 10
COLUMNS: Final = (
    *("id", "span", "slot", "value", "state", "agree", "disagree", "confidence", "source"),
    "example",
)

linguistic_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="List, review and decide on learned words."
)


@linguistic_app.command("list")
def list_words(
    state: Annotated[str | None, typer.Option(help="Only rows in this state.")] = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """List learned words, most evidence first; the lexicon's own are in the registry."""
    from motion_assets.vocabulary.learning import STATES

    with called_with("--state"):
        require_known("state", state, list(STATES))
    rows = [row for row in _words(_workspace()).rows if state in {None, row.state}]
    rows.sort(key=lambda row: (-row.agree, row.disagree, row.id))
    output.print_rows([_shown(row) for row in rows[:limit]], as_json=as_json, columns=COLUMNS)


@linguistic_app.command("show")
def show_word(row_id: IdArgument, as_json: JsonOption = False) -> None:
    """Show everything about one learned word: its evidence and what was decided."""
    words = _words(_workspace())
    row = words.row(row_id)
    said = [asdict(r) for r in words.remarks if (r.span, r.slot) == (row.span, row.slot)]
    decided = [asdict(d) for d in words.decisions if d.row_id == row.id]
    if as_json:
        output.print_json(asdict(row) | {"remarks": said, "decisions": decided})
        return
    fields = [{"field": field, "value": value} for field, value in asdict(row).items()]
    output.print_rows(fields, as_json=False, whole=True)
    output.note("What was said:")
    output.print_rows(said, as_json=False, columns=("at", "author", "kind", "value", "prompt"))
    output.note("What was decided:")
    output.print_rows(decided, as_json=False, columns=("at", "verdict", "reviewer", "reason"))


@linguistic_app.command("review")
def review_words(limit: LimitOption = 10, as_json: JsonOption = False) -> None:
    """List the words that wait for a person, those nearest to acceptance first."""
    rows = [row for row in _words(_workspace()).rows if row.state in {"trial", "proposed"}]
    rows.sort(key=lambda row: (-row.confidence, -row.agree, row.id))
    output.print_rows([_shown(row) for row in rows[:limit]], as_json=as_json, columns=COLUMNS)
    if rows:
        output.note("Decide with: motion-assets linguistic accept ID, or retire ID --reason ...")


@linguistic_app.command("accept")
def accept_word(row_id: IdArgument, reviewer: ReviewerOption = OPERATOR) -> None:
    """Accept a learned word, unless it would change a prompt that must stay as it is."""
    from motion_assets.steps.linguistic import accept

    done = accept(_workspace(), row_id, reviewer=reviewer, at=datetime.now(UTC))
    _tell(done.row, done.replay.prompts)


@linguistic_app.command("retire")
def retire_word(
    row_id: IdArgument,
    reason: Annotated[str, typer.Option(help="Why, for whoever asks later.")] = "",
    reviewer: ReviewerOption = OPERATOR,
) -> None:
    """Stop a learned word from resolving; accepting it again undoes this."""
    from motion_assets.steps.linguistic import retire

    row = retire(_workspace(), row_id, reviewer=reviewer, reason=reason, at=datetime.now(UTC))
    _tell(row, ())


def correct_prompt(
    prompt: str,
    corrections: Sequence["Correction"],
    *,
    author: str,
    as_json: bool,
) -> None:
    """Record corrections of a prompt and print the state that their words have now."""
    from motion_assets.steps.linguistic import correct

    rows = correct(_workspace(), prompt, corrections, author=author, at=datetime.now(UTC))
    output.print_rows([_shown(row) for row in rows], as_json=as_json, columns=COLUMNS)
    for row in rows:
        output.note(_outlook(row))


def parse_correction(
    text: str, *, agrees: bool, sense_id: str, near: Sequence[str]
) -> "Correction":
    """The correction that ``SPAN=SLOT:VALUE`` stands for.

    Raises
    ------
    UnknownValueError
        If the text has another form, or the slot or value is not known.
    """
    from motion_assets.core.prompts.learned.gates import require_target
    from motion_assets.errors import UnknownValueError
    from motion_assets.steps.linguistic import Correction

    span, equals, target = text.partition("=")
    slot, colon, value = target.partition(":")
    if not (span.strip() and equals and slot and colon and value):
        raise UnknownValueError(
            f'a correction is SPAN=SLOT:VALUE, for example "lowkey=mood:calm", got '
            f"{output.quoted(text)}."
        )
    require_target(slot.strip(), value.strip())
    return Correction(span.strip(), slot.strip(), value.strip(), agrees, sense_id, tuple(near))


def parse_register(text: str) -> tuple["Register", str]:
    """Register and dialect that ``standard``, ``slang`` or ``dialect:NAME`` stands for.

    Raises
    ------
    UnknownValueError
        If the text is none of them.

    >>> parse_register("dialect:scots")
    ('dialect', 'scots')
    """
    from motion_assets.errors import UnknownValueError
    from motion_assets.vocabulary.learning import REGISTERS

    name, colon, dialect = text.partition(":")
    known = next((register for register in REGISTERS if register == name), None)
    if known is None or (known == "dialect") != bool(dialect) or bool(colon) != bool(dialect):
        raise UnknownValueError(
            f"a register is standard, slang or dialect:NAME, got {output.quoted(text)}."
        )
    return known, dialect


def _workspace() -> "Workspace":
    from motion_assets.settings import load_settings
    from motion_assets.steps.workspace import open_workspace

    return open_workspace(load_settings())


def _words(workspace: "Workspace") -> "Words":
    from motion_assets.steps.linguistic import read_words

    words = read_words(workspace)
    tell_torn(words.torn)
    return words


def _shown(row: "LearnedRow") -> dict[str, object]:
    return asdict(row) | {"example": row.examples[0] if row.examples else ""}


def _tell(row: "LearnedRow", changes: Sequence["Change"]) -> None:
    output.note(f"{output.quoted(row.span)} as {row.slot}={row.value} is now {row.state}.")
    listed = [
        {
            "prompt": change.prompt,
            "before": ", ".join(change.before),
            "after": ", ".join(change.after),
        }
        for change in changes
    ]
    if listed:
        output.print_rows(listed[:SHOWN_CHANGES], as_json=False)
        output.note(
            f"{len(listed)} prompts are read otherwise from now on. Undo with: "
            f"motion-assets linguistic retire {row.id}"
        )


def _outlook(row: "LearnedRow") -> str:
    """One sentence on what a row does now and what it still needs."""
    from motion_assets.vocabulary.learning import ACCEPT_AGREE, ACCEPT_BOUND, TRIAL_AGREE

    named = f"{output.quoted(row.span)} as {row.slot}={row.value}"
    if row.state == "accepted":
        return f"{named} is accepted: it resolves."
    if row.state == "retired":
        return f"{named} is retired and stays so until it is accepted again."
    on_trial = "on trial and resolves as a guess"
    does = on_trial if row.state == "trial" else "proposed and does not resolve yet"
    return (
        f"{named} is {does}: {row.agree} for it, {row.disagree} against, "
        f"confidence {row.confidence:.2f}. Trial from {TRIAL_AGREE}, acceptance from "
        f"{ACCEPT_AGREE} with confidence {ACCEPT_BOUND}; one author counts for at most five. "
        f"To decide now: motion-assets linguistic accept {row.id}"
    )
