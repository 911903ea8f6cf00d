"""Fingerprints of tables: whether two generations hold the same rows in the same order.

Put the comparison of whole databases here; the fingerprint of what a generation was folded
from is in ``generations``.
"""

import duckdb

from motion_assets.storage.fold.state import STATE_TABLES
from motion_assets.storage.published import PUBLISHED_TABLES


def table_fingerprints(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """SHA-256 of every table's rows in their stored order, by table name."""
    return {
        spec.full_name: str(
            connection.execute(
                "SELECT sha256(coalesce(string_agg(t::VARCHAR, chr(10) ORDER BY rowid), '')) "  # noqa: S608 -- names from the schema
                f"FROM {spec.full_name} t"
            ).fetchall()[0][0]
        )
        for spec in (*PUBLISHED_TABLES, *STATE_TABLES)
    }
