"""Events that make something happen: in the flow and at the end."""

from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from app.domain.process import JSONDict, Thrown
from app.engine.correlation import Correlation
from app.engine.dispatch import compensations, faults, signals
from app.engine.expressions import as_json, evaluate_at, value_of, variables
from app.engine.extensions import Passing
from app.engine.specs.base import Inner, Lean
from app.engine.specs.events.names import name_of


class Throw:
    """One thing that an event makes happen."""

    def act(self, token: Any) -> bool:
        """Make it happen.

        Returns:
            False when the token must wait, or is no more.
        """
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class ThrowMessage(Throw):
    """Sends a message out of the ticket; the hall finds who waits for it.

    Attributes:
        name: of the message; may be an expression.
        correlation: what it is told from others of its name by.
        passing: what is put into it; without any, the event's mapped inputs.
    """

    name: str
    correlation: Correlation
    passing: tuple[Passing, ...] = ()

    def act(self, token: Any) -> bool:
        """Send it."""
        payload = payload_of(token, self.passing)
        token.workflow.top_workflow.thrown.append(
            Thrown(
                kind="message",
                element_id=token.task_spec.name,
                called=token.called,
                name=name_of(token, self.name),
                variables=payload,
                correlation=self.correlation.given(token, payload),
            )
        )
        return True


@dataclass(frozen=True, slots=True)
class ThrowSignal(Throw):
    """Sends a signal to everything that waits for it, here and in other tickets.

    Attributes:
        name: of the signal; may be an expression.
        passing: what is put into it; without any, the event's mapped inputs.
    """

    name: str
    passing: tuple[Passing, ...] = ()

    def act(self, token: Any) -> bool:
        """Send it; who waits in this ticket has it at once."""
        payload = payload_of(token, self.passing)
        name = name_of(token, self.name)
        token.workflow.top_workflow.thrown.append(
            Thrown(
                kind="signal",
                element_id=token.task_spec.name,
                called=token.called,
                name=name,
                variables=payload,
            )
        )
        signals.broadcast(token.workflow.top_workflow, name, payload)
        return bool(token.state == TaskState.READY)


@dataclass(frozen=True, slots=True)
class ThrowEscalation(Throw):
    """Raises an escalation; nobody need handle it.

    Attributes:
        code: may be an expression; "" is handled by who handles any.
    """

    code: str = ""

    def act(self, token: Any) -> bool:
        """Raise it; the token goes on unless a handler interrupts it."""
        faults.escalate(token, str(value_of(token, self.code) or ""), {})
        return bool(token.state == TaskState.READY)


@dataclass(frozen=True, slots=True)
class ThrowError(Throw):
    """Raises an error, which ends the scope of who handles it.

    Attributes:
        code: may be an expression; "" is handled by who handles any.
        message: for people; may be an expression.
    """

    code: str = ""
    message: str = ""

    def act(self, token: Any) -> bool:
        """Raise it; without a handler the token stays, as an incident."""
        code = str(value_of(token, self.code) or "")
        message = str(value_of(token, self.message) or "")
        faults.raise_error(token, code, message, {})
        return False


class Terminate(Throw):
    """Ends every other token of the scope."""

    def act(self, token: Any) -> bool:
        """End them."""
        token.workflow.top_workflow.cancel_others(token)
        return True


class Throwing(Lean):
    """Makes its definitions happen, one after another.

    Attributes:
        throws: what it makes happen.
    """

    throws: tuple[Throw, ...] = ()

    def inner(self, token: Any) -> Inner:
        """Return the scope in which it undoes something."""
        return compensations.inner(token)

    def _run_hook(self, task: Any) -> bool:
        for number in range(task.internal_data.get("at", 0), len(self.throws)):
            if number:
                task.internal_data["at"] = number  # it comes back here when it waited
            if not self.throws[number].act(task):
                return False
        return True


class ThrowEvent(Throwing, defaults.IntermediateThrowEvent):
    """Throws in the flow."""


class EndEvent(Throwing, defaults.EndEvent):
    """Ends a token, after throwing what it throws."""

    def _on_complete(self, task: Any) -> None:
        task.workflow.top_workflow.leave(task, [])


def payload_of(token: Any, passing: tuple[Passing, ...]) -> JSONDict:
    """Return what a message or signal takes along.

    Args:
        token: the event.
        passing: what is put in, in order. Without any it is the event's mapped inputs;
            without those, too, nothing.
    """
    scope = token.workflow
    if not passing:
        return dict(scope.data) if scope.spec.wraps else {}
    found: JSONDict = {}
    for item in passing:
        if item.everything:
            found |= variables(scope)
        elif item.expression is not None:
            value = evaluate_at(token, item.expression, token.task_spec.name)
            found[item.target] = as_json(value)
        elif item.source is not None:
            found[item.target] = variables(scope).get(item.source)
    return found
