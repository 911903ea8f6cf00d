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
_ENGLISH_WEIGHT: Final = 0.6
"""How much less a word counts that English has among its commonest too ("on", "me", "no")."""

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
    "ja": "Japanese", "zh": "Chinese", "ko": "Korean", "ar": "Arabic", "he": "Hebrew",
    "el": "Greek", "hi": "Hindi", "bn": "Bengali", "ta": "Tamil", "te": "Telugu", "th": "Thai",
    "ka": "Georgian", "hy": "Armenian", "ru": "Russian", "uk": "Ukrainian", "fa": "Persian",
    "es": "Spanish", "fr": "French", "de": "German", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "sv": "Swedish", "da": "Danish", "pl": "Polish", "tr": "Turkish",
    "ro": "Romanian", "fi": "Finnish", "id": "Indonesian", "cs": "Czech", "hu": "Hungarian",
    "vi": "Vietnamese", "no": "Norwegian",
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


@cache
def _listed() -> frozenset[str]:
    return frozenset().union(*_lists().values())


@lru_cache(maxsize=8)
def _foreign_alone(small: frozenset[str], known: frozenset[str]) -> frozenset[str]:
    """Listed words of other languages that are no words of the lexicon."""
    return _listed() - small - known


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


def _latin_words(document: Document) -> dict[str, None]:
    """Distinct words, with what an apostrophe joins taken apart as in French."""
    typed = document.typed
    if "'" in document.text.text:
        typed = [part for word in typed for part in word.split("'")]
    return dict.fromkeys([part for part in typed if part.isalpha()])


def detect_language(document: Document, index: Index) -> str:
    """ISO 639-1 code of the prompt's language; ``en`` when nothing says otherwise.

    A word counts for every language whose list holds it; for English only when it is in no
    list of the language it is compared with, since the English dictionary holds many loans.
    """
    if not document.prompt.isascii():
        code = _of_script(document.prompt)
        if code:
            return code
    small, known = index.classes["small"], index.words.vocabulary
    sure = _foreign_alone(small, known)
    elided = "'" in document.text.text
    if not elided and sure.isdisjoint(document.typed):
        return "en"
    words = _latin_words(document)
    if sure.isdisjoint(words):
        return "en"
    english = {word for word in words if word in small or word in known or word in dictionary()}
    best, lead = "en", LEAD * len(words)
    for code, members in _lists().items():
        its = words.keys() & members
        telling = any(word not in small and word not in known for word in its)
        telling = telling and (len(its) > 1 or not document.prompt.isascii())
        margin = len(its) - len(english - its) - _ENGLISH_WEIGHT * len(its & small)
        if telling and margin >= lead and (best == "en" or margin > lead):
            best, lead = code, margin
    return best


def notice(code: str) -> str:
    """What to tell a person who wrote in a language that is not read yet."""
    name = NAMES.get(code, code)
    return (
        f"This looks like {name}. Only English is read for now, so nothing was taken from it; "
        "please write the prompt in English."
    )
