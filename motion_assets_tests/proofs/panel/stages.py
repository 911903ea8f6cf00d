"""Stages: light and composition by their definition, a ``geq`` product over a moving texture.

Every shape of light is one factor with an edge of its own: a body with its lit side, its rim and
its contour, the wash, the flags and the visor, as ``vocabulary.stage_ranges`` says. The texture is
noise that pans; a first run of ffmpeg tells its root mean square in patches, a second one scales it
to the contrast that is asked for. The color of the light mixes the channels so that luma stays.
An overlay is a ``geq`` mask of one frame: a disc, a box, an arrow, a standing person.
"""

import math
from dataclasses import dataclass

from numpy.random import Generator

from motion_assets.vocabulary.stage_ranges import (
    CONTOUR_GAIN,
    CONTOUR_HALF,
    CONTOUR_OUTSIDE,
    CONTRAST,
    EDGE,
    FLAG_FROM_X,
    FLAG_FROM_Y,
    FLAG_GAIN,
    LEVEL_LUMA,
    OVERLAY_INK,
    OVERLAY_OUTLINE,
    POV_RADIUS,
    RADIUS,
    RIM_HALF,
    RIM_INSIDE,
    TEMPERATURE,
    TERMINATOR,
    THIRD_FAR,
    VISOR_BEND,
    VISOR_FROM_Y,
    VISOR_GAIN,
    WASH,
)
from motion_assets_tests.core.observations.edited_clips import made_frames
from motion_assets_tests.proofs.panel.clips import Family, Film, Values, film

_SIZES = ((256, 144), (192, 144), (144, 144), (208, 118), (144, 256))
_RATES = (12, 24, 25, 30)
_LASTS_S = 1.2
_PATCHES = 30
_UNIT = 1 << 13
"""A gain of 1 and a texture of mean 1, in 16 bits."""

_SIDES = {
    "left_heavy": (-1, 0),
    "right_heavy": (1, 0),
    "top_heavy": (0, -1),
    "bottom_heavy": (0, 1),
    "balanced": (0, 0),
}
_FLAGS = {
    "bilateral": ((1, 1, 0, 0), (0, 0, 1, 1)),
    "slight": ((1, 1, 1, 0), (1, 1, 0, 1), (1, 0, 1, 1), (0, 1, 1, 1)),
    "asymmetric": ((1, 0, 0, 0), (0, 0, 1, 0), (1, 0, 0, 1), (0, 1, 1, 0)),
}
"""Flags above left, above right, below left and below right."""

_TEXTURES = (
    "color=c=gray:s={s}x{s},format=gray,noise=alls=100:all_seed={n},scale=1280:1280:flags=bicubic",
    (
        "perlin=s=1280x1280:octaves=3:persistence=0.6:random_mode=seed:random_seed={n}:"
        "xscale={s}:yscale={s},format=gray"
    ),
)
_GRAIN = 0.045
"""Size of the detail of a texture, in shares of the shorter side."""


@dataclass(frozen=True)
class _Body:
    """Middle and radius in shares of the shorter side from the middle of the frame, and light."""

    x: float
    y: float
    radius: float
    cos: float
    sin: float


def staged(values: Values, rng: Generator) -> Film:
    """A stage of the asked light, composition and overlay under a pan."""
    size = _SIZES[rng.integers(len(_SIZES))]
    fps = int(rng.choice(_RATES))
    count = round(_LASTS_S * fps)
    texture = _texture(size, rng)
    gain = CONTRAST.figure(values["lighting.contrast_ratio"]) * float(rng.uniform(0.93, 1.07))
    mean, spread = _measured(texture, size)
    sign, speed = int(rng.choice([-1, 1])), float(rng.uniform(0.14, 0.26)) * size[0]
    x = f"{(1280 - size[0]) / 2:.1f}+{sign * speed:.3f}*(t-{_LASTS_S / 2})"
    held = f"trim=end_frame=1,loop=loop=-1:size=1:start=0,setpts=N/{fps}/TB,fps={fps}"
    light = _product(values, size, rng)
    lit = f"geq=lum='{_UNIT}*min(7.9,{light})':interpolation=n"
    graph = (
        f"{texture},{held},crop={size[0]}:{size[1]}:x='{x}':y=300,extractplanes=g,format=gray16le[t];"
        f"color=c=black:s={size[0]}x{size[1]}:r={fps},trim=end_frame=1,format=gray16le,{lit},"
        f"{held}[l];"
        f"[l][t]blend=all_expr='min(65535,A*{LEVEL_LUMA * 257 / _UNIT:.6f}*"
        f"max(0,1+(B-{mean * 257:.2f})*{gain / spread / 257:.9f}))',format=gray16le,"
        f"format=gbrp16le,{_tint(values, rng)},format=rgb24,setsar=1"
    )
    graph += _overlaid(values["graphics.shape_overlay"], size, fps, rng)
    return film(graph, size, fps, count)


