"""Commands on learned words and interpretations, as a person calls them."""

import json

import pytest

CORRECT = ("interpret", "a zorble chair", "--correct", "zorble=motion_speed:slow")


def learned(command):
    return json.loads(command("linguistic", "list", "--json").out)


@pytest.fixture
def row_id(command):
    assert command(*CORRECT).status == 0
    return learned(command)[0]["id"]


def test_a_correction_is_kept_and_shows_the_state_it_gives(command):
    ended = command(*CORRECT)
    assert ended.status == 0
    assert (
        "'zorble' as motion_speed=slow is on trial and resolves as a guess: 5 for it" in ended.err
    )
    assert command(*CORRECT).out == ended.out
    (row,) = learned(command)
    assert (row["state"], row["agree"], row["source"]) == ("trial", 5, "correction")
    told = command("interpret", "the zorble table", "--explain").out
    guessed, left_open = told.splitlines()
    assert guessed.startswith("guessed  'zorble' -> motion_speed = slow (matches 'zorble' (guess)")
    assert left_open == "open  'table': a known word that names no slot; part of the subject"


def test_two_people_bring_a_word_to_acceptance(command, row_id):
    other = ("interpret", "zorble waves at noon", "--correct", "zorble=motion_speed:slow")
    ended = command(*other, "--author", "kim", "--json")
    assert json.loads(ended.out)[0]["state"] == "accepted"
    shown = json.loads(command("linguistic", "show", row_id, "--json").out)
    assert [d["verdict"] for d in shown["decisions"]] == ["accept"]
    assert {r["author"] for r in shown["remarks"]} == {"operator", "kim"}


def test_a_person_accepts_and_retires(command, row_id):
    ended = command("linguistic", "accept", row_id)
    assert "1 prompts are read otherwise from now on." in ended.err
    assert ended.out.splitlines()[-1].split("  ")[0] == "a zorble chair"
    assert learned(command)[0]["reviewer"] == "operator"
    ended = command("linguistic", "retire", row_id, "--reason", "a joke")
    assert ended.err == "'zorble' as motion_speed=slow is now retired.\n"
    assert command("interpret", "a zorble chair").out == ""
    assert command("linguistic", "review").err == "No rows.\n"
    assert "a joke" in command("linguistic", "show", row_id).out


def test_a_word_that_would_change_a_canary_is_not_accepted(command):
    prompt = "apples and pears"
    command("interpret", prompt, "--correct", "apples=mood:tense", "--near", "bowl")
    ended = command("linguistic", "accept", learned(command)[0]["id"])
    assert ended.status == 1
    assert (
        "would change 1 prompts that must stay as they are, such as 'a bowl of apples'" in ended.err
    )
    assert learned(command)[0]["state"] == "trial"


def test_saying_that_a_word_does_not_mean_this_counts_against_it(command, row_id):
    command("interpret", "a zorble sky", "--wrong", "zorble=motion_speed:slow", "--author", "kim")
    (row,) = learned(command)
    assert (row["id"], row["agree"], row["disagree"]) == (row_id, 5, 5)
    assert row["state"] == "proposed"


@pytest.mark.parametrize(
    ("arguments", "status", "why"),
    [
        (("zorble",), 2, "a correction is SPAN=SLOT:VALUE"),
        (("zorble=mood:clam",), 2, "mood has no value 'clam'. Known: "),
        (("zorble=moods:calm",), 2, "no slot 'moods' that a word can name."),
        (("table=mood:calm",), 1, "the prompt does not hold 'table'"),
        (("chair=mood:calm", "--near", "x"), 0, ""),
        (("a=mood:calm",), 1, "'a' has 1 characters"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(command, arguments, status, why):
    ended = command("interpret", "a zorble chair", "--correct", *arguments)
    assert ended.status == status
    assert why in " ".join(ended.err.split())


def test_a_torn_remark_is_named_and_counts_for_nothing(command, row_id, workspace):
    (key,) = workspace.lake.list("language/remarks")
    workspace.lake.put(key, workspace.lake.get(key)[:-20])
    ended = command("linguistic", "list")
    assert (ended.status, ended.out) == (0, "")
    assert f"{key} is torn and counts for nothing. Delete it, and say it again." in ended.err
    assert command("linguistic", "show", row_id).status == 1


def test_a_word_of_a_dialect_says_so(command):
    command(*CORRECT, "--register", "dialect:scots")
    (row,) = learned(command)
    assert (row["register"], row["dialect"]) == ("dialect", "scots")


@pytest.mark.parametrize("register", ["scots", "dialect", "dialect:", "slang:x", "standard:"])
def test_an_unknown_register_is_refused(command, register):
    ended = command(*CORRECT, "--register", register)
    assert ended.status == 2
    assert "a register is standard, slang or dialect:NAME" in " ".join(ended.err.split())


def test_an_unknown_id_and_state_name_the_known_ones(command, row_id):
    ended = command("linguistic", "accept", "word-nope")
    assert (ended.status, row_id in ended.err) == (1, True)
    ended = command("linguistic", "list", "--state", "trail")
    assert ended.status == 2
    assert "Did you mean 'trial'?" in " ".join(ended.err.split())


def test_prompts_wait_are_read_once_and_compared(command, tmp_path):
    file = tmp_path / "prompts.txt"
    file.write_text("a zorble chair\nslow pan left\n", encoding="utf-8")
    ended = command("interpretation", "add", str(file), "--source", "sample")
    assert "2 prompts recorded, 2 of them wait." in ended.err
    waiting = json.loads(command("interpretation", "queue", "--json").out)
    assert {row["prompt"] for row in waiting} == {"a zorble chair", "slow pan left"}
    assert "2 prompts read under version " in command("interpretation", "work").err
    command(*CORRECT)
    assert "1 prompts read" in command("interpretation", "work").err
    assert "0 prompts read" in command("interpretation", "work").err
    assert json.loads(command("interpretation", "diff", "--json").out) == [
        {"prompt": "a zorble chair", "before": [], "after": ["motion_speed=slow"]}
    ]
    names = command("sql", "select name from registry.interpretation order by name").out
    assert names.split("\n")[2:5] == ["a zorble chair", "a zorble chair", "slow pan left"]
    rows = "select state, agree from registry.linguistic where source <> 'seed'"
    learned_rows = json.loads(command("sql", rows, "--json").out)
    assert learned_rows == [{"state": "trial", "agree": 5}]


def test_an_unknown_source_is_refused(command, tmp_path):
    file = tmp_path / "prompts.txt"
    file.write_text("slow pan\n", encoding="utf-8")
    ended = command("interpretation", "add", str(file), "--source", "wbe")
    assert ended.status == 2
    assert "Did you mean 'web'?" in " ".join(ended.err.split())


def test_a_clip_is_rendered_with_the_words_that_were_learned(command, row_id, tmp_path):
    assert row_id in {row["id"] for row in learned(command)}
    clip = ("render", "a zorble chair", "--size", "64x36", "--duration", "0.5", "--json")
    ended = command(*clip, "--output", str(tmp_path / "clip.mp4"))
    assert ended.status == 0, ended.err
    asked = [row for row in json.loads(ended.out)["choices"] if row["origin"] == "asked"]
    assert ("motion.speed", "slow") in {(row["aspect"], row["value"]) for row in asked}
