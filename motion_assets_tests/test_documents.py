"""The documents: every command they show is run here, or held against what other tests run."""

import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from motion_assets.cli import main
from motion_assets.core.clips.request import ClipRequest, ReelRequest
from motion_assets.core.registries.naming import color_cell_of_name
from motion_assets.steps.publish import publish_reel
from motion_assets_tests.conftest import make_reel

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", "data/README.md")
PROGRAM = "motion-assets"

MAKE = {
    "run": "$(BIN)/motion-assets run",
    "test": "$(BIN)/python -m pytest",
    "ui": "$(BIN)/motion-assets ui",
    "quick": '-m "not slow"',
    "lint": "$(BIN)/ruff check .",
    "bench": "$(BIN)/motion-assets bench",
}
"""Targets the documents may name, with what their recipe must hold."""

RECIPES = "motion_assets_tests/test_recipes.py"
PROOFS = "motion_assets_tests/proofs/test_proofs.py"
ELSEWHERE = {
    "source .venv/bin/activate": "Makefile",
    "git switch -c corner_mark": RECIPES,
    "git apply motion_assets_tests/recipes/new_aspect.patch": RECIPES,
    ".venv/bin/python -m pytest motion_assets_tests/core/clips/test_corner_mark.py": RECIPES,
    "marimo run notebooks/color_space.py": "motion_assets_tests/notebooks/test_notebooks.py",
    "marimo run notebooks/sound_map.py": "motion_assets_tests/notebooks/test_notebooks.py",
    "python -m motion_assets_tests.proofs.combinations 64 64x64 1": PROOFS,
    "python -m motion_assets_tests.proofs.closed_loop 100 1 256x144": PROOFS,
    "python -m motion_assets_tests.proofs.named_colors": PROOFS,
    "python -m motion_assets_tests.proofs.panel 6 1": "motion_assets_tests/proofs/test_panel.py",
}
"""Commands that this module cannot run, with the file that makes or tests what they need."""

GROUPS = {"registry", "names"}
"""Commands that hold commands."""

SMALL = ["--size", "64x36", "--duration", "0.5"]
"""Added to what renders: the claim is that the command works, not how large a clip is."""


def shown_commands(document: str) -> list[str]:
    """Commands of indented and fenced blocks, without the notes behind them."""
    text = (ROOT / document).read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:sh|bash|console)?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    fenced = "\n".join(blocks)
    lines = re.findall(r"^ {4}(\S.*)$", text, re.MULTILINE) + fenced.splitlines()
    return [line.split("   #")[0].split("  #")[0].strip() for line in lines if is_command(line)]


def is_command(line: str) -> bool:
    """Whether a line of a block is a command: all but the lines that are drawings."""
    return bool(line.strip()) and not line.startswith(("prompt -> ", "^", "+", "#", "|"))


def inline_commands(document: str) -> list[str]:
    """Commands of ours that stand inside of sentences and tables."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.findall(rf"`({PROGRAM} [^`]+)`", text)


SHOWN = [(document, line) for document in DOCUMENTS for line in shown_commands(document)]
RUN = sorted({line for _, line in SHOWN if line.startswith(f"{PROGRAM} ")})
INLINE = sorted({line for document in DOCUMENTS for line in inline_commands(document)})


def call(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> object:
    """Exit status of the program with these arguments."""
    monkeypatch.setattr(sys, "argv", [PROGRAM, *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code


def test_the_reader_of_documents_finds_what_is_there():
    commands = shown_commands("README.md")
    assert "make run" in commands
    assert "motion-assets coverage" in commands
    assert len(commands) >= 15
    assert any(line.startswith("motion-assets interpret") for line in INLINE)


@pytest.mark.parametrize(("document", "line"), SHOWN, ids=[line for _, line in SHOWN])
def test_every_command_shown_is_run_or_mapped(document, line):
    if line.startswith("make "):
        assert line.split()[1] in MAKE, f"{document}: map {line!r} to its recipe in MAKE"
    elif not line.startswith(f"{PROGRAM} "):
        assert line in ELSEWHERE, f"{document}: say in ELSEWHERE what tests {line!r}"


@pytest.mark.parametrize("target", MAKE)
def test_every_make_target_does_what_the_documents_say(target):
    recipes = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.search(rf"^{target}:[^\n]*\n((?:\t[^\n]*\n|\\\n)+)", recipes, re.MULTILINE)
    assert found, f"no target {target}"
    assert MAKE[target] in found[1]
    assert re.search(rf"^\.PHONY:.*\b{target}\b", recipes, re.MULTILINE)


@pytest.mark.parametrize(("line", "file"), ELSEWHERE.items(), ids=list(ELSEWHERE))
def test_what_runs_elsewhere_is_named_there(line, file):
    text = (ROOT / file).read_text(encoding="utf-8")
    assert Path(line.split()[-1]).stem in text or "-m venv .venv" in text
    if line.startswith("marimo"):
        assert (ROOT / line.split()[-1]).is_file()


@pytest.mark.parametrize("line", RUN)
def test_a_command_of_ours_that_is_shown_works(line, grown, tmp_path, monkeypatch, capsys):
    if "solid teal" in line:
        teal = ClipRequest(color_cells=(color_cell_of_name("solid teal"),))
        publish_reel(grown, make_reel(grown, ReelRequest(workflow="sweep", seed=9, clips=(teal,))))
    monkeypatch.chdir(tmp_path)
    arguments = shlex.split(line)[1:]
    small = SMALL if arguments[0] == "render" else []
    assert call([*arguments, *small], monkeypatch) == 0, capsys.readouterr().err
    assert capsys.readouterr().out


@pytest.mark.parametrize("line", INLINE)
def test_a_command_named_in_a_sentence_exists_with_its_options(line, monkeypatch, capsys):
    words = re.sub(r"[\[\]]", " ", line).split()[1:]
    name = [word for word in words[:2] if re.fullmatch(r"[a-z][a-z-]+", word)]
    assert call([*name[: 2 if name[0] in GROUPS else 1], "--help"], monkeypatch) == 0
    told = capsys.readouterr().out
    for option in re.findall(r"--[a-z-]+", line):
        assert option in told


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_a_document_names_is_there(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    named = re.findall(
        r"`((?:motion_assets|notebooks|steps|core|storage|media|data)/[\w./]+)`", text
    )
    for name in named:
        inside = ROOT / "motion_assets" / name
        written_by_a_run = name in {"data/.dagster", "data/motion_assets.duckdb"}
        assert written_by_a_run or (ROOT / name).exists() or inside.exists(), name


def test_the_environment_variables_are_the_settings():
    from motion_assets.settings import PREFIX, Settings

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", text))
    own = {name for name, field in Settings.model_fields.items() if not field.validation_alias}
    assert named == {PREFIX + name.upper() for name in own}
    assert all(f"`{name.upper()}`" in text for name in Settings.model_fields.keys() - own)


def test_the_programs_that_are_not_ours_are_installed():
    assert shutil.which("marimo", path=str(Path(sys.executable).parent))
