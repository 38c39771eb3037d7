"""What tickets wait for and send: messages, subscriptions, incidents, decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, and room in those for jobs and work items."""
    _widen_jobs()
    with op.batch_alter_table("work_items") as items:
        items.add_column(sa.Column("called_ref", sa.String(255), nullable=True))
    _make_subscriptions()
    _make_messages()
    _make_incidents()
    _make_decisions()


def _widen_jobs() -> None:
    with op.batch_alter_table("jobs") as jobs:
        jobs.alter_column("ticket_id", existing_type=WHOLE, nullable=True)
        jobs.alter_column("token", existing_type=sa.String(64), nullable=True)
        jobs.add_column(sa.Column("definition_id", WHOLE, nullable=True))
        jobs.add_column(sa.Column("payload", sa.JSON(), nullable=True))
        jobs.add_column(sa.Column("topic", sa.String(255), nullable=True))
        jobs.add_column(
            sa.Column("priority", WHOLE, nullable=False, server_default="50")
        )
        jobs.add_column(sa.Column("retries", WHOLE, nullable=True))
        jobs.add_column(sa.Column("worker", sa.String(255), nullable=True))
        jobs.add_column(sa.Column("leased_until", AT, nullable=True))
        jobs.create_foreign_key(
            "fk_jobs_definition_id", "process_definitions", ["definition_id"], ["id"]
        )
    with op.batch_alter_table("jobs") as jobs:
        jobs.alter_column("priority", existing_type=WHOLE, server_default=None)
    op.create_index("ix_jobs_topic", "jobs", ["status", "topic", "priority", "id"])
    op.create_index("ix_jobs_definition", "jobs", ["definition_id"])


def _make_subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("ticket_id", WHOLE, nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("element_id", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("correlation", sa.JSON(), nullable=False),
        sa.Column("correlation_hash", sa.String(64), nullable=False),
        sa.Column("business_key", sa.String(255), nullable=True),
        sa.Column("created_at", AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name="fk_subscriptions_ticket_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.UniqueConstraint(
            "ticket_id",
            "token",
            "kind",
            "name",
            name="uq_subscriptions_ticket_id_token_kind_name",
        ),
    )
    op.create_index(
        "ix_subscriptions_name",
        "subscriptions",
        ["kind", "name", "correlation_hash", "id"],
    )
    op.create_index("ix_subscriptions_business_key", "subscriptions", ["business_key"])
    op.create_table(
        "start_subscriptions",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("definition_id", WHOLE, nullable=False),
        sa.Column("process_key", sa.String(255), nullable=False),
        sa.Column("element_id", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("condition", sa.String(2000), nullable=True),
        sa.ForeignKeyConstraint(
            ["definition_id"],
            ["process_definitions.id"],
            name="fk_start_subscriptions_definition_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_start_subscriptions"),
        sa.UniqueConstraint(
            "definition_id",
            "element_id",
            "kind",
            "name",
            name="uq_start_subscriptions_definition_id_element_id_kind_name",
        ),
    )
    op.create_index(
        "ix_start_subscriptions_name", "start_subscriptions", ["kind", "name"]
    )
    op.create_index(
        "ix_start_subscriptions_process", "start_subscriptions", ["process_key"]
    )


def _make_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("correlation", sa.JSON(), nullable=False),
        sa.Column("correlation_hash", sa.String(64), nullable=False),
        sa.Column("business_key", sa.String(255), nullable=True),
        sa.Column("variables", sa.JSON(), nullable=False),
        sa.Column("message_id", sa.String(255), nullable=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("sent_by", sa.String(255), nullable=True),
        sa.Column("from_ticket_id", WHOLE, nullable=True),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("expires_at", AT, nullable=False),
        sa.Column("ticket_id", WHOLE, nullable=True),
        sa.Column("element_id", sa.String(255), nullable=True),
        sa.Column("started", sa.Boolean(), nullable=False),
        sa.Column("delivered_at", AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["from_ticket_id"], ["tickets.id"], name="fk_messages_from_ticket_id"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name="fk_messages_ticket_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("name", "message_id", name="uq_messages_name_message_id"),
    )
    op.create_index("ix_messages_kept", "messages", ["status", "name", "expires_at"])
    op.create_index("ix_messages_expiry", "messages", ["expires_at"])


def _make_incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("ticket_id", WHOLE, nullable=True),
        sa.Column("process_key", sa.String(255), nullable=True),
        sa.Column("token", sa.String(64), nullable=True),
        sa.Column("element_id", sa.String(255), nullable=False),
        sa.Column("job_id", WHOLE, nullable=True),
        sa.Column("code", sa.String(255), nullable=False),
        sa.Column("why", sa.String(2000), nullable=False),
        sa.Column("note", sa.String(2000), nullable=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("resolved_at", AT, nullable=True),
        sa.Column("resolved_by", sa.String(255), nullable=True),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name="fk_incidents_job_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name="fk_incidents_ticket_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
    )
    op.create_index("ix_incidents_ticket", "incidents", ["ticket_id", "status"])
    op.create_index("ix_incidents_status", "incidents", ["status", "id"])
    op.create_index("ix_incidents_job", "incidents", ["job_id"])


def _make_decisions() -> None:
    op.create_table(
        "decision_definitions",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("deployment_id", WHOLE, nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_id"],
            ["deployments.id"],
            name="fk_decision_definitions_deployment_id",
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["contents.sha256"], name="fk_decision_definitions_sha256"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decision_definitions"),
        sa.UniqueConstraint(
            "key", "version", name="uq_decision_definitions_key_version"
        ),
    )
    op.create_index(
        "ix_decision_definitions_deployment", "decision_definitions", ["deployment_id"]
    )


def downgrade() -> None:
    """Take the tables away; jobs that the older edition cannot do go with them."""
    op.drop_table("decision_definitions")
    op.drop_table("incidents")
    op.drop_table("messages")
    op.drop_table("start_subscriptions")
    op.drop_table("subscriptions")
    with op.batch_alter_table("work_items") as items:
        items.drop_column("called_ref")
    op.execute("DELETE FROM jobs WHERE kind <> 'timer'")
    op.drop_index("ix_jobs_definition", "jobs")
    op.drop_index("ix_jobs_topic", "jobs")
    with op.batch_alter_table("jobs") as jobs:
        jobs.drop_constraint("fk_jobs_definition_id", type_="foreignkey")
        for name in (
            "definition_id",
            "payload",
            "topic",
            "priority",
            "retries",
            "worker",
            "leased_until",
        ):
            jobs.drop_column(name)
        jobs.alter_column("ticket_id", existing_type=WHOLE, nullable=False)
        jobs.alter_column("token", existing_type=sa.String(64), nullable=False)
