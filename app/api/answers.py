"""The shapes of what is answered; ``docs`` and the OpenAPI document show the same."""

from functools import cache
from typing import Any

import marshmallow as ma

from app.api.fields import Flag, Json, Many, Nested, Schema, Text, Time, Whole


class FieldProblem(Schema):
    """One fault at one place of what was sent."""

    pointer = Text(required=True)
    message = Text(required=True)
    rule = Text()
    element_id = Text()


class Finding(Schema):
    """What the linter has to say of an uploaded file."""

    rule = Text(required=True)
    severity = Text(required=True, validate=ma.validate.OneOf(["error", "warning"]))
    message = Text(required=True)
    help = Text(required=True, allow_none=True)
    file = Text(required=True, allow_none=True)
    element_id = Text(required=True, allow_none=True)
    element_name = Text(required=True, allow_none=True)


class Problem(Schema):
    """Why a request was refused (RFC 9457); ``code`` never changes its meaning."""

    type = Text(required=True)
    title = Text(required=True)
    status = Whole(required=True)
    detail = Text(required=True)
    code = Text(required=True)
    errors = Many(Nested(FieldProblem))
    findings = Many(Nested(Finding))


class CurrentElement(Schema):
    """What a ticket waits for, and for whom."""

    element_id = Text(required=True)
    name = Text(required=True)
    assignee = Text(required=True, allow_none=True)
    candidate_groups = Many(Text(), required=True)
    due_at = Time(required=True, allow_none=True)


class TicketLine(Schema):
    """A ticket in a list: all but its variables."""

    number = Text(required=True)
    process_key = Text(required=True)
    version = Whole(required=True)
    title = Text(required=True)
    business_key = Text(required=True, allow_none=True)
    status = Text(required=True)
    result = Text(required=True)
    execution = Text(required=True)
    priority = Whole(required=True)
    initiator = Text(required=True)
    owner = Text(required=True, allow_none=True)
    current = Many(Nested(CurrentElement), required=True)
    created_at = Time(required=True)
    updated_at = Time(required=True)
    closed_at = Time(required=True, allow_none=True)


class Ticket(TicketLine):
    """A process instance as people know it."""

    variables = Json(required=True)


class TicketOfWorkItem(Schema):
    """The ticket a work item belongs to."""

    number = Text(required=True)
    title = Text(required=True)
    process_key = Text(required=True)


class Outcome(Schema):
    """One way to decide a work item."""

    name = Text(required=True)
    label = Text(required=True)
    form_required = Flag(required=True)


class WorkItemLine(Schema):
    """A work item in a list."""

    id = Whole(required=True)
    ticket = Nested(TicketOfWorkItem, required=True)
    element_id = Text(required=True)
    name = Text(required=True)
    status = Text(required=True)
    assignee = Text(required=True, allow_none=True)
    candidate_groups = Many(Text(), required=True)
    candidate_users = Many(Text(), required=True)
    due_at = Time(required=True, allow_none=True)
    priority = Whole(required=True)
    form_key = Text(required=True, allow_none=True)
    created_at = Time(required=True)
    claimed_at = Time(required=True, allow_none=True)
    closed_at = Time(required=True, allow_none=True)
    closed_by = Text(required=True, allow_none=True)
    outcome = Text(required=True, allow_none=True)


class WorkItem(WorkItemLine):
    """The piece of work that a user task gives a person."""

    outcomes = Many(Nested(Outcome), required=True)
    actions = Many(Text(), required=True)


class Form(Schema):
    """A form to fill; ``access`` names what is hidden, read, editable or required."""

    element_id = Text(required=True)
    schema = Json(required=True, allow_none=True)
    value = Json(required=True)
    access = Json(required=True)
    drafted = Flag(required=True)


class HistoryEntry(Schema):
    """One fact about a ticket."""

    id = Whole(required=True)
    at = Time(required=True)
    actor = Text(required=True, allow_none=True)
    kind = Text(required=True)
    element_id = Text(required=True, allow_none=True)
    work_item_id = Whole(required=True, allow_none=True)
    facts = Json(required=True)


class ElementCount(Schema):
    """How often a ticket was at an element."""

    element_id = Text(required=True)
    name = Text(required=True)
    count = Whole(required=True)


class Progress(Schema):
    """Where a ticket has been, where it is, and where it is stuck."""

    completed = Many(Nested(ElementCount), required=True)
    active = Many(Nested(ElementCount), required=True)
    failed = Many(Nested(ElementCount), required=True)


class Variables(Schema):
    """Process data."""

    variables = Json(required=True)


class Message(Schema):
    """A message and what became of it; ``ticket`` is whose it advanced or began."""

    id = Whole(required=True)
    name = Text(required=True)
    status = Text(required=True)
    correlation = Json(required=True)
    business_key = Text(required=True, allow_none=True)
    message_id = Text(required=True, allow_none=True)
    ticket = Text(required=True, allow_none=True)
    element_id = Text(required=True, allow_none=True)
    started = Flag(required=True)
    sent_by = Text(required=True, allow_none=True)
    created_at = Time(required=True)
    expires_at = Time(required=True)
    delivered_at = Time(required=True, allow_none=True)


