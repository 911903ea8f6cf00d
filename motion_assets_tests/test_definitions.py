import dagster as dg
import pytest

from motion_assets.definitions import defs
from motion_assets.defs.registries.shown import MEASURED

ASSETS = {
    "prompt/instruction",
    "clip/scene",
    "clip/rendered",
    "observation/color",
    "observation/sound",
    "observation/window",
    "learning/log",
    "registry/static_color",
    "registry/static_sound",
    "registry/blended",
    "registry/narrative",
    "registry/interpretation",
    "registry/linguistic",
    "gallery/camera",
    "coverage/summary",
    "coverage/gap",
    "coverage/progress",
    "coverage/figure",
}
BLOCKING = {
    "asked_is_shown",
    "color_extracted_as_rendered",
    "opacity_extracted_as_rendered",
    "sound_extracted_as_rendered",
    "names_unique",
    "names_without_digits",
    "depth_true",
}


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    return defs()


def specs(definitions: dg.Definitions) -> dict[str, dg.AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in definitions.resolve_all_asset_specs()}


def test_assets_are_the_tables_and_one_gallery(definitions):
    assert set(specs(definitions)) == ASSETS


def test_every_asset_says_what_it_is_and_where_it_belongs(definitions):
    for key, spec in specs(definitions).items():
        assert spec.description, key
        assert spec.group_name != "default", key
        assert spec.kinds, key
        assert spec.code_version, key


def test_reel_assets_share_one_partitioning_and_what_speaks_of_all_has_none(definitions):
    partitioned = {key for key, spec in specs(definitions).items() if spec.partitions_def}
    assert partitioned == {key for key in ASSETS if not key.startswith(("coverage/", "gallery/"))}


def test_jobs_sensors_and_checks_are_described(definitions):
    repository = definitions.get_repository_def()
    jobs = {job.name: job for job in repository.get_all_jobs() if not job.name.startswith("__")}
    assert set(jobs) == {
        "sweep",
        "sound",
        "web",
        "explorer",
        "exploiter",
        "balanced",
        "pause",
        "resume",
        "interpret",
        "generate",
        "audit",
        "camera_sheets",
        "recover",
    }
    assert all(job.description for job in jobs.values())
    assert {sensor.name for sensor in repository.sensor_defs} == {
        "sweep_sensor",
        "sound_sensor",
        "explorer_sensor",
        "exploiter_sensor",
        "balanced_sensor",
        "interpret_sensor",
        "prompt_sensor",
    }
    assert all(sensor.description for sensor in repository.sensor_defs)
    assert all(
        sensor.default_status is dg.DefaultSensorStatus.STOPPED for sensor in repository.sensor_defs
    )


def test_broken_facts_block_what_comes_after(definitions):
    graph = definitions.resolve_asset_graph()
    blocking = {key.name for key in graph.asset_check_keys if graph.get_check_spec(key).blocking}
    shown = {f"shown_{aspect.key.replace('.', '_')}" for aspect in MEASURED}
    assert blocking == BLOCKING | shown
    assert all(graph.get_check_spec(key).description for key in graph.asset_check_keys)


def test_a_backfill_makes_one_reel_a_run(definitions):
    for key in definitions.resolve_asset_graph().materializable_asset_keys:
        node = definitions.resolve_asset_graph().get(key)
        if node.is_partitioned:
            assert node.backfill_policy is not None, key
            assert node.backfill_policy.max_partitions_per_run == 1, key


def test_every_run_does_its_steps_in_one_process(definitions):
    repository = definitions.get_repository_def()
    executors = {job.name: job.executor_def.name for job in repository.get_all_jobs()}
    assert set(executors.values()) == {"in_process"}, executors
