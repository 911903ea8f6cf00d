"""Color space seen so far. Open it with: marimo run notebooks/color_space.py"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Color space seen so far")


with app.setup:
    import marimo as mo
    import numpy as np
    import polars as pl

    from motion_assets.errors import StorageError
    from motion_assets.settings import load_settings
    from motion_assets.steps.measure import rows_of
    from motion_assets.storage.generations import open_newest
    from motion_assets.vocabulary.cells import COLOR_CELL_COUNT, COLOR_COUNT, LEVEL_COUNT


@app.cell
def _():
    def read():
        """Rows of the newest generation, or None before the first; waits for no running loop."""
        try:
            with open_newest(load_settings()) as connection:
                return pl.DataFrame(
                    rows_of(
                        connection,
                        """
                select red, green, blue, round(opacity * 20)::integer as opacity_step, name,
                       mean_red, mean_green, mean_blue, clips, seen_in_prompt, key
                from registry.static_color order by cell_id
                """,
                    ),
                    infer_schema_length=None,
                )
        except StorageError:
            return None

    cells = read()
    mo.stop(
        cells is None,
        mo.callout(
            mo.md("**No colors yet.** Run `motion-assets run`, then open this page again."),
            kind="warn",
        ),
    )
    return (cells,)


@app.cell
def _(cells):
    mo.md(
        f"""
        # Color space seen so far

        **{len(cells):,} of {COLOR_CELL_COUNT:,}** cells ({len(cells) / COLOR_CELL_COUNT:.1%}) were
        seen in decoded clip files, **{cells["seen_in_prompt"].sum():,}** of them in clips that a
        prompt asked for. Each square is one cell at its measured mean color; a gray checkerboard
        is not seen yet. The panels go from no blue to full blue; in each of them red grows to
        the right and green downward.
        """
    )
    return


@app.cell
def _():
    opacity = mo.ui.slider(0, 20, value=20, label="opacity step (5 % each)", show_value=True)
    only_prompted = mo.ui.checkbox(label="only cells that a prompted clip showed")
    mo.hstack([opacity, only_prompted], justify="start", gap=2)
    return only_prompted, opacity


@app.cell
def _(cells, only_prompted, opacity):
    def picture(rows, square_px=13):
        """Eleven panels of 11 x 11 squares in two lines, as one uint8 image."""
        panel = LEVEL_COUNT + 1
        grid = np.full((2 * panel - 1, 6 * panel - 1, 3), 255, np.uint8)
        for blue in range(LEVEL_COUNT):
            top, left = blue // 6 * panel, blue % 6 * panel
            y, x = np.mgrid[:LEVEL_COUNT, :LEVEL_COUNT]
            unseen = np.where((x + y) % 2 == 0, 205, 225)[..., None]
            grid[top : top + LEVEL_COUNT, left : left + LEVEL_COUNT] = unseen
        for row in rows.iter_rows(named=True):
            blue = row["blue"] // 25
            mean = (row["mean_red"], row["mean_green"], row["mean_blue"])
            y, x = blue // 6 * panel + row["green"] // 25, blue % 6 * panel + row["red"] // 25
            grid[y, x] = np.round(mean)
        return grid.repeat(square_px, axis=0).repeat(square_px, axis=1)

    shown = cells.filter(cells["opacity_step"] == opacity.value)
    if only_prompted.value:
        shown = shown.filter(shown["seen_in_prompt"])
    told = f"{len(shown):,} of {COLOR_COUNT:,} colors at opacity {opacity.value / 20:.2f}"
    mo.vstack(
        [
            mo.image(picture(shown), alt=told),
            mo.md(f"{told}."),
            mo.ui.table(
                shown.select("name", "key", "clips", "mean_red", "mean_green", "mean_blue"),
                selection=None,
            ),
        ]
    )
    return picture, shown


if __name__ == "__main__":
    app.run()
