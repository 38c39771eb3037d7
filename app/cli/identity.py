"""People, groups and tokens from the command line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import click
from flask.cli import AppGroup

from app.cli.door import looking, writing
from app.domain.permissions import ROLES
from app.errors import NoSuchUser, NotFound
from app.usecases import identity
from app.usecases.identity import SYSTEM

user = AppGroup("user", help="People and programs that sign in.")
group = AppGroup("group", help="Groups that share work.")
token = AppGroup("token", help="API tokens.")
COMMANDS = (user, group, token)


@user.command("create")
@click.argument("name")
@click.option("--password", help="Asked for when left out; 8 characters or more.")
@click.option("--no-password", is_flag=True, help="A program that only has tokens.")
@click.option("--display-name", help="What people call them; the name when left out.")
@click.option("--email")
@click.option("--group", "groups", multiple=True, metavar="GROUP", help="Repeatable.")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice(ROLES), help="Repeatable."
)
def create_user(
    name: str,
    password: str | None,
    *,
    no_password: bool,
    display_name: str | None,
    email: str | None,
    groups: tuple[str, ...],
    roles: tuple[str, ...],
) -> None:
    """Let NAME in from now on."""
    if password is None and not no_password:
        password = _ask_password()
    with writing() as now:
        identity.create_user(
            name,
            actor=SYSTEM,
            password=password,
            display_name=display_name or name,
            email=email,
            groups=groups,
            roles=roles,
            now=now,
        )
    click.echo(f"{name} is there.")


@user.command("list")
def list_users() -> None:
    """Print everybody: name, roles, groups, what they are called."""
    cursor: str | None = None
    while True:
        with looking():
            page = identity.list_users(actor=SYSTEM, cursor=cursor, limit=200)
            groups = identity.groups_of([row.username for row in page.items])
            for row in page.items:
                said = "" if row.active else "deactivated"
                words = (",".join(row.roles), ",".join(groups[row.username]))
                click.echo("\t".join((row.username, *words, row.display_name, said)))
        cursor = page.next
        if cursor is None:
            return


@user.command("password")
@click.argument("name")
@click.option("--password", help="Asked for when left out; 8 characters or more.")
def set_password(name: str, password: str | None) -> None:
    """Give NAME another password; all their sessions end."""
    chosen = password if password is not None else _ask_password()
    with writing(), _named(name):
        identity.set_password(name, chosen, actor=SYSTEM)
    click.echo(f"{name} has another password.")


@user.command("erase")
@click.argument("name")
@click.option("--texts", is_flag=True, help="Blank their comments and reasons too.")
def erase_user(name: str, *, texts: bool) -> None:
    """Replace NAME by a pseudonym everywhere; it cannot be undone.

    It works in small steps and goes on where it was when it is started again.
    """
    while True:
        with writing() as now, _named(name):
            found = identity.erase(name, actor=SYSTEM, texts=texts, now=now)
            pseudonym, done = found.pseudonym, found.done_at is not None
        if done:
            break
    click.echo(f"{name} is {pseudonym} from now on.")


@user.command("erased")
def list_erasures() -> None:
    """Print who was erased: pseudonym, when, by whom."""
    with looking():
        for row in identity.erasures(actor=SYSTEM):
            when = row.done_at.isoformat() if row.done_at else "not finished"
            click.echo("\t".join((row.pseudonym, when, row.begun_by)))


@group.command("create")
@click.argument("key")
@click.option("--name", help="What people call it; the key when left out.")
def create_group(key: str, name: str | None) -> None:
    """Found the group that diagrams call KEY."""
    with writing() as now:
        identity.create_group(key, actor=SYSTEM, name=name or key, now=now)
    click.echo(f"{key} is there.")


@token.command("create")
@click.argument("name")
@click.option("--user", "username", help="Whose; NAME is then what the token is for.")
@click.option("--days", type=click.IntRange(1, 36_500), help="It lives so long.")
def create_token(name: str, username: str | None, days: int | None) -> None:
    """Make a token for the user NAME; print it, this once, and nothing else."""
    with writing() as now, _named(username or name):
        _token, text = identity.create_token(
            name if username else "command line",
            actor=SYSTEM,
            for_user=username or name,
            expires_at=None if days is None else now + timedelta(days=days),
            now=now,
        )
    click.echo(text)


def _ask_password() -> str:
    if not sys.stdin.isatty():  # a script: one line of standard input
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return asked


@contextmanager
def _named(username: str) -> Iterator[None]:
    try:
        yield
    except NotFound as error:
        raise NoSuchUser(username=username) from error
