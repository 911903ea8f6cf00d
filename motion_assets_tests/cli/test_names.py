import json

import pytest

from motion_assets.core.registries.naming import color_name
from motion_assets.vocabulary.cells import color_key


@pytest.mark.usefixtures("grown")
def test_a_rename_from_dry_run_to_proof(command):
    key, old, new = color_key(0), color_name(0), "midnight velvet gray"
    told = command("names", "rename", key, new, "--dry-run", "--json")
    assert told.status == 0, told.err
    dry = json.loads(told.out)
    assert dry["renamed"] == [{"key": key, "from": old, "to": new}]
    assert dry["generation"] == 0
    assert "registry.static_color.name" in [place["where"] for place in dry["places"]]
    done = command("names", "rename", key, new, "--json")
    assert done.status == 0, done.err
    assert json.loads(done.out)["left"] == []
    checked = command("names", "check", "--json")
    assert (checked.status, json.loads(checked.out)) == (0, [])
    shown = json.loads(command("registry", "show", "static_color", new, "--json").out)
    assert shown["key"] == key
    refused = command("registry", "show", "static_color", old)
    assert refused.status == 1
    assert f"it is '{new}' now" in refused.err


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("call", [("1,2,3_0.5", "deep teal sea"), ("0,0,0_1.00", "teal 7")])
def test_a_rename_that_nobody_could_mean_is_a_wrong_call(command, call):
    ended = command("names", "rename", *call)
    assert (ended.status, ended.out) == (2, "")


@pytest.mark.usefixtures("published")
def test_names_of_the_rule_of_today_need_no_backfill(command):
    said = json.loads(command("names", "backfill", "--dry-run", "--json").out)
    assert (said["renamed"], said["places"]) == ([], [])
