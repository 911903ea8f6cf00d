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

COUNT_WORDS: Final = {"lone": 1, "pair": 2, "trio": 3}
"""How many subjects words mean that are no numbers elsewhere; others are in the lexicon."""

UNCOUNTED: Final = frozenset({"a", "an"})
"""Words of one that count nothing: "a red circle" leaves open how many there are."""

COUNTED_FORMS: Final = frozenset(
    ["circle", "circles", "ball", "balls", "disc", "discs", "disk", "disks", "dot", "dots",
     "sphere", "spheres", "orb", "orbs", "square", "squares", "rectangle", "rectangles",
     "triangle", "triangles"]
)  # fmt: skip
"""Shapes that are subjects where they are counted, with or without a color."""

COUNT_JOINTS: Final = frozenset({"of"})
"""Words that may stand between a count and what is counted: "a pair of red balls"."""

ANY_COLOR: Final = "any"
"""Stands for the color of a shape or a count that is given none."""

MAX_COUNTED: Final = 12
"""Subjects that a view can hold."""
