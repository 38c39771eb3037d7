"""What each finding of an upload says: one sentence, and help in one or two more.

The linter names rules; doors translate and fill in. A rule's name is public and never
changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.upload_findings import UPLOAD_RULES
from app.errors import N_


@dataclass(frozen=True, slots=True)
class Rule:
    """The words of a rule.

    Attributes:
        sentence: English message id, with places for the finding's facts.
        help: English message id: what to do.
    """

    sentence: str
    help: str


_LATER = N_(
    "This edition does not execute it, so the diagram is not deployed rather than run "
    "wrongly. Remove it or draw it with elements that are executed."
)
_SAVE_AGAIN = N_("Open the file in a BPMN modeler and save it again.")
_DEFINE = N_(
    "Write it as ${...}, for example ${amount > 1000 && finance.result == 'approved'}."
)

RULES: Mapping[str, Rule] = {
    # --- the file ---
    "not-well-formed": Rule(
        N_("The file is not well-formed XML (line %(line)s: %(why)s)."), _SAVE_AGAIN
    ),
    "doctype": Rule(
        N_("The file has a DOCTYPE or entities (line %(line)s)."),
        N_("They can harm the server. Remove the line; no modeler needs it."),
    ),
    "encoding": Rule(
        N_("The file's character encoding is not supported."), N_("Save it as UTF-8.")
    ),
    "empty-file": Rule(N_("The file is empty."), _SAVE_AGAIN),
    "too-large": Rule(
        N_("The file is larger than %(limit)s."),
        N_("Split the process, or remove embedded images."),
    ),
    "too-deep": Rule(
        N_("Elements are nested more than %(limit)s deep (line %(line)s)."), _SAVE_AGAIN
    ),
    "too-many-elements": Rule(
        N_("The file has more than %(limit)s elements."),
        N_("Split it into several processes."),
    ),
    "too-many-attributes": Rule(
        N_("An element has too many attributes or too long a name (line %(line)s)."),
        _SAVE_AGAIN,
    ),
    "too-many-shapes": Rule(
        N_("The file has %(count)s shapes and flows; %(limit)s are allowed."),
        N_("Split it into several processes, in files of their own."),
    ),
    "too-many-declared": Rule(
        N_("The file declares %(count)s things; %(limit)s are allowed."),
        N_("Remove messages, signals and errors that are not used."),
    ),
    "sub-processes-too-deep": Rule(
        N_("More than %(limit)s sub-processes lie in one another."),
        N_("Take some of them out into processes of their own and call them."),
    ),
    "too-many-processes": Rule(
        N_("The file holds more than %(limit)s processes."),
        N_("Put them into several files."),
    ),
    "wrong-root": Rule(
        N_("The file starts with <%(name)s>; a BPMN 2.0 diagram is needed."),
        N_("Upload .bpmn files for processes and .json files for forms."),
    ),
    "zeebe": Rule(
        N_("The diagram was drawn for Camunda 8 (zeebe)."),
        N_(
            "Choose Camunda 7 as the platform in the modeler and fill the fields again."
        ),
    ),
    "no-process": Rule(
        N_("The file holds no process."), N_("Draw a process with a start event.")
    ),
    "no-executable-process": Rule(
        N_("No process in the file is executable."),
        N_("Tick “Executable” in the properties of the process."),
    ),
    "layout-missing": Rule(
        N_("The file does not say where its shapes lie; they are laid out for you."),
        N_("Open it in a modeler and arrange it there to have it otherwise."),
    ),
    "lanes-not-drawn": Rule(
        N_("Lanes of a file without a layout are not drawn."),
        N_("They are executed all the same; a modeler can draw them."),
    ),
    "not-executable": Rule(
        N_("The process is drawn as not executable and is left out."),
        N_("Tick “Executable” in its properties if tickets are to run it."),
    ),
    "duplicate-process": Rule(
        N_("The process key “%(key)s” is also in %(other)s."),
        N_("Give each process an id of its own."),
    ),
    "message-flow": Rule(
        N_("Message flows between pools are shown, not executed."),
        N_("Let the processes talk by variables, or draw one process."),
    ),
    # --- ids and flows ---
    "id-missing": Rule(
        N_("A %(kind)s has no id."), N_("Give it an id in the modeler.")
    ),
    "id-invalid": Rule(
        N_("The id “%(id)s” cannot be used."),
        N_(
            "An id begins with a letter or an underscore, goes on with letters, "
            "digits, hyphens, dots and underscores, and is at most 200 long."
        ),
    ),
    "id-duplicate": Rule(
        N_("The id “%(id)s” is used more than once."),
        N_("Give each element an id of its own."),
    ),
    "id-reserved": Rule(
        N_("“%(id)s” is a name of the platform and cannot be a user task's id."),
        N_("Choose another id: the decision is kept in a variable of that name."),
    ),
    "id-not-a-name": Rule(
        N_("Conditions cannot read the decision of “%(id)s”: its id is no plain name."),
        N_("Use letters, digits and underscores only in the id."),
    ),
    "start-missing": Rule(
        N_("There is no start event."), N_("Draw one start event without a symbol.")
    ),
    "start-several": Rule(
        N_("There is more than one start event."), N_("Draw one only.")
    ),
    "flow-dangling": Rule(
        N_("The flow leads from or to nothing (%(what)s)."),
        N_("Connect both of its ends, or remove it."),
    ),
    "flow-crosses-scope": Rule(
        N_("The flow crosses the border of a sub-process."),
        N_("Let it begin and end on the same side."),
    ),
    "flow-into-start": Rule(
        N_("A flow arrives at a start event or boundary event."),
        N_("Let it arrive at the element that follows."),
    ),
    "flow-out-of-end": Rule(
        N_("A flow leaves an end event."), N_("Use a gateway or task in its place.")
    ),
    "unreachable": Rule(
        N_("No flow leads here from the start."), N_("Connect it, or remove it.")
    ),
    "implicit-end": Rule(
        N_("The path ends here without an end event."),
        N_("Draw an end event; it can say how the ticket ended."),
    ),
    "boundary-dangling": Rule(
        N_("The boundary event is not attached to a task or sub-process."),
        N_("Attach it to the edge of the one it watches."),
    ),
    "boundary-never-fires": Rule(
        N_("The element passes at once, so this event never fires."),
        N_("Attach it to a user task or sub-process."),
    ),
    # --- conditions ---
    "flow-without-condition": Rule(
        N_("The flow has no condition and is not the default flow."),
        N_("Write a condition on it, or make it the gateway's default flow."),
    ),
    "no-default": Rule(
        N_("The gateway has no default flow."),
        N_("Without one the ticket is stuck when no condition holds."),
    ),
    "default-dangling": Rule(
        N_("The default flow “%(id)s” does not leave this element."),
        N_("Choose one of its own flows as the default."),
    ),
    "default-with-condition": Rule(
        N_("The default flow has a condition, which would never be read."),
        N_("Remove the condition, or choose another default flow."),
    ),
    "condition-ignored": Rule(
        N_("The flow has a condition where every flow is taken."),
        N_("Remove it, or use an exclusive or inclusive gateway."),
    ),
    "condition-language": Rule(
        N_("Conditions in “%(language)s” are not executed here."), _DEFINE
    ),
    "bad-expression": Rule(
        N_("The expression %(text)s cannot be read: %(why)s"), _DEFINE
    ),
    # --- tasks ---
    "script-language": Rule(
        N_("Scripts in “%(language)s” are not executed here."),
        N_("Write the script in Python and set its format to python."),
    ),
    "empty-script": Rule(
        N_("The script task has no script."),
        N_("Write one, or use a task without a symbol."),
    ),
    "bad-script": Rule(
        N_("The script cannot be read: %(why)s"),
        N_("Correct it; it is Python without imports of the system."),
    ),
    "nobody": Rule(
        N_("Nobody is named who may do this user task."),
        N_("Set an assignee or candidate groups, or draw it into a lane."),
    ),
    "too-many-people": Rule(
        N_("More than %(limit)s people and groups are named."),
        N_("Name a group in their place."),
    ),
    "missing-form": Rule(
        N_("The form “%(key)s” is not known."),
        N_("Upload %(key)s.json together with the diagram, or correct the form key."),
    ),
    "form-key-expression": Rule(
        N_("The form key “%(key)s” is an expression; forms are chosen when deploying."),
        N_("Write the form's key itself."),
    ),
    "bad-due-date": Rule(
        N_("The due date “%(text)s” cannot be read: %(why)s"),
        N_("Write a date-time, a duration such as P2D from now, or ${...}."),
    ),
    "bad-priority": Rule(
        N_("The priority “%(text)s” is not a whole number from 0 to 100."),
        N_("50 is usual; more is more urgent. ${...} is possible too."),
    ),
    # --- timers ---
    "bad-timer": Rule(
        N_("The timer “%(text)s” cannot be read: %(why)s"),
        N_("Write ISO 8601, or ${...} that gives such a text."),
    ),
    "timer-without-zone": Rule(
        N_("The timer “%(text)s” names no time zone and is read as UTC."),
        N_("Add Z for UTC, or an offset such as +08:00."),
    ),
    # --- not executed (yet) ---
    "unsupported-decisions": Rule(
        N_("Decision tables (DMN) are not executed yet."),
        N_("Use conditions on a gateway or a script task until then."),
    ),
    "unsupported-element": Rule(N_("“%(kind)s” is not executed here."), _LATER),
    "unsupported-call-activity": Rule(
        N_("Call activities are not executed yet."), _LATER
    ),
    "unsupported-service-task": Rule(
        N_("Service tasks are not executed yet."),
        N_("Use a user task until then, so that nothing is skipped."),
    ),
    "unsupported-send-task": Rule(N_("Send tasks are not executed yet."), _LATER),
    "unsupported-receive-task": Rule(N_("Receive tasks are not executed yet."), _LATER),
    "unsupported-business-rule-task": Rule(
        N_("Business rule tasks are not executed yet."),
        N_("Use a script task or conditions on a gateway until then."),
    ),
    "unsupported-event-based-gateway": Rule(
        N_("Event-based gateways are not executed yet."), _LATER
    ),
    "unsupported-complex-gateway": Rule(
        N_("Complex gateways are not executed yet."), _LATER
    ),
    "unsupported-transaction": Rule(N_("Transactions are not executed yet."), _LATER),
    "unsupported-ad-hoc-sub-process": Rule(
        N_("Ad-hoc sub-processes are not executed yet."), _LATER
    ),
    "unsupported-event-sub-process": Rule(
        N_("Event sub-processes are not executed yet."), _LATER
    ),
    "unsupported-multi-instance": Rule(
        N_("Multi-instance activities are not executed yet."), _LATER
    ),
    "unsupported-loop": Rule(
        N_("Loop activities are not executed yet."),
        N_("Draw the loop with an exclusive gateway that leads back."),
    ),
    "unsupported-timer-start": Rule(
        N_("Timers on start events are not executed yet."),
        N_("Use a start event without a symbol."),
    ),
    "unsupported-message-event": Rule(
        N_("Message events are not executed yet."), _LATER
    ),
    "unsupported-signal-event": Rule(N_("Signal events are not executed yet."), _LATER),
    "unsupported-error-event": Rule(N_("Error events are not executed yet."), _LATER),
    "unsupported-escalation-event": Rule(
        N_("Escalation events are not executed yet."), _LATER
    ),
    "unsupported-conditional-event": Rule(
        N_("Conditional events are not executed yet."), _LATER
    ),
    "unsupported-compensation": Rule(N_("Compensation is not executed yet."), _LATER),
    "unsupported-cancel-event": Rule(N_("Cancel events are not executed yet."), _LATER),
    "unsupported-link-event": Rule(
        N_("Link events are not executed yet."), N_("Draw the flow itself.")
    ),
    "unsupported-timer-here": Rule(
        N_("A timer cannot be at this event."),
        N_("Timers belong on intermediate catch events and on boundary events."),
    ),
    "unsupported-several-events": Rule(
        N_("Events with several definitions are not executed yet."),
        N_("Draw one event for each."),
    ),
    "unsupported-event": Rule(
        N_("The event's definition “%(kind)s” is not executed here."), _LATER
    ),
    "event-without-definition": Rule(
        N_("The event does not say what it waits for."), N_("Choose a timer for it.")
    ),
    "unsupported-quantity": Rule(
        N_("Start and completion quantities other than 1 are not executed."), _LATER
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
        N_("The condition %(text)s gives neither true nor false."), _DEFINE
    ),
    "condition-missing": Rule(N_("The conditional event has no condition."), _DEFINE),
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
    "unsupported-input-output": Rule(
        N_("Input and output mappings are not executed yet."),
        N_("Set the variables in a script task."),
    ),
    "form-data": Rule(
        N_("Form fields drawn into the diagram are not read."),
        N_("Deploy a JSON schema with the diagram and name it as the form key."),
    ),
    "ignored-extension": Rule(
        N_("“%(name)s” has no meaning here and is not read."),
        N_("It does no harm; you may leave it."),
    ),
    # --- the upload as a whole, forms, properties ---
    **{rule: Rule(sentence, help) for rule, (sentence, help) in UPLOAD_RULES.items()},
}


def sentence(rule: str) -> str:
    """Return the message id of what a rule says.

    Args:
        rule: name of the rule; one that has no words here stands for itself.
    """
    return RULES[rule].sentence if rule in RULES else rule
