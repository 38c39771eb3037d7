"""Activities and gateways."""

from app.engine.support.rows import EXECUTED, REFUSED, WARNED, Row

_TWO_WAYS = (
    '<userTask id="a" camunda:assignee="ann"/><userTask id="b" camunda:assignee="bob"/>'
)

SHAPES: dict[str, Row] = {
    row.name: row
    for row in (
        Row(
            "task",
            EXECUTED,
            '<task id="x" name="Note"/>',
            note="Passed at once: it says nothing of who or what does it.",
        ),
        Row("userTask", EXECUTED, '<userTask id="x" camunda:assignee="ann"/>'),
        Row(
            "manualTask",
            EXECUTED,
            '<manualTask id="x" name="Carry it upstairs"/>',
            note="Passed at once: BPMN has engines know nothing of it.",
        ),
        Row(
            "scriptTask",
            EXECUTED,
            '<scriptTask id="x" scriptFormat="python">'
            "<script>total = 3 * 4</script></scriptTask>",
            note="Python, in a cage.",
        ),
        Row(
            "serviceTask",
            EXECUTED,
            '<serviceTask id="x" camunda:type="external" camunda:topic="pay"/>',
        ),
        Row(
            "sendTask",
            EXECUTED,
            '<sendTask id="x" messageRef="m"/>',
        ),
        Row(
            "receiveTask",
            EXECUTED,
            '<receiveTask id="x" messageRef="m"/>',
        ),
        Row(
            "businessRuleTask",
            EXECUTED,
            '<businessRuleTask id="x" camunda:decisionRef="limit" '
            'camunda:resultVariable="limit"/>',
        ),
        Row(
            "callActivity",
            EXECUTED,
            '<callActivity id="x" calledElement="p"/>',
        ),
        Row(
            "subProcess",
            EXECUTED,
            '<subProcess id="x"><startEvent id="in"/><endEvent id="out"/>'
            '<sequenceFlow id="f" sourceRef="in" targetRef="out"/></subProcess>',
        ),
        Row(
            "transaction",
            EXECUTED,
            '<transaction id="x"><startEvent id="in"/><endEvent id="out"/>'
            '<sequenceFlow id="f" sourceRef="in" targetRef="out"/></transaction>',
        ),
        Row(
            "adHocSubProcess",
            EXECUTED,
            '<adHocSubProcess id="x">'
            '<userTask id="a" camunda:assignee="ann"/></adHocSubProcess>',
        ),
        Row("exclusiveGateway", EXECUTED, '<exclusiveGateway id="x"/>'),
        Row("parallelGateway", EXECUTED, '<parallelGateway id="x"/>'),
        Row("inclusiveGateway", EXECUTED, '<inclusiveGateway id="x"/>'),
        Row(
            "eventBasedGateway",
            EXECUTED,
            '<eventBasedGateway id="x"/><intermediateCatchEvent id="y">'
            '<messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
            '<sequenceFlow id="f" sourceRef="x" targetRef="y"/>',
            frame="end",
        ),
        Row(
            "complexGateway",
            EXECUTED,
            '<complexGateway id="x"/>',
        ),
    )
}

