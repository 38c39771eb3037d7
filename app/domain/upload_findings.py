"""What findings say of an upload as a whole, its forms, decisions and properties.

Each rule has a sentence and help; ``domain/findings.py`` holds them with all others.
"""

from collections.abc import Mapping

from app.domain.decision_findings import DECISION_RULES
from app.errors import N_

UPLOAD_RULES: Mapping[str, tuple[str, str]] = {
    **DECISION_RULES,
    # --- what was uploaded together ---
    "nothing-to-deploy": (
        N_("There is nothing here to deploy."),
        N_("Upload .bpmn files for processes, .dmn for decisions, .json for forms."),
    ),
    "too-many-files": (
        N_("There are more than %(limit)s files."),
        N_("Upload them in several parts."),
    ),
    "upload-too-large": (
        N_("The files are larger than %(limit)s together."),
        N_("Upload them in several parts."),
    ),
    "file-name": (
        N_("The file's name cannot be used."),
        N_(
            'A name has no folders and none of the signs / \\ : * ? " < > | %%, does '
            "not begin with a dot, and is at most %(limit)s long."
        ),
    ),
    "file-kind": (
        N_("Files of this kind are not deployed."),
        N_("Upload .bpmn files for processes, .dmn for decisions, .json for forms."),
    ),
    "conditional-start": (
        N_("Nothing begins a ticket by the condition of this start event."),
        N_(
            "Before there is a ticket there are no variables whose change could be"
            " noticed. Begin with a form, a message, a signal or a timer."
        ),
    ),
    "duplicate-decision": (
        N_("Two files bring the decision “%(key)s”."),
        N_("Upload one of them."),
    ),
    "duplicate-form": (
        N_("Two files bring the form “%(key)s”."),
        N_("Upload one of them."),
    ),
    "name-too-long": (
        N_("“%(name)s…” is longer than %(limit)s."),
        N_("Choose a shorter name."),
    ),
    # --- forms ---
    "form-too-large": (
        N_("The form is larger than %(limit)s."),
        N_("Split it into several forms."),
    ),
    "form-not-json": (
        N_("The form cannot be read as JSON: %(why)s."),
        N_("Correct it and upload again."),
    ),
    "form-invalid": (
        N_("The form has a fault at %(pointer)s: %(why)s"),
        N_("Correct it there and upload again."),
    ),
    "field-permissions": (
        N_("“%(entry)s” in form.fields is not understood."),
        N_(
            "Write a field, a colon and one of hidden, read, edit, required; each "
            "field once: “payee:hidden, amount:read”."
        ),
    ),
    "unknown-field": (
        N_("form.fields names “%(entry)s”, which the form does not have."),
        N_("Correct the name: a misspelt field that is to be hidden is shown."),
    ),
    # --- properties ---
    "title-template": (
        N_("The title of tickets cannot be made: %(why)s"),
        N_("Write text and ${...}, for example ${customer.name}: ${amount}."),
    ),
    "ticket-timezone": (
        N_("There is no time zone “%(text)s”."),
        N_("Write a name of the tz database, like Europe/Berlin or Asia/Shanghai."),
    ),
    "number-prefix": (
        N_("“%(text)s” cannot begin the numbers of tickets."),
        N_("Write 1 to 12 letters A to Z and digits, for example REF."),
    ),
    "ticket-result": (
        N_("“%(text)s” is no result of a ticket."),
        N_("Write one of: approved, rejected, solved, unsolved, none."),
    ),
    "outcome-name": (
        N_("“%(text)s” cannot be one of the actions."),
        N_(
            "Write names of at most 32 letters, digits, “_” and “-”, each once, with "
            "commas between: “approve,reject”."
        ),
    ),
    "unknown-outcome": (
        N_("“%(name)s” labels an action that the task does not have."),
        N_("Add it to the actions, or remove the label."),
    ),
    "key-data": (
        N_("“%(text)s” in keydata is not understood."),
        N_(
            "Write variables with commas between: “order_no, amount|money”; money and "
            "date are understood."
        ),
    ),
    "unsupported-property": (
        N_("The property “%(name)s” is not executed yet."),
        N_("Remove it: the process would not do what it says."),
    ),
    "unknown-property": (
        N_("The property “%(name)s” has no meaning here."),
        N_("Correct its spelling, or remove it."),
    ),
}
