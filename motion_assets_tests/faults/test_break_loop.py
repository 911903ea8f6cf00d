import pytest

from motion_assets_tests.faults.break_loop import FAULTS

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("fault", ["kill -9 of the loop"])
def test_a_broken_loop_loses_and_doubles_nothing(fault, tmp_path):
    FAULTS[fault](tmp_path / "data")
