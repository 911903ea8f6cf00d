"""Commands about single clips: render, observe and export-clip.

What they do is in ``steps.single``; nothing here is recorded in the registries.
"""

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from motion_assets.cli import output
from motion_assets.cli.arguments import JsonOption, called_with, parse_size

if TYPE_CHECKING:
    from motion_assets.steps.single import SingleClip

SHOWN: Final = ("aspect", "origin", "value", "rendered", "measured", "passed", "reason")
TOP_ROWS: Final = 12
NOT_EXACT: Final = 1
"""Exit status of a render whose file does not hold what was rendered."""


def render(
    prompt: Annotated[str, typer.Argument(help="What the clip should show and sound like.")],
    seed: Annotated[
        int, typer.Option(min=0, max=2**63 - 1, help="Same prompt and seed, same bytes.")
    ] = 0,
    duration: Annotated[
        float | None,
        typer.Option(help="Seconds, at most 60.", show_default="what the prompt says"),
    ] = None,
    size: Annotated[
        str | None,
        typer.Option(
            help="WIDTHxHEIGHT in even pixels, such as 320x180.",
            show_default="what the prompt says",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="MP4 to write.", show_default="<prompt>.mp4 here"),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Render one prompt to one MP4 and show asked, rendered and measured side by side."""
    from motion_assets.core.clips.request import ClipRequest
    from motion_assets.settings import load_settings
    from motion_assets.steps.single import make_clip, proof_rows, require_prompt, require_target
    from motion_assets.vocabulary.limits import require_duration

    path = out or Path(f"{_slug(prompt)}.mp4")
    with called_with("PROMPT"):
        require_prompt(prompt)
    with called_with("--size"):
        width_px, height_px = parse_size(size)
    if duration is not None:
        with called_with("--duration"):
            require_duration(duration)
    with called_with("--output"):
        require_target(path)
    request = ClipRequest(
        prompt=prompt, duration_s=duration, width_px=width_px, height_px=height_px
    )
    clip = make_clip(request, path, seed=seed, settings=load_settings())
    rows = proof_rows(clip)
    if as_json:
        output.print_json(_document(clip, rows))
    else:
        output.print_rows(rows, as_json=False, columns=SHOWN)
        _say_result(clip)
    if not clip.exact:
        raise typer.Exit(NOT_EXACT)


def observe(
    file: Annotated[Path, typer.Argument(help="Any video or sound file that ffmpeg reads.")],
    as_json: JsonOption = False,
) -> None:
    """Measure a file: its colors, sounds and, window by window, what moves and how."""
    from motion_assets.settings import load_settings
    from motion_assets.steps.observe import observe_clip
    from motion_assets.steps.single import observation_document
    from motion_assets.steps.workspace import open_workspace
    from motion_assets.storage.renames import read_names

    settings = load_settings()
    found = observe_clip(file, settings)
    document = observation_document(file, found, read_names(open_workspace(settings).lake))
    if as_json:
        output.print_json(document)
        return
    facts = [{"fact": k, "value": v} for k, v in document.items() if not isinstance(v, list)]
    output.print_rows(facts, as_json=False, whole=True)
    for part in ("colors", "sounds", "windows"):
        rows = document[part]
        if isinstance(rows, list) and rows:
            output.note(f"\n{part}: {len(rows)}, the first {min(len(rows), TOP_ROWS)}:")
            output.print_rows(rows[:TOP_ROWS], as_json=False)


def export_clip(
    file: Annotated[Path, typer.Argument(help="A clip of ours.")],
    target: Annotated[Path, typer.Argument(help="MP4 to write.")],
) -> None:
    """Write a 4:2:0 copy with AAC sound, for phones and QuickTime; its colors are not exact."""
    from motion_assets.media.export import export_copy
    from motion_assets.steps.single import require_target

    with called_with("TARGET"):
        require_target(target)
    export_copy(file, target)
    output.note(f"Wrote {target}.")


def _slug(prompt: str) -> str:
    """File name from a prompt: its first plain words, or a hash when it has none."""
    words = re.findall(r"[a-z0-9]+", prompt.lower())[:6]
    digest = hashlib.sha256(prompt.encode("utf-8", "surrogatepass")).hexdigest()
    return "-".join(words)[:60] or f"clip-{digest[:8]}"


def _document(clip: "SingleClip", rows: list[dict[str, object]]) -> dict[str, object]:
    return {
        "file": str(clip.path),
        "exact": clip.exact,
        "precision_pct": clip.precision_pct,
        "language": clip.reading.language,
        "notice": clip.reading.notice,
        "asked": {slot: list(values) for slot, values in clip.reading.slots.items()},
        "unresolved": [word.text for word in clip.reading.unresolved],
        "choices": rows,
    }


def _say_result(clip: "SingleClip") -> None:
    """What a person should know beside the table: what is open, not shown or not kept."""
    if clip.reading.notice:
        output.note(clip.reading.notice)
    if clip.reading.unresolved:
        words = ", ".join(output.quoted(word.text) for word in clip.reading.unresolved)
        output.note(f"Not understood: {words}.")
    for proof in clip.proofs:
        choice = proof.choice
        if choice.origin == "asked" and not choice.rendered and not choice.forbidden:
            output.note(f"Cannot be shown: {choice.aspect} {choice.value}: {choice.reason}")
        elif proof.passed is False and choice.origin != "chosen":
            found = "Ruled out but found" if choice.forbidden else "Asked but not found"
            output.note(f"{found} in the file: {choice.aspect} {choice.value}.")
    precision = clip.precision_pct
    told = "nothing measurable was asked" if precision is None else f"{precision:.0f} % shown"
    exact = "bit for bit" if clip.exact else "NOT bit for bit"
    output.note(f"{clip.path}: {told}; the file was read back {exact}.")
