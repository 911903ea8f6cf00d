"""Numbers and durations in a prompt, in seconds.

Put what is read from numbers here. "90s", "24 fps", "at 7 am" and "the second hand" are no
durations; neither is a time that a subject of the prompt spends ("he waited two hours").
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.aspects import ASPECTS

UNIT_S: Final = {
    "second": 1.0,
    "minute": 60.0,
    "hour": 3600.0,
    "day": 86_400.0,
    "week": 604_800.0,
    "fortnight": 1_209_600.0,
    "month": 2_592_000.0,
    "year": 31_536_000.0,
    "decade": 315_360_000.0,
}
"""A month is 30 days and a year 365, as in duration arithmetic without a calendar."""

_DIGIT: Final = re.compile(r"\d")
_TENS: Final = "ten|fifteen|twenty|thirty|forty|fifty"
_ONES: Final = "one|two|three|four|five|six|seven|eight|nine"
"""Words of the seconds in "a minute thirty"."""
_TOLD_OF: Final = frozenset({"second", "minute"})
_AFTER_LENGTH: Final = frozenset([
    "of", "or", "and", "long", "clip", "video", "loop", "shot", "pause", "then", "in", "with", "at",
    "for", "later", "only", "max", "maximum", "total", "film", "movie", "ad", "spot", "silence",
    "tops", "please", "exactly", "flat", "worth", "to", "on", "from", "before", "after",
])  # fmt: skip
"""Words that follow a length; after "a second" any other word is what is counted."""
STORY_S: Final = 60.0
"""Above this length a time that a person of the prompt spends is taken for story time."""
LONG_UNITS: Final = frozenset({"day", "week", "fortnight", "month", "year", "decade"})
CLAIM_SCORE: Final = 1


@dataclass(frozen=True, slots=True)
class Duration:
    """A stated length in seconds at folded-text offsets ``start`` to ``end``."""

    seconds: float
    start: int
    end: int
    score: int


@cache
def _unit_names() -> dict[str, str]:
    return dict(lexicon.pairs("numbers", "word", "unit"))


@cache
def _units() -> frozenset[str]:
    return frozenset(word for word, unit in _unit_names().items() if unit)


@cache
def number_words() -> dict[str, float]:
    """Numbers by the words that mean them, articles too."""
    table = lexicon.pairs("numbers", "word", "number")
    return {word: float(number) for word, number in table.items() if number}


@cache
def number_pattern() -> str:
    """Regular expression of a number in digits or words, for ``number_of``."""
    words = "|".join(sorted(number_words(), key=len, reverse=True))
    return rf"(?:\d+(?:[.,]\d+)?|(?:{words})(?:[\s-]+(?:and\s+)?(?:{words}))*)"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    units = "|".join(sorted((w for w, u in _unit_names().items() if u), key=len, reverse=True))
    number = number_pattern()
    between = r"(?:\s+(?:more|full|whole|long|short|solid|straight|extra|entire|good))?[\s-]*"
    one = (
        rf"(?:(?P<pre>half(?:\s+an?|\s+of\s+an?)?|(?:a\s+)?quarter\s+of\s+an?|three\s+quarters\s+of\s+an?)"
        rf"\s+|(?P<n>{number})(?P<half>\s+and\s+(?:a\s+)?half|\s+1/2)?{between}|(?P<bare>))"
        rf"(?P<unit>{units})(?P<tail>\s+and\s+(?:a\s+)?half)?\b"
        rf"(?P<odd>\s+(?:\d\d|(?:{_TENS})(?:[\s-](?:{_ONES}))?)(?=\s*(?:[,.;]|$|of\b|long\b)))?"
    )
    return {
        "clock": re.compile(
            r"(?<![\d:])(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)(?![\d:])(?!\s*[ap]\.?m\b)"
        ),
        "compact": re.compile(r"(?<![\w.])(?:(\d+)h)?\s?(?:(\d+)m(?:in)?)?\s?(\d+)s(?:ec)?\b"),
        "phrase": re.compile(rf"(?<![\w'.]){one}"),
        "field": re.compile(
            r"\b(?:duration|length|run(?:ning)?\s?time)\s*[:=]\s*"
            r"(\d+(?:\.\d+)?)(?![\w:.%]|\s*[a-z])"
        ),
        "joint": re.compile(r"\s*(?:,|and|,\s*and)?\s*"),
    }


def number_of(text: str) -> float | None:
    """Value of a number in digits or words; None for words that do not make one.

    >>> number_of("twenty-five"), number_of("two hundred and ten"), number_of("a dozen")
    (25.0, 210.0, 12.0)
    >>> number_of("a"), number_of("a two")
    (1.0, 2.0)
    """
    if text[:1].isdigit():
        return float(text.replace(",", "."))
    # An article counts as one only by itself: "a two minute video" lasts two minutes.
    words = [word for word in re.split(r"[\s-]+", text) if word not in {"a", "an"}]
    if not words:
        return 1.0
    total = current = 0.0
    for word in words:
        value = number_words().get(word)
        if value is None:
            if word not in {"and", "of"}:
                return None
        elif value in {12.0, 100.0, 1000.0} and word != "twelve":
            current = max(current, 1.0) * value
            if value == 1000.0:  # noqa: PLR2004 - thousands close a group
                total, current = total + current, 0.0
        else:
            current += value
    return total + current


def _phrase_seconds(found: re.Match[str]) -> float | None:
    unit = UNIT_S[_unit_names()[found["unit"]]]
    if found["pre"]:
        count = 0.5 if "half" in found["pre"] else 0.75 if "three" in found["pre"] else 0.25
    elif found["n"] is None:
        if not found["tail"]:
            return None
        count = 1.0  # "minute and a half"
    else:
        number = number_of(found["n"])
        if number is None or _is_one_word(found):
            return None
        count = number
    odd = number_of(found["odd"].strip()) if found["odd"] and unit == UNIT_S["minute"] else None
    return (count + (0.5 if found["half"] or found["tail"] else 0.0)) * unit + (odd or 0.0)


def _is_one_word(found: re.Match[str]) -> bool:
    """Whether a number in words runs into its unit, as the letters of "as" do."""
    return found["n"][-1].isalpha() and found.end("n") == found.start("unit")


def _is_ordinal(text: str, found: re.Match[str]) -> bool:
    """Whether "a second" or "a minute" tells of what follows, as in "a second chance"."""
    if found["n"] not in {"a", "another"} or found["unit"] not in _TOLD_OF or found["tail"]:
        return False
    following = re.match(r"[\s-]+([a-z]+)", text[found.end() :])
    return following is not None and following[1] not in _AFTER_LENGTH


def _clocks(text: str) -> list[tuple[float, int, int, str]]:
    """Lengths as clocks show them; "9:16" is the shape of a picture, not nine minutes."""
    return (
        [
            (
                int(m[1] or 0) * 3600.0 + int(m[2]) * 60.0 + int(m[3]),
                m.start(),
                m.end(),
                "clock",
            )
            for m in _patterns()["clock"].finditer(text)
            if m[0] not in ASPECTS["technical.aspect_ratio"].values
        ]
        + [
            (
                int(m[1] or 0) * 3600.0 + int(m[2] or 0) * 60.0 + int(m[3]),
                m.start(),
                m.end(),
                "compact",
            )
            for m in _patterns()["compact"].finditer(text)
            if m[0].strip()
        ]
        + [
            (float(m[1]), m.start(1), m.end(1), "field")
            for m in _patterns()["field"].finditer(text)
        ]
    )


def _phrases(text: str) -> list[tuple[float, int, int, str]]:
    """Stated lengths; "2 minutes and 30 seconds" is one."""
    result: list[tuple[float, int, int, str]] = []
    for m in _patterns()["phrase"].finditer(text):
        seconds = _phrase_seconds(m)
        if seconds is None or _is_ordinal(text, m):
            continue
        unit = _unit_names()[m["unit"]]
        if result and _patterns()["joint"].fullmatch(text, result[-1][2], m.start()):
            before, start, _, larger = result[-1]
            if UNIT_S[larger] > UNIT_S[unit]:
                result[-1] = (before + seconds, start, m.end(), unit)
                continue
        result.append((seconds, m.start(), m.end(), unit))
    return result


@cache
def _contexts() -> tuple[tuple[re.Pattern[str], int, str], ...]:
    """Wordings around a length that speak for or against it being the clip's own."""
    return tuple(
        (re.compile(row["phrase"]), int(row["weight"]), row["side"])
        for row in lexicon.read_table("numbers")
        if row["phrase"]
    )


