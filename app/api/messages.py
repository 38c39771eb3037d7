"""/messages: tell a waiting ticket, or begin one."""

from typing import Any

from flask import g

from app.api import answers, examples
from app.api.blueprint import Blueprint, Gives, Takes
from app.api.fields import LARGEST_ID, Body, Json, Length, OneOf, Range, Text, Whole
from app.api.paging import Paged, page
from app.domain.messages import LONGEST_TIME_TO_LIVE, STATUS_LABELS
from app.usecases import messages

blueprint = Blueprint("messages", "What other systems tell the tickets.")
MESSAGE = Gives(shape=answers.Message, example=examples.MESSAGE)


class NewMessage(Body):
    """What is told, and to whom."""

    name = Text(required=True, validate=Length(min=1, max=255))
    correlation = Json(
        metadata={
            "description": "Keys that the receiver waits for, all of them. A "
            "`zeebe:subscription` waits for `correlationKey`."
        }
    )
    business_key = Text(allow_none=True, validate=Length(min=1, max=255))
    variables = Json(load_default=dict)
    time_to_live_seconds = Whole(
        allow_none=True,
        validate=Range(min=0, max=LONGEST_TIME_TO_LIVE),
        metadata={"description": "How long it waits for a receiver; an hour."},
    )
    message_id = Text(
        allow_none=True,
        validate=Length(min=1, max=255),
        metadata={"description": "Yours; the same one is done once, for ever."},
    )


class Wanted(Paged):
    """Which messages to list."""

    name = Text(validate=Length(min=1, max=255))
    status = Text(validate=OneOf(list(STATUS_LABELS)))


@blueprint.operation(
    "POST", "", MESSAGE, Takes(body=NewMessage, example=examples.NEW_MESSAGE)
)
def send_message(body: dict[str, Any]) -> Any:
    """Send a message: it advances exactly one ticket, or begins exactly one.

    Whoever waits comes first. Without a receiver it is kept until its time to live
    ends, and reaches whoever begins to wait for it by then. 409 says who would receive
    it where there are several.
    """
    view = messages.correlate(body.pop("name"), actor=g.actor, now=g.now, **body)
    return _shown(view)


@blueprint.operation(
    "GET",
    "",
    Gives(shape=answers.listed(answers.Message), example=examples.MESSAGES),
    Takes(query=Wanted),
)
def list_messages(query: dict[str, Any]) -> Any:
    """List messages and what became of them, the newest first."""
    return page(messages.list_messages(actor=g.actor, now=g.now, **query), _shown)


@blueprint.operation("GET", f"/<int(max={LARGEST_ID}):message_id>", MESSAGE)
def get_message(message_id: int) -> Any:
    """Read what became of a message."""
    return _shown(messages.get(message_id, actor=g.actor, now=g.now))


def _shown(view: messages.MessageView) -> dict[str, Any]:
    row = view.message
    shown = {name: getattr(row, name) for name in _PLAIN}
    return {
        **shown,
        "status": view.status,
        "ticket": row.ticket.number if row.ticket else None,
    }


_PLAIN = [name for name in answers.Message().fields if name not in ("status", "ticket")]
