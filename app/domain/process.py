"""How hall and engine talk: models, stimuli and outcomes, as plain values.

The engine is pure: the same (model, snapshot, stimulus, now) gives the same outcome.
Nothing here knows SpiffWorkflow, and nothing in the hall knows more of the engine than
this module.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

JSONDict = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the linter has to say of an upload.

    Attributes:
        rule: stable kebab-case name; ``domain/findings.py`` has its sentence and help.
        severity: an error refuses the upload, a warning does not.
        element_id: the analyst's own id of the element, or None for the whole file.
        element_name: its name in the diagram, or None.
        facts: values for the places of the rule's sentence.
        file: name of the uploaded file.
    """

    rule: str
    severity: Literal["error", "warning"]
    element_id: str | None = None
    element_name: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What a diagram says of one of its shapes, read once at upload.

    Attributes:
        element_id: the analyst's own id.
        kind: BPMN's local name ("userTask", "exclusiveGateway").
        name: the text in the shape; "" when there is none.
        form_key: which form a user task or start event shows, or None.
        properties: name/value pairs of ``camunda:properties`` or
            ``spiffworkflow:properties`` (tickets.md §1.19).
        lane: name of the lane the element lies in, or None.
    """

    element_id: str
    kind: str
    name: str
    form_key: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    lane: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingUserTask:
    """A user task that a token has reached and nobody has completed.

    Attributes:
        token: the engine's handle of this one waiting element, stable while it waits.
        element_id: the user task in the diagram.
        name: its name.
        form_key: its form, or None.
        assignee: evaluated ``assignee``, or None.
        candidate_users: evaluated, in the order of the diagram.
        candidate_groups: evaluated, lanes included.
        due_at: evaluated ``dueDate``, or None.
        priority: evaluated ``priority``, 0 to 100; 50 when not given.
    """

    token: str
    element_id: str
    name: str
    form_key: str | None = None
    assignee: str | None = None
    candidate_users: tuple[str, ...] = ()
    candidate_groups: tuple[str, ...] = ()
    due_at: datetime | None = None
    priority: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTimer:
    """A timer event that is armed.

    Attributes:
        token: the engine's handle.
        element_id: the timer event in the diagram.
        name: its name.
        due_at: when it fires next, aware UTC.
    """

    token: str
    element_id: str
    name: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """One element that a token left, or lost, during a step, in order.

    Events on the edge of an activity that is left are disarmed without being told: no
    token was ever on them.

    Attributes:
        element_id: the element, or the sequence flow.
        kind: BPMN's local name ("sequenceFlow" for a flow).
        how: completed normally, or cancelled by an interruption.
        token: for user tasks and timers the handle they waited under, else None.
    """

    element_id: str
    kind: str
    how: Literal["completed", "cancelled"] = "completed"
    token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A process at rest, as the store keeps it.

    Attributes:
        state: live tokens and inner scopes; opaque to everyone but the engine, its
            first byte sequence names the version of the format.
        variables: the process scope's variables.
    """

    state: bytes
    variables: JSONDict


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCompleted:
    """A person has completed a user task.

    Attributes:
        token: the waiting user task.
        variables: written before the engine goes on: each where it is defined, seen
            from the scope the task lies in, else as a variable of the process.
    """

    token: str
    variables: JSONDict


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerDue:
    """The clock has reached a timer's time.

    Attributes:
        token: the waiting timer.
    """

    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VariablesChanged:
    """An administrator has corrected variables of the process scope.

    Attributes:
        variables: names and new values; other names stay.
    """

    variables: JSONDict


Stimulus = WorkCompleted | TimerDue | VariablesChanged


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one step.

    Attributes:
        snapshot: the process at rest after the step.
        user_tasks: every user task that waits now (not only new ones).
        timers: every armed timer.
        passed: what was completed or cancelled during the step, in order; flows
            included, so the diagram can colour them.
        ended: True when no token is left.
        end_element_id: the end event that ended the process, or None.
        result: the end event's ``ticket.result`` property, or None.
    """

    snapshot: Snapshot
    user_tasks: tuple[WaitingUserTask, ...]
    timers: tuple[WaitingTimer, ...]
    passed: tuple[Passed, ...]
    ended: bool
    end_element_id: str | None = None
    result: str | None = None
