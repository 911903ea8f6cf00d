from motion_assets.core.clips.request import ClipRequest, ReelRequest
from motion_assets.core.coverage.asking import OpenGaps, count_asked, open_gaps
from motion_assets.core.coverage.measure import Gaps, all_values
from motion_assets.core.coverage.planner import MAX_ATTEMPTS
from motion_assets.vocabulary.cells import color_cell_of_key

DRAMA, CALM, DARK = ("genre", "drama"), ("mood", "calm"), ("mood", "dark")
NOTHING = count_asked([])
TEAL = color_cell_of_key("0,125,125_1.00")


def reel(*clips: ClipRequest, seed: int = 1) -> ReelRequest:
    return ReelRequest(workflow="explorer", seed=seed, clips=clips)


def pair(one: tuple[str, str], other: tuple[str, str]) -> tuple[int, int]:
    places = all_values()
    return places.index(one), places.index(other)


GAPS = Gaps(
    color_cells=(3, 4),
    sound_cells=(7, 8),
    values=(DRAMA, CALM),
    pair_numbers=(pair(DRAMA, CALM), pair(DRAMA, DARK)),
    named_cells=(TEAL, TEAL + 21),
)
ALL_OF_IT = reel(
    ClipRequest(color_cells=(3,), sound_cells=(8,)),
    ClipRequest(values=(CALM, DRAMA)),
    ClipRequest(prompt="show me solid teal and nothing else"),
)


def test_what_nobody_asked_for_is_all_to_ask():
    assert open_gaps(GAPS, made=NOTHING, live=NOTHING) == OpenGaps(GAPS, Gaps(), 0)


def test_what_a_reel_under_way_promises_is_not_asked_for_twice():
    found = open_gaps(GAPS, made=NOTHING, live=count_asked([ALL_OF_IT]))
    assert found.to_ask == Gaps(
        color_cells=(4,),
        sound_cells=(7,),
        pair_numbers=(pair(DRAMA, DARK),),
        named_cells=(TEAL + 21,),
    )
    assert found.given_up == Gaps()
    assert found.promised_count == 6


def test_a_gap_is_given_up_after_three_attempts_and_not_before():
    made = [reel(*ALL_OF_IT.clips, seed=seed) for seed in range(MAX_ATTEMPTS)]
    twice = open_gaps(GAPS, made=count_asked(made[:-1]), live=NOTHING)
    last = Gaps(values=(DRAMA, CALM), pair_numbers=(pair(DRAMA, CALM),))
    assert twice == OpenGaps(GAPS, Gaps(), 0, last)
    thrice = open_gaps(GAPS, made=count_asked(made), live=NOTHING)
    assert thrice.given_up == Gaps(
        color_cells=(3,),
        sound_cells=(8,),
        values=(DRAMA, CALM),
        pair_numbers=(pair(DRAMA, CALM),),
        named_cells=(TEAL,),
    )
    assert thrice.to_ask == Gaps(
        color_cells=(4,),
        sound_cells=(7,),
        pair_numbers=(pair(DRAMA, DARK),),
        named_cells=(TEAL + 21,),
    )


def test_an_attempt_under_way_is_waited_for_before_giving_up():
    made = [reel(*ALL_OF_IT.clips, seed=seed) for seed in range(MAX_ATTEMPTS)]
    found = open_gaps(GAPS, made=count_asked(made), live=count_asked([ALL_OF_IT]))
    assert found.given_up == Gaps()


def test_two_values_of_different_clips_are_no_pair():
    apart = reel(ClipRequest(values=(DRAMA,)), ClipRequest(values=(CALM,)))
    found = open_gaps(GAPS, made=NOTHING, live=count_asked([apart]))
    assert found.to_ask.pair_numbers == GAPS.pair_numbers
    assert found.to_ask.values == ()


def test_a_color_named_in_vain_in_three_different_sentences_is_given_up():
    prompts = [f"show me solid teal and {other}" for other in ("solid red", "solid blue", "a cat")]
    made = [reel(ClipRequest(prompt=prompt), seed=seed) for seed, prompt in enumerate(prompts)]
    missing = Gaps(named_cells=(TEAL, TEAL + 21))
    assert open_gaps(missing, made=count_asked(made[:2]), live=NOTHING).given_up == Gaps()
    found = open_gaps(missing, made=count_asked(made), live=NOTHING)
    assert found.given_up == Gaps(named_cells=(TEAL,))
    assert found.to_ask == Gaps(named_cells=(TEAL + 21,))
