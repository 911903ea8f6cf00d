"""Drawing: from a scene to its frames, byte for byte the same on every machine.

Put the choice between kinds of pictures here. Composed pictures belong in ``view``, cards of
color cells in ``card``.
"""

from collections.abc import Iterator

from motion_assets.core.clips.card import card_frames
from motion_assets.core.clips.scene import Scene
from motion_assets.core.clips.view import view_frames
from motion_assets.core.observations.frames import RgbaFrame


def frames(scene: Scene) -> Iterator[RgbaFrame]:
    """Frames of ``scene`` in order; none for a scene of sound alone.

    Every frame owns its arrays: uint8 of shape (height, width, channel) and (height, width).
    """
    if scene.picture is None:
        return iter(())
    if scene.picture.kind == "card":
        return card_frames(scene)
    return view_frames(scene, scene.picture)
