"""What modelers of the Camunda family add to BPMN.

``activiti:``, ``flowable:`` and ``operaton:`` are read as ``camunda:``.
"""

from app.engine.support.extras import (
    MARKER,
    SERVICES,
    WITH_FORM,
    Extra,
    attribute,
    element,
    named,
)
from app.engine.support.rows import EXECUTED, REFUSED, WARNED, Row

_IN_THE_BACKGROUND = (
    "A step is one transaction here, up to the next person, clock or service."
)

ATTRIBUTES: dict[str, Extra] = named(
    attribute("assignee", "bare userTask", "ann", "userTask"),
    attribute("candidateUsers", "userTask", "ann, bob", "userTask"),
    attribute("candidateGroups", "userTask", "sales", "userTask"),
    attribute("dueDate", "userTask", "P2D", "userTask"),
    attribute("followUpDate", "userTask", "P1D", "userTask", state=WARNED),
    attribute("priority", "userTask", "80", "userTask"),
    attribute("formKey", "userTask", "known", WITH_FORM),
    attribute("formRef", "userTask", "known", WITH_FORM),
    attribute(
        "formRefBinding",
        "userTask",
        "version",
        WITH_FORM,
        state=WARNED,
        note="A ticket keeps the forms that were there when its process was deployed.",
    ),
    attribute("formRefVersion", "userTask", "2", WITH_FORM, state=WARNED),
    attribute("initiator", "startEvent", "starter", "startEvent"),
    attribute("formHandlerClass", "startEvent", "org.A", state=REFUSED),
    attribute("class", "serviceTask", "org.example.Pay", SERVICES),
    attribute("delegateExpression", "serviceTask", "${pay}", SERVICES),
    attribute("expression", "serviceTask", "${amount + 1}", SERVICES),
    attribute("type", "pay", "external", SERVICES),
    attribute("topic", "external type", "pay", SERVICES),
    attribute("taskPriority", "external", "10", SERVICES | {"process"}),
    attribute("resultVariable", "decision", "limit", SERVICES | {"scriptTask"}),
    attribute("resultVariableName", "class", "a", SERVICES | {"scriptTask"}),
    attribute("decisionRef", "bare businessRuleTask", "limit", "businessRuleTask"),
    attribute("decisionRefBinding", "decision", "latest", "businessRuleTask"),
    attribute("decisionRefVersion", "decision", "2", "businessRuleTask"),
    attribute("decisionRefVersionTag", "decision", "v2", "businessRuleTask"),
    attribute("mapDecisionResult", "decision", "singleEntry", "businessRuleTask"),
    attribute("calledElementBinding", "callActivity", "latest", "callActivity"),
    attribute("calledElementVersion", "callActivity", "2", "callActivity"),
    attribute("calledElementVersionTag", "callActivity", "v2", "callActivity"),
    attribute("variableMappingClass", "callActivity", "org.A", state=REFUSED),
    attribute("caseRef", "callActivity", "case", state=REFUSED),
    attribute("collection", "bare each", "orders", MARKER),
    attribute("elementVariable", "each", "order", MARKER),
    attribute("errorCodeVariable", "error", "code", "errorEventDefinition"),
    attribute("errorMessageVariable", "error", "why", "errorEventDefinition"),
    attribute(
        "escalationCodeVariable", "escalation", "code", "escalationEventDefinition"
    ),
    attribute(
        "variableName",
        "conditional",
        "a",
        "conditionalEventDefinition",
        state=WARNED,
        note="The condition is looked at whenever any variable changes.",
    ),
    attribute(
        "variableEvents",
        "conditional",
        "update",
        "conditionalEventDefinition",
        state=WARNED,
    ),
    attribute(
        "async",
        "task",
        "true",
        state=WARNED,
        harmless="false",
        note=_IN_THE_BACKGROUND,
    ),
    attribute("asyncBefore", "task", "true", state=WARNED, harmless="false"),
    attribute("asyncAfter", "task", "true", state=WARNED, harmless="false"),
    attribute("exclusive", "task", "false", state=WARNED, harmless="true"),
    attribute(
        "jobPriority",
        "external",
        "5",
        note="Of services; anywhere else it changes nothing.",
    ),
    attribute("modelerTemplate", "task", "a", state=WARNED),
    attribute("modelerTemplateVersion", "task", "1", state=WARNED),
    attribute("modelerTemplateIcon", "task", "data:", state=WARNED),
    attribute("skipExpression", "userTask", "${a}", state=REFUSED),
    attribute("resource", "scriptTask", "a.py", state=REFUSED),
    # On processes; the example of a process's attribute is a task's in form only.
    Extra(
        Row("camunda:candidateStarterGroups", EXECUTED, '<task id="x"/>'),
        frozenset({"process"}),
    ),
    Extra(
        Row("camunda:versionTag", EXECUTED, '<task id="x"/>'),
        frozenset({"process", "definitions"}),
    ),
    Extra(
        Row("camunda:isStartableInTasklist", EXECUTED, '<task id="x"/>'),
        frozenset({"process"}),
    ),
    Extra(
        Row(
            "camunda:historyTimeToLive",
            WARNED,
            '<task id="x" camunda:historyTimeToLive="P30D"/>',
            rule="ignored-extension",
            note="How long tickets are kept is a setting of the house.",
        ),
    ),
    attribute("diagramRelationId", "task", "1", state=WARNED),
)

