import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.coverage.explore import Applied, Known, exploit_ratio
from motion_assets.errors import LimitError

WELL = Known(
    runs=5, color_pct=100.0, narrative_pct=100.0, repetition_score=0.1, discovery_rate_pct=50.0
)


def known(**changed) -> Known:
    fields = {name: getattr(WELL, name) for name in WELL.__dataclass_fields__}
    return Known(**(fields | changed))


@pytest.mark.parametrize(
    ("now", "ratio", "cap"),
    [
        pytest.param(WELL, 0.7, None, id="nothing-caps"),
        pytest.param(Known(runs=9), 0.7, None, id="nothing-known"),
        pytest.param(known(color_pct=9.9), 0.3, "color_coverage", id="few-colors"),
        pytest.param(known(color_pct=10.0), 0.7, None, id="colors-at-the-bound"),
        pytest.param(known(runs=2, color_pct=0.0), 0.7, None, id="too-few-runs-to-know"),
        pytest.param(known(runs=3, color_pct=0.0), 0.3, "color_coverage", id="three-runs-are-few"),
        pytest.param(known(narrative_pct=49.9), 0.5, "narrative_coverage", id="narrative-behind"),
        pytest.param(known(narrative_pct=50.0), 0.7, None, id="narrative-at-the-bound"),
        pytest.param(known(repetition_score=0.351), 0.5, "repetition", id="repetitive"),
        pytest.param(known(repetition_score=0.35), 0.7, None, id="repetition-at-the-bound"),
        pytest.param(known(runs=4, repetition_score=0.9), 0.7, None, id="repetition-needs-five"),
        pytest.param(known(discovery_rate_pct=9.9), 0.4, "discovery", id="nothing-new"),
        pytest.param(known(discovery_rate_pct=10.0), 0.7, None, id="discovery-at-the-bound"),
        pytest.param(
            known(narrative_pct=0.0, discovery_rate_pct=0.0), 0.4, "discovery", id="lowest-holds"
        ),
        pytest.param(
            known(color_pct=0.0, narrative_pct=0.0, discovery_rate_pct=0.0),
            0.3,
            "color_coverage",
            id="a-later-cap-never-raises",
        ),
    ],
)
def test_caps_of_the_base_ratio(now, ratio, cap):
    applied = exploit_ratio(now)
    assert (applied.ratio, applied.base, applied.cap) == (ratio, 0.7, cap)


@pytest.mark.parametrize(
    ("now", "ratio", "cap"),
    [
        pytest.param(known(color_pct=0.0, narrative_pct=0.0), 1.0, None, id="coverage-caps-not"),
        pytest.param(known(repetition_score=0.36), 0.7, "repetition", id="repetitive"),
        pytest.param(known(discovery_rate_pct=9.9), 0.8, "discovery", id="nothing-new"),
        pytest.param(known(discovery_rate_pct=19.9), 0.9, "discovery", id="little-new"),
        pytest.param(known(discovery_rate_pct=20.0), 1.0, None, id="enough-new"),
        pytest.param(
            known(repetition_score=0.36, discovery_rate_pct=1.0), 0.7, "repetition", id="lowest"
        ),
    ],
)
def test_caps_of_a_ratio_set_by_hand(now, ratio, cap):
    applied = exploit_ratio(now, override=1.0)
    assert (applied.ratio, applied.base, applied.cap) == (ratio, 1.0, cap)


def test_the_reason_is_told_in_figures():
    assert exploit_ratio(known(color_pct=4.25)).reason == "static color covered 4.2 %, below 10"
    assert exploit_ratio(WELL) == Applied(0.7, 0.7, None, "base ratio: no cap holds")


def test_a_low_ratio_stays_below_every_cap():
    assert exploit_ratio(known(color_pct=0.0), override=0.1).ratio == 0.1
    assert exploit_ratio(known(color_pct=0.0), base=0.1).cap is None


@pytest.mark.parametrize("ratio", [-0.1, 1.1, float("nan")])
def test_refuses_what_is_no_share(ratio):
    with pytest.raises(LimitError, match="an exploit ratio is 0 to 1"):
        exploit_ratio(WELL, override=ratio)


SHARES = st.none() | st.floats(0, 1)
KNOWN = st.builds(
    Known,
    runs=st.integers(0, 9),
    color_pct=st.none() | st.floats(0, 100),
    narrative_pct=st.none() | st.floats(0, 100),
    repetition_score=SHARES,
    discovery_rate_pct=st.none() | st.floats(0, 100),
)


@given(KNOWN, SHARES)
def test_a_cap_only_ever_lowers_and_always_says_why(now, override):
    applied = exploit_ratio(now, override=override)
    assert 0 <= applied.ratio <= applied.base <= 1
    assert (applied.cap is None) == (applied.ratio == applied.base)
    assert applied.reason
