"""Indirect wording: claims for what a prompt describes without naming it.

Put the matching of cue rows here; the rows are ``cues.csv``. They are read only for slots
that nothing else in the prompt fills.
"""

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.index import Index
from motion_assets.core.prompts.senses import Mention
from motion_assets.vocabulary.lexicon import CueRow

CUE_CONFIDENCE = 0.6


def _span(document: Document, token: int, row: CueRow) -> tuple[int, int] | None:
    """Tokens from the first to the last word of a row found around ``token``, in any order."""
    low, high = document.sentence[token]
    low, high = max(low, token - row.span), min(high, token + row.span + 1)
    first = last = token
    for group in row.groups[1:]:
        place = next(
            (k for k in range(low, high) if any(form in group for form in document.forms[k])), None
        )
        if place is None:
            return None
        first, last = min(first, place), max(last, place)
    return (first, last + 1) if last - first <= row.span else None


def find_cues(document: Document, index: Index, filled: set[str]) -> list[Mention]:
    """Claims of cue rows for slots that are not in ``filled``, the earliest row first."""
    found: dict[str, Mention] = {}
    for token, forms in enumerate(document.forms):
        rows = [row for form in dict.fromkeys(forms) for row in index.cues.get(form, ())]
        for row in rows:
            if row.slot in filled or row.slot in found:
                continue
            span = _span(document, token, row)
            if span is None:
                continue
            found[row.slot] = Mention(
                first=span[0],
                end=span[1],
                claims=tuple((row.slot, value) for value in row.value.split(";")),
                sense=f"cue.{row.slot}.{row.value.split(';')[0]}",
                rule="indirect.cue",
                confidence=CUE_CONFIDENCE,
                reason="describes it without naming it: "
                + " + ".join(group[0] for group in row.groups),
            )
    return sorted(found.values(), key=lambda mention: (mention.first, mention.end))
