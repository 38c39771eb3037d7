"""The work items: work items, candidates, drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "work_items",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("ticket_id", WHOLE, nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("element_id", sa.String(255), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("form_key", sa.String(255), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("assignee", sa.String(255), nullable=True),
        sa.Column("priority", WHOLE, nullable=False),
        sa.Column("due_at", AT, nullable=True),
        sa.Column("sort_at", AT, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("claimed_at", AT, nullable=True),
        sa.Column("closed_at", AT, nullable=True),
        sa.Column("closed_by", sa.String(255), nullable=True),
        sa.Column("outcome", sa.String(255), nullable=True),
        sa.Column("revision", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name="fk_work_items_ticket_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_work_items"),
    )
    op.create_index(
        "ix_work_items_assignee", "work_items", ["assignee", "status", "sort_at", "id"]
    )
    op.create_index("ix_work_items_ticket", "work_items", ["ticket_id", "status"])
    op.create_table(
        "candidates",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("work_item_id", WHOLE, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("sort_at", AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["work_item_id"],
            ["work_items.id"],
            name="fk_candidates_work_item_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_candidates"),
    )
    op.create_index("ix_candidates_item", "candidates", ["work_item_id"])
    op.create_index(
        "ix_candidates_key", "candidates", ["kind", "key", "sort_at", "work_item_id"]
    )
    op.create_table(
        "drafts",
        sa.Column("work_item_id", WHOLE, nullable=False),
        sa.Column("username", sa.String(255), nullable=False),
        sa.Column("variables", sa.JSON(), nullable=False),
        sa.Column("updated_at", AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["work_item_id"],
            ["work_items.id"],
            name="fk_drafts_work_item_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("work_item_id", "username", name="pk_drafts"),
    )
    # ### end Alembic commands ###


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("drafts")
    op.drop_table("candidates")
    op.drop_table("work_items")
