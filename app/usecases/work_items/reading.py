"""Look at work: an inbox, one work item."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.domain import permissions, sight
from app.domain import tickets as ticket_rules
from app.domain import work_items as rules
from app.domain.paging import LIMIT, Page, cut, decode
from app.domain.permissions import Actor
from app.domain.process import JSONDict
from app.domain.work_items import KeyDatum, OutcomeChoice
from app.store import inbox as store
from app.store.inbox import InboxFilter
from app.store.work_items import WorkItem
from app.usecases import access, desk

View = Literal["mine", "groups", "all", "overdue", "done"]
ACTIONS = ("claim", "release", "complete", "save-draft")


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxCounts:
    """How much work waits; each at most 1,000.

    Attributes:
        mine: held by the person.
        groups: offered to the person, by group or name, and held by nobody.
        overdue: of both, past its due time.
    """

    mine: int
    groups: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemView:
    """A work item as one person may see it.

    Attributes:
        work_item: the row, with ticket and candidates.
        variables: as the work item's scope sees them, without what its form hides.
        outcomes: how it may be decided; () when it is no decision.
        key_data: what to look at first.
        actions: of ``ACTIONS``, what the person may do now.
    """

    work_item: WorkItem
    variables: JSONDict
    outcomes: tuple[OutcomeChoice, ...]
    key_data: tuple[KeyDatum, ...]
    actions: frozenset[str]


def inbox(
    view: View,
    *,
    actor: Actor,
    q: str | None = None,
    process_key: str | None = None,
    group: str | None = None,
    cursor: str | None = None,
    limit: int = LIMIT,
    now: datetime,
) -> Page[WorkItem]:
    """List the actor's work, the most pressing first; what is done, newest first.

    Args:
        view: which part.
        actor: whose.
        q: words in the title or name, or a ticket number.
        process_key: only of this process.
        group: only work offered to this group.
        cursor: of the page, or None for the first.
        limit: rows a page, 1 to 200.
        now: what overdue is measured by.

    Raises:
        Invalid: the cursor is none of this list.
    """
    wanted = InboxFilter(
        view=view,
        username=actor.username,
        groups=actor.groups,
        now=now,
        group=group,
        process_key=process_key,
        q=q,
    )
    after = decode(cursor, kinds=(datetime, int)) if cursor else None
    rows = store.find(
        wanted, after=(after[0], after[1]) if after else None, limit=limit + 1
    )
    done = view == "done"
    return cut(rows, limit, lambda it: (it.closed_at if done else it.sort_at, it.id))


def counts(*, actor: Actor, now: datetime) -> InboxCounts:
    """Count the actor's work.

    Args:
        actor: whose.
        now: what overdue is measured by.
    """
    found = {
        view: store.count(
            InboxFilter(
                view=view, username=actor.username, groups=actor.groups, now=now
            )
        )
        for view in ("mine", "groups", "overdue")
    }
    return InboxCounts(**found)


def get(work_item_id: int, *, actor: Actor) -> WorkItemView:
    """Look at one work item.

    Args:
        work_item_id: of the work item.
        actor: who looks.

    Raises:
        NotFound: no such work item, or the actor may not know of it.
    """
    item, relations = desk.readable(work_item_id, actor=actor)
    seen = desk.scope_variables(item)
    properties = desk.element_of(item).properties
    shown = sight.seen(seen, [access.element_view(properties)])
    running = ticket_rules.permitted(item.ticket.status, "step")
    allowed = frozenset(
        action
        for action in ACTIONS
        if running
        and (item.status, action) in rules.AFTER
        and _open_to(item, action, actor)
        and permissions.allowed(f"work-item.{action}", actor, relations)
    )
    return WorkItemView(
        work_item=item,
        variables=shown,
        outcomes=rules.outcomes(properties),
        key_data=rules.key_data(properties, shown),
        actions=allowed,
    )


def variables(work_item_id: int, *, actor: Actor) -> JSONDict:
    """Read the variables as a work item's scope sees them, without the hidden ones.

    Args:
        work_item_id: of the work item.
        actor: who reads.

    Raises:
        NotFound: no such work item, or the actor may not know of it.
    """
    return get(work_item_id, actor=actor).variables


def _open_to(item: WorkItem, action: str, actor: Actor) -> bool:
    if action == "claim":
        return item.assignee is None
    if action == "release":
        return bool(item.candidates)
    return item.assignee in (None, actor.username)
