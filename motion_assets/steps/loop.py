"""The loop: what each workflow makes next, from gaps, promises and history.

Put the turn of a workflow here. The ratio, choices and budgets are decided in
``core.coverage``; starting runs belongs in ``defs``.
"""

import hashlib
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Final

import numpy as np

from motion_assets.core.clips.request import MAX_CLIPS, ClipRequest, ReelRequest
from motion_assets.core.coverage.asking import (
    Asked,
    OpenGaps,
    count_asked,
    gap_count,
    minus,
    open_gaps,
)
from motion_assets.core.coverage.choosing import choose_prompts, choose_sound, good_prompts, unlike
from motion_assets.core.coverage.explore import Applied, exploit_ratio
from motion_assets.core.coverage.measure import Gaps, all_values
from motion_assets.core.coverage.planner import (
    PLAN_SEED,
    SECOND_BAR,
    VALUE_CLIPS_PER_REEL,
    lone_clips,
    next_attempt,
    plan_gaps,
)
from motion_assets.core.prompts.learned.rows import stamp
from motion_assets.errors import BadNameError, RequestError
from motion_assets.steps.decisions import Decision
from motion_assets.steps.generate import generate_prompts
from motion_assets.steps.history import History, read_history
from motion_assets.steps.plan import Standing, standing
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.lake import open_lake
from motion_assets.storage.reels import read_request
from motion_assets.vocabulary.workflows import WORKFLOW_ROWS, ClipFocus, Focus, Workflow

PROMPTS_PER_REEL: Final = 16
"""Composed clips take seconds each, so a reel of them is smaller than one of small clips."""
KNOWN_PROMPTS: Final = 2_000
"""Newest prompts that a new one must differ from."""
_SOUND: Final = "sound."
_EXPLORE_ONLY: Final = Applied(0.0, 0.0, None, "this workflow only explores")
_EXPLOIT_ONLY: Final = Applied(1.0, 1.0, None, "this workflow only exploits")


@dataclass(frozen=True, slots=True)
class Turn:
    """Reels that a workflow would make now, why, and what is said when there are none."""

    reels: tuple[ReelRequest, ...]
    decision: Decision
    now: Standing
    idle: str


@dataclass(frozen=True, slots=True)
class _Outlook:
    """What a turn is decided from; ``live``: requests of reels under way."""

    workflow: Workflow
    focus: ClipFocus | None
    bar: int
    now: Standing
    found: OpenGaps
    live: tuple[ReelRequest, ...]

    def rng(self) -> np.random.Generator:
        """The one generator of a turn: the same registry state gives the same choices."""
        return np.random.default_rng([self.seed, len(self.live)])

    @property
    def seed(self) -> int:
        """Seed of this workflow in this generation, below 2**48."""
        name = f"{self.now.fingerprint}/{self.workflow}".encode()
        return int.from_bytes(hashlib.sha256(name).digest()[:6], "big")


def focus_of(workspace: Workspace, workflow: Workflow) -> Focus:
    """What a workflow looks for: its own focus, or that of the setting for all that make clips."""
    own = WORKFLOW_ROWS[workflow].focus
    return own if own == "none" else workspace.settings.loop_extraction_focus or own


def next_turn(
    workspace: Workspace,
    workflow: Workflow,
    *,
    live: AbstractSet[str],
    at: datetime,
    reels: int = 1,
    bar: int | None = None,
) -> Turn:
    """Up to so many reels that ``workflow`` makes next; equal states give equal reels.

    Parameters
    ----------
    live
        Reels of runs that wait or work: what they promise is not asked for again.
    at
        The time, for the record and for the age of sounds.
    bar
        Bar to work towards; that of the settings where none is given.
    """
    now = standing(workspace)
    outlook = _outlook(workspace, workflow, now, live, bar or workspace.settings.target_bar)
    if workflow == "exploiter":
        history = read_history(workspace, at)
        applied, made = _EXPLOIT_ONLY, _exploiting(outlook, history, reels)
    elif workflow == "balanced":
        history = read_history(workspace, at)
        applied = exploit_ratio(
            history.known,
            base=workspace.settings.exploit_ratio,
            override=workspace.settings.loop_exploit_ratio_override,
        )
        made = _balancing(outlook, history, applied.ratio, reels)
    else:
        applied, made = _EXPLORE_ONLY, _exploring(workspace, outlook, at, reels)
    decision = _decision(workspace, outlook, applied, at)
    return Turn(made[:reels], decision, now, _idle(outlook))


