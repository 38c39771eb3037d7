"""Who may see and change which field: ``form.fields`` of one element.

The most specific word wins: "payee:hidden, payee.name:read" hides the payee and shows
its name. What the schema calls ``readOnly`` is never changed, whatever is said here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.forms.pointers import pointer, steps
from app.domain.process import JSONDict
from app.errors import N_, FieldError, Invalid

MAX_ENTRIES = 500


class Access(StrEnum):
    """What a person at one element may do with a field."""

    HIDDEN = "hidden"
    READ = "read"
    EDIT = "edit"
    REQUIRED = "required"


WORDS = frozenset(access.value for access in Access)
Permissions = Mapping[str, Access]
EVERYTHING: Permissions = {}


def parse_field_permissions(text: str | None) -> Permissions:
    """Read ``form.fields`` of an element.

    Args:
        text: "goods:hidden, amount:read, customer.phone:required"; a nested field may
            be written with dots or slashes, rows are passed over ("goods.price"), and
            "*" stands for every field not named. None or "": everything is edited.

    Returns:
        Pointers without row indexes ("/customer/phone", "" for "*") and their access.

    Raises:
        Invalid: an entry has no known access, or names a field twice; the pointer of
            each error is the number of the entry.
    """
    found: dict[str, Access] = {}
    faults: list[FieldError] = []
    entries = [entry.strip() for entry in (text or "").split(",")]
    for number, entry in enumerate(entries[:MAX_ENTRIES]):
        if not entry:
            continue
        name, _, word = (part.strip() for part in entry.rpartition(":"))
        key = _key(name)
        if not name or word not in WORDS or key in found or _senseless(key, word):
            faults.append(_fault(number, entry))
        else:
            found[key] = Access(word)
    if faults:
        raise Invalid(faults)
    return found


def _key(name: str) -> str:
    path = name.replace("[]", "").replace(".", "/")
    return pointer(step for step in steps(path) if step not in ("*", ""))


def _senseless(key: str, word: str) -> bool:
    return key == "" and word == Access.REQUIRED


def _fault(number: int, entry: str) -> FieldError:
    return FieldError(
        pointer=pointer([number]),
        sentence=N_(
            "“%(entry)s” is not understood: write a field, a colon and one of hidden,"
            " read, edit, required; each field once."
        ),
        facts={"entry": entry},
        rule="field-permission",
    )


@dataclass(frozen=True, slots=True)
class Gate:
    """What the permissions say at one place of a form.

    Attributes:
        permissions: all of them.
        place: pointer of the property, without row indexes.
        access: what holds here.
        locked: True when a schema on the way here is ``readOnly``.
    """

    permissions: Permissions
    place: str = ""
    access: Access = Access.EDIT
    locked: bool = False

    @property
    def hidden(self) -> bool:
        """True when the value here may not leave."""
        return self.access is Access.HIDDEN

    @property
    def writable(self) -> bool:
        """True when a value may come in here."""
        return not self.locked and self.access in (Access.EDIT, Access.REQUIRED)

    @property
    def required(self) -> bool:
        """True when the element insists on a value here."""
        return self.writable and self.access is Access.REQUIRED

    def child(self, name: str, schema: JSONDict) -> "Gate":
        """Step down to a property.

        Args:
            name: the property's name.
            schema: the property's schema.
        """
        place = f"{self.place}/{name}"  # an identifier: nothing to escape
        inherited = Access.EDIT if self.access is Access.REQUIRED else self.access
        return Gate(
            self.permissions,
            place,
            self.permissions.get(place, inherited),
            self.locked or schema.get("readOnly") is True,
        )

    def row(self, schema: JSONDict) -> "Gate":
        """Step down to the rows of an array.

        Args:
            schema: the schema of one row.
        """
        inherited = Access.EDIT if self.access is Access.REQUIRED else self.access
        locked = self.locked or schema.get("readOnly") is True
        return Gate(self.permissions, self.place, inherited, locked)


def gate(schema: JSONDict, access: Permissions) -> Gate:
    """Return what holds for a whole form.

    Args:
        schema: the form.
        access: what ``parse_field_permissions`` returned.
    """
    return Gate(
        permissions=access,
        access=access.get("", Access.EDIT),
        locked=schema.get("readOnly") is True,
    )
