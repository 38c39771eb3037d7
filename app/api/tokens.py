"""/tokens: with which programs act as a user."""

import json
from typing import Any

from flask import g

from app.api import answers, examples
from app.api.blueprint import Blueprint, Gives, Takes
from app.api.fields import LARGEST_ID, Body, Length, Text, Time
from app.api.paging import Paged, page
from app.usecases import identity

blueprint = Blueprint("tokens", "API tokens: shown once, kept as a hash, revocable.")


class Wanted(Paged):
    """Whose tokens to list."""

    for_user = Text(
        validate=Length(min=1, max=64),
        metadata={"description": "Somebody else's; for administrators."},
    )


class NewToken(Body):
    """What a token is for, whose it is, and how long it works."""

    name = Text(required=True, validate=Length(min=1, max=255))
    for_user = Text(allow_none=True, validate=Length(min=1, max=64))
    expires_at = Time(allow_none=True)


@blueprint.operation(
    "GET",
    "",
    Gives(shape=answers.listed(answers.Token), example=examples.TOKENS),
    Takes(query=Wanted),
)
def list_tokens(query: dict[str, Any]) -> Any:
    """List tokens that work, the newest first."""
    return page(identity.list_tokens(actor=g.actor, **query))


@blueprint.operation(
    "POST",
    "",
    Gives(shape=answers.MadeToken, example=examples.MADE_TOKEN, status=201),
    Takes(body=NewToken, example=examples.NEW_TOKEN),
)
def create_token(body: dict[str, Any]) -> Any:
    """Make a token; its secret is in this answer and nowhere else.

    The answer to a repeated request (`Idempotency-Key`) has null in place of the
    secret: what is kept for replays lies in the database. If the first answer got lost,
    revoke the token and make another one.
    """
    row, secret = identity.create_token(actor=g.actor, now=g.now, **body)
    shape = answers.MadeToken()
    made = shape.dump(row)
    g.keep = json.dumps({**made, "token": None}).encode()
    return {**vars(row), "token": secret}, 201


@blueprint.operation("DELETE", f"/<int(max={LARGEST_ID}):token_id>", Gives(status=204))
def revoke_token(token_id: int) -> Any:
    """Stop a token at once."""
    identity.revoke_token(token_id, actor=g.actor, now=g.now)
    return ""
