"""The proofs that are run by hand work: each on a handful of what a person gives it.

A person asks for ``64 64x64 1``, ``100 1 256x144`` and all names.
"""

import re

from motion_assets.settings import Settings
from motion_assets.steps.workspace import open_workspace
from motion_assets_tests.proofs import closed_loop, combinations, guided, named_colors


def test_combinations_are_told_by_aspect(capsys):
    combinations.main(2, (64, 64), 1)
    lines = capsys.readouterr().out.splitlines()
    assert re.match(r"[0-2] of 2 clips show everything; \d", lines[0])
    assert {line.split()[0] for line in lines[1:]} >= {a.key for a in combinations.ASPECTS}


def test_takes_of_combinations_are_counted(capsys):
    combinations.main_of_takes(combinations.rehearsed(1, (64, 64), 1, takes=2), 2)
    line = capsys.readouterr().out.splitlines()[0]
    told = re.match(
        r"[01] of 1 clips show everything at once, [01] after 2 takes, [12].00 takes each; "
        r"(\d+) of (\d+) values",
        line,
    )
    assert told is not None
    assert int(told[1]) <= int(told[2])


def test_prompts_are_made_and_measured(capsys):
    closed_loop.main(2, 1, (64, 64))
    last = capsys.readouterr().out.splitlines()[-1]
    assert re.match(r"[0-2] of 2 clips miss something; \d+ values held, \d+ missed", last)


def test_colors_asked_for_by_name_are_shown(capsys):
    named_colors.main(5, 9_000)
    assert capsys.readouterr().out.startswith("4 of 4 names show their cell")


def test_gaps_lead_to_more_a_clip_than_chance(workspace, tmp_path, monkeypatch):
    led = guided.grow(workspace, guided.guided(workspace), 1)
    assert led.seen["static_color"] == 27_951
    monkeypatch.setattr(guided, "CLIPS_PER_REEL", 1)
    other = open_workspace(Settings(data_dir=tmp_path / "free"))
    free = guided.grow(other, guided.unguided(1), 1)
    assert 0 < free.each(["static_color"]) < led.each(["static_color"])
