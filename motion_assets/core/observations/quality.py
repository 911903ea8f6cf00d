"""Quality: one figure for how usable a clip is, from what its file shows.

Put the rule here. It is a mean of facts that can each fail: visible, audible as asked, and
the share of what was asked that is shown. Whether a prompt is good enough to use again is a
decision of the loop, not of this module.
"""

from collections.abc import Sequence
from typing import Final

from motion_assets.core.observations.proof import SILENCE_CELL, ClipSeen, Proof, precision_pct
from motion_assets.vocabulary.cells import OPACITY_COUNT

BLACK_COLOR: Final = 0


def quality(seen: ClipSeen, proofs: Sequence[Proof]) -> float:
    """Mean of the facts that apply to the clip, 0 (useless) to 1.

    Visible: some cell is neither black nor fully transparent; left out for sound alone.
    Audible: something is heard, or silence was asked for. Shown: precision of the asked
    values; left out when nothing measurable was asked.
    """
    facts: list[float] = [float(_audible_as_asked(seen, proofs))]
    if seen.color_cells:
        facts.append(float(any(_visible(cell) for cell in seen.color_cells)))
    precision = precision_pct(proofs)
    if precision is not None:
        facts.append(precision / 100.0)
    return sum(facts) / len(facts)


def _visible(cell: int) -> bool:
    color, opacity = divmod(cell, OPACITY_COUNT)
    return color != BLACK_COLOR and opacity > 0


def _audible_as_asked(seen: ClipSeen, proofs: Sequence[Proof]) -> bool:
    heard = any(cell != SILENCE_CELL for cell in seen.sound_cells)
    silence_asked = any(
        (p.choice.aspect, p.choice.value) in {("sound.presence", "silence"), ("sound", "0.00")}
        and not p.choice.forbidden
        for p in proofs
    )
    return heard or silence_asked