def _texture(size: tuple[int, int], rng: Generator) -> str:
    side = min(size)
    grains = round(1280 / (side * _GRAIN * rng.uniform(0.9, 1.4)))
    number = int(rng.integers(len(_TEXTURES)))
    source = _TEXTURES[number].format(s=grains, n=int(rng.integers(1, 9_000)))
    return f"{source},format=gbrp"


def _measured(texture: str, size: tuple[int, int]) -> tuple[float, float]:
    """Mean level of a texture, and root mean square about it in patches, in levels."""
    patch = max(1, min(size) // _PATCHES)
    count = 1280 // patch
    whole = f"{texture},crop={count * patch}:{count * patch}"
    graph = f"{whole},scale={count}:{count}:flags=area,format=rgb24"
    seen = made_frames(graph, (count, count), 25, 1)[0, :, :, 1].astype(float)
    return float(seen.mean()), float(seen.std())


@dataclass(frozen=True)
class _Place:
    """Expressions of a place in shares of the shorter side from the middle, and half the sides."""

    x: str
    y: str
    half_x: float
    half_y: float


def _product(values: Values, size: tuple[int, int], rng: Generator) -> str:
    """Level of the light at every place, as an expression of X and Y."""
    side = min(size)
    half_x, half_y = size[0] / 2 / side, size[1] / 2 / side
    at = _Place(f"((X+0.5)/{side}-{half_x:.5f})", f"((Y+0.5)/{side}-{half_y:.5f})", half_x, half_y)
    body = _body(values, (half_x, half_y), rng)
    return "*".join([*_body_light(values, body, at), *_set_light(values, at, rng)])


def _body_light(values: Values, body: _Body, at: _Place) -> list[str]:
    """Factors of the level around, the body, its rim and its contour."""
    key, fill, rim, ambient = (
        float(values[f"lighting.{name}"])
        for name in ("key_intensity", "fill_ratio", "rim_strength", "ambient_level")
    )
    across, down = f"({at.x}-{body.x:.4f})", f"({at.y}-{body.y:.4f})"
    away = f"hypot({across},{down})"
    lit = _soft(f"({across}*{body.cos:.4f}+{down}*{body.sin:.4f})/{TERMINATOR}+0.5")
    disc = _soft(f"({body.radius:.4f}-{away})/{EDGE}+0.5")
    rim_at, contour_at = body.radius - RIM_INSIDE, body.radius + CONTOUR_OUTSIDE
    return [
        f"{ambient}",
        f"pow({key * fill / ambient:.5f}*pow({1 / fill:.5f},{lit}),{disc})",
        _ring(1 + rim, f"({away}-{rim_at:.4f})/{RIM_HALF}"),
        _ring(CONTOUR_GAIN, f"({away}-{contour_at:.4f})/{CONTOUR_HALF}"),
    ]


def _set_light(values: Values, at: _Place, rng: Generator) -> list[str]:
    """Factors of the wash, the flags and the visor."""
    factors = []
    across, down = _SIDES[values["composition.balance"]]
    if across or down:
        slope = f"({across}*{at.x}/{at.half_x:.4f}+{down}*{at.y}/{at.half_y:.4f})"
        factors.append(f"pow(2,{WASH * rng.uniform(0.9, 1.1):.3f}*{slope})")
    hung = _FLAGS[values["composition.symmetry"]]
    for flag, there in enumerate(hung[rng.integers(len(hung))]):
        if there:
            right, below = (flag % 2) * 2 - 1, (flag // 2) * 2 - 1
            inside = _soft(f"({right}*{at.x}-{FLAG_FROM_X * at.half_x:.4f})/{EDGE}+0.5")
            lower = _soft(f"({below}*{at.y}-{FLAG_FROM_Y * at.half_y:.4f})/{EDGE}+0.5")
            factors.append(f"pow({FLAG_GAIN},{inside}*{lower})")
    if values["composition.framing"] == "pov":
        bend = f"({VISOR_FROM_Y}-{VISOR_BEND}*pow({at.x}/{at.half_x:.4f},2))*{at.half_y:.4f}"
        factors.append(f"pow({VISOR_GAIN},{_soft(f'(abs({at.y})-{bend})/{EDGE}+0.5')})")
    return factors


def _soft(place: str) -> str:
    """From 0 to 1 over places 0 to 1: half a wave of a cosine."""
    return f"(0.5-0.5*cos(PI*clip({place},0,1)))"


def _ring(gain: float, place: str) -> str:
    """A gain in the middle of a ring that is 1 from places -1 and 1 on."""
    return f"pow({gain:.3f},pow(cos(PI/2*clip({place},-1,1)),2))"


def _body(values: Values, half: tuple[float, float], rng: Generator) -> _Body:
    """Where the body stands: on or clearly off the lines of thirds, to the heavy side."""
    framing, across = values["composition.framing"], _SIDES[values["composition.balance"]]
    radius = POV_RADIUS if framing == "pov" else RADIUS.figure(framing)
    mirrored = values["composition.symmetry"] == "bilateral"
    x, y = 0.0, 0.0
    if values["composition.rule_of_thirds"] == "yes":
        on_row = mirrored or across[1] != 0 or (across[0] == 0 and rng.random() < 0.5)
        line = (across[1] if on_row else across[0]) or int(rng.choice([-1, 1]))
        x, y = (0.0, line / 6) if on_row else (line / 6, 0.0)
    else:
        x, y = (side * THIRD_FAR * rng.uniform(0.2, 0.9) for side in across)
    angle = math.radians(270.0 if mirrored else float(rng.uniform(0, 360)))
    return _Body(
        x * 2 * half[0],
        y * 2 * half[1],
        radius * float(rng.uniform(0.97, 1.03)),
        math.cos(angle),
        math.sin(angle),
    )


def _tint(values: Values, rng: Generator) -> str:
    """Channels mixed so that red less blue is what is asked, in shares of the same luma."""
    apart = TEMPERATURE.figure(values["lighting.color_temperature"]) * float(
        rng.uniform(0.85, 1.15)
    )
    green = float(rng.uniform(-0.08, 0.08))
    # 6 red + 9 green + 1 blue of 16 is luma: what red and blue add makes up for green.
    mean = -9 * green / 7
    red, blue = mean + apart / 7, mean - 6 * apart / 7
    return f"colorchannelmixer=rr={1 + red:.4f}:gg={1 + green:.4f}:bb={1 + blue:.4f}"


def _overlaid(shape: str, size: tuple[int, int], fps: int, rng: Generator) -> str:
    """Filters that lay an outlined form over the picture, near the middle of one of its edges."""
    if shape == "none":
        return ""
    side = min(size)
    form_px = max(13, round(side * float(rng.uniform(0.19, 0.24))))
    rim_px = max(1, round(side / 80))
    wide, high = form_px + 2 * rim_px, form_px + 2 * rim_px
    form = _FORMS[shape]
    inside = form.format(
        x=f"(2*(X-{rim_px})+1-{form_px})/{form_px}", y=f"(2*(Y-{rim_px})+1-{form_px})/{form_px}"
    )
    ink = ":".join(
        f"{channel}='if(gt({inside},0),{on},{off})'"
        for channel, on, off in zip("rgb", OVERLAY_INK, OVERLAY_OUTLINE, strict=True)
    )
    grown = ",".join(["dilation"] * rim_px)
    upper = rng.random() < 0.5
    place = f"x=(W-w)/2:y={rim_px + 3 if upper else f'H-h-{rim_px + 3}'}"
    blank = f"color=c=black:s={wide}x{high}:r={fps},trim=end_frame=1"
    held = f"loop=loop=-1:size=1:start=0,setpts=N/{fps}/TB,fps={fps}"
    return (
        f"[p];{blank},format=gray,geq=lum='255*gt({inside},0)',{grown}[m];"
        f"{blank},format=gbrp,geq={ink},format=rgba[i];[i][m]alphamerge,{held},setsar=1[o];"
        f"[p][o]overlay={place}:format=rgb"
    )


_FORMS = {
    "circle": "lte(hypot({x},{y}),1)",
    "rect": "lte(abs({x}),1)*lte(abs({y}),0.62)",
    "arrow": (
        "lte(abs({x}),1)*(lte({x},0.1)*lte(abs({y}),0.32)+gt({x},-0.05)*lte(abs({y}),min(0.9,0.84*(1.06-{x}))))"
    ),
    "character": (
        "(lte(hypot({x}/0.35,({y}+0.66)/0.37),1)+lte(abs({x}),0.69)*lte(abs({y}+0.1),0.22)+"
        "lte(abs({x}),0.43)*lte(abs({y}-0.1),0.34)+"
        "lte(abs(abs({x})-0.27),0.17)*lte(abs({y}-0.65),0.35))"
    ),
}
"""What lies in a form whose box is -1 to 1 both ways."""

STAGES = Family(
    (
        "lighting.color_temperature",
        "lighting.contrast_ratio",
        "lighting.key_intensity",
        "lighting.fill_ratio",
        "lighting.rim_strength",
        "lighting.ambient_level",
        "composition.framing",
        "composition.balance",
        "composition.symmetry",
        "composition.rule_of_thirds",
        "graphics.shape_overlay",
    ),
    staged,
)
