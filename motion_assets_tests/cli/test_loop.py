import json

import pytest

from motion_assets.cli.arguments import Until
from motion_assets.cli.loop_process import is_looping, only_loop, prepare_home
from motion_assets.cli.loop_watch import LoopIdleError, refuse_idling
from motion_assets.core.coverage.measure import Seen, measure_coverage
from motion_assets.errors import RequestError
from motion_assets.steps.outlook import Outlook, read_outlook
from motion_assets.steps.pause import paused

EMPTY = Outlook(1, 0, measure_coverage(Seen()).summary)


def test_only_one_loop_works_on_a_data_folder(tmp_path):
    data = tmp_path / "data"
    assert not is_looping(data)
    with only_loop(data):
        assert is_looping(data)
        with pytest.raises(RequestError, match=r"a loop works on .* already"), only_loop(data):
            pass
    assert not is_looping(data)


def test_the_daemon_is_configured_as_the_checkout_says_with_this_history(tmp_path):
    import yaml  # type: ignore[import-untyped]  # it ships no types

    home = prepare_home(tmp_path / "data", tmp_path / "socket")
    config = yaml.safe_load((home / "dagster.yaml").read_text(encoding="utf-8"))
    history = str((tmp_path / "data" / ".dagster").resolve())
    assert config["storage"]["custom"]["config"] == {"base_dir": history}
    runs = config["concurrency"]["runs"]
    clips = runs["tag_concurrency_limits"][0]["limit"]
    assert clips < runs["max_concurrent_runs"], "prompts would be read only when no clip is made"
    workspace = yaml.safe_load((home / "workspace.yaml").read_text(encoding="utf-8"))
    (server,) = workspace["load_from"]
    assert server["grpc_server"]["location_name"] == "motion_assets"


def test_the_loop_is_paused_and_resumed_from_the_command_line(command, workspace):
    assert command("loop", "--pause").status == 0
    note = paused(workspace)
    assert note is not None
    assert note.by == "the command line"
    assert note.at[:10] in command("loop", "--status").out
    assert command("loop", "--resume").status == 0
    assert paused(workspace) is None


def test_health_says_what_is_wrong_and_fails(command, monkeypatch):
    assert command("health").status == 0
    monkeypatch.setenv("MOTION_ASSETS_MIN_FREE_BYTES", str(10**18))
    done = command("health", "--json")
    assert done.status == 1
    assert "Make room" in json.loads(done.out)["problems"][0]


def test_both_bars_are_counted(grown):
    outlook = read_outlook(grown)
    assert (outlook.generation, outlook.reels) == (2, 2)
    assert 0 < outlook.share_pct(1) < 100
    assert 0 < outlook.share_pct(2) < 100
    assert not outlook.is_met(1)
    assert read_outlook(grown, outlook) is outlook


def test_a_loop_with_nothing_left_to_try_says_what_is_missing():
    refuse_idling(EMPTY, Until.FIRST_BAR, idle_s=1.0)
    refuse_idling(EMPTY, Until.FOREVER, idle_s=1e6)
    with pytest.raises(LoopIdleError, match="widest: static_color cell lacks 27951 of 27951"):
        refuse_idling(EMPTY, Until.FIRST_BAR, idle_s=1e6)