class Signal(Schema):
    """A signal on its way, and how many it may reach."""

    name = Text(required=True)
    waiting = Whole(required=True)
    starting = Whole(required=True)


class ExternalTask(Schema):
    """A service task for a worker outside."""

    id = Whole(required=True)
    ticket = Text(required=True)
    process_key = Text(required=True)
    business_key = Text(required=True, allow_none=True)
    element_id = Text(required=True)
    topic = Text(required=True, allow_none=True)
    status = Text(required=True)
    priority = Whole(required=True)
    retries = Whole(required=True, allow_none=True)
    worker_id = Text(required=True, allow_none=True)
    locked_until = Time(required=True, allow_none=True)
    variables = Json(required=True)


class ExternalTasks(Schema):
    """The tasks that a worker has been given."""

    items = Many(Nested(ExternalTask), required=True)


class Incident(Schema):
    """What cannot go on until somebody helps."""

    id = Whole(required=True)
    ticket = Text(required=True, allow_none=True)
    process_key = Text(required=True, allow_none=True)
    element_id = Text(required=True)
    code = Text(required=True)
    why = Text(required=True)
    note = Text(required=True, allow_none=True)
    status = Text(required=True)
    created_at = Time(required=True)
    resolved_at = Time(required=True, allow_none=True)
    resolved_by = Text(required=True, allow_none=True)


class Attachment(Schema):
    """A file that came in; forms refer to it by its id."""

    id = Text(required=True)
    name = Text(required=True)
    content_type = Text(required=True)
    size_bytes = Whole(required=True)
    sha256 = Text(required=True)
    uploaded_by = Text(required=True)
    created_at = Time(required=True)


class DefinitionRef(Schema):
    """A process definition, by key and version."""

    key = Text(required=True)
    version = Whole(required=True)
    name = Text(required=True)


class DeploymentFile(Schema):
    """One file of an upload."""

    name = Text(required=True)
    size_bytes = Whole(required=True)
    sha256 = Text(required=True)


class Deployment(Schema):
    """One upload of diagrams and forms."""

    id = Whole(required=True)
    source = Text(required=True)
    created_by = Text(required=True)
    created_at = Time(required=True)
    files = Many(Nested(DeploymentFile), required=True)


class DeploymentDetail(Deployment):
    """One upload, with the process definitions it made."""

    process_definitions = Many(Nested(DefinitionRef), required=True)


class Deployed(Schema):
    """What became of an upload; ``id`` is null when it was only checked."""

    id = Whole(required=True, allow_none=True)
    process_definitions = Many(Nested(DefinitionRef), required=True)
    findings = Many(Nested(Finding), required=True)


class ProcessDefinition(Schema):
    """A BPMN process: key and version."""

    key = Text(required=True)
    version = Whole(required=True)
    name = Text(required=True)
    description = Text(required=True)
    active = Flag(required=True)
    starter_groups = Many(Text(), required=True)
    start_form_key = Text(required=True, allow_none=True)
    deployment_id = Whole(required=True)
    sha256 = Text(required=True)
    created_at = Time(required=True)


class User(Schema):
    """A person, or a program that signs in as one."""

    username = Text(required=True)
    display_name = Text(required=True)
    email = Text(required=True, allow_none=True)
    roles = Many(Text(), required=True)
    groups = Many(Text(), required=True)
    language = Text(required=True, allow_none=True)
    active = Flag(required=True)
    created_at = Time(required=True)


class Erasure(Schema):
    """Under which name an erased user is spoken of."""

    pseudonym = Text(required=True)
    done = Flag(required=True)


class Group(Schema):
    """People who share work; diagrams name it by key."""

    key = Text(required=True)
    name = Text(required=True)
    created_at = Time(required=True)


class Member(Schema):
    """Who belongs to a group."""

    username = Text(required=True)
    display_name = Text(required=True)


class Token(Schema):
    """An API token, without its secret."""

    id = Whole(required=True)
    username = Text(required=True)
    name = Text(required=True)
    created_at = Time(required=True)
    expires_at = Time(required=True, allow_none=True)
    last_used_at = Time(required=True, allow_none=True)
    revoked_at = Time(required=True, allow_none=True)


class MadeToken(Token):
    """A token, with its secret for this one time; null in a replayed answer."""

    token = Text(required=True, allow_none=True)


class Clock(Schema):
    """The platform's time."""

    now = Time(required=True)
    pinned = Flag(required=True)


class Health(Schema):
    """Whether the process lives."""

    status = Text(required=True)


class Readiness(Schema):
    """Whether the platform can work, and what the clock still has to do."""

    ready = Flag(required=True)
    jobs_due = Whole(required=True)


@cache
def listed(item: type[Schema]) -> type[Schema]:
    """Make the shape of one page of a list.

    Args:
        item: shape of its rows.
    """
    fields: dict[str, Any] = {
        "items": Many(Nested(item), required=True),
        "next": Text(required=True, allow_none=True),
    }
    shape: type[Schema] = type(f"{item.__name__}List", (Schema,), fields)
    return shape
