"""Versions in use: who may start what, and that reading twice costs nothing."""

from datetime import UTC, datetime

import pytest

from app.domain.permissions import Actor
from app.errors import Invalid, NotAllowed, NotFound, ProcessRetired
from app.store.db import db, on_statement
from app.usecases import definitions, deployments
from app.usecases.unit_of_work import reading, unit_of_work
from tests.usecases.uploads import diagram, form

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ANALYST = Actor("frank", frozenset({"analyst"}))
AUDITOR = Actor("henry", frozenset({"auditor"}))
ALICE = Actor("alice")
BOB = Actor("bob", frozenset(), frozenset({"sales"}))

pytestmark = pytest.mark.usefixtures("house")


@pytest.fixture
def deploy(house):
    def deploy(**files):
        named = {f"{name}.bpmn": data for name, data in files.items()}
        named["order_check.json"] = form()
        with unit_of_work():
            return deployments.deploy(named, actor=ANALYST, source="cli", now=NOW)

    return deploy


def keys(rows) -> list[str]:
    return [row.key for row in rows]


def test_everybody_may_start_a_process_that_names_nobody(deploy):
    deploy(order=diagram(), secret=diagram("secret", starters="sales, finance"))

    with reading():
        assert keys(deployments.catalogue(actor=ALICE)) == ["order"]
        assert keys(deployments.catalogue(actor=BOB)) == ["order", "secret"]


def test_a_process_for_others_is_unknown_to_a_stranger(deploy):
    deploy(secret=diagram("secret", starters="sales"))

    with reading():
        for ask in (
            lambda: deployments.get_definition("secret", actor=ALICE),
            lambda: deployments.get_definition("secret", 1, actor=ALICE),
            lambda: deployments.versions("secret", actor=ALICE),
            lambda: deployments.diagram("secret", actor=ALICE),
            lambda: deployments.start_form("secret", actor=ALICE),
            lambda: deployments.get_definition("nothing", actor=ANALYST),
        ):
            with pytest.raises(NotFound):
                ask()
        assert keys(deployments.list_definitions(actor=ALICE).items) == []
        assert keys(deployments.list_definitions(actor=BOB).items) == ["secret"]
        assert deployments.diagram("secret", actor=BOB) == diagram(
            "secret", starters="sales"
        )


def test_who_may_read_and_not_start_is_told_so(deploy):
    deploy(secret=diagram("secret", starters="sales"))

    with reading(), pytest.raises(NotAllowed):
        deployments.start_form("secret", actor=AUDITOR)


def test_the_start_form_is_the_pinned_edition(deploy):
    deploy(order=diagram(start_form="order_check"), bare=diagram("bare"))

    with reading():
        definition, schema = deployments.start_form("order", actor=ALICE)
        assert (definition.version, schema["title"]) == (1, "Check")
        assert deployments.start_form("bare", actor=ALICE)[1] is None


def test_retiring_the_newest_version_offers_the_one_before(deploy):
    deploy(order=diagram(name="A"))
    deploy(order=diagram(name="B"))
    with unit_of_work():
        deployments.retire("order", 2, actor=ANALYST, now=NOW)

    with reading():
        assert [row.name for row in deployments.catalogue(actor=ALICE)] == ["A"]
        assert deployments.get_definition("order", actor=ALICE).version == 1
        assert deployments.list_definitions(actor=ALICE).items[0].version == 2
        with pytest.raises(ProcessRetired):
            definitions.startable("order", actor=ALICE, version=2)


def test_a_process_without_an_active_version_is_shown_and_not_started(deploy):
    deploy(order=diagram())
    with unit_of_work():
        deployments.retire("order", 1, actor=ANALYST, now=NOW)

    with reading():
        assert deployments.catalogue(actor=ALICE) == []
        assert deployments.get_definition("order", actor=ALICE).version == 1
        with pytest.raises(ProcessRetired):
            deployments.start_form("order", actor=ALICE)

    with unit_of_work():
        deployments.activate("order", 1, actor=ANALYST, now=NOW)
    with reading():
        assert keys(deployments.catalogue(actor=ALICE)) == ["order"]


