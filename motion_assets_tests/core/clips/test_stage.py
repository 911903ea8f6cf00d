"""Light, backdrops and overlays: levels known on paper, mirror images, colors of one luma."""

import hashlib
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.clips.backdrop import backdrop, even_stops
from motion_assets.core.clips.lamps import UNIT, stage_light
from motion_assets.core.clips.overlay import (
    draw_overlay,
    grown,
    outline_px,
    place_overlay,
    put_overlay,
)
from motion_assets.core.clips.palette import luma
from motion_assets.core.clips.scene import Composition, Field, GradientType, Lamps, Overlay
from motion_assets.core.clips.set_pieces import light_deg, placing
from motion_assets.core.clips.texture import cloud
from motion_assets.core.observations.signs import SIGNS, sign
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.stage_ranges import (
    CONTOUR_GAIN,
    FLAG_GAIN,
    LEVEL_LUMA,
    OVERLAY_INK,
    OVERLAY_OUTLINE,
    REFERENCE_LUMA,
    TEMPERATURE,
    VISOR_GAIN,
)

FRAMINGS = ASPECTS["composition.framing"].values
BALANCES = ASPECTS["composition.balance"].values
SYMMETRIES = ASPECTS["composition.symmetry"].values
GRADIENTS = ASPECTS["gradient.gradient_type"].values
RGB = st.tuples(*[st.integers(0, 255)] * 3)


def composed(framing="medium", balance="balanced", symmetry="bilateral", *, thirds=False, seed=4):
    return Composition(framing, balance, symmetry, thirds, seed)


def light(composition, *, size=(256, 256), grounds=(), **levels):
    given_levels = {"key": 1.0, "fill": 0.4, "rim": 0.0, "ambient": 0.8, "contrast": 0.1}
    lamps = Lamps(**(given_levels | levels), light_deg=light_deg(composition))
    return stage_light(lamps, composition, width_px=size[0], height_px=size[1], grounds=grounds)


def level(gain):
    """Level of light, 1.0 is a luma of `LEVEL_LUMA`."""
    return gain / UNIT * REFERENCE_LUMA / LEVEL_LUMA


