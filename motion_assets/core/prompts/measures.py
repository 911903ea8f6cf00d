"""Measures: frame rates, aspect ratios, layers, shot and transition lengths, light levels.

Put here what a number says about how a clip is made. The length of the clip itself belongs in
``quantities``, wording without numbers in ``technical.csv``.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.quantities import number_of, number_pattern
from motion_assets.core.prompts.senses import Mention
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.slots import SLOT_ASPECTS
from motion_assets.vocabulary.sound_ranges import tempo_value

MEASURE: Final = "quantity.measure"
"""Rule of the claims that are made here."""

_TRIGGERS: Final = re.compile(
    r"fps|\d0?p\b|bpm|tempo|beats (?:a|per)|frame|\d\s?[:x/]\s?\d|\d by \d|layers?\b|shots"
    r"|\bshot\b|takes|dissolve|fade|wipe|transition|every|\b(?:key|fill|rim|ambient)\b|pacing|parallax|\bcut"
)
_SNAP: Final = 0.26
"""Share by which a number may miss the nearest value of its aspect."""
_LIGHTS: Final = {
    "key": "key_intensity",
    "fill": "fill_ratio",
    "rim": "rim_strength",
    "ambient": "ambient_level",
}
_SHARES: Final = {
    "half": 0.5, "a half": 0.5, "full": 1.0, "full power": 1.0, "full strength": 1.0,
    "a quarter": 0.25, "quarter": 0.25, "three quarters": 0.75, "three-quarters": 0.75,
    "a fifth": 0.2, "zero": 0.0,
}  # fmt: skip

_WORDINGS: Final = {
    "fps": (
        r"(?<![\w.])(?P<n>@number)[\s-]*(?:fps\b|frames?[\s-](?:per|a)[\s-]second|frames/s\b)"
        r"|(?<![\w.])(?P<n3>24|25|30|50|60|120)p\b"
        r"|\b(?:fps|frame[\s-]?rate)\s*(?:of|is|at|:|=)?\s*(?P<n2>@number)(?![\w.]\w)"
    ),
    "bpm": (
        r"(?<![\w.])(?P<n>@number)[\s-]*(?:bpm\b|beats?[\s-](?:per|a)[\s-]minute\b)"
        r"|\btempo\s*(?:of|is|at|:|=)?\s*(?P<n2>\d{2,3})(?![\d.%])"
    ),
    "ratio": (
        r"(?<![\w.:])(?P<w>\d{1,2}(?:\.\d{1,2})?)\s?(?::|x|/|by|\sby\s)\s?(?P<h>\d{1,2})(?![\w:]|\.\d)"
    ),
    "layer": (
        r"(?<![\w.])(?P<n>@number)[\s-]+(?:\w+[\s-]+){0,2}layers?\b(?!\s+of\s+(?!depth|paral))"
        r"|\b(?:layers?|layer[\s-]count)\s*(?:of|is|:|=)?\s*(?P<n2>@number)(?![\w.:]\w|\s*[a-z])"
    ),
    "shot": (
        r"(?<![\w.])(?P<n>@number)[\s-]*(?:s|secs?|seconds?)[\s-]+(?:long\s+)?(?:shots|takes)\b"
        r"|\bshots\s+(?:of|lasting|that last)\s+(?P<n2>@number)[\s-]*(?:s|secs?|seconds?)\b"
        r"|\b(?:each|every)\s+shot\s+(?:(?:lasts|lasting|runs|is|holds(?:\s+for)?)\s+)?(?P<n3>@number)"
        r"[\s-]*(?:s|secs?|seconds?)\b"
        r"|\b(?:shots|takes|shot[\s-]length)\s*(?:is|at|:|=)?\s*(?P<n4>@number)@seconds\b"
        r"|(?:(?<=cut)|(?<=cuts)|(?<=cutting)|(?<=dissolves)|(?<=fades)|(?<=wipes)|(?<=transitions))"
        r"\s+every\s+(?P<n5>@number)@seconds\b"
        r"|\b(?:hold|keep)\s+(?:each|every)\s+(?:shot|take)\s+(?:for\s+)?(?P<n6>@number)@seconds\b"
    ),
    "transition": (
        r"(?<![\w.])(?P<n>@part)@seconds[\s-]+(?:long\s+)?(?P<cross>cross[\s-]?)?"
        r"(?P<type>dissolve|fade|wipe|transition)s?\b"
        r"|\b(?P<cross2>cross[\s-]?)?(?P<type2>dissolve|fade|wipe|transition)s?\s+"
        r"(?:to\s+(?:black|white)\s+)?(?:(?:of|over|in|lasting|taking|at|that\s+(?:last|take)s?)\s+)?"
        r"(?:(?P<n2>@part)@seconds\b(?!\s+(?:in|later|after|before|from)\b)"
        r"|(?P<n3>[01]?\.\d+)(?![\w%.]))"
    ),
    "light": (
        r"\b(?P<light>key|fill|rim|ambient)(?:[\s-](?:light|level|ratio|intensity|strength))?\s*"
        r"(?:is\s+|:\s*|=\s*)?(?:set\s+|turned\s+|down\s+|up\s+)?(?:(?:at|to)\s+)?"
        r"(?:(?P<pct>\d{1,3})\s?(?:%|percent)|(?P<share>@shares)\b|"
        r"(?P<n>[01](?:\.\d{1,2})?)(?![\d%.]))"
    ),
    "lit": (
        r"(?<![\w.])(?:(?P<pct>\d{1,3})\s?(?:%|percent)|(?P<n>[01]\.\d{1,2}))\s+"
        r"(?P<light>key|fill|rim|ambient)\b"
    ),
    "scale": (
        r"\b(?P<slot>pacing|parallax)(?:[\s-]strength)?\s*(?:is\s+|of\s+|at\s+|:\s*|=\s*)?"
        r"(?P<n>[01](?:\.\d{1,2})?)(?![\d%.])"
    ),
}
"""Wordings of stated numbers, with the parts of ``_parts`` where an ``@`` stands."""

Found = tuple[str, str, int, int]
"""Slot, value and span in the folded text."""


@cache
def _parts() -> tuple[tuple[str, str], ...]:
    """What stands for a part of a wording."""
    number = number_pattern()
    half = r"half(?:[\s-]an?)?|a\s+half|(?:a\s+)?quarter(?:[\s-]of[\s-]a)?"
    return (
        ("@number", number),
        ("@part", rf"{number}|\.\d+|{half}"),
        ("@seconds", r"[\s-]*(?:s|secs?|seconds?)"),
        ("@shares", "|".join(sorted(_SHARES, key=len, reverse=True))),
    )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    wording = _WORDINGS[name]
    for part, text in _parts():
        wording = wording.replace(part, text)
    return re.compile(wording)


def _nearest(slot: str, number: float) -> str | None:
    """Value of the slot's aspect nearest to a number; None where none is near."""
    values = ASPECTS[SLOT_ASPECTS[slot][0]].values
    value = min(values, key=lambda each: (abs(float(each) - number), float(each)))
    allowed = _SNAP * max(number, 0.2)
    return value if abs(float(value) - number) <= allowed else None


