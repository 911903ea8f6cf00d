"""Records of learned words: what people said, what was decided, and the rows that follow.

Put here the records and their identities. How what people said is counted belongs in
``counting``, what state follows in ``states``.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from motion_assets.core.prompts.text import plain, words_of
from motion_assets.core.prompts.trie import phrase_words
from motion_assets.core.prompts.words import dictionary, stems
from motion_assets.errors import LimitError
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.learning import EvidenceKind, Register, RowSource, State

Verdict = Literal["accept", "retire", "block"]
ID_HEX: Final = 12
_MARK: Final = "\x00"


def stamp(at: datetime) -> str:
    """A time as records keep it: UTC with microseconds, so that text sorts as time does.

    Raises
    ------
    LimitError
        If the time has no zone.

    >>> stamp(datetime(2026, 11, 21, 9, 30, tzinfo=UTC))
    '2026-11-21T09:30:00.000000Z'
    """
    if at.tzinfo is None:
        raise LimitError(f"a time needs its zone, got {at.isoformat()}. Use datetime.now(UTC).")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest(*parts: str) -> str:
    """SHA-256 of texts in order, as 64 hex digits; texts may hold lone surrogates."""
    return hashlib.sha256(_MARK.join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def span_words(span: str) -> tuple[str, ...]:
    """Words of a span in the spelling used for matching.

    >>> span_words("  Low-Key ")
    ('low', 'key')
    """
    return phrase_words(plain(span).text)


def content_words(prompt: str) -> frozenset[str]:
    """Words of a prompt that carry meaning: all but those of grammar."""
    return frozenset(
        word for word in words_of(plain(prompt).text) if word[0].isalnum()
    ) - lexicon.word_classes().get("small", frozenset())


def fingerprint(prompt: str) -> str:
    """Fingerprint of a prompt: the same for the same words of meaning in any order.

    >>> fingerprint("A slow beach") == fingerprint("the beach, slow!")
    True
    """
    return digest(*sorted(content_words(prompt)))[:16]


def lemma_key(span: str) -> str:
    """Dictionary forms of a span's words; a word that no dictionary has stays as it is.

    >>> lemma_key("glowing skies")
    'glow sky'
    """
    known = dictionary()
    return " ".join(
        next((stem for stem in stems(word) if stem in known), word) for word in span_words(span)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What one prompt or correction of one author says that a span means.

    ``span`` is in the spelling of ``span_words``; ``at`` a ``stamp``. ``agrees`` is False for
    "X does not mean Y". ``sense_id`` tells senses of one span apart and is empty for the only
    one; ``cues`` are words that stood around the span.
    """

    kind: EvidenceKind
    span: str
    slot: str
    value: str
    author: str
    at: str
    prompt: str
    agrees: bool = True
    sense_id: str = ""
    cues: tuple[str, ...] = ()
    register: Register = "standard"
    dialect: str = ""

    @property
    def day(self) -> str:
        """UTC day, as ``2026-11-21``."""
        return self.at[:10]

    @property
    def id(self) -> str:
        """Identity: the same author, day and prompt saying the same is the same remark."""
        parts = (self.kind, self.span, self.slot, self.value, self.sense_id, self.author, self.day)
        return digest(*parts, str(self.agrees), fingerprint(self.prompt))[:32]

    @property
    def row_id(self) -> str:
        """Id of the row it speaks of."""
        return row_id(self.span, self.sense_id, self.slot, self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided of a row: by its evidence (``reviewer`` empty) or by a person.

    accept: it resolves; retire: it does not, whatever its evidence; block: a canary changed
    on replay, so evidence alone does not accept it. ``changed`` names the prompts whose
    interpretation changed on replay.
    """

    row_id: str
    verdict: Verdict
    at: str
    reviewer: str = ""
    reason: str = ""
    changed: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Identity of this decision."""
        return digest(self.row_id, self.verdict, self.at, self.reviewer)[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedRow:
    """A span with the value it is learned to name, and how far that is believed.

    ``agree`` and ``disagree`` count independent evidence; ``confidence`` is the lower bound at
    90 % of the share that agrees, 0..1. ``cues`` are words of which one must stand near; none:
    it stands alone. ``times_seen`` counts everything that was said of it, counted or not.
    """

    id: str
    span: str
    lemma_key: str
    sense_id: str
    slot: str
    value: str
    register: Register
    dialect: str
    state: State
    agree: int
    disagree: int
    confidence: float
    times_seen: int
    first_seen: str
    last_seen: str
    source: RowSource
    examples: tuple[str, ...]
    reviewer: str
    cues: tuple[str, ...]
    ready: bool = False
    """Whether evidence alone would accept it, if no canary changes."""


def row_id(span: str, sense_id: str, slot: str, value: str) -> str:
    """Id of the row of a span, sense and value.

    >>> row_id("zorble", "", "motion_speed", "slow")
    'word-4caccff59ee5'
    """
    return f"word-{digest(span, sense_id, slot, value)[:ID_HEX]}"


def rows_version(rows: tuple[LearnedRow, ...]) -> str:
    """Eight hex digits that change with everything of some rows that a reading depends on."""
    meaning = (_MARK.join((row.id, row.state, *row.cues)) for row in rows)
    return digest(*sorted(meaning))[:8]
