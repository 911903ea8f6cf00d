"""Names: rename an entry of a static registry everywhere at once, or see what that would touch.

Put the order of a rename here: check, keep, rewrite people's language, publish, search. What a
name must be is decided in ``core.registries.renames``, the search in ``residue``.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import duckdb

from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.learned.renamed import SLOTS, name_rows
from motion_assets.core.prompts.learned.rows import stamp
from motion_assets.core.prompts.reading import Reading
from motion_assets.core.registries.naming import color_cell_of_name, sound_cell_of_name
from motion_assets.core.registries.renames import (
    Names,
    Registry,
    Renamed,
    Renaming,
    names_after,
    registry_of_key,
    require_fit,
)
from motion_assets.errors import BadNameError, StorageError
from motion_assets.steps.publish import publish_committed
from motion_assets.steps.residue import Place, find_residue
from motion_assets.steps.workspace import Workspace
from motion_assets.storage import language, renames
from motion_assets.storage.fold.renaming import rewritten_reading
from motion_assets.storage.manifests import manifest_numbers, read_generation
from motion_assets.storage.sealed import seal
from motion_assets.vocabulary.cells import (
    color_cell_of_key,
    color_key,
    sound_cell_of_key,
    sound_key,
)
from motion_assets.vocabulary.colors import OPACITY_WORDS

BASE_KEY_COMMAS: Final = 2
_KIN: Final[dict[Registry, tuple[str, ...]]] = {
    "static_color": ("color",),
    "static_sound": ("audio", "sound"),
}
"""How the slots begin that a name may ask for beside its cell."""


@dataclass(frozen=True, slots=True)
class Renames:
    """What is renamed, the places that say the old names, and what was done about it.

    ``generation`` is 0 when nothing was published (a dry run); ``residue`` is what says an old
    name after it.
    """

    items: tuple[Renamed, ...]
    places: tuple[Place, ...]
    generation: int
    residue: tuple[Place, ...]


def plan_rename(workspace: Workspace, key: str, name: str) -> tuple[Renamed, ...]:
    """What a rename of ``key`` to ``name`` changes; nothing when the name holds already.

    A key without an opacity, such as ``100,125,150``, stands for the color at every opacity:
    ``name`` is its base name then.

    Raises
    ------
    UnknownValueError
        If there is no such cell.
    BadNameError
        If the name is not fit, taken, or not read back as the cell.
    """
    names = renames.read_names(workspace.lake)
    wanted = _every_opacity(key, name) if _is_base(key) else ((key, name),)
    items = tuple(
        Renamed(registry, cell, old, new)
        for cell, new in wanted
        for registry in [registry_of_key(cell)]
        if (old := current_name(names, registry, cell)) != new
    )
    for item in items:
        require_fit(item.new, item.key, names)
    _require_readable(items, names)
    return items


def changed_by_rule(workspace: Workspace) -> tuple[Renamed, ...]:
    """Entries that a kept generation calls otherwise than the rule of today and its renames do."""
    names = renames.read_names(workspace.lake)
    found: set[Renamed] = set()
    for registry in SLOTS:
        for key, old in _published_names(workspace, registry):
            new = current_name(names, registry, key)
            if old != new and old not in names.retired:
                found.add(Renamed(registry, key, old, new))
    return tuple(sorted(found))


def rename(
    workspace: Workspace,
    items: tuple[Renamed, ...],
    *,
    reviewer: str,
    reason: str,
    at: datetime,
    dry_run: bool = False,
) -> Renames:
    """Rename ``items`` and everything that says their old names, in one generation.

    The renaming is kept first, so that whatever is published after it follows it; a crash in
    between is finished by the next rename or ``finish``. With ``dry_run`` nothing is written.
    """
    before = renames.read_names(workspace.lake)
    renaming = Renaming(items, stamp(at), reviewer, reason)
    after = names_after((*before.renamings, *((renaming,) if items else ())))
    places = find_residue(workspace, after)
    if dry_run:
        return Renames(items, places, 0, places)
    number = len(before.renamings) + 1
    if items and not renames.put_renaming(workspace.lake, renaming, number):
        raise StorageError("somebody else renamed at the same moment. Look again, then repeat.")
    return finish(workspace, items=items, places=places)


def finish(
    workspace: Workspace, *, items: tuple[Renamed, ...] = (), places: tuple[Place, ...] = ()
) -> Renames:
    """Bring people's language and the tables to the names that hold; harmless to repeat."""
    names = renames.read_names(workspace.lake)
    _rewrite_language(workspace, names)
    generation = publish_committed(workspace)
    return Renames(items, places, generation.number, find_residue(workspace, names))