def given_up(workspace: Workspace, *, live: AbstractSet[str] = frozenset()) -> Gaps:
    """Gaps of the newest generation that three attempts did not show."""
    now = standing(workspace)
    return _outlook(workspace, "explorer", now, live, SECOND_BAR).found.given_up


def _outlook(
    workspace: Workspace, workflow: Workflow, now: Standing, live: AbstractSet[str], bar: int
) -> _Outlook:
    under_way = tuple(_requests(workspace, sorted(live - now.folded)))
    found = open_gaps(now.gaps, made=_made(workspace, now.folded), live=count_asked(under_way))
    return _Outlook(workflow, workspace.settings.loop_extraction_focus, bar, now, found, under_way)


def _requests(workspace: Workspace, reels: Iterable[str]) -> tuple[ReelRequest, ...]:
    """Requests of reels; a reel that was never written down promises nothing."""
    location = str(workspace.settings.lake_location)
    found = (_request(location, reel) for reel in reels)
    return tuple(request for request in found if request is not None)


@lru_cache(maxsize=8_192)
def _request(location: str, reel: str) -> ReelRequest | None:
    """Request of a reel; a request never changes, so that it is read once a process."""
    try:
        return read_request(open_lake(location), reel).request
    except (RequestError, BadNameError):
        return None


def _made(workspace: Workspace, folded: frozenset[str]) -> Asked:
    """What all reels of a generation asked for."""
    return count_asked(_requests(workspace, sorted(folded)))


def _exploring(
    workspace: Workspace, outlook: _Outlook, at: datetime, reels: int
) -> tuple[ReelRequest, ...]:
    """Reels for gaps; an explorer without gaps makes clips of new prompts."""
    planned = _gap_reels(outlook, reels)
    if planned or outlook.workflow != "explorer" or gap_count(outlook.found.to_ask):
        return planned
    if outlook.live:
        return ()
    known = [clip.prompt for clip in read_history(workspace, at).made][-KNOWN_PROMPTS:]
    batch = generate_prompts(PROMPTS_PER_REEL, seed=outlook.seed)
    texts = unlike([prompt.text for prompt in batch.prompts], known)
    clips = tuple(ClipRequest(prompt=text) for text in texts)
    return (_reel(outlook, clips),) if clips else ()


def _gap_reels(outlook: _Outlook, reels: int) -> tuple[ReelRequest, ...]:
    """Reels for gaps, those of the workflow's own kind taking turns with the others."""
    lines = [_planned(outlook, gaps, reels) for gaps in _kinds(outlook) if gap_count(gaps)]
    turns = [line[place] for place in range(reels) for line in lines if place < len(line)]
    return tuple(turns[:reels])


def _planned(outlook: _Outlook, gaps: Gaps, reels: int) -> list[ReelRequest]:
    # Every value first: the first bar is met with few clips, pairs and names take thousands.
    bar = 1 if gaps.values else outlook.bar
    most = reels * MAX_CLIPS
    last = _last_try(outlook, gaps, bar)
    alone = lone_clips(last)[:VALUE_CLIPS_PER_REEL]
    lone = [ReelRequest(workflow="explorer", seed=PLAN_SEED, clips=alone)] if alone else []
    plan = plan_gaps(minus(gaps, last), outlook.now.folded, bar=bar, max_rows=most, max_named=most)
    firsts = (replace(reel, workflow=outlook.workflow, attempt=0) for reel in (*lone, *plan.reels))
    attempts = (next_attempt(first, outlook.now.folded) for first in firsts)
    return [reel for reel in attempts if reel is not None][:reels]


def _last_try(outlook: _Outlook, gaps: Gaps, bar: int) -> Gaps:
    """Gaps that two attempts beside others did not show: the last one asks for nothing else."""
    last = outlook.found.last_try
    values = frozenset(last.values).intersection(gaps.values)
    pairs = frozenset(last.pair_numbers).intersection(gaps.pair_numbers if bar > 1 else ())
    return Gaps(values=tuple(sorted(values)), pair_numbers=tuple(sorted(pairs)))


def _kinds(outlook: _Outlook) -> tuple[Gaps, ...]:
    """Gaps that a workflow plans for, by kind; a focus that was set leaves only its own."""
    gaps = outlook.found.to_ask
    cells = Gaps(color_cells=gaps.color_cells, sound_cells=gaps.sound_cells)
    sounds = Gaps(sound_cells=gaps.sound_cells)
    values = Gaps(values=gaps.values, pair_numbers=gaps.pair_numbers)
    named = Gaps(named_cells=gaps.named_cells)
    if outlook.workflow == "sweep":
        return (cells,) if gaps.color_cells else ()
    if outlook.workflow == "sound" or outlook.focus == "sound":
        return sounds, _of_sound(values)
    by_focus: dict[ClipFocus | None, tuple[Gaps, ...]] = {
        "frame": (named,),
        "window": (values,),
    }
    return by_focus.get(outlook.focus, (values, named))


