"""Rewriting a diagram into the plainer one the rest of the engine reads.

What BPMN lets an analyst leave out or say in several ways is written out here, once:
ids, references with a namespace prefix, start events that are implied, links, event
definitions kept apart, tasks that are declared globally, receive tasks and gateways
that begin a process. What the token game does by itself (implied splits and ends,
conditions on any flow) is left as drawn. What is wrong is left as it is, too: the
linter says so.

Rewriting is pure and idempotent: the same tree gives the same tree, and one that has
been rewritten is not changed again. What it makes up is listed, so that nobody is ever
shown an id that no analyst has written.
"""

from copy import deepcopy
from typing import Any

from app.engine.normaliser import begins, data, definitions, links, names
from app.engine.normaliser.notes import Normalised, Notes

__all__ = ["Normalised", "normalise", "with_ids"]


def normalise(root: Any) -> Normalised:
    """Rewrite a diagram.

    Args:
        root: its ``definitions`` element; not changed.

    Returns:
        The rewritten copy, and what in it nobody has drawn.
    """
    tree, notes = _named(root)
    definitions.inline(tree)
    definitions.unfold_global_tasks(tree, notes)
    data.name_collections(tree)
    for scope in notes.scopes(tree):
        links.draw(scope, notes)
        begins.rewrite_instantiating(scope)
        begins.give_start(scope, notes)
    return notes.result(tree)


def with_ids(root: Any) -> Any:
    """Return a copy of a diagram in which every shape and flow has its id.

    Args:
        root: its ``definitions`` element; not changed.
    """
    return _named(root)[0]


def _named(root: Any) -> tuple[Any, Notes]:
    tree = deepcopy(root)
    notes = Notes(tree)
    names.strip_prefixes(tree)
    names.give_ids(tree, notes)
    return tree, notes
