from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.coverage.budget import (
    LEAST_DELAY_S,
    MOST_DELAY_S,
    Launch,
    budget_left,
    delay_s,
    is_due,
    spent_today,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_a_day_begins_at_midnight_utc():
    launches = [
        Launch(NOON - timedelta(hours=12, seconds=1), 64),
        Launch(NOON - timedelta(hours=12), 10),
        Launch(NOON, 5),
    ]
    assert spent_today(launches, NOON) == 15
    assert budget_left(100, launches, NOON) == 85
    assert budget_left(10, launches, NOON) == 0


def test_a_clock_set_back_frees_no_budget_and_holds_nothing_up():
    ahead = NOON + timedelta(days=1)
    assert spent_today([Launch(ahead, 64)], NOON) == 64
    assert is_due(ahead, NOON, 600.0)


def test_the_wait_after_a_launch():
    assert is_due(None, NOON, 600.0)
    assert not is_due(NOON - timedelta(seconds=9.9), NOON, 10.0)
    assert is_due(NOON - timedelta(seconds=10), NOON, 10.0)


@given(st.integers(0, 500), st.integers(0, 50), st.integers(0, 50))
def test_more_waiting_or_more_failures_never_shorten_the_wait(waiting, ended, failed):
    failed = min(failed, ended)
    wait = delay_s(waiting, ended, failed)
    assert LEAST_DELAY_S <= wait <= MOST_DELAY_S
    assert delay_s(waiting + 1, ended, failed) >= wait
    if failed < ended:
        assert delay_s(waiting, ended, failed + 1) >= wait