_IN = '<camunda:in source="a" target="b"/>'
ELEMENTS: dict[str, Extra] = named(
    element(
        "camunda:properties",
        "task",
        '<camunda:properties><camunda:property name="description" value="Words"/>'
        "</camunda:properties>",
    ),
    element(
        "camunda:inputOutput",
        "userTask",
        '<camunda:inputOutput><camunda:inputParameter name="a">${1 + 1}'
        "</camunda:inputParameter></camunda:inputOutput>",
    ),
    element(
        "camunda:formData",
        "userTask",
        '<camunda:formData><camunda:formField id="a" label="Amount" type="long"/>'
        "</camunda:formData>",
        WITH_FORM,
        note="Becomes a form of its own, with types and constraints.",
    ),
    element(
        "camunda:formProperty",
        "userTask",
        '<camunda:formProperty id="a" name="Amount" type="long"/>',
        WITH_FORM,
    ),
    element(
        "camunda:connector",
        "serviceTask",
        "<camunda:connector><camunda:connectorId>http</camunda:connectorId>"
        "</camunda:connector>",
        SERVICES,
    ),
    element(
        "camunda:field",
        "class",
        '<camunda:field name="a" stringValue="1"/>',
        SERVICES,
    ),
    element(
        "camunda:in",
        "callActivity",
        _IN,
        frozenset({"callActivity", "messageEventDefinition", "signalEventDefinition"}),
    ),
    element(
        "camunda:out",
        "callActivity",
        '<camunda:out source="a" target="b"/>',
        "callActivity",
    ),
    element(
        "camunda:errorEventDefinition",
        "external",
        '<camunda:errorEventDefinition id="n" errorRef="r" '
        "expression=\"${errorMessage == 'no'}\"/>",
        SERVICES,
    ),
    element(
        "camunda:failedJobRetryTimeCycle",
        "external",
        "<camunda:failedJobRetryTimeCycle>R3/PT10M</camunda:failedJobRetryTimeCycle>",
        note="Of services; anywhere else it changes nothing.",
    ),
    element(
        "camunda:executionListener",
        "task",
        '<camunda:executionListener event="start" class="org.A"/>',
        state=REFUSED,
        rule="unsupported-listener",
    ),
    element(
        "camunda:taskListener",
        "userTask",
        '<camunda:taskListener event="create" class="org.A"/>',
        state=REFUSED,
        rule="unsupported-listener",
    ),
)
