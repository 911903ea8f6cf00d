"""Published tables: what the DuckDB file of a generation holds.

Put a column that analysts see here. How its rows follow from the observations is in
``fold``. The tables carry no time stamps: the same observations give the same rows.
"""

from dataclasses import replace
from typing import Final

from motion_assets.storage.observed import CHOICE, CLIP_ID, LEARNING, RENDERED
from motion_assets.storage.schema import Column, TableSpec

_KEY: Final = Column("key", "VARCHAR", "Key of the entry, unique in its registry.")
_NAME: Final = Column("name", "VARCHAR", "Name of the entry.")
_REEL: Final = Column("reel", "VARCHAR", "Reel that the clip belongs to.")
_DEPTH: Final = "Shares of primitives that sum to 1."

_PROVENANCE: Final = (
    Column("clips", "BIGINT", "Clips that showed the entry.", "clips"),
    Column("sweep_clips", "BIGINT", "Of these, clips planned without a prompt.", "clips"),
    Column("prompt_clips", "BIGINT", "Of these, clips that a prompt asked for.", "clips"),
    Column("seen_in_sweep", "BOOLEAN", "Whether a clip planned without a prompt showed it."),
    Column("seen_in_prompt", "BOOLEAN", "Whether a clip that a prompt asked for showed it."),
    Column("first_clip", "VARCHAR", "First clip that showed it, by order of planning."),
    Column("last_clip", "VARCHAR", "Last clip that showed it, by order of planning."),
)

STATIC_COLOR: Final = TableSpec(
    "registry",
    "static_color",
    "Colors with opacity that decoded frames showed, one row per cell.",
    (
        Column("cell_id", "BIGINT", "Color cell, 0..27950."),
        _KEY,
        _NAME,
        Column("red", "BIGINT", "Red level of the cell, 0, 25, ..., 250."),
        Column("green", "BIGINT", "Green level of the cell, 0, 25, ..., 250."),
        Column("blue", "BIGINT", "Blue level of the cell, 0, 25, ..., 250."),
        Column("opacity", "DOUBLE", "Opacity of the cell, 0.00, 0.05, ..., 1.00."),
        Column("mean_red", "DOUBLE", "Mean of red over all pixels, 0..255."),
        Column("mean_green", "DOUBLE", "Mean of green over all pixels, 0..255."),
        Column("mean_blue", "DOUBLE", "Mean of blue over all pixels, 0..255."),
        Column("mean_alpha", "DOUBLE", "Mean of straight alpha over all pixels, 0..255."),
        Column("depth", "MAP(VARCHAR, DOUBLE)", f"{_DEPTH} Of the mean color."),
        Column("pixels", "BIGINT", "Pixels over all clips.", "px"),
        *_PROVENANCE,
        Column(
            "named_clips", "BIGINT", "Clips that showed it to a prompt using its name.", "clips"
        ),
    ),
    ("cell_id",),
)

STATIC_SOUND: Final = TableSpec(
    "registry",
    "static_sound",
    "Sounds that decoded tracks played, one row per cell.",
    (
        Column("cell_id", "BIGINT", "Sound cell, 0..300."),
        _KEY,
        _NAME,
        Column("strength", "DOUBLE", "Strength of the cell, 0.00 (silence), 0.05, ..., 1.00."),
        Column("rumble", "BIGINT", "Quarters of low noise in the mixture, 0..4."),
        Column("tone", "BIGINT", "Quarters of clear pitch in the mixture, 0..4."),
        Column("hiss", "BIGINT", "Quarters of broadband noise in the mixture, 0..4."),
        Column("mean_level_dbfs", "DOUBLE", "Mean level over all instants.", "dBFS"),
        Column("mean_rumble", "DOUBLE", "Mean share of power in low noise, 0..1."),
        Column("mean_tone", "DOUBLE", "Mean share of power in a clear pitch, 0..1."),
        Column("mean_hiss", "DOUBLE", "Mean share of power in broadband noise, 0..1."),
        Column("mean_low", "DOUBLE", "Mean share of power in the low band, 0..1."),
        Column("mean_mid", "DOUBLE", "Mean share of power in the middle band, 0..1."),
        Column("mean_high", "DOUBLE", "Mean share of power in the high band, 0..1."),
        Column("mean_centroid_hz", "DOUBLE", "Mean spectral centroid.", "Hz"),
        Column("mean_flatness", "DOUBLE", "Mean spectral flatness, 0..1."),
        Column("depth", "MAP(VARCHAR, DOUBLE)", f"{_DEPTH} Of the mean measured mixture."),
        Column("instants", "BIGINT", "Instants over all clips.", "instants"),
        *_PROVENANCE,
    ),
    ("cell_id",),
)

_VALUE_OR_PAIR: Final = (
    _KEY,
    _NAME,
    Column("kind", "VARCHAR", "value, or pair for two values seen together."),
    Column("aspect", "VARCHAR", "Aspect."),
    Column("value", "VARCHAR", "Canonical value."),
    Column("other_aspect", "VARCHAR", "Second aspect of a pair.", nullable=True),
    Column("other_value", "VARCHAR", "Second value of a pair.", nullable=True),
)

