"""Lists of values have one home: a literal list of all values of an aspect stands nowhere else."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from motion_assets.core.clips.scene import (
    Acceleration,
    Balance,
    CameraKind,
    Direction,
    Framing,
    GradientType,
    OverlayShape,
    Rhythm,
    Smoothness,
    Symmetry,
    TransitionType,
)
from motion_assets.vocabulary.aspects import ASPECTS

PACKAGE = Path(__file__).parent.parent / "motion_assets"


def literal_lists(tree: ast.AST) -> Iterator[tuple[int, frozenset[str]]]:
    """Lists, tuples and sets of text alone, but for the arguments of a ``Literal`` type."""
    types = {
        id(node.slice)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Literal"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.List | ast.Tuple | ast.Set) and id(node) not in types:
            texts = [e.value for e in node.elts if isinstance(e, ast.Constant)]
            if len(texts) == len(node.elts) and all(isinstance(text, str) for text in texts):
                yield node.lineno, frozenset(str(text) for text in texts)


def typed_again(source: str) -> list[tuple[int, str]]:
    """Line and aspect of every list in ``source`` that holds all values of an aspect."""
    return [
        (line, aspect.key)
        for line, texts in literal_lists(ast.parse(source))
        for aspect in ASPECTS.values()
        if texts == frozenset(aspect.values)
    ]


def test_a_list_typed_again_is_found():
    assert typed_again("X = ('slow', 'medium', 'fast')") == [
        (1, "camera.speed"),
        (1, "sound.tempo"),
    ]


def test_no_list_of_values_stands_outside_the_vocabulary():
    found = {
        str(path.relative_to(PACKAGE)): again
        for path in PACKAGE.glob("**/*.py")
        if "vocabulary" not in path.parts
        and (again := typed_again(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("literal", "aspect"),
    [
        (GradientType, "gradient.gradient_type"),
        (Direction, "motion.direction"),
        (CameraKind, "camera.motion_type"),
        (Smoothness, "motion.smoothness"),
        (Rhythm, "motion.rhythm"),
        (Acceleration, "motion.acceleration"),
        (Framing, "composition.framing"),
        (Balance, "composition.balance"),
        (Symmetry, "composition.symmetry"),
        (TransitionType, "transition.type"),
        (OverlayShape, "graphics.shape_overlay"),
    ],
)
def test_literal_types_repeat_the_vocabulary(literal: object, aspect: str):
    assert get_args(literal) == ASPECTS[aspect].values
