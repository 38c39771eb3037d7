"""Signals from outside: everybody who waits hears them."""

from dataclasses import dataclass
from datetime import datetime

from app.domain import permissions
from app.domain.permissions import Actor
from app.domain.process import JSONDict
from app.errors import N_, FieldError, Invalid
from app.store import subscriptions as store
from app.usecases import waiting

LONGEST_NAME = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """A signal that is on its way.

    Attributes:
        name: of the signal.
        waiting: how many elements wait for it at this moment.
        starting: how many processes it may begin.
    """

    name: str
    waiting: int
    starting: int


def broadcast(
    name: str, *, variables: JSONDict, actor: Actor, now: datetime
) -> Broadcast:
    """Send a signal to all who wait for it, and to all processes that begin with it.

    It spreads after the commit, each receiver in a transaction of its own.

    Args:
        name: of the signal, 1 to 255 characters.
        variables: the payload.
        actor: a program or an administrator.
        now: when.

    Raises:
        NotAllowed: the actor may not send signals.
        Invalid: the name is empty or too long.
    """
    permissions.require("signal.send", actor)
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid(
            [
                FieldError(
                    pointer="/name",
                    sentence=N_("Write 1 to %(limit)s characters."),
                    facts={"limit": LONGEST_NAME},
                    rule="text",
                )
            ]
        )
    waiting.spread(name, variables, by=actor.username, now=now)
    return Broadcast(
        name=name,
        waiting=store.count_listening(name),
        starting=len(store.starts(store.SIGNAL, name)),
    )