BLENDED: Final = TableSpec(
    "registry",
    "blended",
    "Values, and pairs of values, that windows of decoded clips showed.",
    (
        *_VALUE_OR_PAIR,
        Column("windows", "BIGINT", "Windows that showed it.", "windows"),
        Column("mean_measure", "DOUBLE", "Mean of the number behind the value.", nullable=True),
        Column("unit", "VARCHAR", "Unit of the mean measure.", nullable=True),
        *_PROVENANCE,
    ),
    ("key",),
)

NARRATIVE_REGISTRY: Final = TableSpec(
    "registry",
    "narrative",
    "Narrative values, and pairs of them, that shaped clips.",
    (*_VALUE_OR_PAIR, *_PROVENANCE),
    ("key",),
)

_MAYBE_CLIPS: Final = (
    *_PROVENANCE[:-2],
    *(replace(column, nullable=True) for column in _PROVENANCE[-2:]),
)
"""Where it was seen, for entries that no clip may have shown."""

INTERPRETATION: Final = TableSpec(
    "registry",
    "interpretation",
    "What prompts were read to ask for, one row per prompt and version of rules and words.",
    (
        _KEY,
        Column("name", "VARCHAR", "The prompt."),
        Column("language", "VARCHAR", "ISO 639-1 code of its language."),
        Column("version", "VARCHAR", "Version of the rules, the lexicon and the learned words."),
        Column("source", "VARCHAR", "Who wrote the prompt when it first entered."),
        Column("slots", "VARCHAR", "What the prompt asks for, as JSON: slot to values."),
        Column("evidence", "VARCHAR", "Where the prompt says so, as JSON."),
        Column("unresolved", "VARCHAR", "Words that were not understood, as JSON."),
        Column("negations", "VARCHAR", "What must not appear, as JSON."),
        Column("complete", "BOOLEAN", "Whether every content word was resolved or explained."),
        *_MAYBE_CLIPS,
    ),
    ("key",),
)

LINGUISTIC: Final = TableSpec(
    "registry",
    "linguistic",
    "Words that name a value: those of the lexicon that prompts used, and those learned.",
    (
        _KEY,
        Column("name", "VARCHAR", "The span in lower case."),
        Column("span", "VARCHAR", "The span in lower case."),
        Column("lemma_key", "VARCHAR", "Dictionary forms of its words."),
        Column("sense_id", "VARCHAR", "Sense in which it is read."),
        Column("slot", "VARCHAR", "Slot that it fills."),
        Column("value", "VARCHAR", "Value that it names."),
        Column("register", "VARCHAR", "standard, slang or dialect."),
        Column("dialect", "VARCHAR", "Which dialect; empty for none."),
        Column("rule", "VARCHAR", "Rule that read it in the first clip."),
        Column("state", "VARCHAR", "accepted: it resolves; trial: as a guess; else it does not."),
        Column("agree", "BIGINT", "Independent evidence for it.", "evidences"),
        Column("disagree", "BIGINT", "Independent evidence against it.", "evidences"),
        Column("confidence", "DOUBLE", "Share that agrees, at least, at 90 %; 1 for seed rows."),
        Column(
            "times_seen",
            "BIGINT",
            "Claims of clips' prompts on it, and other prompts with it.",
            "claims",
        ),
        Column("first_seen", "VARCHAR", "When it was first spoken of, UTC.", nullable=True),
        Column("last_seen", "VARCHAR", "When it was last spoken of, UTC.", nullable=True),
        Column("source", "VARCHAR", "seed: lexicon and rules; else how it was learned."),
        Column("examples", "VARCHAR", "Prompts that speak for it, as JSON."),
        Column("reviewer", "VARCHAR", "Who accepted or retired it; empty for nobody."),
        *_MAYBE_CLIPS,
    ),
    ("key",),
)

REGISTRY_TABLES: Final = (
    STATIC_COLOR,
    STATIC_SOUND,
    BLENDED,
    NARRATIVE_REGISTRY,
    INTERPRETATION,
    LINGUISTIC,
)

_IN_REEL: Final = (
    _REEL,
    Column("sequence", "BIGINT", "Reels planned before this one."),
)

CLIPS: Final = TableSpec(
    RENDERED.schema,
    RENDERED.name,
    RENDERED.comment,
    (
        *RENDERED.columns,
        *_IN_REEL,
        Column("workflow", "VARCHAR", "What started the clip."),
        Column("prompt", "VARCHAR", "The prompt, where there was one.", nullable=True),
    ),
    ("sequence", "clip_id"),
)

LEARNING_LOG: Final = TableSpec(
    LEARNING.schema,
    LEARNING.name,
    LEARNING.comment,
    (*LEARNING.columns, *_IN_REEL),
    ("sequence", "clip_id"),
)

