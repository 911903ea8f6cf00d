"""A day of the loop with a fake clock: the rules that sensors keep to, without Dagster."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from motion_assets.core.coverage.budget import (
    RUNS_AHEAD,
    Launch,
    budget_left,
    delay_s,
    is_due,
)
from motion_assets.core.coverage.choosing import RECENT_PROMPTS, choose_prompts
from motion_assets.core.coverage.explore import Known, exploit_ratio
from motion_assets.vocabulary.workflows import REEL_WORKFLOWS, WORKFLOW_ROWS

BEGIN = datetime(2026, 11, 20, 18, tzinfo=UTC)
TICK_S = 15
TICKS = 24 * 3600 // TICK_S
SLOTS = 2
WORK_TICKS = 3
CLIPS = 16
BUDGET = 4_000
PROMPTS = [f"prompt {number}" for number in range(200)]


@dataclass
class Run:
    workflow: str
    created: datetime
    ends_tick: int | None = None
    failed: bool = False


@dataclass
class Day:
    """One machine with two places for runs, and what the sensors see of it."""

    runs: list[Run] = field(default_factory=list)
    alive: list[Run] = field(default_factory=list)
    ended: dict[str, list[Run]] = field(default_factory=lambda: defaultdict(list))
    launches: dict[str, list[Launch]] = field(default_factory=lambda: defaultdict(list))
    most_alive: int = 0
    line: list[str] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)

    def sense(self, workflow: str, now: datetime, rng: np.random.Generator) -> None:
        """What a sensor does at a tick, with every rule that may hold it."""
        own = [run for run in self.alive if run.workflow == workflow]
        newest = self.ended[workflow][-20:]
        waiting = sum(run.ends_tick is None for run in self.alive)
        wait_s = delay_s(waiting, len(newest), sum(run.failed for run in newest))
        today = self.launches[workflow][-BUDGET // CLIPS * 2 :]
        last = today[-1].at if today else None
        if len(own) >= RUNS_AHEAD or not is_due(last, now, wait_s):
            return
        if budget_left(BUDGET, today, now) < CLIPS:
            return
        self.runs.append(Run(workflow, now))
        self.alive.append(self.runs[-1])
        self.launches[workflow].append(Launch(now, CLIPS))
        self.most_alive = max(self.most_alive, len(own) + 1)
        if workflow == "exploiter":
            self.line += choose_prompts(PROMPTS, self.line[-400:], CLIPS, rng)

    def work(self, tick: int, *, failing: bool) -> None:
        """End what is due, then give free places to what is most urgent, oldest first."""
        for run in [run for run in self.alive if run.ends_tick == tick]:
            run.failed = failing
            self.alive.remove(run)
            self.ended[run.workflow].append(run)
        free = SLOTS - sum(run.ends_tick is not None for run in self.alive)
        queue = sorted(
            (run for run in self.alive if run.ends_tick is None),
            key=lambda run: -WORKFLOW_ROWS[run.workflow].priority,  # type: ignore[index]  # names of REEL_WORKFLOWS
        )
        for run in queue[:free]:
            run.ends_tick = tick + WORK_TICKS


@pytest.fixture(scope="module")
def day() -> Day:
    day, rng = Day(), np.random.default_rng(11)
    for tick in range(TICKS):
        # At three in the night the clock is set back by an hour.
        lost_s = 3_600 if tick * TICK_S > 9 * 3_600 else 0
        now = BEGIN + timedelta(seconds=tick * TICK_S - lost_s)
        day.work(tick, failing=1_000 <= tick < 1_300)
        for workflow in REEL_WORKFLOWS:
            day.sense(workflow, now, rng)
        found = 100.0 * (1 - tick / TICKS)
        known = Known(runs=len(day.ended["sweep"]), color_pct=100.0, discovery_rate_pct=found)
        day.ratios.append(exploit_ratio(known).ratio)
    return day


def test_no_workflow_spends_more_than_its_budget_on_any_day(day):
    spent: Counter[tuple[str, date]] = Counter()
    for run in day.runs:
        spent[run.workflow, run.created.date()] += CLIPS
    assert max(spent.values()) <= BUDGET
    assert {when for _, when in spent} == {date(2026, 11, 20), date(2026, 11, 21)}


def test_no_workflow_starves_beside_more_urgent_ones(day):
    ended = {workflow: len(day.ended[workflow]) for workflow in REEL_WORKFLOWS}
    assert min(ended.values()) > 100, ended


def test_never_more_runs_of_a_workflow_than_one_at_work_and_one_ready(day):
    assert day.most_alive == RUNS_AHEAD


def test_failures_slow_the_loop_down_and_it_recovers(day):
    def launched(first: int, last: int) -> int:
        begin, end = (BEGIN + timedelta(seconds=tick * TICK_S) for tick in (first, last))
        return sum(begin <= run.created < end for run in day.runs)

    calm, failing = launched(700, 1_000), launched(1_000, 1_300)
    assert failing < calm
    assert launched(1_450, 1_750) > failing


def test_a_clock_set_back_does_not_stop_the_loop(day):
    # The hour that comes twice brings launches both times.
    at = BEGIN + timedelta(hours=8, minutes=30)
    places = [
        place for place, run in enumerate(day.runs) if at <= run.created < at + timedelta(minutes=5)
    ]
    assert max(places) - min(places) > 20


def test_no_recent_prompt_comes_again_all_day(day):
    assert len(day.line) > 1_000
    for place in range(RECENT_PROMPTS, len(day.line)):
        assert day.line[place] not in day.line[place - RECENT_PROMPTS : place]


def test_caps_take_hold_when_discoveries_run_out(day):
    assert day.ratios[TICKS // 2] == 0.7
    assert day.ratios[-1] == 0.4
