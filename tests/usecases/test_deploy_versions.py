"""Deploying: what becomes a version, and what was there already."""

from datetime import UTC, datetime
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.permissions import Actor
from app.errors import Conflict, NotAllowed, Unavailable
from app.store.db import db
from app.store.deployments import Deployment, FormVersion, ProcessDefinition
from app.usecases import definitions, deployments
from app.usecases.unit_of_work import reading, unit_of_work
from tests.usecases.uploads import diagram, form

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ANALYST = Actor("frank", frozenset({"analyst"}))

pytestmark = pytest.mark.usefixtures("house")


def deploy(form: bytes | None = None, **diagrams: bytes) -> deployments.Deployed:
    """Deploy ``order=...`` as order.bpmn, and the form as order_check.json."""
    files = {f"{name}.bpmn": data for name, data in diagrams.items()}
    if form is not None:
        files["order_check.json"] = form
    with unit_of_work():
        return deployments.deploy(files, actor=ANALYST, source="rest", now=NOW)


def title_shown(key: str = "order") -> str:
    with reading():
        definition = deployments.get_definition(key, actor=ANALYST)
        schema = definitions.form_of(definition, "order_check")
    assert schema is not None
    return schema["title"]


def rows(table: type) -> int:
    with reading():
        return db.session.query(table).count()


def test_the_first_upload_is_version_one_with_its_forms():
    done = deploy(order=diagram(), form=form("First"))

    [definition] = done.definitions
    assert done.created
    assert (definition.key, definition.version) == ("order", 1)
    assert definition.name == "Order"
    assert definition.active
    assert [file.name for file in done.deployment.files] == [
        "order.bpmn",
        "order_check.json",
    ]
    assert (done.deployment.created_by, done.deployment.source) == ("frank", "rest")
    assert title_shown() == "First"


def test_the_same_content_makes_no_new_version_and_gives_the_same_deployment_back():
    first = deploy(order=diagram(), form=form())
    again = deploy(order=diagram(), form=form())

    assert not again.created
    assert again.deployment.id == first.deployment.id
    assert [row.id for row in again.definitions] == [first.definitions[0].id]
    assert rows(Deployment) == rows(ProcessDefinition) == rows(FormVersion) == 1


def test_a_part_of_what_is_in_force_makes_no_new_version_either():
    first = deploy(order=diagram(), form=form())
    again = deploy(order=diagram())

    assert (again.created, again.deployment.id) == (False, first.deployment.id)


def test_a_changed_diagram_is_the_next_version_and_leaves_the_form_alone():
    deploy(order=diagram(), form=form())
    done = deploy(order=diagram(name="Order, checked"), form=form())

    assert [row.version for row in done.definitions] == [2]
    assert rows(FormVersion) == 1


def test_only_the_changed_one_of_two_diagrams_gets_a_version():
    both = {"form": form(), "offer": diagram("offer")}
    deploy(order=diagram(), **both)
    done = deploy(order=diagram(name="New"), **both)

    assert [(row.key, row.version) for row in done.definitions] == [
        ("offer", 1),
        ("order", 2),
    ]


def test_a_form_uploaded_alone_reaches_the_next_ticket_and_not_the_running_ones():
    [old] = deploy(order=diagram(), form=form("Old")).definitions
    done = deploy(form=form("New"))

    assert [(row.key, row.version) for row in done.definitions] == [("order", 2)]
    assert title_shown() == "New"
    with reading():
        assert definitions.form_of(old, "order_check")["title"] == "Old"
        assert deployments.diagram("order", 2, actor=ANALYST) == diagram()


def test_a_form_nobody_uses_is_kept_for_the_diagram_that_comes_later():
    alone = deploy(form=form("Early"))
    deploy(order=diagram())

    assert alone.created
    assert alone.definitions == []
    assert title_shown() == "Early"


def test_a_form_in_the_upload_wins_over_the_deployed_one():
    deploy(form=form("Deployed"))
    deploy(order=diagram(), form=form("Uploaded"))

    assert title_shown() == "Uploaded"


def test_what_was_in_force_before_comes_back_as_a_new_version():
    deploy(order=diagram(name="A"), form=form())
    deploy(order=diagram(name="B"))
    back = deploy(order=diagram(name="A"))

    assert [(row.version, row.name) for row in back.definitions] == [(3, "A")]


def test_deploying_again_does_not_bring_a_retired_version_back():
    deploy(order=diagram(), form=form())
    with unit_of_work():
        deployments.retire("order", 1, actor=ANALYST, now=NOW)

    again = deploy(order=diagram(), form=form())

    assert not again.created
    assert [row.active for row in again.definitions] == [False]


def test_a_new_form_leaves_retired_processes_retired():
    deploy(order=diagram(), form=form("Old"))
    with unit_of_work():
        deployments.retire("order", 1, actor=ANALYST, now=NOW)

    assert deploy(form=form("New")).definitions == []


def test_a_form_named_as_spiffworkflows_editor_names_it_is_found():
    deploy(order=diagram(form="order_check.json"), form=form("Found"))

    assert title_shown() == "Found"


def test_processes_that_share_a_form_all_follow_it():
    deploy(order=diagram(), offer=diagram("offer"), form=form("Old"))
    done = deploy(form=form("New"), order=diagram(name="Order, newly"))

    assert [(row.key, row.version) for row in done.definitions] == [
        ("offer", 2),
        ("order", 2),
    ]
    assert title_shown("offer") == title_shown("order") == "New"


def test_who_is_no_analyst_deploys_and_checks_nothing(alice):
    with pytest.raises(NotAllowed), unit_of_work():
        deployments.deploy({"a.bpmn": diagram()}, actor=alice, source="page", now=NOW)
    with pytest.raises(NotAllowed), reading():
        deployments.check({"a.bpmn": diagram()}, actor=alice)
    assert rows(Deployment) == 0


def test_a_check_writes_nothing():
    with unit_of_work():
        found = deployments.check({"order.bpmn": diagram(form=None)}, actor=ANALYST)

    assert not [one for one in found if one.severity == "error"]
    assert rows(Deployment) == rows(ProcessDefinition) == 0


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.sampled_from("ABC"), min_size=1, max_size=6))
def test_versions_count_changes_without_gap(names):
    key = f"order_{rows(ProcessDefinition)}"
    for name in names:
        deploy(order=diagram(key, name=name, form=None))
    changes = 1 + sum(a != b for a, b in pairwise(names))

    with reading():
        versions = [row.version for row in deployments.versions(key, actor=ANALYST)]
    assert versions == list(range(changes, 0, -1))


def test_two_uploads_at_once_never_make_the_same_version_twice(house):
    deploy(order=diagram(form=None))
    together, ends = Barrier(2), []

    def upload(name: str) -> None:
        with house.app_context():
            together.wait()
            try:
                ends.append(deploy(order=diagram(name=name, form=None)))
            except (Conflict, Unavailable) as refusal:
                ends.append(refusal)

    rivals = [Thread(target=upload, args=[name]) for name in ("Ours", "Theirs")]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()

    done = [end for end in ends if isinstance(end, deployments.Deployed)]
    with reading():
        rows = deployments.versions("order", actor=ANALYST)
        versions = [row.version for row in rows]
    assert done
    assert versions == list(range(1 + len(done), 0, -1))