def _of_sound(gaps: Gaps) -> Gaps:
    """Values and pairs of sound alone, which need no picture."""
    places = {place for place, (aspect, _) in enumerate(all_values()) if _is_sound(aspect)}
    return Gaps(
        values=tuple(value for value in gaps.values if _is_sound(value[0])),
        pair_numbers=tuple(pair for pair in gaps.pair_numbers if places.issuperset(pair)),
    )


def _is_sound(aspect: str) -> bool:
    return aspect.startswith(_SOUND)


def _exploiting(outlook: _Outlook, history: History, reels: int) -> tuple[ReelRequest, ...]:
    """Reels of good prompts; more than one of them when asked for."""
    made: list[ReelRequest] = []
    rng = outlook.rng()
    for _ in range(reels):
        clips = _good_clips(outlook, history, PROMPTS_PER_REEL, rng, made)
        if clips:
            made.append(_reel(outlook, tuple(clips)))
    return tuple(made)


def _balancing(
    outlook: _Outlook, history: History, ratio: float, reels: int
) -> tuple[ReelRequest, ...]:
    """One reel whose clips exploit by the ratio and explore else; what is lacking gives way."""
    rng = outlook.rng()
    wanted = sum(float(rng.random()) < ratio for _ in range(PROMPTS_PER_REEL))
    good = _good_clips(outlook, history, wanted, rng, ())
    planned = [clip for reel in _gap_reels(outlook, 1) for clip in reel.clips]
    new = planned[: PROMPTS_PER_REEL - len(good)]
    if not new and len(good) < PROMPTS_PER_REEL:
        batch = generate_prompts(PROMPTS_PER_REEL - len(good), seed=outlook.seed)
        texts = unlike([p.text for p in batch.prompts], [m.prompt for m in history.made])
        new = [ClipRequest(prompt=text) for text in texts]
    clips = tuple(new + good)
    return (_reel(outlook, clips),) if clips and reels else ()


def _good_clips(
    outlook: _Outlook,
    history: History,
    count: int,
    rng: np.random.Generator,
    more: Sequence[ReelRequest],
) -> list[ClipRequest]:
    """Clips of good prompts, with a sound of their own where the prompt leaves it open."""
    under_way = [
        clip.prompt for reel in (*outlook.live, *more) for clip in reel.clips if clip.prompt
    ]
    used = [clip.prompt for clip in history.made] + under_way
    names_sound = {clip.prompt for clip in history.made if clip.names_sound}
    chosen = choose_prompts(good_prompts(history.made), used, count, rng)
    return [
        ClipRequest(
            prompt=prompt,
            values=() if prompt in names_sound else (choose_sound(history.sounds, rng),),
        )
        for prompt in chosen
    ]


def _reel(outlook: _Outlook, clips: tuple[ClipRequest, ...]) -> ReelRequest:
    return ReelRequest(workflow=outlook.workflow, seed=outlook.seed, clips=clips)


def _decision(workspace: Workspace, outlook: _Outlook, applied: Applied, at: datetime) -> Decision:
    return Decision(
        workflow=outlook.workflow,
        focus=focus_of(workspace, outlook.workflow),
        at=stamp(at),
        generation=outlook.now.generation,
        exploit_ratio=applied.ratio,
        base_ratio=applied.base,
        cap=applied.cap or "",
        reason=applied.reason,
        promised=outlook.found.promised_count,
        given_up=gap_count(outlook.found.given_up),
    )


def _idle(outlook: _Outlook) -> str:
    gaps, lost = outlook.now.gaps, outlook.found.given_up
    return (
        f"Generation {outlook.now.generation}: missing {len(gaps.color_cells)} color cells, "
        f"{len(gaps.sound_cells)} sound cells, {len(gaps.values)} values, "
        f"{len(gaps.pair_numbers)} pairs and {len(gaps.named_cells)} colors by name; "
        f"{outlook.found.promised_count} of them are promised by {len(outlook.live)} reels under "
        f"way, {gap_count(lost)} were asked for three times in vain, and none is left to "
        f"the workflow {outlook.workflow}."
    )
