"""Table metadata: what the UI shows about a table's columns, from the one schema.

Put translations of ``storage.tables`` into Dagster's terms here.
"""

from collections.abc import Iterable, Mapping, Sequence

import dagster as dg

from motion_assets.storage.tables import TableSpec


def table_metadata(table: TableSpec) -> dict[str, object]:
    """Asset metadata with the table's name and columns, units included."""
    columns = [
        dg.TableColumn(
            column.name,
            type=column.sql_type,
            description=f"{column.comment} [{column.unit}]" if column.unit else column.comment,
        )
        for column in table.columns
    ]
    return {
        "dagster/table_name": f"{table.schema}.{table.name}",
        "dagster/column_schema": dg.TableSchema(columns=columns),
    }


def record_table(
    rows: Iterable[Mapping[str, object]], columns: Sequence[str]
) -> dg.TableMetadataValue:
    """Some columns of rows as a table of the UI, also when there is no row yet."""
    return dg.MetadataValue.table(
        [dg.TableRecord({name: _plain(row[name]) for name in columns}) for row in rows],
        schema=dg.TableSchema(columns=[dg.TableColumn(name) for name in columns]),
    )


def _plain(value: object) -> str | int | float | bool:
    """What is neither number nor text is shown as text."""
    return value if isinstance(value, str | int | float | bool) else str(value)
