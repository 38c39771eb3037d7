"""The tickets: tickets, their states and numbers, jobs, history, attachments."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "number_counters",
        sa.Column("prefix", sa.String(32), nullable=False),
        sa.Column("year", WHOLE, autoincrement=False, nullable=False),
        sa.Column("last", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("prefix", "year", name="pk_number_counters"),
    )
    op.create_table(
        "tickets",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("definition_id", WHOLE, nullable=False),
        sa.Column("process_key", sa.String(255), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("business_key", sa.String(255), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("result", sa.String(32), nullable=False),
        sa.Column("execution", sa.String(32), nullable=False),
        sa.Column("priority", WHOLE, nullable=False),
        sa.Column("initiator", sa.String(255), nullable=False),
        sa.Column("on_behalf_of", sa.String(255), nullable=True),
        sa.Column("owner", sa.String(255), nullable=True),
        sa.Column("revision", WHOLE, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("updated_at", AT, nullable=False),
        sa.Column("closed_at", AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["definition_id"],
            ["process_definitions.id"],
            name="fk_tickets_definition_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sa.UniqueConstraint("number", name="uq_tickets_number"),
    )
    op.create_index("ix_tickets_business_key", "tickets", ["business_key"])
    op.create_index("ix_tickets_created", "tickets", ["created_at", "id"])
    op.create_index("ix_tickets_definition", "tickets", ["definition_id"])
    op.create_index(
        "ix_tickets_initiator", "tickets", ["initiator", "created_at", "id"]
    )
    op.create_index(
        "ix_tickets_process", "tickets", ["process_key", "status", "created_at", "id"]
    )
    op.create_index("ix_tickets_status", "tickets", ["status", "created_at", "id"])
    op.create_table(
        "attachments",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("ticket_id", WHOLE, nullable=True),
        sa.Column("field", sa.String(255), nullable=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("content_type", sa.String(255), nullable=False),
        sa.Column("size_bytes", WHOLE, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("uploaded_by", sa.String(255), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name="fk_attachments_ticket_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_ticket", "attachments", ["ticket_id", "id"])
    op.create_table(
        "history_entries",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("ticket_id", WHOLE, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("actor", sa.String(255), nullable=True),
        sa.Column("kind", sa.String(48), nullable=False),
        sa.Column("element_id", sa.String(255), nullable=True),
        sa.Column("work_item_id", WHOLE, nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name="fk_history_entries_ticket_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_history_entries"),
    )
    op.create_index("ix_history_entries_ticket", "history_entries", ["ticket_id", "id"])
    op.create_table(
        "instance_states",
        sa.Column("ticket_id", WHOLE, nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=True),
        sa.Column("variables", sa.JSON(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name="fk_instance_states_ticket_id"
        ),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_instance_states"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("ticket_id", WHOLE, nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("element_id", sa.String(255), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("due_at", AT, nullable=False),
        sa.Column("cause", sa.String(2000), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name="fk_jobs_ticket_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("ticket_id", "token", name="uq_jobs_ticket_id_token"),
    )
    op.create_index("ix_jobs_due", "jobs", ["status", "due_at", "id"])
    op.create_table(
        "participants",
        sa.Column("ticket_id", WHOLE, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("element_id", sa.String(255), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name="fk_participants_ticket_id"
        ),
        sa.PrimaryKeyConstraint(
            "ticket_id", "kind", "key", "element_id", name="pk_participants"
        ),
    )
    op.create_index("ix_participants_key", "participants", ["kind", "key", "ticket_id"])
    # ### end Alembic commands ###


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("participants")
    op.drop_table("jobs")
    op.drop_table("instance_states")
    op.drop_table("history_entries")
    op.drop_table("attachments")
    op.drop_table("tickets")
    op.drop_table("number_counters")
