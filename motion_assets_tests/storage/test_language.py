"""People's language in the lake and in the registries: whole or not at all, and counted once."""

import json
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from motion_assets.core.prompts.interpret import interpreter_version
from motion_assets.errors import BadNameError, StorageError
from motion_assets.settings import Settings
from motion_assets.steps.linguistic import Correction, accept, correct, read_words, retire
from motion_assets.steps.readings import enqueue, work
from motion_assets.steps.recount import full_recount
from motion_assets.steps.workspace import open_workspace
from motion_assets.storage import language
from motion_assets.storage.fingerprints import table_fingerprints
from motion_assets.storage.fold.build import CONFIG, build_generation
from motion_assets.storage.generations import open_newest, publish
from motion_assets.storage.sealed import seal, unseal
from motion_assets_tests.core.prompts.learned.words import said
from motion_assets_tests.storage import reel_data as data
from motion_assets_tests.storage.varied import small_coverage

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ZORBLE = Correction("zorble", "motion_speed", "slow")


def later(hours):
    return NOON + timedelta(hours=hours)


def published(workspace):
    return publish(workspace.lake, settings=workspace.settings, derive_coverage=small_coverage)


def rows(workspace, query):
    with open_newest(workspace.settings) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize("cut", [0, 1, 9, 40, 120, -70, -66, -3, -1])
def test_a_record_that_was_cut_anywhere_is_known_as_torn(cut):
    whole = seal(said(1))
    assert unseal(whole, type(said(1)), "k") == said(1)
    with pytest.raises(StorageError, match="k is torn: it does not match its own hash"):
        unseal(whole[:cut], type(said(1)), "k")


def test_a_record_that_was_changed_in_one_letter_is_torn():
    changed = seal(said(1)).replace(b'"value":"slow"', b'"value":"fast"')
    with pytest.raises(StorageError, match="is torn"):
        unseal(changed, type(said(1)), "k")


