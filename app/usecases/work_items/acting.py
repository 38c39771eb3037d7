"""Claim, release, complete, save a draft."""

from datetime import datetime

from app.domain import history as facts
from app.domain import permissions
from app.domain import tickets as ticket_rules
from app.domain import work_items as rules
from app.domain.permissions import Actor
from app.domain.process import JSONDict, WorkCompleted
from app.errors import (
    N_,
    AlreadyClaimed,
    AlreadyClosed,
    FieldError,
    Invalid,
    NotClaimed,
    NotFound,
    StaleVersion,
)
from app.store import drafts, participation
from app.store import work_items as store
from app.store.work_items import Held, WorkItem
from app.usecases import access, desk, history, submissions
from app.usecases.advance import advance, touch
from app.usecases.waiting import Step

COMMENT_LIMIT = 10_000


def claim(
    work_item_id: int, *, actor: Actor, if_revision: int | None = None, now: datetime
) -> WorkItem:
    """Take a work item; claiming one's own again changes nothing.

    Args:
        work_item_id: of the work item.
        actor: who takes it.
        if_revision: the revision the actor decided on, or None.
        now: when.

    Raises:
        NotFound: no such work item, or the actor may not know of it.
        NotAllowed: the actor may see it, not take it.
        AlreadyClaimed: somebody else holds it.
        AlreadyClosed: it is done or the flow has moved on.
        TicketNotRunning: the ticket is suspended.
        StaleVersion: it has changed since ``if_revision``.
    """
    held = _held(work_item_id, "claim", actor=actor, if_revision=if_revision)
    item = held.item
    if item.assignee == actor.username:
        return item
    item.assignee, item.claimed_at = actor.username, now
    item.status = rules.AFTER[item.status, "claim"]
    item.revision += 1
    party = ("user", actor.username, access.place(item.element_id, item.called_ref))
    participation.add(held.ticket.id, [party])
    touch(held.ticket, now)
    history.write(
        held.ticket,
        facts.WORK_ITEM_CLAIMED,
        actor=actor,
        now=now,
        item=item,
        name=item.name,
    )
    return item


def release(
    work_item_id: int, *, actor: Actor, if_revision: int | None = None, now: datetime
) -> WorkItem:
    """Put a work item back, so that another candidate may take it.

    Args:
        work_item_id: of the work item.
        actor: who puts it back.
        if_revision: the revision the actor decided on, or None.
        now: when.

    Raises:
        NotFound: no such work item, or the actor may not know of it.
        NotAllowed: the actor may see it, not put it back.
        NotClaimed: nobody holds it.
        AlreadyClosed: it is done or the flow has moved on.
        TicketNotRunning: the ticket is suspended.
        StaleVersion: it has changed since ``if_revision``.
    """
    held = _held(work_item_id, "release", actor=actor, if_revision=if_revision)
    item = held.item
    holder, item.assignee, item.claimed_at = item.assignee, None, None
    item.status = rules.AFTER[item.status, "release"]
    item.revision += 1
    touch(held.ticket, now)
    history.write(
        held.ticket,
        facts.WORK_ITEM_RELEASED,
        actor=actor,
        now=now,
        item=item,
        name=item.name,
        assignee=holder,
    )
    return item


