"""Actor, and who may do what: one table, to be read as a page.

A right is given to a role (``role:admin``) or to a relation between the actor and the
thing asked about (``assignee``). Whoever holds one of the words on an action's line may
do it; there is no other way in. Use cases work out the relations, doors never do.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.errors import NotAllowed

APPLICANT = "applicant"
AGENT, LEAD, ANALYST = "agent", "lead", "analyst"
INTEGRATOR, AUDITOR, ADMIN = "integrator", "auditor", "admin"
ROLES = (APPLICANT, AGENT, LEAD, ANALYST, INTEGRATOR, AUDITOR, ADMIN)

RELATIONS = {
    "initiator": "started the ticket",
    "on_behalf_of": "is whom the ticket was started for",
    "owner": "answers for the ticket",
    "assignee": "holds the work item, or an open one of the ticket",
    "candidate": "may claim the work item, or an open one of the ticket",
    "participant": "held or closed the work item, or one of the ticket, before",
    "group_lead": "has the role lead and is in a candidate group of it",
    "starter": "is in a group that may start the process, or everybody may",
    "self": "is the user asked about",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who wishes something.

    Attributes:
        username: natural key of the user.
        roles: roles given; ``applicant`` is everybody's and need not be among them.
        groups: keys of the groups the user is in at this moment.
    """

    username: str
    roles: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    @property
    def is_admin(self) -> bool:
        """Whether the actor runs the platform."""
        return ADMIN in self.roles

    @property
    def is_lead(self) -> bool:
        """Whether the actor leads the groups he is in."""
        return LEAD in self.roles

    @property
    def is_auditor(self) -> bool:
        """Whether the actor may read everything and change nothing by it."""
        return AUDITOR in self.roles


EVERYBODY = "role:applicant"
_READER = "role:auditor role:admin"
_PARTY = "initiator on_behalf_of owner assignee candidate participant group_lead"

_TABLE = {
    # --- tickets ---
    "ticket.start": "starter role:admin",
    "ticket.start-on-behalf": "role:agent role:lead role:integrator role:admin",
    "ticket.read": f"{_PARTY} {_READER}",
    "ticket.comment": f"{_PARTY} role:admin",
    "ticket.attach": f"{_PARTY} role:admin",
    "ticket.cancel": "initiator on_behalf_of owner group_lead role:admin",
    "ticket.suspend": "group_lead role:admin",
    "ticket.resume": "group_lead role:admin",
    "ticket.change-variables": "role:admin",
    "ticket.trigger": "group_lead role:admin",
    "ticket.pick": "owner assignee candidate participant group_lead role:admin",
    # --- work items; a candidate who completes an unclaimed one claims it by that ---
    "work-item.read": f"assignee candidate participant group_lead {_READER}",
    "work-item.claim": "candidate role:admin",
    "work-item.release": "assignee group_lead role:admin",
    "work-item.complete": "assignee candidate",
    "work-item.save-draft": "assignee candidate",
    # --- files before they belong to a ticket ---
    "attachment.upload": EVERYBODY,
    # --- diagrams and forms ---
    "deployment.create": "role:analyst role:admin",
    "deployment.read": f"role:analyst {_READER}",
    "definition.read": f"starter role:lead role:analyst role:integrator {_READER}",
    "definition.activate": "role:analyst role:admin",
    "definition.retire": "role:analyst role:admin",
    # --- other systems ---
    "message.send": "role:integrator role:admin",
    "message.read": f"role:integrator {_READER}",
    "signal.send": "role:integrator role:admin",
    "external-task.work": "role:integrator role:admin",
    # --- what is stuck ---
    "incident.read": f"role:integrator {_READER}",
    "incident.mend": "role:admin",
    # --- people ---
    "name.read": EVERYBODY,
    "user.read": f"self {_READER}",
    "user.list": _READER,
    "user.create": "role:admin",
    "user.update": "role:admin",
    "user.set-password": "self role:admin",
    "user.erase": "role:admin",
    "user.set-language": "self",
    "group.read": _READER,
    "group.create": "role:admin",
    "group.update": "role:admin",
    "group.change-members": "role:admin",
    # --- ways in ---
    "session.own": EVERYBODY,
    "session.any": "role:admin",
    "token.own": EVERYBODY,
    "token.any": "role:admin",
    # --- the platform ---
    "clock.read": "role:admin",
    "clock.control": "role:admin",
}

MAY: Mapping[str, frozenset[str]] = MappingProxyType(
    {action: frozenset(words.split()) for action, words in _TABLE.items()}
)


def allowed(action: str, actor: Actor, relations: Collection[str] = ()) -> bool:
    """Say whether the actor may do it.

    Asked without relations it tells whether the actor may do it to *any* such thing:
    ``allowed("ticket.read", actor)`` is true for those who may read every ticket.

    Args:
        action: a line of ``MAY``.
        actor: who wishes it.
        relations: words of ``RELATIONS`` that hold between the actor and the thing.

    Raises:
        KeyError: there is no such action; a fault of ours.
    """
    words = MAY[action]
    return (
        EVERYBODY in words
        or any(f"role:{role}" in words for role in actor.roles)
        or not words.isdisjoint(relations)
    )


def require(action: str, actor: Actor, relations: Collection[str] = ()) -> None:
    """Refuse what the actor may not do.

    Args:
        action: a line of ``MAY``.
        actor: who wishes it.
        relations: words of ``RELATIONS`` that hold between the actor and the thing.

    Raises:
        NotAllowed: neither a role nor a relation permits it.
    """
    if not allowed(action, actor, relations):
        raise NotAllowed
