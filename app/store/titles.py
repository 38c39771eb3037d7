"""Find tickets by words in their title, in any script, among millions.

PostgreSQL: an index over pairs of letters (``gongdan_pairs``, made by a change of the
tables, needs no extension). Trigrams would miss what Chinese names are made of: two
letters. SQLite: the newest tickets are read one by one.
"""

from typing import cast

from sqlalchemy import DDL, ColumnElement, Table, Text, and_, event, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from app.store.db import db
from app.store.tickets import Ticket

NEWEST = 100_000  # tickets in which SQLite looks, and a single letter is looked for


INDEX = "ix_tickets_title"
PAIRS = """
CREATE OR REPLACE FUNCTION gongdan_pairs(text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(lower($1), at, 2)), '{}')
    FROM generate_series(1, length($1) - 1) AS at
$$
"""
INDEXED = f"CREATE INDEX {INDEX} ON tickets USING gin (gongdan_pairs(title))"
for _statement in (PAIRS, INDEXED):
    event.listen(
        cast(Table, Ticket.__table__),
        "after_create",
        DDL(_statement).execute_if(dialect="postgresql"),  # type: ignore[no-untyped-call]
    )


def contain(text: str) -> ColumnElement[bool]:
    """Give the condition "the title has these letters, next to each other".

    Args:
        text: as typed; upper and lower case are the same.
    """
    found: ColumnElement[bool] = Ticket.title.icontains(text, autoescape=True)
    if db.engine.dialect.name == "postgresql" and len(text) > 1:
        pairs = [
            func.gongdan_pairs(one, type_=ARRAY(Text)) for one in (Ticket.title, text)
        ]
        return and_(pairs[0].contains(pairs[1]), found)
    newest = select(func.max(Ticket.id) - NEWEST).scalar_subquery()
    return and_(Ticket.id > newest, found)
