"""Language gate: which language a prompt is written in.

Put the decision here; function words and common words of each language are rows of
``languages.csv``. Only English is interpreted.
"""

import unicodedata
from collections import Counter
from functools import cache, lru_cache
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.index import Index
from motion_assets.core.prompts.words import dictionary
from motion_assets.vocabulary import lexicon

LEAD: Final = 0.15
"""By how much another language's share of words must lead the English one."""
SCRIPT_SHARE: Final = 0.4
"""Share of letters in another script from which a prompt is not English."""

_SCRIPTS: Final = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "HANGUL": "ko",
    "ARABIC": "ar",
    "HEBREW": "he",
    "GREEK": "el",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "CYRILLIC": "ru",
}
_UKRAINIAN: Final = frozenset("іїєґ")
_PERSIAN: Final = frozenset("پچژگ")

NAMES: Final = {
    "ja": "Japanese", "zh": "Chinese", "ko": "Korean", "ar": "Arabic", "he": "Hebrew", "el": "Greek",
    "hi": "Hindi", "bn": "Bengali", "ta": "Tamil", "te": "Telugu", "th": "Thai", "ka": "Georgian",
    "hy": "Armenian", "ru": "Russian", "uk": "Ukrainian", "fa": "Persian", "es": "Spanish",
    "fr": "French", "de": "German", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
    "sv": "Swedish", "da": "Danish", "pl": "Polish", "tr": "Turkish", "ro": "Romanian",
    "fi": "Finnish", "id": "Indonesian", "cs": "Czech", "hu": "Hungarian", "vi": "Vietnamese",
    "no": "Norwegian",
}  # fmt: skip


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    name = unicodedata.name(char, "").split(" ")[0]
    return _SCRIPTS.get(name.split("-")[0], "latin")


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {
        row["language"]: frozenset(row["words"].split()) for row in lexicon.read_table("languages")
    }


def _of_script(prompt: str) -> str | None:
    letters = [char for char in prompt if char.isalpha()]
    counts = Counter(_script(char) for char in letters)
    latin = counts.pop("latin", 0)
    if not counts or len(letters) - latin < SCRIPT_SHARE * len(letters):
        return None
    if counts["ja"]:
        return "ja"
    language = max(counts, key=lambda item: (counts[item], item))
    small = frozenset(prompt.lower())
    if language == "ru" and small & _UKRAINIAN:
        return "uk"
    if language == "ar" and small & _PERSIAN:
        return "fa"
    return language


def _latin_words(document: Document) -> list[str]:
    return [w for k, w in enumerate(document.words) if document.is_word[k] and w.isalpha()]


def detect_language(document: Document, index: Index) -> str:
    """ISO 639-1 code of the prompt's language; ``en`` when nothing says otherwise."""
    if not document.prompt.isascii():
        code = _of_script(document.prompt)
        if code:
            return code
    words = _latin_words(document)
    if not words:
        return "en"
    known = index.classes["small"]
    if sum(word in known for word in words) * 4 >= len(words) and document.prompt.isascii():
        return "en"
    shares = {
        code: sum(word in members for word in words) / len(words)
        for code, members in _lists().items()
    }
    best = max(shares, key=lambda code: (shares[code], code), default="en")
    if best == "en" or shares[best] < LEAD:
        return "en"
    english = sum(word in index.words.vocabulary or word in dictionary() for word in words) / len(
        words
    )
    strict = sum(word in known for word in words) / len(words)
    return best if shares[best] >= min(english, strict + 0.35) + LEAD else "en"


def notice(code: str) -> str:
    """What to tell a person who wrote in a language that is not read yet."""
    name = NAMES.get(code, code)
    return (
        f"This looks like {name}. Only English is read for now, so nothing was taken from it; "
        "please write the prompt in English."
    )