@pytest.mark.parametrize("harm", [lambda c: c[: len(c) // 2], lambda c: c[:0], lambda c: c + c])
def test_a_torn_correction_counts_for_nothing_and_is_named(workspace, harm):
    correct(workspace, "a zorble chair", [ZORBLE], author="kim", at=NOON)
    (key,) = workspace.lake.list("language/remarks")
    workspace.lake.put(key, harm(workspace.lake.get(key)))
    words = read_words(workspace)
    assert (words.rows, words.torn) == ((), (key,))


def test_a_torn_correction_is_not_published(workspace):
    correct(workspace, "a zorble chair", [ZORBLE], author="kim", at=NOON)
    (key,) = workspace.lake.list("language/remarks")
    workspace.lake.put(key, workspace.lake.get(key)[:-2])
    published(workspace)
    assert rows(workspace, "from registry.linguistic") == []


def test_a_torn_decision_leaves_the_state_its_evidence_gives(workspace):
    (row,) = correct(workspace, "a zorble chair", [ZORBLE], author="kim", at=NOON)
    accept(workspace, row.id, reviewer="kim", at=later(1))
    (key,) = workspace.lake.list("language/decisions")
    workspace.lake.put(key, workspace.lake.get(key)[:-30])
    assert read_words(workspace).row(row.id).state == "trial"
    assert read_words(workspace).torn == (key,)


def test_saying_the_same_again_is_one_object(workspace):
    for hour in (0, 2):
        correct(workspace, "a zorble chair", [ZORBLE], author="kim", at=later(hour))
    assert len(workspace.lake.list("language/remarks")) == 1


def test_a_reel_name_that_is_none_is_refused(workspace):
    with pytest.raises(BadNameError):
        language.pinned(workspace.lake, "../x")


def test_learned_rows_and_unshown_prompts_are_published(workspace):
    (row,) = correct(workspace, "a zorble chair", [ZORBLE], author="kim", at=NOON)
    enqueue(workspace, ["slow pan", "a calm lake"], source="generated", author="g", at=NOON)
    work(workspace, now=later(1))
    assert published(workspace).published
    assert rows(
        workspace,
        "select key, span, lemma_key, slot, value, state, source, agree, disagree, times_seen, "
        "first_seen, clips, first_clip, examples from registry.linguistic where source <> 'seed'",
    ) == [
        (
            *(row.id, "zorble", "zorble", "motion_speed", "slow", "trial", "correction"),
            *(5, 0, 1, "2026-03-01T12:00:00.000000Z", 0, None, json.dumps(["a zorble chair"])),
        )
    ]
    said = ("slow", "motion_speed", "slow", "accepted", 1, 0, None)
    assert said in rows(
        workspace,
        "select span, slot, value, state, times_seen, clips, first_clip from registry.linguistic",
    )
    found = rows(
        workspace, "select name, source, clips, first_clip from registry.interpretation order by 1"
    )
    assert found == [
        ("a calm lake", "generated", 0, None),
        ("a zorble chair", "web", 0, None),
        ("slow pan", "generated", 0, None),
    ]


def test_what_people_say_alone_makes_a_new_generation_and_saying_nothing_none(workspace):
    assert published(workspace).published
    correct(workspace, "a zorble chair", [ZORBLE], author="kim", at=NOON)
    assert published(workspace).published
    assert not published(workspace).published


def test_folding_bit_by_bit_equals_folding_at_once(workspace, monkeypatch):
    """Prompts, clips and words arrive in turns; every turn is published."""
    lake = workspace.lake
    enqueue(workspace, ["slow pan", "Slow  pan", "clip 0"], source="web", author="a", at=NOON)
    work(workspace, now=NOON)
    published(workspace)
    reel = data.request("web", seed=2, clips=2)
    clip = reel.clip_id(0)
    learned = {**data.span_row(clip, "zorble", "motion_speed", "slow"), "rule": "lexicon.learned"}
    (row,) = correct(workspace, "a zorble chair", [ZORBLE], author="kim", at=later(1))
    spans = [{**learned, "sense": row.id}, data.span_row(clip, "slowly", "motion_speed", "slow")]
    data.commit(lake, reel, {"reading": [data.reading_row(clip, "clip 0")], "span": spans})
    published(workspace)
    accept(workspace, row.id, reviewer="kim", at=later(2))
    work(workspace, now=later(3))
    other = data.request("web", seed=3, clips=1)
    data.commit(lake, other, {"reading": [data.reading_row(other.clip_id(0), "slow pan")]})
    published(workspace)
    retire(workspace, row.id, reviewer="kim", reason="a joke", at=later(4))
    published(workspace)
    monkeypatch.setattr("motion_assets.steps.recount.measure_coverage", small_coverage)
    verdict = full_recount(workspace)
    assert verdict.passed, verdict.examples
    assert rows(
        workspace,
        "select source, state, times_seen, clips, rule from registry.linguistic "
        "where clips > 0 order by 1",
    ) == [
        ("correction", "retired", 1, 1, "lexicon.learned"),
        ("seed", "accepted", 1, 1, "lexicon"),
    ]
    # Today's one key of "slow pan" has the first of its texts; the reel's row has its own.
    names = rows(workspace, "select name, count(*) from registry.interpretation group by 1")
    assert dict(names) == {"Slow  pan": 1, "slow pan": 1, "clip 0": 2, "a zorble chair": 1}


def test_a_torn_reading_is_folded_once_it_is_whole(workspace):
    enqueue(workspace, ["slow pan"], source="web", author="a", at=NOON)
    work(workspace, now=NOON)
    (key,) = language.readings_under(workspace.lake, interpreter_version())
    whole = workspace.lake.get(key)
    workspace.lake.put(key, whole[:-9])
    published(workspace)
    assert rows(workspace, "from registry.interpretation") == []
    workspace.lake.put(key, whole)
    enqueue(workspace, ["a calm lake"], source="web", author="a", at=NOON)
    work(workspace, now=later(1))
    published(workspace)
    assert rows(workspace, "select name from registry.interpretation order by 1") == [
        ("a calm lake",),
        ("slow pan",),
    ]


def test_prompts_of_the_machine_count_as_seen_and_never_as_evidence(workspace):
    correct(workspace, "a zorble chair", [ZORBLE], author="kim", at=NOON)
    prompts = [f"zorble means slow, {k} zorbles" for k in range(5)]
    enqueue(workspace, prompts, source="generated", author="g", at=NOON)
    work(workspace, now=NOON)
    published(workspace)
    query = "select times_seen, agree, state from registry.linguistic"
    assert rows(workspace, query) == [(6, 5, "trial")]


def test_only_accepted_spans_count_toward_naming_a_value(workspace):
    correct(workspace, "a zorble chair", [ZORBLE], author="kim", at=NOON)
    published(workspace)
    query = "select count(*) from registry.linguistic where state = 'accepted' and value = 'slow'"
    assert rows(workspace, query) == [(0,)]


def test_a_lake_elsewhere_with_the_same_language_folds_to_the_same_tables(workspace, tmp_path):
    correct(workspace, "a zorble chair", [ZORBLE], author="kim", at=NOON)
    enqueue(workspace, ["slow pan"], source="web", author="a", at=NOON)
    work(workspace, now=NOON)
    other = open_workspace(Settings(data_dir=tmp_path / "other"))
    objects = language.language_objects(workspace.lake)
    for key in reversed(objects):
        other.lake.put(key, workspace.lake.get(key))
    made = []
    for number, (lake, keys) in enumerate([(workspace.lake, objects), (other.lake, objects[::-1])]):
        target = tmp_path / f"folded-{number}" / "g.duckdb"
        target.parent.mkdir()
        build_generation(
            lake,
            target,
            previous=None,
            commits=[],
            language=keys,
            derive_coverage=small_coverage,
        )
        with duckdb.connect(str(target), read_only=True, config=CONFIG) as connection:
            made.append(table_fingerprints(connection))
    assert made[0] == made[1]
