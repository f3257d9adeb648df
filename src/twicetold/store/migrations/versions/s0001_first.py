"""The first schema: reports and their revisions, what is derived from them, events, corrections."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of an empty library, and set its clock."""
    op.create_table(
        "changes",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("undone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_changes")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "clock",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("stamp", NUMBER, nullable=False),
        sa.Column("library", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_clock")),
    )
    op.create_table(
        "events",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("became", NUMBER, nullable=True),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("stamp", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["became"], ["events.n"], name=op.f("fk_events_became")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_events")),
        sa.UniqueConstraint("id", name=op.f("uq_events_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_events_became"), "events", ["became"], unique=False)
    op.create_index(op.f("ix_events_stamp"), "events", ["stamp"], unique=False)
    op.create_table(
        "gone",
        sa.Column("report", NUMBER, nullable=False),
        sa.Column("stamp", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_gone")),
    )
    op.create_index(op.f("ix_gone_stamp"), "gone", ["stamp"], unique=False)
    op.create_table(
        "makings",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("model_digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_makings")),
        sa.UniqueConstraint(
            "stage", "version", "model_digest", name=op.f("uq_makings_stage_version_model_digest")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reports",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("added", sa.Text(), nullable=False),
        sa.Column("text_digest", sa.Text(), nullable=False),
        sa.Column("stamp", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_reports")),
        sa.UniqueConstraint("id", name=op.f("uq_reports_id")),
        sa.UniqueConstraint("identity", name=op.f("uq_reports_identity")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reports_language"), "reports", ["language"], unique=False)
    op.create_index(op.f("ix_reports_outlet"), "reports", ["outlet"], unique=False)
    op.create_index(op.f("ix_reports_published"), "reports", ["published"], unique=False)
    op.create_index(op.f("ix_reports_stamp"), "reports", ["stamp"], unique=False)
    op.create_index(op.f("ix_reports_text_digest"), "reports", ["text_digest"], unique=False)
    op.create_table(
        "corrections",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("change", NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["change"], ["changes.n"], name=op.f("fk_corrections_change")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_corrections")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_corrections_change"), "corrections", ["change"], unique=False)
    op.create_table(
        "edges",
        sa.Column("a", NUMBER, nullable=False),
        sa.Column("b", NUMBER, nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("made_by", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["a"], ["reports.n"], name=op.f("fk_edges_a"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["b"], ["reports.n"], name=op.f("fk_edges_b"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["made_by"], ["makings.n"], name=op.f("fk_edges_made_by")),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_edges")),
    )
    op.create_index(op.f("ix_edges_b"), "edges", ["b"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("report", NUMBER, nullable=False),
        sa.Column("event", NUMBER, nullable=False),
        sa.Column("made_by", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.n"], name=op.f("fk_memberships_event")),
        sa.ForeignKeyConstraint(["made_by"], ["makings.n"], name=op.f("fk_memberships_made_by")),
        sa.ForeignKeyConstraint(
            ["report"], ["reports.n"], name=op.f("fk_memberships_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_event"), "memberships", ["event"], unique=False)
    op.create_table(
        "nearest",
        sa.Column("report", NUMBER, nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("others", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", NUMBER, nullable=False),
        sa.Column("stamp", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["makings.n"], name=op.f("fk_nearest_made_by")),
        sa.ForeignKeyConstraint(
            ["report"], ["reports.n"], name=op.f("fk_nearest_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_nearest")),
    )
    op.create_index(op.f("ix_nearest_stamp"), "nearest", ["stamp"], unique=False)
    op.create_table(
        "revisions",
        sa.Column("report", NUMBER, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("added", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("language_score", sa.Float(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("published_raw", sa.Text(), nullable=True),
        sa.Column("changed", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("credit", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report"], ["reports.n"], name=op.f("fk_revisions_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report", "revision", name=op.f("pk_revisions")),
    )
    op.create_table(
        "signatures",
        sa.Column("report", NUMBER, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", NUMBER, nullable=False),
        sa.Column("stamp", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["makings.n"], name=op.f("fk_signatures_made_by")),
        sa.ForeignKeyConstraint(
            ["report"], ["reports.n"], name=op.f("fk_signatures_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_signatures")),
    )
    op.create_index("ix_signatures_known", "signatures", ["made_by", "report", "digest"], unique=False)
    op.create_index(op.f("ix_signatures_stamp"), "signatures", ["stamp"], unique=False)
    op.create_table(
        "statements",
        sa.Column("report", NUMBER, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("made_by", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["makings.n"], name=op.f("fk_statements_made_by")),
        sa.ForeignKeyConstraint(
            ["report"], ["reports.n"], name=op.f("fk_statements_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report", "n", name=op.f("pk_statements")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "twins",
        sa.Column("report", NUMBER, nullable=False),
        sa.Column("other", NUMBER, nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.Column("made_by", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["makings.n"], name=op.f("fk_twins_made_by")),
        sa.ForeignKeyConstraint(["other"], ["reports.n"], name=op.f("fk_twins_other"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["report"], ["reports.n"], name=op.f("fk_twins_report"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report", "other", name=op.f("pk_twins")),
    )
    op.create_index(op.f("ix_twins_other"), "twins", ["other"], unique=False)
    op.create_table(
        "corrected",
        sa.Column("correction", NUMBER, nullable=False),
        sa.Column("report", NUMBER, nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["correction"], ["corrections.n"], name=op.f("fk_corrected_correction")),
        sa.ForeignKeyConstraint(
            ["report"], ["reports.n"], name=op.f("fk_corrected_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("correction", "report", name=op.f("pk_corrected")),
    )
    op.create_index(op.f("ix_corrected_report"), "corrected", ["report"], unique=False)
    row = sa.table("clock", sa.column("n"), sa.column("stamp"), sa.column("library"))
    op.bulk_insert(row, [{"n": 1, "stamp": 0, "library": secrets.token_hex(8)}])
