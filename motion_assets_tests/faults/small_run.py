"""`motion-assets run` that grows a few colors alone: the same work on a handful of cells.

What is killed and repeated is the command itself; only its plan of missing cells is cut short.
"""

from motion_assets.cli import main
from motion_assets.core.coverage.measure import Gaps
from motion_assets.core.coverage.planner import Plan, plan_gaps
from motion_assets.steps import plan
from motion_assets.steps.plan import Standing

COLOR_CELLS = frozenset(range(0, 27_951, 900))


def few_colors(now: Standing) -> Plan:
    """Reels for those of the few cells that are missing."""
    missing = tuple(cell for cell in now.gaps.color_cells if cell in COLOR_CELLS)
    return plan_gaps(Gaps(color_cells=missing), now.folded)


def small_run() -> None:
    """The command in a process of its own: its arguments are the process's."""
    plan.plan_static = few_colors
    main()
