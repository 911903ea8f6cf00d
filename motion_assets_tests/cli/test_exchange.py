import json


def test_an_export_is_imported_elsewhere(command, published, tmp_path, monkeypatch):
    del published
    made = command("export", "--to", str(tmp_path / "out"), "--json")
    assert made.status == 0, made.err
    rows = json.loads(made.out)
    whole = rows[-1]["file"]
    assert whole.endswith(".json")
    assert rows[-1]["rows"] == sum(row["rows"] for row in rows[:-1])
    monkeypatch.setenv("MOTION_ASSETS_DATA_DIR", str(tmp_path / "data"))
    dry = json.loads(command("import", whole, "--dry-run", "--json").out)
    assert (dry["generation"], dry["refused"], dry["mapped"]) == (0, [], 0)
    done = json.loads(command("import", whole, "--json").out)
    assert (done["is_new"], done["generation"]) == (True, 1)
    assert sum(done["entries"].values()) == rows[-1]["rows"]
    sql = "select count(*) as n from exchange.imported"
    assert json.loads(command("sql", sql, "--json").out) == [{"n": rows[-1]["rows"]}]


def test_a_file_that_is_no_export_fails_in_one_line(command, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text('{"colors": ')
    ended = command("import", str(bad))
    assert (ended.status, ended.out) == (1, "")
    assert "no whole JSON document" in ended.err
