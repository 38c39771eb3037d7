"""The demo: people for every role, the example processes; deploy, and tickets."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def _at_the_root(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="module")
def demo(gongdan):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        told = gongdan("demo")
    assert told.exit_code == 0, told.output
    return told.stdout


def test_the_demo_prints_one_sign_in_a_role(demo):
    for name in ("alice", "bob", "carol", "erin", "frank", "grace", "dave"):
        assert f"\n  {name} " in demo
    assert "gongdan-demo" in demo


def test_the_demo_puts_the_examples_in_force(demo):
    assert "refund version 1: deployed" in demo


@pytest.mark.usefixtures("_at_the_root", "demo")
def test_a_second_demo_changes_nothing(gongdan):
    told = gongdan("demo")
    assert told.exit_code == 0
    assert "refund version 1: unchanged" in told.stdout


@pytest.mark.usefixtures("demo")
def test_where_there_are_no_examples_there_are_people_all_the_same(
    operate, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    gongdan = operate()
    gongdan("upgrade")
    assert gongdan("demo").exit_code == 0
    assert "dave\tadmin" in gongdan("user", "list").stdout


def test_there_are_no_demo_people_in_production(operate):
    told = operate(production=True)("demo")
    assert told.exit_code == 1
    assert "not in production" in told.stderr


@pytest.mark.usefixtures("demo")
def test_a_ticket_is_started_and_shown(gongdan):
    leave = {"leave_type": "annual", "from_on": "2026-12-01", "to_on": "2026-12-02"}
    leave |= {"days": 2, "reason": "rest"}
    told = gongdan(
        *("ticket", "start", "leave", "--as", "alice"),
        *("--variables", json.dumps(leave), "--business-key", "L-1"),
    )
    assert told.exit_code == 0, told.output
    shown = json.loads(gongdan("ticket", "show", told.stdout.strip()).stdout)
    assert (shown["initiator"], shown["business_key"]) == ("alice", "L-1")
    assert shown["variables"]["reason"] == "rest"
    assert shown["current"]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("start", "leave", "--as", "alice", "--variables", "{}"), 1),
        (("start", "leave", "--as", "nobody", "--variables", "{}"), 1),
        (("start", "nothing", "--as", "alice"), 1),
        (("start", "leave", "--as", "alice", "--variables", "[1]"), 2),
        (("start", "leave", "--as", "alice", "--variables", "{"), 2),
        (("start", "leave"), 2),
        (("show", "NONE-1"), 1),
    ],
)
def test_a_ticket_that_cannot_be_is_refused(gongdan, args, code):
    told = gongdan("ticket", *args)
    assert told.exit_code == code
    assert told.stdout == ""
    assert told.stderr


def test_a_diagram_with_a_fault_is_refused_with_its_finding(gongdan, tmp_path):
    (tmp_path / "broken.bpmn").write_text("<definitions")
    told = gongdan("deploy", str(tmp_path))
    assert told.exit_code == 1
    assert "broken.bpmn: error: " in told.stderr
    assert "[not-well-formed]" in told.stderr


def test_a_folder_without_diagrams_is_refused(gongdan, tmp_path):
    told = gongdan("deploy", str(tmp_path))
    assert (told.exit_code, told.stdout) == (1, "")
    assert gongdan("deploy", str(tmp_path / "nowhere")).exit_code == 2