# Things drawn beside the flow, and children of shapes: by the name of their element.
CHILDREN: dict[str, Row] = {
    row.name: row
    for row in (
        Row(
            "laneSet",
            EXECUTED,
            '<laneSet id="ls"><lane id="x" name="sales">'
            "<flowNodeRef>s</flowNodeRef></lane></laneSet>",
            frame="process",
            note="A lane's name is the group of user tasks in it that name nobody.",
        ),
        Row(
            "dataObject",
            WARNED,
            '<dataObject id="x" name="order"/>',
            frame="process",
            rule="data-documentation",
        ),
        Row(
            "dataObjectReference",
            WARNED,
            '<dataObjectReference id="x" name="order"/>',
            frame="process",
            rule="data-documentation",
        ),
        Row(
            "dataStoreReference",
            WARNED,
            '<dataStoreReference id="x" name="archive"/>',
            frame="process",
            rule="data-documentation",
        ),
        Row(
            "property",
            WARNED,
            '<property id="x" name="order"/>',
            frame="process",
            rule="data-documentation",
        ),
        Row(
            "ioSpecification",
            WARNED,
            '<task id="x"><ioSpecification><inputSet/><outputSet/></ioSpecification>'
            "</task>",
            rule="data-documentation",
        ),
        Row(
            "dataInputAssociation",
            WARNED,
            '<task id="x"><dataInputAssociation><targetRef>t</targetRef>'
            "</dataInputAssociation></task>",
            rule="data-documentation",
            note="Refused with an assignment or transformation in it.",
        ),
        Row(
            "dataOutputAssociation",
            WARNED,
            '<task id="x"><dataOutputAssociation><targetRef>t</targetRef>'
            "</dataOutputAssociation></task>",
            rule="data-documentation",
            note="Refused with an assignment or transformation in it.",
        ),
        Row(
            "assignment",
            REFUSED,
            '<task id="x"><dataInputAssociation><targetRef>t</targetRef><assignment>'
            "<from>1</from><to>t</to></assignment></dataInputAssociation></task>",
            rule="unsupported-data-association",
        ),
        Row(
            "transformation",
            REFUSED,
            '<task id="x"><dataInputAssociation><targetRef>t</targetRef>'
            "<transformation>1</transformation></dataInputAssociation></task>",
            rule="unsupported-data-association",
        ),
        Row(
            "multiInstanceLoopCharacteristics",
            EXECUTED,
            '<userTask id="x" camunda:assignee="ann">'
            "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>"
            "</multiInstanceLoopCharacteristics></userTask>",
        ),
        Row(
            "standardLoopCharacteristics",
            EXECUTED,
            '<userTask id="x" camunda:assignee="ann"><standardLoopCharacteristics>'
            "<loopCondition>${again}</loopCondition></standardLoopCharacteristics>"
            "</userTask>",
        ),
        Row(
            "humanPerformer",
            EXECUTED,
            '<userTask id="x"><humanPerformer><resourceAssignmentExpression>'
            "<formalExpression>ann</formalExpression></resourceAssignmentExpression>"
            "</humanPerformer></userTask>",
        ),
        Row(
            "potentialOwner",
            EXECUTED,
            '<userTask id="x"><potentialOwner><resourceAssignmentExpression>'
            "<formalExpression>user(ann), group(sales)</formalExpression>"
            "</resourceAssignmentExpression></potentialOwner></userTask>",
        ),
        Row(
            "performer",
            REFUSED,
            '<userTask id="x"><performer><resourceRef>r</resourceRef></performer>'
            "</userTask>",
            rule="unsupported-role",
        ),
        Row(
            "resourceRole",
            REFUSED,
            '<userTask id="x"><resourceRole><resourceRef>r</resourceRef>'
            "</resourceRole></userTask>",
            rule="unsupported-role",
        ),
        Row(
            "ioBinding",
            REFUSED,
            '<ioBinding id="x" operationRef="o" inputDataRef="i" outputDataRef="o"/>',
            frame="process",
            rule="unsupported-element",
        ),
        Row(
            "correlationSubscription",
            EXECUTED,
            '<correlationSubscription id="x" correlationKeyRef="k"/>',
            frame="process",
            note="Its bindings say what values a message must have; without one it is "
            "the variable of the property's name.",
        ),
        Row("documentation", EXECUTED, '<task id="x"><documentation/></task>'),
        Row("auditing", EXECUTED, '<auditing id="x"/>', frame="process"),
        Row("monitoring", EXECUTED, '<monitoring id="x"/>', frame="process"),
        Row(
            "textAnnotation",
            EXECUTED,
            '<textAnnotation id="x"><text>Note</text></textAnnotation>',
            frame="process",
        ),
        Row("group", EXECUTED, '<group id="x"/>', frame="process"),
        Row(
            "association",
            EXECUTED,
            '<association id="x" sourceRef="s" targetRef="e"/>',
            frame="process",
            note="Shown; it also leads from a compensation event to its handler.",
        ),
        Row("supports", EXECUTED, "<supports>q</supports>", frame="process"),
        Row(
            "globalConversation",
            REFUSED,
            '<globalConversation id="x"/>',
            frame="definitions",
            rule="unsupported-element",
        ),
        Row(
            "choreography",
            REFUSED,
            '<choreography id="x"/>',
            frame="definitions",
            rule="unsupported-element",
        ),
        Row(
            "globalUserTask",
            EXECUTED,
            '<globalUserTask id="x" camunda:assignee="ann"/>',
            frame="definitions",
            note="As a process of one task, for call activities.",
        ),
        Row(
            "globalScriptTask",
            EXECUTED,
            '<globalScriptTask id="x" scriptFormat="python"><script>a = 1</script>'
            "</globalScriptTask>",
            frame="definitions",
        ),
        Row(
            "globalManualTask",
            EXECUTED,
            '<globalManualTask id="x"/>',
            frame="definitions",
        ),
        Row("globalTask", EXECUTED, '<globalTask id="x"/>', frame="definitions"),
        Row(
            "partnerEntity",
            EXECUTED,
            '<partnerEntity id="x" name="supplier"/>',
            frame="definitions",
        ),
        Row(
            "partnerRole",
            EXECUTED,
            '<partnerRole id="x" name="supplier"/>',
            frame="definitions",
        ),
    )
}
