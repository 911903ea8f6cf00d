import os
from pathlib import Path

import pytest

from motion_assets.errors import LimitError, UnknownValueError
from motion_assets.settings import load_settings


def test_nothing_set_means_the_folder_data():
    settings = load_settings()
    assert settings.data_dir == Path("data")
    assert settings.lake_location == Path("data/lake")
    assert settings.database_path == Path("data/motion_assets.duckdb")
    assert settings.min_cell_px == 16


def test_variables_are_read(monkeypatch):
    monkeypatch.setenv("MOTION_ASSETS_DATA_DIR", "elsewhere")
    monkeypatch.setenv("MOTION_ASSETS_LAKE_URL", "s3://bucket/prefix")
    settings = load_settings()
    assert settings.database_path == Path("elsewhere/motion_assets.duckdb")
    assert settings.lake_location == "s3://bucket/prefix"


def test_an_empty_lake_url_is_unset(monkeypatch):
    monkeypatch.setenv("MOTION_ASSETS_LAKE_URL", "")
    assert load_settings().lake_location == Path("data/lake")


def test_a_misspelled_variable_is_named_with_the_right_one(monkeypatch):
    monkeypatch.setenv("MOTION_ASSETS_DATADIR", "x")
    with pytest.raises(
        UnknownValueError,
        match=r"no setting MOTION_ASSETS_DATADIR\. Did you mean MOTION_ASSETS_DATA_DIR\?",
    ):
        load_settings()


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("KEEP_GENERATIONS", "1", "greater than or equal to 2"),
        ("KEEP_GENERATIONS", "many", "valid integer"),
        ("MIN_CELL_PX", "0", "greater than or equal to 1"),
        ("LAKE_URL", "ftp://x", "should match pattern"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(monkeypatch, variable, value, says):
    monkeypatch.setenv(f"MOTION_ASSETS_{variable}", value)
    with pytest.raises(LimitError, match=rf"MOTION_ASSETS_{variable}={value}: .*{says}"):
        load_settings()


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch):
    for name in [name for name in os.environ if name.upper().startswith("MOTION_ASSETS_")]:
        monkeypatch.delenv(name)


def test_an_empty_data_folder_is_the_default_and_not_the_working_directory(monkeypatch):
    monkeypatch.setenv("MOTION_ASSETS_DATA_DIR", "")
    assert load_settings().data_dir == Path("data")