class TestLight:
    @pytest.mark.parametrize("key", [0.5, 0.75, 1.0, 1.25])
    @pytest.mark.parametrize("fill", [0.2, 0.8])
    @pytest.mark.parametrize("ambient", [0.2, 0.8])
    def test_levels_of_lit_side_and_shadow_side(self, key, fill, ambient):
        composition = composed()
        gain = light(composition, key=key, fill=fill, ambient=ambient).gain
        placed = placing(composition)
        column, middle = 128, placed.center_y * 256
        # A mirrored composition is lit from above; a fifth of the radius is past the terminator.
        above, below = int(middle - 0.11 * 256), int(middle + 0.11 * 256)
        assert level(gain[above, column]) == pytest.approx(key, rel=0.01)
        assert level(gain[below, column]) == pytest.approx(key * fill, rel=0.01)

    def test_surroundings_away_from_body_and_flags_have_the_ambient_level(self):
        gain = light(composed("wide"), size=(512, 256), ambient=0.6).gain
        assert level(gain[128, 130]) == pytest.approx(0.6, rel=0.005)

    def test_rim_adds_its_share_of_the_level_that_is_there(self):
        without, with_rim = (light(composed(), rim=rim).gain for rim in (0.0, 0.8))
        assert (with_rim / without).max() == pytest.approx(1.8, rel=0.01)

    def test_the_contour_shows_a_body_as_bright_as_its_surroundings(self):
        gain = light(composed("wide"), size=(512, 256), key=1.0, fill=0.6, ambient=0.6).gain
        below = level(gain[128:, 256])
        assert below.min() == pytest.approx(0.6 * CONTOUR_GAIN, rel=0.01)

    def test_the_visor_of_a_view_through_eyes_leaves_its_share_of_the_light(self):
        gains = [light(composed(framing), size=(256, 256)).gain for framing in ("medium", "pov")]
        assert (gains[1][1, 128] / gains[0][1, 128]) == pytest.approx(VISOR_GAIN, rel=0.02)

    @pytest.mark.parametrize("thirds", [True, False])
    @pytest.mark.parametrize("framing", FRAMINGS)
    @pytest.mark.parametrize("balance", ["balanced", "top_heavy", "bottom_heavy"])
    def test_a_bilateral_picture_is_its_own_mirror_image(self, framing, thirds, balance):
        gain = light(composed(framing, balance, "bilateral", thirds=thirds), size=(64, 64)).gain
        np.testing.assert_array_equal(gain, gain[:, ::-1])

    @pytest.mark.parametrize("seed", range(6))
    def test_flags_are_mirrored_in_part_or_not_at_all(self, seed):
        def hung(symmetry):
            flags = placing(composed(symmetry=symmetry, seed=seed)).flags
            return {(flags[0], flags[1]), (flags[2], flags[3])}

        assert hung("bilateral") == {(1, 1), (0, 0)}
        assert (1, 1) in hung("slight")
        assert hung("slight") & {(1, 0), (0, 1)}
        assert (1, 1) not in hung("asymmetric")
        assert hung("asymmetric") & {(1, 0), (0, 1)}

    def test_a_flag_takes_its_share_of_the_light(self):
        composition = composed("wide", symmetry="asymmetric", seed=1)
        gain = level(light(composition, size=(512, 256), ambient=0.8).gain)
        corners = [gain[r, c] for r in (20, 235) for c in (20, 491)]
        assert min(corners) == pytest.approx(0.8 * FLAG_GAIN, rel=0.01)
        assert max(corners) == pytest.approx(0.8, rel=0.01)

    @pytest.mark.parametrize(
        ("balance", "brighter", "darker"),
        [
            ("left_heavy", np.s_[126:130, :8], np.s_[126:130, -8:]),
            ("right_heavy", np.s_[126:130, -8:], np.s_[126:130, :8]),
            ("top_heavy", np.s_[:8], np.s_[-8:]),
            ("bottom_heavy", np.s_[-8:], np.s_[:8]),
        ],
    )
    @pytest.mark.parametrize("thirds", [True, False])
    def test_light_rises_to_the_heavy_side_where_the_body_is(
        self, balance, brighter, darker, thirds
    ):
        composition = composed("wide", balance, "slight", thirds=thirds)
        gain = np.median(light(composition, key=0.5, fill=0.8, ambient=0.4).gain[brighter])
        assert gain > 1.3 * np.median(light(composition, key=0.5, ambient=0.4).gain[darker])
        placed = placing(composition)
        axis = placed.center_x if "left" in balance or "right" in balance else placed.center_y
        assert (axis < 0.5) == (balance in {"left_heavy", "top_heavy"})

    @pytest.mark.parametrize("seed", range(4))
    @pytest.mark.parametrize("symmetry", SYMMETRIES)
    @pytest.mark.parametrize("balance", BALANCES)
    def test_the_body_stands_on_a_line_of_thirds_or_well_off_all(self, balance, symmetry, seed):
        def off(*, thirds):
            placed = placing(composed("medium", balance, symmetry, thirds=thirds, seed=seed))
            places = placed.center_x, placed.center_y
            return min(abs(place - third) for place in places for third in (1 / 3, 2 / 3))

        assert off(thirds=True) <= 0.011
        assert off(thirds=False) >= 0.085

    def test_light_makes_up_for_a_ground_that_is_brighter_on_one_side(self):
        rng = np.random.Generator(np.random.PCG64(5))
        ground = cloud(rng, (64, 64), 3.2).astype(np.int32)
        ground[:, 32:] += 200
        ground = np.clip(ground - 100, -448, 448).astype(np.int16)
        composition = composed("wide")
        lit = light(composition, size=(64, 64), grounds=[ground], contrast=0.18)
        plain = light(composition, size=(64, 64), contrast=0.18).gain.astype(float)

        def halves(gain, contrast):
            shown = gain * (1 + ground * contrast / 256)
            return np.log2(shown[:, 40:].mean() / shown[:, :24].mean())

        assert halves(plain, 0.18) > 0.15
        assert abs(halves(lit.gain, lit.contrast)) < 0.07

    def test_contrast_makes_up_for_a_ground_duller_than_its_tile(self):
        rng = np.random.Generator(np.random.PCG64(6))
        grounds = [cloud(rng, (64, 64), 3.2) // 2 for _ in range(4)]
        assert light(composed(), size=(64, 64), grounds=grounds).contrast > 0.1 * 1.5

    def test_the_same_stage_is_the_same_bytes(self):
        composition = Composition("close", "left_heavy", "slight", on_thirds=True, seed=11)
        lamps = Lamps(1.25, 0.4, 0.5, 0.6, 0.12, light_deg(composition))
        rows, columns = np.mgrid[:72, :96]
        grounds = [((rows * 7 + columns * 3 + i) % 800 - 400).astype(np.int16) for i in range(3)]
        made = stage_light(lamps, composition, width_px=96, height_px=72, grounds=grounds)
        digest = hashlib.sha256(made.gain.astype("<u2").tobytes()).hexdigest()
        assert (digest[:16], made.contrast) == ("cf3d0b79658cfd6e", 0.204)


class TestBackdrop:
    def test_types_change_along_their_axes(self):
        stops = ((0, 0, 0), (240, 240, 240))
        kinds: tuple[GradientType, ...] = get_args(GradientType)
        shown = {
            kind: backdrop(Field(kind, 0.0, stops), width_px=32, height_px=32)[:, :, 0].astype(int)
            for kind in kinds
        }
        assert np.ptp(shown["horizontal"], axis=0).max() == 0
        assert np.ptp(shown["vertical"], axis=1).max() == 0
        assert np.ptp(np.diagonal(shown["angled"][:, ::-1])) <= 8
        assert shown["radial"][16, 17] < shown["radial"][1, 1]

    @given(RGB, RGB, st.sampled_from(GRADIENTS), st.sampled_from(TEMPERATURE.values))
    def test_stops_share_a_luma_and_lean_as_asked(self, first, last, kind, temperature):
        stops = even_stops((first, last), temperature, (kind, 0.0), count=3, bend=0.5,
                           frame_px=(32, 32))  # fmt: skip
        assert all(abs(luma(stop) - REFERENCE_LUMA) <= 1 for stop in stops)
        shown = backdrop(Field(kind, 0.0, stops), width_px=32, height_px=32).astype(float)
        lean = np.median((shown[:, :, 0] - shown[:, :, 2]) / REFERENCE_LUMA)
        assert lean == pytest.approx(TEMPERATURE.figure(temperature), abs=0.04)
        assert max(abs(a - b) for a, b in zip(stops[0], stops[-1], strict=True)) >= 25


class TestOverlay:
    @pytest.mark.parametrize("shape", SIGNS)
    @pytest.mark.parametrize("size", [(64, 64), (64, 36), (256, 144), (144, 256), (344, 144)])
    def test_an_overlay_lies_within_the_frame_in_its_two_colors(self, shape, size):
        rgb = np.full((size[1], size[0], 3), 99, np.uint8)
        overlay = place_overlay(shape, composed(), width_px=size[0], height_px=size[1])
        patch = draw_overlay(overlay, width_px=size[0], height_px=size[1])
        assert patch is not None
        put_overlay(rgb, patch)
        colors, counts = np.unique(rgb.reshape(-1, 3), axis=0, return_counts=True)
        shown = dict(zip(map(tuple, colors.tolist()), counts.tolist(), strict=True))
        assert set(shown) == {OVERLAY_INK, OVERLAY_OUTLINE, (99, 99, 99)}
        assert shown[OVERLAY_INK] + shown[OVERLAY_OUTLINE] == patch.inside.sum()

    def test_no_shape_covers_nothing(self):
        assert draw_overlay(Overlay("none", 0.5, 0.5, 0.2), width_px=64, height_px=64) is None

    @pytest.mark.parametrize("shape", SIGNS)
    def test_a_form_is_one_piece_and_its_outline_surrounds_it(self, shape):
        form = np.pad(sign(shape, 29), outline_px(144))
        reached = np.zeros_like(form)
        reached[np.unravel_index(form.argmax(), form.shape)] = True
        for _ in range(80):
            reached = grown(reached, 1) & form
        np.testing.assert_array_equal(reached, form)

    @pytest.mark.parametrize("symmetry", ["bilateral", "slight"])
    def test_overlays_of_a_mirrored_picture_stay_on_its_axis(self, symmetry):
        places = {
            place_overlay(
                "rect",
                composed(framing, "top_heavy", symmetry, thirds=thirds, seed=seed),
                width_px=256,
                height_px=144,
            ).center_x
            for framing in FRAMINGS
            for thirds in (True, False)
            for seed in range(3)
        }
        assert (places == {0.5}) == (symmetry == "bilateral")