def key_of_name(workspace: Workspace, registry: Registry, name: str) -> str:
    """Key of an entry by the name that holds now.

    Raises
    ------
    UnknownValueError
        If no entry has the name, or it was given up: the message says the one that holds.
    """
    found = renames.read_names(workspace.lake).key_of(registry, name)
    if found is not None:
        return found
    if registry == "static_color":
        return color_key(color_cell_of_name(name))
    return sound_key(sound_cell_of_name(name))


def current_name(names: Names, registry: Registry, key: str) -> str:
    """Name of an entry as it holds now."""
    if registry == "static_color":
        return names.color_name(color_cell_of_key(key))
    return names.sound_name(sound_cell_of_key(key))


def _published_names(workspace: Workspace, registry: Registry) -> set[tuple[str, str]]:
    """Key and name of every entry in any generation that is kept: rules may have changed since."""
    found: set[tuple[str, str]] = set()
    for number in manifest_numbers(workspace.lake):
        key = read_generation(workspace.lake, number).database.key
        with (
            workspace.lake.local_file(key) as path,
            duckdb.connect(str(path), read_only=True) as connection,
        ):
            found.update(connection.table(f"registry.{registry}").project("key, name").fetchall())
    return found


def _is_base(key: str) -> bool:
    return key.count(",") == BASE_KEY_COMMAS and "_" not in key


def _every_opacity(key: str, name: str) -> tuple[tuple[str, str], ...]:
    first = color_cell_of_key(f"{key}_0.00")
    return tuple(
        (color_key(first + step), f"{word} {name}") for step, word in enumerate(OPACITY_WORDS)
    )


def _require_readable(items: tuple[Renamed, ...], names: Names) -> None:
    """Refuse a name that a prompt could not say, or two entries that would share one."""
    if len({item.new for item in items}) != len(items):
        raise BadNameError("two entries would get one name.")
    if not items:
        return
    rows = name_rows(names_after((*names.renamings, Renaming(items, "", "", ""))))
    for item in items:
        _require_no_other_meaning(item)
        read = interpret(f"a clip of {item.new}", rows).slots.get(SLOTS[item.registry], ())
        if read != (item.key,):
            shown = ", ".join(map(str, read)) or "no cell"
            raise BadNameError(
                f"a prompt that says {item.new!r} is read as {shown}, not as {item.key}. "
                "Choose words that mean nothing else."
            )


def _require_no_other_meaning(item: Renamed) -> None:
    """Refuse words that ask for something which is neither a color nor a sound."""
    said = interpret(item.new).slots
    if said and not any(slot.startswith(_KIN[item.registry]) for slot in said):
        raise BadNameError(
            f"{item.new!r} asks for {', '.join(said)} already. Choose words that mean nothing else."
        )


def _rewrite_language(workspace: Workspace, names: Names) -> None:
    """Put rewritten prompts, readings, remarks and decisions in the place of the old ones.

    The new object is there before the old one goes, so that a crash loses none.
    """
    lake = workspace.lake
    keys = [item.key for item in language.waiting_prompts(lake)]
    for key, entered in language.read_entered(lake, keys).records:
        if names.says_old(entered.prompt):
            language.enter_prompt(lake, replace(entered, prompt=names.rewrite(entered.prompt)[0]))
            lake.delete(key)
    readings = language.readings_among(language.language_objects(lake))
    for key, stored in language.read_readings(lake, readings).records:
        if names.says_old(stored.reading):
            found: Reading = rewritten_reading(language.reading_of(stored, key), names)
            language.put_reading(lake, found, stored.source)
            lake.delete(key)
    for key, remark in language.read_remarks(lake).records:
        if names.says_old(remark.prompt):
            language.put_remark(lake, replace(remark, prompt=names.rewrite(remark.prompt)[0]))
            lake.delete(key)
    for key, decision in language.read_decisions(lake).records:
        if any(map(names.says_old, decision.changed)):
            changed = tuple(names.rewrite(prompt)[0] for prompt in decision.changed)
            lake.put(key, seal(replace(decision, changed=changed)))
