"""Prompts -> interpretations: the cache that reads no prompt twice, its queue and its versions.

Put here what reads and writes interpretations in the lake. How a prompt is read belongs in
``core.prompts``; what words were learned is in ``linguistic``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from motion_assets.core.prompts.interpret import interpret, interpreter_version, version_for
from motion_assets.core.prompts.keys import text_digest
from motion_assets.core.prompts.learned.overlay import applicable
from motion_assets.core.prompts.learned.replay import Change, difference
from motion_assets.core.prompts.learned.rows import LearnedRow, digest, rows_version, stamp
from motion_assets.core.prompts.queue import Queued, next_in_line
from motion_assets.core.prompts.reading import Reading
from motion_assets.errors import UnknownValueError
from motion_assets.steps.linguistic import enter, gather_patterns, promote, read_words
from motion_assets.steps.workspace import Workspace
from motion_assets.storage import language
from motion_assets.storage.generations import newest, open_newest
from motion_assets.vocabulary.learning import BATCH_PROMPTS, PromptSource


@dataclass(frozen=True, slots=True)
class Backlog:
    """Prompts that wait, of those ``recorded``; ``swept``: there is nothing else to look for."""

    version: str
    words: str
    recorded: int
    waiting: tuple[Queued, ...]
    swept: bool

    @property
    def is_empty(self) -> bool:
        """Whether every prompt was read under the rules, the lexicon and the words of today."""
        return not self.waiting and self.swept

    @property
    def key(self) -> str:
        """Twelve hex digits that stay the same until something enters, is read or learned."""
        return digest(self.version, self.words, *sorted(item.key for item in self.waiting))[:12]


@dataclass(frozen=True, slots=True)
class Worked:
    """What one batch of the queue did; ``left`` prompts still wait."""

    version: str
    read: tuple[str, ...]
    left: int
    new_remarks: int
    accepted: tuple[str, ...]
    blocked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Prompts that two versions read differently, of those that both have read."""

    before: str
    after: str
    compared: int
    changes: tuple[Change, ...]


def read_prompt(
    workspace: Workspace,
    prompt: str,
    words: Sequence[LearnedRow],
    *,
    source: PromptSource,
    at: datetime,
) -> Reading:
    """A prompt's reading under the current version: from the lake, or read now and kept there."""
    version = version_for(prompt, words)
    found = language.find_reading(workspace.lake, prompt, version)
    if found is not None:
        return found
    reading = interpret(prompt, words)
    language.note_version(workspace.lake, reading.version, stamp(at))
    language.put_reading(workspace.lake, reading, source)
    return reading


def enqueue(
    workspace: Workspace,
    prompts: Iterable[str],
    *,
    source: PromptSource,
    author: str,
    at: datetime,
) -> int:
    """Record prompts to be read by the queue; how many of them are not read yet."""
    known = language.read_texts(workspace.lake, interpreter_version())
    waiting = 0
    for prompt in prompts:
        enter(workspace, prompt, source=source, author=author, at=at)
        waiting += text_digest(prompt) not in known
    return waiting


def waiting_line(workspace: Workspace, now: datetime) -> tuple[Queued, ...]:
    """Prompts that the rules and the lexicon of today have not read, each once.

    A prompt that an earlier version has read waits as backfill since the version of today was
    first used, which is ``now`` before the first. Names of objects are enough to know this:
    none is opened but the versions.
    """
    current = interpreter_version()
    uses = language.used_versions(workspace.lake)
    begun = {use.version: use.first_used for use in uses}.get(current, stamp(now))
    read = language.read_texts(workspace.lake, current)
    earlier = frozenset[str]().union(
        *(language.read_texts(workspace.lake, use.version) for use in uses)
    )
    line: dict[str, Queued] = {}
    for item in language.waiting_prompts(workspace.lake):
        if item.text in read:
            continue
        again = item.text in earlier
        since = datetime.fromisoformat(max(item.at, begun) if again else item.at)
        queued = Queued(item.key, "backfill" if again else item.source, since)
        best = line.get(item.text)
        # The same text may have entered twice; by any clock the same one of them is ahead.
        if best is None or next_in_line((best, queued), since, 1) == (queued,):
            line[item.text] = queued
    return tuple(line.values())


def backlog(workspace: Workspace, now: datetime) -> Backlog:
    """What the queue has still to do; opens no prompt and no reading."""
    words = rows_version(read_words(workspace).resolving)
    texts = {item.text for item in language.waiting_prompts(workspace.lake)}
    swept = language.is_swept(workspace.lake, interpreter_version(), words)
    return Backlog(
        version=interpreter_version(),
        words=words,
        recorded=len(texts),
        waiting=waiting_line(workspace, now),
        swept=swept or (not texts and newest(workspace.lake) is None),
    )


