import shutil
import threading
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from obstore.store import MemoryStore

from motion_assets.core.clips.request import ReelRequest
from motion_assets.errors import StorageError
from motion_assets.settings import Settings
from motion_assets.storage import next_generation
from motion_assets.storage.generations import Publication, newest, open_newest, publish
from motion_assets.storage.lake import Lake, open_lake
from motion_assets.storage.manifests import (
    Generation,
    manifest_numbers,
    object_keys,
    read_generation,
)
from motion_assets.storage.next_generation import publish_generation
from motion_assets.storage.reels import read_commits
from motion_assets.storage.remote import RemoteLake
from motion_assets.storage.upkeep import prune
from motion_assets_tests.storage import reel_data as data
from motion_assets_tests.storage.varied import (
    commit_varied,
    fingerprints,
    plan,
    small_coverage,
    varied_reel,
    varied_rows,
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", keep_generations=2)


@pytest.fixture
def lake(settings: Settings) -> Lake:
    return open_lake(settings.lake_location)


def published(lake: Lake, settings: Settings) -> Publication:
    return publish(lake, settings=settings, derive_coverage=small_coverage)


REELS = tuple(varied_reel(number) for number in range(6))


@pytest.fixture(scope="module")
def once_published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose lake holds the first reel, published."""
    made = Settings(data_dir=tmp_path_factory.mktemp("once") / "data")
    lake = open_lake(made.lake_location)
    commit_varied(lake, REELS[0])
    published(lake, made)
    return made.data_dir


@pytest.fixture
def once(once_published: Path, settings: Settings) -> Lake:
    """The lake of a copy of it, which a test may change."""
    shutil.copytree(once_published, settings.data_dir)
    return open_lake(settings.lake_location)


def newest_of(lake: Lake) -> Generation:
    generation = newest(lake)
    assert generation is not None
    return generation


@pytest.fixture(scope="module")
def committed() -> Lake:
    """A lake in memory that holds every reel, committed."""
    lake = RemoteLake(MemoryStore(), "memory")
    plan(lake, REELS)
    for request in REELS:
        commit_varied(lake, request)
    return lake


def copy_reel(source: Lake, target: Lake, request: ReelRequest) -> None:
    for key in source.list(f"reels/{request.key}"):
        target.put(key, source.get(key))


@pytest.fixture(scope="module")
def folded_at_once(committed: Lake, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    publish_generation(
        committed,
        scratch_dir=tmp_path_factory.mktemp("scratch"),
        derive_coverage=small_coverage,
    )
    return fingerprints(committed)


@hypothesis_settings(
    max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(order=st.permutations(REELS), cuts=st.sets(st.integers(1, 5), max_size=3))
def test_folding_in_any_order_and_batches_gives_the_same_tables(
    committed, folded_at_once, tmp_path, order, cuts
):
    lake = RemoteLake(MemoryStore(), "memory")
    for place, request in enumerate(order, start=1):
        copy_reel(committed, lake, request)
        if place in cuts or place == len(order):
            publish_generation(lake, scratch_dir=tmp_path, derive_coverage=small_coverage)
    assert fingerprints(lake) == folded_at_once
    assert manifest_numbers(lake) == list(range(1, len(cuts) + 2))


def test_nothing_new_publishes_nothing(lake: Lake, settings: Settings):
    commit_varied(lake, REELS[0])
    first, again = published(lake, settings), published(lake, settings)
    assert (first.published, first.number) == (True, 1)
    assert (again.published, again.number) == (False, 1)
    assert again.fingerprint == first.fingerprint
    assert set(first.reels) == {REELS[0].key}
    data.commit(lake, REELS[0], varied_rows(REELS[0]))
    assert not published(lake, settings).published


def test_a_reel_committed_again_replaces_its_contribution(lake: Lake, settings: Settings):
    for request in REELS[:2]:
        commit_varied(lake, request)
    published(lake, settings)
    clip = REELS[0].clip_id(0)
    data.commit(lake, REELS[0], {"color": [data.color_row(clip, 9)]})
    assert published(lake, settings).number == 2
    with open_newest(settings) as connection:
        seen = connection.execute(
            "SELECT cell_id, clips FROM registry.static_color ORDER BY cell_id"
        ).fetchall()
    assert seen == [(1, 1), (3, 1), (9, 1)]


@pytest.mark.parametrize("harm", ["missing", "torn"])
def test_a_damaged_newest_file_is_folded_afresh(once: Lake, settings: Settings, harm: str):
    key = newest_of(once).database.key
    if harm == "missing":
        once.delete(key)
    else:
        once.put(key, once.get(key)[:-100])
    commit_varied(once, REELS[1])
    assert published(once, settings).number == 2
    with open_newest(settings) as connection:
        assert connection.execute("SELECT count(*) FROM fold.reel").fetchall() == [(2,)]


def test_other_rules_fold_everything_again(once: Lake, settings: Settings, monkeypatch):
    before = fingerprints(once)
    monkeypatch.setattr(next_generation, "rules_version", lambda: "other")
    publication = published(once, settings)
    assert (publication.published, publication.number, publication.rules) == (True, 2, "other")
    assert fingerprints(once) == before


def test_a_torn_table_stops_publishing_and_is_named(once: Lake, settings: Settings):
    torn = data.commit(once, REELS[1], varied_rows(REELS[1])).objects["color"].key
    once.put(torn, once.get(torn)[:50])
    with pytest.raises(StorageError, match=f"{torn} is damaged: 50 bytes"):
        published(once, settings)
    once.delete(torn)
    with pytest.raises(StorageError, match=f"{torn} is not in the lake"):
        published(once, settings)
    assert manifest_numbers(once) == [1]
    commit_varied(once, REELS[1])
    assert published(once, settings).number == 2


def test_before_the_first_publication_the_way_out_is_named(settings: Settings):
    advice = r"nothing was published yet .* `motion-assets run`"
    with pytest.raises(StorageError, match=advice), open_newest(settings):
        pass


def test_an_unreadable_database_is_named(once: Lake, settings: Settings):
    key = newest_of(once).database.key
    once.put(key, b"not a database" * 1000)
    with pytest.raises(StorageError, match=f"{key} cannot be opened"), open_newest(settings):
        pass


def test_an_empty_lake_publishes_empty_tables(lake: Lake, settings: Settings):
    assert published(lake, settings).number == 1
    with open_newest(settings) as connection:
        assert connection.execute("SELECT count(*) FROM registry.static_color").fetchall() == [(0,)]


def test_old_generations_go_and_open_readers_stay(once: Lake, settings: Settings):
    with open_newest(settings) as connection:
        for number, request in enumerate(REELS[1:4], start=2):
            commit_varied(once, request)
            assert published(once, settings).number == number
        assert connection.execute("SELECT count(*) FROM fold.reel").fetchall() == [(1,)]
    assert manifest_numbers(once) == [3, 4]
    assert [number for number, _ in object_keys(once)] == [3, 3, 4, 4]
    assert read_generation(once, 4).reels.keys() == {request.key for request in REELS[:4]}


def test_pruning_spares_publishers_at_work_and_clears_after_lost_ones(once: Lake):
    at_work = f"generations/objects/00000002-{'a' * 64}.duckdb"
    lost = f"generations/objects/00000001-{'b' * 64}.duckdb"
    once.put(at_work, b"")
    once.put(lost, b"")
    assert prune(once, 3) == 1
    assert once.exists(at_work)
    assert not once.exists(lost)


def test_the_stable_file_is_the_newest_and_harmless_to_write(once: Lake, settings: Settings):
    first = newest_of(once)
    with duckdb.connect(str(settings.database_path)) as analyst:
        analyst.execute("DROP TABLE coverage.gap")
    commit_varied(once, REELS[1])
    second = published(once, settings)
    assert settings.database_path.read_bytes() == once.get(second.database.key)
    settings.database_path.unlink()
    assert not published(once, settings).published
    assert settings.database_path.read_bytes() == once.get(second.database.key)
    assert len(once.get(first.database.key)) > 0
    assert [p.name for p in settings.data_dir.iterdir() if "tmp" in p.name] == []


def test_what_killed_publishers_left_is_swept(lake: Lake, settings: Settings):
    left = settings.data_dir / ".fold-left"
    left.mkdir(parents=True)
    (left / "generation.duckdb").write_bytes(b"torn")
    published(lake, settings)
    assert not left.exists()


def test_publishers_that_race_lose_nothing(tmp_path: Path):
    lake = open_lake(tmp_path / "lake")
    plan(lake, REELS)
    barrier = threading.Barrier(4)
    results: list[Publication] = []

    def work(place: int) -> None:
        # Separate data folders, as on separate machines: only the manifest decides.
        own = Settings(data_dir=tmp_path / str(place))
        commit_varied(lake, REELS[place])
        barrier.wait()
        results.append(published(lake, own))

    threads = [threading.Thread(target=work, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last = newest(lake)
    assert last is not None
    assert last.reels.keys() == {request.key for request in REELS[:4]}
    assert len(results) == 4
    winners = sorted(result.number for result in results if result.published)
    assert winners == list(range(1, last.number + 1))
    assert {number for number, _ in object_keys(lake)} == set(manifest_numbers(lake))


def test_a_race_that_is_always_lost_ends_with_advice(once: Lake, settings: Settings, monkeypatch):
    commit_varied(once, REELS[1])
    monkeypatch.setattr(next_generation, "ATTEMPTS", 2)
    monkeypatch.setattr(type(once), "put_if_absent", lambda *_: False)
    with pytest.raises(StorageError, match=r"lost the race .* 2 times: .* publish again"):
        published(once, settings)


def test_a_publisher_that_slept_through_its_number_does_not_count(once: Lake, settings: Settings):
    old = newest_of(once)
    for request in REELS[1:3]:
        commit_varied(once, request)
        published(once, settings)
    assert manifest_numbers(once) == [2, 3]
    assert not next_generation._take_number(once, old)
    assert published(once, settings).number == 3


def test_a_lake_in_an_object_store_is_published_alike(
    committed: Lake, folded_at_once: dict[str, str], tmp_path: Path
):
    lake = open_lake(tmp_path / "lake")
    own = Settings(data_dir=tmp_path)
    for request in REELS:
        copy_reel(committed, lake, request)
    assert published(lake, own).number == 1
    assert fingerprints(lake) == folded_at_once
    assert read_commits(lake).keys() == read_commits(committed).keys()
    assert not published(committed, own).published
    last = newest(committed)
    assert last is not None
    assert own.database_path.read_bytes() == committed.get(last.database.key)