def complete(
    work_item_id: int,
    *,
    actor: Actor,
    variables: JSONDict,
    outcome: str | None = None,
    comment: str | None = None,
    strict: bool = True,
    if_revision: int | None = None,
    now: datetime,
) -> WorkItem:
    """Finish a work item, and let the ticket's process go on.

    A candidate may finish an unclaimed one at once; that claims it.

    Args:
        work_item_id: of the work item.
        actor: who finishes it.
        variables: of its form; any names where it has none.
        outcome: of a decision, one that the diagram declares; else None.
        comment: for the timeline and the decision, at most 10,000 characters.
        strict: True refuses fields that may not come in, False drops them.
        if_revision: the revision the actor decided on, or None.
        now: when.

    Raises:
        NotFound: no such work item, or the actor may not know of it.
        NotAllowed: the actor may see it, not finish it.
        AlreadyClaimed: somebody else holds it.
        AlreadyClosed: it is done or the flow has moved on; the facts say who.
        TicketNotRunning: the ticket is suspended.
        StaleVersion: it has changed since ``if_revision``.
        FormInvalid: the variables break the form's rules.
        Invalid: the outcome or the comment is not right.
        EngineFault: the process cannot go on; the work item stays open.
    """
    held = _held(work_item_id, "complete", actor=actor, if_revision=if_revision)
    item, ticket = held.item, held.ticket
    comment = _comment(comment)
    properties = desk.element_of(item, ticket).properties
    decided = rules.decision(
        item.element_id,
        properties,
        outcome,
        by=actor.username,
        comment=comment,
        now=now,
    )
    before = desk.scope_variables(item, held.instance)
    schema = desk.form_of(item, ticket)
    changed = submissions.taken_in(
        schema,
        variables,
        before,
        access=access.element_view(properties),
        insist=rules.insists(properties, outcome),
        strict=strict,
        now=now,
    )
    submissions.bind_attachments(schema, changed, ticket, actor=actor)
    _close(held, actor=actor, outcome=outcome, now=now)
    history.write(
        ticket,
        facts.WORK_ITEM_COMPLETED,
        actor=actor,
        now=now,
        item=item,
        name=item.name,
        outcome=outcome,
        comment=comment,
        changes=facts.changes(before, changed),
    )
    step = Step(
        ticket=ticket,
        instance=held.instance,
        actor=actor,
        now=now,
        parties=[
            ("user", actor.username, access.place(item.element_id, item.called_ref))
        ],
    )
    advance(step, WorkCompleted(token=item.token, variables=changed | decided))
    return item


def save_draft(
    work_item_id: int, variables: JSONDict, *, actor: Actor, now: datetime
) -> None:
    """Keep what a person has typed, unchecked, for that person alone.

    Args:
        work_item_id: of the work item.
        variables: the form's value as typed.
        actor: who typed it.
        now: when.

    Raises:
        NotFound: no such work item, or the actor may not know of it.
        NotAllowed: the actor may see it, not work on it.
        AlreadyClaimed: somebody else holds it.
        AlreadyClosed: it is done or the flow has moved on.
        TicketNotRunning: the ticket is suspended.
    """
    held = _held(work_item_id, "save-draft", actor=actor)
    schema = desk.form_of(held.item, held.ticket)
    if schema is not None:
        known = schema.get("properties", {})
        variables = {name: variables[name] for name in variables if name in known}
    drafts.put(work_item_id, actor.username, variables, now)


def _close(held: Held, *, actor: Actor, outcome: str | None, now: datetime) -> None:
    item = held.item
    if item.assignee is None:
        item.assignee, item.claimed_at = actor.username, now
    item.status = rules.AFTER[item.status, "complete"]
    item.closed_at, item.closed_by, item.outcome = now, actor.username, outcome
    item.revision += 1
    store.drop_candidates([item.id])
    if held.drafted:
        drafts.drop(item.id)


def _held(
    work_item_id: int, action: str, *, actor: Actor, if_revision: int | None = None
) -> Held:
    held = store.hold(work_item_id, actor.username, actor.groups)
    if held is None:
        raise NotFound
    item, ticket = held.item, held.ticket
    related = desk.relations(item, actor, candidate=held.candidate, ticket=ticket)
    if item.status not in rules.LIVE:
        raise AlreadyClosed(
            closed_by=item.closed_by,
            closed_at=item.closed_at.isoformat() if item.closed_at else None,
            status=item.status,
        )
    _check_holder(item, action, actor)
    permissions.require(f"work-item.{action}", actor, related)
    if if_revision is not None and if_revision != item.revision:
        raise StaleVersion
    ticket_rules.after(ticket.status, "step")
    return held


def _check_holder(item: WorkItem, action: str, actor: Actor) -> None:
    if action == "release":
        if item.assignee is None:
            raise NotClaimed
    elif item.assignee not in (None, actor.username):
        raise AlreadyClaimed(assignee=item.assignee)


def _comment(comment: str | None) -> str | None:
    if comment is not None and len(comment) > COMMENT_LIMIT:
        raise Invalid(
            [
                FieldError(
                    pointer="/comment",
                    sentence=N_("At most %(limit)s characters."),
                    facts={"limit": COMMENT_LIMIT},
                    rule="maxLength",
                )
            ]
        )
    return (comment or "").strip() or None
