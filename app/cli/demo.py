"""People and processes to try Gongdan with."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.cli.deployments import say_deployed
from app.cli.door import writing
from app.errors import AlreadyExists, NotInProduction
from app.usecases import housekeeping, identity
from app.usecases.identity import SYSTEM

PASSWORD = "gongdan-demo"  # noqa: S105 (printed for everybody who tries the demo)
GROUPS = {
    "sales": "业务",
    "finance": "财务",
    "cashier": "出纳",
    "service": "客服",
    "managers": "主管",
    "hr": "人事",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to sign in as; ``does`` is said when the demo is ready."""

    username: str
    display_name: str
    does: str
    roles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


PEOPLE = (
    Person("alice", "Alice Wang", "opens tickets", ("applicant",)),
    Person("bob", "Bob Li", "reviews, 业务", ("agent",), ("sales",)),
    Person("carol", "Carol Zhang", "signs, 财务", ("agent",), ("finance",)),
    Person("erin", "Erin Chen", "pays, 出纳", ("agent",), ("cashier",)),
    Person("frank", "Frank Zhao", "draws processes", ("analyst",)),
    Person(
        "grace",
        "Grace Liu",
        "leads 业务, urges, approves leave",
        ("lead",),
        ("sales", "service", "managers"),
    ),
    Person("hanna", "Hanna He", "keeps the leave book, 人事", ("agent",), ("hr",)),
    Person("dave", "Dave Sun", "runs the platform", ("admin",)),
)
PROGRAM = Person("shop", "Web shop", "is a program", ("integrator",))


@click.command()
@with_appcontext
def demo() -> None:
    """Make the tables; put in people, groups, ./processes and ./forms.

    What is there already stays as it is.
    """
    settings = current_app.config["SETTINGS"]
    if settings.production:
        raise NotInProduction
    housekeeping.upgrade()
    for key, name in GROUPS.items():
        _found(key, name)
    for person in PEOPLE:
        _let_in(person, PASSWORD)
    _let_in(PROGRAM, None)
    folders = [path for path in (Path("processes"), Path("forms")) if path.is_dir()]
    if folders:
        say_deployed(folders)
    click.echo(f"\nSign in with the password {PASSWORD} as")
    for person in PEOPLE:
        click.echo(f"  {person.username:8}{person.does}")


def _found(key: str, name: str) -> None:
    with writing() as now:
        try:
            identity.create_group(key, actor=SYSTEM, name=name, now=now)
        except AlreadyExists:
            return


def _let_in(person: Person, password: str | None) -> None:
    with writing() as now:
        try:
            _create(person, password, now)
        except AlreadyExists:
            return


def _create(person: Person, password: str | None, now: datetime) -> None:
    identity.create_user(
        person.username,
        actor=SYSTEM,
        password=password,
        display_name=person.display_name,
        roles=person.roles,
        groups=person.groups,
        now=now,
    )


COMMANDS = (demo,)
