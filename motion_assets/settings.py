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
from motion_assets.vocabulary.workflows import FOCUSES, WORKFLOWS, ClipFocus, Workflow

PREFIX: Final = "MOTION_ASSETS_"
LOOP_PREFIX: Final = "LOOP_"
"""Three settings of the loop keep the names they always had."""
DATA_DIR: Final = Path("data")


class Settings(BaseSettings):
    """Settings of one process, read from ``MOTION_ASSETS_*`` variables."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", populate_by_name=True
    )

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

    exploit_ratio: float = Field(
        default=0.7,
        ge=0.0,
        le=1.0,
        description="Share of balanced clips that use good prompts again, before any cap.",
    )
    daily_clips: int = Field(
        default=50_000,
        ge=1,
        le=10_000_000,
        description="Clips that one workflow may launch a day, counted in UTC.",
    )
    stale_after_s: float = Field(
        default=1_800.0,
        ge=1.0,
        description="Age of the newest generation from which a working loop is not healthy.",
    )
    min_free_bytes: int = Field(
        default=500_000_000,
        ge=0,
        description="Free space of the data folder below which nothing new is launched.",
    )
    loop_extraction_focus: ClipFocus | None = Field(
        default=None,
        validation_alias="LOOP_EXTRACTION_FOCUS",
        description=f"What workflows look for first, one of {', '.join(FOCUSES)}; unset, what is "
        "their own. Whatever it is, all that a clip shows is measured and recorded.",
    )
    loop_exploit_ratio_override: float | None = Field(
        default=None,
        ge=0.0,
        le=1.0,
        validation_alias="LOOP_EXPLOIT_RATIO_OVERRIDE",
        description="Ratio in place of the base ratio, 0 to 1; only repetition and few "
        "discoveries cap it.",
    )
    loop_workflow_type: Workflow | None = Field(
        default=None,
        validation_alias="LOOP_WORKFLOW_TYPE",
        description=f"The one workflow that the loop switches on, one of {', '.join(WORKFLOWS)}; "
        "unset, all that its goal needs.",
    )

    @field_validator(
        "loop_extraction_focus",
        "loop_workflow_type",
        "loop_exploit_ratio_override",
        mode="before",
    )
    @classmethod
    def _empty_leaves_it_open(cls, value: object) -> object:
        return None if value == "" else value

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
    known = [
        PREFIX + name.upper()
        for name, field in Settings.model_fields.items()
        if field.validation_alias is None
    ]
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
    field = Settings.model_fields[name.lower()]
    variable = name if name.startswith(LOOP_PREFIX) else f"{PREFIX}{name.upper()}"
    return f"{variable}={detail['input']!s}: {detail['msg']}. {field.description}"
