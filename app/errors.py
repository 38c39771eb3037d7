"""Every refusal, in the words of the business.

A refusal is a class with a stable ``code`` that callers match on and a ``sentence``
that tells a person what happened and what to do. The sentence is an English message
id for the catalogues; facts are filled in by name, so a door can translate first and
fill in afterwards. There is no HTTP here: ``api/problem.py`` and ``web`` hold the one
table from families to statuses.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar


def N_(message: str) -> str:
    """Mark a message for the catalogues without translating it now.

    Args:
        message: the English message id.

    Returns:
        The same text; doors translate it in the reader's language.
    """
    return message


LINE = N_("line %(line)s: %(why)s")
WORDS = {"why", "found", "left", "right", "owner"}  # facts that are messages, too


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not possible, to be told in any language.

    Attributes:
        sentence: English message id with ``%(name)s`` places.
        facts: values for those places; texts of ``WORDS`` are message ids too.
        line: line of the text that is at fault, from 1, or None.
    """

    sentence: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None

    def __str__(self) -> str:
        """Return it in English."""
        return self.told(str)

    def told(self, gettext: Callable[[str], str]) -> str:
        """Return it, and the reasons among its facts, as ``gettext`` translates it."""
        text = gettext(self.sentence)
        if self.facts:
            text %= {n: _told(n, fact, gettext) for n, fact in self.facts.items()}
        return gettext(LINE) % {"line": self.line, "why": text} if self.line else text


def _told(name: str, fact: Any, gettext: Callable[[str], str]) -> Any:
    if name in WORDS and fact and isinstance(fact, str):
        fact = Reason(fact)
    return fact.told(gettext) if isinstance(fact, Reason) else fact


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """One fault at one place of what was sent.

    Attributes:
        pointer: RFC 6901 JSON pointer into the sent value; "" is the whole.
        sentence: English message id with ``%(name)s`` places.
        facts: values for those places.
        rule: stable name of the rule that failed ("required", "minimum"), or None.
        element_id: BPMN element concerned, or None.
    """

    pointer: str
    sentence: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    rule: str | None = None
    element_id: str | None = None

    def __str__(self) -> str:
        """Return the English sentence with its facts."""
        return self.sentence % dict(self.facts) if self.facts else self.sentence


class Refusal(Exception):
    """A wish that is not granted.

    Args:
        **facts: values for the places of ``sentence``; kept as ``facts`` and shown to
            callers, so nothing secret may be among them.
    """

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = N_("This is not possible.")

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.sentence % facts if facts else self.sentence)


# --- families: doors map these, and only these, to statuses ---------------------------


class Unauthenticated(Refusal):
    """Nobody is signed in, or the credentials are wrong."""

    code = "unauthenticated"
    sentence = N_("Sign in first.")


class NotAllowed(Refusal):
    """The actor may not do this."""

    code = "not-allowed"
    sentence = N_("You are not allowed to do this.")


class NotFound(Refusal):
    """There is no such thing, or the actor may not know of it."""

    code = "not-found"
    sentence = N_("There is no such thing here.")


class Conflict(Refusal):
    """The state of things no longer permits it."""

    code = "conflict"
    sentence = N_("Somebody was faster. Look at the present state and try again.")


class StaleVersion(Refusal):
    """The caller decided on an older edition of the thing (If-Match)."""

    code = "stale-version"
    sentence = N_("This has changed since you read it. Read it again, then decide.")


class Invalid(Refusal):
    """What was sent breaks a rule; ``errors`` says where.

    Args:
        errors: the faults, at least one.
        **facts: values for the places of ``sentence``.
    """

    code = "invalid"
    sentence = N_("Some values are not right.")

    def __init__(
        self, errors: "tuple[FieldError, ...] | list[FieldError]" = (), **facts: Any
    ) -> None:
        self.errors = tuple(errors)
        super().__init__(**facts)


class Malformed(Refusal):
    """What was sent cannot be read at all."""

    code = "malformed"
    sentence = N_("This cannot be read: %(why)s")


class TooLarge(Refusal):
    """What was sent is larger than allowed."""

    code = "too-large"
    sentence = N_("This is too large: at most %(limit)s are allowed.")


class TooMany(Refusal):
    """The same was tried too often; wait a little."""

    code = "too-many"
    sentence = N_("Too many tries. Wait %(seconds)s seconds and try again.")


class UnsupportedType(Refusal):
    """The content type is not accepted here."""

    code = "unsupported-type"
    sentence = N_("Files or bodies of type %(content_type)s are not accepted here.")


class EngineFault(Refusal):
    """The process could not go on; nothing was changed."""

    code = "engine-fault"
    sentence = N_("The process cannot go on at “%(element_id)s”: %(why)s")


class Unavailable(Refusal):
    """A part of the house is busy or away for the moment."""

    code = "unavailable"
    sentence = N_("This is busy at the moment. Try again in a few seconds.")


# --- the refusals themselves, by noun ---


