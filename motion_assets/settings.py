"""Settings: every variable of the environment that changes what the project does.

Put a setting here with its default, its meaning and what is allowed. Facts of the domain
(cells, values, limits of a clip) are not settings; they live in ``vocabulary``.
"""

import difflib
import os
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from motion_assets.errors import LimitError, UnknownValueError
from motion_assets.vocabulary.cells import MIN_CELL_PX

PREFIX: Final = "MOTION_ASSETS_"
DATA_DIR: Final = Path("data")


class Settings(BaseSettings):
    """Settings of one process, read from ``MOTION_ASSETS_*`` variables."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data_dir: Path = Field(
        default=DATA_DIR,
        description="Folder for everything that is written; relative to the working directory.",
    )
    lake_url: str | None = Field(
        default=None,
        description="Where the lake is: s3://bucket/prefix, file:///folder, or unset for "
        "the folder `lake` under the data folder.",
        pattern=r"^(s3://[^/]+(/.*)?|file:///.+)$",
    )
    min_cell_px: int = Field(
        default=MIN_CELL_PX,
        ge=1,
        le=4096,
        description="Pixels of one frame that a color cell must cover to count as seen.",
    )
    max_frames: int = Field(
        default=120,
        ge=2,
        le=3600,
        description="Frames that are measured of a clip of 15 s or longer.",
    )
    keep_generations: int = Field(
        default=8,
        ge=2,
        le=1000,
        description="Published generations that stay in the lake; older ones are removed.",
    )

    target_bar: int = Field(
        default=2,
        ge=1,
        le=2,
        description="Bar that sensors work towards: 1 is every value, 2 every pair of values too.",
    )

    @field_validator("lake_url", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return value or None

    @field_validator("data_dir", mode="before")
    @classmethod
    def _empty_is_the_default(cls, value: object) -> object:
        return DATA_DIR if value == "" else value

    @property
    def lake_location(self) -> Path | str:
        """The lake's URL where one is set, else its folder."""
        return self.lake_url or self.data_dir / "lake"

    @property
    def database_path(self) -> Path:
        """The stable name of the newest published DuckDB file."""
        return self.data_dir / "motion_assets.duckdb"


def load_settings() -> Settings:
    """Read the environment.

    Raises
    ------
    UnknownValueError
        If a ``MOTION_ASSETS_*`` variable is not a setting.
    LimitError
        If a value cannot be used; the message names the variable and what is allowed.
    """
    _refuse_unknown_variables()
    try:
        return Settings()
    except ValidationError as error:
        raise LimitError("; ".join(_problem(detail) for detail in error.errors())) from None


def _refuse_unknown_variables() -> None:
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    for variable in sorted(os.environ):
        if variable.upper().startswith(PREFIX) and variable.upper() not in known:
            close = difflib.get_close_matches(variable.upper(), known, n=1)
            hint = f" Did you mean {close[0]}?" if close else ""
            raise UnknownValueError(
                f"no setting {variable}.{hint} Known: {', '.join(sorted(known))}."
            )


def _problem(detail: object) -> str:
    """One sentence for one entry of ``ValidationError.errors()``."""
    if not isinstance(detail, dict):
        raise TypeError(f"expected a mapping from pydantic, got {type(detail).__name__}.")
    name = str(detail["loc"][0])
    description = Settings.model_fields[name].description
    return f"{PREFIX}{name.upper()}={detail['input']!s}: {detail['msg']}. {description}"
