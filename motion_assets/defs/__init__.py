"""Dagster definitions: assets, checks, jobs, sensors; thin bodies that call one step."""
