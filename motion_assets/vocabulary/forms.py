"""Forms: words for the flat shapes that subjects of a clip have.

Put here which word means which shape. What is laid over a picture is an overlay, and has its
own rows in the lexicon.
"""

from typing import Final

FORM_WORDS: Final = {
    **dict.fromkeys(
        ("circle", "circles", "ball", "balls", "disc", "discs", "disk", "disks", "dot", "dots",
         "sphere", "spheres", "orb", "orbs", "bubble", "bubbles", "balloon", "balloons"),
        "circle",
    ),
    **dict.fromkeys(
        ("square", "squares", "rectangle", "rectangles", "box", "boxes", "block", "blocks", "cube",
         "cubes", "brick", "bricks", "tile", "tiles"),
        "rect",
    ),
    **dict.fromkeys(
        ("triangle", "triangles", "pyramid", "pyramids", "cone", "cones"), "triangle"
    ),
    **dict.fromkeys(("ring", "rings", "hoop", "hoops", "donut", "donuts", "halo"), "ring"),
}  # fmt: skip
"""Shapes of subjects by the words that mean them right after a color."""

GROUND_WORDS: Final = frozenset(
    ["background", "backgrounds", "backdrop", "backdrops", "sky", "skies", "wall", "walls",
     "field", "ground", "floor", "bg"]
)  # fmt: skip
"""What lies behind the subjects and has the color before it."""

PLAIN_ADJECTIVES: Final = frozenset(
    ["big", "small", "large", "little", "tiny", "huge", "flat", "single", "glowing", "bouncing",
     "floating", "spinning", "moving", "shiny", "solid", "-"]
)  # fmt: skip
"""Words that may stand between a color and what has it."""
