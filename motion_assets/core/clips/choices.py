"""Choices: every decision that turned a request into a scene, with where it came from.

Put the result types of building here. The deciding itself belongs in ``build`` and the
modules beside it; what the clip then showed belongs in ``core.observations.records``.
"""

from dataclasses import dataclass
from typing import Literal

from motion_assets.core.clips.scene import Scene
from motion_assets.vocabulary.aspects import ASPECTS

Origin = Literal["asked", "gap", "chosen"]
"""``asked``: the prompt says it. ``gap``: the request asks for it beside the prompt.
``chosen``: left open, and drawn from the vocabulary with the seed of the clip."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision: the value of an aspect, why it was taken and whether the clip shows it.

    ``aspect`` is the key of an aspect (``camera.motion_type``, ``genre``), ``color`` (value is
    a color cell key), ``sound`` (a sound cell key), ``duration_s``, ``width_px``, ``height_px``,
    or the slot of a reading that names no aspect. ``rendered`` is False for an asked value that
    the renderer cannot show; ``reason`` then says what was done instead. ``forbidden`` marks a
    value that the prompt rules out: the scene must not show it. ``part``: number of the part of
    the clip that it is about, None for all of it.
    """

    aspect: str
    value: str
    origin: Origin
    reason: str
    rendered: bool = True
    forbidden: bool = False
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """A scene and the choices that led to it, in the order they were taken."""

    scene: Scene
    choices: tuple[Choice, ...]

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """``(aspect, value)`` pairs of canonical aspects that the scene is to show."""
        return tuple(
            (choice.aspect, choice.value)
            for choice in self.choices
            if choice.aspect in ASPECTS and choice.rendered and not choice.forbidden
        )

    @property
    def expected(self) -> tuple[tuple[str, str], ...]:
        """``(aspect, value)`` pairs that were asked for or fill a gap and must be seen."""
        return tuple(
            (choice.aspect, choice.value)
            for choice in self.choices
            if choice.origin != "chosen" and choice.rendered and not choice.forbidden
        )
