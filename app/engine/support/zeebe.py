"""What SpiffWorkflow's and Camunda 8's modelers add to BPMN."""

from app.engine.support.extras import MARKER, SERVICES, WITH_FORM, Extra, element, named
from app.engine.support.rows import EXECUTED, REFUSED, WARNED, Row

SPIFF_ELEMENTS = {
    "properties": EXECUTED,
    "unitTests": WARNED,
    "instructionsForEndUser": WARNED,
}
ZEEBE_ELEMENTS: dict[str, Extra] = named(
    element(
        "zeebe:taskDefinition",
        "serviceTask",
        '<zeebe:taskDefinition type="pay" retries="3"/>',
        SERVICES | {"scriptTask", "intermediateThrowEvent", "endEvent"},
        note="An external task whose topic is the type.",
    ),
    element(
        "zeebe:taskHeaders",
        "serviceTask",
        '<zeebe:taskDefinition type="pay"/><zeebe:taskHeaders>'
        '<zeebe:header key="a" value="1"/></zeebe:taskHeaders>',
    ),
    element(
        "zeebe:assignmentDefinition",
        "userTask",
        '<zeebe:assignmentDefinition assignee="ann" candidateGroups="sales"/>',
        "userTask",
    ),
    element(
        "zeebe:taskSchedule",
        "userTask",
        '<zeebe:taskSchedule dueDate="2030-01-01T00:00:00Z"/>',
        "userTask",
    ),
    element(
        "zeebe:priorityDefinition",
        "userTask",
        '<zeebe:priorityDefinition priority="80"/>',
        "userTask",
    ),
    element("zeebe:userTask", "userTask", "<zeebe:userTask/>", "userTask"),
    element(
        "zeebe:formDefinition",
        "userTask",
        '<zeebe:formDefinition formId="known"/>',
        WITH_FORM,
    ),
    element(
        "zeebe:ioMapping",
        "userTask",
        '<zeebe:ioMapping><zeebe:input source="=1 + 1" target="a"/></zeebe:ioMapping>',
    ),
    element(
        "zeebe:calledElement",
        "bare callActivity",
        '<zeebe:calledElement processId="p"/>',
        "callActivity",
    ),
    element(
        "zeebe:calledDecision",
        "bare businessRuleTask",
        '<zeebe:calledDecision decisionId="limit" resultVariable="limit"/>',
        "businessRuleTask",
    ),
    element(
        "zeebe:script",
        "bare scriptTask",
        '<zeebe:script expression="=1 + 1" resultVariable="two"/>',
        "scriptTask",
    ),
    element(
        "zeebe:loopCharacteristics",
        "bare each",
        '<zeebe:loopCharacteristics inputCollection="=[1, 2]" inputElement="n"/>',
        MARKER,
    ),
    element(
        "zeebe:subscription",
        "message",
        '<zeebe:subscription correlationKey="=order"/>',
        "message",
    ),
    element(
        "zeebe:properties",
        "task",
        '<zeebe:properties><zeebe:property name="description" value="Words"/>'
        "</zeebe:properties>",
    ),
    Extra(Row("zeebe:versionTag", EXECUTED, '<task id="x"/>'), frozenset({"process"})),
    element(
        "zeebe:userTaskForm",
        "task",
        '<zeebe:userTaskForm id="f">{}</zeebe:userTaskForm>',
        state=REFUSED,
        rule="zeebe-form",
    ),
    element(
        "zeebe:executionListeners",
        "task",
        '<zeebe:executionListeners><zeebe:executionListener eventType="start" '
        'type="a"/></zeebe:executionListeners>',
        state=REFUSED,
        rule="unsupported-listener",
    ),
    element(
        "zeebe:taskListeners",
        "userTask",
        '<zeebe:taskListeners><zeebe:taskListener eventType="creating" type="a"/>'
        "</zeebe:taskListeners>",
        state=REFUSED,
        rule="unsupported-listener",
    ),
    element(
        "zeebe:adHoc",
        "task",
        '<zeebe:adHoc activeElementsCollection="=[]"/>',
    ),
    element("zeebe:linkedResources", "task", "<zeebe:linkedResources/>", state=REFUSED),
    element(
        "zeebe:conditionalFilter",
        "task",
        '<zeebe:conditionalFilter variableNames="a"/>',
        state=WARNED,
    ),
)
