"""``motion-assets generate``: new prompts that name given values, as text or JSON.

Put the options and the printing here; sentences belong in ``core.prompts.generate``.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from motion_assets.cli import output
from motion_assets.cli.arguments import JsonOption, called_with
from motion_assets.errors import RequestError

if TYPE_CHECKING:
    from motion_assets.core.prompts.generate.generator import Ask, GeneratedPrompt
    from motion_assets.steps.generate import Batch


def generate(
    count: Annotated[int, typer.Option(min=1, max=100_000, help="How many prompts.")] = 10,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same prompts.")] = 0,
    targets: Annotated[
        list[str] | None,
        typer.Option(help="aspect=value, color=NAME or sound=NAME; may be given several times."),
    ] = None,
    forbid: Annotated[
        list[str] | None, typer.Option(help="aspect=value that prompts rule out.")
    ] = None,
    gaps: Annotated[bool, typer.Option("--gaps", help="Name what no clip has shown yet.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write new prompts; each is read back exactly as it was meant, or not printed."""
    from motion_assets.steps.generate import generate_prompts

    if gaps:
        batch = _for_gaps(count, seed, named=bool(targets or forbid))
    else:
        with called_with("--targets"):
            ask = _ask(targets or [], forbid or [])
        batch = generate_prompts(count, seed=seed, asks=(ask,))
    _print(batch, as_json=as_json)


def _for_gaps(count: int, seed: int, *, named: bool) -> "Batch":
    from motion_assets.settings import Settings
    from motion_assets.steps.generate import generate_for_gaps
    from motion_assets.steps.workspace import open_workspace

    if named:
        raise typer.BadParameter("give either --gaps or --targets and --forbid.")
    return generate_for_gaps(open_workspace(Settings()), count=count, seed=seed)


def _ask(targets: list[str], forbidden: list[str]) -> "Ask":
    """What the options ask for, checked before anything is written."""
    from motion_assets.core.prompts.generate.generator import Ask, targets_of

    pairs = [_pair(text) for text in targets]
    ask = Ask(
        values=tuple(pair for pair in pairs if pair[0] not in {"color", "sound"}),
        forbidden=tuple(_pair(text) for text in forbidden),
        colors=tuple(name for kind, name in pairs if kind == "color"),
        sounds=tuple(name for kind, name in pairs if kind == "sound"),
    )
    targets_of(ask)
    return ask


def _pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not (name and mark and value):
        raise RequestError(
            f"a target is aspect=value, for example mood=calm, got {output.quoted(text)}."
        )
    return name, value


def _print(batch: "Batch", *, as_json: bool) -> None:
    if as_json:
        output.print_json(
            {
                "prompts": [_row(prompt) for prompt in batch.prompts],
                "discards": [asdict(discard) for discard in batch.discards],
                "unnamable": batch.unnamable,
            }
        )
        return
    for prompt in batch.prompts:
        typer.echo(prompt.text)
    wrong = sum(discard.reason == "round trip" for discard in batch.discards)
    if wrong:
        output.note(f"{wrong} drafts were read otherwise than meant and not kept; --json has them.")
    for aspect, value in batch.unnamable:
        output.note(f"No prompt can name {aspect}={value}.")


def _row(prompt: "GeneratedPrompt") -> Mapping[str, object]:
    reads: dict[str, list[str]] = {}
    for slot, value in prompt.reads:
        reads.setdefault(slot, []).append(value)
    return {
        "prompt": prompt.text,
        "register": prompt.register,
        "slots": reads,
        "source": prompt.source,
    }
