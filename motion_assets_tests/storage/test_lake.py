import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from motion_assets.errors import BadNameError, StorageError
from motion_assets.storage.lake import Lake, open_lake
from motion_assets.storage.local import LocalLake
from motion_assets.storage.remote import RemoteLake


@pytest.fixture(params=["local", "memory"])
def lake(request: pytest.FixtureRequest, tmp_path: Path) -> Lake:
    if request.param == "local":
        return open_lake(tmp_path / "lake")
    return RemoteLake(MemoryStore(), "memory")


def test_what_was_put_is_read_back_and_replaced_whole(lake: Lake):
    lake.put("reels/a/one.json", b"first")
    lake.put("reels/a/one.json", b"second")
    assert lake.get("reels/a/one.json") == b"second"
    assert lake.exists("reels/a/one.json")
    assert not lake.exists("reels/a/two.json")


def test_content_is_on_disk_before_its_name_and_the_name_before_putting_ends(tmp_path, monkeypatch):
    lake = open_lake(tmp_path / "lake")
    lake.put("reels/a/one.json", b"first")
    placed = tmp_path / "lake" / "reels" / "a" / "two.json"
    flushed = []

    def flush(number: int) -> None:
        flushed.append((Path(f"/proc/self/fd/{number}").readlink(), placed.exists()))

    monkeypatch.setattr(os, "fsync", flush)
    lake.put("reels/a/two.json", b"second")
    (content, before), (folder, after) = flushed
    assert (before, after) == (False, True)
    assert folder == placed.parent
    assert content.parent != folder


def test_listing_is_sorted_at_any_depth_and_shows_no_temporary_file(lake: Lake):
    for key in ("reels/b/x.json", "reels/a/deep/y.parquet", "other/z.json"):
        lake.put(key, b"")
    assert lake.list("reels") == ("reels/a/deep/y.parquet", "reels/b/x.json")
    assert lake.list("reels/") == lake.list("reels")
    assert lake.list("") == ("other/z.json", "reels/a/deep/y.parquet", "reels/b/x.json")
    assert lake.list("nowhere") == ()
    assert lake.folders("reels") == ("a", "b")
    assert lake.folders("") == ("other", "reels")
    assert lake.folders("nowhere") == ()


def test_deleting_is_repeatable(lake: Lake):
    lake.put("a/x.json", b"1")
    lake.delete("a/x.json")
    lake.delete("a/x.json")
    assert not lake.exists("a/x.json")


def test_a_missing_object_is_named(lake: Lake):
    with pytest.raises(StorageError, match=r"a/x\.json is not in the lake at"):
        lake.get("a/x.json")
    with (
        pytest.raises(StorageError, match=r"a/x\.json is not in the lake"),
        lake.local_file("a/x.json"),
    ):
        pass


def test_a_file_goes_in_and_comes_out_as_a_path(lake: Lake, tmp_path: Path):
    source = tmp_path / "source.bin"
    source.write_bytes(bytes(range(256)) * 5000)
    lake.put_file("reels/a/clips/c-00.mp4", source)
    with lake.local_file("reels/a/clips/c-00.mp4") as path:
        assert path.read_bytes() == source.read_bytes()
        assert path.suffix == ".mp4"
    with pytest.raises(StorageError, match=r"no file .*nothing to put"):
        lake.put_file("reels/a/x.bin", tmp_path / "nothing")


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("../x", id="parent"),
        pytest.param("/etc/passwd", id="absolute"),
        pytest.param("a/../b.json", id="parent-inside"),
        pytest.param("a//b.json", id="empty-segment"),
        pytest.param("a/.hidden", id="dot-file"),
        pytest.param(".tmp/x", id="our-own-temporary-folder"),
        pytest.param("A/b.json", id="upper-case"),
        pytest.param("a/b c.json", id="space"),
        pytest.param("a/b\x00.json", id="nul"),
        pytest.param("a/b.json\n", id="newline"),
        pytest.param("", id="empty"),
        pytest.param("a/", id="folder"),
        pytest.param("a" * 64 + "/x", id="folder-of-64"),
    ],
)
def test_keys_that_could_leave_the_lake_are_refused(lake: Lake, key: str):
    with pytest.raises(BadNameError, match="is no object key"):
        lake.put(key, b"")
    with pytest.raises(BadNameError, match="is no object key"):
        lake.get(key)


def test_folders_are_checked_as_keys_are(lake: Lake):
    with pytest.raises(BadNameError, match=r"'\.\.' is no folder"):
        lake.list("..")
    with pytest.raises(BadNameError, match="is no folder"):
        lake.folders("a/../..")


def test_of_sixteen_threads_exactly_one_puts(lake: Lake):
    barrier = threading.Barrier(16)
    won: list[int] = []

    def put(number: int) -> None:
        barrier.wait()
        if lake.put_if_absent("generations/00000001.json", b"%d" % number):
            won.append(number)

    threads = [threading.Thread(target=put, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert lake.get("generations/00000001.json") == b"%d" % won[0]


_RACE = """
import sys
from motion_assets.storage.local import LocalLake
from pathlib import Path
lake = LocalLake(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
print(sum(lake.put_if_absent(f"race/{i}.json", sys.argv[2].encode()) for i in range(100)))
"""


def test_of_four_processes_exactly_one_puts_each_object(tmp_path: Path):
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", _RACE, str(tmp_path), str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    outputs = [int(worker.communicate(timeout=60)[0]) for worker in workers]
    assert sum(outputs) == 100
    assert len(LocalLake(tmp_path).list("race")) == 100


def test_stale_temporary_files_are_swept_and_fresh_ones_stay(tmp_path: Path):
    lake = LocalLake(tmp_path)
    lake.put("a/x.json", b"1")
    left, fresh = tmp_path / ".tmp" / "x.json.0", tmp_path / ".tmp" / "x.json.1"
    for path in (left, fresh):
        path.write_bytes(b"torn")
    two_hours_ago = time.time() - 7200
    os.utime(left, (two_hours_ago, two_hours_ago))
    assert lake.sweep_stale() == 1
    assert not left.exists()
    assert fresh.exists()
    assert lake.list("") == ("a/x.json",)


def test_a_failed_write_leaves_nothing_and_says_why(tmp_path: Path):
    lake = LocalLake(tmp_path)
    lake.put("a/x.json", b"1")
    (tmp_path / "b").write_bytes(b"a file where a folder should be")
    with pytest.raises(StorageError, match=r"cannot write b/x\.json in the lake at .*"):
        lake.put("b/x.json", b"2")
    assert list((tmp_path / ".tmp").iterdir()) == []


def test_only_known_places_are_opened(tmp_path: Path):
    assert repr(open_lake(f"file://{tmp_path}")) == repr(LocalLake(tmp_path))
    assert repr(open_lake("s3://bucket/prefix")) == "RemoteLake('s3://bucket/prefix')"
    with pytest.raises(StorageError, match=r"no lake at 'ftp://x': expected a folder"):
        open_lake("ftp://x")
