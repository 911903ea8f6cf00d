"""Interpretation: from the text of a prompt to what it asks for, slot by slot.

Put the order of the stages here; each stage is a module beside this one, each list of
words a table of ``vocabulary/lexicon``. Only what the prompt says is claimed: defaults are
chosen later, by creation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from motion_assets.core.prompts.camera import direct_camera
from motion_assets.core.prompts.colors import hex_mentions, ish_mentions, refine_colors
from motion_assets.core.prompts.degrees import find_degrees
from motion_assets.core.prompts.document import Document, read_document
from motion_assets.core.prompts.elements import find_elements
from motion_assets.core.prompts.fields import field_slots
from motion_assets.core.prompts.forms import SHAPE, find_forms
from motion_assets.core.prompts.heading import HEADING
from motion_assets.core.prompts.index import Index, load_index
from motion_assets.core.prompts.indirect import Taken, find_indirect
from motion_assets.core.prompts.labels import LABELLED, beside_labelled, find_labelled
from motion_assets.core.prompts.language import detect_language, notice
from motion_assets.core.prompts.learned.overlay import applicable, index_with
from motion_assets.core.prompts.learned.rows import LearnedRow, rows_version
from motion_assets.core.prompts.lights import find_lights
from motion_assets.core.prompts.measures import MEASURE, find_measures
from motion_assets.core.prompts.negation import Negator, apply_negation, find_negators
from motion_assets.core.prompts.open_words import (
    in_order,
    open_words,
    overruled_words,
    passed_words,
)
from motion_assets.core.prompts.poetic import poetic_mentions
from motion_assets.core.prompts.quantities import Duration, find_durations
from motion_assets.core.prompts.reading import Evidence, Negation, Reading, SlotValue
from motion_assets.core.prompts.registry_names import (
    base_color_mentions,
    cell_mentions,
    with_silence,
)
from motion_assets.core.prompts.resolve import ClaimAt, collect, resolve
from motion_assets.core.prompts.senses import Mention, OpenPhrase, find_mentions
from motion_assets.core.prompts.shots import Told, shot_starts, shots_of
from motion_assets.core.prompts.travel import TRAVEL, find_travel, with_travel
from motion_assets.vocabulary import lexicon

RULES_VERSION: Final = "7"
"""Raise it when a rule changes what any prompt means; rows have their own fingerprint."""


_PLAIN: Final = 2
"""Most words of a direction that may still tell of a gradient: "diagonally from lime to aqua"."""
_NAMED_SLOTS: Final = frozenset({"colors", "color_cells", "sound_cells"})


@cache
def interpreter_version() -> str:
    """Version of rules and lexicon together, such as ``1-3f2a9c0d11aa``."""
    return f"{RULES_VERSION}-{lexicon.fingerprint()}"


def version_for(prompt: str, learned: Sequence[LearnedRow]) -> str:
    """Version under which a prompt is read; learned rows count where the prompt holds them."""
    rows = applicable(prompt, learned)
    return f"{interpreter_version()}-{rows_version(rows)}" if rows else interpreter_version()


def interpret(prompt: str, learned: Sequence[LearnedRow] = ()) -> Reading:
    """What a prompt asks for, with the words it rests on.

    Parameters
    ----------
    prompt
        Any text; text in a language other than English is answered with a notice alone.
    learned
        Rows of the linguistic registry; accepted ones resolve, those on trial as a guess.

    Examples
    --------
    >>> reading = interpret("a dreamy ocean at dusk, no music, zoom out slowly, 5 seconds")
    >>> reading.slots["camera_motion"], reading.slots["motion_speed"]
    (('zoom_out',), ('slow',))
    >>> reading.slots["duration_seconds"], [n.value for n in reading.negations]
    ((5.0,), ['music'])
    """
    rows = applicable(prompt, learned)
    if not rows:
        return _interpret(prompt, load_index())
    return replace(_interpret(prompt, index_with(rows)), version=version_for(prompt, rows))


def _interpret(prompt: str, index: Index) -> Reading:
    document = read_document(prompt, index)
    language = detect_language(document, index)
    if language != "en":
        return Reading(
            prompt=prompt,
            language=language,
            slots={"language": (language,)},
            evidence=(_language_evidence(document, language),),
            unresolved=(),
            negations=(),
            version=interpreter_version(),
            notice=notice(language),
            shots=({"language": (language,)},),
        )
    return _read(document, index)


def _language_evidence(document: Document, language: str) -> Evidence:
    start, end = document.span(0, len(document))
    return Evidence(
        slot="language",
        value=language,
        start=start,
        end=end,
        text=document.prompt[start:end],
        sense=f"language.{language}",
        rule="language.gate",
        confidence=0.9,
        reason="script or common words of that language",
    )


@dataclass(slots=True)
class _Found:
    """What a prompt says: what each part may mean, what negates, what is ruled out."""

    mentions: list[Mention]
    unclear: list[OpenPhrase]
    negators: list[Negator]
    negations: list[Negation]


def _read(document: Document, index: Index) -> Reading:
    document.fields = field_slots(document)
    found = _found(document, index)
    collected = collect(document, found.mentions)
    durations = _free(document, find_durations(document), found.mentions)
    slots, evidence = _claimed(document, resolve(document, collected), durations, found.negations)
    read = [(item.start, item.end) for item in evidence]
    passed = passed_words(document, index, found.mentions, read)
    explained = _read_spans(document, found.negators, durations, found.negations)
    explained += [(item.start, item.end) for item in passed]
    explained += [(item.start, item.end) for item in evidence if item.rule == HEADING]
    unread = open_words(document, index, found.mentions, found.unclear, explained)
    overruled = overruled_words(document, collected, evidence)
    return Reading(
        prompt=document.prompt,
        language="en",
        slots=slots,
        evidence=tuple(evidence),
        unresolved=in_order({*unread, *overruled}),
        negations=tuple(found.negations),
        version=interpreter_version(),
        passed=tuple(passed),
        shots=shots_of(_told(document, collected, evidence), shot_starts(document, index)),
    )


def _found(document: Document, index: Index) -> _Found:
    """Mentions in the order of the stages: each works on what those before it left."""
    mentions, unclear = _named(document, index)
    named = _labelled_tokens(mentions)
    negators = [cue for cue in find_negators(document) if cue.first not in named]
    negations, opposites = apply_negation(document, mentions, negators)
    mentions += opposites
    elements, left_out = find_elements(document, mentions, _ruled_tokens(document, negations))
    mentions += elements
    ruled_out = _ruled_tokens(document, negations)
    mentions += find_forms(document, mentions, ruled_out)
    said = {claim for m in mentions if not m.negated for claim in m.claims}
    taken = Taken(
        ruled_out,
        _named_tokens(mentions) | _tokens_of(mentions, {"subject_count"}, rule=f"form.{SHAPE}"),
        ways=_tokens_of(mentions, {"gradient_type", "shape_overlay"}, rule=TRAVEL),
        moving=_tokens_of([m for m in mentions if m.end - m.first > _PLAIN], {"motion_direction"}),
    )
    told = find_indirect(document, index, said, taken)
    mentions += [m for m in told if not _ruled_out(m, mentions)]
    mentions += find_degrees(document, mentions)
    return _Found(mentions, unclear, negators, negations + left_out)


def _named(document: Document, index: Index) -> tuple[list[Mention], list[OpenPhrase]]:
    """What is said outright: words of the lexicon, cells, colors, figures, ways of the camera."""
    mentions, unclear = find_mentions(document, index)
    certain = cell_mentions(document) + hex_mentions(document) + find_measures(document)
    mentions = _without_overlaps(mentions, certain)
    mentions = beside_labelled(document, mentions, find_labelled(document, mentions))
    mentions = _without_overlaps(mentions, base_color_mentions(document, mentions))
    with_silence(mentions)
    mentions = _without_overlaps(mentions, ish_mentions(document, mentions))
    mentions = refine_colors(document, mentions)
    stated = {k for m in mentions if m.rule == MEASURE for k in range(m.first, m.end)}
    poetic = [m for m in poetic_mentions(document, mentions) if m.first not in stated]
    mentions = _without_overlaps(mentions, poetic)
    mentions += direct_camera(document, mentions)
    mentions = with_travel(document, mentions, find_travel(document, mentions))
    mentions += find_lights(document, mentions)
    return sorted(mentions, key=lambda m: (m.first, m.end)), unclear


def _claimed(
    document: Document,
    by_slot: Mapping[str, Sequence[ClaimAt]],
    durations: list[Duration],
    negations: list[Negation],
) -> tuple[dict[str, tuple[SlotValue, ...]], list[Evidence]]:
    """Values of every slot, with the words that each rests on."""
    slots: dict[str, tuple[SlotValue, ...]] = {
        slot: tuple(value for value, _ in claims) for slot, claims in by_slot.items()
    }
    evidence = [_evidence(document, slot, claim) for slot in by_slot for claim in by_slot[slot]]
    if durations:
        chosen = _chosen_duration(durations)
        slots["duration_seconds"] = (chosen.seconds,)
        evidence.append(_duration_evidence(document, chosen))
    if negations:
        slots["negations"] = tuple(dict.fromkeys(item.value for item in negations))
        evidence += [_negation_evidence(item) for item in negations]
    return slots, evidence


def _told(
    document: Document, collected: dict[str, list[ClaimAt]], evidence: list[Evidence]
) -> list[Told]:
    """Every claim that stands with its place, repeats included."""
    standing = {(item.slot, item.value) for item in evidence}
    told: list[Told] = [(item.slot, item.value, item.start) for item in evidence]
    for slot, claims in collected.items():
        told += [
            (slot, value, document.starts[mention.first])
            for value, mention in claims
            if (slot, value) in standing
        ]
    return told


def _named_tokens(mentions: list[Mention]) -> set[int]:
    """Tokens of names of more than one word that mean a color or a sound."""
    names = [m for m in mentions if m.claims and m.claims[0][0] in _NAMED_SLOTS]
    return {k for m in names if m.end - m.first > 1 for k in range(m.first, m.end)}


def _tokens_of(mentions: list[Mention], slots: set[str], rule: str | None = None) -> set[int]:
    """Tokens of what claims one of some slots, or by a rule."""
    found = (m for m in mentions if m.rule == rule or slots & dict(m.claims).keys())
    return {k for m in found for k in range(m.first, m.end)}


def _labelled_tokens(mentions: list[Mention]) -> set[int]:
    """Tokens of values beside their label: the "none" of "symmetry: none" is one of them."""
    return {k for m in mentions if m.rule == LABELLED for k in range(m.first, m.end)}


def _ruled_tokens(document: Document, negations: list[Negation]) -> set[int]:
    """Tokens of what the prompt rules out."""
    return {
        k
        for item in negations
        for k in range(len(document))
        if item.start <= document.starts[k] and document.ends[k] <= item.end
    }


def _read_spans(
    document: Document,
    negators: list[Negator],
    durations: list[Duration],
    negations: list[Negation],
) -> list[tuple[int, int]]:
    """Spans of the prompt that are read as something else than a claim."""
    spans = [document.span(cue.first, cue.end) for cue in negators]
    spans += [document.text.span(item.start, item.end) for item in durations]
    return spans + [(item.start, item.end) for item in negations]


def _without_overlaps(mentions: list[Mention], certain: list[Mention]) -> list[Mention]:
    """Phrases that do not lie under a registry name or a hex value, with those added."""
    if not certain:
        return mentions
    covered = {k for m in certain for k in range(m.first, m.end)}
    kept = [m for m in mentions if covered.isdisjoint(range(m.first, m.end))]
    return sorted(kept + certain, key=lambda m: (m.first, m.end))


def _ruled_out(cue: Mention, mentions: list[Mention]) -> bool:
    """Whether what a cue would claim is exactly what the prompt rules out."""
    return any(m.negated and set(cue.claims) & set(m.claims) for m in mentions)


def _free(document: Document, durations: list[Duration], mentions: list[Mention]) -> list[Duration]:
    """Durations without those that say how long a shot or a transition is."""
    stated = [document.span(m.first, m.end) for m in mentions if m.rule == MEASURE]
    spans = [document.text.span(item.start, item.end) for item in durations]
    return [
        item
        for item, (start, end) in zip(durations, spans, strict=True)
        if not any(low < end and start < high for low, high in stated)
    ]


def _chosen_duration(durations: list[Duration]) -> Duration:
    return max(durations, key=lambda item: (item.score, -item.start))


def _evidence(document: Document, slot: str, claim: ClaimAt) -> Evidence:
    value, mention = claim
    start, end = document.span(mention.first, mention.end)
    return Evidence(
        slot=slot,
        value=value,
        start=start,
        end=end,
        text=document.prompt[start:end],
        sense=mention.sense,
        rule=mention.rule,
        confidence=mention.confidence,
        reason=mention.reason,
    )


def _duration_evidence(document: Document, duration: Duration) -> Evidence:
    start, end = document.text.span(duration.start, duration.end)
    return Evidence(
        slot="duration_seconds",
        value=duration.seconds,
        start=start,
        end=end,
        text=document.prompt[start:end],
        sense="duration",
        rule="quantity.duration",
        confidence=0.9,
        reason=f"a stated length, {duration.seconds:g} s",
    )


def _negation_evidence(negation: Negation) -> Evidence:
    return Evidence(
        slot="negations",
        value=negation.value,
        start=negation.start,
        end=negation.end,
        text=negation.text,
        sense=f"no.{negation.value.replace(' ', '_')}",
        rule="negation",
        confidence=0.9,
        reason="stands in the scope of a negation",
    )
