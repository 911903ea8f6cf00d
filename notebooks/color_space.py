"""Color space seen so far. Open it with: marimo run notebooks/color_space.py"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Color space seen so far")


@app.cell
def _():
    import marimo as mo
    import numpy as np
    from motion_assets.storage.generations import open_newest

    from motion_assets.settings import load_settings

    return load_settings, mo, np, open_newest


@app.cell
def _(load_settings, open_newest):
    # The newest generation is opened read-only, so this never waits for a running loop.
    with open_newest(load_settings()) as connection:
        cells = connection.sql(
            """
            select red, green, blue, round(opacity * 20)::integer as opacity_step, name,
                   mean_red, mean_green, mean_blue, clips, seen_in_prompt, key
            from registry.static_color order by cell_id
            """
        ).pl()
    return (cells,)


@app.cell
def _(cells, mo):
    share = len(cells) / 27_951
    mo.md(
        f"""
        # Color space seen so far

        **{len(cells):,} of 27,951** cells ({share:.1%}) were seen in decoded clip files,
        {cells["seen_in_prompt"].sum():,} of them in clips that a prompt asked for.
        Each square below is one cell at its measured mean color; gray hatching is not seen yet.
        Eleven panels go from no blue to full blue; red grows to the right, green downward.
        """
    )
    return


@app.cell
def _(mo):
    opacity = mo.ui.slider(0, 20, value=20, label="opacity step (5 % each)", show_value=True)
    only_prompted = mo.ui.checkbox(label="only cells that a prompted clip showed")
    mo.hstack([opacity, only_prompted])
    return only_prompted, opacity


@app.cell
def _(cells, mo, np, only_prompted, opacity):
    def picture(rows, square_px=14):
        """Eleven panels of 11 x 11 squares, side by side, as one uint8 image."""
        grid = np.full((11, 11 * 12 - 1, 3), 255, np.uint8)
        y, x = np.mgrid[:11, : 11 * 12 - 1]
        unseen = x % 12 < 11
        grid[unseen] = np.where((x + y)[unseen, None] % 2 == 0, 205, 225)
        for row in rows.iter_rows(named=True):
            column = row["blue"] // 25 * 12 + row["red"] // 25
            mean = (row["mean_red"], row["mean_green"], row["mean_blue"])
            grid[row["green"] // 25, column] = np.round(mean)
        return grid.repeat(square_px, axis=0).repeat(square_px, axis=1)

    shown = cells.filter(cells["opacity_step"] == opacity.value)
    if only_prompted.value:
        shown = shown.filter(shown["seen_in_prompt"])
    mo.vstack(
        [
            mo.image(picture(shown), alt=f"{len(shown)} of 1,331 colors at this opacity"),
            mo.md(f"{len(shown):,} of 1,331 colors at opacity {opacity.value / 20:.2f}."),
            mo.ui.table(
                shown.select("name", "key", "clips", "mean_red", "mean_green", "mean_blue")
            ),
        ]
    )
    return (shown,)


if __name__ == "__main__":
    app.run()
