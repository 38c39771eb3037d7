"""The processes: deployments, process definitions, forms."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "contents",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_contents"),
    )
    op.create_table(
        "deployments",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("created_by", sa.String(255), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deployments"),
    )
    op.create_index("ix_deployments_content_hash", "deployments", ["content_hash"])
    op.create_table(
        "deployment_files",
        sa.Column("deployment_id", WHOLE, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size_bytes", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_id"],
            ["deployments.id"],
            name="fk_deployment_files_deployment_id",
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["contents.sha256"], name="fk_deployment_files_sha256"
        ),
        sa.PrimaryKeyConstraint("deployment_id", "name", name="pk_deployment_files"),
    )
    op.create_table(
        "form_versions",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("schema", sa.JSON(), nullable=False),
        sa.Column("deployment_id", WHOLE, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_id"], ["deployments.id"], name="fk_form_versions_deployment_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_form_versions"),
        sa.UniqueConstraint("key", "version", name="uq_form_versions_key_version"),
    )
    op.create_table(
        "process_definitions",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("description", sa.String(2000), nullable=False),
        sa.Column("deployment_id", WHOLE, nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("starter_groups", sa.JSON(), nullable=False),
        sa.Column("start_form_key", sa.String(255), nullable=True),
        sa.Column("created_at", AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_id"],
            ["deployments.id"],
            name="fk_process_definitions_deployment_id",
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["contents.sha256"], name="fk_process_definitions_sha256"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_process_definitions"),
        sa.UniqueConstraint(
            "key", "version", name="uq_process_definitions_key_version"
        ),
    )
    op.create_index(
        "ix_process_definitions_deployment", "process_definitions", ["deployment_id"]
    )
    op.create_table(
        "definition_forms",
        sa.Column("definition_id", WHOLE, nullable=False),
        sa.Column("form_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"],
            ["process_definitions.id"],
            name="fk_definition_forms_definition_id",
        ),
        sa.ForeignKeyConstraint(
            ["form_id"], ["form_versions.id"], name="fk_definition_forms_form_id"
        ),
        sa.PrimaryKeyConstraint("definition_id", "form_id", name="pk_definition_forms"),
    )
    op.create_index("ix_definition_forms_form", "definition_forms", ["form_id"])
    # ### end Alembic commands ###


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("definition_forms")
    op.drop_table("process_definitions")
    op.drop_table("form_versions")
    op.drop_table("deployment_files")
    op.drop_table("deployments")
    op.drop_table("contents")
