"""Checks of people's language: learned words harm nothing, recorded prompts are read.

The facts are decided in ``steps.verify_language``.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

import dagster as dg

from motion_assets.defs.resources import WorkspaceResource
from motion_assets.defs.verdicts import check_result
from motion_assets.steps import verify_language

LINGUISTIC: Final = dg.AssetKey(["registry", "linguistic"])
INTERPRETATION: Final = dg.AssetKey(["registry", "interpretation"])


@dg.multi_asset_check(
    specs=[
        dg.AssetCheckSpec(name, asset=LINGUISTIC, description=description)
        for name, description in (
            ("canaries_hold", "No learned word changes a prompt that must stay as it is."),
            ("words_pass_gates", "No learned word overrides a row of the lexicon."),
            ("language_is_whole", "No remark or decision on words is torn."),
        )
    ],
)
def linguistic_checks(workspace: WorkspaceResource) -> Iterable[dg.AssetCheckResult]:
    """What must hold of learned words, one result a property."""
    lake = workspace.open()
    verdicts = {
        "canaries_hold": verify_language.canaries_hold(lake),
        "words_pass_gates": verify_language.words_pass_gates(lake),
        "language_is_whole": verify_language.language_is_whole(lake),
    }
    for name, verdict in verdicts.items():
        yield check_result(verdict, asset_key=LINGUISTIC, check_name=name)


@dg.asset_check(
    asset=INTERPRETATION,
    description="Every recorded prompt was read under the rules and lexicon of today.",
)
def prompts_are_read(workspace: WorkspaceResource) -> dg.AssetCheckResult:
    """Warns for prompts that wait; the job `interpret` reads them."""
    verdict = verify_language.prompts_are_read(workspace.open(), datetime.now(UTC))
    return check_result(verdict, severity=dg.AssetCheckSeverity.WARN)
