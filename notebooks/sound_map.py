"""Sound map. Open it with: marimo run notebooks/sound_map.py"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Sound map")


@app.cell
def _():
    import marimo as mo
    import numpy as np
    from motion_assets.storage.generations import open_newest

    from motion_assets.settings import load_settings
    from motion_assets.vocabulary.cells import MIXTURES

    return MIXTURES, load_settings, mo, np, open_newest


@app.cell
def _(load_settings, open_newest):
    # The newest generation is opened read-only, so this never waits for a running loop.
    with open_newest(load_settings()) as connection:
        sounds = connection.sql("select * from registry.static_sound order by cell_id").pl()
    return (sounds,)


@app.cell
def _(mo, sounds):
    mo.md(
        f"""
        # Sound map

        **{len(sounds)} of 301** sound cells were heard in decoded sound tracks. Rows are the 15
        mixtures of rumble, tone and hiss, columns the 20 strengths from -57.5 to -10 dBFS;
        red, green and blue are the shares of rumble, tone and hiss that were measured, and a
        darker square was heard in fewer instants. White squares were not heard yet.
        """
    )
    return


@app.cell
def _(MIXTURES, mo, np, sounds):
    def picture(rows, square_px=26):
        """One square per cell: mixture downward, strength to the right, as one uint8 image."""
        grid = np.full((len(MIXTURES), 20, 3), 255, np.uint8)
        heard = rows.filter(rows["cell_id"] > 0)
        most = float(np.log1p(heard["instants"].to_numpy()).max()) if len(heard) else 1.0
        for row in heard.iter_rows(named=True):
            strength, mixture = divmod(row["cell_id"] - 1, len(MIXTURES))
            shares = np.array([row["mean_rumble"], row["mean_tone"], row["mean_hiss"]])
            weight = 0.35 + 0.65 * np.log1p(row["instants"]) / most
            grid[mixture, strength] = np.clip(255 * shares * weight, 0, 255)
        return grid.repeat(square_px, axis=0).repeat(square_px, axis=1)

    mo.image(picture(sounds), alt="mixture downward, strength to the right")
    return


@app.cell
def _(mo, sounds):
    columns = ["name", "key", "clips", "instants", "mean_level_dbfs", "mean_centroid_hz"]
    mo.ui.table(sounds.select(columns))
    return


if __name__ == "__main__":
    app.run()