def _snapped(slot: str, number: float | None, found: re.Match[str]) -> Iterator[Found]:
    value = None if number is None else _nearest(slot, number)
    if value is not None:
        yield slot, value, found.start(), found.end()


def _rates(text: str) -> Iterator[Found]:
    values = ASPECTS["technical.fps"].values
    for found in _pattern("fps").finditer(text):
        number = number_of(found["n"] or found["n2"] or found["n3"])
        # NTSC rates are named by the whole number that they miss by a thousandth.
        value = None if number is None else str(round(number))
        if value in values and abs(float(value) - (number or 0.0)) < 0.1:  # noqa: PLR2004 - 29.97
            yield "fps", value, found.start(), found.end()


def _tempos(text: str) -> Iterator[Found]:
    for found in _pattern("bpm").finditer(text):
        number = number_of(found["n"] or found["n2"])
        if number is not None and number > 0:
            yield "audio_tempo", tempo_value(number), found.start(), found.end()


def _ratios(text: str) -> Iterator[Found]:
    values = ASPECTS["technical.aspect_ratio"].values
    for found in _pattern("ratio").finditer(text):
        value = f"{found['w']}:{found['h']}"
        if value in values:
            yield "aspect_ratio", value, found.start(), found.end()


def _layers(text: str) -> Iterator[Found]:
    for found in _pattern("layer").finditer(text):
        if found["n"] == "a":  # "a layer cake" counts nothing
            continue
        number = number_of(found["n"] or found["n2"])
        if number is not None and f"{number:g}" in ASPECTS["depth.layer_count"].values:
            yield "layer_count", f"{number:g}", found.start(), found.end()


def _shots(text: str) -> Iterator[Found]:
    for found in _pattern("shot").finditer(text):
        number = number_of(next(group for group in found.groups() if group is not None))
        yield from _snapped("shot_length", number, found)


def _transitions(text: str) -> Iterator[Found]:
    for found in _pattern("transition").finditer(text):
        word, kind = found["n"] or found["n2"] or found["n3"], found["type"] or found["type2"]
        number = 0.5 if "half" in word else 0.25 if "quarter" in word else _part_of(word)
        kind = "dissolve" if found["cross"] or found["cross2"] else kind
        told = list(_snapped("transition_duration", number, found))
        yield from told
        if kind in ASPECTS["transition.type"].values:
            # A length that no value is near stays open beside the kind.
            place = found.span() if told else found.span("type" if found["type"] else "type2")
            yield "transition_type", kind, *place


def _part_of(word: str) -> float | None:
    """Value of a number that may leave out the zero before its point."""
    return float(word) if word[0] == "." else number_of(word)


def _levels(text: str) -> Iterator[Found]:
    for found in _pattern("light").finditer(text):
        share = _SHARES[found["share"]] if found["share"] else _level(found)
        yield from _snapped(_LIGHTS[found["light"]], share, found)
    for found in _pattern("lit").finditer(text):
        yield from _snapped(_LIGHTS[found["light"]], _level(found), found)


def _level(found: re.Match[str]) -> float:
    return int(found["pct"]) / 100 if found["pct"] else float(found["n"])


def _scales(text: str) -> Iterator[Found]:
    for found in _pattern("scale").finditer(text):
        yield from _snapped(found["slot"], float(found["n"]), found)


_FINDERS: Final[tuple[Callable[[str], Iterator[Found]], ...]] = (
    _rates, _tempos, _ratios, _layers, _shots, _transitions, _levels, _scales,
)  # fmt: skip


def find_measures(document: Document) -> list[Mention]:
    """Numbers that say how the clip is made, each as a claim of its own slot."""
    # Words past the last one that is read are not searched either.
    text = document.text.text[: document.places[-1][1]] if document.places else ""
    if not _TRIGGERS.search(text):
        return []
    return [_mention(document, *found) for finder in _FINDERS for found in finder(text)]


def _mention(document: Document, slot: str, value: str, start: int, end: int) -> Mention:
    first = bisect_right([high for _, high in document.places], start)
    return Mention(
        first=first,
        end=max(first + 1, bisect_left([low for low, _ in document.places], end)),
        claims=((slot, value),),
        sense=f"{slot}.{value}",
        rule=MEASURE,
        confidence=0.9,
        reason=f"a stated number, read as {value}",
    )
