"""What findings say of constructs of BPMN and of vendors' extensions."""

from collections.abc import Mapping

from app.domain.findings.rule import DEFINE, LATER, Rule
from app.errors import N_

CONSTRUCT_RULES: Mapping[str, Rule] = {
    # --- not executed (yet) ---
    "unsupported-decisions": Rule(
        N_("Decision tables (DMN) are not executed yet."),
        N_("Use conditions on a gateway or a script task until then."),
    ),
    "unsupported-element": Rule(N_("“%(kind)s” is not executed here."), LATER),
    "unsupported-timer-start": Rule(
        N_("Timers on start events are not executed yet."),
        N_("Use a start event without a symbol."),
    ),
    "unsupported-compensation": Rule(N_("Compensation is not executed yet."), LATER),
    "unsupported-timer-here": Rule(
        N_("A timer cannot be at this event."),
        N_("Timers belong on intermediate catch events and on boundary events."),
    ),
    "unsupported-several-events": Rule(
        N_("Events with several definitions are not executed yet."),
        N_("Draw one event for each."),
    ),
    "event-without-definition": Rule(
        N_("The event does not say what it waits for."), N_("Choose a timer for it.")
    ),
    "unsupported-role": Rule(
        N_("The resource role is not read."),
        N_("Name people by assignee, candidate users or candidate groups."),
    ),
    "data-documentation": Rule(
        N_("Data objects and stores are shown, not executed."),
        N_("The ticket's variables hold the data."),
    ),
    "flow-always-taken": Rule(
        N_("The flow has no condition and is always open."),
        N_("Make it the default flow if it is meant for all other cases."),
    ),
    "condition-after-event": Rule(
        N_("BPMN has no conditions on flows that leave an event."),
        N_("It is read all the same; an exclusive gateway shows better what is meant."),
    ),
    "condition-not-boolean": Rule(
        N_("The condition %(text)s gives neither true nor false."), DEFINE
    ),
    "condition-missing": Rule(N_("The conditional event has no condition."), DEFINE),
    "unknown-function": Rule(
        N_("“%(name)s()” in %(text)s is not available."),
        N_("Only the functions of the documentation can be called."),
    ),
    "variable-out-of-scope": Rule(
        N_("“%(name)s” is known only inside a multi-instance activity."),
        N_("Use it in the activity, or set a variable there."),
    ),
    "mapping-without-name": Rule(
        N_("A mapping does not say which variable it sets."),
        N_("Write the name of the variable."),
    ),
    "topic-missing": Rule(
        N_("The external task names no topic."),
        N_("Write the topic that its workers ask for."),
    ),
    "work-undefined": Rule(
        N_("The task does not say how its work is done."),
        N_(
            "Give it a topic for external workers, a connector, an expression, a "
            "decision or a message."
        ),
    ),
    "called-missing": Rule(
        N_("The call activity does not say which process it calls."),
        N_("Write the key of the process."),
    ),
    "version-missing": Rule(
        N_("The version to call is not given."),
        N_("Write it, or bind the latest version."),
    ),
    "instances-undefined": Rule(
        N_("The multi-instance activity does not say how often it is done."),
        N_("Give it a collection or a number."),
    ),
    "loop-endless": Rule(
        N_("The loop has neither a condition nor a maximum."),
        N_("Write a condition: the loop goes on while it holds."),
    ),
    "loop-and-instances": Rule(
        N_("The activity is marked as loop and as multi-instance."),
        N_("Choose one of them."),
    ),
    "event-gateway-without-events": Rule(
        N_("Nothing follows the event-based gateway."),
        N_("Let flows lead to the events it waits for."),
    ),
    "event-gateway-target": Rule(
        N_("After an event-based gateway only events that wait can follow."),
        N_("Draw a message, signal, timer or conditional event, or a receive task."),
    ),
    "start-name": Rule(
        N_("“%(text)s”, which begins the process, is not known before it begins."),
        N_("Write the name of the message or signal itself."),
    ),
    "activation-missing": Rule(
        N_("The complex gateway does not say when it goes on."),
        N_(
            "Write its activation condition, for example ${activationCount >= 2}, or "
            "draw another gateway."
        ),
    ),
    "event-gateway-shared": Rule(
        N_("Another flow leads to this event of an event-based gateway."),
        N_("Give the other path an event of its own."),
    ),
    "event-sub-process-flow": Rule(
        N_("A flow leads into or out of an event sub-process."),
        N_("Remove it: only its start event begins it."),
    ),
    "event-sub-process-boundary": Rule(
        N_("An event sub-process cannot have events on its edge."),
        N_("Draw the event inside, on an activity."),
    ),
    "compensation-flow": Rule(
        N_("A flow leads into or out of a compensation activity."),
        N_("Connect it with an association to the compensation event only."),
    ),
    "compensation-unused": Rule(
        N_("No compensation event leads to this activity."),
        N_("Draw an association from a compensation boundary event."),
    ),
    "compensation-undone-by-nothing": Rule(
        N_("Nothing undoes what this compensation event is attached to."),
        N_(
            "Draw an association to an activity beside it that is marked as being for "
            "compensation."
        ),
    ),
    "compensation-of-process": Rule(
        N_("Nobody can have a whole process undone, so this never begins."),
        N_("Draw it inside the sub-process that it undoes."),
    ),
    "cancel-uncaught": Rule(
        N_("Nothing on the edge of the transaction catches its cancellation."),
        N_("Attach a cancel event to the transaction and draw what follows."),
    ),
    "ad-hoc-empty": Rule(
        N_("There is nothing to do in the ad-hoc sub-process."),
        N_("Draw its tasks inside, or remove it."),
    ),
    "bad-quantity": Rule(
        N_("“%(text)s” is no number of tokens; 1 to %(limit)s are possible."),
        N_("Write a whole number, or remove the attribute."),
    ),
    "event-sub-process-several": Rule(
        N_("An event sub-process cannot be repeated by a marker."),
        N_("Put the repeated activity inside it."),
    ),
    "mapping-not-here": Rule(
        N_("Variables mapped here would never be seen."),
        N_("Map them at an activity, or at the output of an event."),
    ),
    "reference-missing": Rule(
        N_("The event names no %(what)s."), N_("Choose one, or make one.")
    ),
    "error-undeclared": Rule(
        N_("The file declares no error “%(what)s”; it is taken for the error's code."),
        N_("Declare the error and give it a code."),
    ),
    "name-missing": Rule(
        N_("The message or signal “%(what)s” has no name."),
        N_("Give it the name by which it is sent."),
    ),
    "code-missing": Rule(
        N_("The error or escalation “%(what)s” has no code."),
        N_("Give it the code by which it is caught."),
    ),
    "receive-without-message": Rule(
        N_("The task names no message; only an administrator can continue it."),
        N_("Choose the message it waits for."),
    ),
    "ad-hoc-event": Rule(
        N_("An ad-hoc sub-process has no start and end events."),
        N_("Remove it: people choose what is done."),
    ),
    "cancel-outside-transaction": Rule(
        N_("Cancel events belong to transactions only."),
        N_("Make the sub-process a transaction, or use an error."),
    ),
    "join-never-complete": Rule(
        N_("The parallel gateway waits for branches that never come together."),
        N_("Join the ways of an exclusive choice by an exclusive gateway."),
    ),
    "reference-dangling": Rule(
        N_("It refers to something that the file does not hold (%(what)s)."),
        N_("Choose an existing one in the modeler, or remove the reference."),
    ),
    "link-dangling": Rule(
        N_("The link leads nowhere, or comes from nowhere."),
        N_(
            "Give both of its events the same name on the same level; one catch event "
            "a name, without a flow into it or out of the throw event."
        ),
    ),
    "event-not-here": Rule(
        N_("BPMN has no event of this kind in this place (%(kind)s)."),
        N_("Choose another symbol, or draw it where it is allowed."),
    ),
    "start-with-symbol": Rule(
        N_("A sub-process is begun by the flow into it, not by an event."),
        N_(
            "Use a start event without a symbol, or make it an event sub-process if "
            "nothing leads into it."
        ),
    ),
    "parallel-event-gateway": Rule(
        N_("A gateway that waits for all of its events stands where none begins."),
        N_(
            "Begin the process with it, followed by message and signal events without "
            "mapped variables; elsewhere draw a parallel gateway before the events."
        ),
    ),
    "compensation-in-background": Rule(
        N_("Compensation that nobody waits for is not executed."),
        N_("Set “wait for completion”."),
    ),
    "transaction-method": Rule(
        N_("Transactions are undone by compensation only."),
        N_("Choose ##Compensate as the method."),
    ),
    "unsupported-data-association": Rule(
        N_("Assignments and transformations of data associations are not executed."),
        N_("Use input and output mappings of the task."),
    ),
    "ignored-attribute": Rule(
        N_("The attribute “%(name)s” means nothing here."),
        N_("It does no harm; you may leave it."),
    ),
    "unknown-attribute": Rule(
        N_("BPMN knows no attribute “%(name)s”."),
        N_("Correct its spelling, or put it into the vendor's namespace."),
    ),
    "zeebe-form": Rule(
        N_("Forms drawn for Camunda 8 are not shown."),
        N_("Deploy a JSON schema with the diagram and name it as the form."),
    ),
    # --- vendors' extensions ---
    "unsupported-extension": Rule(
        N_("“%(name)s” is not executed here."),
        N_("It would change what the process does. Remove it, or do it another way."),
    ),
    "unsupported-listener": Rule(
        N_("Listeners (“%(name)s”) are not executed here."),
        N_("Use a script task before or after the element."),
    ),
    "form-data": Rule(
        N_("Form fields drawn into the diagram are not read."),
        N_("Deploy a JSON schema with the diagram and name it as the form key."),
    ),
    "ignored-extension": Rule(
        N_("“%(name)s” has no meaning here and is not read."),
        N_("It does no harm; you may leave it."),
    ),
}
