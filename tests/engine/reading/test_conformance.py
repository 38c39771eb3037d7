"""A folder of diagrams is told apart: executed, warned, refused, with the reasons."""

import conformance
from app.engine import support

GOOD = support.document(support.SHAPES["userTask"])
WARNED = support.document(support.CHILDREN["dataObject"])
REFUSED = support.document(support.CHILDREN["resourceRole"])


def test_a_folder_is_summed_up_in_the_last_line(tmp_path, capsys):
    (tmp_path / "a.bpmn").write_text(GOOD)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.bpmn").write_text(WARNED)
    (tmp_path / "c.bpmn").write_text(REFUSED)
    (tmp_path / "d.bpmn").write_bytes(b"\x00 no diagram")
    (tmp_path / "e.txt").write_text("none of our business")
    code = conformance.main([str(tmp_path)])
    printed = capsys.readouterr().out.splitlines()
    assert code == 1
    assert printed[-1] == "4 files: 1 executed, 1 warned, 2 refused"
    assert any("unsupported-role" in line and " x " in line for line in printed)


def test_a_folder_of_good_diagrams_is_good(tmp_path, capsys):
    (tmp_path / "a.bpmn").write_text(GOOD)
    assert conformance.main([str(tmp_path), "--quiet"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("1 files: 1 executed")


def test_a_folder_without_diagrams_is_told(tmp_path):
    assert conformance.main([str(tmp_path)]) == 2