def test_only_analysts_and_administrators_decide_what_is_offered(deploy):
    deploy(order=diagram())

    for decide in (deployments.activate, deployments.retire):
        with pytest.raises(NotAllowed), unit_of_work():
            decide("order", 1, actor=BOB, now=NOW)
        with pytest.raises(NotFound), unit_of_work():
            decide("order", 2, actor=ANALYST, now=NOW)


def test_uploads_and_their_files_are_for_those_who_answer_for_them(deploy):
    made = deploy(order=diagram()).deployment.id

    with reading():
        assert deployments.deployment_file(made, "order.bpmn", actor=AUDITOR)
        assert keys(deployments.definitions_of(made, actor=AUDITOR)) == ["order"]
        with pytest.raises(NotFound):
            deployments.deployment_file(made, "other.bpmn", actor=AUDITOR)
        with pytest.raises(NotFound):
            deployments.get_deployment(made + 1, actor=AUDITOR)
        for ask in (deployments.get_deployment, deployments.definitions_of):
            with pytest.raises(NotAllowed):
                ask(made, actor=BOB)
        with pytest.raises(NotAllowed):
            deployments.list_deployments(actor=BOB)


def test_lists_are_read_in_pages(deploy):
    for key in ("one", "two", "three"):
        deploy(**{key: diagram(key, name=f"{key} 50%")})

    with reading():
        first = deployments.list_definitions(actor=ALICE, limit=2)
        rest = deployments.list_definitions(actor=ALICE, limit=2, cursor=first.next)
        assert keys(first.items) + keys(rest.items) == ["one", "three", "two"]
        assert rest.next is None
        found = deployments.list_definitions(actor=ALICE, q="TWO 50%")
        assert keys(found.items) == ["two"]
        assert deployments.list_definitions(actor=ALICE, q="50_").items == []

        newest = deployments.list_deployments(actor=ANALYST, limit=2)
        older = deployments.list_deployments(actor=ANALYST, limit=2, cursor=newest.next)
        ids = [row.id for row in (*newest.items, *older.items)]
        assert ids == sorted(ids, reverse=True)
        assert len(ids) == 3
        with pytest.raises(Invalid):
            deployments.list_deployments(actor=ANALYST, cursor="nonsense")


@pytest.mark.parametrize("version", [0, -1, 2**31, 2**63, 10**30])
def test_a_version_no_table_can_hold_is_not_there(deploy, version):
    deploy(order=diagram())

    with reading(), pytest.raises(NotFound):
        deployments.get_definition("order", version, actor=ANALYST)
    with reading(), pytest.raises(NotFound):
        definitions.startable("order", actor=ANALYST, version=version)
    with reading(), pytest.raises(NotFound):
        deployments.get_deployment(version, actor=ANALYST)
    with reading():
        assert list(deployments.definitions_of(version, actor=ANALYST)) == []


@pytest.mark.parametrize("key", ["", "\0", "o" * 10_000, "订单", "'; --"])
def test_a_key_no_process_can_have_is_not_there(deploy, key):
    deploy(order=diagram())

    for ask in (
        lambda: deployments.get_definition(key, actor=ANALYST),
        lambda: deployments.get_definition(key, 1, actor=ANALYST),
        lambda: deployments.versions(key, actor=ANALYST),
        lambda: deployments.start_form(key, actor=ANALYST),
    ):
        with reading(), pytest.raises(NotFound):
            ask()
    with reading():
        found = deployments.list_definitions(actor=ANALYST, q=key).items
        assert keys(found) == ([] if key else ["order"])


def test_model_and_form_are_read_once(deploy):
    [row] = deploy(order=diagram(name="Read once")).definitions
    with reading():
        definition = deployments.get_definition(row.key, actor=ANALYST)
        model = definitions.model_of(definition)
        schema = definitions.form_of(definition, "order_check")
        statements: list[str] = []
        stop = on_statement(db.engine, statements.append)
        try:
            assert definitions.model_of(definition) is model
            assert definitions.form_of(definition, "order_check") is schema
            assert definitions.form_of(definition, "unknown") is None
            assert definitions.form_of(definition, None) is None
        finally:
            stop()

    assert model.name == "Read once"
    assert statements == []
