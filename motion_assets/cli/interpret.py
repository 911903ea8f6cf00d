"""``motion-assets interpret``: what a prompt asks for, as text or JSON.

Put the options and the printing here; reading belongs in ``core.prompts``, answering lines in
``interpret_lines``, what becomes of a correction in ``linguistic``.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from motion_assets.cli import interpret_lines, linguistic, output
from motion_assets.cli.arguments import called_with

if TYPE_CHECKING:
    from motion_assets.core.prompts.reading import Reading
    from motion_assets.steps.linguistic import Correction


def interpret(
    prompt: Annotated[str | None, typer.Argument(help="The prompt; not with --jsonl.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say why, word by word.")] = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Read {"id","prompt"} lines, write one line for each.')
    ] = False,
    right: Annotated[
        list[str] | None,
        typer.Option("--correct", help='What words of it mean, such as "lowkey=mood:calm".'),
    ] = None,
    wrong: Annotated[
        list[str] | None,
        typer.Option("--wrong", help='What words of it do not mean, such as "lowkey=mood:calm".'),
    ] = None,
    author: Annotated[str, typer.Option(help="Who corrects, for counting.")] = "operator",
    sense: Annotated[
        str, typer.Option(help="Id that tells a further sense of the words apart.")
    ] = "",
    near: Annotated[
        list[str] | None, typer.Option(help="Word beside which the words mean this.")
    ] = None,
    register: Annotated[
        str, typer.Option(help="standard, slang or dialect:NAME.", show_default=True)
    ] = "standard",
) -> None:
    """Read a prompt: what it asks for, where it says so, and what stays open.

    With --correct or --wrong, record what words of it mean and show how far that is believed.
    """
    if jsonl:
        raise typer.Exit(interpret_lines.answer_lines())
    if prompt is None:
        raise typer.BadParameter("give a prompt in quotes, or --jsonl to read lines from stdin.")
    if right or wrong:
        texts = (("--correct", right or [], True), ("--wrong", wrong or [], False))
        with called_with("--register"):
            spoken = linguistic.parse_register(register)
        corrections = [
            replace(item, register=spoken[0], dialect=spoken[1])
            for item in _corrections(texts, sense, near or [])
        ]
        linguistic.correct_prompt(prompt, corrections, author=author, as_json=as_json)
        return
    _print_reading(prompt, as_json=as_json, explain=explain)


def _corrections(
    texts: Iterable[tuple[str, list[str], bool]], sense: str, near: list[str]
) -> list["Correction"]:
    found: list[Correction] = []
    for option, given, agrees in texts:
        with called_with(option):
            found += [
                linguistic.parse_correction(text, agrees=agrees, sense_id=sense, near=near)
                for text in given
            ]
    return found


def _print_reading(prompt: str, *, as_json: bool, explain: bool) -> None:
    from motion_assets.core.prompts import report
    from motion_assets.core.prompts.interpret import interpret as read

    reading = read(prompt, interpret_lines.resolving_words())
    if as_json:
        typer.echo(json.dumps(report.reading_to_dict(reading), indent=2))
    elif explain:
        for line in report.explain_lines(reading):
            typer.echo(line)
    else:
        for slot, values in reading.slots.items():
            typer.echo(f"{slot}: {', '.join(str(value) for value in values)}")
        _say_open(reading)


def _say_open(reading: "Reading") -> None:
    """What a person should know beside the slots: another language, what was not understood."""
    if reading.notice:
        output.note(reading.notice)
    if reading.unresolved:
        words = ", ".join(output.quoted(word.text) for word in reading.unresolved)
        output.note(f"Not understood: {words}.")
    if not reading.slots:
        output.note('Nothing in it asks for anything. Try: "a slow teal dusk".')
