import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LONGEST_MODULE_LINES = 400


def test_an_arrow_may_only_point_down():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_module_is_longer_than_its_limit():
    modules = [*ROOT.glob("motion_assets/**/*.py"), *ROOT.glob("motion_assets_tests/**/*.py")]
    long = {
        str(path.relative_to(ROOT)): count
        for path in modules
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE_LINES
    }
    assert long == {}


def test_every_module_says_what_goes_there():
    modules = list(ROOT.glob("motion_assets/**/*.py"))
    silent = [
        str(path.relative_to(ROOT))
        for path in modules
        if not path.read_text(encoding="utf-8").startswith('"""')
    ]
    assert silent == []