LEARNING_CHOICE: Final = TableSpec(
    CHOICE.schema,
    CHOICE.name,
    CHOICE.comment,
    (*CHOICE.columns, *_IN_REEL),
    ("sequence", *CHOICE.order),
    repeats=True,
)

_NEW: Final = (
    Column("new_color", "BIGINT", "Colors seen here first.", "entries"),
    Column("new_sound", "BIGINT", "Sounds heard here first.", "entries"),
    Column("new_blended", "BIGINT", "Blended values and pairs seen here first.", "entries"),
    Column("new_narrative", "BIGINT", "Narrative values and pairs seen here first.", "entries"),
)

DISCOVERY: Final = TableSpec(
    "learning",
    "discovery",
    "New entries, one row per clip: registry entries whose first clip is this one.",
    (CLIP_ID, *_IN_REEL, *_NEW),
    ("sequence", "clip_id"),
)

SUMMARY: Final = TableSpec(
    "coverage",
    "summary",
    "Coverage, one row per target: values wanted and seen.",
    (
        Column("position", "BIGINT", "Place of the target in the list, from 0."),
        Column("registry", "VARCHAR", "Registry of the target."),
        Column("aspect", "VARCHAR", "Aspect, or pair of aspects, of the target."),
        Column("bar", "BIGINT", "1: every value seen; 2: every pair, or proof by name."),
        Column("status", "VARCHAR", "measured in files, or declared by the instruction."),
        Column("wanted", "BIGINT", "Values wanted.", "values"),
        Column("seen", "BIGINT", "Values seen.", "values"),
        Column("missing", "BIGINT", "Values missing.", "values"),
        Column("covered_pct", "DOUBLE", "Seen of wanted.", "%"),
        Column("missing_sample", "VARCHAR", "The first missing values, as a JSON list."),
    ),
    ("position",),
)

GAP: Final = TableSpec(
    "coverage",
    "gap",
    "Values not yet seen, widest target first, one row per value.",
    (
        Column("position", "BIGINT", "Place of the gap in the list, from 0."),
        Column("registry", "VARCHAR", "Registry of the target."),
        Column("aspect", "VARCHAR", "Aspect, or pair of aspects, of the target."),
        Column("bar", "BIGINT", "1: every value seen; 2: every pair, or proof by name."),
        Column("status", "VARCHAR", "measured in files, or declared by the instruction."),
        Column("value", "VARCHAR", "The missing value."),
    ),
    ("position",),
)

PROGRESS: Final = TableSpec(
    "coverage",
    "progress",
    "Growth of the registries, one row per reel in the order of planning.",
    (
        *_IN_REEL,
        Column("workflow", "VARCHAR", "What started the reel."),
        Column("clips", "BIGINT", "Clips of the reel.", "clips"),
        *_NEW,
        Column("seen_color", "BIGINT", "Colors seen up to this reel.", "entries"),
        Column("seen_sound", "BIGINT", "Sounds heard up to this reel.", "entries"),
        Column("seen_blended", "BIGINT", "Blended entries seen up to this reel.", "entries"),
        Column("seen_narrative", "BIGINT", "Narrative entries up to this reel.", "entries"),
    ),
    ("sequence", "reel"),
)

FIGURE: Final = TableSpec(
    "coverage",
    "figure",
    "Figures that can fail, one row per figure and scope: precision, discovery, repetition, bars.",
    (
        Column("position", "BIGINT", "Place of the figure in the list, from 0."),
        Column("figure", "VARCHAR", "What is measured."),
        Column("scope", "VARCHAR", "Registry or aspect; empty for the loop as a whole."),
        Column("value", "DOUBLE", "The figure; null with nothing to measure.", nullable=True),
        Column("part", "DOUBLE", "What counts."),
        Column("whole", "DOUBLE", "Of how much."),
        Column("unit", "VARCHAR", "Unit of the value."),
    ),
    ("position",),
)

IMPORTED: Final = TableSpec(
    "exchange",
    "imported",
    "Entries of exports made elsewhere, as their rows say; none of them counts as seen.",
    (
        Column("registry", "VARCHAR", "Registry that the entry belongs to."),
        Column("key", "VARCHAR", "Key of the entry under the rules of today."),
        Column("original_key", "VARCHAR", "Key as the export writes it."),
        Column("name", "VARCHAR", "Name as the export writes it; empty for none."),
        Column("claimed_clips", "BIGINT", "Clips that the export counts.", "clips", nullable=True),
        Column("source", "VARCHAR", "Import that brought it, the first by name."),
        Column("row_json", "VARCHAR", "The whole row of the export, as JSON."),
    ),
    ("registry", "key", "row_json"),
)

COVERAGE_TABLES: Final = (SUMMARY, GAP, PROGRESS, FIGURE)
LOG_TABLES: Final = (CLIPS, LEARNING_LOG, LEARNING_CHOICE, DISCOVERY)
PUBLISHED_TABLES: Final = (*REGISTRY_TABLES, *LOG_TABLES, *COVERAGE_TABLES, IMPORTED)
"""Every table of a generation that analysts read."""
