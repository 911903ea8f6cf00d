"""Tables of one reel: what its clips were made from, showed and proved, as Parquet objects.

Put a column that a step writes for a reel here. What is published from them is in
``published``.
"""

from typing import Final

from motion_assets.storage.schema import Column, TableSpec

CLIP_ID: Final = Column("clip_id", "VARCHAR", "Id of the clip: its reel and two digits.")

RENDERED: Final = TableSpec(
    "clip",
    "rendered",
    "Clip files, one row per clip, as they lie in the lake.",
    (
        CLIP_ID,
        Column("clip_index", "BIGINT", "Place of the clip in its reel, from 0."),
        Column("path", "VARCHAR", "Key of the file in the lake."),
        Column("sha256", "VARCHAR", "SHA-256 of the file."),
        Column("size_bytes", "BIGINT", "Size of the file.", "bytes"),
        Column("width_px", "BIGINT", "Width of a frame; 0 without a picture.", "px"),
        Column("height_px", "BIGINT", "Height of a frame; 0 without a picture.", "px"),
        Column("fps", "BIGINT", "Frames, or instants of sound, a second.", "1/s"),
        Column("frame_count", "BIGINT", "Frames, or instants of sound.", "frames"),
        Column("duration_s", "DOUBLE", "Length of the clip.", "s"),
        Column("has_picture", "BOOLEAN", "Whether the file has a picture track."),
        Column("has_sound", "BOOLEAN", "Whether the file has a sound track."),
        Column("seed", "BIGINT", "Seed that every open decision was drawn with."),
        Column("color_digest", "VARCHAR", "Digest of the red, green and blue that were drawn."),
        Column("opacity_digest", "VARCHAR", "Digest of the opacity that was drawn."),
        Column("sound_digest", "VARCHAR", "Digest of the samples that were played."),
    ),
    ("clip_id",),
)

COLOR: Final = TableSpec(
    "observation",
    "color",
    "Color cells in the decoded frames of a reel, one row per clip and cell.",
    (
        CLIP_ID,
        Column("cell_id", "BIGINT", "Color cell, 0..27950."),
        Column("pixels", "BIGINT", "Pixels of the cell over all frames.", "px"),
        Column("frames", "BIGINT", "Frames in which the cell was large enough.", "frames"),
        Column("peak_px", "BIGINT", "Most pixels of the cell in one frame.", "px"),
        Column("sum_red", "BIGINT", "Exact sum of red (0..255) over the pixels."),
        Column("sum_green", "BIGINT", "Exact sum of green (0..255) over the pixels."),
        Column("sum_blue", "BIGINT", "Exact sum of blue (0..255) over the pixels."),
        Column("sum_alpha", "BIGINT", "Exact sum of straight alpha (0..255) over the pixels."),
    ),
    ("clip_id", "cell_id"),
)

SOUND: Final = TableSpec(
    "observation",
    "sound",
    "Sound cells in the decoded tracks of a reel, one row per clip and cell.",
    (
        CLIP_ID,
        Column("cell_id", "BIGINT", "Sound cell, 0..300."),
        Column("instants", "BIGINT", "Video-frame-long instants in the cell.", "instants"),
        Column("sum_level_dbfs", "DOUBLE", "Sum of the levels over the instants.", "dBFS"),
        Column("sum_rumble", "DOUBLE", "Sum of the shares (0..1) of power in low noise."),
        Column("sum_tone", "DOUBLE", "Sum of the shares (0..1) of power in a clear pitch."),
        Column("sum_hiss", "DOUBLE", "Sum of the shares (0..1) of power in broadband noise."),
        Column("sum_low", "DOUBLE", "Sum of the shares (0..1) of power in the low band."),
        Column("sum_mid", "DOUBLE", "Sum of the shares (0..1) of power in the middle band."),
        Column("sum_high", "DOUBLE", "Sum of the shares (0..1) of power in the high band."),
        Column("sum_centroid_hz", "DOUBLE", "Sum of the spectral centroids.", "Hz"),
        Column("sum_flatness", "DOUBLE", "Sum of the spectral flatness values (0..1)."),
    ),
    ("clip_id", "cell_id"),
)

WINDOW: Final = TableSpec(
    "observation",
    "window",
    "Blended values measured in the decoded clips, one row per clip, window and value.",
    (
        CLIP_ID,
        Column("window_index", "BIGINT", "Place of the window in its clip, from 0."),
        Column("start_s", "DOUBLE", "Start of the window.", "s"),
        Column("duration_s", "DOUBLE", "Length of the window.", "s"),
        Column("aspect", "VARCHAR", "Aspect that was measured."),
        Column("value", "VARCHAR", "Canonical value that the window shows."),
        Column("measure", "DOUBLE", "The number behind the value, in the unit of its row."),
        Column("unit", "VARCHAR", "Unit of the measure."),
        Column("confidence", "DOUBLE", "How clearly the window shows the value, 0..1."),
    ),
    ("clip_id", "window_index", "aspect", "value"),
)

