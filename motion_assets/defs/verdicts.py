"""Check results: verdicts of ``steps.verify`` in Dagster's terms.

Every check is made here from a verdict, so that all of them say how many rows they looked
at, how many are wrong, a few of those, and the threshold.
"""

import warnings

import dagster as dg

from motion_assets.steps.verify import Verdict

# Checks of one partition are a preview feature of the pinned release; the warning would be
# printed by every process that loads the definitions.
warnings.filterwarnings("ignore", category=dg.PreviewWarning)
warnings.filterwarnings("ignore", category=dg.BetaWarning)


def check_result(
    verdict: Verdict,
    *,
    severity: dg.AssetCheckSeverity = dg.AssetCheckSeverity.ERROR,
    asset_key: dg.AssetKey | None = None,
    check_name: str | None = None,
) -> dg.AssetCheckResult:
    """Result of one property with its figures."""
    return dg.AssetCheckResult(
        passed=verdict.passed,
        asset_key=asset_key,
        check_name=check_name,
        severity=severity,
        metadata={
            "checked_count": verdict.checked_count,
            "wrong_count": verdict.wrong_count,
            "wrong_allowed": 0,
            "wrong_sample": dg.MetadataValue.json(list(verdict.examples)),
        },
    )
