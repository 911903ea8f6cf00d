"""What a generation keeps for the next fold: exact sums that can be added to.

Put mergeable state here. Every sum is an integer, so that folding reels one by one, in any
order, gives what folding all of them at once gives. Analysts read ``registry`` instead.
"""

from typing import Final

from motion_assets.storage.schema import Column, TableSpec

MICRO: Final = 1_000_000
"""Doubles are added as whole millionths: integer sums do not depend on their order."""

_SEEN: Final = (
    Column("clips", "BIGINT", "Clips that showed the entry.", "clips"),
    Column("sweep_clips", "BIGINT", "Of these, clips planned without a prompt.", "clips"),
    Column("first_seen", "VARCHAR", "Least sequence/clip that showed it."),
    Column("last_seen", "VARCHAR", "Greatest sequence/clip that showed it."),
)

REEL: Final = TableSpec(
    "fold",
    "reel",
    "Reels in this generation.",
    (
        Column("reel", "VARCHAR", "Key of the reel."),
        Column("sequence", "BIGINT", "Reels planned before this one."),
        Column("workflow", "VARCHAR", "What started the reel."),
    ),
    ("reel",),
)

COLOR: Final = TableSpec(
    "fold",
    "color",
    "Exact sums behind the means of registry.static_color.",
    (
        Column("cell_id", "BIGINT", "Color cell."),
        Column("sum_red", "BIGINT", "Sum of red."),
        Column("sum_green", "BIGINT", "Sum of green."),
        Column("sum_blue", "BIGINT", "Sum of blue."),
        Column("sum_alpha", "BIGINT", "Sum of straight alpha."),
    ),
    ("cell_id",),
)

SOUND: Final = TableSpec(
    "fold",
    "sound",
    "Exact sums behind registry.static_sound.",
    (
        Column("cell_id", "BIGINT", "Sound cell."),
        Column("instants", "BIGINT", "Instants.", "instants"),
        Column("sum_level_dbfs", "BIGINT", "Sum of levels.", "millionths of dBFS"),
        Column("sum_rumble", "BIGINT", "Sum of shares.", "millionths"),
        Column("sum_tone", "BIGINT", "Sum of shares.", "millionths"),
        Column("sum_hiss", "BIGINT", "Sum of shares.", "millionths"),
        Column("sum_low", "BIGINT", "Sum of shares.", "millionths"),
        Column("sum_mid", "BIGINT", "Sum of shares.", "millionths"),
        Column("sum_high", "BIGINT", "Sum of shares.", "millionths"),
        Column("sum_centroid_hz", "BIGINT", "Sum of centroids.", "millionths of Hz"),
        Column("sum_flatness", "BIGINT", "Sum of flatness.", "millionths"),
        *_SEEN,
    ),
    ("cell_id",),
)

BLENDED: Final = TableSpec(
    "fold",
    "blended",
    "Exact sums behind registry.blended.",
    (
        Column("kind", "VARCHAR", "value or pair."),
        Column("aspect", "VARCHAR", "Aspect."),
        Column("value", "VARCHAR", "Canonical value."),
        Column("other_aspect", "VARCHAR", "Second aspect of a pair.", nullable=True),
        Column("other_value", "VARCHAR", "Second value of a pair.", nullable=True),
        Column("windows", "BIGINT", "Windows.", "windows"),
        Column("sum_measure", "BIGINT", "Sum of measures.", "millionths", nullable=True),
        Column("unit", "VARCHAR", "Unit of the measure.", nullable=True),
        *_SEEN,
    ),
    ("kind", "aspect", "value", "other_aspect", "other_value"),
)

SPAN: Final = TableSpec(
    "fold",
    "span",
    "Exact counts behind registry.linguistic.",
    (
        Column("span", "VARCHAR", "The span in lower case."),
        Column("slot", "VARCHAR", "Slot that it fills."),
        Column("value", "VARCHAR", "Value that it names."),
        Column("sense", "VARCHAR", "Sense in which it was read."),
        Column("rule", "VARCHAR", "Rule that read it in the first clip."),
        Column("times_seen", "BIGINT", "Claims that rest on it.", "claims"),
        *_SEEN,
    ),
    ("span", "slot", "value", "sense"),
)

LANGUAGE: Final = TableSpec(
    "fold",
    "language",
    "Objects of people's language in this generation.",
    (Column("object", "VARCHAR", "Key in the lake."),),
    ("object",),
)

STATE_TABLES: Final = (REEL, COLOR, SOUND, BLENDED, SPAN, LANGUAGE)
