"""/signals: tell everybody who waits."""

from typing import Any

from flask import g

from app.api import answers, examples
from app.api.blueprint import Blueprint, Gives, Takes
from app.api.fields import Body, Json, Length, Text
from app.usecases import signals

blueprint = Blueprint("signals", "What is told to every ticket that waits for it.")


class NewSignal(Body):
    """What is told."""

    name = Text(required=True, validate=Length(min=1, max=255))
    variables = Json(load_default=dict)


@blueprint.operation(
    "POST",
    "",
    Gives(shape=answers.Signal, example=examples.SIGNAL, status=202),
    Takes(body=NewSignal, example=examples.NEW_SIGNAL),
)
def send_signal(body: dict[str, Any]) -> Any:
    """Send a signal; it reaches its receivers one by one, soon.

    Who begins to wait after this does not hear it.
    """
    return signals.broadcast(actor=g.actor, now=g.now, **body), 202