def work(workspace: Workspace, *, now: datetime, limit: int = BATCH_PROMPTS) -> Worked:
    """Read the most urgent waiting prompts, and those that a learned word changes.

    Then what people said together is gathered and words with enough evidence are replayed.
    Doing it again reads nothing twice.
    """
    language.note_version(workspace.lake, interpreter_version(), stamp(now))
    words = read_words(workspace).resolving
    if not language.is_swept(workspace.lake, interpreter_version(), rows_version(words)):
        _adopt_published(workspace, now)
    read, left = _read_waiting(workspace, words, now=now, limit=limit)
    if not left:
        again, left = _read_again(workspace, words, now=now, limit=limit - len(read))
        read += again
    new_remarks = 0 if left else gather_patterns(workspace)
    decided = () if left else promote(workspace, at=now)
    return Worked(
        version=interpreter_version(),
        read=tuple(read),
        left=left,
        new_remarks=new_remarks,
        accepted=tuple(d.row.id for d in decided if d.row.state == "accepted"),
        blocked=tuple(d.row.id for d in decided if d.row.state != "accepted"),
    )


def _read_waiting(
    workspace: Workspace, words: tuple[LearnedRow, ...], *, now: datetime, limit: int
) -> tuple[list[str], int]:
    """Read the most urgent prompts; their texts, and how many are left."""
    line = waiting_line(workspace, now)
    chosen = next_in_line(line, now, limit)
    entered = language.read_entered(workspace.lake, [item.key for item in chosen]).records
    for _, item in entered:
        read_prompt(workspace, item.prompt, words, source=item.source, at=now)
    return [item.prompt for _, item in entered], len(line) - len(chosen)


def _adopt_published(workspace: Workspace, now: datetime) -> None:
    """Record prompts of clips that were made before prompts were recorded."""
    if newest(workspace.lake) is None:
        return
    known = {item.text for item in language.waiting_prompts(workspace.lake)}
    with open_newest(workspace.settings) as connection:
        rows = connection.execute("SELECT DISTINCT name FROM registry.interpretation").fetchall()
    for (prompt,) in sorted(rows):
        if text_digest(prompt) not in known:
            enter(workspace, prompt, source="backfill", author="backfill", at=now)


def _read_again(
    workspace: Workspace, words: tuple[LearnedRow, ...], *, now: datetime, limit: int
) -> tuple[list[str], int]:
    """Read prompts whose learned words are not those they were read with; how many are left."""
    version, today = interpreter_version(), rows_version(words)
    if language.is_swept(workspace.lake, version, today):
        return [], 0
    keys = [item.key for item in language.waiting_prompts(workspace.lake)] if words else []
    stale = [
        item
        for _, item in language.read_entered(workspace.lake, keys).records
        if applicable(item.prompt, words)
        and language.find_reading(workspace.lake, item.prompt, version_for(item.prompt, words))
        is None
    ]
    by_text = {item.prompt: item for item in reversed(stale)}
    for prompt in list(by_text)[:limit]:
        read_prompt(workspace, prompt, words, source=by_text[prompt].source, at=now)
    left = max(0, len(by_text) - limit)
    if not left:
        language.note_swept(workspace.lake, version, today, stamp(now))
    return list(by_text)[:limit], left


def compare_versions(
    workspace: Workspace, before: str | None = None, after: str | None = None
) -> Difference:
    """Prompts that one version reads otherwise than another; the last two when none is named.

    Raises
    ------
    UnknownValueError
        If a version was never used, or fewer than two were.
    """
    used = [use.version for use in language.used_versions(workspace.lake)]
    if len(used) < 2 and (before is None or after is None):  # noqa: PLR2004 - a pair
        raise UnknownValueError(
            f"a difference needs two versions, and {len(used)} was used so far. Versions begin "
            "when rules, the lexicon or learned words change."
        )
    named = (before or used[-2], after or used[-1])
    for version in named:
        if version not in used:
            raise UnknownValueError(
                f"no version {version[:60]!r} was used. Known: {', '.join(used) or 'none'}."
            )
    old, new = (_readings_under(workspace, version) for version in named)
    shared = sorted(old.keys() & new.keys())
    changes = (difference(old[prompt], new[prompt]) for prompt in shared)
    return Difference(*named, len(shared), tuple(change for change in changes if change))


def _readings_under(workspace: Workspace, version: str) -> dict[str, Reading]:
    """Readings by prompt under a version; prompts without its learned words count with it."""
    rules = "-".join(version.split("-")[:2])
    keys = language.readings_under(workspace.lake, rules)
    found = language.read_readings(workspace.lake, keys).records
    plain = {s.prompt: (s, key) for key, s in found if s.version == rules}
    own = {s.prompt: (s, key) for key, s in found if s.version == version}
    return {
        prompt: language.reading_of(stored, key)
        for prompt, (stored, key) in ({**plain, **own}).items()
    }
