"""What findings say of files, ids, flows, conditions and tasks."""

from collections.abc import Mapping

from app.domain.findings.rule import DEFINE, SAVE_AGAIN, Rule
from app.errors import N_

DRAWING_RULES: Mapping[str, Rule] = {
    # --- the file ---
    "not-well-formed": Rule(
        N_("The file is not well-formed XML (line %(line)s: %(why)s)."), SAVE_AGAIN
    ),
    "doctype": Rule(
        N_("The file has a DOCTYPE or entities (line %(line)s)."),
        N_("They can harm the server. Remove the line; no modeler needs it."),
    ),
    "encoding": Rule(
        N_("The file's character encoding is not supported."), N_("Save it as UTF-8.")
    ),
    "empty-file": Rule(N_("The file is empty."), SAVE_AGAIN),
    "too-large": Rule(
        N_("The file is larger than %(limit)s."),
        N_("Split the process, or remove embedded images."),
    ),
    "too-deep": Rule(
        N_("Elements are nested more than %(limit)s deep (line %(line)s)."), SAVE_AGAIN
    ),
    "too-many-elements": Rule(
        N_("The file has more than %(limit)s elements."),
        N_("Split it into several processes."),
    ),
    "too-many-attributes": Rule(
        N_("An element has too many attributes or too long a name (line %(line)s)."),
        SAVE_AGAIN,
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
        N_("Conditions in “%(language)s” are not executed here."), DEFINE
    ),
    "bad-expression": Rule(
        N_("The expression %(text)s cannot be read: %(why)s"), DEFINE
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
}
