"""The notebooks run from top to bottom, on grown data and on none.

``marimo run notebooks/color_space.py`` and ``sound_map.py`` show what runs here.
"""

import runpy
from pathlib import Path

import numpy as np
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = ("color_space", "sound_map")


@pytest.fixture
def published(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The notebooks read the shared small data folder."""
    monkeypatch.setenv("MOTION_ASSETS_DATA_DIR", str(small_data))


def load(name: str):
    """The notebook's app, imported by its path."""
    return runpy.run_path(str(FOLDER / f"{name}.py"))["app"]


def texts(outputs) -> str:
    """Everything that the cells show, as HTML."""
    return "\n".join(output.text for output in outputs if hasattr(output, "text"))


def test_every_notebook_is_tested():
    assert sorted(path.stem for path in FOLDER.glob("*.py")) == sorted(NOTEBOOKS)


@pytest.mark.usefixtures("published")
def test_color_space_counts_and_draws_every_cell():
    outputs, names = load("color_space").run()
    cells = names["cells"]
    assert f"{len(cells):,} of 27,951" in texts(outputs)
    shown = names["shown"]
    picture = names["picture"](shown, 1)
    assert set(shown["opacity_step"]) <= {20}
    assert picture.shape[2] == 3
    for row in shown.iter_rows(named=True):
        mean = [round(row[name]) for name in ("mean_red", "mean_green", "mean_blue")]
        assert np.any(np.all(picture == mean, axis=2))


@pytest.mark.usefixtures("published")
def test_sound_map_counts_and_draws_every_cell():
    outputs, names = load("sound_map").run()
    sounds = names["sounds"]
    assert f"{len(sounds)} of 301" in texts(outputs)
    picture = names["picture"](sounds, 1)
    drawn = int(np.any(picture != 255, axis=2).sum())
    assert drawn == (sounds["cell_id"] > 0).sum() > 0


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_without_data_a_notebook_says_what_to_do(name):
    outputs, names = load(name).run()
    assert "motion-assets run" in texts(outputs)
    assert "picture" not in names
