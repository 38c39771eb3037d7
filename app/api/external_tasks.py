"""/external-tasks: workers fetch service tasks, answer them, or give them back."""

from typing import Any

from flask import g

from app.api import answers, examples
from app.api.blueprint import Blueprint, Gives, Takes
from app.api.fields import LARGEST_ID, Body, Json, Length, Many, Range, Text, Whole
from app.api.paging import Paged, page
from app.usecases import external_tasks
from app.usecases.external_tasks import LONGEST_LOCK, LONGEST_PAUSE, MOST_AT_ONCE

blueprint = Blueprint("external-tasks", "Service tasks that workers outside perform.")
ONE = f"/<int(max={LARGEST_ID}):task_id>"
DONE = Gives(status=204)
LOCK = Range(min=1, max=LONGEST_LOCK)


class Wanted(Paged):
    """Which tasks to list."""

    topic = Text(validate=Length(min=1, max=255))
    ticket = Text(
        validate=Length(min=1, max=64), metadata={"description": "Number of a ticket."}
    )


class OfWorker(Body):
    """Who says so: only who holds a task may answer it."""

    worker_id = Text(required=True, validate=Length(min=1, max=255))


class Fetch(OfWorker):
    """What a worker can do now."""

    topics = Many(
        Text(validate=Length(min=1, max=255)),
        required=True,
        validate=Length(min=1, max=100),
    )
    max_tasks = Whole(load_default=10, validate=Range(min=1, max=MOST_AT_ONCE))
    lock_seconds = Whole(load_default=300, validate=LOCK)


class Answer(OfWorker):
    """What came of the work."""

    variables = Json(load_default=dict)


class Failure(OfWorker):
    """Why the work could not be done, and when to try again."""

    message = Text(required=True, validate=Length(min=1, max=2000))
    retries = Whole(
        allow_none=True,
        validate=Range(min=0, max=1000),
        metadata={"description": "That are left; one less than before. 0 is stuck."},
    )
    retry_seconds = Whole(load_default=0, validate=Range(min=0, max=LONGEST_PAUSE))


class BpmnError(OfWorker):
    """An error that the diagram may handle."""

    code = Text(required=True, validate=Length(min=1, max=255))
    message = Text(load_default="", validate=Length(max=2000))
    variables = Json(load_default=dict)


class Extension(OfWorker):
    """For how long from now."""

    lock_seconds = Whole(required=True, validate=LOCK)


@blueprint.operation(
    "GET",
    "",
    Gives(shape=answers.listed(answers.ExternalTask), example=examples.EXTERNAL_TASKS),
    Takes(query=Wanted),
)
def list_external_tasks(query: dict[str, Any]) -> Any:
    """List service tasks, locked or not, the longest waiting first."""
    return page(external_tasks.list_tasks(actor=g.actor, **query), _shown)


@blueprint.operation(
    "POST",
    "/fetch-and-lock",
    Gives(shape=answers.ExternalTasks, example=examples.FETCHED),
    Takes(body=Fetch, example=examples.FETCH),
)
def fetch_external_tasks(body: dict[str, Any]) -> Any:
    """Take the most urgent tasks of your topics that nobody else holds."""
    topics = body.pop("topics")
    found = external_tasks.fetch_and_lock(topics, actor=g.actor, now=g.now, **body)
    return {"items": [_shown(task) for task in found]}


@blueprint.operation(
    "GET", ONE, Gives(shape=answers.ExternalTask, example=examples.EXTERNAL_TASK)
)
def get_external_task(task_id: int) -> Any:
    """Read a service task."""
    return _shown(external_tasks.get(task_id, actor=g.actor))


@blueprint.operation(
    "POST", f"{ONE}/complete", DONE, Takes(body=Answer, example=examples.ANSWER)
)
def complete_external_task(body: dict[str, Any], task_id: int) -> Any:
    """Answer a task; the ticket goes on."""
    external_tasks.complete(task_id, actor=g.actor, now=g.now, **body)
    return ""


@blueprint.operation(
    "POST", f"{ONE}/failure", DONE, Takes(body=Failure, example=examples.FAILURE)
)
def fail_external_task(body: dict[str, Any], task_id: int) -> Any:
    """Give back a task that could not be performed; without retries it is stuck."""
    external_tasks.failure(task_id, actor=g.actor, now=g.now, **body)
    return ""


@blueprint.operation(
    "POST",
    f"{ONE}/bpmn-error",
    DONE,
    Takes(body=BpmnError, example=examples.BPMN_ERROR),
)
def raise_external_task(body: dict[str, Any], task_id: int) -> Any:
    """Answer a task with an error that the diagram may handle."""
    external_tasks.bpmn_error(task_id, actor=g.actor, now=g.now, **body)
    return ""


@blueprint.operation(
    "POST",
    f"{ONE}/extend-lock",
    DONE,
    Takes(body=Extension, example=examples.EXTENSION),
)
def extend_external_task(body: dict[str, Any], task_id: int) -> Any:
    """Hold a task for longer, from now."""
    external_tasks.extend_lock(task_id, actor=g.actor, now=g.now, **body)
    return ""


@blueprint.operation("POST", f"{ONE}/unlock", DONE)
def unlock_external_task(task_id: int) -> Any:
    """Offer a task to every worker again."""
    external_tasks.unlock(task_id, actor=g.actor)
    return ""


def _shown(task: external_tasks.ExternalTask) -> dict[str, Any]:
    job, ticket = task.job, task.ticket
    shown = {name: getattr(job, name) for name in _PLAIN}
    return {
        **shown,
        "ticket": ticket.number,
        "process_key": ticket.process_key,
        "business_key": ticket.business_key,
        "worker_id": job.worker,
        "locked_until": job.leased_until,
        "variables": task.variables,
    }


_PLAIN = ("id", "element_id", "topic", "status", "priority", "retries")