def _score(text: str, start: int, end: int, kind: str, seconds: float) -> int:
    """How surely a length is the clip's own; days and years need to be told as such."""
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    places = {"before": before, "self": text[start:end], "after": after}
    is_long = kind in LONG_UNITS
    score = 0 if is_long else 1
    if not is_long and (not before.strip(" ,.;") or before.rstrip().endswith((",", ";", "."))):
        score += 1
    if kind == "clock":
        places |= {"shape_before": before, "shape_after": after}
    if is_long:
        places["told"] = before
    elif seconds > STORY_S:
        places["story"] = before
    for pattern, weight, side in _contexts():
        counts = not is_long or weight < 0 or side == "told"
        if counts and side in places and pattern.search(places[side]):
            score += weight
    return score


def _as_read(document: Document) -> tuple[str, list[int] | None]:
    """The folded text with misspelled words repaired, and where its characters come from.

    The offsets are None where nothing is repaired.
    """
    text = document.text.text
    if "repaired" not in document.how:
        return text, None
    pieces: list[str] = []
    offsets: list[int] = []
    done = 0
    for k, (start, end) in enumerate(document.places):
        if document.how[k] != "repaired":
            continue
        word = document.words[k]
        pieces += [text[done:start], word]
        offsets += [*range(done, start), *[start] * (len(word) - 1), end - 1]
        done = end
    pieces.append(text[done:])
    offsets += range(done, len(text))
    return "".join(pieces), offsets


def find_durations(document: Document) -> list[Duration]:
    """Stated lengths of the clip in text order; lengths of other things are left out."""
    text, offsets = _as_read(document)
    if not _DIGIT.search(text) and not _has_unit(document):
        return []
    taken: list[Duration] = []
    for seconds, start, end, kind in _clocks(text) + _phrases(text):
        score = _score(text, start, end, kind, seconds)
        low, high = (start, end) if offsets is None else (offsets[start], offsets[end - 1] + 1)
        overlaps = any(low < item.end and item.start < high for item in taken)
        if score >= CLAIM_SCORE and seconds > 0 and not overlaps:
            taken.append(Duration(seconds, low, high, score))
    return sorted(taken, key=lambda item: item.start)


def _has_unit(document: Document) -> bool:
    return not _units().isdisjoint(document.present)
