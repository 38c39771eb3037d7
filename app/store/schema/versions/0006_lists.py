"""Indexes that fit the lists, and one over pairs of letters in titles."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BEFORE = {
    "ix_tickets_created": ("tickets", ["created_at", "id"]),
    "ix_tickets_status": ("tickets", ["status", "created_at", "id"]),
    "ix_tickets_process": ("tickets", ["process_key", "status", "created_at", "id"]),
    "ix_tickets_initiator": ("tickets", ["initiator", "created_at", "id"]),
    "ix_tickets_business_key": ("tickets", ["business_key"]),
    "ix_tickets_definition": ("tickets", ["definition_id"]),
    "ix_work_items_assignee": ("work_items", ["assignee", "status", "sort_at", "id"]),
}
AFTER = {
    "ix_tickets_created": ("tickets", ["created_at"], None),
    "ix_tickets_status": ("tickets", ["status", "id"], None),
    "ix_tickets_process": ("tickets", ["process_key", "status", "id"], None),
    "ix_tickets_initiator": ("tickets", ["initiator", "id"], None),
    "ix_tickets_business_key": (
        "tickets",
        ["business_key"],
        "business_key IS NOT NULL",
    ),
    "ix_tickets_on_behalf_of": (
        "tickets",
        ["on_behalf_of", "id"],
        "on_behalf_of IS NOT NULL",
    ),
    "ix_tickets_owner": ("tickets", ["owner", "id"], "owner IS NOT NULL"),
    "ix_work_items_assignee": (
        "work_items",
        ["assignee", "sort_at", "id"],
        "closed_at IS NULL AND assignee IS NOT NULL",
    ),
    "ix_work_items_closed_by": (
        "work_items",
        ["closed_by", "closed_at", "id"],
        "closed_by IS NOT NULL",
    ),
}
# Chinese names are two letters long, which trigrams do not find.
PAIRS = """
CREATE FUNCTION gongdan_pairs(text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(lower($1), at, 2)), '{}')
    FROM generate_series(1, length($1) - 1) AS at
$$
"""
TITLES = "CREATE INDEX ix_tickets_title ON tickets USING gin (gongdan_pairs(title))"


def upgrade() -> None:
    """Make the indexes anew."""
    for name, (table, _columns) in BEFORE.items():
        op.drop_index(name, table_name=table)
    for name, (table, columns, where) in AFTER.items():
        there = None if where is None else sa.text(where)
        op.create_index(
            name, table, columns, postgresql_where=there, sqlite_where=there
        )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(PAIRS)
        op.execute(TITLES)


def downgrade() -> None:
    """Bring the earlier indexes back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_tickets_title")
        op.execute("DROP FUNCTION gongdan_pairs(text)")
    for name, (table, _columns, _where) in AFTER.items():
        op.drop_index(name, table_name=table)
    for name, (table, columns) in BEFORE.items():
        op.create_index(name, table, columns)
