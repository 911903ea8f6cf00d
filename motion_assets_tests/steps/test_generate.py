"""Batches of generated prompts: bounded, reproducible, logged, and made for gaps."""

import logging
from datetime import UTC, datetime

import pytest

from motion_assets.core.prompts.generate.generator import Ask
from motion_assets.core.prompts.generate.wishing import asks_for
from motion_assets.errors import LimitError
from motion_assets.settings import Settings
from motion_assets.steps.generate import enqueue_generated, generate_for_gaps, generate_prompts
from motion_assets.steps.readings import waiting_line
from motion_assets.steps.workspace import open_workspace

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_asks_are_taken_in_turn():
    asks = (Ask(values=(("mood", "calm"),)), Ask(values=(("genre", "news"),)))
    batch = generate_prompts(4, seed=1, asks=asks)
    assert [prompt.ask for prompt in batch.prompts] == [*asks, *asks]


def test_the_same_seed_gives_the_same_batch():
    assert generate_prompts(5, seed=2) == generate_prompts(5, seed=2)


@pytest.mark.parametrize(
    ("count", "seed", "message"),
    [(0, 1, r"1 to 100,000 prompts, got 0"), (1, -1, r"a seed is 0 or more, got -1")],
)
def test_a_count_or_seed_that_cannot_be_is_refused(count, seed, message):
    with pytest.raises(LimitError, match=message):
        generate_prompts(count, seed=seed)


def test_every_draft_that_was_read_otherwise_is_logged(caplog):
    with caplog.at_level(logging.INFO, logger="motion_assets.steps.generate"):
        batch = generate_prompts(60, seed=3)
    wrong = [each for each in batch.discards if each.reason == "round trip"]
    assert wrong
    assert len(caplog.records) == len(wrong)
    assert repr(wrong[0].text) in caplog.records[0].message


def test_an_empty_lake_asks_for_values_first(tmp_path):
    workspace = open_workspace(Settings(data_dir=tmp_path))
    batch = generate_for_gaps(workspace, count=12, seed=4)
    assert len(batch.prompts) == 12
    for prompt in batch.prompts:
        assert prompt.ask.values
        assert all(asks_for(prompt.reads, value) for value in prompt.ask.values)


def test_generated_prompts_wait_to_be_read_and_enter_once(tmp_path):
    workspace = open_workspace(Settings(data_dir=tmp_path))
    batch = enqueue_generated(workspace, count=6, seed=None, at=NOON)
    waiting = waiting_line(workspace, NOON)
    assert len(waiting) == len(batch.prompts) == 6
    assert {item.source for item in waiting} == {"generated"}
    enqueue_generated(workspace, count=6, seed=None, at=NOON)
    assert {item.key for item in waiting_line(workspace, NOON)} == {item.key for item in waiting}
