"""Start a ticket and look at it, without a browser."""

import json
from typing import Any

import click
from flask.cli import AppGroup

from app.cli.door import looking, writing
from app.domain.permissions import Actor
from app.errors import NoSuchUser, NotFound
from app.usecases import identity, tickets
from app.usecases.identity import SYSTEM

ticket = AppGroup("ticket", help="Start tickets and look at them.")
COMMANDS = (ticket,)


class JsonObject(click.ParamType[Any]):
    """A JSON object as an option's value."""

    name = "json"

    def convert(self, value: Any, param: Any, ctx: click.Context | None) -> Any:
        """Read it."""
        try:
            found = json.loads(value)
        except (ValueError, RecursionError) as error:
            self.fail(f"This is no JSON: {error}", param, ctx)
        if not isinstance(found, dict):
            self.fail('Give a JSON object, as {"amount": "12.50"}.', param, ctx)
        return found


@ticket.command("start")
@click.argument("process_key")
@click.option("--as", "username", required=True, help="Who opens it.")
@click.option("--variables", type=JsonObject(), default="{}", help="A JSON object.")
@click.option("--business-key", help="Your own id for it.")
@click.option("--title")
def start(
    process_key: str,
    username: str,
    variables: dict[str, Any],
    business_key: str | None,
    title: str | None,
) -> None:
    """Open a ticket of PROCESS_KEY; print its number and nothing else."""
    with writing() as now:
        opened = tickets.start(
            process_key,
            actor=_actor(username),
            variables=variables,
            business_key=business_key,
            title=title,
            now=now,
        )
        number = opened.number
    click.echo(number)


@ticket.command("show")
@click.argument("number")
def show(number: str) -> None:
    """Print the ticket NUMBER as JSON."""
    with looking():
        view = tickets.get(number, actor=SYSTEM)
        row = view.ticket
        told = {
            "number": row.number,
            "process_key": row.process_key,
            "version": row.version,
            "title": row.title,
            "business_key": row.business_key,
            "status": row.status,
            "result": row.result,
            "execution": row.execution,
            "initiator": row.initiator,
            "created_at": row.created_at.isoformat(),
            "closed_at": row.closed_at and row.closed_at.isoformat(),
            "variables": view.variables,
            "current": [
                {
                    "work_item": item.id,
                    "element_id": item.element_id,
                    "name": item.name,
                    "assignee": item.assignee,
                    "candidates": [f"{c.kind}:{c.key}" for c in item.candidates],
                }
                for item in view.current
            ],
        }
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))


def _actor(username: str) -> Actor:
    try:
        user = identity.get_user(username, actor=SYSTEM)
    except NotFound as error:
        raise NoSuchUser(username=username) from error
    if not user.active:
        raise NoSuchUser(username=username)
    groups = identity.groups_of([username])[username]
    return Actor(username, frozenset(user.roles), frozenset(groups))
