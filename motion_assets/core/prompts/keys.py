"""Keys of interpretations: which prompts are the same, and under which version.

Put identities of prompts and readings here. What a version consists of is decided in
``interpret``.
"""

import hashlib
import unicodedata

from motion_assets.core.prompts.open_words import EXPLAINED
from motion_assets.core.prompts.reading import Reading


def normal_prompt(prompt: str) -> str:
    """A prompt without what does not change its meaning: width, case and white space.

    >>> normal_prompt("  Slow   PAN ")
    'slow pan'
    """
    return " ".join(unicodedata.normalize("NFKC", prompt).casefold().split())


def interpretation_key(prompt: str, version: str) -> str:
    """Key of an interpretation: SHA-256 of the normalized prompt, the rules and the lexicon.

    Prompts that differ in compatibility forms, case or white space alone share a key.
    """
    text = f"{version}\x00{normal_prompt(prompt)}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()


def text_digest(prompt: str) -> str:
    """32 hex digits for a prompt exactly as it was typed, white space and all."""
    return hashlib.sha256(prompt.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def is_complete(reading: Reading) -> bool:
    """Whether every content word of a prompt was resolved or explained.

    A known word that names no slot is explained: it is what the clip is about, and so is a
    name. A word that nothing knows, or a phrase with several readings, is not.
    """
    explained = all(item.reason in EXPLAINED for item in reading.unresolved)
    return explained and not reading.notice
