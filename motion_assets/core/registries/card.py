"""Descriptions of an export: Croissant metadata for programs, a data card for people.

Put the form of both here. What the tables hold and which files there are is given; writing
them belongs in ``steps.export``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

PARQUET: Final = "application/x-parquet"
"""What readers of Croissant 1.0 know Parquet by."""
JSON: Final = "application/json"
CONFORMS_TO: Final = "http://mlcommons.org/croissant/1.0"
DESCRIPTION: Final = (
    "Registries of named values that procedural video clips were shown to contain: static "
    "colors with opacity, static sounds, blended values of motion, camera, light and sound, "
    "narrative values, readings of prompts and the words they rest on. Every count was measured "
    "in decoded files."
)
_ABOUT_MAKING: Final = (
    "## How it was made",
    "",
    "Clips were planned for what was missing, rendered without any footage of people or places,",
    "encoded, decoded again and measured. An entry is here because a file showed it (`clips` says",
    "how many did), never because it was planned. Narrative values are declared by the instruction",
    "that a clip was built from.",
)
_ABOUT_LIMITS: Final = (
    "## What it cannot say",
    "",
    "The clips are synthetic: how often an entry occurs says what was planned, not how common it",
    "is in films. Rows of `imported` are claims of other exports and were not measured.",
)
_TYPES: Final[Mapping[str, str]] = {
    "VARCHAR": "sc:Text",
    "BIGINT": "sc:Integer",
    "DOUBLE": "sc:Float",
    "BOOLEAN": "sc:Boolean",
}
_CONTEXT: Final[Mapping[str, object]] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{
        name: f"cr:{name}"
        for name in (
            *("citeAs", "column", "equivalentProperty", "extract", "field", "fileObject"),
            *("fileProperty", "fileSet", "format", "includes", "isLiveDataset", "jsonPath"),
            *("key", "md5", "parentField", "path", "recordSet", "references", "regex"),
            *("repeated", "replace", "samplingRate", "separator", "source", "subField"),
            "transform",
        )
    },
}


@dataclass(frozen=True, slots=True)
class ExportedColumn:
    """One column: its SQL type and what it means, unit included."""

    name: str
    sql_type: str
    description: str


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file of an export; ``columns`` are empty for a file that is no table."""

    name: str
    media_type: str
    description: str
    sha256: str
    size_bytes: int
    rows: int
    columns: tuple[ExportedColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """What was exported: the day, the generation, the files, and coverage in percent."""

    day: str
    generation: int
    fingerprint: str
    files: tuple[ExportedFile, ...]
    figures: tuple[tuple[str, str], ...]


def croissant(export: Export) -> dict[str, object]:
    """Croissant 1.0 metadata (https://docs.mlcommons.org/croissant/docs/croissant-spec.html).

    Fields are the columns of plain values; a breakdown into shares is in the file all the same,
    and described by the data card.
    """
    return {
        "@context": dict(_CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": "motion-registries",
        "description": DESCRIPTION,
        "version": f"{export.generation}.0.0",
        "datePublished": export.day,
        "identifier": export.fingerprint,
        "distribution": [_file_object(file) for file in export.files],
        "recordSet": [_record_set(file) for file in export.files if file.columns],
    }


def data_card(export: Export) -> str:
    """A page for people: what it is, how it was made, how far it is, and what it cannot say."""
    rows = [
        (file.name, f"{file.rows:,}", f"{file.size_bytes:,}", file.sha256) for file in export.files
    ]
    tables = [_column_table(file) for file in export.files if file.columns]
    return "\n".join(
        [
            f"# Motion registries, {export.day}",
            "",
            DESCRIPTION,
            "",
            f"Generation {export.generation}; SHA-256 of its inputs `{export.fingerprint}`.",
            "",
            *_ABOUT_MAKING,
            "",
            "## How far it is",
            "",
            *_table(("figure", "value"), export.figures),
            "",
            *_ABOUT_LIMITS,
            "",
            "## Files",
            "",
            *_table(("file", "rows", "bytes", "SHA-256"), rows),
            "",
            "## Columns",
            "",
            *(line for table in tables for line in table),
        ]
    )


def _file_object(file: ExportedFile) -> dict[str, object]:
    return {
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "description": file.description,
        "contentUrl": file.name,
        "contentSize": f"{file.size_bytes} B",
        "encodingFormat": file.media_type,
        "sha256": file.sha256,
    }


def _record_set(file: ExportedFile) -> dict[str, object]:
    name = file.name.removesuffix(".parquet")
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": file.description,
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{column.name}",
                "name": column.name,
                "description": column.description,
                "dataType": _TYPES[column.sql_type],
                "source": {
                    "fileObject": {"@id": file.name},
                    "extract": {"column": column.name},
                },
            }
            for column in file.columns
            if column.sql_type in _TYPES
        ],
    }


def _column_table(file: ExportedFile) -> list[str]:
    rows = [(column.name, column.sql_type, column.description) for column in file.columns]
    return [
        f"### {file.name}",
        "",
        file.description,
        "",
        *_table(("column", "type", "meaning"), rows),
        "",
    ]


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [header, ["---"] * len(header), *rows]
    return [
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines
    ]