NARRATIVE: Final = TableSpec(
    "observation",
    "narrative",
    "Narrative values that shaped a clip, one row per clip and value.",
    (
        CLIP_ID,
        Column("aspect", "VARCHAR", "Narrative aspect."),
        Column("value", "VARCHAR", "Canonical value."),
    ),
    ("clip_id", "aspect", "value"),
)

READING: Final = TableSpec(
    "observation",
    "reading",
    "Readings of the prompts of a reel, one row per prompted clip.",
    (
        CLIP_ID,
        Column("key", "VARCHAR", "Key of the interpretation: prompt, rules and lexicon."),
        Column("prompt", "VARCHAR", "The prompt."),
        Column("language", "VARCHAR", "ISO 639-1 code of its language."),
        Column("version", "VARCHAR", "Version of the rules and the lexicon."),
        Column("source", "VARCHAR", "Who wrote the prompt."),
        Column("slots", "VARCHAR", "What the prompt asks for, as JSON: slot to values."),
        Column("evidence", "VARCHAR", "Where the prompt says so, as JSON."),
        Column("unresolved", "VARCHAR", "Words that were not understood, as JSON."),
        Column("negations", "VARCHAR", "What must not appear, as JSON."),
        Column("complete", "BOOLEAN", "Whether every content word was resolved or explained."),
    ),
    ("clip_id",),
)

SPAN: Final = TableSpec(
    "observation",
    "span",
    "Spans of the prompts that named a value, one row per claim.",
    (
        CLIP_ID,
        Column("span", "VARCHAR", "Words of the prompt."),
        Column("slot", "VARCHAR", "Slot that the words fill."),
        Column("value", "VARCHAR", "Value that they name."),
        Column("sense", "VARCHAR", "Sense in which they were read."),
        Column("rule", "VARCHAR", "Rule that read them."),
        Column("confidence", "DOUBLE", "How sure the rule is, 0..1."),
    ),
    ("clip_id", "span", "slot", "value", "sense", "rule", "confidence"),
    repeats=True,
)

CHOICE: Final = TableSpec(
    "learning",
    "choice",
    "Choices behind the scenes of a reel beside what the files show, one row per choice.",
    (
        CLIP_ID,
        Column("aspect", "VARCHAR", "Aspect, `color`, `sound`, a size or a slot of the prompt."),
        Column("value", "VARCHAR", "Value that was chosen or asked for."),
        Column("origin", "VARCHAR", "asked: by the prompt; gap: by the plan; chosen: left open."),
        Column("rendered", "BOOLEAN", "Whether the renderer can show it."),
        Column("forbidden", "BOOLEAN", "Whether the prompt rules it out."),
        Column("measurable", "BOOLEAN", "Whether the file can say if it is shown."),
        Column("measured", "VARCHAR", "What the file shows instead or as well.", nullable=True),
        Column("passed", "BOOLEAN", "Whether the file shows what was asked.", nullable=True),
        Column("reason", "VARCHAR", "Why this value."),
        Column("part", "BIGINT", "Part of a told sequence, from 0; empty: all.", nullable=True),
    ),
    (
        *("clip_id", "aspect", "value", "origin", "forbidden", "reason"),
        *("rendered", "measurable", "measured", "passed", "part"),
    ),
    repeats=True,
)

LEARNING: Final = TableSpec(
    "learning",
    "log",
    "Learning log, one row per clip: what was asked beside what was measured.",
    (
        CLIP_ID,
        Column("prompt", "VARCHAR", "The prompt, where there was one.", nullable=True),
        Column("workflow", "VARCHAR", "What started the clip."),
        Column("seed", "BIGINT", "Seed that every open decision was drawn with."),
        Column("code_version", "VARCHAR", "Version of the code that made the rows."),
        Column("asked_count", "BIGINT", "Values asked for.", "values"),
        Column("measured_count", "BIGINT", "Asked values that can be measured.", "values"),
        Column("passed_count", "BIGINT", "Asked values that the file shows.", "values"),
        Column(
            "precision_pct",
            "DOUBLE",
            "Passed of measured; null where nothing measurable was asked.",
            "%",
            nullable=True,
        ),
        Column("quality", "DOUBLE", "Quality of the clip, 0..1.", nullable=True),
        Column("failure", "VARCHAR", "Why the clip could not be read.", nullable=True),
    ),
    ("clip_id",),
)

KINDS: Final = {
    "rendered": RENDERED,
    "color": COLOR,
    "sound": SOUND,
    "window": WINDOW,
    "narrative": NARRATIVE,
    "reading": READING,
    "span": SPAN,
    "choice": CHOICE,
    "learning": LEARNING,
}
"""Every kind of table that a reel commits, by the name of its objects."""
