"""Registry checks: names and depth breakdowns of the published generation.

The facts are decided in ``steps.verify``.
"""

from collections.abc import Iterable
from typing import Final

import dagster as dg

from motion_assets.defs.resources import RegistryResource
from motion_assets.defs.verdicts import check_result
from motion_assets.steps import verify

STATIC_COLOR: Final = dg.AssetKey(["registry", "static_color"])
STATIC_SOUND: Final = dg.AssetKey(["registry", "static_sound"])


@dg.multi_asset_check(
    specs=[
        dg.AssetCheckSpec(name, asset=key, blocking=True, description=description)
        for key in (STATIC_COLOR, STATIC_SOUND)
        for name, description in (
            ("names_unique", "No two entries share a name."),
            ("names_without_digits", "Names are lower-case words, without digits."),
            ("depth_true", "Shares of primitives sum to 1 and give the entry back."),
        )
    ],
)
def static_registry_checks(registry: RegistryResource) -> Iterable[dg.AssetCheckResult]:
    """Names and depth of both static registries, one result a property."""
    with registry.get_connection() as connection:
        verdicts = {
            (STATIC_COLOR, "depth_true"): verify.color_depth_true(connection),
            (STATIC_SOUND, "depth_true"): verify.sound_depth_true(connection),
        }
        for key in (STATIC_COLOR, STATIC_SOUND):
            table = key.path[-1]
            verdicts[key, "names_unique"] = verify.names_unique(connection, table)
            verdicts[key, "names_without_digits"] = verify.names_without_digits(connection, table)
    for (key, name), verdict in verdicts.items():
        yield check_result(verdict, asset_key=key, check_name=name)
