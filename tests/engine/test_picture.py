"""A diagram as a picture, for places without a viewer."""

from pathlib import Path

from lxml import etree

from app import engine

SHIPPED = Path(__file__).parents[2] / "processes"
HERE = Path(__file__).parent
ALLOWED = {"svg", "defs", "marker", "path", "rect", "circle", "polygon", "polyline"}


def drawn(source):
    return etree.fromstring(engine.picture(source))


def texts(sheet):
    return {"".join(text.itertext()) for text in sheet.iter("{*}text")}


def test_every_shape_and_flow_of_a_diagram_is_drawn_with_its_name():
    sheet = drawn((SHIPPED / "refund.bpmn").read_bytes())
    assert {"业务人员审核", "财务审核", "出纳打款确认", "退款申请", "业务"} <= texts(
        sheet
    )
    flows = (SHIPPED / "refund.bpmn").read_text().count("<bpmn:sequenceFlow ")
    assert len(list(sheet.iter("{*}polyline"))) == flows


def test_a_diagram_without_a_layout_is_drawn_too():
    sheet = drawn((HERE / "parallel_gateway.bpmn").read_bytes())
    assert len(list(sheet.iter("{*}circle"))) >= 2


def test_a_name_is_text_and_never_markup():
    source = (SHIPPED / "refund.bpmn").read_text()
    hostile = source.replace("财务审核", "&lt;script&gt;x&lt;/script&gt;")
    sheet = drawn(hostile.encode())
    names = {etree.QName(element).localname for element in sheet.iter()}
    assert names <= ALLOWED | {"text", "tspan"}
    assert any("<script>" in text for text in texts(sheet))


def test_senseless_coordinates_are_passed_over():
    source = (SHIPPED / "refund.bpmn").read_text()
    for text in ("NaN", "1e400", "", "x"):
        drawn(source.replace('x="160"', f'x="{text}"').encode())
