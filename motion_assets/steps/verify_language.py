"""Verdicts on people's language: what must hold of learned words and recorded prompts.

Put properties of learned words and of the interpretation queue here; those of registries of
clips are in ``verify``.
"""

from datetime import datetime

from motion_assets.core.prompts.learned.gates import admit_row
from motion_assets.core.prompts.learned.replay import replay
from motion_assets.core.prompts.learned.rows import LearnedRow
from motion_assets.errors import RefusedWordError, UnknownValueError
from motion_assets.steps.linguistic import read_words
from motion_assets.steps.readings import backlog
from motion_assets.steps.verify import EXAMPLES, Verdict
from motion_assets.steps.workspace import Workspace
from motion_assets.vocabulary.learning import canaries


def canaries_hold(workspace: Workspace) -> Verdict:
    """No learned word that resolves changes how a canary is read."""
    rows = read_words(workspace).learned
    changed = {
        change.prompt
        for row in rows
        for change in replay(row, rows, ()).canaries
        if row.state == "accepted"
    }
    return Verdict(len(canaries()), len(changed), tuple(sorted(changed)[:EXAMPLES]))


def words_pass_gates(workspace: Workspace) -> Verdict:
    """Every learned word that resolves passes the gates of today: the lexicon may have grown."""
    rows = read_words(workspace).learned
    wrong = [f"{row.id} {row.span}: {why}" for row in rows if (why := _refusal(row))]
    return Verdict(len(rows), len(wrong), tuple(wrong[:EXAMPLES]))


def language_is_whole(workspace: Workspace) -> Verdict:
    """No remark or decision is torn."""
    words = read_words(workspace)
    count = len(words.remarks) + len(words.decisions) + len(words.torn)
    return Verdict(count, len(words.torn), words.torn[:EXAMPLES])


def prompts_are_read(workspace: Workspace, now: datetime) -> Verdict:
    """No recorded prompt waits to be read under the rules and lexicon of today."""
    found = backlog(workspace, now)
    keys = tuple(item.key for item in found.waiting[:EXAMPLES])
    return Verdict(found.recorded, len(found.waiting), keys)


def _refusal(row: LearnedRow) -> str:
    try:
        admit_row(row)
    except (RefusedWordError, UnknownValueError) as error:
        return str(error)
    return ""