class Misconfigured(Refusal):
    """A setting of the environment cannot be used."""

    code = "misconfigured"
    sentence = N_("The setting %(name)s needs %(why)s.")


class TicketNotRunning(Conflict):
    """The ticket's status does not permit the action."""

    code = "ticket-not-running"
    sentence = N_("The ticket is %(status)s; this is not possible now.")


class AlreadyClaimed(Conflict):
    """Someone else holds the work item."""

    code = "already-claimed"
    sentence = N_("%(assignee)s has already claimed this.")


class AlreadyClosed(Conflict):
    """Someone has completed the work item, or the flow has moved on."""

    code = "already-closed"
    sentence = N_("%(closed_by)s closed this at %(closed_at)s; it is %(status)s.")


class NotClaimed(Conflict):
    """Nobody holds the work item, so nobody can put it back."""

    code = "not-claimed"
    sentence = N_("Nobody holds this work item.")


class IdempotencyKeyReused(Invalid):
    """The key of a request was used for a different one within a day."""

    code = "idempotency-key-reused"
    sentence = N_("The key “%(key)s” was used for a different request. Take a new one.")


class CrossSite(NotAllowed):
    """A browser sent a change that did not come from a page of ours."""

    code = "cross-site"
    sentence = N_("Send changes from a page of this site, or with a token.")


class NothingSent(Invalid):
    """A request came without the file or body it is about."""

    code = "nothing-sent"
    sentence = N_("Nothing was sent.")


class ProcessRetired(Conflict):
    """The version is not offered any more; tickets that run on it go on."""

    code = "process-retired"
    sentence = N_("“%(name)s” is retired: no ticket can be started from it.")


class DeploymentRefused(Invalid):
    """An upload has faults; nothing of it was deployed.

    Args:
        errors: the faults again, each with its sentence and its file.
        findings: what the linter found, warnings included (``domain.process.Finding``).
    """

    code = "deployment-refused"
    sentence = N_("Nothing was deployed. Mend what is found below and upload again.")

    def __init__(
        self, errors: "tuple[FieldError, ...]", findings: tuple[Any, ...]
    ) -> None:
        self.findings = findings
        super().__init__(errors)


class WrongCredentials(Unauthenticated):
    """No active user has this name and this password; which is wrong is not told."""

    code = "wrong-credentials"
    sentence = N_("The name or the password is wrong.")


class AlreadyExists(Conflict):
    """A thing of this key is there already."""

    code = "already-exists"
    sentence = N_("“%(key)s” exists already. Choose another name.")


class LastAdministrator(Conflict):
    """Without this user nobody could run the platform."""

    code = "last-administrator"
    sentence = N_(
        "%(username)s is the last administrator. Make somebody else one first."
    )


class ClockNotControlled(NotFound):
    """The platform's time is the real one."""

    code = "clock-not-controlled"
    sentence = N_("The clock cannot be set here: GONGDAN_CONTROLLED_CLOCK is off.")


class FormInvalid(Invalid):
    """What was typed into a form breaks its rules."""

    code = "form-invalid"
    sentence = N_("Some fields need another look.")


class StaleToken(Conflict):
    """What was to go on does not wait any more."""

    code = "stale-token"
    sentence = N_("This step does not wait any more. Look at the present state.")


class DatabaseAway(Unavailable):
    """The database does not answer."""

    code = "database-away"
    sentence = N_("The database does not answer: %(why)s")


class TablesOutdated(Unavailable):
    """The tables are older or newer than the program."""

    code = "tables-outdated"
    sentence = N_("The tables are not those of this version. Run: gongdan upgrade")


class NoSuchUser(NotFound):
    """Nobody of this name may sign in."""

    code = "no-such-user"
    sentence = N_("There is no active user “%(username)s”.")


class NotInProduction(NotAllowed):
    """This would put people with well-known passwords into a real platform."""

    code = "not-in-production"
    sentence = N_("Demo people have a well-known password: not in production.")


class AmbiguousMessage(Conflict):
    """Several tickets or processes would receive a message that only one may."""

    code = "ambiguous-message"
    sentence = N_(
        "“%(name)s” would reach several: %(receivers)s. Add correlation keys or a "
        "business key."
    )


class NotLocked(Conflict):
    """Another worker holds the task, or nobody does."""

    code = "not-locked"
    sentence = N_("This task is not locked by “%(worker)s”. Fetch it first.")


class NothingToTrigger(Conflict):
    """No element of this name waits for a hand."""

    code = "nothing-to-trigger"
    sentence = N_("Nothing waits at “%(element_id)s” that can be let go on by hand.")


class AlreadyResolved(Conflict):
    """Somebody has settled the incident, or the flow has moved on."""

    code = "already-resolved"
    sentence = N_("This is settled already.")


class NotMended(Conflict):
    """Trying again would change nothing."""

    code = "not-mended"
    sentence = N_("This has to be answered before the ticket can go on.")


class StillActive(Conflict):
    """Somebody who may still come in cannot be erased."""

    code = "still-active"
    sentence = N_("Deactivate “%(username)s” before.")
