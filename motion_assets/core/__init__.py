"""Pure functions and frozen values: no file, socket, clock, environment, Dagster or DuckDB."""
