"""Sound map. Open it with: marimo run notebooks/sound_map.py"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Sound map")


with app.setup:
    import marimo as mo
    import numpy as np
    import polars as pl

    from motion_assets.errors import StorageError
    from motion_assets.settings import load_settings
    from motion_assets.steps.measure import rows_of
    from motion_assets.storage.generations import open_newest
    from motion_assets.vocabulary.cells import MIXTURES, SOUND_CELL_COUNT, STRENGTH_COUNT
    from motion_assets.vocabulary.sounds import MIXTURE_WORDS

    UNHEARD = 255


@app.cell
def _():
    def read():
        """Rows of the newest generation, or None before the first; waits for no running loop."""
        try:
            with open_newest(load_settings()) as connection:
                return pl.DataFrame(
                    rows_of(connection, "from registry.static_sound order by cell_id"),
                    infer_schema_length=None,
                )
        except StorageError:
            return None

    sounds = read()
    mo.stop(
        sounds is None,
        mo.callout(
            mo.md("**No sounds yet.** Run `motion-assets run`, then open this page again."),
            kind="warn",
        ),
    )
    return (sounds,)


@app.cell
def _(sounds):
    mo.md(
        f"""
        # Sound map

        **{len(sounds)} of {SOUND_CELL_COUNT}** sound cells were heard in decoded sound tracks.
        Rows are the {len(MIXTURES)} mixtures of rumble, tone and hiss, columns the
        {STRENGTH_COUNT} strengths from -57.5 to -10 dBFS. Red, green and blue are the measured
        shares of rumble, tone and hiss; a darker square was heard in fewer instants, a white one
        not yet.
        """
    )
    return


@app.cell
def _(sounds):
    def picture(rows, square_px=26):
        """One square per cell: mixture downward, strength to the right, as one uint8 image."""
        grid = np.full((len(MIXTURES), STRENGTH_COUNT, 3), UNHEARD, np.uint8)
        heard = rows.filter(rows["cell_id"] > 0)
        most = float(np.log1p(heard["instants"].to_numpy()).max()) if len(heard) else 1.0
        for row in heard.iter_rows(named=True):
            strength, mixture = divmod(row["cell_id"] - 1, len(MIXTURES))
            shares = np.array([row["mean_rumble"], row["mean_tone"], row["mean_hiss"]])
            weight = 0.35 + 0.65 * np.log1p(row["instants"]) / most
            grid[mixture, strength] = np.clip(255 * shares * weight, 0, 254)
        return grid.repeat(square_px, axis=0).repeat(square_px, axis=1)

    labels = "".join(
        f'<div style="height:26px;line-height:26px">{MIXTURE_WORDS[mixture]}</div>'
        for mixture in MIXTURES
    )
    mo.hstack(
        [
            mo.Html(f'<div style="text-align:right;white-space:nowrap">{labels}</div>'),
            mo.image(picture(sounds), alt="mixture downward, strength to the right"),
        ],
        justify="start",
        gap=0.75,
    )
    return (picture,)


@app.cell
def _(sounds):
    mo.ui.table(
        sounds.select("name", "key", "clips", "instants", "mean_level_dbfs", "mean_centroid_hz"),
        selection=None,
    )
    return


if __name__ == "__main__":
    app.run()
