"""BPMN's own attributes that say something of execution.

Others (names, ids, states of data, participants, colours) are for readers; those that
BPMN does not know are pointed out.
"""

from app.engine.support.rows import EXECUTED, REFUSED, WARNED, Row

# "element@attribute" -> row; for REFUSED and WARNED see ``HARMLESS``.
ATTRIBUTES: dict[str, Row] = {
    row.name: row
    for row in (
        Row("process@isExecutable", EXECUTED, '<task id="x"/>'),
        Row("sequenceFlow@sourceRef", EXECUTED, '<task id="x"/>'),
        Row("sequenceFlow@targetRef", EXECUTED, '<task id="x"/>'),
        Row(
            "exclusiveGateway@default",
            EXECUTED,
            '<exclusiveGateway id="x" default="x-e"/>',
        ),
        Row(
            "activity@default",
            EXECUTED,
            '<task id="x" default="x-e"/>',
            note="Against the conditions of the other flows that leave.",
        ),
        Row(
            "gateway@gatewayDirection",
            EXECUTED,
            '<exclusiveGateway id="x" gatewayDirection="Converging"/>',
            note="Says what the flows show, and is not read.",
        ),
        Row(
            "scriptTask@scriptFormat",
            EXECUTED,
            '<scriptTask id="x" scriptFormat="python"><script>a = 1</script>'
            "</scriptTask>",
            note="Python; other languages are refused.",
        ),
        Row(
            "activity@startQuantity",
            EXECUTED,
            '<task id="x" startQuantity="2"/>',
        ),
        Row(
            "activity@completionQuantity",
            EXECUTED,
            '<task id="x" completionQuantity="2"/>',
        ),
        Row(
            "activity@isForCompensation",
            EXECUTED,
            '<task id="x" isForCompensation="true"/>',
            frame="process",
        ),
        Row(
            "subProcess@triggeredByEvent",
            EXECUTED,
            '<subProcess id="x" triggeredByEvent="true"><startEvent id="in">'
            "<timerEventDefinition><timeDuration>PT1H</timeDuration>"
            "</timerEventDefinition></startEvent></subProcess>",
            frame="process",
        ),
        Row(
            "boundaryEvent@cancelActivity",
            EXECUTED,
            '<boundaryEvent id="x" attachedToRef="host" cancelActivity="false">'
            "<timerEventDefinition><timeDuration>PT1H</timeDuration>"
            "</timerEventDefinition></boundaryEvent>",
            frame="beside",
        ),
        Row(
            "receiveTask@instantiate",
            EXECUTED,
            '<receiveTask id="x" messageRef="m" instantiate="true"/>',
            frame="start",
            note="As a message start event.",
        ),
        Row(
            "eventBasedGateway@eventGatewayType",
            EXECUTED,
            '<eventBasedGateway id="x" instantiate="true" '
            'eventGatewayType="Parallel"/><intermediateCatchEvent id="y">'
            '<messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
            '<sequenceFlow id="f" sourceRef="x" targetRef="y"/>',
            frame="process",
            note="Parallel where a process begins with messages or signals.",
        ),
        Row(
            "userTask@implementation",
            WARNED,
            '<userTask id="x" camunda:assignee="ann" implementation="http://a"/>',
            rule="ignored-attribute",
        ),
        Row(
            "serviceTask@implementation",
            WARNED,
            '<serviceTask id="x" camunda:type="external" camunda:topic="t" '
            'implementation="http://a"/>',
            rule="ignored-attribute",
        ),
        Row(
            "serviceTask@operationRef",
            WARNED,
            '<serviceTask id="x" camunda:type="external" camunda:topic="t" '
            'operationRef="o"/>',
            rule="ignored-attribute",
        ),
        Row(
            "compensateEventDefinition@waitForCompletion",
            REFUSED,
            '<intermediateThrowEvent id="x">'
            '<compensateEventDefinition waitForCompletion="false"/>'
            "</intermediateThrowEvent>",
            rule="compensation-in-background",
            note="Only with the value false.",
        ),
        Row(
            "transaction@method",
            REFUSED,
            '<transaction id="x" method="##Store"><startEvent id="in"/></transaction>',
            rule="transaction-method",
            note="Only ##Compensate is executed.",
        ),
        Row(
            "conditionExpression@language",
            EXECUTED,
            '<task id="x"/>',
            note="JUEL, FEEL and Python-like expressions; others are refused.",
        ),
    )
}
# Values that mean the same as leaving the attribute out.
HARMLESS: dict[str, frozenset[str]] = {
    "startQuantity": frozenset({"1"}),
    "completionQuantity": frozenset({"1"}),
    "isForCompensation": frozenset({"false", "0"}),
    "triggeredByEvent": frozenset({"false", "0"}),
    "instantiate": frozenset({"false", "0"}),
    "eventGatewayType": frozenset({"Exclusive"}),
    "implementation": frozenset(
        {"##unspecified", "##WebService", "##webService", "##Unspecified"}
    ),
    "waitForCompletion": frozenset({"true", "1"}),
    "method": frozenset({"##Compensate", "##compensate", "compensate"}),
}
# Everything BPMN's schema lets stand on elements of a process.
KNOWN = frozenset(
    [
        "id",
        "name",
        "isExecutable",
        "isClosed",
        "processType",
        "definitionalCollaborationRef",
        "state",
        "triggeredByEvent",
        "isForCompensation",
        "startQuantity",
        "completionQuantity",
        "default",
        "implementation",
        "operationRef",
        "messageRef",
        "instantiate",
        "script",
        "scriptFormat",
        "calledElement",
        "method",
        "ordering",
        "cancelRemainingInstances",
        "gatewayDirection",
        "eventGatewayType",
        "attachedToRef",
        "cancelActivity",
        "parallelMultiple",
        "isInterrupting",
        "sourceRef",
        "targetRef",
        "isImmediate",
        "signalRef",
        "errorRef",
        "escalationRef",
        "activityRef",
        "waitForCompletion",
        "isSequential",
        "behavior",
        "oneBehaviorEventRef",
        "noneBehaviorEventRef",
        "testBefore",
        "loopMaximum",
        "language",
        "evaluatesToTypeRef",
        "itemSubjectRef",
        "isCollection",
        "dataObjectRef",
        "dataStoreRef",
        "associationDirection",
        "textFormat",
        "categoryValueRef",
        "partitionElementRef",
        "resourceRef",
        "parameterRef",
        "correlationKeyRef",
        "correlationPropertyRef",
        "structureRef",
        "itemKind",
        "isUnlimited",
        "capacity",
        "textType",
    ]
)
