"""Ten thousand hostile or self-made prompts against the words that were learned honestly.

The attackers write prompts as anyone may, without the lake: what they say passes the same gates,
caps and counts that steps use. Nothing accepted may change its meaning, no word of the lexicon
may be read otherwise, and no canary may move.
"""

from dataclasses import replace
from datetime import timedelta

import numpy as np

from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.learned.gates import admit
from motion_assets.core.prompts.learned.patterns import ReadPrompt, find_patterns
from motion_assets.core.prompts.learned.replay import replay
from motion_assets.core.prompts.learned.rows import Decision, Remark, stamp
from motion_assets.core.prompts.learned.statements import remarks_of
from motion_assets.core.prompts.learned.states import learned_rows
from motion_assets.errors import RefusedWordError, UnknownValueError
from motion_assets.vocabulary.learning import PEOPLE, RESOLVING, canaries
from motion_assets_tests.core.prompts.learned.words import decided, said, when

PROMPTS = 10_000
SEEDS = ("slow", "fast", "pan", "zoom", "calm", "tense", "neon", "beach", "close-up", "no")
VALUES = ("slow", "fast", "calm", "tense", "ominous", "playful", "neon", "handheld")
NOUNS = (
    *("boat", "chair", "door", "field", "glass", "hill", "island", "jar", "kite", "ladder"),
    *("mirror", "needle", "orchard", "paper", "quilt", "roof", "stone", "table", "umbrella"),
    *("vase", "wagon", "yard"),
)
HONEST = [said(k) for k in range(12)]
ACCEPTED = decided("accept", 20)


def noun(rng):
    return NOUNS[rng.integers(len(NOUNS))]


def flood(rng, number):
    """One author redefines an accepted word and lexicon words, in ever new prompts."""
    word = ("zorble", *SEEDS)[rng.integers(1 + len(SEEDS))]
    return "web", "mallory", f"{word} means {VALUES[number % 8]}, {noun(rng)} {noun(rng)} {number}"


def near_duplicate(rng, number):
    """Many names send one sentence with another word at its end."""
    return "web", f"name-{number}", f"quizzle means fast, red boat, blue door, {noun(rng)}"


def side_by_side(rng, number):
    """Many names put an unknown word beside values, a different one each time."""
    value = VALUES[number % len(VALUES)]
    return "web", f"name-{number}", f"glonky {value} {noun(rng)} by the {noun(rng)} {number}"


def self_made(rng, number):
    """Prompts of the machine define words and put them beside one value."""
    source = ("generated", "loop", "backfill")[number % 3]
    text = f"by blorpy I mean slow; a blorpy slow {noun(rng)} near a {noun(rng)} {number}"
    return source, f"machine-{number}", text


def redefinition(rng, number):
    """Many names say that words of the lexicon mean something else."""
    word = SEEDS[number % len(SEEDS)]
    value = VALUES[rng.integers(len(VALUES))]
    shapes = (
        f"{word} means {value}",
        f"by {word} I mean {value}",
        f"a {noun(rng)}, {word} (meaning {value})",
        f"{word} is slang for {value}",
        f"{noun(rng)} {noun(rng)} {word}, that is, {value}",
        f"s\u0435{word} means {value}",
    )
    return "web", f"name-{number}", f"{shapes[number % 6]} {noun(rng)} {number}"


ATTACKS = (flood, near_duplicate, side_by_side, self_made, redefinition)


def hostile_remarks(seed: int) -> list[Remark]:
    """What ten thousand prompts of attackers leave behind after the gates."""
    rng = np.random.default_rng(seed)
    remarks: list[Remark] = []
    read: list[ReadPrompt] = []
    for number in range(PROMPTS):
        source, author, prompt = ATTACKS[number % len(ATTACKS)](rng, number)
        at = when(60) + timedelta(seconds=number)
        if source in PEOPLE:
            remarks += remarks_of(prompt, author=author, at=at)
        if ATTACKS[number % len(ATTACKS)] in {side_by_side, self_made} and number < PROMPTS // 4:
            read.append(ReadPrompt(interpret(prompt), source, author, stamp(at)))
    return [remark for remark in (*remarks, *find_patterns(read)) if passes(remark)]


def passes(remark: Remark) -> bool:
    try:
        admit(remark)
    except (RefusedWordError, UnknownValueError):
        return False
    return True


def promoted(remarks, decisions) -> list[Decision]:
    """What the loop decides by itself: rows with enough evidence that change no canary."""
    rows = learned_rows(remarks, decisions)
    return [
        Decision(row_id=row.id, verdict="accept", at=stamp(when(9_999)))
        for row in rows
        if row.ready and not replay(row, rows, ()).canaries
    ]


def test_ten_thousand_hostile_prompts_change_no_accepted_meaning():
    hostile = hostile_remarks(seed=7)
    assert len(hostile) > PROMPTS // 10, "the attack never reached the counts"
    before = learned_rows(HONEST, [ACCEPTED])
    decisions = [ACCEPTED, *promoted([*HONEST, *hostile], [ACCEPTED])]
    after = learned_rows([*HONEST, *hostile], decisions)
    accepted = {(row.span, row.slot, row.value) for row in after if row.state == "accepted"}
    assert accepted <= {("zorble", "motion_speed", "slow")}
    resolving = {(row.span, row.slot, row.value) for row in after if row.state in RESOLVING}
    assert resolving == {("zorble", "motion_speed", "slow")}
    for prompt in ("a zorble chair", "zorble pan left over a beach", "quizzle boat", "blorpy"):
        assert interpret(prompt, after).slots == interpret(prompt, before).slots
    for word in SEEDS:
        assert interpret(f"{word} boat", after) == interpret(f"{word} boat")
    for canary in canaries():
        assert interpret(canary.prompt, after) == interpret(canary.prompt)


def test_a_flood_by_one_author_weighs_what_one_author_may():
    remarks = [said(k, author="mallory", value="fast", kind="correction") for k in range(300)]
    spread = [replace(remark, at=stamp(when(k * 24 * 60))) for k, remark in enumerate(remarks)]
    rows = {row.value: row for row in learned_rows([*HONEST, *spread], [ACCEPTED])}
    assert rows["fast"].agree == rows["slow"].disagree == 5
    assert (rows["slow"].state, rows["fast"].state) == ("trial", "proposed")
    assert interpret("a zorble chair", tuple(rows.values())).slots == {"motion_speed": ("slow",)}


def test_words_that_resolve_are_what_many_people_said_and_no_less():
    """The other side: honest evidence in the same flood is still heard."""
    noise = [said(k, author="mallory", span="quizzle") for k in range(100)]
    rows = {row.span: row for row in learned_rows([*HONEST, *noise])}
    assert (rows["zorble"].ready, rows["quizzle"].ready) == (True, False)
